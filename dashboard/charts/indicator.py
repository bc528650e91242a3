"""One indicator across places: promised against reported, the gaps through the years, the ranking, the cascade of targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts import base
from dashboard.frames import Row, first, records
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts

ROW = 22  # px
LEVELS = ("country", "province", "city", "district", "county", "zone")


def scatter(frame: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str) -> go.Figure:
    """`frame`: rows of queries/indicator_rows.sql of one year and one unit with x and y."""
    figure = base.empty(mode, 420, title=title, subtitle=subtitle, source=source)
    tokens, unit = theme.tokens(mode), _unit(frame, t)
    span = base.padded([*frame["x"], *frame["y"]], 0.06)
    share = 0.05 if unit in ("%", numbers.unit_name("百分点", t.language)) else 0.01
    figure.add_trace(
        go.Scatter(
            x=[*span, *span[::-1]],
            y=[*span, *(v - abs(v) * share for v in span[::-1])],
            fill="toself",
            mode="lines",
            line={"width": 0},
            fillcolor=tokens.band,
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(x=span, y=span, mode="lines", line={"color": tokens.ink, "width": 1.2}, hoverinfo="skip")
    )
    for status in theme.STATUSES:
        part = frame[frame["status"] == status]
        if part.empty:
            continue
        marks = base.marker(status, mode, 10) | {"opacity": 0.88}
        figure.add_trace(_points(part, part["x"], part["y"], t, marks, t(f"status.{status}")))
    base.doubts(figure, [(row["x"], row["y"], row) for row in records(frame)], t, mode)
    spot = span[0] + 0.9 * (span[1] - span[0])
    figure.add_annotation(
        x=spot,
        y=spot,
        text=t("indicator.scatter.diagonal"),
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        font={"size": theme.PX_SMALL, "color": tokens.muted},
        xshift=-6,
    )
    figure.update_xaxes(
        title={"text": t("indicator.scatter.x", unit=unit)}, range=span, fixedrange=True, zeroline=False
    )
    figure.update_yaxes(
        title={"text": t("indicator.scatter.y", unit=unit)}, range=span, fixedrange=True, zeroline=False
    )
    figure.update_layout(margin={"l": 8, "r": 12, "t": 8, "b": 8}, clickmode="event+select")
    base.legend(figure, frame["status"], t)
    return figure


def _points(part: pd.DataFrame, x: Any, y: Any, t: Texts, marker: Mapping[str, Any], name: str) -> go.Scatter:
    """Markers with the promise in words and the target_id to go to."""
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        name=name,
        marker=dict(marker),
        customdata=part["target_id"],
        hoverinfo="text",
        hovertext=[
            f"<b>{base.safe(r['place_name'])} {r.get('year', '')}</b><br>{base.safe(words.sentence(r, t))}"
            for r in records(part)
        ],
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": marker.get("opacity", 1)}},
    )


def _unit(frame: pd.DataFrame, t: Texts) -> str:
    """The unit of a frame of one unit, in the language."""
    return numbers.unit_name(str(frame["unit"].iloc[0]), t.language) if len(frame) else ""


def gaps(
    boxes: pd.DataFrame, dots: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str
) -> go.Figure:
    """The gaps through the years: a box a year, and dots over them.

    `boxes`: rows of queries/indicator_gaps.sql. `dots`: rows of queries/indicator_rows.sql with a gap in the same unit.
    """
    figure = base.empty(mode, 340, title=title, subtitle=subtitle, source=source)
    tokens, held = theme.tokens(mode), boxes[boxes["n"] > 0]
    years = held["year"].astype(str)
    figure.add_trace(
        go.Box(
            x=years,
            q1=held["q1"],
            median=held["median"],
            q3=held["q3"],
            lowerfence=held["lower"],
            upperfence=held["upper"],
            hoverinfo="skip",
            line={"color": tokens.accent, "width": 1.4},
            fillcolor=theme.tint(tokens.accent, 0.12),
            width=0.5,
            whiskerwidth=0.4,
        )
    )
    for status in theme.STATUSES:
        part = dots[dots["status"] == status]
        if part.empty:
            continue
        marks = base.marker(status, mode, 6) | {"opacity": 0.6}
        figure.add_trace(_points(part, part["year"].astype(str), part["gap"], t, marks, t(f"status.{status}")))
    span, unit = first(held), str(held["unit"].iloc[0])
    points = numbers.unit_name({"%": "百分点"}.get(unit, unit), t.language)
    if span["outside"]:
        figure.add_annotation(
            x=1,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="right",
            yanchor="bottom",
            showarrow=False,
            text=t("indicator.gaps.outside", n=int(span["outside"])),
            font={"size": theme.PX_SMALL, "color": tokens.muted},
        )
    figure.add_hline(y=0, line={"color": tokens.ink, "width": 1.2})
    figure.update_xaxes(
        type="category", categoryorder="array", categoryarray=list(years), showgrid=False, fixedrange=True
    )
    figure.update_yaxes(
        title={"text": t("indicator.gaps.y", unit=points)},
        zeroline=False,
        fixedrange=True,
        range=base.padded([span["low"], span["high"]], 0.08),  # the few beyond would flatten the rest
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 22 if span["outside"] else 8, "b": 8}, clickmode="event+select")
    base.legend(figure, dots["status"], t)
    return figure


def ranking(
    frame: pd.DataFrame,
    t: Texts,
    mode: str,
    *,
    title: str,
    subtitle: str,
    source: str,
    reference: tuple[str, float] | None = None,
) -> go.Figure:
    """`frame`: rows of one year and unit with an outcome, in the order to show. `reference`: the parent's name and figure."""
    figure = base.empty(mode, 52 + ROW * max(len(frame), 1), title=title, subtitle=subtitle, source=source)
    tokens, places = theme.tokens(mode), list(frame["place_id"])
    for row in records(frame):
        if not numbers.absent(row["x"]):
            figure.add_trace(
                go.Scatter(
                    x=[row["x"], row["outcome_value"]],
                    y=[row["place_id"]] * 2,
                    mode="lines",
                    hoverinfo="skip",
                    line={"color": tokens.status[row["status"]], "width": 2},
                )
            )
    aimed = frame[frame["x"].notna()]
    tick = {"symbol": "line-ns-open", "size": 12, "color": tokens.ink, "line": {"width": 2.2, "color": tokens.ink}}
    figure.add_trace(
        go.Scatter(
            x=aimed["x"], y=aimed["place_id"], mode="markers", marker=tick, hoverinfo="skip", name=t("column.target")
        )
    )
    for status in theme.STATUSES:
        part = frame[frame["status"] == status]
        if len(part):
            figure.add_trace(
                _points(
                    part,
                    part["outcome_value"],
                    part["place_id"],
                    t,
                    base.marker(status, mode, 10),
                    t(f"status.{status}"),
                )
            )
    base.doubts(figure, [(row["outcome_value"], row["place_id"], row) for row in records(frame)], t, mode)
    if reference:
        figure.add_vline(x=reference[1], line={"color": tokens.accent, "width": 1.4, "dash": "dash"})
        figure.add_annotation(
            x=reference[1],
            y=1,
            yref="paper",
            yanchor="bottom",
            text=base.safe(reference[0]),
            showarrow=False,
            font={"size": theme.PX_SMALL, "color": tokens.accent},
        )
    names = dict(zip(frame["place_id"], frame["place_name"], strict=True))
    base.named_rows(figure, places, names.values(), 10, showgrid=False, range=[-0.6, len(places) - 0.4])
    span = base.padded([*frame["x"], *frame["outcome_value"], *([reference[1]] if reference else [])], 0.06)
    figure.update_xaxes(title={"text": _unit(frame, t)}, zeroline=False, fixedrange=True, range=span)
    figure.update_layout(margin={"l": 8, "r": 16, "t": 22 if reference else 8, "b": 8}, clickmode="event+select")
    base.legend(figure, frame["status"], t)
    return figure


