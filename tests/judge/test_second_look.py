"""The second look before a silence: each pattern matches its own example and leaves its counter-example alone."""

from __future__ import annotations

import duckdb
import pytest

from etl.judge import judge, policy, second_look
from tests.judge.world import YEAR, World, warehouse

PATTERNS = second_look.patterns()
ENTRIES = policy.read("second_look.yml")["patterns"]


def found(indicator: str, text: str) -> str:
    row = duckdb.execute("SELECT regexp_extract(?, ?)", [text, PATTERNS[indicator]]).fetchone()
    assert row is not None
    return str(row[0])


def test_the_passage_reaches_to_the_end_of_its_clause() -> None:
    assert (
        found("industrial_investment", "五年来，工业投资年均分别增长9%和12%，税收稳步增长。")
        == "工业投资年均分别增长9%和12%"
    )


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["indicator"] for entry in ENTRIES])
def test_examples(entry: dict[str, str]) -> None:
    assert found(entry["indicator"], f"过去一年，{entry['hit']}。")
    assert not found(entry["indicator"], f"过去一年，{entry['miss']}。")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("过去一年，我们抓好财政，成效明显。", "unreported"),
        ("过去一年，保供稳价成效明显。", "unverifiable"),
        ("过去一年，工业平稳。\n今年，物价涨幅控制在3%。", "unreported"),
    ],
)
def test_only_the_review_is_searched_and_only_within_a_clause(text: str, status: str) -> None:
    world = World(warehouse(), 0)
    world.row("targets", world.document("this", YEAR), "cpi growth approx 2 %")
    following = world.document("next", YEAR + 1, text=text)
    world.row("outcomes", following, "gdp growth eq 6 %")
    split = text.find("\n")
    if split > 0:
        for role, start, end in (("review", 0, split), ("plan", split, len(text))):
            world.connection.execute("INSERT INTO sections VALUES (?, ?, ?, ?, ?)", [following, role, YEAR, start, end])
    judge(world.connection)
    assert world.connection.execute("SELECT status FROM comparisons").fetchall() == [(status,)]
    quotes = world.connection.execute("SELECT quote, char_start, char_end FROM searches").fetchall()
    assert all(text[start:end] == quote for quote, start, end in quotes)
    assert bool(quotes) == (status == "unverifiable")


@pytest.mark.parametrize("entry", policy.read("second_look.yml")["wider"], ids=lambda entry: entry["label"][:6])
def test_wider_words_go_by_what_a_name_is_about(entry: dict[str, str]) -> None:
    about = duckdb.execute(
        "SELECT regexp_matches($1, $2), regexp_matches($3, $2)", [entry["hit"], entry["label"], entry["miss"]]
    )
    assert about.fetchone() == (True, False)


def test_a_pollutant_outside_the_catalogue_is_answered_by_words_on_emissions() -> None:
    world = World(warehouse(), 0)
    world.row("targets", world.document("this", YEAR), "other:氨氮总量 growth eq -2 %")
    following = world.document("next", YEAR + 1, text="过去一年，主要污染物减排任务全面完成。")
    world.row("outcomes", following, "gdp growth eq 6 %")
    judge(world.connection)
    assert world.connection.execute("SELECT status FROM comparisons").fetchall() == [("unverifiable",)]
    assert world.connection.execute("SELECT quote FROM searches").fetchall() == [("主要污染物减排任务全面完成",)]
