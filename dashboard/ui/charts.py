"""A chart on a page: its finding as a heading, the figure, its legend, PNG/SVG/CSV of itself, and a table of its numbers."""

from __future__ import annotations

import copy
import html
import re
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import charts
from dashboard.ui import pieces, shell, state

TOOLBAR_HTML = '<div class="bar" role="group"></div>'
TOOLBAR_CSS = """
.bar { display: flex; gap: .3rem; justify-content: flex-end; }
button { font: 12px/1.6 var(--st-font); color: var(--st-text-color); opacity: .72; background: transparent;
  border: 1px solid var(--st-border-color); border-radius: 3px; padding: 0 .55rem; cursor: pointer; }
button:hover, button:focus-visible { opacity: 1; border-color: var(--st-primary-color); outline: none; }
"""


@st.cache_resource(show_spinner=False)
def _toolbar() -> Any:
    return st.components.v2.component(
        "yanguo_toolbar", html=TOOLBAR_HTML, css=TOOLBAR_CSS, js=shell.asset("toolbar.js")
    )


def show(
    figure: go.Figure, key: str, numbers: pd.DataFrame, view: state.View, *, name: str = "", select: bool = False
) -> dict[str, Any] | None:
    """Draw `figure`; `numbers` is the table of what it shows, its columns named for readers.

    With `select`, a click on a point returns its customdata as {'customdata': …}.
    """
    meta, t = figure.layout.meta, view.t
    shell.section(meta["title"], meta["subtitle"])
    screen = copy.deepcopy(figure)
    screen.update_layout(height=figure.layout.height)
    with st.container(key=f"chart-{key}"):
        event: Any = st.plotly_chart(
            screen,
            theme=None,
            key=f"plot-{key}",
            config=charts.CONFIG,
            alt=t("chart.alt", title=meta["title"], subtitle=meta["subtitle"]),
            on_select="rerun" if select else "ignore",
            selection_mode="points",
        )
    st.html(pieces.legend(meta["legend"], t))
    _foot(figure, key, numbers, view, name or file_name(meta["title"]))
    points = event["selection"]["points"] if select and event else []
    return dict(points[0]) if points else None


def _foot(figure: go.Figure, key: str, numbers: pd.DataFrame, view: state.View, name: str) -> None:
    """Source line, buttons, table of numbers."""
    t, meta = view.t, figure.layout.meta
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.html(f'<div class="yg yg-note">{html.escape(meta["source"])}</div>')
    with right:
        _toolbar()(
            data={
                "target": f"chart-{key}",
                "patch": charts.export_patch(figure),
                "name": name,
                "title": meta["title"],
                "labels": {k: t(f"chart.{k}") for k in ("save", "png", "svg", "csv")},
                "csv": numbers.to_csv(index=False),
            },
            key=f"toolbar-{key}",
            height=28,
        )
    st.html(pieces.numbers_table(numbers, t("chart.numbers"), t("chart.rows", n=len(numbers))))


def open_point(point: dict[str, Any] | None) -> None:
    """Go to the sentences of a point that was clicked: its customdata is a target_id."""
    target = point.get("customdata") if point else None
    if isinstance(target, (list, tuple)):
        target = target[0] if target else None
    if target:
        language = st.session_state.get("lang")
        query = {"target": str(target)} | ({"lang": language} if language and state.language() != "zh" else {})
        st.switch_page(st.session_state["pages"]["evidence"], query_params=query)


def file_name(title: str) -> str:
    """A title as a file name."""
    return re.sub(r"[\\/:*?\"<>|\s，,。：]+", "_", title).strip("_")[:60] or "chart"
