"""A login in front of the dashboard: Streamlit's own OIDC, where `.streamlit/secrets.toml` sets it up. See docs/deploy.md."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

OWN = Path(__file__).resolve().parents[1] / ".streamlit" / "secrets.toml"  # not read when started from another folder


def passed() -> bool:
    """True where no login is set up, or somebody who may look is logged in; else draws what to do."""
    loaded = st.secrets.load_if_toml_exists()
    secrets: Mapping[str, Any] = st.secrets if loaded else {}
    if "auth" not in secrets:
        unread = not loaded and any(Path(one).exists() for one in st.get_option("secrets.files"))
        if not unread and not OWN.exists() and "yanguo" not in secrets:
            return True
        st.error(
            "登录设置（secrets.toml）没有读到或有错，看板不开放，见服务器日志。The login's settings cannot be read."
        )
        return False
    if not st.user.is_logged_in:
        st.button("登录 Log in", on_click=st.login, type="primary")
        return False
    email, verified = str(st.user.get("email") or ""), st.user.get("email_verified") in (True, "true")
    if may_look(email, verified, secrets.get("yanguo")):
        return True
    st.error("这个账号没有查看的权限。This account may not look at the dashboard.")
    st.text(f"{email or '—'}{'' if verified else '（邮箱未经核实 not verified）'}")
    st.button("换一个账号 Log out", on_click=st.logout)
    return False


def leave() -> None:
    """Where somebody is logged in: the way out."""
    if st.user.get("is_logged_in"):
        st.button("退出 Log out", on_click=st.logout, type="tertiary", key="leave")


def may_look(email: str, verified: bool, rules: Mapping[str, Any] | None) -> bool:
    """Without rules everybody who could log in; else verified addresses of `emails`, or those that end in one of `domains`."""
    if rules is None:
        return True
    emails = [str(one).lower() for one in rules.get("emails", ())]
    domains = [str(one).lower().lstrip("@") for one in rules.get("domains", ())]
    name, at, domain = email.lower().rpartition("@")
    return bool(verified and name and at) and (email.lower() in emails or domain in domains)
