"""Corrections by people: read, applied, visible, taken back, and reported when they are not needed any more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.judge import judge
from etl.judge.corrections import CorrectionError, digest, load
from tests.judge.world import build, warehouse

ENTRY = """
- id: c1
  action: override
  table: outcomes
  match: {place_name: 云岭区, year: 2024, indicator: gdp, measure: growth}
  set: {value_low: 6.2, value_high: 6.2}
  expect: {value_low: 62.0}
  reason: 原文漏印小数点
  source: 统计公报
  author: 张三
  date: 2026-01-31
"""
CASE: dict[str, Any] = {"target": "gdp growth eq 6 %", "next": ["gdp growth eq 62 %"]}

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writer(text: str) -> Path:
        path = tmp_path / "corrections.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return writer


@pytest.fixture
def world() -> duckdb.DuckDBPyConnection:
    connection = warehouse()
    build(connection, 0, CASE)
    return connection


def verdict(connection: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    row = connection.execute("SELECT status, outcome_value FROM comparisons").fetchone()
    assert row is not None
    return row


def state(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()


def test_override_is_applied_before_judging_and_seen_at_the_row(world: duckdb.DuckDBPyConnection, write: Write) -> None:
    judge(world)
    assert verdict(world) == ("exceeded", 62.0)
    judge(world, load(write(ENTRY)))
    assert verdict(world) == ("met", 6.2)
    assert world.execute("SELECT correction FROM outcomes").fetchall() == [("c1：原文漏印小数点（张三，2026-01-31）",)]
    assert world.execute("SELECT outcome FROM corrections").fetchall() == [("applied",)]


def test_applying_twice_gives_the_same(world: duckdb.DuckDBPyConnection, write: Write) -> None:
    tables = ("outcomes", "corrections", "corrected_rows", "comparisons", "judge_state")
    corrections = load(write(ENTRY))
    judge(world, corrections)
    first = {table: state(world, table) for table in tables}
    judge(world, corrections)
    assert {table: state(world, table) for table in tables} == first


def test_a_correction_that_is_taken_out_leaves_what_was_read(world: duckdb.DuckDBPyConnection, write: Write) -> None:
    before = state(world, "outcomes")
    judge(world, load(write(ENTRY)))
    judge(world)
    assert state(world, "outcomes") == before
    assert verdict(world) == ("exceeded", 62.0)
    assert state(world, "corrections") == state(world, "corrected_rows") == []


def test_drop_and_its_return(world: duckdb.DuckDBPyConnection, write: Write) -> None:
    before = state(world, "outcomes")
    dropped = load(write(ENTRY.replace("override", "drop").replace("  set: {value_low: 6.2, value_high: 6.2}\n", "")))
    for _ in range(2):
        judge(world, dropped)
        assert verdict(world) == ("unreported", None)
        assert world.execute("SELECT outcome FROM corrections").fetchall() == [("applied",)]
    judge(world)
    assert state(world, "outcomes") == before


def test_flag_changes_no_figure(world: duckdb.DuckDBPyConnection, write: Write) -> None:
    judge(
        world, load(write(ENTRY.replace("override", "flag").replace("  set: {value_low: 6.2, value_high: 6.2}\n", "")))
    )
    assert verdict(world) == ("exceeded", 62.0)
    assert world.execute("SELECT correction <> '' FROM outcomes").fetchall() == [(True,)]


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("value_low: 62.0", "value_low: 6.3", "not_needed"),
        ("place_name: 云岭区", "place_name: 青河县", "not_found"),
        ("year: 2024, indicator: gdp", "report_year: 2031", "not_found"),
        ("indicator: gdp", "source_file: next.txt", "applied"),
    ],
)
def test_what_becomes_of_a_correction_is_reported(
    world: duckdb.DuckDBPyConnection, write: Write, caplog: pytest.LogCaptureFixture, old: str, new: str, outcome: str
) -> None:
    with caplog.at_level(logging.WARNING, "etl"):
        judge(world, load(write(ENTRY.replace(old, new))))
    assert world.execute("SELECT outcome FROM corrections").fetchall() == [(outcome,)]
    assert ("c1" in caplog.text) == (outcome != "applied")


def test_a_correction_for_two_rows_changes_none(write: Write) -> None:
    connection = warehouse()
    build(connection, 0, CASE)
    build(connection, 1, CASE)
    judge(connection, load(write(ENTRY)))
    assert connection.execute("SELECT outcome FROM corrections").fetchall() == [("ambiguous",)]
    assert connection.execute("SELECT count(*) FROM outcomes WHERE value_low = 62").fetchall() == [(2,)]


def test_a_document_read_again_is_corrected_afresh(world: duckdb.DuckDBPyConnection, write: Write) -> None:
    corrections = load(write(ENTRY))
    judge(world, corrections)
    world.execute("UPDATE outcomes SET value_low = 7, value_high = 7, correction = ''")  # as a new reading gives it
    judge(world, corrections)
    assert verdict(world) == ("exceeded", 7.0)
    assert world.execute("SELECT outcome FROM corrections").fetchall() == [("not_needed",)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  author: 张三\n", "", "缺少 author"),
        ("  expect: {value_low: 62.0}\n", "", "缺少 expect"),
        ("override", "delete", "drop、override 或 flag"),
        ("table: outcomes", "table: documents", "targets、outcomes 或 claims"),
        ("2026-01-31", "昨天", "2026-01-31"),
        ("  set: {value_low: 6.2, value_high: 6.2}\n", "", "set"),
        ("author:", "writer:", "author"),
        ("- id: c1", "- id: [", "读不出来"),
    ],
)
def test_a_wrong_entry_is_refused_in_words(write: Write, old: str, new: str, says: str) -> None:
    with pytest.raises(CorrectionError, match=says):
        load(write(ENTRY.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("set: {value_low: 6.2", "set: {quote: 别的话, value_low: 6.2"),
        ("indicator: gdp", "no_such: gdp"),
        ("value_low: 6.2", "measure: 随便, value_low: 6.2"),
    ],
)
def test_a_change_that_cannot_be_is_refused(world: duckdb.DuckDBPyConnection, write: Write, old: str, new: str) -> None:
    with pytest.raises(CorrectionError):
        judge(world, load(write(ENTRY.replace(old, new))))


def test_the_digest_follows_the_content(write: Write) -> None:
    assert load(None) == ()
    assert digest(()) == ""
    one = digest(load(write(ENTRY)))
    assert one == digest(load(write("corrections:\n" + ENTRY)))
    assert one != digest(load(write(ENTRY.replace("6.2", "6.3"))))


def test_one_id_for_two_entries_is_refused(write: Write) -> None:
    with pytest.raises(CorrectionError, match="不止一次"):
        load(write(ENTRY + ENTRY))
