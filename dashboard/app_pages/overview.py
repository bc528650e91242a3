"""总览: a year's promises at a glance: counts, what stands out, the board, the years."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import charts, insights, tables, theme
from dashboard.frames import first, record, records
from dashboard.i18n import numbers
from dashboard.i18n.texts import Texts
from dashboard.ui import charts as chart_ui
from dashboard.ui import filters, pieces, shell, state

PAGE_SIZE = 40  # places on one board
PARTS = ("board", "years", "wording", "places")
YEARS = 12  # in the chart; the table has all


def page() -> None:
    """Draw the page."""
    view, chosen = state.view(), filters.chosen()
    t, counts, places = view.t, counted(chosen), state.ask("place_status", chosen.parameters)
    shell.block(summary(chosen, t))
    if chosen.year not in counts or places.empty:
        return
    parts = {key: t(f"overview.parts.{key}") for key in PARTS}
    part = filters.choose("part", t("overview.parts.board"), parts, segments=True, label_visibility="collapsed")
    if part == "board":
        board(view, chosen, places)
    elif part == "years":
        through_the_years(view, chosen, counts)
    elif part == "wording":
        wording(view, chosen)
    else:
        listing(places, chosen.year, t)


@state.kept
def counted(chosen: filters.Chosen) -> dict[int, insights.Counts]:
    """Of each year the promises by status."""
    return insights.counts(state.ask("status_by_year", chosen.parameters))


@state.kept
def summary(chosen: filters.Chosen, t: Texts) -> str:
    """The head of the page: its name, the headline figures, what stands out. HTML."""
    counts, places = counted(chosen), state.ask("place_status", chosen.parameters)
    now, before = counts.get(chosen.year), counts.get(chosen.year - 1)
    with shell.gathered() as blocks:
        if now is None or places.empty:
            shell.heading(t("overview.title", year=chosen.year))
            shell.note(filters.hidden(chosen, t, year=chosen.year))
            shell.note(t("common.none"))
        else:
            shell.heading(t("overview.title", year=chosen.year), lede(now, len(places), chosen, t))
            shell.note(filters.hidden(chosen, t, year=chosen.year))
            shell.block(tiles(now, before, t))
            shell.note(readings(chosen, t) if now.decided else "")
            stands_out(now, places, chosen, t)
    return f'<div class="yg-together">{"".join(blocks)}</div>'


def lede(now: insights.Counts, places: int, chosen: filters.Chosen, t: Texts) -> str:
    """What the page is about: the level, the area, how many places and promises."""
    return t(
        "overview.lede",
        level=t(f"level.{chosen.level}"),
        area=f" · {chosen.area}" if chosen.area else "",
        places=places,
        promises=now.promises,
        decided=now.decided,
    )


def through_the_years(view: state.View, chosen: filters.Chosen, counts: dict[int, insights.Counts]) -> None:
    """Verdicts by year; beside them the map, where provinces are looked at."""
    provinces = province_map_frame(chosen)
    if provinces is None:
        years(view, chosen, counts)
        return
    left, right = st.columns(2, gap="large")
    with left:
        years(view, chosen, counts)
    with right:
        province_map(view, chosen, provinces)


def tiles(now: insights.Counts, before: insights.Counts | None, t: Texts) -> str:
    """The headline figures with their change on the year before."""
    cells = [_tile(t("overview.tile.share"), numbers.share(now.kept, now.decided), _points(now, before, t))]
    for status in ("kept", "near", "missed", "unreported"):
        value = getattr(now, status)
        last = getattr(before, status) if insights.comparable(now, before) else None
        glyph = {"kept": "met"}.get(status, status)
        change = t("overview.tile.change_count", change=_signed(value - last)) if last is not None else ""
        cells.append(_tile(t(f"overview.tile.{status}"), numbers.scaled(value, t.language), change, glyph, t))
    note = t("overview.tile.outside_note", unverifiable=now.unverifiable, pending=now.pending)
    cells.append(_tile(t("overview.tile.outside"), numbers.scaled(now.unverifiable + now.pending, t.language), note))
    return f'<dl class="yg yg-tiles">{"".join(cells)}</dl>'


def _tile(name: str, value: str, detail: str, status: str = "", t: Texts | None = None) -> str:
    """One figure; with a status, its symbol and the explanation of the term."""
    glyph = f'<b style="color:var(--status-{status})">{theme.GLYPHS[status]}</b>' if status else ""
    title = f' title="{pieces.esc(t(f"status.help.{status}"))}"' if status and t else ""
    return (
        f'<div class="yg-tile"{title}><dt>{glyph}{pieces.esc(name)}</dt><dd class="n">{pieces.esc(value)}</dd>'
        f'<dd class="d">{pieces.esc(detail)}</dd></div>'
    )


def _signed(change: float, digits: int = 0) -> str:
    """A change with its sign, ± for none."""
    shown = f"{change:+.{digits}f}"
    return "±0" if float(shown) == 0 else shown.replace("-", "−")


def _points(now: insights.Counts, before: insights.Counts | None, t: Texts) -> str:
    """The change of the share kept, in points."""
    if before is None or not before.decided or not now.decided:
        return t("overview.tile.change_none")
    if not insights.comparable(now, before):
        return t("overview.tile.change_few")
    change = 100 * (now.share - before.share)
    return t("overview.tile.change", change=_signed(change, 1))


def readings(chosen: filters.Chosen, t: Texts) -> str:
    """How much hangs on the tolerance: the share not missed under the strict, the usual and the lenient reading."""
    found = first(state.ask("readings", chosen.parameters))
    values = {key: numbers.share(found[key], found["judged"]) for key in ("strict", "standard", "lenient")}
    return t("overview.readings", n=int(found["depends"]), **values)


def wording(view: state.View, chosen: filters.Chosen) -> None:
    """How promises of each wording fared."""
    t, frame = view.t, state.ask("wording_status", chosen.parameters)
    frame = frame[frame["status"].isin(theme.DECIDED)].rename(
        columns={"zh" if view.t.language == "zh" else "en": "name"}
    )
    sizes = frame.groupby("name")["promises"].sum()
    frame = frame[frame["name"].isin(sizes[sizes >= insights.FEW].index)]
    if frame["name"].nunique() < 2:
        shell.note(t("common.none"))
        return
    kept = (
        frame[frame["status"].isin(theme.KEPT)].groupby("name")["promises"].sum().reindex(sizes.index).fillna(0) / sizes
    )
    order = list(kept[kept.index.isin(frame["name"])].sort_values(ascending=False).index)
    frame = frame.sort_values("name", key=lambda names: names.map(order.index), kind="stable")
    title = t("overview.wording.title", name=order[0], share=numbers.share(kept[order[0]], 1))
    figure = charts.shares(
        frame,
        t,
        view.mode,
        title=title,
        subtitle=t("overview.wording.subtitle"),
        source=state.source_line(t),
        group="name",
    )
    chart_ui.show(figure, "wording", tables.shares(frame, t, "name", "column.wording"), view)


def stands_out(now: insights.Counts, places: pd.DataFrame, chosen: filters.Chosen, t: Texts) -> None:
    """Sentences made from the data."""
    shell.section(t("overview.stands_out", year=chosen.year))
    if not now.decided:
        shell.note(t("overview.all_pending"))
        return
    found = insights.stands_out(places, state.ask("indicator_status", chosen.parameters), t)
    shell.block(f'<ul class="yg yg-insights">{"".join(f"<li>{pieces.bold(line)}</li>" for line in found)}</ul>')


def board(view: state.View, chosen: filters.Chosen, places: pd.DataFrame) -> None:
    """The board, its order and its columns."""
    t = view.t
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        orders = {key: t(f"sort.{key}") for key in ("code", "kept", "missed", "silent")}
        order = filters.choose("sort", t("filter.sort"), orders, width=220)
        ranges = {key: t(f"core.{key}") for key in ("core", "all")}
        core = filters.choose("core", t("overview.board.indicators"), ranges, segments=True) == "core"
        number = filters.page_number("page", len(places), PAGE_SIZE, t)
    chart = drawn_board(view, chosen, order, core, number)
    if chart is None:
        shell.note(t("common.none"))
        return
    chart_ui.open_point(chart_ui.draw(chart, select=True))


@state.kept
def drawn_board(view: state.View, chosen: filters.Chosen, order: str, core: bool, number: int) -> chart_ui.Ready | None:
    """Page `number` of the board; None where there is nothing to show."""
    t, places = view.t, state.ask("place_status", chosen.parameters)
    rows = insights.board_rows(
        state.ask("board", chosen.parameters),
        places,
        order,
        core=core,
        start=(number - 1) * PAGE_SIZE,
        size=PAGE_SIZE,
        most=12 if view.narrow else 14,
    )
    if rows.empty:
        return None
    title = insights.board_title(state.ask("indicator_status", chosen.parameters), chosen.year, t)
    subtitle = t("overview.board.subtitle", places=rows["place_id"].nunique(), indicators=rows["indicator"].nunique())
    if len(places) > PAGE_SIZE:
        subtitle += " · " + t("overview.board.more", shown=rows["place_id"].nunique(), total=len(places))
    figure = charts.board(
        rows, t, view.mode, title=title, subtitle=subtitle, source=state.source_line(t), narrow=view.narrow
    )
    return chart_ui.ready(figure, "board", tables.promises(rows, t), view, hint=t("overview.board.hint"))


def years(view: state.View, chosen: filters.Chosen, counts: dict[int, insights.Counts]) -> None:
    """Verdicts by year."""
    t = view.t
    frame = state.ask("status_by_year", chosen.parameters)
    recent = frame[frame["year"].isin(sorted(frame["year"].unique())[-YEARS:])]
    figure = charts.shares(
        recent,
        t,
        view.mode,
        title=insights.years_title(counts, chosen.year, t),
        subtitle=t("overview.years.subtitle"),
        source=state.source_line(t),
    )
    chart_ui.show(figure, "years", tables.shares(frame, t), view)


def province_map_frame(chosen: filters.Chosen) -> pd.DataFrame | None:
    """The provinces' record, where provinces are looked at and at least two have verdicts."""
    if "province" not in chosen.levels or chosen.area:
        return None
    frame = state.ask("place_status", year=chosen.year, levels=["province"], area="", most=chosen.most)
    return frame if (frame["decided"] >= insights.FEW).sum() > 1 else None


