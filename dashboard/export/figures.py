"""The Plotly figures of a briefing: the charts of the dashboard, with the same rows and the same template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import charts, insights, theme
from dashboard.export import fonts
from dashboard.export.blocks import MIN_LINE_YEARS, comparable
from dashboard.export.compose import plain
from dashboard.export.data import Row
from dashboard.export.model import Briefing, Section

WIDTH = 1120  # px
BOARD_PLACES, BOARD_INDICATORS = 40, 12


def make(briefing: Briefing) -> dict[str, go.Figure]:
    """Name → figure, in the order of the sections; without title and source, which pages print as text around it."""
    figures: dict[str, go.Figure] = {}
    for section in briefing.sections:
        figure = _figure(briefing, section) if section.figure else None
        if figure is not None:
            figures[section.figure] = figure
    if briefing.subject.kind == "year":
        board = _board(briefing)
        if board is not None:
            figures["board"] = board
    for figure in figures.values():
        figure.update_layout(font_family=fonts.FAMILY)
    return figures


def stand_alone(figure: go.Figure, width: int = WIDTH) -> go.Figure:
    """The figure with its texts drawn in: title, legend, source line and date of the data."""
    return charts.titled(figure, width)


def _now(briefing: Briefing) -> pd.DataFrame:
    return frame([row for row in briefing.rows if row["year"] == briefing.subject.year])


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    """Rows as the charts want them: outcomes in the unit of their target, derived growth as growth."""
    made = pd.DataFrame([row | _in_target_unit(row) for row in rows])
    for name in (
        "x",
        "outcome_value",
        "value_low",
        "value_high",
        "stretch",
        "gap",
        "margin",
        "tolerance",
        "reference_value",
    ):
        if name in made:
            made[name] = pd.to_numeric(made[name])
    return made


def _in_target_unit(row: Row) -> Row:
    """The outcome where the gap puts it; a claim in % of the target is no outcome of the target's unit."""
    if row["method"] == "claim":
        return {"outcome_value": None}
    if row["method"] in ("direct", "derived") and row["x"] is not None and row["gap"] is not None:
        return {"outcome_value": round(row["x"] + row["gap"], 4), "outcome_unit": row["unit"]}
    return {}


def _figure(briefing: Briefing, section: Section) -> go.Figure | None:
    t, subject = briefing.words.texts, briefing.subject
    texts: dict[str, Any] = {
        "title": plain(section.title),
        "subtitle": section.chart.caption if section.chart else "",
        "source": briefing.footer,
    }
    if section.figure == "history":
        return charts.shares(_counts(frame(briefing.rows), "year"), t, "light", **texts)
    if section.figure == "places":
        return charts.shares(_counts(_now(briefing), "place_name"), t, "light", group="place_name", **texts)
    if section.figure == "indicators":
        label = "label_zh" if t.language == "zh" else "label_en"
        counted = _counts(_now(briefing), label)
        common = counted.groupby(label)["promises"].sum().sort_values(ascending=False).index[:14]
        return charts.shares(counted[counted[label].isin(common)], t, "light", group=label, **texts)
    if section.figure == "years":
        return charts.years(_through_years(frame(briefing.rows)), t, "light", **texts)
    if subject.kind == "place":
        now = insights.with_last_year(frame(briefing.rows), subject.year)
        texts["subtitle"] = t("place.bullets.subtitle")
        return charts.bullets(now[now["year"] == subject.year], t, "light", **texts)
    held = [row for row in briefing.rows if row["year"] == subject.year and comparable(row)]
    unit = section.chart.unit if section.chart else ""
    rows = sorted((row for row in held if row["unit"] == unit), key=lambda row: -row["outcome_value"])
    return charts.ranking(frame(rows), t, "light", **texts) if rows else None


def _through_years(rows: pd.DataFrame) -> pd.DataFrame:
    """The indicators that were promised in several years, where there are any: one point makes no line."""
    keys = ["indicator", "scope", "measure", "unit"]
    years = rows[rows["x"].notna()].groupby(keys)["year"].transform("nunique").reindex(rows.index).fillna(0)
    return rows[years >= MIN_LINE_YEARS] if (years >= MIN_LINE_YEARS).any() else rows


def _counts(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    """Promises by group and status; groups with the highest share kept first, years the latest first."""
    counted = rows.groupby([group, "status"], as_index=False, sort=False).size().rename(columns={"size": "promises"})
    if group == "year":
        return counted.sort_values("year", ascending=False)
    decided = rows[rows["status"].isin(theme.DECIDED)]
    kept = decided["status"].isin(theme.KEPT).groupby(decided[group]).mean().rename("kept")
    joined = counted.join(kept, on=group)
    return joined.sort_values(["kept", group], ascending=[False, True], na_position="last")


def _board(briefing: Briefing) -> go.Figure | None:
    """Places × indicators of the year."""
    rows = _now(briefing)
    common = rows["indicator"].value_counts().index[:BOARD_INDICATORS]
    places = list(dict.fromkeys(rows["place_id"]))[:BOARD_PLACES]
    rows = rows[rows["indicator"].isin(common) & rows["place_id"].isin(places)]
    one = rows.sort_values(["headline", "scope"], ascending=[False, True]).drop_duplicates(["place_id", "indicator"])
    if one.empty:
        return None
    one = one.assign(others=0).sort_values(["place_id", "sort_order"])
    t = briefing.words.texts
    subtitle = t("overview.board.subtitle", places=one["place_id"].nunique(), indicators=one["indicator"].nunique())
    title = t("overview.board.title_plain", year=briefing.subject.year)
    return charts.board(one, t, "light", title=title, subtitle=subtitle, source=briefing.footer)
