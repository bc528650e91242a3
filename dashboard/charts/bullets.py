"""A place's year: every promise on one scale, its target on the zero line, better to the right.

Units differ from indicator to indicator, so each row is measured in its own margin (what makes `exceeded`): zero is the
target, the band the tolerance, the symbol the outcome, the hollow mark the outcome of the year before.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts import base
from dashboard.frames import Row, records
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts

ROW, LIMIT = 46, 3.4  # px; the scale ends there and a mark beyond it turns into an arrow


def bullets(
    frame: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str, narrow: bool = False
) -> go.Figure:
    """`frame`: rows of queries/place_rows.sql of one year; a column last_value holds last year's outcome (or NaN)."""
    frame = frame.reset_index(drop=True)
    figure = base.empty(
        mode, 66 + (ROW + 22 * narrow) * max(len(frame), 1), title=title, subtitle=subtitle, source=source
    )
    tokens = theme.tokens(mode)
    positions = {i: len(frame) - 1 - i for i in frame.index}
    figure.update_layout(shapes=_shapes(frame, positions, tokens))
    _stretches(figure, frame, positions, t, tokens)
    _last(figure, frame, positions, t, tokens)
    _outcomes(figure, frame, positions, t, mode)
    base.doubts(figure, _spots(frame, positions), t, mode)
    figure.update_yaxes(
        tickvals=list(positions.values()),
        ticktext=[_label(row, t, tokens, narrow) for row in records(frame)],
        range=[-0.6, len(frame) - 0.4],
        showgrid=False,
        showline=False,
        zeroline=False,
        fixedrange=True,
        tickfont={"size": theme.PX_TEXT, "color": tokens.ink},
    )
    figure.update_xaxes(
        range=[-LIMIT - 0.4, LIMIT + 0.4],
        showgrid=True,
        zeroline=False,
        tickvals=[-3, -2, -1, 0, 1, 2, 3],
        ticktext=["−3", "−2", "−1", t("place.bullets.target"), "+1", "+2", "+3"],
        fixedrange=True,
        title={"text": t("place.bullets.axis"), "standoff": 6},
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 8, "b": 30}, clickmode="event+select")
    base.legend(figure, frame["status"], t)
    return figure


def _spots(frame: pd.DataFrame, positions: dict[int, int]) -> list[tuple[float, int, Row]]:
    """Where the symbol of each row stands; without a number at the left edge."""
    places = ((i, position(row, row["y"]), row) for i, row in zip(frame.index, records(frame), strict=True))
    return [(-LIMIT if x is None else x, positions[i], row) for i, x, row in places]


def position(row: Row, value: float | None) -> float | None:
    """Where `value` stands on the row's scale: gap to the target in margins, better to the right; None without a scale."""
    if value is None or numbers.absent(value):
        return None
    anchor, margin = row["x"], row["margin"]
    if numbers.absent(anchor):  # relative target: half a point is the tolerance, one point the step
        anchor, margin = row["reference_value"], 1.0
    if numbers.absent(anchor) or numbers.absent(margin) or not margin:
        return None
    sign = 1 if row["direction"] == "up" else -1
    return max(-LIMIT, min(LIMIT, sign * (value - anchor) / margin))


def _shapes(frame: pd.DataFrame, positions: dict[int, int], tokens: theme.Tokens) -> list[dict[str, Any]]:
    """The zero line; each row's tolerance band, target mark, and stem to the outcome."""
    shapes: list[dict[str, Any]] = [_bar(0, 0, -0.5, len(frame) - 0.5, tokens.ink, 1.6)]
    for i, row in zip(frame.index, records(frame), strict=True):
        y, x = positions[i], position(row, row["y"])
        if not numbers.absent(row["x"]) or not numbers.absent(row["reference_value"]):
            low, high = _band(row)
            band = {"type": "rect", "x0": low, "x1": high, "y0": y - 0.3, "y1": y + 0.3, "layer": "below"}
            shapes.append(band | {"fillcolor": tokens.band, "line": {"width": 0}})
            shapes.append(_bar(0, 0, y - 0.32, y + 0.32, tokens.ink, 3.5))
        if x is not None:
            shapes.append(_bar(0, x, y, y, tokens.status[row["status"]], 2.5))
    return shapes


