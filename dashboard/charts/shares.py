"""Verdicts by year: a stacked bar for each year, in shares of all promises."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts import base
from dashboard.i18n.texts import Texts

ROW = 34  # px
PATTERNS = {"unreported": "/"}  # a second channel beside colour


def shares(
    frame: pd.DataFrame,
    t: Texts,
    mode: str,
    *,
    title: str,
    subtitle: str,
    source: str,
    group: str = "year",
    highlight: str = "",
) -> go.Figure:
    """`frame`: rows of queries/status_by_year.sql (or any with `group`, status, promises); one bar for each group, the name of
    `highlight` in bold.
    """
    order = list(dict.fromkeys(frame[group].astype(str)))
    figure = base.empty(mode, 44 + ROW * len(order), title=title, subtitle=subtitle, source=source)
    tokens, totals = theme.tokens(mode), frame.groupby(frame[group].astype(str))["promises"].sum()
    for status in theme.STATUSES:
        part = frame[frame["status"] == status]
        if part.empty:
            continue
        groups = part[group].astype(str)
        percent = 100 * part["promises"].to_numpy() / totals.loc[groups].to_numpy()
        colour = theme.mix(tokens.status[status], tokens.paper, 0.35 if status in theme.OPEN else 0.86)
        figure.add_trace(
            go.Bar(
                x=percent,
                y=groups,
                orientation="h",
                name=f"{theme.GLYPHS[status]} {t(f'status.{status}')}",
                text=[str(n) if share >= 3.5 else "" for n, share in zip(part["promises"], percent, strict=True)],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                constraintext="none",
                textfont={"size": theme.PX_SMALL, "color": _readable(colour)},
                cliponaxis=True,
                marker={
                    "color": colour,
                    "line": {"width": 1, "color": tokens.paper},
                    "pattern": _pattern(status, colour, tokens),
                },
                hovertext=[
                    f"{g} · {t(f'status.{status}')}: {n} ({share:.0f}%)"
                    for g, n, share in zip(groups, part["promises"], percent, strict=True)
                ],
                hoverinfo="text",
            )
        )
    figure.update_xaxes(
        range=[0, 100], ticksuffix="%", showgrid=False, dtick=25, fixedrange=True, ticklabeloverflow="allow"
    )
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=order[::-1],
        tickvals=order,
        ticktext=[f"<b>{base.safe(name)}</b>" if name == highlight else base.safe(name) for name in order],
        showgrid=False,
        fixedrange=True,
        tickfont={"size": theme.PX_TEXT, "color": tokens.ink},
    )
    figure.update_layout(barmode="stack", bargap=0.28, margin={"l": 8, "r": 12, "t": 8, "b": 20})
    base.legend(figure, frame["status"], t)
    return figure


def _pattern(status: str, colour: str, tokens: theme.Tokens) -> dict[str, object]:
    """A hatch for the verdicts without a number, so that colour is not the only sign."""
    shape = PATTERNS.get(status, "")
    return {"shape": shape, "bgcolor": colour, "fgcolor": tokens.paper, "size": 6, "solidity": 0.08}


def _readable(colour: str) -> str:
    """Ink or paper, whichever reads better on `colour`."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#111111" if (0.299 * red + 0.587 * green + 0.114 * blue) > 140 else "#FFFFFF"
