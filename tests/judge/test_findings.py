"""Quiet changes, growth reconciled, claims beside the board, cascade, wording, and what a second judgement does again."""

from __future__ import annotations

from typing import Any

import pytest

from etl.judge import judge, policy
from tests.judge.world import YEAR, World, insert, warehouse


@pytest.fixture
def world() -> World:
    return World(warehouse(), 0)


def fetch(world: World, query: str) -> list[tuple[Any, ...]]:
    judge(world.connection)
    return world.connection.execute(query).fetchall()


def claim(world: World, doc_id: str, indicator: str, words: str, **columns: Any) -> None:
    row: dict[str, Any] = {
        "claim_id": f"c{words}", "doc_id": doc_id, "place_id": "district-0", "year": YEAR, "period": "year", "indicator": indicator,
        "indicator_label": indicator, "reported": None, "unit": "", "target_value": None, "target_op": "",
        "completion_pct": None, "words": words, "verdict": "met", "quote": words, "char_start": 1, "char_end": 1 + len(words),
    }  # fmt: skip
    insert(world.connection, "claims", row | columns)


# --- growth reconciled


@pytest.mark.parametrize(
    ("last", "level", "growth", "sentence", "status", "cause"),
    [
        (50.0, 53.0, 6.0, "", "agrees", ""),
        (50.0, 53.0, 5.9, "", "agrees", ""),  # 53 and 50 are rounded: 3.9 to 8.1
        (50.25, 53.15, 6.1, "", "unexplained", ""),  # 5.74 to 5.80
        (50.25, 53.15, 6.0, "", "agrees", ""),  # 6.0 is kept as 6, which may stand for 5.5 to 6.5
        (50.25, 53.15, 5.8, "", "agrees", ""),
        (56.5, 45.4, 13.9, "", "unexplained", ""),
        (50.25, 53.15, 6.5, "一般公共预算收入53.15亿元，同口径增长6.5%", "explained", "comparable"),
        (50.25, 53.15, 6.5, "剔除减税因素，一般公共预算收入53.15亿元、增长6.5%", "explained", "excluded"),
        (50.25, 53.15, 6.5, "按修订后的基数，一般公共预算收入53.15亿元、增长6.5%", "explained", "rebased"),
        (50.25, 53.15, 6.5, "同口径用电量下降。一般公共预算收入53.15亿元、增长6.5%", "unexplained", ""),
    ],
)
def test_growth_beside_levels(
    world: World, last: float, level: float, growth: float, sentence: str, status: str, cause: str
) -> None:
    text = f"过去一年，{sentence or '一般公共预算收入增长'}。今年继续努力。"
    this, following = world.document("this", YEAR), world.document("next", YEAR + 1, text=text)
    world.row("outcomes", this, f"budget_revenue level eq {last} 亿元", year=YEAR - 1)
    world.row("outcomes", following, f"budget_revenue level eq {level} 亿元")
    key = world.row("outcomes", following, f"budget_revenue growth eq {growth} %")
    start = text.index("一般公共预算收入")
    world.connection.execute(
        "UPDATE outcomes SET quote = ?, char_start = ?, char_end = ? WHERE outcome_id = ?",
        [text[start : text.index("。", start)], start, text.index("。", start), key],
    )
    assert fetch(world, "SELECT status, cause FROM reconciliations") == [(status, cause)]
    kinds = world.connection.execute("SELECT kind, year FROM ledger").fetchall()
    assert kinds == ([("outcome_implied", YEAR - 1)] if status == "unexplained" else [])


def test_growth_at_constant_prices_is_not_held_against_levels(world: World) -> None:
    world.row("outcomes", world.document("this", YEAR), "gdp level eq 100 亿元", year=YEAR - 1)
    following = world.document("next", YEAR + 1)
    world.row("outcomes", following, "gdp level eq 110 亿元")
    world.row("outcomes", following, "gdp growth eq 6 %")
    assert fetch(world, "SELECT status, round(implied_low) FROM reconciliations") == [("constant_prices", 9)]
    assert fetch(world, "FROM ledger") == []


# --- ledger


def test_an_outcome_restated_by_a_later_report(world: World) -> None:
    first = world.row("outcomes", world.document("next", YEAR + 1), "budget_revenue level eq 53.1 亿元")
    later = world.row("outcomes", world.document("later", YEAR + 2), "budget_revenue level eq 52.6 亿元")
    rows = fetch(world, "SELECT kind, before_id, after_id, before_value, after_value, year, detail FROM ledger")
    assert [row[:6] for row in rows] == [("outcome_restated", first, later, 53.1, 52.6, YEAR)]
    assert "原报53.1亿元" in rows[0][6]


