"""Documents of one text: a doc_id is the text's hash, so copies in several files need ids of their own."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.store.shards import files


@dataclass(frozen=True, slots=True)
class Copies:
    """rename: (source file, doc_id as read) → the id to be given. redo: inputs that have to be read again for that."""

    rename: dict[tuple[str, str], str]
    redo: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Holder:
    base: str
    doc_id: str
    source_file: str
    input: str


def find_copies(connection: duckdb.DuckDBPyConnection, folder: Path, readable: Container[str]) -> Copies:
    """Where documents of the warehouse and of the shards in `folder` share a text, or did so before.

    The first by the name of its file keeps the plain id, the others get `~2`, `~3` … behind it, whatever came first.
    A document whose input cannot be read again (it is not in `readable`) keeps the id that it has.
    """
    rename: dict[tuple[str, str], str] = {}
    redo: set[str] = set()
    for holders in _groups(connection, folder):
        fixed = {h.doc_id for h in holders if h.input not in readable}
        free = (name for n in range(1, len(holders) + 1) if (name := _nth(holders[0].base, n)) not in fixed)
        own = sorted((h for h in holders if h.input in readable), key=lambda h: (h.source_file, h.doc_id))
        wanted = {holder: next(free) for holder in own}
        rename.update({(h.source_file, h.base): name for h, name in wanted.items() if name != h.base})
        if any(name != h.doc_id for h, name in wanted.items()):
            redo.update(h.input for h in own)  # all of them: in the shards their rows cannot be told apart
    return Copies(rename, frozenset(redo))


def mark_copies(connection: duckdb.DuckDBPyConnection) -> None:
    """Point from each copy to the document whose text it repeats."""
    connection.execute(
        "UPDATE documents SET duplicate_of = split_part(doc_id, '~', 1)"
        " WHERE contains(doc_id, '~') AND duplicate_of IS DISTINCT FROM split_part(doc_id, '~', 1)"
    )


def _nth(base: str, n: int) -> str:
    return base if n == 1 else f"{base}~{n}"


def _groups(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[list[_Holder]]:
    shards = files(folder, "documents")
    new = " UNION ALL SELECT doc_id, source_file, input FROM read_parquet($shards)" if shards else ""
    rows = connection.execute(
        f"""
        WITH held AS (SELECT doc_id, source_file, input FROM documents{new}),
        based AS (SELECT split_part(doc_id, '~', 1) AS base, * FROM held)
        SELECT base, doc_id, source_file, input FROM based
        WHERE base IN (SELECT base FROM based GROUP BY base HAVING count(*) > 1 OR bool_or(doc_id <> base))
        """,  # noqa: S608 - no value is spliced in
        {"shards": shards} if shards else {},
    ).fetchall()
    groups: dict[str, list[_Holder]] = {}
    for row in rows:
        groups.setdefault(row[0], []).append(_Holder(*row))
    return list(groups.values())
