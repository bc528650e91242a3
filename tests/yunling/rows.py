"""Rows of an invented warehouse: a report's text grows sentence by sentence, and its rows point into it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from tests.yunling.facts import INDICATORS, Place

SQL = Path(__file__).resolve().parents[2] / "etl" / "sql"
SCHEMA, COMMENTS = SQL / "schema.sql", SQL / "comments.sql"
Row = dict[str, Any]
OF_TARGET = (
    "indicator_label", "scope", "measure", "op", "value_low", "value_high", "stretch", "unit", "relation", "benchmark",
    "headline", "confidence",
)  # fmt: skip
OF_OUTCOME = {
    "outcome_op": "op",
    "outcome_scope": "scope",
    "estimated": "estimated",
    "outcome_confidence": "confidence",
}


class Span(NamedTuple):
    """A quote and where it stands in its text (code points, half open)."""

    quote: str
    char_start: int
    char_end: int


NOWHERE: Row = {"quote": None, "char_start": None, "char_end": None}  # a row of a table of figures


@dataclass
class Tables:
    """Rows by table, in the order of being made."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> Row:
        """Keep a row, and return it."""
        self.rows.setdefault(table, []).append(values)
        return values

    def __getitem__(self, table: str) -> list[Row]:
        return self.rows.get(table, [])


@dataclass
class Report:
    """One report: `year` is the year that it is given in; it reviews the year before and plans its own."""

    tables: Tables
    place: Place
    year: int
    doc_id: str
    kind: str = "work_report"
    text: str = ""

    def say(self, sentence: str, quote: str | None = None) -> Span:
        """Append `sentence`; the span of `quote` in it (else of all but its full stop) in the whole text."""
        quote = quote or sentence.rstrip("。；")
        start = len(self.text) + sentence.index(quote)
        self.text += sentence
        return Span(quote, start, start + len(quote))

    def target(self, target_id: str, indicator: str, span: Span | None, **values: Any) -> Row:
        """A quantity promised for the report's own year."""
        made = {"target_id": target_id, "promise_id": f"p-{target_id}", "headline": True, "section": "headline"}
        return self._quantity("targets", indicator, self.year, span, made | {"stretch": None} | values)

    def outcome(self, outcome_id: str, indicator: str, span: Span | None, **values: Any) -> Row:
        """A quantity reported for the year before."""
        made = {"outcome_id": outcome_id, "estimated": False, "section": "review"}
        return self._quantity("outcomes", indicator, self.year - 1, span, made | values)

    def claim(self, claim_id: str, indicator: str, span: Span, **values: Any) -> Row:
        """What the review says of its own target."""
        made = {
            "claim_id": claim_id,
            "period": "year",
            "reported": None,
            "unit": "",
            "target_value": None,
            "target_op": "",
        }
        row = made | self._about(indicator, self.year - 1) | span._asdict() | values
        row.pop("place_name")
        return self.tables.add("claims", **row)

    def section(self, role: str, year: int, start: int) -> Row:
        """The section that reaches from `start` to the end of what has been said."""
        values = {"role": role, "year": year, "char_start": start, "char_end": len(self.text)}
        return self.tables.add("sections", doc_id=self.doc_id, **values)

    def document(self, **values: Any) -> Row:
        """The document itself, with the text said so far."""
        place, title = self.place, f"{self.place.place_name}{self.year}年政府工作报告"
        about = {name: getattr(place, name) for name in ("place_id", "place_name", "place_path", "level")}
        years = {"report_year": self.year, "review_year": self.year - 1, "plan_year": self.year, "plan_period": "year"}
        found = {
            "source_file": f"{place.place_name}_{self.year}.txt",
            "source_url": f"https://www.example.gov.cn/{self.doc_id}.html",
            "sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "published_on": dt.date(self.year, 1, 20),
        }
        rest = {"meeting_on": None, "citation": "", "status": "ok", "warnings": [], "duplicate_of": None, "input": None}
        row = {"doc_id": self.doc_id, "title": title, "doc_type": self.kind, "text": self.text} | rest
        return self.tables.add("documents", **(row | about | years | found | values))

    def _about(self, indicator: str, year: int) -> Row:
        """What every row of a report says: whose, of which year, of what."""
        place = {"place_id": self.place.place_id, "place_name": self.place.place_name}
        label = INDICATORS[indicator].label_zh
        return {"doc_id": self.doc_id, "year": year, "indicator": indicator, "indicator_label": label} | place

    def _quantity(self, table: str, indicator: str, year: int, span: Span | None, values: Mapping[str, Any]) -> Row:
        """A row of targets or outcomes; what is not given is plain."""
        plain = {"period": "year", "scope": "", "measure": "growth", "op": "eq", "value_low": None, "value_high": None}
        plain |= {"unit": "%", "relation": "", "benchmark": "", "citation": "", "confidence": "high", "correction": ""}
        quoted = NOWHERE if span is None else span._asdict()
        return self.tables.add(table, **(self._about(indicator, year) | plain | {"causes": []} | quoted | values))


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Add rows of our own making, by name."""
    frame = pd.DataFrame(rows).astype(object)
    connection.register("new_rows", frame.where(frame.notna(), None))
    columns = ", ".join(frame.columns)
    connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM new_rows")
    connection.unregister("new_rows")


def repeat_in_comparisons(tables: Tables) -> None:
    """Give each comparison what the judge repeats in it of its target and its outcome."""
    targets = {row["target_id"]: row for row in tables["targets"]}
    outcomes = {row["outcome_id"]: row for row in tables["outcomes"]}
    for row in tables["comparisons"]:
        row |= {name: targets[row["target_id"]][name] for name in OF_TARGET}
        outcome = outcomes.get(row.get("outcome_id"), {})
        row |= {name: outcome.get(source) for name, source in OF_OUTCOME.items()}


def load(connection: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Make the schema, load the rows; a quote that is not its slice is an error of the world itself."""
    repeat_in_comparisons(tables)
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    connection.execute(COMMENTS.read_text(encoding="utf-8"))
    for table, rows in tables.rows.items():
        insert(connection, table, rows)
    for table in ("targets", "outcomes", "claims"):
        bad = connection.execute(
            f"SELECT count(*) FROM {table} JOIN documents USING (doc_id) "
            "WHERE quote IS NOT NULL AND quote <> substring(text, char_start + 1, char_end - char_start)"
        ).fetchone()
        assert bad == (0,), f"{table}: {bad}"
