"""The numbers as tables with types: for the workbook, for CSV and for Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.export import annex, forms, safe
from dashboard.export.changes import ids_of, numbers, side
from dashboard.export.compose import Mark
from dashboard.export.evidence import Entry
from dashboard.export.model import Briefing
from dashboard.i18n.words import DOUBTFUL

Record = dict[str, Any]
# column → kind: text, whole, number, date; the id columns stand at the end and name the evidence of the column in brackets
PROMISES = {
    "place_code": "text", "place": "text", "path": "text", "year": "whole", "indicator": "text", "scope": "text",
    "target": "text", "op": "text", "low": "number", "high": "number", "unit": "text", "outcome": "number",
    "outcome_unit": "text", "estimated": "text", "gap": "number", "gap_unit": "text", "ratio": "number", "verdict": "text",
    "strict": "text", "lenient": "text", "reason": "text", "target_sentence": "text", "outcome_sentence": "text",
    "headline": "text", "doubt": "text",
}  # fmt: skip
IDS = {"target": "T", "low": "T", "high": "T", "outcome": "R", "gap": "G", "ratio": "P", "verdict": "J"}
CHANGES = {
    "place_code": "text", "place": "text", "year": "whole", "indicator": "text", "change": "text", "before": "text", "after": "text",
    "before_sentence": "text", "after_sentence": "text",
}  # fmt: skip
CHANGE_IDS = {"change": "L", "before": "V", "after": "W"}
EVIDENCE = {
    "id": "text", "kind": "text", "value": "text", "number": "number", "unit": "text", "rule": "text", "inputs": "text",
    "quote": "text", "source": "text", "start": "whole", "end": "whole", "file": "text", "address": "text", "sha256": "text",
}  # fmt: skip
SOURCES = {
    "source": "text",
    "kind": "text",
    "place": "text",
    "year": "whole",
    "published": "date",
    "address": "text",
    "file": "text",
    "sha256": "text",
}


def promises(briefing: Briefing) -> list[Record]:
    """One promise a row, with the numbers as numbers and the ids of their evidence."""
    return [_promise(briefing, n) for n in annex.numbers(briefing.evidence.entries)]


def _promise(briefing: Briefing, n: int) -> Record:
    ev, w = briefing.evidence, briefing.words
    held: dict[str, Entry | None] = {letter: ev.entries.get(f"{letter}{n}") for letter in "TRDGPJ"}
    target, verdict = held["T"], held["J"]
    assert target is not None
    assert verdict is not None
    outcome = held["D"] or held["R"]
    row, one = ev.rows[verdict.id], annex.proof(n, briefing)
    ids = {name: (held[letter] or Entry("", "", "", None)).id for name, letter in IDS.items()} | {
        "outcome": outcome.id if outcome else ""
    }
    return {
        "place_code": row["place_id"] or "",
        "place": safe.line(row["place_name"]),
        "path": safe.line(row["place_path"]),
        "year": row["year"],
        "indicator": w.label(row | {"scope": ""}),
        "scope": safe.line(row["scope"]),
        "target": forms.target(target, w),
        "op": row["op"],
        "low": row["value_low"],
        "high": row["value_high"],
        "unit": row["unit"],
        "outcome": _value(outcome),
        "outcome_unit": outcome.unit if outcome else "",
        "estimated": w.entries["names.yes" if row["estimated"] else "names.no"] if outcome else "",
        "gap": _value(held["G"]),
        "gap_unit": held["G"].unit if held["G"] else "",
        "ratio": _value(held["P"]),
        "verdict": one.verdict,
        "strict": w.texts(f"status.{row['status_strict']}"),
        "lenient": w.texts(f"status.{row['status_lenient']}"),
        "reason": one.reason,
        "target_sentence": one.target_sentence,
        "outcome_sentence": one.outcome_sentence,
        "headline": w.entries["names.yes" if row["headline"] else "names.no"],
        "doubt": w.entries["names.yes" if row["doubt"] == DOUBTFUL else "names.no"],
    } | {f"id_{name}": entry for name, entry in ids.items()}


def changes(briefing: Briefing) -> list[Record]:
    """One quiet change a row, with both sentences and the ids of their evidence."""
    ev = briefing.evidence
    made = []
    for n in numbers(list(ev.entries)):
        one, ids = annex.change(n, briefing), ids_of(n, ev)
        row = ev.rows[ids["L"]]
        after = ids.get("H") or ids.get("W", "")
        made.append(
            {
                "place_code": row["place_id"],
                "place": safe.line(row["place_name"]),
                "year": row["year"],
                "indicator": briefing.words.label(row),
                "change": one.verdict,
                "before": said(ids, "V", briefing),
                "after": said(ids, "H" if "H" in ids else "W", briefing),
                "before_sentence": one.target_sentence,
                "after_sentence": one.outcome_sentence,
                "id_change": ids["L"],
                "id_before": ids["V"],
                "id_after": after,
            }
        )
    return made


def said(ids: Mapping[str, str], letter: str, briefing: Briefing) -> str:
    """One side of a change as it is printed; '' where there is none."""
    mark = side(ids, letter, briefing.evidence, briefing.words)
    return mark.text if isinstance(mark, Mark) else mark


def _value(entry: Entry | None) -> float | int | None:
    return entry.value if entry is not None and isinstance(entry.value, (int, float)) else None


def evidence(briefing: Briefing) -> list[Record]:
    """Every entry, a row each."""
    made = []
    for entry in briefing.evidence.entries.values():
        source = briefing.sources.get(entry.source, {})
        made.append(
            {
                "id": entry.id,
                "kind": entry.kind,
                "value": "" if entry.value is None else str(entry.value),
                "number": _value(entry),
                "unit": entry.unit,
                "rule": annex.worked(entry, briefing.words),
                "inputs": annex.ranges(entry.inputs),
                "quote": safe.xml_text(entry.quote or ""),
                "source": safe.line(entry.citation or source.get("title", "")),
                "start": entry.start,
                "end": entry.end,
                "file": source.get("source_file", ""),
                "address": source.get("source_url", ""),
                "sha256": source.get("sha256", ""),
            }
        )
    return made


def sources(briefing: Briefing) -> list[Record]:
    """Every document used, a row each."""
    t = briefing.words.texts
    return [
        {
            "source": safe.line(row["citation"] or row["title"]),
            "kind": t.get(f"doc_type.{row['doc_type']}", row["doc_type"]),
            "place": safe.line(row["place_name"] or ""),
            "year": row["report_year"],
            "published": row["published_on"],
            "address": row["source_url"],
            "file": row["source_file"],
            "sha256": row["sha256"],
        }
        for row in briefing.sources.values()
    ]


def write_csv(records: Sequence[Record], columns: Sequence[str], path: Path) -> None:
    """A CSV that spreadsheets open as it is meant: UTF-8 with BOM, and no text that they would run as a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for record in records:
            writer.writerow(
                [
                    safe.cell(value) if isinstance(value, str) else "" if value is None else value
                    for value in map(record.get, columns)
                ]
            )


def write_parquet(records: Sequence[Record], columns: dict[str, str], path: Path, facts: dict[str, str]) -> None:
    """A Parquet file with the columns' types; `facts` go into its metadata."""
    types = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "date": pa.date32()}
    schema = pa.schema(
        [(name, types[kind]) for name, kind in columns.items()],
        metadata={"yanguo": json.dumps(facts, ensure_ascii=False)},
    )
    data = {name: [_typed(record.get(name), kind) for record in records] for name, kind in columns.items()}
    pq.write_table(pa.Table.from_pydict(data, schema=schema), path)


def _typed(value: Any, kind: str) -> Any:
    if value is None or value == "":
        return "" if kind == "text" else None
    if kind == "date":
        return pd.Timestamp(value).date()
    if kind == "text":
        return safe.xml_text(value)
    return int(value) if kind == "whole" else float(value)


def with_ids(columns: dict[str, str], ids: Mapping[str, str]) -> dict[str, str]:
    """The columns with those of their ids."""
    return columns | {f"id_{name}": "text" for name in ids}
