"""The state of one view: language, mode, width, and the answers of the warehouse, cached by the file's identity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import theme, warehouse
from dashboard.i18n.texts import Texts, texts

LANGUAGE_LABELS = {"中文": "zh", "English": "en"}
LEVEL_GROUPS = {
    "all": ["country", "province", "city", "district", "county", "zone"],
    "county_level": ["district", "county"],
    "province": ["province"],
    "city": ["city"],
    "district": ["district"],
    "county": ["county"],
    "zone": ["zone"],
    "country": ["country"],
}


@dataclass(frozen=True)
class View:
    """How this reader looks at the page."""

    t: Texts
    mode: str  # light | dark
    narrow: bool  # a phone

    @property
    def tokens(self) -> theme.Tokens:
        """The colours of the mode."""
        return theme.tokens(self.mode)


def language() -> str:
    """zh or en, from the switch (and so from the address)."""
    return LANGUAGE_LABELS.get(st.session_state.get("lang") or "中文", "zh")


def view() -> View:
    """The view of this run."""
    mode = getattr(st.context.theme, "type", None) or "light"
    return View(texts(language()), mode, bool(st.session_state.get("narrow")))


@st.cache_resource(show_spinner=False, max_entries=1024)
def _ask(name: str, parameters: tuple[tuple[str, Any], ...], which: warehouse.Identity) -> pd.DataFrame:
    return warehouse.query(name, {key: list(value) if isinstance(value, tuple) else value for key, value in parameters})


def ask(name: str, parameters: Mapping[str, Any] | None = None, /, **more: Any) -> pd.DataFrame:
    """Answer queries/<name>.sql; the answer is kept until the warehouse file changes. Raises WarehouseError."""
    given = {**(parameters or {}), **more}
    frozen = tuple(sorted((key, tuple(value) if isinstance(value, list) else value) for key, value in given.items()))
    # pandas copies on write: a page that changes its frame leaves the one that is kept as it was
    return _ask(name, frozen, warehouse.identity()).copy(deep=False)


def href(page: str, **parameters: Any) -> str:
    """A relative address of another page of the dashboard, with the language of this view."""
    given = {key: value for key, value in parameters.items() if value not in (None, "")}
    if language() != "zh":
        given["lang"] = next(label for label, code in LANGUAGE_LABELS.items() if code == language())
    tail = f"?{urlencode(given)}" if given else ""
    return f"{'.' if page == 'overview' else page}{'/' if page == 'overview' else ''}{tail}"


def source_line(t: Texts) -> str:
    """The source line of charts over many reports."""
    return t("app.source", documents=int(ask("facts")["documents"].iloc[0]))
