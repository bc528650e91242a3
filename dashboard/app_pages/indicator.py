"""指标: one indicator across places: promised against reported, gaps through the years, ranking, cascade."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import charts, tables
from dashboard.frames import first, records
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts
from dashboard.ui import charts as chart_ui
from dashboard.ui import filters, pieces, shell, state

MOST = 60  # places in one ranking
MOST_DOTS = 2000  # of all years: a browser draws many more slowly, and nobody can tell them apart


def page() -> None:
    """Draw the page."""
    view, chosen = state.view(), filters.chosen()
    t, now = view.t, state.ask("indicator_rows", chosen.parameters)
    years, known = state.ask("indicator_gaps", chosen.parameters), state.ask("indicators")
    row = first(known[known["indicator"] == chosen.indicator])
    direction = t(f"indicator.direction.{row['direction'] if row['direction'] in ('down', 'ceiling') else 'up'}")
    places = 0 if years.empty else int(years["places"].iloc[0])
    shell.heading(
        t.label(row), t("indicator.lede", places=places, promises=int(years["promises"].sum()), direction=direction)
    )
    filters.tell_hidden(t, indicator=chosen.indicator)
    if years.empty:
        shell.note(t("common.none"))
        return
    left, right = st.columns(2, gap="large")
    with left:
        scatter(view, chosen, now)
    with right:
        gaps(view, chosen, years, now)
    ranking(view, chosen, now)
    cascade(view, chosen)
    listing(now, t)


def comparable(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the most frequent unit with a target and an outcome in that unit."""
    held = rows[rows["x"].notna() & rows["y"].notna()]
    return held[held["unit"] == held["unit"].mode().iloc[0]] if len(held) else held


def scatter(view: state.View, chosen: filters.Chosen, now: pd.DataFrame) -> None:
    """Promised against reported in the year."""
    t, held = view.t, comparable(now)
    if held.empty:
        shell.section(t("indicator.scatter.title_none", year=chosen.year))
        return
    kept = int(held["status"].isin(["met", "exceeded"]).sum())
    figure = charts.scatter(
        held,
        t,
        view.mode,
        title=t("indicator.scatter.title", year=chosen.year, n=len(held), above=kept),
        subtitle=t("indicator.scatter.subtitle"),
        source=state.source_line(t),
    )
    chart_ui.open_point(chart_ui.show(figure, "scatter", tables.promises(held, t), view, select=True))


def gaps(view: state.View, chosen: filters.Chosen, years: pd.DataFrame, now: pd.DataFrame) -> None:
    """The spread of the gaps through the years; where they are very many, only those of the year have a dot."""
    t, held = view.t, years[years["n"] > 0]
    if held.empty:
        shell.section(t("indicator.gaps.title_none"))
        return
    unit, many = str(held["unit"].iloc[0]), int(held["n"].sum()) > MOST_DOTS
    dots = now if many else state.ask("indicator_rows", chosen.parameters | {"year": 0})
    dots = dots[(dots["unit"] == unit) & dots["x"].notna() & dots["y"].notna() & dots["gap"].notna()]
    own = held[held["year"] == chosen.year]
    title = t("indicator.gaps.title_none")
    if len(own):
        median = numbers.signed(float(own["median"].iloc[0]), unit, t.language)
        title = t("indicator.gaps.title", year=chosen.year, median=median)
    subtitle = t("indicator.gaps.subtitle_many", year=chosen.year) if many else t("indicator.gaps.subtitle")
    figure = charts.gaps(held, dots, t, view.mode, title=title, subtitle=subtitle, source=state.source_line(t))
    table = tables.spreads(held, t) if many else tables.by_year(dots, t, place=True)
    chart_ui.open_point(chart_ui.show(figure, "gaps", table, view, select=True))


