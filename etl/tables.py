"""Rows of Python → temporary tables of DuckDB, column by column. (Arrow arrays of Python values make pyarrow import pandas.)

And statements that must not fail for want of the memory that a build allows itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

import duckdb

_WANTING = Lock()


def run(
    connection: duckdb.DuckDBPyConnection, statement: str | duckdb.Statement, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """Execute one statement; returns its rows. Where it needs more memory than the connection may use, it gets what there is."""
    try:
        return connection.execute(statement, list(values)).fetchall()
    except duckdb.OutOfMemoryException:
        with _WANTING:  # the limit is that of all connections to the database
            allowed = connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
            connection.execute("RESET memory_limit")
            try:
                return connection.execute(statement, list(values)).fetchall()
            finally:
                with contextlib.suppress(duckdb.OutOfMemoryException):  # it holds more as yet: the next may use it too
                    connection.execute("SET memory_limit = $1", [allowed])


def temp_table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """Create or replace a temporary table with these rows. columns: name → SQL type, in the order of the rows' values."""
    values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    chosen = ", ".join(f'unnest(?::{kind}[]) AS "{column}"' for column, kind in columns.items())
    connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT {chosen}', values)
