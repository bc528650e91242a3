"""Figures that two documents on one place and year state differently: both values, both sentences, both sources."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.frames import Row, records
from dashboard.i18n import numbers
from dashboard.i18n.texts import Texts
from dashboard.ui import filters, pieces, shell

MOST = 100  # rows of one table


def show(found: pd.DataFrame, t: Texts, *, place: bool = True) -> None:
    """Rows of queries/differences.sql as a table; `place`: with the place, as a link."""
    keys = [*(("place",) if place else ()), "year", "indicator", "kind", "source", "other"]
    labels = filters.place_labels() if place else {}
    heads = {"source": "differences.source", "other": "differences.other"}
    columns = [(key, t(heads.get(key, f"column.{key}"))) for key in keys]
    cells = [_cells(row, labels, t) for row in records(found.head(MOST))]
    st.html(pieces.table(columns, cells, t("differences.title")))
    if len(found) > MOST:
        shell.note(t("common.more", n=len(found) - MOST))


def _cells(row: Row, labels: Mapping[str, str], t: Texts) -> dict[str, str]:
    """One figure in both documents."""
    tags = [row["scope"], "" if row["period"] == "year" else t.get(f"period.{row['period']}", row["period"])]
    marks = "".join(f' <span class="tag">{pieces.esc(tag)}</span>' for tag in tags if tag)
    year, name = str(row["year"]), str(row["place_name"])
    held = labels.get(row["place_id"])
    return {
        "place": pieces.link("place", name, place=held, place_year=year) if held else pieces.esc(name),
        "year": year,
        "indicator": f"{pieces.esc(t.label(row))}{marks}",
        "kind": pieces.esc(t(f"differences.{row['role']}")),
        "source": _side(row, "source", t),
        "other": _side(row, "other", t),
    }


def _side(row: Row, side: str, t: Texts) -> str:
    """What one document says: the value, its sentence or citation, the document."""
    value = numbers.amount(row[f"{side}_value"], row[f"{side}_unit"], t.language)
    quote, start = row[f"{side}_quote"], row[f"{side}_start"]
    read = {"doc": row[f"{side}_doc_id"]}
    if numbers.absent(quote):
        said = pieces.esc(t("evidence.cites", citation=row[f"{side}_citation"] or numbers.MISSING))
    else:
        said = f'<span class="q">{pieces.said(quote)}</span>'
        read["at"] = f"{int(start)}-{int(row[f'{side}_end'])}"
    kind = t.get(f"doc_type.{row[f'{side}_kind']}", str(row[f"{side}_kind"]))
    about = f"{pieces.esc(row[f'{side}_title'])} · {pieces.esc(kind)}"
    address = row[f"{side}_url"]
    source = f" · {pieces.outside(address, t('differences.address'))}" if address else ""
    return (
        f"<b>{pieces.esc(value)}</b><div>{said}</div>"
        f'<div class="yg-note">{about} · {pieces.link("evidence", t("search.read"), **read)}{source}</div>'
    )