@pytest.mark.parametrize(
    "second",
    ["budget_revenue level eq 53.1 亿元", "budget_revenue level eq 53 亿元", "budget_revenue level ge 50 亿元"],
)
def test_rounding_and_bounds_restate_nothing(world: World, second: str) -> None:
    world.row("outcomes", world.document("next", YEAR + 1), "budget_revenue level eq 53.1 亿元")
    world.row("outcomes", world.document("later", YEAR + 2), second)
    assert fetch(world, "FROM ledger") == []


LIST = ["gdp growth eq 6 %", "cpi growth approx 3 %", "retail_sales growth eq 7 %"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("trade_total growth ge 5 %", None, "indicator_dropped"),
        ("registered_unemployment_rate level le 4.5 %", "surveyed_unemployment level le 5.5 %", "indicator_switched"),
        ("trade_total growth ge 5 %", "trade_total growth approx 5 %", "bound_softened"),
        ("trade_total growth ge 5 %", "trade_total growth eq 5 %", "bound_softened"),
        ("trade_total growth eq 5 %", "trade_total growth approx 5 %", "bound_softened"),
        ("trade_total growth ge 5 %", "trade_total qualitative relation=words", "number_to_words"),
        ("trade_total growth ge 5 %", "trade_total relative relation=positive", "number_to_relative"),
        ("trade_total growth eq 5 %", "trade_total growth approx 4 %", "bound_softened"),
        ("trade_total growth eq 5 %", "trade_total growth approx 10 %", None),
        ("registered_unemployment_rate level le 4.5 %", "registered_unemployment_rate level approx 4 %", None),
        ("trade_total growth approx 5 %", "trade_total growth ge 5 %", None),
        ("trade_total growth ge 5 %", "trade_total growth ge 3 %", None),
        ("trade_total growth ge 5 %", "trade_total level ge 50 亿元", None),
    ],
)
def test_what_changes_in_the_list_of_targets(world: World, before: str, after: str | None, kind: str | None) -> None:
    this, following = world.document("this", YEAR), world.document("next", YEAR + 1)
    for text in LIST:
        world.row("targets", this, text)
        world.row("targets", following, text, year=YEAR + 1)
    old = world.row("targets", this, before)
    new = world.row("targets", following, after, year=YEAR + 1) if after else None
    rows = fetch(world, "SELECT kind, before_id, after_id, year FROM ledger")
    assert rows == ([(kind, old, new, YEAR + 1)] if kind else [])


def test_a_list_that_is_not_held_drops_nothing(world: World) -> None:
    this, following = world.document("this", YEAR), world.document("next", YEAR + 1)
    for text in [*LIST, "trade_total growth ge 5 %"]:
        world.row("targets", this, text)
    world.row("targets", following, "gdp growth eq 6 %", year=YEAR + 1)
    assert fetch(world, "FROM ledger") == []


def test_a_target_remembered_differently(world: World) -> None:
    target = world.row("targets", world.document("this", YEAR), "urban_new_jobs level eq 18000 人")
    claim(world, world.document("next", YEAR + 1), "urban_new_jobs", "完成目标17000人", target_value=1.7, unit="万人")
    rows = fetch(world, "SELECT kind, before_id, before_value, after_value, unit FROM ledger")
    assert rows == [("target_remembered", target, 18000.0, 17000.0, "人")]


def test_an_outcome_within_a_bound_remembers_no_target(world: World) -> None:
    world.row("targets", world.document("this", YEAR), "registered_unemployment_rate level le 4.3 %")
    following = world.document("next", YEAR + 1)
    claim(world, following, "registered_unemployment_rate", "控制在4.1%以内", target_value=4.1, unit="%")
    assert fetch(world, "FROM ledger") == []
    assert fetch(world, "SELECT remembers FROM claims_checked") == [("",)]


# --- claims beside the board


