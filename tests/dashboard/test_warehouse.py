"""Short connections: a rebuilt file shows, a missing or damaged one is told apart, questions take bound parameters."""

from __future__ import annotations

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard import warehouse

PARAMETERS = {
    "year": 2024,
    "levels": ["district", "county"],
    "area": "",
    "place": "990101",
    "places": [],
    "target": "t-990101-2024-gdp",
    "period": "year",
    "indicator": "gdp",
    "targets": ["t-990101-2024-gdp"],
    "a": "就业",
    "b": "",
    "c": "",
    "d": "",
    "kind": "",
    "limit": 20,
    "offset": 0,
    "every": True,
    "most": 2,
    "status": "",
    "docs": ["990101-2024"],
    "doc": "990101-2024",
}
MAY_BE_EMPTY = {
    "silence",
    "place_reconciliations",
    "evidence_claims",
    "evidence_searches",
    "silence_searches",
    "place_ledger",
    "indicator_reference",
}


@pytest.mark.parametrize("name", warehouse.names())
def test_every_question_is_answered(name: str, sample_path: Path) -> None:
    answer = warehouse.query(name, PARAMETERS, sample_path)
    assert len(answer) or name in MAY_BE_EMPTY


@pytest.mark.parametrize("name", warehouse.names())
def test_every_question_says_its_grain(name: str) -> None:
    assert warehouse.sql(name).startswith("-- ")


def test_values_are_bound_not_spliced(sample_path: Path) -> None:
    hostile = "'; DROP TABLE targets; --"
    assert warehouse.query("place_rows", {"place": hostile, "most": 2}, sample_path).empty
    assert warehouse.query("search_quotes", PARAMETERS | {"a": hostile}, sample_path).empty
    assert len(warehouse.query("place_rows", {"place": "990101", "most": 2}, sample_path))


def test_a_rebuilt_file_shows(sample_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    shutil.copyfile(sample_path, path)
    before, count = warehouse.identity(path), len(warehouse.query("places", {}, path))
    other = tmp_path / "new.duckdb"
    shutil.copyfile(sample_path, other)
    with duckdb.connect(str(other)) as connection:
        connection.execute("DELETE FROM comparisons WHERE place_id = '990101'")
    with warehouse.connect(path) as held:  # a reader in the middle of its question
        other.replace(path)
        assert warehouse.identity(path) != before
        assert len(warehouse.query("places", {}, path)) == count - 1
        assert held.execute("SELECT count(DISTINCT place_id) FROM comparisons").fetchone() == (count,)


@pytest.mark.parametrize("seconds", [0, 0.1])
def test_a_writer_is_not_locked_out_for_long(
    seconds: float, sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "HELD_SECONDS", seconds)
    path = tmp_path / "w.duckdb"
    shutil.copyfile(sample_path, path)
    warehouse.query("facts", {}, path)
    for _ in range(100):
        if seconds == 0 or not _held(path):
            break
        time.sleep(0.1)
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE extra (x INTEGER)")


def test_the_file_stays_attached_from_one_question_to_the_next(
    sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "HELD_SECONDS", 60)
    one, other = tmp_path / "1.duckdb", tmp_path / "2.duckdb"
    for path in (one, other):
        shutil.copyfile(sample_path, path)
    warehouse.query("facts", {}, one)
    assert _held(one)
    for _ in range(20):  # no reader for each file
        warehouse.query("facts", {}, other)
        warehouse.query("facts", {}, one)
    assert len([which for which in _attached() if which in (one, other)]) <= 2


def _attached() -> list[Path]:
    return [Path(reader.which.path) for reader in warehouse._readers if reader.which]


def _held(path: Path) -> bool:
    return path in _attached()


def test_missing_and_damaged(tmp_path: Path) -> None:
    with pytest.raises(warehouse.WarehouseError) as missing:
        warehouse.query("facts", {}, tmp_path / "none.duckdb")
    assert missing.value.kind == "missing"
    for name, content in (("text.duckdb", b"no database"), ("empty.duckdb", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(warehouse.WarehouseError) as damaged:
            warehouse.query("facts", {}, tmp_path / name)
        assert damaged.value.kind == "damaged"


def test_another_database_is_damaged(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("CREATE TABLE unrelated (x INTEGER)")
    with pytest.raises(warehouse.WarehouseError) as error:
        warehouse.query("facts", {}, tmp_path / "other.duckdb")
    assert error.value.kind == "damaged"


def test_a_path_with_a_quote(sample_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "it's 仓库.duckdb"
    shutil.copyfile(sample_path, path)
    assert len(warehouse.query("places", {}, path))


def test_only_our_tables_can_be_downloaded(sample_path: Path) -> None:
    assert len(warehouse.table("targets", sample_path))
    with pytest.raises(KeyError):
        warehouse.table("targets; DROP TABLE x", sample_path)


def test_every_table_is_offered(sample_path: Path) -> None:
    with warehouse.connect(sample_path) as connection:
        found = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'warehouse'"
        ).fetchall()
    internal = {
        "judge_state",
        "ledger_kinds",
        "cause_labels",
        "wording_labels",
        "claim_finding_labels",
        "inputs",
        "verdict_labels",
        "verdict_rules",
        "finding_labels",
    }
    assert {name for (name,) in found} - internal == set(warehouse.TABLES)


def test_texts_follow_the_file(sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held in memory or, of many documents, seen through a view: a rebuilt file shows either way."""
    path = tmp_path / "w.duckdb"
    for held in (2500, 0, 0, 2500):
        monkeypatch.setattr(warehouse, "TEXTS_HELD", held)
        shutil.copyfile(sample_path, tmp_path / "new.duckdb")
        word = f"改写后的正文{held}"
        with duckdb.connect(str(tmp_path / "new.duckdb")) as connection:
            connection.execute("UPDATE documents SET text = ? WHERE doc_id = '990101-2024'", [word])
        (tmp_path / "new.duckdb").replace(path)
        assert list(warehouse.query("document", {"doc": "990101-2024"}, path)["text"]) == [word]
        assert list(warehouse.query("texts", {"docs": ["990101-2024"]}, path)["text"]) == [word]
        found = warehouse.query("search_texts", PARAMETERS | {"year": 0, "a": word}, path)
        assert list(found["doc_id"]) == ["990101-2024"] and word in found["snippet"].iloc[0]


def test_many_ask_at_once(sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers in several threads, while the file is replaced: everyone gets an answer, and afterwards nobody holds the file."""
    monkeypatch.setattr(warehouse, "HELD_SECONDS", 0)
    path = tmp_path / "w.duckdb"
    shutil.copyfile(sample_path, path)
    names = ["facts", "places", "search_texts", "document", "years", "search_quotes"] * 6

    def ask(name: str) -> int:
        if name == "years":
            shutil.copyfile(sample_path, tmp_path / f"{threading.get_ident()}.duckdb")
            (tmp_path / f"{threading.get_ident()}.duckdb").replace(path)
        return len(warehouse.query(name, PARAMETERS, path))

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(ask, names))
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE extra (x INTEGER)")
