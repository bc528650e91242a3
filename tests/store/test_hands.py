"""Work spread over several connections to one database."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pytest

from etl.hands import hands, spread


@pytest.fixture
def connection(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    made = duckdb.connect(":memory:")
    made.execute(f"ATTACH '{tmp_path / 'a.duckdb'}' AS a; USE a; CREATE TABLE t (n INTEGER)")
    return made


def test_they_work_at_the_same_time_and_answer_in_order(connection: duckdb.DuckDBPyConnection) -> None:
    together = threading.Barrier(2, timeout=20)

    def work(one: duckdb.DuckDBPyConnection, job: int) -> int:
        together.wait()  # nobody comes past it alone
        one.execute("INSERT INTO t VALUES (?)", [job])
        return job * job

    with hands(connection, 2) as both:
        assert spread(both, range(6), work) == [0, 1, 4, 9, 16, 25]
    assert connection.execute("SELECT sum(n) FROM t").fetchall() == [(15,)]


def test_each_has_temporary_tables_of_its_own(connection: duckdb.DuckDBPyConnection) -> None:
    with hands(connection, 3) as three:
        for number, one in enumerate(three):
            one.execute(f"CREATE TEMP TABLE own AS SELECT {number} AS n")
        assert [one.execute("FROM own").fetchall() for one in three] == [[(0,)], [(1,)], [(2,)]]
    assert connection.execute("FROM own").fetchall() == [(0,)]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_an_error_comes_out(count: int, connection: duckdb.DuckDBPyConnection) -> None:
    with hands(connection, count) as some, pytest.raises(duckdb.CatalogException, match="nowhere"):
        spread(some, ["t", "nowhere", "t"], lambda one, table: one.execute(f"FROM {table}").fetchall())
