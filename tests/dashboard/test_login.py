"""Who may look at the dashboard where a login is set up."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import login


@pytest.mark.parametrize(
    ("email", "verified", "rules", "may"),
    [
        ("a@x.cn", True, None, True),
        ("", False, None, True),
        ("a@x.cn", True, {}, False),
        ("a@x.cn", True, {"email": ["a@x.cn"]}, False),
        ("a@x.cn", True, {"emails": ["A@x.cn"]}, True),
        ("b@x.cn", True, {"emails": ["a@x.cn"]}, False),
        ("a@x.cn", False, {"emails": ["a@x.cn"]}, False),
        ("b@x.cn", True, {"domains": ["@x.cn"]}, True),
        ("b@evil-x.cn", True, {"domains": ["x.cn"]}, False),
        ("b@sub.x.cn", True, {"domains": ["x.cn"]}, False),
        ("@x.cn", True, {"domains": ["x.cn"]}, False),
        ("", True, {"domains": [""]}, False),
    ],
)
def test_who_may_look(email: str, verified: bool, rules: dict[str, Any] | None, may: bool) -> None:
    assert login.may_look(email, verified, rules) is may


def _page() -> None:
    import streamlit as st

    from dashboard import login

    if login.passed():
        st.write("inside")


class User(dict[str, Any]):
    is_logged_in = True


class Secrets(dict[str, Any]):
    def load_if_toml_exists(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("secrets", "user", "inside"),
    [
        (Secrets(), None, True),
        (Secrets(auth={}), None, False),
        (Secrets(auth={}), User(email="a@x.cn", email_verified=True), True),
        (Secrets(auth={}, yanguo={"emails": ["b@x.cn"]}), User(email="a@x.cn", email_verified=True), False),
    ],
)
def test_nothing_is_shown_before(
    secrets: Secrets, user: User | None, inside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = User()
    nobody.is_logged_in = False
    monkeypatch.setattr(login.st, "secrets", secrets)
    monkeypatch.setattr(login.st, "user", nobody if user is None else user)
    page = AppTest.from_function(_page).run()
    assert not page.exception
    assert [m.value for m in page.markdown] == (["inside"] if inside else [])
    assert bool(page.button) is not inside
