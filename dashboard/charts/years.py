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
    for i, part in enumerate(panels):
        box = _domain(i // columns, i % columns, columns, height)
        key = "" if i == 0 else str(i + 1)
        layout |= _axes(key, box, part, span)
        layout["shapes"] += [shape for _, item in part[part["x"].notna()].iterrows() for shape in _step(item, key, theme.tokens(mode))]
        layout["annotations"].append(_title(part, t, box, columns, theme.tokens(mode)))
        traces += _traces(part, t, mode, key)
    figure = go.Figure(data=traces, layout=figure.layout)
    figure.update_layout(layout | {"margin": {"l": 34, "r": 8, "t": HEAD, "b": 8}, "clickmode": "event+select"})
    base.legend(figure, frame["status"], t)
    return figure


def _panels(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """One frame a panel, in the order of the catalogue: same indicator, scope and unit."""
    shown = frame[(frame["period"] == "year") & (frame["x"].notna() | frame["y"].notna())].copy()
    shown["panel_unit"] = shown["unit"].where(shown["unit"] != "", shown["outcome_unit"].fillna(""))
    parts = [
        part.sort_values("year").drop_duplicates("year")
        for _, part in shown.groupby(["sort_order", "indicator", "scope", "panel_unit"], sort=True)
    ]
    return sorted(parts, key=lambda part: (not bool(part["in_catalogue"].iloc[0]), part["sort_order"].iloc[0], -len(part)))[:MOST]


def _domain(row: int, column: int, columns: int, height: int) -> tuple[float, float, float, float]:
    """x0, x1, y0, y1 of a panel, in shares of the plot; rows count from the top."""
    air = 0.045 if columns > 1 else 0.0
    width = (1 - air * (columns - 1)) / columns
    top = 1 - row * CELL / height
    return column * (width + air), column * (width + air) + width, top - (CELL - GAP) / height, top


def _axes(key: str, box: tuple[float, float, float, float], part: pd.DataFrame, span: tuple[int, int]) -> dict[str, Any]:
    """Both axes of a panel."""
    edges = [edge for _, item in part[part["x"].notna()].iterrows() for edge in _band(item)]
    step = max(1, math.ceil((span[1] - span[0] + 1) / 8))
    ticks = list(range(span[1], span[0] - 1, -step))[::-1]
    return {
        f"xaxis{key}": {
            "domain": box[:2], "anchor": f"y{key}", "range": [span[0] - 0.6, span[1] + 0.6], "tickvals": ticks, "showgrid": False,
            "ticktext": [f"{year % 100:02d}" for year in ticks], "fixedrange": True, "automargin": False,
        },
        f"yaxis{key}": {
            "domain": [max(0.0, box[2]), min(1.0, box[3])], "anchor": f"x{key}", "nticks": 4, "exponentformat": "none", "separatethousands": True, "zeroline": False, "fixedrange": True,
            "range": base.padded([*edges, *part["y"], *part["x"]]), "automargin": False,
        },
    }


def _title(part: pd.DataFrame, t: Texts, box: tuple[float, float, float, float], columns: int, tokens: theme.Tokens) -> dict[str, Any]:
    """The panel's indicator and unit, above it at the left."""
    first = part.iloc[0]
    scope = f"（{first['scope']}）" if t.language == "zh" else f" ({first['scope']})"
    lines = base.wrap(t.label(first) + (scope if first["scope"] else ""), 20 if columns == 1 else 17)
    name = lines[0] + ("…" if len(lines) > 1 else "")
    unit = base.small(base.safe(numbers.unit_name(first["panel_unit"], t.language)), tokens.muted)
    return {
        "text": f"{base.safe(name)} {unit}", "x": box[0], "y": box[3], "xref": "paper", "yref": "paper", "xanchor": "left",
        "yanchor": "bottom", "yshift": 3, "showarrow": False, "font": {"size": theme.PX_TEXT, "color": tokens.ink},
    }


def _traces(part: pd.DataFrame, t: Texts, mode: str, key: str) -> list[dict[str, Any]]:
    """The line of outcomes, and a marker for each verdict; without a number it stands on the target."""
    axes = {"type": "scatter", "xaxis": f"x{key}", "yaxis": f"y{key}"}
    told = part[part["y"].notna()]
    line = {"color": theme.tokens(mode).muted, "width": 1.4}
    found: list[dict[str, Any]] = [
        axes | {"x": told["year"].tolist(), "y": told["y"].tolist(), "mode": "lines", "line": line, "hoverinfo": "skip"}
    ]
    for status in theme.STATUSES:
        some = part[part["status"] == status]
        if some.empty:
            continue
        level = some["y"].where(some["y"].notna(), some["x"])
        found.append(
            axes
            | {
                "x": some["year"].tolist(), "y": level.tolist(), "mode": "markers", "marker": base.marker(status, mode, 9),
                "name": t(f"status.{status}"), "customdata": some["target_id"].tolist(), "hoverinfo": "text",
                "hovertext": [f"<b>{r['year']}</b> {base.safe(words.sentence(r, t))}" for _, r in some.iterrows()],
                "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
            }
        )
    return found


def _step(item: pd.Series, key: str, tokens: theme.Tokens) -> list[dict[str, Any]]:
    """One year's target: its tolerance as a band, its value as a bar."""
    year, (low, high) = item["year"], _band(item)
    at = {"xref": f"x{key}", "yref": f"y{key}", "x0": year - 0.42, "x1": year + 0.42}
    return [
        at | {"type": "rect", "y0": low, "y1": high, "fillcolor": tokens.band, "line": {"width": 0}, "layer": "below"},
        at | {"type": "line", "y0": item["x"], "y1": item["x"], "line": {"color": tokens.ink, "width": 2}},
    ]


def _band(item: pd.Series) -> tuple[float, float]:
    """From the tolerance to the upper bound of a target, in its unit."""
    bounds = [value for value in (item["value_low"], item["value_high"], item["x"]) if pd.notna(value)]
    n = item["tolerance"]
    return (min(bounds) - n, max(bounds)) if item["direction"] == "up" else (min(bounds), max(bounds) + n)
