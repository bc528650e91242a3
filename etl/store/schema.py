"""The schema of the warehouse: `etl/sql/schema.sql` with `comments.sql`, and the Arrow types that follow from it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

# raised by one whenever a table changes in a way that rows of older warehouses cannot be taken over
SCHEMA_VERSION = "1"


def sql(name: str) -> str:
    """The text of a file of `etl/sql/`."""
    return resources.files("etl.sql").joinpath(name).read_text(encoding="utf-8")


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables, with a comment on each column."""
    connection.execute(sql("schema.sql"))
    connection.execute(sql("comments.sql"))


def tables(connection: duckdb.DuckDBPyConnection, catalog: str | None = None) -> dict[str, list[str]]:
    """Table → its columns in order, of the connection's own database or of an attached one."""
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns()"
        " WHERE database_name = coalesce(?, current_database()) AND NOT internal ORDER BY table_name, column_index",
        [catalog],
    ).fetchall()
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def arrow_schema(table: str, columns: tuple[str, ...]) -> pa.Schema:
    """Arrow types of some columns of a table, for shards (an enumeration travels as text)."""
    import pyarrow as pa  # workers need it, not the process that starts them: 0.1 seconds and 40 MB

    arrow = {
        "VARCHAR": pa.string(),
        "VARCHAR[]": pa.list_(pa.string()),
        "INTEGER": pa.int32(),
        "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(),
        "DATE": pa.date32(),
    }
    types = _types()[table]
    return pa.schema(
        [(name, pa.string() if types[name].startswith("ENUM") else arrow[types[name]]) for name in columns]
    )


@cache
def _types() -> dict[str, dict[str, str]]:
    """Table → column → SQL type."""
    found: dict[str, dict[str, str]] = {}
    with duckdb.connect() as connection:
        connection.execute(sql("schema.sql"))
        rows = connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
        ).fetchall()
    for table, column, data_type in rows:
        found.setdefault(table, {})[column] = data_type
    return found


def quoted(path: Path) -> str:
    """A path for use between single quotes in SQL (ATTACH takes no parameters)."""
    return str(path).replace("'", "''")
