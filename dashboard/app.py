"""The dashboard's entry point: `streamlit run dashboard/app.py`.

Draws the frame and the shared filters, then runs the page. A warehouse that cannot be read stops here, with what to do.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import logging
import sys
from functools import partial
from pathlib import Path
from types import ModuleType

import streamlit as st
from streamlit import net_util

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:  # `streamlit run` puts only this folder on the path
    sys.path.insert(0, str(ROOT))

from dashboard import login, warehouse  # noqa: E402
from dashboard.ui import filters, shell, state  # noqa: E402

# page → the shared filters that it needs
PAGES: dict[str, tuple[str, ...]] = {
    "overview": ("year", "level", "area", "doubt"),
    "place": ("place", "place_year", "doubt"),
    "indicator": ("indicator", "year", "level", "area", "doubt"),
    "silence": ("any_year", "level", "area", "any_indicator", "doubt"),
    "evidence": (),
    "search": (),
    "export": (),
    "data": ("area",),
    "import": (),
}
HERE = Path(__file__).resolve().parent
net_util._external_ip = "localhost"  # else Streamlit asks the internet for it when a page from elsewhere connects


def main() -> None:
    """One run."""
    t = state.view().t
    st.set_page_config(page_title=t("app.name"), layout="wide", page_icon=str(HERE / "data" / "mark.svg"))
    if not login.passed():
        return
    view = state.view()
    shell.style(view.mode)
    shell.language_switch(t)
    t = state.view().t
    pages = {
        name: st.Page(
            partial(body, name),
            title=t(f"nav.{name}"),
            url_path=name,
            default=name == "overview",
        )
        for name in PAGES
    }
    st.session_state["pages"] = pages
    st.logo(str(HERE / "data" / "logo.svg"), size="medium")
    page = st.navigation(list(pages.values()), position="top")
    shell.session_links(pages, t)
    page.run()
    login.leave()


@st.fragment
def body(name: str) -> None:
    """The filters and the page `name`. What is changed there runs this alone; the frame stays as it is."""
    t = state.view().t
    try:
        check()
        filters.draw(PAGES[name], t)
        script(name).page()
    except warehouse.WarehouseError as error:
        shell.trouble(error, t)
    except Exception:  # what a reader sees of a fault of ours: that it happened, and what still works
        logging.getLogger(__name__).exception("page %s", name)
        shell.fault(t)


@st.cache_resource(show_spinner=False)
def script(name: str) -> ModuleType:
    """The module of the page `name`.

    What is imported by then is taken out of the search for garbage, which Streamlit makes after every run: half of its time.
    """
    module = importlib.import_module(f"dashboard.app_pages.{name}")
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # so that what is left behind at the end is found
    return module


def check() -> None:
    """Raise WarehouseError where the warehouse is missing, damaged or holds nothing to compare."""
    if not int(state.ask("facts")["promises"].iloc[0]):
        raise warehouse.WarehouseError("empty", warehouse.default_path())


main()
