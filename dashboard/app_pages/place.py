"""区县: one place: its year on one scale, its years as small multiples, its record, peers, claims, ledger, reports."""

from __future__ import annotations

import itertools

import pandas as pd
import streamlit as st

from dashboard import charts, insights, slides, tables
from dashboard.frames import Row, records
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts
from dashboard.ui import charts as chart_ui
from dashboard.ui import differences, filters, pieces, shell, state

MOST = 120  # rows of a table
TABS = ("year", "years", "peers", "claims", "documents")


def page() -> None:
    """Draw the page."""
    view, chosen = state.view(), filters.chosen()
    t, rows = view.t, state.ask("place_rows", place=chosen.place, most=chosen.most)
    documents = state.ask("place_documents", place=chosen.place)
    path = str(rows["place_path"].iloc[0]) if len(rows) else chosen.place_name
    shell.heading(
        chosen.place_name,
        t("place.lede", path=path.replace("/", " / "), documents=len(documents), years=rows["year"].nunique()),
    )
    former = list(itertools.chain.from_iterable(state.ask("place", place=chosen.place)["former_names"]))
    if former:
        shell.note(t("place.former", names=t("common.separator").join(former)))
    differing(chosen, t)
    filters.tell_hidden(t, place=chosen.place)
    tabs = {key: t(f"place.tabs.{key}") for key in TABS}
    tab = filters.choose("tab", t("place.table"), tabs, segments=True, label_visibility="collapsed")
    {"year": one_year, "years": all_years, "peers": peers, "claims": claims, "documents": reports}[tab](
        view, chosen, rows
    )


def differing(chosen: filters.Chosen, t: Texts) -> None:
    """A line where documents of this place disagree, with the way to the list."""
    found = state.ask("differences", area="", place=chosen.place)
    if found.empty:
        return
    years = t("common.separator").join(str(year) for year in sorted(set(found["year"])))
    hint, to_list = t("differences.hint", n=len(found), years=years), {"tab": t("place.tabs.documents")}
    st.button(
        hint,
        key="differ",
        type="tertiary",
        icon=":material/difference:",
        on_click=st.session_state.update,
        kwargs=to_list,
    )


def one_year(view: state.View, chosen: filters.Chosen, rows: pd.DataFrame) -> None:
    """The year on one scale, the table beside it, the slide."""
    t = view.t
    full = rows[rows["period"] == "year"]
    now = insights.with_last_year(full, chosen.year)
    if now.empty:
        shell.note(t("common.none"))
        return
    shown = now[now["decides"]].head(30)
    title = f"{chosen.place_name} · {insights.bullets_title(now, chosen.year, t)}"
    figure = charts.bullets(
        shown,
        t,
        view.mode,
        title=title,
        subtitle=t("place.bullets.subtitle"),
        source=source(chosen, t),
        narrow=view.narrow,
    )
    left, right = st.columns([5, 6], gap="large")
    with left:
        point = chart_ui.show(figure, "bullets", tables.promises(shown, t), view, select=True)
        chart_ui.open_point(point)
    with right:
        shell.section(t("place.table"))
        st.html(promise_table(now, t))
        quarters = rows[(rows["period"] != "year") & (rows["year"] == chosen.year)]
        if len(quarters):
            st.html(promise_table(quarters, t, period=True))
        st.download_button(
            t("place.slide"),
            lambda: slides.place_slide(shown, t, title=title, source=source(chosen, t)),
            file_name=f"{chosen.place_name}_{chosen.year}.pptx",
            key="slide",
            on_click="ignore",
            icon=":material/slideshow:",
            mime="application/vnd.openxmlformats-officedocument.presentationml.presentation",
        )


def source(chosen: filters.Chosen, t: Texts) -> str:
    """The reports that the year's rows come from."""
    documents = state.ask("place_documents", place=chosen.place)
    used = documents[documents["report_year"].isin([chosen.year, chosen.year + 1])]
    titles = [row["title"] or row["source_file"] for row in records(used)]
    return (
        t("app.source_one", title=t("common.separator").join(dict.fromkeys(titles))) if titles else state.source_line(t)
    )


def promise_table(rows: pd.DataFrame, t: Texts, period: bool = False) -> str:
    """Promised, reported, gap, verdict, grounds, sentences."""
    keys = ["indicator", "target", "outcome", "gap#", "status", "evidence"]
    cells = []
    for row in records(rows):
        label = pieces.esc(t.label(row)) + (
            f' <span class="tag">{pieces.esc(row["scope"])}</span>' if row["scope"] else ""
        )
        if period:
            label += f' <span class="tag">{pieces.esc(t.get("period." + row["period"], row["period"]))}</span>'
        cells.append(
            {
                "indicator": label,
                "target": pieces.esc(words.target(row, t)),
                "outcome": pieces.esc(words.outcome(row, t)),
                "gap#": pieces.esc(words.gap(row, t)),
                "status": pieces.judged(row, t) if row["decides"] else pieces.doubt(row, t),
                "evidence": pieces.link("evidence", t("common.open"), target=row["target_id"]),
            }
        )
    return pieces.table([(key, t(f"column.{key.removesuffix('#')}")) for key in keys], cells, t("place.table"))


