"""The schema: every column explained, and the loaders in step with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.store import COLUMNS, schema


@pytest.fixture
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        schema.create(connection)
        yield connection


def test_every_table_and_column_has_a_comment_in_both_languages(empty: duckdb.DuckDBPyConnection) -> None:
    comments = empty.execute(
        "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal"
        " UNION ALL SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    assert len(comments) > 150
    lacking = [name for name, comment in comments if not comment or " ‖ " not in comment]
    assert lacking == []


def test_amounts_and_times_name_their_unit(empty: duckdb.DuckDBPyConnection) -> None:
    comments = empty.execute(
        "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal AND data_type = 'DOUBLE'"
    ).fetchall()
    lacking = [name for name, comment in comments if not any(w in comment for w in ("unit", "%", "ratio", "points"))]
    assert lacking == []


def test_the_loaders_fill_columns_that_exist(empty: duckdb.DuckDBPyConnection) -> None:
    tables = schema.tables(empty)
    assert [(t, c) for t, columns in COLUMNS.items() for c in columns if c not in tables[t]] == []


def test_what_the_loaders_leave_out_may_be_empty(empty: duckdb.DuckDBPyConnection) -> None:
    required = empty.execute(
        "SELECT table_name, column_name FROM duckdb_columns()"
        " WHERE NOT internal AND NOT is_nullable AND column_default IS NULL"
    ).fetchall()
    assert [(t, c) for t, c in required if t in COLUMNS and c not in COLUMNS[t]] == []


def test_a_file_can_be_read_by_older_versions_of_duckdb(tmp_path: Path) -> None:
    from etl.store import open_new, staging

    with staging(tmp_path / "w.duckdb", lambda text: None) as place, open_new(place, take_over=False) as connection:
        tags = connection.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchone()
    assert tags is not None
    assert tags[0]["storage_version"].startswith("v1.4.0")
