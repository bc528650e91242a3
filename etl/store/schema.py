"""The schema of the warehouse: `etl/sql/schema.sql` with `comments.sql`, and the Arrow types that follow from it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import duckdb
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


@cache
def arrow_schema(table: str, columns: tuple[str, ...]) -> pa.Schema:
    """Arrow types of some columns of a table, for shards (an enumeration travels as text)."""
    connection = duckdb.connect()
    try:
        connection.execute(sql("schema.sql"))
        types = dict(
            connection.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [table]
            ).fetchall()
        )
        chosen = ", ".join(
            f"CAST(NULL AS {'VARCHAR' if types[name].startswith('ENUM') else types[name]}) AS {name}"
            for name in columns
        )
        schema: pa.Schema = connection.sql(f"SELECT {chosen}").to_arrow_table().schema
        return schema
    finally:
        connection.close()


def quoted(path: Path) -> str:
    """A path for use between single quotes in SQL (ATTACH takes no parameters)."""
    return str(path).replace("'", "''")