def all_years(view: state.View, chosen: filters.Chosen, rows: pd.DataFrame) -> None:
    """Small multiples, and the record."""
    t = view.t
    full = rows[(rows["period"] == "year") & rows["decides"]]
    found = insights.tally(full["status"])
    figure = charts.years(
        full,
        t,
        view.mode,
        title=t("place.years.title_all", name=chosen.place_name, decided=found.decided, kept=found.kept),
        subtitle=t("place.years.subtitle"),
        source=state.source_line(t),
        columns=1 if view.narrow else 3,
    )
    point = chart_ui.show(figure, "place-years", tables.by_year(full, t), view, select=True)
    chart_ui.open_point(point)
    frame = (
        full.groupby(["year", "status"]).size().rename("promises").reset_index().sort_values("year", ascending=False)
    )
    judged = [(year, c) for year, c in insights.counts(frame).items() if c.decided]
    latest = max(judged)[1] if judged else None
    title = (
        t("place.record.title", share=numbers.share(latest.kept, latest.decided))
        if latest
        else t("place.record.title_none")
    )
    record = charts.shares(
        frame, t, view.mode, title=title, subtitle=t("place.record.subtitle"), source=state.source_line(t)
    )
    chart_ui.show(record, "record", tables.shares(frame, t), view)
    lines = insights.streaks(full, t)
    if lines:
        shell.section(t("place.record.streaks"))
        st.html(f'<ul class="yg yg-insights">{"".join(f"<li>{pieces.esc(line)}</li>" for line in lines)}</ul>')


def peers(view: state.View, chosen: filters.Chosen, rows: pd.DataFrame) -> None:
    """The share kept beside peers."""
    t = view.t
    labels = filters.place_labels()
    by_label = {label: place for place, label in labels.items()}
    picked = st.multiselect(
        t("place.peers.choose"),
        [label for label in by_label if by_label[label] != chosen.place],
        key="peers",
        bind="query-params",
        help=t("place.peers.hint"),
        max_selections=12,
    )
    places = [chosen.place, *(by_label[label] for label in picked)]
    frame = state.ask("peers", year=chosen.year, place=chosen.place, places=places, most=chosen.most)
    firm = frame["decided"] >= insights.FEW
    judged = frame[firm].reset_index(drop=True)
    if chosen.place not in set(judged["place_id"]):
        title = t("place.peers.title_none", year=chosen.year)
    elif len(judged) == 1:
        title = t("place.peers.title_alone", year=chosen.year, name=chosen.place_name)
    else:
        rank = int(judged.index[judged["place_id"] == chosen.place][0]) + 1
        title = t("place.peers.title", year=chosen.year, name=chosen.place_name, rank=rank, n=len(judged))
    if judged.empty:
        shell.note(t("common.none"))
        return
    long = judged.assign(place=judged["place_id"].map(labels)).melt(
        ["place"], ["kept", "near", "missed", "unreported"], var_name="status", value_name="n"
    )
    long = long[long["n"] > 0].replace({"status": {"kept": "met"}}).rename(columns={"n": "promises"})
    figure = charts.shares(
        long,
        t,
        view.mode,
        title=title,
        subtitle=t("place.peers.subtitle"),
        source=state.source_line(t),
        group="place",
        highlight=labels[chosen.place],
    )
    chart_ui.show(figure, "peers-chart", tables.shares(long, t, "place", "column.place"), view)
    few = frame[~firm & (frame["decided"] > 0)]
    if len(few):
        shell.note(t("place.peers.few", few=insights.FEW, names=t("common.separator").join(few["place_name"])))


def claims(view: state.View, chosen: filters.Chosen, rows: pd.DataFrame) -> None:
    """Claims beside facts; the ledger of quiet changes; printed growth beside the growth that the levels imply."""
    t = view.t
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shell.section(t("place.claims"), t("place.claims_sub"))
        every = st.toggle(t("place.claims_every"), key="every", bind="query-params")
    found = records(state.ask("place_claims", place=chosen.place, every=bool(every)))
    keys: tuple[str, ...] = ("year", "indicator", "words", "finding", "verdict", "evidence")
    part(found, keys, [claim_cells(row, t) for row in found[:MOST]], "place.claims", t)
    shell.section(t("place.ledger"), t("place.ledger_sub"))
    changes = records(state.ask("place_ledger", place=chosen.place))
    part(
        changes,
        ("year", "indicator", "kind", "detail", "evidence"),
        [ledger_cells(row, t) for row in changes[:MOST]],
        "place.ledger",
        t,
    )
    shell.section(t("place.sums"), t("place.sums_sub"))
    sums = records(state.ask("place_reconciliations", place=chosen.place))
    keys = ("year", "indicator", "printed#", "implied#", "gap#", "detail", "evidence")
    part(sums, keys, [sum_cells(row, t) for row in sums[:MOST]], "place.sums", t)