def province_map(view: state.View, chosen: filters.Chosen, frame: pd.DataFrame) -> None:
    """Tiles of the provinces, shaded by share kept."""
    t, judged = view.t, frame[frame["decided"] >= insights.FEW]
    best = record(judged, (judged["kept"] / judged["decided"]).idxmax())
    title = t("overview.map.title", name=best["place_name"], share=numbers.share(best["kept"], best["decided"]))
    figure = charts.tiles(
        frame,
        t,
        view.mode,
        title=title,
        subtitle=t("overview.map.subtitle", year=chosen.year, few=insights.FEW),
        source=state.source_line(t),
        few=insights.FEW,
    )
    chart_ui.show(figure, "map", tables.places(frame, t), view)


def listing(places: pd.DataFrame, year: int, t: Texts) -> None:
    """Each place's counts, as a table."""
    shell.section(t("overview.places.title"))
    keys = ["place", "promises#", "decided#", "kept#", "near#", "missed#", "unreported#", "share#"]
    ranked = places.assign(share=places["kept"] / places["decided"].where(places["decided"] > 0)).sort_values(
        ["share", "place_id"], ascending=[False, True], na_position="last"
    )
    labels = filters.place_labels()
    rows = [
        {
            "place": pieces.link(
                "place", row["place_name"], place=labels.get(row["place_id"], row["place_name"]), place_year=year
            ),
            **{f"{key}#": str(row[key]) for key in ("promises", "decided", "kept", "near", "missed", "unreported")},
            "share#": numbers.share(row["kept"], row["decided"]),
        }
        for row in records(ranked.head(60))
    ]
    st.html(
        pieces.table([(key, t(f"column.{key.removesuffix('#')}")) for key in keys], rows, t("overview.places.title"))
    )
    if len(ranked) > 60:
        shell.note(t("common.more", n=len(ranked) - 60))