def _bar(x0: float, x1: float, y0: float, y1: float, colour: str, width: float) -> dict[str, Any]:
    """A straight line as a shape."""
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": {"color": colour, "width": width}}


def _band(row: Row) -> tuple[float, float]:
    """The tolerance band of a row, from the tolerance to the upper bound, on the row's scale."""
    if numbers.absent(row["x"]):
        return -0.5, 0.02
    low = row["tolerance"] / row["margin"] if row["margin"] else 0
    end = row["value_high"] if row["direction"] == "up" else row["value_low"]
    high = (position(row, end) or 0) if row["op"] == "range" else 0
    return -low, max(high, 0.02)


def _stretches(
    figure: go.Figure, frame: pd.DataFrame, positions: dict[int, int], t: Texts, tokens: theme.Tokens
) -> None:
    """Stretch marks, where there is one."""
    for i, row in zip(frame.index, records(frame), strict=True):
        y = positions[i]
        stretch = position(row, row["stretch"])
        if stretch is not None:
            figure.add_trace(
                go.Scatter(
                    x=[stretch],
                    y=[y],
                    mode="markers",
                    name=t("place.bullets.stretch"),
                    hoverinfo="text",
                    hovertext=f"{t('place.bullets.stretch')} {words.figure(row, row['stretch'], t)}",
                    marker={
                        "symbol": "line-ns-open",
                        "size": 22,
                        "color": tokens.muted,
                        "line": {"width": 2, "color": tokens.muted},
                    },
                )
            )


def _last(figure: go.Figure, frame: pd.DataFrame, positions: dict[int, int], t: Texts, tokens: theme.Tokens) -> None:
    """Last year's outcome as a small hollow mark."""
    points = [(i, position(row, row["last_value"]), row) for i, row in zip(frame.index, records(frame), strict=True)]
    held = [(positions[i], x, row) for i, x, row in points if x is not None]
    if not held:
        return
    figure.add_trace(
        go.Scatter(
            x=[x for _, x, _ in held],
            y=[y for y, _, _ in held],
            mode="markers",
            name=t("place.bullets.last"),
            hoverinfo="text",
            hovertext=[f"{t('place.bullets.last')} {words.figure(row, row['last_value'], t)}" for _, _, row in held],
            marker={"symbol": "circle-open", "size": 7, "color": tokens.muted, "line": {"width": 1.4}},
        )
    )


def _outcomes(figure: go.Figure, frame: pd.DataFrame, positions: dict[int, int], t: Texts, mode: str) -> None:
    """The symbol of the verdict; without a number it stands at the left edge."""
    for status in theme.STATUSES:
        part = frame[frame["status"] == status]
        if part.empty:
            continue
        places = [position(row, row["y"]) for row in records(part)]
        figure.add_trace(
            go.Scatter(
                x=[-LIMIT if x is None else x for x in places],
                y=[positions[i] for i in part.index],
                mode="markers",
                name=t(f"status.{status}"),
                marker=base.marker(status, mode, 13),
                customdata=part["target_id"],
                hoverinfo="text",
                hovertext=[
                    f"<b>{base.safe(t.label(r))}</b><br>{base.safe(words.sentence(r, t))}" for r in records(part)
                ],
                selected={"marker": {"opacity": 1}},
                unselected={"marker": {"opacity": 1}},
            )
        )


def _label(row: Row, t: Texts, tokens: theme.Tokens, narrow: bool) -> str:
    """The indicator (on a phone in up to two lines), and `promised → reported` in small."""
    name, most = base.wrap(t.label(row), 10 if narrow else 22), 2 if narrow else 1
    shown = "<br>".join(map(base.safe, name[:most])) + ("…" if len(name) > most else "")
    numbers = f"{words.target(row, t)} → {words.outcome(row, t)}"
    lines = base.wrap(numbers, 13 if narrow else 32)[:2]
    return f"{shown}<br>" + "<br>".join(base.small(base.safe(line), tokens.muted) for line in lines)