@pytest.mark.parametrize(
    ("target", "outcome", "columns", "finding", "remembers"),
    [
        ("urban_new_jobs level eq 18000 人", "urban_new_jobs level eq 19000 人", {"completion_pct": 105.6, "reported": 19000, "unit": "人"}, "agrees", "same"),
        ("urban_new_jobs level eq 15000 人", "urban_new_jobs level eq 19000 人", {"completion_pct": 105.6, "reported": 19000, "unit": "人"}, "target_differs", "differs"),
        ("urban_new_jobs level eq 1.8 万人", "urban_new_jobs level eq 19000 人", {"target_value": 18000, "unit": "人"}, "agrees", "same"),
        ("urban_new_jobs level eq 18000 人", "urban_new_jobs level eq 17000 人", {}, "overstated", ""),
        ("urban_new_jobs level eq 18000 人", "urban_new_jobs level eq 17000 人", {"verdict": "missed"}, "admission", ""),
        ("urban_new_jobs level eq 18000 人", "urban_new_jobs level eq 17000 人", {"completion_pct": 94.4, "verdict": "progress"}, "admission", ""),
        ("urban_new_jobs level eq 18000 人", "urban_new_jobs level eq 9000 人", {"completion_pct": 50, "verdict": "progress"}, "progress", ""),
        ("urban_new_jobs level eq 18000 人", None, {}, "no_figure", ""),
        ("gdp growth eq 6 %", None, {}, "not_promised", ""),
        ("gdp growth eq 6 %", None, {"completion_pct": 105.6, "reported": 19000, "unit": "人"}, "not_promised", "no_number_promised"),
    ],
)  # fmt: skip
def test_one_claim(
    world: World, target: str, outcome: str | None, columns: dict[str, Any], finding: str, remembers: str
) -> None:
    world.row("targets", world.document("this", YEAR), target)
    following = world.document("next", YEAR + 1)
    if outcome:
        world.row("outcomes", following, outcome)
    claim(world, following, "urban_new_jobs", "完成年度目标", **columns)
    assert fetch(world, "SELECT kind, finding, remembers FROM claims_checked") == [("one", finding, remembers)]


def test_the_target_that_a_claim_implies_where_the_report_is_not_held(world: World) -> None:
    following = world.document("next", YEAR + 1)
    claim(world, following, "urban_new_jobs", "完成目标105.6%", completion_pct=105.6, reported=19000, unit="个")
    rows = fetch(world, "SELECT finding, remembered_by, remembers, round(remembered), promised FROM claims_checked")
    assert rows == [("promise_not_held", "implied", "promise_not_held", 17992, None)]


@pytest.mark.parametrize(
    ("words", "retail", "expected"),
    [
        ("全面完成年度目标任务", "retail_sales growth eq 8 %", ("all", "agrees", 2, 2, 0, 0)),
        ("全面完成年度目标任务", "retail_sales growth eq 3 %", ("all", "overstated", 2, 1, 1, 0)),
        ("圆满完成人大会议确定的主要目标任务", None, ("all", "overstated", 2, 1, 0, 1)),
        ("完成了“十三五”规划确定的主要目标任务", None, ("one", "not_promised", None, None, None, None)),
        ("全面完成第七轮环保三年行动计划", None, ("one", "not_promised", None, None, None, None)),
        ("较好完成全年经济社会发展目标任务", "retail_sales growth eq 8 %", ("all", "agrees", 2, 2, 0, 0)),
        ("超额完成政府债务化解年度任务", None, ("one", "not_promised", None, None, None, None)),
        ("淘汰产能420万吨，全面完成国家下达的年度任务", None, ("one", "not_promised", None, None, None, None)),
        ("劳动就业超过预期目标", None, ("one", "not_promised", None, None, None, None)),
    ],
)
def test_a_claim_on_all_targets(world: World, words: str, retail: str | None, expected: tuple[Any, ...]) -> None:
    this, following = world.document("this", YEAR), world.document("next", YEAR + 1)
    world.row("targets", this, "gdp growth eq 6 %")
    world.row("targets", this, "retail_sales growth eq 7 %")
    world.row("outcomes", following, "gdp growth eq 6 %")
    if retail:
        world.row("outcomes", following, retail)
    claim(world, following, "other:目标任务", words)
    assert fetch(world, "SELECT kind, finding, promises, kept, missed, silent FROM claims_checked") == [expected]


# --- cascade, wording, readings


def test_how_much_each_level_adds(world: World) -> None:
    for level, value in (("country", 5.0), ("province", 5.5), ("district", 7.0)):
        world.row("targets", world.document("this", YEAR, level), f"gdp growth eq {value} %")
    rows = fetch(world, "SELECT level, value, parent_level, parent_value, added FROM cascade ORDER BY value")
    assert rows == [
        ("country", 5.0, None, None, None),
        ("province", 5.5, "country", 5.0, 0.5),
        ("district", 7.0, "province", 5.5, 1.5),
    ]


