"""未见报告: the register of promises that the next report, held in full, does not take up, with what was searched."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import charts, tables
from dashboard.frames import records
from dashboard.i18n import words
from dashboard.i18n.texts import Texts
from dashboard.ui import charts as chart_ui
from dashboard.ui import filters, pieces, shell, state

PAGE_SIZE = 50


def page() -> None:
    """Draw the page."""
    view, chosen = state.view(), filters.chosen()
    t = view.t
    asked = chosen.parameters | {"year": chosen.any_year, "indicator": chosen.any_indicator}
    rows = state.ask("silence", asked)
    shell.heading(
        t("silence.title"),
        t("silence.lede", n=len(rows), places=rows["place_id"].nunique(), indicators=rows["indicator"].nunique()),
    )
    filters.tell_hidden(t, year=chosen.any_year, indicator=chosen.any_indicator, status="unreported")
    shell.note(t("silence.caution"))
    if rows.empty:
        held = int(state.ask("full_reports")["reports"].iloc[0])
        shell.note(t("silence.none") if held else t("silence.no_texts"))
        return
    by_indicator(view, rows)
    register(rows, t)


def by_indicator(view: state.View, rows: pd.DataFrame) -> None:
    """How often each indicator is passed over."""
    t = view.t
    frame = rows.assign(name=[t.label(row) for row in records(rows)]).groupby("name").size().rename("n").reset_index()
    frame = frame.sort_values(["n", "name"], ascending=[False, True]).head(15).reset_index(drop=True)
    figure = charts.bars(
        frame,
        t,
        view.mode,
        status="unreported",
        title=t("silence.chart.title", name=frame["name"].iloc[0], n=frame["n"].iloc[0]),
        subtitle=t("silence.chart.subtitle"),
        source=state.source_line(t),
    )
    chart_ui.show(figure, "silence", tables.named(frame, t, "column.indicator", "column.unreported"), view)


def register(rows: pd.DataFrame, t: Texts) -> None:
    """The promises one by one, with the passages that the search looked at."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shell.section(t("silence.register"))
        number = filters.page_number("silent_page", len(rows), PAGE_SIZE, t)
        table = tables.guarded(tables.register(rows, t))
        st.download_button(
            t("silence.download"),
            lambda: table.to_csv(index=False).encode("utf-8-sig"),
            file_name="silence.csv",
            mime="text/csv",
            key="silence_csv",
            on_click="ignore",
        )
    shown = rows.iloc[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    passages = state.ask("silence_searches", targets=list(shown["target_id"]))
    keys = ["place", "year", "indicator", "target", "reason", "evidence"]
    labels = filters.place_labels()
    cells = [
        {
            "place": pieces.link(
                "place", row["place_name"], place=labels.get(row["place_id"], ""), place_year=row["year"]
            ),
            "year": str(row["year"]),
            "indicator": pieces.esc(t.label(row)),
            "target": f"{pieces.esc(words.target(row, t))} {pieces.doubt(row, t)}",
            "reason": searched(passages[passages["target_id"] == row["target_id"]], t),
            "evidence": pieces.link("evidence", t("common.open"), target=row["target_id"]),
        }
        for row in records(shown)
    ]
    heads = {"reason": "silence.searched"}
    st.html(pieces.table([(key, t(heads.get(key, f"column.{key}"))) for key in keys], cells, t("silence.register")))


def searched(passages: pd.DataFrame, t: Texts) -> str:
    """What the search behind one row looked at: HTML."""
    if passages.empty:
        return pieces.esc(t("silence.searched_none"))
    finding = "finding_zh" if t.language == "zh" else "finding_en"
    lines = "".join(
        f"<div>{pieces.esc(p[finding])} · {pieces.said(p['quote'])}</div>" for p in records(passages.head(4))
    )
    return f"<details><summary>{pieces.esc(t('silence.searched_n', n=len(passages)))}</summary>{lines}</details>"
