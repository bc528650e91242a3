"""A place's year: every promise on one scale, its target on the zero line, better to the right.

Units differ from indicator to indicator, so each row is measured in its own margin (what makes `exceeded`): zero is the
target, the band the tolerance, the symbol the outcome, the hollow mark the outcome of the year before.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts import base
from dashboard.i18n import words
from dashboard.i18n.texts import Texts

ROW, LIMIT = 46, 3.4  # px; the scale ends there and a mark beyond it turns into an arrow


def bullets(
    frame: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str, narrow: bool = False
) -> go.Figure:
    """`frame`: rows of queries/place_rows.sql of one year; a column last_value holds last year's outcome (or NaN)."""
    frame = frame.reset_index(drop=True)
    figure = base.empty(mode, 66 + ROW * max(len(frame), 1), title=title, subtitle=subtitle, source=source)
    tokens = theme.tokens(mode)
    positions = {i: len(frame) - 1 - i for i in frame.index}
    for i, row in frame.iterrows():
        _range(figure, row, positions[i], tokens)
    figure.add_shape(type="line", x0=0, x1=0, y0=-0.5, y1=len(frame) - 0.5, line={"color": tokens.ink, "width": 1.6})
    _targets(figure, frame, positions, t, tokens)
    _last(figure, frame, positions, t, tokens)
    _outcomes(figure, frame, positions, t, mode)
    figure.update_yaxes(
        tickvals=list(positions.values()), ticktext=[_label(row, t, tokens, narrow) for _, row in frame.iterrows()],
        range=[-0.6, len(frame) - 0.4], showgrid=False, showline=False, zeroline=False, fixedrange=True,
        tickfont={"size": theme.PX_TEXT, "color": tokens.ink},
    )
    figure.update_xaxes(
        range=[-LIMIT - 0.4, LIMIT + 0.4], showgrid=True, zeroline=False, tickvals=[-3, -2, -1, 0, 1, 2, 3],
        ticktext=["−3", "−2", "−1", t("place.bullets.target"), "+1", "+2", "+3"], fixedrange=True,
        title={"text": t("place.bullets.axis"), "standoff": 6},
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 8, "b": 30}, clickmode="event+select")
    base.legend(figure, frame["status"], t)
    return figure


def position(row: pd.Series, value: float | None) -> float | None:
    """Where `value` stands on the row's scale: gap to the target in margins, better to the right; None without a scale."""
    if value is None or pd.isna(value):
        return None
    anchor, margin = row["x"], row["margin"]
    if pd.isna(anchor):  # relative target: half a point is the tolerance, one point the step
        anchor, margin = row["reference_value"], 1.0
    if pd.isna(anchor) or pd.isna(margin) or not margin:
        return None
    sign = 1 if row["direction"] == "up" else -1
    return max(-LIMIT, min(LIMIT, sign * (value - anchor) / margin))


def _range(figure: go.Figure, row: pd.Series, y: int, tokens: theme.Tokens) -> None:
    """The tolerance band of a row, from the tolerance to the upper bound."""
    low = 0.5 if pd.isna(row["x"]) else (row["tolerance"] / row["margin"] if row["margin"] else 0)
    if pd.isna(row["x"]) and pd.isna(row["reference_value"]):
        return
    end = row["value_high"] if row["direction"] == "up" else row["value_low"]
    high = position(row, end) if row["op"] == "range" else 0
    figure.add_shape(
        type="rect", x0=-low, x1=max(high or 0, 0.02), y0=y - 0.3, y1=y + 0.3, fillcolor=tokens.band, line={"width": 0}, layer="below"
    )


def _targets(figure: go.Figure, frame: pd.DataFrame, positions: dict[int, int], t: Texts, tokens: theme.Tokens) -> None:
    """Target marks, and stretch marks where there is one."""
    for i, row in frame.iterrows():
        y = positions[i]
        if position(row, row["outcome_value"]) is None and pd.isna(row["x"]):
            continue
        figure.add_shape(type="line", x0=0, x1=0, y0=y - 0.32, y1=y + 0.32, line={"color": tokens.ink, "width": 3.5})
        stretch = position(row, row["stretch"])
        if stretch is not None:
            figure.add_trace(
                go.Scatter(
                    x=[stretch], y=[y], mode="markers", name=t("place.bullets.stretch"), hoverinfo="text",
                    hovertext=f"{t('place.bullets.stretch')} {words.figure(row, row['stretch'], t)}",
                    marker={"symbol": "line-ns-open", "size": 22, "color": tokens.muted, "line": {"width": 2, "color": tokens.muted}},
                )
            )


def _last(figure: go.Figure, frame: pd.DataFrame, positions: dict[int, int], t: Texts, tokens: theme.Tokens) -> None:
    """Last year's outcome as a small hollow mark."""
    points = [(i, position(row, row["last_value"]), row) for i, row in frame.iterrows()]
    held = [(positions[i], x, row) for i, x, row in points if x is not None]
    if not held:
        return
    figure.add_trace(
        go.Scatter(
            x=[x for _, x, _ in held], y=[y for y, _, _ in held], mode="markers", name=t("place.bullets.last"), hoverinfo="text",
            hovertext=[f"{t('place.bullets.last')} {words.figure(row, row['last_value'], t)}" for _, _, row in held],
            marker={"symbol": "circle-open", "size": 7, "color": tokens.muted, "line": {"width": 1.4}},
        )
    )


def _outcomes(figure: go.Figure, frame: pd.DataFrame, positions: dict[int, int], t: Texts, mode: str) -> None:
    """The stem from target to outcome, and the symbol of the verdict; without a number the symbol stands at the left edge."""
    tokens = theme.tokens(mode)
    for i, row in frame.iterrows():
        x = position(row, row["outcome_value"])
        if x is not None:
            figure.add_shape(
                type="line", x0=0, x1=x, y0=positions[i], y1=positions[i], line={"color": tokens.status[row["status"]], "width": 2.5}
            )
    for status in theme.STATUSES:
        part = frame[frame["status"] == status]
        if part.empty:
            continue
        places = [position(row, row["outcome_value"]) for _, row in part.iterrows()]
        figure.add_trace(
            go.Scatter(
                x=[-LIMIT if x is None else x for x in places], y=[positions[i] for i in part.index], mode="markers",
                name=t(f"status.{status}"), marker=base.marker(status, mode, 13), customdata=part["target_id"], hoverinfo="text",
                hovertext=[f"<b>{base.safe(t.label(r))}</b><br>{base.safe(words.sentence(r, t))}" for _, r in part.iterrows()],
                selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
            )
        )


def _label(row: pd.Series, t: Texts, tokens: theme.Tokens, narrow: bool) -> str:
    """Two lines: the indicator, and `promised → reported` in small."""
    name = base.wrap(t.label(row), 9 if narrow else 22)
    shown = name[0] + ("…" if len(name) > 1 else "")
    numbers = f"{words.target(row, t)} → {words.outcome(row, t)}"
    lines = base.wrap(numbers, 13 if narrow else 32)[:2]
    return f"{base.safe(shown)}<br>" + "<br>".join(base.small(base.safe(line), tokens.muted) for line in lines)
