"""The board: places × indicators, each cell the verdict on one promise."""

from __future__ import annotations

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
    figure = base.empty(mode, height, title=title, subtitle=subtitle, source=source)
    _cells(figure, frame, places, list(columns["indicator"]), mode)
    _symbols(figure, frame, t, mode, 9 if narrow else 11)
    ticks = [_heading(t.label(row), upright) for row in records(columns)]
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=list(columns["indicator"]),
        tickvals=list(columns["indicator"]),
        ticktext=ticks,
        side="top",
        tickangle=-90 if upright else 0,
        ticks="",
        automargin=False,
        showgrid=False,
        showline=False,
        range=[-0.5, len(ticks) - 0.5],
        fixedrange=True,
    )
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=places[::-1],
        tickvals=places,
        showgrid=False,
        showline=False,
        ticktext=[base.safe(_short(names[place], 6 if narrow else 12)) for place in places],
        range=[-0.5, len(places) - 0.5],
        fixedrange=True,
        tickfont={"size": theme.PX_TEXT if not narrow else theme.PX_SMALL},
    )
    base.doubts(figure, [(row["indicator"], row["place_id"], row) for row in records(frame)], t, mode)
    figure.update_layout(margin={"l": 8, "r": 8, "t": head, "b": 4}, clickmode="event+select")
    base.legend(figure, frame["status"], t)
    return figure


def _cells(figure: go.Figure, frame: pd.DataFrame, places: list[str], indicators: list[str], mode: str) -> None:
    """A pale tint of the status behind each symbol."""
    t = theme.tokens(mode)
    order = {status: i for i, status in enumerate(theme.STATUSES)}
    grid = frame.pivot_table(index="place_id", columns="indicator", values="status", aggfunc="first").reindex(places)[
        indicators
    ]
    codes = grid.map(lambda status: order.get(status))
    steps = len(theme.STATUSES)
    scale = []
    for i, status in enumerate(theme.STATUSES):
        colour = theme.mix(t.status[status], t.paper, 0.08 if status in theme.OPEN else 0.2)
        scale += [[i / steps, colour], [(i + 1) / steps, colour]]
    figure.add_trace(
        go.Heatmap(
            z=codes.astype(float).to_numpy(),
            x=indicators,
            y=places,
            colorscale=scale,
            zmin=-0.5,
            zmax=steps - 0.5,
            showscale=False,
            hoverinfo="skip",
            xgap=2,
            ygap=2,
        )
    )


def _symbols(figure: go.Figure, frame: pd.DataFrame, t: Texts, mode: str, size: int) -> None:
    """One trace a status, so that a legend or a reader of the SVG finds them by name."""
    rows = records(frame)
    for status in theme.STATUSES:
        part = [row for row in rows if row["status"] == status]
        if not part:
            continue
        figure.add_trace(
            go.Scatter(
                x=[row["indicator"] for row in part],
                y=[row["place_id"] for row in part],
                mode="markers",
                name=t(f"status.{status}"),
                marker=base.marker(status, mode, size),
                customdata=[row["target_id"] for row in part],
                hovertext=[_hover(row, t) for row in part],
                hoverinfo="text",
                selected={"marker": {"opacity": 1, "size": size + 4}},
                unselected={"marker": {"opacity": 1}},
            )
        )


def _hover(row: Row, t: Texts) -> str:
    """The cell in words."""
    head = f"<b>{base.safe(row['place_name'])} · {base.safe(t.label(row))}</b>"
    lines = [head, base.safe(words.sentence(row, t))]
    if row["others"]:
        lines.append(t("hover.more", n=row["others"]))
    return "<br>".join(lines)


def _heading(label: str, upright: bool) -> str:
    """A column's name, in short lines."""
    label = _short(label, 10 if upright else 18)
    return base.safe(label) if upright else "<br>".join(base.safe(line) for line in base.balanced(label, 5))


def _short(text: str, width: int) -> str:
    """`text` cut to about `width` Chinese characters."""
    return text if base.width_of(text) <= width else base.wrap(text, width - 1)[0] + "…"
