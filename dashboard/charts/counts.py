"""Plain counts: bars by name; which reports are held; tiles of provinces."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import yaml

from dashboard import theme
from dashboard.charts import base
from dashboard.frames import records
from dashboard.i18n import numbers
from dashboard.i18n.texts import Texts

ROW = 26  # px
TILES = Path(__file__).resolve().parents[1] / "data" / "tiles.yaml"
KIND_SYMBOLS = {
    "work_report": "square",
    "plan_report": "diamond",
    "digest": "circle-open",
    "figures": "hash-open",
    "news_summary": "triangle-up-open",
    "quarter_plan": "triangle-right-open",
    "other": "x-thin-open",
}


def bars(frame: pd.DataFrame, t: Texts, mode: str, *, status: str, title: str, subtitle: str, source: str) -> go.Figure:
    """`frame`: columns name and n, in the order to show; bars in the colour of `status`, numbers beside them."""
    figure = base.empty(mode, 24 + ROW * max(len(frame), 1), title=title, subtitle=subtitle, source=source)
    tokens, keys = theme.tokens(mode), [str(i) for i in range(len(frame))]
    figure.add_trace(
        go.Bar(
            x=frame["n"],
            y=keys,
            orientation="h",
            text=[numbers.scaled(n, t.language) for n in frame["n"]],
            textposition="outside",
            textfont={"size": theme.PX_SMALL, "color": tokens.ink},
            marker={"color": theme.mix(tokens.status[status], tokens.paper, 0.82)},
            cliponaxis=False,
            hovertext=[f"{base.safe(name)}: {n}" for name, n in zip(frame["name"], frame["n"], strict=True)],
            hoverinfo="text",
        )
    )
    base.named_rows(figure, keys, frame["name"].astype(str), 12, showgrid=False)
    figure.update_xaxes(visible=False, fixedrange=True, range=[0, max(frame["n"].max() if len(frame) else 1, 1) * 1.08])
    figure.update_layout(bargap=0.35, margin={"l": 8, "r": 30, "t": 4, "b": 4})
    return figure


def holdings(frame: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str) -> go.Figure:
    """`frame`: rows of queries/holdings.sql; places down, report years across, a mark for each kind held."""
    places = list(dict.fromkeys(frame["place_id"]))
    figure = base.empty(mode, 56 + 22 * len(places), title=title, subtitle=subtitle, source=source)
    tokens = theme.tokens(mode)
    for kind, part in frame.groupby("doc_type", sort=False):
        label = t.get(f"doc_type.{kind}", str(kind))
        figure.add_trace(
            go.Scatter(
                x=part["report_year"],
                y=part["place_id"],
                mode="markers",
                name=label,
                hoverinfo="text",
                marker={
                    "symbol": KIND_SYMBOLS.get(str(kind), "x-thin-open"),
                    "size": 10,
                    "color": tokens.accent,
                    "line": {"width": 1.6},
                },
                hovertext=[
                    f"<b>{base.safe(r['place_name'])} {r['report_year']}</b><br>{base.safe(label)} × {r['documents']}"
                    for r in records(part)
                ],
            )
        )
    gaps = [(place, year) for place, years in missing_years(frame).items() for year in years]
    figure.add_trace(
        go.Scatter(
            x=[year for _, year in gaps],
            y=[place for place, _ in gaps],
            mode="markers",
            name=t("data.holdings.missing"),
            hoverinfo="text",
            hovertext=[f"{year} {t('data.holdings.missing')}" for _, year in gaps],
            marker={
                "symbol": "x-thin-open",
                "size": 7,
                "color": tokens.status["missed"],
                "line": {"width": 1.2},
                "opacity": 0.55,
            },
        )
    )
    names = dict(zip(frame["place_id"], frame["place_name"], strict=True))
    base.named_rows(figure, places, (str(names[p]) for p in places), 10, range=[-0.6, len(places) - 0.4])
    figure.update_xaxes(
        dtick=1 if frame["report_year"].nunique() < 14 else 5,
        showgrid=False,
        fixedrange=True,
        side="top",
        tickformat="d",
    )
    figure.update_layout(
        margin={"l": 8, "r": 8, "t": 26, "b": 26}, showlegend=True, legend={"y": -0.01, "yanchor": "top"}
    )
    return figure


def missing_years(frame: pd.DataFrame) -> dict[str, list[int]]:
    """place_id → the report years between the first and the last held that are not held."""
    found = {}
    for place, part in frame.groupby("place_id", sort=False):
        held = {int(year) for year in part["report_year"]}
        found[str(place)] = [year for year in range(min(held), max(held)) if year not in held]
    return found


def tiles(
    frame: pd.DataFrame, t: Texts, mode: str, *, title: str, subtitle: str, source: str, few: int = 1
) -> go.Figure:
    """`frame`: place_id, place_name, kept, decided of provinces: a tile each, at its rough place on the map.
    One with fewer than `few` verdicts is not shaded and shows its counts instead of a share.

    Tiles and no borders: freely licensed shapes of China do not follow the official standard map that users there must use.
    """
    grid = {str(row["place_id"]): row for row in yaml.safe_load(TILES.read_text(encoding="utf-8"))}
    figure = base.empty(mode, 430, title=title, subtitle=subtitle, source=source)
    tokens, known = theme.tokens(mode), {row["place_id"]: row for row in records(frame)}
    shapes, texts, inks, hovers = [], [], [], []
    for place, tile in grid.items():
        row = known.get(place)
        share = row["kept"] / row["decided"] if row is not None and row["decided"] >= max(few, 1) else None
        fill = tokens.panel if share is None else theme.mix(tokens.status["met"], tokens.paper, 0.12 + 0.75 * share)
        x, y = tile["column"], -tile["row"]
        box = {"x0": x - 0.47, "x1": x + 0.47, "y0": y - 0.46, "y1": y + 0.46}
        shapes.append(box | {"type": "rect", "fillcolor": fill, "line": {"width": 0}, "layer": "below"})
        shown = tile["zh" if t.language == "zh" else "en"]
        counts = f"{int(row['kept'])}/{int(row['decided'])}" if row is not None and row["decided"] else numbers.MISSING
        texts.append(f"{shown}<br>{counts if share is None else f'<b>{100 * share:.0f}%</b>'}")
        inks.append(tokens.muted if share is None else _on(fill))
        hovers.append(shown if row is None else f"{row['place_name']} {int(row['kept'])} / {int(row['decided'])}")
    figure.add_trace(
        go.Scatter(
            x=[tile["column"] for tile in grid.values()],
            y=[-tile["row"] for tile in grid.values()],
            mode="text",
            text=texts,
            textfont={"size": theme.PX_SMALL, "color": inks},
            customdata=list(grid),
            hoverinfo="text",
            hovertext=hovers,
        )
    )
    columns, rows = [tile["column"] for tile in grid.values()], [tile["row"] for tile in grid.values()]
    figure.update_xaxes(visible=False, range=[min(columns) - 0.6, max(columns) + 0.6], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-max(rows) - 0.6, -min(rows) + 0.6], fixedrange=True)
    figure.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 4}, shapes=shapes)
    return figure


def _on(fill: str) -> str:
    """Ink or white on a fill."""
    red, green, blue = (int(fill[i : i + 2], 16) for i in (1, 3, 5))
    return "#101418" if (0.299 * red + 0.587 * green + 0.114 * blue) > 120 else "#FFFFFF"