def cascade(frame: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str) -> go.Figure:
    """`frame`: rows of queries/indicator_cascade.sql of one unit: targets by level, each tied to its parent's."""
    levels = [level for level in LEVELS if level in set(frame["level"])]
    figure = base.empty(mode, 60 + 92 * len(levels), title=title, subtitle=subtitle, source=source)
    tokens, heights = theme.tokens(mode), {level: len(levels) - 1 - i for i, level in enumerate(levels)}
    held, spot = set(frame["place_id"]), {}
    for level, part in frame.groupby("level"):
        for i, row in enumerate(records(part.sort_values(["x", "place_id"]))):
            spot[row["place_id"]] = (row["x"], heights[str(level)] + (i % 5 - 2) * 0.07 * (len(part) > 1))
    xs: list[float | None] = []
    ys: list[float | None] = []
    for row in records(frame):
        if row["parent_id"] in held:
            (x0, y0), (x1, y1) = spot[row["parent_id"]], spot[row["place_id"]]
            xs += [x0, x1, None]
            ys += [y0, y1, None]
    line = {"color": theme.tint(tokens.muted, 0.35), "width": 1}
    figure.add_trace(go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip"))
    figure.add_trace(
        go.Scatter(
            x=[spot[p][0] for p in frame["place_id"]],
            y=[spot[p][1] for p in frame["place_id"]],
            mode="markers",
            customdata=frame["target_id"],
            hoverinfo="text",
            hovertext=[_above(row, t) for row in records(frame)],
            marker={"size": 9, "color": tokens.accent, "opacity": 0.75, "line": {"width": 1, "color": tokens.paper}},
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 0.75}},
        )
    )
    figure.update_yaxes(
        tickvals=list(heights.values()),
        ticktext=[t(f"level.{level}") for level in levels],
        showgrid=False,
        fixedrange=True,
        range=[-0.6, len(levels) - 0.4],
        zeroline=False,
        tickfont={"size": theme.PX_TEXT},
    )
    figure.update_xaxes(title={"text": _unit(frame, t)}, zeroline=False, fixedrange=True)
    figure.update_layout(margin={"l": 8, "r": 8, "t": 8, "b": 8}, clickmode="event+select")
    return figure


def _above(row: Row, t: Texts) -> str:
    """A place's target beside its parent's, in words."""
    own = words.target(row, t)
    if numbers.absent(row["parent_x"]):
        return f"<b>{base.safe(row['place_name'])}</b> {base.safe(own)}"
    above = numbers.amount(row["parent_x"], row["unit"], t.language)
    return base.safe(
        t("indicator.cascade.hover", place=row["place_name"], value=own, parent=row["parent_name"], parent_value=above)
    )
