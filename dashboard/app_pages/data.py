"""数据: which reports are held, what is missing, warnings and refusals, accuracy, data dictionary, downloads."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import charts, files, warehouse
from dashboard.frames import first, records
from dashboard.i18n import numbers
from dashboard.i18n.texts import Texts
from dashboard.ui import charts as chart_ui
from dashboard.ui import differences, filters, pieces, shell, state

TABS = ("holdings", "differences", "notes", "accuracy", "dictionary", "downloads")
PAGE_SIZE = 60
ACCURACY = warehouse.ROOT / "docs" / "accuracy.md"


def page() -> None:
    """Draw the page."""
    view = state.view()
    t, facts = view.t, first(state.ask("facts"))
    counts = {
        key: numbers.scaled(int(facts[key]), t.language) for key in ("documents", "places", "targets", "outcomes")
    }
    shell.heading(t("data.title"), t("data.lede", **counts))
    tabs = {key: t(f"data.tabs.{key}") for key in TABS}
    tab = filters.choose("data_tab", t("data.title"), tabs, segments=True, label_visibility="collapsed")
    parts = {"holdings": holdings, "differences": disagreements, "notes": notes, "accuracy": accuracy}
    (parts | {"dictionary": dictionary, "downloads": downloads})[tab](view)


def holdings(view: state.View) -> None:
    """Places by report year."""
    t, frame = view.t, state.ask("holdings", area=filters.chosen().area)
    if frame.empty:
        shell.note(t("data.holdings.none"))
        return
    places = list(dict.fromkeys(frame["place_id"]))
    gaps = charts.missing_years(frame)
    broken = sum(bool(years) for years in gaps.values())
    key = "data.holdings.title" if broken else "data.holdings.title_full"
    number = filters.page_number("holdings_page", len(places), PAGE_SIZE, t)
    shown = frame[frame["place_id"].isin(places[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])]
    figure = charts.holdings(
        shown,
        t,
        view.mode,
        title=t(key, places=len(places), gaps=broken),
        subtitle=t("data.holdings.subtitle"),
        source=state.source_line(t),
    )
    chart_ui.show(figure, "holdings", holdings_table(frame, gaps, t), view)


def holdings_table(frame: pd.DataFrame, gaps: dict[str, list[int]], t: Texts) -> pd.DataFrame:
    """One row a place: the years held, the years missing between them."""
    rows = []
    for place, part in frame.groupby("place_id", sort=False):
        years = sorted(set(part["report_year"]))
        rows.append(
            {
                t("column.place"): part["place_name"].iloc[0],
                t("data.holdings.years"): " ".join(map(str, years)),
                t("data.holdings.gaps"): " ".join(map(str, gaps[str(place)])),
            }
        )
    return pd.DataFrame(rows)


def disagreements(view: state.View) -> None:
    """Figures that two documents on one place and year state differently."""
    t, found = view.t, state.ask("differences", area=filters.chosen().area, place="")
    if found.empty:
        shell.section(t("differences.title"), t("differences.sub"))
        shell.note(t("differences.none"))
        return
    counts = {"n": len(found), "places": found["place_id"].nunique()}
    shell.section(t("differences.found", **counts), t("differences.sub"))
    differences.show(found, t)


def notes(view: state.View) -> None:
    """Refused files with reasons; documents with warnings."""
    t, frame = view.t, state.ask("document_notes")
    for status in ("refused", "warned"):
        part = frame[frame["status"] == status]
        shell.section(t(f"data.notes.{status}"))
        if part.empty:
            shell.note(t(f"data.notes.{status}_none"))
            continue
        cells = [
            {
                "file": pieces.esc(row["source_file"]),
                "title": pieces.esc(row["title"]),
                "why": "<br>".join(map(pieces.esc, row["warnings"])),
            }
            for row in records(part.head(300))
        ]
        columns = [("file", t("data.notes.file")), ("title", t("column.title")), ("why", t("data.notes.reason"))]
        st.html(pieces.table(columns, cells, t(f"data.notes.{status}")))
        if len(part) > 300:
            shell.note(t("common.more", n=len(part) - 300))
    skipped = int((frame["status"] == "skipped").sum())
    if skipped:
        shell.note(t("data.notes.skipped", n=skipped))


def accuracy(view: state.View) -> None:
    """The project's own accuracy page, as it stands in docs."""
    t = view.t
    own = ACCURACY.with_suffix(f".{t.language}.md")
    found = next((path for path in (own, ACCURACY) if path.exists()), None)
    if found is None:
        shell.note(t("data.accuracy.none"))
        return
    shell.note(t("data.accuracy.source"))
    st.markdown(found.read_text(encoding="utf-8"))


def dictionary(view: state.View) -> None:
    """Every table and column with its meaning."""
    t, frame = view.t, state.ask("dictionary")
    columns = [
        ("name", t("data.dictionary.column")),
        ("type", t("data.dictionary.type")),
        ("meaning", t("data.dictionary.meaning")),
    ]
    for name, part in frame.groupby("table_name", sort=False):
        title = f"{t.get(f'data.tables.{name}', '')} · {name}".removeprefix(" · ")
        shell.section(title, meaning(part["table_comment"].iloc[0], t))
        cells = [
            {
                "name": f"<code>{pieces.esc(row['column_name'])}</code>",
                "type": pieces.esc(row["data_type"]),
                "meaning": pieces.esc(meaning(row["comment"], t)),
            }
            for row in records(part)
        ]
        st.html(pieces.table(columns, cells, str(name)))


def meaning(comment: object, t: Texts) -> str:
    """A comment's part in the language: comments are written 中文 ‖ English."""
    if not isinstance(comment, str):
        return ""
    parts = [part.strip() for part in comment.split("‖")]
    return parts[-1] if t.language == "en" else parts[0]


def downloads(view: state.View) -> None:
    """Any table as a file; facts of the build."""
    t = view.t
    names = {name: f"{t(f'data.tables.{name}')} · {name}" for name in warehouse.TABLES}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = filters.choose("table", t("data.downloads.table"), names, width=280)
        kind = filters.choose("format", t("data.downloads.format"), {key: key for key in files.FORMATS}, segments=True)
        ending, mime = files.FORMATS[kind]
        st.download_button(
            t("data.downloads.download", name=f"{name}.{ending}"),
            lambda: files.as_file(warehouse.table(name), kind),
            file_name=f"{name}.{ending}",
            mime=mime,
            key="download_table",
            on_click="ignore",
            icon=":material/download:",
        )
    shell.note(t("data.downloads.note"))
    shell.section(t("data.downloads.build"))
    cells = [
        {
            "key": pieces.esc(t.get(f"data.build.{row['key'].replace('.', '_')}", row["key"])),
            "value": pieces.esc(row["value"]),
        }
        for row in records(state.ask("build_facts"))
        if row["value"]
    ]
    st.html(
        pieces.table(
            [("key", t("data.dictionary.name")), ("value", t("data.dictionary.value"))],
            cells,
            t("data.downloads.build"),
        )
    )
