"""The board: places × indicators, each cell the verdict on one promise."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts import base
from dashboard.frames import Row, records
from dashboard.i18n import words
from dashboard.i18n.texts import Texts

ROW, HEAD, HEAD_NARROW = 28, 54, 124  # px


def board(
    frame: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str, narrow: bool = False
) -> go.Figure:
    """`frame`: rows of queries/board.sql, places in the order to show. customdata of each point is target_id."""
    places = list(dict.fromkeys(frame["place_id"]))
    columns = frame.drop_duplicates("indicator").sort_values(["in_catalogue", "sort_order"], ascending=[False, True])
    names = dict(zip(frame["place_id"], frame["place_name"], strict=True))
    upright = narrow or len(columns) > 16
    head = HEAD_NARROW if upright else HEAD
    height = head + ROW * len(places) + 12
    indicators = list(columns["indicator"])
    labels = [base.short(names[place], 6 if narrow else 12) for place in places]
    text = theme.PX_SMALL if narrow else theme.PX_TEXT
    rows = records(frame)
    traces = [_cells(rows, places, indicators, mode), *_symbols(rows, t, mode, 9 if narrow else 11)]
    doubts = base.doubt_traces(((row["indicator"], row["place_id"], row) for row in rows), t, mode)
    layout = base.layout(mode, height, title=title, subtitle=subtitle, source=source)
    layout["meta"]["legend"] = base.legend_of(frame["status"], t, doubt=bool(doubts))
    axis = {
        "type": "category",
        "categoryorder": "array",
        "showgrid": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
    }
    # margins are worked out here: Plotly would draw everything twice to find them
    axis |= {"automargin": False}
    layout["xaxis"] = axis | {
        "categoryarray": indicators,
        "tickvals": indicators,
        "ticktext": [_heading(t.label(row), upright) for row in records(columns)],
        "side": "top",
        "tickangle": -90 if upright else 0,
        "range": [-0.5, len(indicators) - 0.5],
    }
    layout["yaxis"] = axis | {
        "categoryarray": places[::-1],
        "tickvals": places,
        "ticktext": [base.safe(label) for label in labels],
        "range": [-0.5, len(places) - 0.5],
        "tickfont": {"size": text},
    }
    left = 14 + round(1.04 * text * max(map(base.width_of, labels)))
    layout |= {"margin": {"l": left, "r": 8, "t": head, "b": 4}, "clickmode": "event+select"}
    return base.Plain.of([*traces, *doubts], layout)


def _cells(rows: list[Row], places: list[str], indicators: list[str], mode: str) -> dict[str, Any]:
    """A pale tint of the status behind each symbol."""
    t, steps = theme.tokens(mode), len(theme.STATUSES)
    codes = {(row["place_id"], row["indicator"]): theme.STATUSES.index(row["status"]) for row in reversed(rows)}
    scale: list[list[Any]] = []
    for i, status in enumerate(theme.STATUSES):
        colour = theme.mix(t.status[status], t.paper, 0.08 if status in theme.OPEN else 0.2)
        scale += [[i / steps, colour], [(i + 1) / steps, colour]]
    return {
        "type": "heatmap",
        "z": [[codes.get((place, indicator)) for indicator in indicators] for place in places],
        "x": indicators,
        "y": places,
        "colorscale": scale,
        "zmin": -0.5,
        "zmax": steps - 0.5,
        "showscale": False,
        "hoverinfo": "skip",
        "xgap": 2,
        "ygap": 2,
    }


def _symbols(rows: list[Row], t: Texts, mode: str, size: int) -> list[dict[str, Any]]:
    """One trace a status, so that a legend or a reader of the SVG finds them by name."""
    traces = []
    for status in theme.STATUSES:
        part = [row for row in rows if row["status"] == status]
        if part:
            traces.append(
                {
                    "type": "scatter",
                    "x": [row["indicator"] for row in part],
                    "y": [row["place_id"] for row in part],
                    "mode": "markers",
                    "name": t(f"status.{status}"),
                    "marker": base.marker(status, mode, size),
                    "customdata": [row["target_id"] for row in part],
                    "hovertext": [_hover(row, t) for row in part],
                    "hoverinfo": "text",
                    "selected": {"marker": {"opacity": 1, "size": size + 4}},
                    "unselected": {"marker": {"opacity": 1}},
                }
            )
    return traces


def _hover(row: Row, t: Texts) -> str:
    """The cell in words."""
    head = f"<b>{base.safe(row['place_name'])} · {base.safe(t.label(row))}</b>"
    lines = [head, base.safe(words.sentence(row, t))]
    if row["others"]:
        lines.append(t("hover.more", n=row["others"]))
    return "<br>".join(lines)


def _heading(label: str, upright: bool) -> str:
    """A column's name, in short lines."""
    label = base.short(label, 10 if upright else 18)
    return base.safe(label) if upright else "<br>".join(base.safe(line) for line in base.balanced(label, 5))