def ranking(view: state.View, chosen: filters.Chosen, now: pd.DataFrame) -> None:
    """Places by what they reported, with a caution on those that cannot be ranked."""
    t, held = view.t, now[now["outcome_value"].notna()]
    if held.empty:
        shell.section(t("indicator.ranking.title_none", year=chosen.year))
        return
    unit = held["outcome_unit"].mode().iloc[0]
    held = held[held["outcome_unit"] == unit].copy()
    held["x"] = held["x"].where(held["unit"] == unit)
    held["unit"] = unit
    less = held["direction"].mode().iloc[0] != "up"
    held = held.sort_values(["outcome_value", "place_id"], ascending=[less, True])
    top = first(held)
    value = numbers.amount(top["outcome_value"], unit, t.language)
    title = t(
        f"indicator.ranking.{'title_low' if less else 'title'}", year=chosen.year, name=top["place_name"], value=value
    )
    figure = charts.ranking(
        held.head(MOST),
        t,
        view.mode,
        title=title,
        subtitle=t("indicator.ranking.subtitle"),
        source=state.source_line(t),
        reference=reference(chosen, unit, t),
    )
    chart_ui.open_point(chart_ui.show(figure, "ranking", tables.promises(held, t), view, select=True))
    caution(now, held, t)


def reference(chosen: filters.Chosen, unit: str, t: Texts) -> tuple[str, float] | None:
    """The parent's own figure in this unit, with its name."""
    found = state.ask("indicator_reference", chosen.parameters)
    found = found[(found["year"] == chosen.year) & (found["unit"] == unit)]
    if found.empty:
        return None
    row = first(found)
    value = numbers.amount(row["value"], unit, t.language)
    return t("indicator.ranking.reference", name=row["place_name"], value=value), float(row["value"])


def caution(now: pd.DataFrame, held: pd.DataFrame, t: Texts) -> None:
    """Name the places that are not ranked, and why the list may mislead."""
    lines = []
    missing = now[~now["place_id"].isin(held["place_id"])]
    if len(missing):
        names = t("common.separator").join(missing["place_name"].head(12))
        if len(missing) > 12:
            names = t("indicator.ranking.caution_more", names=names)
        lines.append(t("indicator.ranking.caution", n=len(missing), names=names))
    if len(held) > MOST:
        lines.append(t("common.more", n=len(held) - MOST))
    for line in lines:
        shell.note(line)


def cascade(view: state.View, chosen: filters.Chosen) -> None:
    """Targets from the nation down, each beside its parent's."""
    t, frame = view.t, state.ask("indicator_cascade", chosen.parameters)
    if frame.empty:
        return
    frame = frame[frame["unit"] == frame["unit"].mode().iloc[0]]
    tied = frame[frame["parent_x"].notna()]
    if tied.empty:
        shell.section(t("indicator.cascade.title_none", year=chosen.year))
        return
    above, below = int((tied["x"] > tied["parent_x"]).sum()), int((tied["x"] < tied["parent_x"]).sum())
    title = t("indicator.cascade.title", year=chosen.year, above=above, below=below, equal=len(tied) - above - below)
    figure = charts.cascade(
        frame, t, view.mode, title=title, subtitle=t("indicator.cascade.subtitle"), source=state.source_line(t)
    )
    chart_ui.open_point(chart_ui.show(figure, "cascade", tables.cascade(frame, t), view, select=True))


def listing(now: pd.DataFrame, t: Texts) -> None:
    """Every place of the year, numbers or not."""
    if now.empty:
        return
    shell.section(t("indicator.table"))
    labels = filters.place_labels()
    keys = ["place", "target", "outcome", "gap#", "status", "reason", "evidence"]
    cells = [
        {
            "place": pieces.link(
                "place", row["place_name"], place=labels.get(row["place_id"], ""), place_year=row["year"]
            ),
            "target": pieces.esc(words.target(row, t)),
            "outcome": pieces.esc(words.outcome(row, t)),
            "gap#": pieces.esc(words.gap(row, t)),
            "status": pieces.judged(row, t),
            "reason": pieces.esc(words.reason(row, t)),
            "evidence": pieces.link("evidence", t("common.open"), target=row["target_id"]),
        }
        for row in records(now.head(120))
    ]
    st.html(pieces.table([(key, t(f"column.{key.removesuffix('#')}")) for key in keys], cells, t("indicator.table")))
    if len(now) > 120:
        shell.note(t("common.more", n=len(now) - 120))
