"""Rows of Python → temporary tables of DuckDB, column by column. (Arrow arrays of Python values make pyarrow import pandas.)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb


def temp_table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """Create or replace a temporary table with these rows. columns: name → SQL type, in the order of the rows' values."""
    values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    chosen = ", ".join(f'unnest(?::{kind}[]) AS "{column}"' for column, kind in columns.items())
    connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT {chosen}', values)
