"""Whether two warehouses hold the same rows, whatever their order; and what differs, row by row."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.store.schema import quoted, tables
from etl.store.warehouse import settings

# who built it is not what it holds: an engine that gives the same rows leaves the file as it is
_NOT_CONTENT = {"build_info": "key <> 'engine'"}


def same_content(one: Path, other: Path, quick: bool = False) -> bool:
    """Whether two warehouses have the same tables, comments and rows. quick: say no where their inputs differ."""
    with duckdb.connect(":memory:", config=settings()) as connection:
        connection.execute(f"ATTACH '{quoted(one)}' AS one (READ_ONLY)")
        connection.execute(f"ATTACH '{quoted(other)}' AS other (READ_ONLY)")
        if quick and _digest(connection, "one", "inputs") != _digest(connection, "other", "inputs"):
            return False
        return not _differing(connection)


def differing_tables(one: Path, other: Path) -> list[str]:
    """The tables in which two warehouses differ, in structure, comments or rows."""
    with duckdb.connect(":memory:", config=settings()) as connection:
        connection.execute(f"ATTACH '{quoted(one)}' AS one (READ_ONLY)")
        connection.execute(f"ATTACH '{quoted(other)}' AS other (READ_ONLY)")
        return _differing(connection)


def _differing(connection: duckdb.DuckDBPyConnection) -> list[str]:
    mine, theirs = tables(connection, "one"), tables(connection, "other")
    words, other_words = _words(connection, "one"), _words(connection, "other")
    return [
        table
        for table in sorted(mine.keys() | theirs.keys())
        if words.get(table) != other_words.get(table)
        or _digest(connection, "one", table) != _digest(connection, "other", table)
    ]


def _words(connection: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, list[tuple[str, ...]]]:
    """Type and comment of each column, by table."""
    rows = connection.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns()"
        " WHERE database_name = ? AND NOT internal ORDER BY table_name, column_index",
        [catalog],
    ).fetchall()
    found: dict[str, list[tuple[str, ...]]] = {}
    for table, *words in rows:
        found.setdefault(table, []).append(tuple(words))
    return found


def _digest(connection: duckdb.DuckDBPyConnection, catalog: str, table: str) -> tuple[int, ...] | None:
    """Count and two order-free sums over the hashes of all rows."""
    where = _NOT_CONTENT.get(table, "true")
    return connection.execute(
        f'SELECT count(*), sum(hash(x)::HUGEINT), bit_xor(hash(x)) FROM "{catalog}"."{table}" AS x WHERE {where}'  # noqa: S608
    ).fetchone()
