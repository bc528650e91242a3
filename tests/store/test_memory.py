"""A build allows itself little memory; what needs more gets it, and the build goes on."""

from __future__ import annotations

import duckdb
import pytest

from etl.tables import run

HUNGRY = "CREATE OR REPLACE TEMP TABLE much AS SELECT list(i) AS numbers FROM range(4000000) r(i)"


def allowed(connection: duckdb.DuckDBPyConnection) -> str:
    return str(connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])


def test_a_statement_that_needs_more_memory_gets_it() -> None:
    with duckdb.connect(":memory:", config={"memory_limit": "16MiB", "temp_directory": ""}) as connection:
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(HUNGRY)
        run(connection, HUNGRY)
        assert connection.execute("SELECT len(numbers) FROM much").fetchall() == [(4_000_000,)]


def test_afterwards_as_little_is_allowed_as_before() -> None:
    with duckdb.connect(":memory:", config={"memory_limit": "16MiB"}) as connection:
        before = allowed(connection)
        assert run(connection, "SELECT len(list(i)) FROM range($1::BIGINT) r(i)", [4_000_000]) == [(4_000_000,)]
        assert allowed(connection) == before


def test_other_errors_are_errors() -> None:
    with duckdb.connect(":memory:") as connection, pytest.raises(duckdb.CatalogException):
        run(connection, "FROM nowhere")
