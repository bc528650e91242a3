"""A login in front of the dashboard: Streamlit's own OIDC, where `.streamlit/secrets.toml` sets it up. See docs/deploy.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st


def passed() -> bool:
    """True where no login is set up, or somebody who may look is logged in; else draws what to do."""
    secrets: Mapping[str, Any] = st.secrets if st.secrets.load_if_toml_exists() else {}
    if "auth" not in secrets:
        return True
    if not st.user.is_logged_in:
        st.button("登录 Log in", on_click=st.login, type="primary")
        return False
    if may_look(str(st.user.get("email") or ""), bool(st.user.get("email_verified", False)), secrets.get("yanguo", {})):
        return True
    st.error("这个账号没有查看的权限。This account may not look at the dashboard.")
    st.button("换一个账号 Log out", on_click=st.logout)
    return False


def may_look(email: str, verified: bool, rules: Mapping[str, Any]) -> bool:
    """Without rules everybody who could log in; else verified addresses of `emails`, or those that end in one of `domains`."""
    emails = [str(one).lower() for one in rules.get("emails", ())]
    domains = [str(one).lower().lstrip("@") for one in rules.get("domains", ())]
    if not emails and not domains:
        return True
    name, at, domain = email.lower().rpartition("@")
    return bool(verified and name and at) and (email.lower() in emails or domain in domains)
