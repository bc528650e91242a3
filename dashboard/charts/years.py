"""The years as small multiples: targets as bars with their tolerance, outcomes as a line with the verdict's symbols."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard import theme
from dashboard.charts import base
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts

CELL = 150  # px


def years(
    frame: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str, columns: int = 3
) -> go.Figure:
    """`frame`: rows of queries/place_rows.sql; one panel for each indicator and unit, with at least one number."""
    panels = _panels(frame)
    rows = max(1, math.ceil(len(panels) / columns))
    figure = make_subplots(
        rows=rows, cols=columns, subplot_titles=[_title(part, t, columns) for part in panels],
        vertical_spacing=min(0.5 / rows, 46 / (CELL * rows)), horizontal_spacing=0.16 / columns,
    )
    shell = base.empty(mode, CELL * rows + 30, title=title, subtitle=subtitle, source=source)
    figure.update_layout(shell.layout)
    for i, part in enumerate(panels):
        _panel(figure, part, t, mode, i // columns + 1, i % columns + 1)
    span = [int(frame["year"].min()) - 0.6, int(frame["year"].max()) + 0.6] if len(frame) else [0, 1]
    ticks = list(range(math.ceil(span[0]), math.floor(span[1]) + 1))
    figure.update_xaxes(range=span, tickvals=ticks, ticktext=[f"{y % 100:02d}" for y in ticks], showgrid=False, fixedrange=True)
    figure.update_yaxes(fixedrange=True, nticks=4, zeroline=False)
    for note in figure.layout.annotations:
        note.update(font={"size": theme.PX_TEXT, "color": theme.tokens(mode).ink})
    figure.update_layout(margin={"l": 8, "r": 8, "t": 30, "b": 8}, height=CELL * rows + 38, clickmode="event+select")
    base.legend(figure, frame["status"], t)
    return figure


def _panels(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """One frame a panel, in the order of the catalogue: same indicator, scope, measure and unit."""
    shown = frame[(frame["period"] == "year") & (frame["x"].notna() | frame["outcome_value"].notna())].copy()
    shown["panel_unit"] = shown["unit"].where(shown["unit"] != "", shown["outcome_unit"].fillna(""))
    order = ["sort_order", "indicator", "scope", "panel_unit"]
    parts = [part.sort_values("year").drop_duplicates("year") for _, part in shown.groupby(order, sort=True)]
    return sorted(parts, key=lambda part: (not bool(part["in_catalogue"].iloc[0]), part["sort_order"].iloc[0], -len(part)))[:24]


def _title(part: pd.DataFrame, t: Texts, columns: int) -> str:
    """The panel's indicator and unit."""
    first = part.iloc[0]
    label = t.label(first) + (f"（{first['scope']}）" if first["scope"] else "")
    room = 22 if columns == 1 else 15
    lines = base.wrap(label, room)
    name = lines[0] + ("…" if len(lines) > 1 else "")
    return f"{base.safe(name)} {base.small(base.safe(numbers.unit_name(first['panel_unit'], t.language)), '#808890')}"


def _panel(figure: go.Figure, part: pd.DataFrame, t: Texts, mode: str, row: int, column: int) -> None:
    """Targets, band, outcomes of one indicator."""
    tokens = theme.tokens(mode)
    aimed = part[part["x"].notna()]
    for _, item in aimed.iterrows():
        _step(figure, item, tokens, row, column)
    bands = [edge for _, item in aimed.iterrows() for edge in _band(item)]
    figure.update_yaxes(range=base.padded([*bands, *part["outcome_value"], *part["x"]]), row=row, col=column)
    told = part[part["outcome_value"].notna()]
    figure.add_trace(
        go.Scatter(
            x=told["year"], y=told["outcome_value"], mode="lines", line={"color": tokens.muted, "width": 1.4}, hoverinfo="skip",
        ),
        row=row, col=column,
    )
    for status in theme.STATUSES:
        some = part[part["status"] == status]
        if some.empty:
            continue
        level = some["outcome_value"].where(some["outcome_value"].notna(), some["x"])
        figure.add_trace(
            go.Scatter(
                x=some["year"], y=level, mode="markers", marker=base.marker(status, mode, 9), name=t(f"status.{status}"),
                customdata=some["target_id"], hoverinfo="text",
                hovertext=[f"<b>{r['year']}</b> {base.safe(words.sentence(r, t))}" for _, r in some.iterrows()],
                selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
            ),
            row=row, col=column,
        )


def _step(figure: go.Figure, item: pd.Series, tokens: theme.Tokens, row: int, column: int) -> None:
    """One year's target: its tolerance as a band, its value (or range) as a bar."""
    year, (low, high) = item["year"], _band(item)
    place = {"row": row, "col": column}
    figure.add_shape(
        type="rect", x0=year - 0.42, x1=year + 0.42, y0=low, y1=high, fillcolor=tokens.band, line={"width": 0}, layer="below", **place
    )
    figure.add_shape(
        type="line", x0=year - 0.42, x1=year + 0.42, y0=item["x"], y1=item["x"], line={"color": tokens.ink, "width": 2}, **place
    )


def _band(item: pd.Series) -> tuple[float, float]:
    """From the tolerance to the upper bound of a target, in its unit."""
    bounds = [value for value in (item["value_low"], item["value_high"], item["x"]) if pd.notna(value)]
    n = item["tolerance"]
    return (min(bounds) - n, max(bounds)) if item["direction"] == "up" else (min(bounds), max(bounds) + n)