def part(found: list[Row], keys: tuple[str, ...], cells: list[dict[str, str]], name: str, t: Texts) -> None:
    """A table, or the line that says that there is none."""
    if not found:
        shell.note(t(f"{name}_none"))
        return
    st.html(pieces.table([(key, t(f"column.{key.removesuffix('#')}")) for key in keys], cells, t(name)))
    if len(found) > MOST:
        shell.note(t("common.more", n=len(found) - MOST))


def claim_cells(row: Row, t: Texts) -> dict[str, str]:
    """One claim beside the verdict on its target, or beside the record of the whole year."""
    whole = row["kind"] == "all"
    held = isinstance(row["target_id"], str)
    verdict = pieces.chip(row["status"], t) if isinstance(row["status"], str) else ""
    if whole and not numbers.absent(row["promises"]):
        counts = {key: int(row[key] or 0) for key in ("promises", "kept", "missed", "silent")}
        verdict = pieces.esc(t("place.claims_all", **counts))
    link = pieces.link("evidence", t("common.open"), target=row["target_id"]) if held else ""
    read = pieces.link("evidence", t("search.read"), doc=row["doc_id"], at=f"{row['char_start']}-{row['char_end']}")
    return {
        "year": str(row["year"]),
        "indicator": pieces.esc(t("place.claims_whole") if whole else t.label(row)),
        "words": f"{pieces.said(row['quote'])} {read}",
        "finding": pieces.esc(row["finding_zh" if t.language == "zh" else "finding_en"]),
        "verdict": verdict,
        "evidence": link,
    }


def ledger_cells(row: Row, t: Texts) -> dict[str, str]:
    """One quiet change."""
    zh = t.language == "zh"
    return {
        "year": str(row["year"]),
        "indicator": pieces.esc(t.label(row)),
        "kind": pieces.esc(row["kind_zh" if zh else "kind_en"]),
        "detail": pieces.esc(row["detail"] if zh else row["detail_en"]),
        "evidence": " ".join(filter(None, (said(row, side, t) for side in ("before", "after")))),
    }


def said(row: Row, side: str, t: Texts) -> str:
    """A link to what a report said before or after a change; '' where there is nothing."""
    doc, start = row[f"{side}_doc"], row[f"{side}_start"]
    if numbers.absent(doc):
        return ""
    at = "" if numbers.absent(start) else f"{int(start)}-{int(row[f'{side}_end'])}"
    return pieces.link("evidence", t(f"place.ledger_side.{side}"), doc=doc, at=at)


def sum_cells(row: Row, t: Texts) -> dict[str, str]:
    """Growth as printed beside what the levels imply."""
    low, high = (numbers.amount(round(row[key], 1), "%", t.language) for key in ("implied_low", "implied_high"))
    cause = row["cause_zh" if t.language == "zh" else "cause_en"]
    told = t("place.sums_explained", cause=cause) if row["status"] == "explained" else t("place.sums_unexplained")
    levels = " → ".join(
        numbers.amount(row[value], row[unit], t.language)
        for value, unit in (("last_level", "last_unit"), ("level", "level_unit"))
    )
    return {
        "year": str(row["year"]),
        "indicator": pieces.esc(t.label(row)),
        "printed#": pieces.esc(numbers.amount(row["growth"], "%", t.language)),
        "implied#": pieces.esc(low if low == high else t("op.range", low=low, high=high)),
        "gap#": pieces.esc(numbers.signed(row["gap"], "%", t.language)),
        "detail": f'{pieces.esc(told)}<div class="yg-note">{pieces.esc(levels)}</div>',
        "evidence": pieces.link("evidence", t("search.read"), doc=row["doc_id"]),
    }


def reports(view: state.View, chosen: filters.Chosen, rows: pd.DataFrame) -> None:
    """The reports that are held."""
    t = view.t
    shell.section(t("place.documents"))
    cells = [
        {
            "title": pieces.outside(row["source_url"], row["title"] or row["source_file"])
            if row["source_url"]
            else pieces.esc(row["title"]),
            "type": pieces.esc(t.get(f"doc_type.{row['doc_type']}", row["doc_type"])),
            "year": str(row["report_year"]),
            "published": "" if numbers.absent(row["published_on"]) else str(row["published_on"])[:10],
            "detail": pieces.esc(row["citation"]),
        }
        for row in records(state.ask("place_documents", place=chosen.place))
    ]
    columns = [(k, t(f"column.{k}")) for k in ("title", "type", "year", "published", "detail")]
    st.html(pieces.table(columns, cells, t("place.documents")))
    found = state.ask("differences", area="", place=chosen.place)
    if len(found):
        shell.section(t("differences.title"), t("differences.sub"))
        differences.show(found, t, place=False)
