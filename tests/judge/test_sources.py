"""Which document is the source, which can be silent, which is a copy of another."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from etl.judge import judge
from tests.judge.world import YEAR, World, insert, warehouse

CLAUSES = "".join(f"全区第{n}项重点工作取得明显成效，{n}个项目如期建成投用。" for n in range(60))


@pytest.fixture
def world() -> World:
    return World(warehouse(), 0)


def fetch(world: World, query: str) -> list[tuple[Any, ...]]:
    return world.connection.execute(query).fetchall()


def section(connection: duckdb.DuckDBPyConnection, doc_id: str, role: str, start: int, end: int) -> None:
    insert(connection, "sections", {"doc_id": doc_id, "role": role, "year": YEAR, "char_start": start, "char_end": end})


@pytest.mark.parametrize(
    ("sections", "title", "status", "code"),
    [
        ([("review", 0, 6000), ("plan", 6000, 14000)], "政府工作报告", "unreported", "unreported"),
        ([("review", 0, 600), ("plan", 600, 14000)], "政府工作报告", "pending", "pending_incomplete"),
        ([("review", 0, 6000)], "政府工作报告", "pending", "pending_incomplete"),
        ([("review", 0, 9000), ("plan", 9000, 21000)], "政府工作报告", "pending", "pending_incomplete"),
        ([("review", 0, 6000), ("plan", 6000, 14000)], "政府工作报告（节选）", "pending", "pending_incomplete"),
        ([("five_year_review", 0, 6000), ("headline", 6000, 7000)], "政府工作报告", "unreported", "unreported"),
        ([], "政府工作报告", "unreported", "unreported"),
    ],
)
def test_only_a_report_that_was_read_in_full_is_silent(
    world: World, sections: list[tuple[str, int, int]], title: str, status: str, code: str
) -> None:
    world.row("targets", world.document("this", YEAR), "cpi growth approx 2 %")
    following = world.document("next", YEAR + 1, title=title)
    for indicator in ("gdp", "retail_sales", "budget_revenue"):
        world.row("outcomes", following, f"{indicator} growth eq 6 %")
    for role, start, end in sections:
        section(world.connection, following, role, start, end)
    judge(world.connection)
    assert fetch(world, "SELECT status, reason_code FROM comparisons") == [(status, code)]


def test_targets_of_the_work_report_are_compared_and_the_plan_report_stays_visible(world: World) -> None:
    plan = world.document("plan", YEAR, doc_type="plan_report")
    world.row("targets", plan, "gdp growth eq 7 %")
    target = world.row("targets", world.document("this", YEAR), "gdp growth eq 6 %")
    judge(world.connection)
    assert fetch(world, "SELECT target_id FROM comparisons") == [(target,)]
    assert fetch(world, "SELECT source_value, other_value, other_doc_id FROM document_differences") == [
        (6.0, 7.0, plan)
    ]
    assert fetch(world, "SELECT kind, before_value, after_value FROM ledger") == [("target_adjusted", 6.0, 7.0)]


@pytest.mark.parametrize(
    ("kinds", "source"),
    [
        (["figures", "digest", "news_summary", "plan_report", "work_report"], "work_report"),
        (["figures", "digest", "news_summary", "plan_report"], "plan_report"),
        (["figures", "digest", "news_summary"], "news_summary"),
        (["figures", "digest"], "digest"),
        (["quarter_plan", "figures"], "figures"),
    ],
)
def test_the_order_of_sources_on_both_sides(world: World, kinds: list[str], source: str) -> None:
    for kind in kinds:
        world.row("targets", world.document(f"t-{kind}", YEAR, doc_type=kind), "gdp growth eq 6 %")
        world.row("outcomes", world.document(f"o-{kind}", YEAR + 1, doc_type=kind), "gdp growth eq 6 %")
    judge(world.connection)
    assert fetch(world, "SELECT target_doc_id, outcome_doc_id, status FROM comparisons") == [
        (f"0:district:t-{source}", f"0:district:o-{source}", "met")
    ]


def test_a_quarter_has_a_source_of_its_own(world: World) -> None:
    annual = world.row("targets", world.document("this", YEAR), "gdp growth eq 6 %")
    quarter = world.document("q1", YEAR, doc_type="quarter_plan", plan_period="Q1", review_year=None)
    first = world.row("targets", quarter, "gdp growth eq 5 % period=Q1")
    world.row("targets", quarter, "gdp growth eq 6.5 %")
    judge(world.connection)
    assert fetch(world, "SELECT target_id, period FROM comparisons ORDER BY period") == [
        (first, "Q1"),
        (annual, "year"),
    ]


def test_a_corrected_version_stands_for_both_and_the_first_stays_visible(world: World) -> None:
    old = world.document("old", YEAR + 1, text=CLAUSES, published_on=date(2025, 1, 20))
    new = world.document("new", YEAR + 1, text=CLAUSES + "特此更正。", published_on=date(2025, 2, 1))
    other = world.document("other", YEAR + 1, text="".join(f"别的一份报告说到的第{n}件大事情。" for n in range(60)))
    target = world.row("targets", world.document("this", YEAR), "gdp growth eq 6 %")
    world.row("outcomes", old, "gdp growth eq 9 %")
    world.row("outcomes", new, "gdp growth eq 6 %")
    judge(world.connection)
    assert fetch(world, "SELECT doc_id, duplicate_of FROM documents WHERE duplicate_of IS NOT NULL") == [(old, new)]
    assert other
    assert fetch(world, "SELECT target_id, outcome_doc_id, status FROM comparisons") == [(target, new, "met")]
    differences = fetch(world, "SELECT role, source_value, other_value FROM document_differences")
    assert differences == [("outcome", 6.0, 9.0)]


def test_a_truncated_later_copy_does_not_replace_the_report(world: World) -> None:
    whole = world.document("whole", YEAR + 1, text=CLAUSES, published_on=date(2025, 1, 20))
    cut = world.document("cut", YEAR + 1, text=CLAUSES[:300], published_on=date(2025, 2, 1))
    world.row("targets", world.document("this", YEAR), "gdp growth eq 6 %")
    for indicator in ("gdp", "retail_sales", "budget_revenue"):
        world.row("outcomes", whole, f"{indicator} growth eq 6 %")
    world.row("outcomes", cut, "gdp growth eq 3 %")
    judge(world.connection)
    assert fetch(world, "SELECT outcome_doc_id FROM comparisons") == [(whole,)]


def test_rounding_is_no_difference(world: World) -> None:
    world.row("outcomes", world.document("next", YEAR + 1), "gdp level eq 5.2 万亿元")
    world.row("outcomes", world.document("plan", YEAR + 1, doc_type="plan_report"), "gdp level eq 51984.3 亿元")
    judge(world.connection)
    assert fetch(world, "SELECT * FROM document_differences") == []


def test_places_of_one_name_stay_two() -> None:
    connection = warehouse()
    one, two = World(connection, 1), World(connection, 2)
    one.row("targets", one.document("this", YEAR), "gdp growth eq 6 %")
    two.row("outcomes", two.document("next", YEAR + 1), "gdp growth eq 6 %")
    judge(connection)
    assert connection.execute("SELECT place_id, status FROM comparisons").fetchall() == [("district-1", "pending")]


def test_refused_and_skipped_documents_are_no_source(world: World) -> None:
    world.row("targets", world.document("this", YEAR), "gdp growth eq 6 %")
    world.document("next", YEAR + 1, status="skipped")
    judge(world.connection)
    assert fetch(world, "SELECT status FROM comparisons") == [("pending",)]


def test_the_search_behind_a_silence_is_stored(world: World) -> None:
    target = world.row("targets", world.document("this", YEAR), "cpi growth approx 2 %")
    following = world.document("next", YEAR + 1)
    row = {"doc_id": following, "place_id": "district-0", "year": YEAR, "indicator": "cpi", "finding": "other_year"}
    insert(world.connection, "mentions", row | {"quote": "上上年物价上涨", "char_start": 40, "char_end": 47})
    judge(world.connection)
    assert fetch(world, "SELECT status, outcome_doc_id FROM comparisons") == [("unreported", following)]
    assert fetch(world, "SELECT target_id, doc_id, finding, quote, char_start, char_end FROM searches") == [
        (target, following, "other_year", "上上年物价上涨", 40, 47)
    ]


def test_a_promise_made_twice_in_one_report_is_known_as_one(world: World) -> None:
    this = world.document("this", YEAR)
    later = world.row("targets", this, "gdp growth eq 6 %", headline=False)
    listed = world.row("targets", this, "gdp growth eq 6 %")
    other = world.row("targets", this, "gdp growth eq 7 %")
    judge(world.connection)
    assert dict(fetch(world, "SELECT target_id, repeats FROM comparisons")) == {
        later: listed,
        listed: None,
        other: None,
    }


def test_the_growth_row_decides_for_its_promise(world: World) -> None:
    this = world.document("this", YEAR)
    level = world.row("targets", this, "budget_revenue level eq 220.6 亿元 promise_id=p")
    growth = world.row("targets", this, "budget_revenue growth eq 5 % promise_id=p")
    world.row("targets", this, "grain_output level ge 100 万吨 promise_id=q")
    judge(world.connection)
    rows = dict(fetch(world, "SELECT target_id, decides FROM comparisons"))
    assert (rows[level], rows[growth]) == (False, True)
    assert (
        fetch(world, "SELECT count(*) FROM comparisons GROUP BY promise_id HAVING count(*) FILTER (WHERE decides) <> 1")
        == []
    )
