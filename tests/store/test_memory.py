"""A build allows itself little memory; what needs more gets it, and the build goes on."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import duckdb
import pytest

from etl import pipeline
from etl.store import differing_tables, wants_memory
from etl.tables import run
from tests.invented import write_reports

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


def test_a_build_with_too_little_memory_begins_again_with_more(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What fails is the end of a transaction: the index of what was loaded does not fit, and the file is spoilt."""
    folder = tmp_path / "sound"
    write_reports(folder / "reports")
    (folder / "reports" / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    with monkeypatch.context() as little, caplog.at_level(logging.INFO, "etl"):
        little.setattr(sys.modules["etl.store.warehouse"], "MEMORY", "1MiB")
        pipeline.build([folder / "reports"], folder / "w.duckdb", pipeline.Options(workers=1))
    assert "memory" in caplog.text.lower()
    assert differing_tables(folder / "w.duckdb", sound) == []


def test_only_want_of_memory_is_taken_for_it() -> None:
    assert wants_memory(duckdb.OutOfMemoryException("Out of Memory Error"))
    assert wants_memory(duckdb.TransactionException("Failed to commit: failed to pin block of size 16.0 KiB"))
    assert not wants_memory(duckdb.TransactionException("Failed to commit: PRIMARY KEY or UNIQUE constraint violated"))
