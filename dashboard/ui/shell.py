"""The frame of every page: style, language switch, links within the session, the page for a warehouse that cannot be read."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import theme, warehouse
from dashboard.i18n.texts import LANGUAGES, Texts, texts
from dashboard.ui import state

FOLDER = Path(__file__).resolve().parent


@cache
def asset(name: str) -> str:
    """The text of a file beside this one."""
    return (FOLDER / name).read_text(encoding="utf-8")


def style(mode: str) -> None:
    """The style sheet, with the tokens of the mode as variables."""
    t = theme.tokens(mode)
    names = {"paper": t.paper, "panel": t.panel, "ink": t.ink, "muted": t.muted, "line": t.line, "accent": t.accent}
    names |= {f"status-{status}": colour for status, colour in t.status.items()}
    names |= {"mark": theme.mix(t.status["near"], t.paper, 0.28), "serif": theme.TITLE_FONT}
    variables = "".join(f"--{key}:{value};" for key, value in names.items())
    st.html(f"<style>:root{{{variables}}}\n{asset('style.css')}</style>")


def language_switch(t: Texts) -> None:
    """The switch at the top right; bound to the address."""
    with st.container(key="language"):
        st.segmented_control(
            t("app.language"),
            list(state.LANGUAGE_LABELS),
            default="中文",
            key="lang",
            bind="query-params",
            required=True,
            label_visibility="collapsed",
        )


def session_links(pages: Mapping[str, Any], t: Texts) -> None:
    """Let links between pages stay in the session; a click comes back here as page and query."""
    with st.container(key="shell"):
        answer = _shell()(
            data={
                "narrow": bool(st.session_state.get("narrow")),
                "language": "zh-CN" if t.language == "zh" else "en",
                "words": widget_words(t),
                "hints": {
                    name: t(f"nav.help.{name}") for name in pages
                },  # as titles: Streamlit's own are parsed as Markdown
                "chart_code": chart_code(),
            },
            key="shell_component",
            on_go_change=lambda: None,
            on_narrow_change=lambda: None,
        )
    narrow, go = answer.get("narrow"), answer.get("go")  # neither is there without a server (the script run by itself)
    if narrow is not None:
        st.session_state["narrow"] = bool(narrow)
    if go and go.get("page") in pages:
        st.switch_page(pages[go["page"]], query_params=[(str(k), str(v)) for k, v in go.get("query", [])])


@cache
def chart_code() -> str:
    """The name of the script that draws charts, so that the browser can fetch it while the page is still being made."""
    scripts = Path(st.__file__).parent / "static" / "static" / "js"
    return next((path.name for path in scripts.glob("PlotlyChart.*.js")), "")


def widget_words(t: Texts) -> dict[str, str]:
    """The words that Streamlit prints by itself → what they are in this language, both ways."""
    keys = [key for key in t.entries if key.startswith("widget.")]
    return {texts(other)(key): t(key) for other in LANGUAGES for key in keys}


@st.cache_resource(show_spinner=False)
def _shell() -> Any:
    return st.components.v2.component("yanguo_shell", js=asset("shell.js"))


_together: ContextVar[list[str] | None] = ContextVar("together", default=None)


@contextmanager
def gathered() -> Iterator[list[str]]:
    """What `block`, `heading`, `section` and `note` would draw inside, as HTML, instead of drawing it."""
    blocks: list[str] = []
    token = _together.set(blocks)
    try:
        yield blocks
    finally:
        _together.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """What `block`, `heading`, `section` and `note` draw inside becomes one element: each costs the browser about 5 ms."""
    blocks: list[str] = []
    try:
        with gathered() as blocks:
            yield
    finally:
        if blocks:
            st.html(f'<div class="yg-together">{"".join(blocks)}</div>')


def block(content: str) -> None:
    """HTML of our own, in which whatever comes from data is escaped."""
    held = _together.get()
    if held is None:
        st.html(content)
    else:
        held.append(content)


def heading(title: str, lede: str = "") -> None:
    """The page's name, and one line that says what it holds. Both are escaped."""
    below = f'<p class="yg-lede">{html.escape(lede)}</p>' if lede else ""
    block(f'<div class="yg"><h1 class="yg-title">{html.escape(title)}</h1>{below}</div>')


def section(title: str, sub: str = "") -> None:
    """A section's name. Escaped."""
    below = f'<p class="yg-sub">{html.escape(sub)}</p>' if sub else ""
    block(f'<div class="yg"><h2 class="yg-h2">{html.escape(title)}</h2>{below}</div>')


def note(text: str) -> None:
    """A quiet line, unless there is nothing to say. Escaped."""
    if text:
        block(f'<div class="yg yg-note">{html.escape(text)}</div>')


def fault(t: Texts) -> None:
    """What stands in for a page that failed for a reason of its own."""
    heading(t("fault.title"), t("fault.body"))
    st.button(t("warehouse.retry"), key="retry")


def trouble(error: warehouse.WarehouseError, t: Texts) -> None:
    """The page that stands in for all others while the warehouse cannot be read: what is wrong, what to do."""
    heading(t(f"warehouse.{error.kind}.title"), t(f"warehouse.{error.kind}.body", path=error.path))
    section(t("warehouse.do"))
    steps = [t("warehouse.step_add"), t("warehouse.step_build"), t("warehouse.step_path")]
    st.markdown("\n".join(f"{i}. {step}" for i, step in enumerate(steps, 1)))
    if error.detail and error.kind == "damaged":
        st.code(error.detail, language=None)
    st.button(t("warehouse.retry"), key="retry")
