"""Named invariants of a warehouse (`checks.yml`): each gives the rows that break it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import duckdb
import yaml

_DOCUMENTS_AT_A_TIME = 2_000  # their texts are joined in memory: about 100 MB


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
    entries = yaml.safe_load(resources.files("etl.store").joinpath("checks.yml").read_text(encoding="utf-8"))
    return tuple(Check(**entry) for entry in entries)


def violations(connection: duckdb.DuckDBPyConnection, documents: Sequence[str] | None = None) -> list[Finding]:
    """The checks that do not hold. `documents` narrows those that look at single documents to these ids."""
    found: dict[str, list[str]] = {}
    for number, _ in enumerate(_parts(connection, documents)):
        for check in checks():
            if check.by_document or number == 0:
                rows = connection.execute(check.sql).fetchall()
                found.setdefault(check.name, []).extend(str(row[0]) for row in rows)
    connection.execute("DROP TABLE IF EXISTS temp.checked")
    return [Finding(c, len(ids), tuple(ids[:3])) for c in checks() if (ids := found.get(c.name))]


def _parts(connection: duckdb.DuckDBPyConnection, documents: Sequence[str] | None) -> Iterator[None]:
    """Fill `checked` with one part of the documents after another, in the order in which they lie in the file."""
    create = "CREATE OR REPLACE TEMP TABLE checked AS SELECT doc_id, text FROM documents WHERE"
    if documents is not None:
        ids = list(documents)
        rows = connection.execute(
            "SELECT rowid FROM documents WHERE list_contains(?::VARCHAR[], doc_id)", [ids]
        ).fetchall()
        bounds = [min(rows)[0], max(rows)[0]] if rows else [0, -1]  # texts outside of them are not even unpacked
        connection.execute(
            f"{create} rowid >= ? AND rowid <= ? AND list_contains(?::VARCHAR[], doc_id)", [*bounds, ids]
        )
        yield
        return
    last = connection.execute("SELECT coalesce(max(rowid), 0) FROM documents").fetchone()
    for start in range(0, (last[0] if last else 0) + 1, _DOCUMENTS_AT_A_TIME):
        connection.execute(f"{create} rowid >= ? AND rowid < ?", [start, start + _DOCUMENTS_AT_A_TIME])
        yield
