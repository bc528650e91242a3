"""The years as small multiples: targets as bars with their tolerance, outcomes as a line with the verdict's symbols.

The layout is put together as one mapping: adding shapes to subplots one by one costs Plotly seconds.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts import base
from dashboard.frames import Row, records
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts

CELL, HEAD, GAP = 150, 30, 44  # px: a panel with its ticks, the space above the first, the space between rows
MOST = 24  # panels


def years(
    frame: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str, columns: int = 3
) -> go.Figure:
    """`frame`: rows of queries/place_rows.sql; one panel for each indicator and unit, with at least one number."""
    panels = _panels(frame)
    rows = max(1, math.ceil(len(panels) / columns))
    height = CELL * rows
    figure = base.empty(mode, height + HEAD + 8, title=title, subtitle=subtitle, source=source)
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    span = (int(frame["year"].min()), int(frame["year"].max())) if len(frame) else (0, 0)
    tokens = theme.tokens(mode)
    for i, part in enumerate(panels):
        box = _domain(i // columns, i % columns, columns, height)
        key = "" if i == 0 else str(i + 1)
        layout |= _axes(key, box, part, span)
        layout["shapes"] += [shape for row in part if not numbers.absent(row["x"]) for shape in _step(row, key, tokens)]
        layout["annotations"].append(_title(part[0], t, box, columns, tokens))
        traces += _traces(part, t, mode, key)
    figure = go.Figure(data=traces, layout=figure.layout)
    figure.update_layout(layout | {"margin": {"l": 34, "r": 8, "t": HEAD, "b": 8}, "clickmode": "event+select"})
    base.legend(figure, frame["status"], t)
    return figure


def _panels(frame: pd.DataFrame) -> list[list[Row]]:
    """The rows of each panel by year, in the order of the catalogue: same indicator, scope and unit."""
    parts: dict[tuple[object, ...], dict[int, Row]] = {}
    for row in records(frame[(frame["period"] == "year") & (frame["x"].notna() | frame["y"].notna())]):
        row["panel_unit"] = row["unit"] or row["outcome_unit"] or ""
        key = (not row["in_catalogue"], row["sort_order"], row["indicator"], row["scope"], row["panel_unit"])
        parts.setdefault(key, {}).setdefault(int(row["year"]), row)
    ordered = sorted(parts.items(), key=lambda item: (item[0][:2], -len(item[1]), item[0][2:]))
    return [[row for _, row in sorted(years.items())] for _, years in ordered][:MOST]


def _domain(row: int, column: int, columns: int, height: int) -> tuple[float, float, float, float]:
    """x0, x1, y0, y1 of a panel, in shares of the plot; rows count from the top."""
    air = 0.045 if columns > 1 else 0.0
    width = (1 - air * (columns - 1)) / columns
    top = 1 - row * CELL / height
    return column * (width + air), column * (width + air) + width, top - (CELL - GAP) / height, top


def _axes(key: str, box: tuple[float, float, float, float], part: list[Row], span: tuple[int, int]) -> dict[str, Any]:
    """Both axes of a panel."""
    edges = [edge for row in part if not numbers.absent(row["x"]) for edge in _band(row)]
    step = max(1, math.ceil((span[1] - span[0] + 1) / 8))
    ticks = list(range(span[1], span[0] - 1, -step))[::-1]
    return {
        f"xaxis{key}": {
            "domain": box[:2],
            "anchor": f"y{key}",
            "range": [span[0] - 0.6, span[1] + 0.6],
            "tickvals": ticks,
            "showgrid": False,
            "ticktext": [f"{year % 100:02d}" for year in ticks],
            "fixedrange": True,
            "automargin": False,
        },
        f"yaxis{key}": {
            "domain": [max(0.0, box[2]), min(1.0, box[3])],
            "anchor": f"x{key}",
            "nticks": 4,
            "exponentformat": "none",
            "separatethousands": True,
            "zeroline": False,
            "fixedrange": True,
            "range": base.padded([*edges, *(row["y"] for row in part)]),
            "automargin": False,
        },
    }


def _title(
    head: Row, t: Texts, box: tuple[float, float, float, float], columns: int, tokens: theme.Tokens
) -> dict[str, Any]:
    """The panel's indicator and unit, above it at the left."""
    scope = f"（{head['scope']}）" if t.language == "zh" else f" ({head['scope']})"
    lines = base.wrap(t.label(head) + (scope if head["scope"] else ""), 20 if columns == 1 else 17)
    name = lines[0] + ("…" if len(lines) > 1 else "")
    unit = base.small(base.safe(numbers.unit_name(head["panel_unit"], t.language)), tokens.muted)
    return {
        "text": f"{base.safe(name)} {unit}",
        "x": box[0],
        "y": box[3],
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 3,
        "showarrow": False,
        "font": {"size": theme.PX_TEXT, "color": tokens.ink},
    }


def _traces(part: list[Row], t: Texts, mode: str, key: str) -> list[dict[str, Any]]:
    """The line of outcomes, and a marker for each verdict; without a number it stands on the target."""
    axes = {"type": "scatter", "xaxis": f"x{key}", "yaxis": f"y{key}"}
    told = [row for row in part if not numbers.absent(row["y"])]
    line = {"color": theme.tokens(mode).muted, "width": 1.4}
    path = {"x": [row["year"] for row in told], "y": [row["y"] for row in told]}
    found: list[dict[str, Any]] = [axes | path | {"mode": "lines", "line": line, "hoverinfo": "skip"}]
    for status in theme.STATUSES:
        some = [row for row in part if row["status"] == status]
        if not some:
            continue
        found.append(
            axes
            | {
                "x": [row["year"] for row in some],
                "y": [row["x"] if numbers.absent(row["y"]) else row["y"] for row in some],
                "mode": "markers",
                "marker": base.marker(status, mode, 9),
                "name": t(f"status.{status}"),
                "customdata": [row["target_id"] for row in some],
                "hoverinfo": "text",
                "hovertext": [f"<b>{row['year']}</b> {base.safe(words.sentence(row, t))}" for row in some],
                "selected": {"marker": {"opacity": 1}},
                "unselected": {"marker": {"opacity": 1}},
            }
        )
    return found


def _step(item: Row, key: str, tokens: theme.Tokens) -> list[dict[str, Any]]:
    """One year's target: its tolerance as a band, its value as a bar."""
    year, (low, high) = item["year"], _band(item)
    at = {"xref": f"x{key}", "yref": f"y{key}", "x0": year - 0.42, "x1": year + 0.42}
    return [
        at | {"type": "rect", "y0": low, "y1": high, "fillcolor": tokens.band, "line": {"width": 0}, "layer": "below"},
        at | {"type": "line", "y0": item["x"], "y1": item["x"], "line": {"color": tokens.ink, "width": 2}},
    ]


def _band(item: Row) -> tuple[float, float]:
    """From the tolerance to the upper bound of a target, in its unit."""
    bounds = [value for value in (item["value_low"], item["value_high"], item["x"]) if not numbers.absent(value)]
    n = item["tolerance"]
    return (min(bounds) - n, max(bounds)) if item["direction"] == "up" else (min(bounds), max(bounds) + n)
