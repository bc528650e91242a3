"""Named invariants of a warehouse (`checks.yml`): each gives the rows that break it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import Any

import duckdb

from etl.data import parsed
from etl.store import schema

_PIECE = 1_000  # characters
_DOCUMENTS_AT_A_TIME = 2_000  # their texts are joined in memory: about 100 MB


_OF_PLACE = ("targets", "outcomes", "claims", "mentions", "comparisons", "ledger")


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    says: str  # what is wrong where it does not hold, in Chinese
    sql: str
    by_document: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that does not hold: how many rows break it, and the first few of them."""

    check: Check
    count: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        more = " …" if self.count > len(self.examples) else ""
        return f"{self.check.says}（{self.check.name}）：{self.count} 行，如 {'、'.join(self.examples)}{more}"


@cache
def checks() -> tuple[Check, ...]:
    entries = parsed(resources.files("etl.store").joinpath("checks.yml").read_text(encoding="utf-8"))
    return tuple(_of_slices(**entry) if "slices" in entry else Check(**entry) for entry in entries)


def _of_slices(name: str, says: str, slices: dict[str, str]) -> Check:
    """Whether the quotes of a table are what stands at their place in the text."""
    return Check(name, says, Template(schema.sql("slices.sql")).substitute(slices, piece=_PIECE), by_document=True)


def violations(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[str] | None = None, places: Sequence[str] | None = None
) -> list[Finding]:
    """The checks that do not hold.

    `documents` narrows the checks that look at single documents to these ids, `places` those that look at verdicts to
    these ids; None: all of them.
    """
    found: dict[str, list[str]] = {}
    _judged(connection, places)
    for number, _ in enumerate(_parts(connection, documents)):
        for check in checks():
            if check.by_document or number == 0:
                rows = connection.execute(check.sql).fetchall()
                found.setdefault(check.name, []).extend(str(row[0]) for row in rows)
    for table in ("checked", "pieces"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    for table in ("searches", "documents", *_OF_PLACE):
        connection.execute(f"DROP VIEW temp.judged_{table}")
    connection.execute("DROP TABLE temp.judged")
    return [Finding(c, len(ids), tuple(ids[:3])) for c in checks() if (ids := found.get(c.name))]


def _judged(connection: duckdb.DuckDBPyConnection, places: Sequence[str] | None) -> None:
    """Create the views judged_<table>: the rows of these places."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE judged AS SELECT unnest(?::VARCHAR[]) AS place_id", [list(places or ())]
    )
    here = "true" if places is None else "place_id IN (FROM temp.judged)"
    for table in _OF_PLACE:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW judged_{table} AS FROM {table} WHERE {here}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW judged_documents AS SELECT doc_id FROM documents WHERE {here}")  # noqa: S608
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW judged_searches AS FROM searches SEMI JOIN judged_documents USING (doc_id)"
    )


def _parts(connection: duckdb.DuckDBPyConnection, documents: Sequence[str] | None) -> Iterator[None]:
    """Fill `checked` and `pieces` with one part of the documents after another, in the order in which they lie in the file."""
    for condition, values in _ranges(connection, documents):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE checked AS SELECT doc_id, text FROM documents WHERE {condition}",  # noqa: S608
            values,
        )
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE pieces AS SELECT doc_id, i // {_PIECE} AS piece, substring(text, i + 1, 2 * {_PIECE}) AS part"  # noqa: S608
            f" FROM (SELECT doc_id, text, unnest(range(0, length(text), {_PIECE})) AS i FROM checked)"
        )
        yield


def _ranges(connection: duckdb.DuckDBPyConnection, documents: Sequence[str] | None) -> Iterator[tuple[str, list[Any]]]:
    """Conditions on `documents`, with their values, that give one part after another."""
    if documents is not None:
        ids = list(documents)
        rows = connection.execute(
            "SELECT rowid FROM documents WHERE list_contains(?::VARCHAR[], doc_id)", [ids]
        ).fetchall()
        bounds = [min(rows)[0], max(rows)[0]] if rows else [0, -1]  # texts outside of them are not even unpacked
        yield "rowid >= ? AND rowid <= ? AND list_contains(?::VARCHAR[], doc_id)", [*bounds, ids]
        return
    last = connection.execute("SELECT coalesce(max(rowid), 0) FROM documents").fetchone()
    for start in range(0, (last[0] if last else 0) + 1, _DOCUMENTS_AT_A_TIME):
        yield "rowid >= ? AND rowid < ?", [start, start + _DOCUMENTS_AT_A_TIME]
