"""The state of one view: language, mode, width, and the answers of the warehouse, cached by the file's identity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote_plus, urlencode

import pandas as pd
import streamlit as st

from dashboard import theme, warehouse
from dashboard.i18n.texts import Texts, texts

Given = ParamSpec("Given")
Made = TypeVar("Made")

LANGUAGE_LABELS = {"中文": "zh", "English": "en"}
LEVEL_GROUPS = {
    "all": ("country", "province", "city", "district", "county", "zone"),
    "county_level": ("district", "county"),
    "province": ("province",),
    "city": ("city",),
    "district": ("district",),
    "county": ("county",),
    "zone": ("zone",),
    "country": ("country",),
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


def kept(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Keep what `make` makes of its arguments, all hashable, until the warehouse file changes.

    It is shared by all readers: nobody may change it. Finding it takes a tenth of what Streamlit's own cache takes.
    """

    @lru_cache(maxsize=256)
    def held(which: warehouse.Identity, given: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> Made:
        return make(*given, **dict(named))

    @wraps(make)
    def asked(*given: Given.args, **named: Given.kwargs) -> Made:
        return held(warehouse.identity(), given, tuple(named.items()))

    return asked


@lru_cache(maxsize=1024)
def _ask(name: str, parameters: tuple[tuple[str, Any], ...], which: warehouse.Identity) -> pd.DataFrame:
    return warehouse.query(name, {key: list(value) if isinstance(value, tuple) else value for key, value in parameters})


def ask(name: str, parameters: Mapping[str, Any] | None = None, /, **more: Any) -> pd.DataFrame:
    """Answer queries/<name>.sql; the answer is kept until the warehouse file changes. Raises WarehouseError."""
    given = {**(parameters or {}), **more}
    frozen = tuple(sorted((key, tuple(value) if isinstance(value, list) else value) for key, value in given.items()))
    # pandas copies on write: a page that changes its frame leaves the one that is kept as it was
    return _ask(name, frozen, warehouse.identity()).copy(deep=False)


def _language_part() -> dict[str, str]:
    """The language of this view as part of an address."""
    return {"lang": next(label for label, code in LANGUAGE_LABELS.items() if code == language())}


def href(page: str, **parameters: Any) -> str:
    """A relative address of another page of the dashboard, with the language of this view."""
    given = {key: value for key, value in parameters.items() if value not in (None, "")}
    if language() != "zh":
        given |= _language_part()
    tail = f"?{urlencode(given)}" if given else ""
    return f"{'.' if page == 'overview' else page}{'/' if page == 'overview' else ''}{tail}"


def hrefs(page: str, name: str, values: Iterable[str]) -> list[str]:
    """As `href`, one address for each value of the parameter `name`."""
    given = {} if language() == "zh" else _language_part()
    tail = f"&{urlencode(given)}" if given else ""
    return [f"{page}?{name}={quote_plus(value)}{tail}" for value in values]


def source_line(t: Texts) -> str:
    """The source line of charts over many reports."""
    return t("app.source", documents=int(ask("facts")["documents"].iloc[0]))