@pytest.mark.parametrize(
    ("target", "wording"),
    [
        ("grain_output level ge 100 万吨 quote=确保粮食产量100万吨以上", "ensure"),
        ("gdp growth eq 6 % quote=生产总值力争增长6%", "strive"),
        ("gdp growth ge 6 % stretch=7 quote=生产总值增长6%以上、力争7%", "at_least"),
        ("cpi growth le 3 % quote=物价涨幅3%以内", "at_most"),
        ("gdp growth approx 6 % quote=生产总值增长6%左右", "about"),
        ("gdp growth range 5~6 % quote=生产总值增长5%至6%", "range"),
        ("gdp growth eq 6 %", "plain"),
        ("income_all relative relation=sync_gdp quote=居民收入与经济同步", "relative"),
        ("cpi qualitative relation=words quote=物价平稳", "words"),
    ],
)
def test_how_a_promise_is_worded(world: World, target: str, wording: str) -> None:
    world.row("targets", world.document("this", YEAR), target)
    assert fetch(world, "SELECT wording FROM comparisons") == [(wording,)]
    assert fetch(world, "SELECT wording, promises, judged FROM wording_strength") == [(wording, 1, 0)]


def test_readings_are_counted(world: World) -> None:
    this, following = world.document("this", YEAR), world.document("next", YEAR + 1)
    for indicator, growth in (("gdp", 6.0), ("retail_sales", 5.7), ("budget_revenue", 5.5), ("trade_total", 1.0)):
        world.row("targets", this, f"{indicator} growth eq 6 %")
        world.row("outcomes", following, f"{indicator} growth eq {growth} %")
    columns = "judged, not_missed_strict, not_missed, not_missed_lenient, depends_on_reading"
    assert fetch(world, f"SELECT {columns} FROM sensitivity") == [(4, 1, 2, 3, 2)]


# --- only what changed is judged again

TABLES = (
    "comparisons",
    "searches",
    "ledger",
    "reconciliations",
    "claims_checked",
    "cascade",
    "document_differences",
    "judge_state",
)


def snapshot(world: World) -> dict[str, list[tuple[Any, ...]]]:
    return {table: world.connection.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in TABLES}


def furnish(connection: Any, number: int, growth: float) -> World:
    world = World(connection, number)
    this, following = world.document("this", YEAR), world.document("next", YEAR + 1)
    for text in LIST:
        world.row("targets", this, text)
    world.row("targets", this, "income_all relative relation=above_parent benchmark=全市")
    world.row("outcomes", following, f"gdp growth eq {growth} %")
    world.row("outcomes", following, "income_all growth eq 6 %")
    return world


def test_judging_again_changes_nothing(world: World) -> None:
    furnished = furnish(warehouse(), 1, 6)
    judge(furnished.connection)
    before = snapshot(furnished)
    judge(furnished.connection)
    assert snapshot(furnished) == before


def test_a_report_added_later_gives_what_judging_all_gives() -> None:
    early, late = warehouse(), warehouse()
    for number in (1, 2):
        furnish(early, number, 6)
    judge(early)
    parent = World(early, 3)
    assert parent
    for connection in (early, late):
        if connection is late:
            furnish(late, 1, 6)
            world = furnish(late, 2, 6)
            World(late, 3)
        else:
            world = World.__new__(World)
            world.connection, world.number, world.count = connection, 2, 50
        world.count = 50
        world.row("outcomes", world.document("later", YEAR + 1, "city"), "income_all growth eq 5 %")
        judge(connection)
    first, second = (World.__new__(World) for _ in range(2))
    first.connection, second.connection = early, late
    assert snapshot(first) == snapshot(second)
    row = early.execute(
        "SELECT status, method FROM comparisons WHERE place_id = 'district-2' AND indicator = 'income_all'"
    )
    assert row.fetchone() == ("met", "relative")


def test_a_document_taken_out_takes_its_verdicts_along() -> None:
    world = furnish(warehouse(), 1, 6)
    judge(world.connection)
    for table in ("targets", "outcomes", "documents"):
        world.connection.execute(f"DELETE FROM {table}")
    judge(world.connection)
    assert all(rows == [] for rows in snapshot(world).values())


@pytest.mark.parametrize("threads", [1, 3])
def test_chunks_of_one_place_give_what_one_chunk_gives(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, pieces = warehouse(), warehouse()
    for connection in (whole, pieces):
        for number in (1, 2, 3):
            furnish(connection, number, 5 + number)
    judge(whole)
    settings = policy._settings
    monkeypatch.setattr(policy, "_settings", lambda *given: settings(*given) | {"chunk_rows": 1, "few_rows": 0})
    judge(pieces, threads=threads)
    first, second = (World.__new__(World) for _ in range(2))
    first.connection, second.connection = whole, pieces
    assert snapshot(first) == snapshot(second)
