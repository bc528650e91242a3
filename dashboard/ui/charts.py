"""A chart on a page: its finding as a heading, the figure, and below it legend, source, PNG/SVG/CSV and its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import charts, tables
from dashboard.ui import shell, state


@st.cache_resource(show_spinner=False)
def _foot() -> Any:
    return st.components.v2.component(
        "yanguo_chart_foot", html='<div class="yg yg-foot"></div>', js=shell.asset("foot.js"), isolate_styles=False
    )


@dataclass(frozen=True)
class Ready:
    """A chart as a page sends it. Pages keep it for as long as what it shows stays the same; nobody changes it."""

    key: str
    title: str
    subtitle: str
    alt: str
    figure: dict[str, Any]  # data and layout, as Plotly takes them
    foot: dict[str, Any]


def show(
    figure: go.Figure, key: str, numbers: pd.DataFrame, view: state.View, *, name: str = "", select: bool = False
) -> dict[str, Any] | None:
    """Draw `figure`; `numbers` is the table of what it shows, its columns named for readers.

    With `select`, a click on a point returns its customdata as {'customdata': …}.
    """
    return draw(ready(figure, key, numbers, view, name=name), select=select)


def ready(
    figure: go.Figure, key: str, numbers: pd.DataFrame, view: state.View, *, name: str = "", hint: str = ""
) -> Ready:
    """All that `draw` needs of a chart; `hint` is a line below everything."""
    meta, t = charts.layout_of(figure)["meta"], view.t
    return Ready(
        key=key,
        title=meta["title"],
        subtitle=meta["subtitle"],
        alt=t("chart.alt", title=meta["title"], subtitle=meta["subtitle"]),
        figure=charts.for_page(figure).to_dict(),
        foot=foot_data(figure, key, numbers, view, name) | {"hint": hint},
    )


def draw(chart: Ready, *, select: bool = False) -> dict[str, Any] | None:
    """The chart under its finding, above its foot; what was clicked is returned as by `show`."""
    shell.section(chart.title, chart.subtitle)
    with st.container(key=f"chart-{chart.key}"):
        event: Any = st.plotly_chart(
            charts.Plain.of(chart.figure["data"], chart.figure["layout"]),
            theme=None,
            key=f"plot-{chart.key}",
            config=charts.CONFIG,
            alt=chart.alt,
            on_select="rerun" if select else "ignore",
            selection_mode="points",
        )
    _foot()(data=chart.foot, key=f"foot-{chart.key}")
    points = event["selection"]["points"] if select and event else []
    return dict(points[0]) if points else None


def foot_data(figure: go.Figure, key: str, numbers: pd.DataFrame, view: state.View, name: str) -> dict[str, Any]:
    """What foot.js needs: the texts, the values that make the image stand alone, the numbers."""
    meta, t = charts.layout_of(figure)["meta"], view.t
    return {
        "target": f"chart-{key}",
        "patch": charts.export_patch(figure),
        "name": name or file_name(meta["title"]),
        "title": meta["title"],
        "source": meta["source"],
        "legend": [[status, glyph, label, t(f"status.help.{status}")] for status, glyph, label in meta["legend"]],
        "labels": {label: t(f"chart.{label}") for label in ("save", "png", "svg", "csv")},
        "summary": f"{t('chart.numbers')} · {t('chart.rows', n=len(numbers))}",
        "columns": [str(column) for column in numbers.columns],
        "rows": [[tables.shown(value) for value in row] for row in numbers.itertuples(index=False, name=None)],
        "links": state.hrefs("evidence", "target", numbers.attrs.get("targets", [])),
        "keys": {
            "hint": t("chart.keys_open" if numbers.attrs.get("targets") else "chart.keys"),
            "join": t("chart.join"),
        },
        "link_head": t("column.evidence"),
        "link_text": t("common.open"),
    }


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
