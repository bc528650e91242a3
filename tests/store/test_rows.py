"""Rows of a document: ids, quotes, and what is left out with a warning."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from etl.models import Claim, Document, Extraction, Mention, Refusal, Row, Section
from etl.store import COLUMNS, document_rows, refusal_rows

TEXT = "一、回顾\n地区生产总值增长6.2%。\n二、安排\n地区生产总值增长6%左右，完成目标的104%。"
START = TEXT.index("地区生产总值增长6%左右")
TARGET = Row(
    *("gdp", "地区生产总值", "growth", 2025),
    op="approx",
    value_low=6.0,
    value_high=6.0,
    unit="%",
    headline=True,
    promise=3,
    char_start=START,
    char_end=START + len("地区生产总值增长6%左右"),
    section="headline",
)


def document(**changes: Any) -> Document:
    facts = {"place_id": "zone:云岭开发区", "place_name": "云岭开发区", "review_year": 2024, "plan_year": 2025}
    return Document("d1", "a.txt", "00ff", TEXT, **(facts | changes))


def named(table: str, row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(COLUMNS[table], row, strict=True))


def test_ids_and_quote_of_a_target() -> None:
    rows = document_rows(document(), Extraction(targets=[TARGET, TARGET]), "a.txt")
    first, second = (named("targets", row) for row in rows["targets"])
    assert (first["target_id"], second["target_id"]) == ("d1:t1", "d1:t2")
    assert first["promise_id"] == "d1:p3"
    assert first["quote"] == "地区生产总值增长6%左右" == TEXT[first["char_start"] : first["char_end"]]
    assert first["headline"] is True
    assert first["place_name"] == "云岭开发区"


def test_every_table_has_its_ids() -> None:
    outcome = replace(TARGET, op="eq", estimated=True)
    claim = Claim(
        "gdp", "地区生产总值", 2024, "year", None, "", None, "", 104.0, "完成目标的104%", "met", START, len(TEXT)
    )
    mention = Mention("gdp", "words", 0, 4)
    extraction = Extraction([Section("review", 0, 20, 2024)], [], [outcome], [claim], [mention])
    rows = document_rows(document(), extraction, "a.zip")
    assert named("outcomes", rows["outcomes"][0])["outcome_id"] == "d1:o1"
    assert named("outcomes", rows["outcomes"][0])["estimated"] is True
    assert named("claims", rows["claims"][0])["claim_id"] == "d1:c1"
    assert named("mentions", rows["mentions"][0]) | {"quote": TEXT[:4], "year": 2024} == named(
        "mentions", rows["mentions"][0]
    )
    assert named("sections", rows["sections"][0])["role"] == "review"
    assert named("documents", rows["documents"][0])["input"] == "a.zip"
    assert named("documents", rows["documents"][0])["status"] == "ok"


def test_a_row_from_a_table_has_neither_quote_nor_offsets() -> None:
    bare = replace(TARGET, char_start=None, char_end=None)
    row = named(
        "targets", document_rows(document(citation="某报告"), Extraction(targets=[bare]), "f.csv")["targets"][0]
    )
    assert (row["quote"], row["char_start"], row["char_end"]) == (None, None, None)
    assert row["citation"] == "某报告"


UNSOUND = {
    "end past the text": replace(TARGET, char_end=len(TEXT) + 1),
    "empty slice": replace(TARGET, char_end=START),
    "only a start": replace(TARGET, char_end=None),
    "year that cannot be": replace(TARGET, year=20255),
    "infinite": replace(TARGET, value_low=math.inf, value_high=math.inf),
    "stretch that is no number": replace(TARGET, stretch=math.nan),
    "ge with an upper bound": replace(TARGET, op="ge"),
    "eq of two values": replace(TARGET, op="eq", value_high=7.0),
    "range upside down": replace(TARGET, op="range", value_low=7.0),
    "no operator": replace(TARGET, op=""),
}


@pytest.mark.parametrize("row", UNSOUND.values(), ids=UNSOUND.keys())
def test_an_unsound_row_is_left_out_and_told(row: Row) -> None:
    rows = document_rows(document(), Extraction(targets=[row, TARGET]), "a.txt")
    assert [named("targets", r)["target_id"] for r in rows["targets"]] == ["d1:t2"], "ids do not move up"
    facts = named("documents", rows["documents"][0])
    assert facts["status"] == "warned"
    assert len(facts["warnings"]) == 1
    assert facts["warnings"][0].startswith("略去 1 行目标：")


@pytest.mark.parametrize(
    "row",
    [
        replace(TARGET, measure="qualitative", op="", value_low=None, value_high=None, relation="stable"),
        replace(TARGET, measure="relative", op="", value_low=3.0, value_high=None, relation="above_parent"),
        replace(TARGET, op="range", value_low=6.0, value_high=6.5),
        replace(TARGET, op="le", value_low=None),
        replace(TARGET, op="ge", value_high=None, stretch=8.0),
    ],
)
def test_sound_rows_stay(row: Row) -> None:
    rows = document_rows(document(), Extraction(targets=[row]), "a.txt")
    assert len(rows["targets"]) == 1
    assert named("documents", rows["documents"][0])["warnings"] == []


def test_a_refusal_is_a_document_without_text() -> None:
    row = named("documents", refusal_rows(Refusal("b.pdf", "扫描件，没有文字", "ff"), "b.pdf")["documents"][0])
    assert row["status"] == "refused"
    assert row["warnings"] == ["扫描件，没有文字"]
    assert row["text"] is None
    assert row["sha256"] == "ff"
