"""The second opinion: verdicts and arithmetic on literals, and the reading of numbers again from sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export import rework, rules
from dashboard.export.evidence import Entry


def bound(op: str, low: float | None, high: float | None, unit: str = "%", direction: str = "up") -> rules.Bound:
    return rules.Bound(op, *(None if v is None else rules.exact(v) for v in (low, high)), unit, direction)


@pytest.mark.parametrize(
    ("target", "value", "statuses"),
    [  # standard, strict, lenient; tolerances of the contract on the edge
        (bound("approx", 5, 5), "5.5", ("exceeded",) * 3),
        (bound("approx", 5, 5), "5.49", ("met",) * 3),
        (bound("approx", 5, 5), "4.5", ("near", "missed", "near")),
        (bound("approx", 5, 5), "4.49", ("missed", "missed", "near")),
        (bound("eq", 8, 8), "7.6", ("near", "missed", "near")),
        (bound("eq", 8, 8), "7.59", ("missed", "missed", "near")),
        (bound("eq", 8, 8), "7.19", ("missed", "missed", "missed")),
        (bound("ge", 6, None), "6.6", ("exceeded",) * 3),
        (bound("range", 5, 6), "6.49", ("met",) * 3),
        (bound("range", 5, 6), "6.5", ("exceeded",) * 3),
        (bound("range", 5, 6), "4.75", ("near", "missed", "near")),
        (bound("ge", 1.2, None, "万人"), "1.188", ("near", "missed", "near")),
        (bound("ge", 1.2, None, "万人"), "1.187", ("missed", "missed", "near")),
        (bound("ge", 1.2, None, "万人"), "1.26", ("exceeded",) * 3),
        (bound("le", None, 5.5, "%", "down"), "5.5", ("met",) * 3),
        (bound("le", None, 5.5, "%", "down"), "4.95", ("exceeded",) * 3),
        (bound("le", None, 5.5, "%", "down"), "5.775", ("near", "missed", "near")),
        (bound("le", None, 2, "%", "ceiling"), "0.1", ("met",) * 3),
        (bound("le", None, -3, "%", "down"), "-3.3", ("exceeded",) * 3),
        (bound("le", None, -3, "%", "down"), "-2.85", ("near", "missed", "near")),
        (bound("eq", -3, -3, "%", "down"), "1", ("missed",) * 3),
        (bound("le", None, 10, "%", "up"), "9", ("exceeded",) * 3),
    ],
)
def test_judge(target: rules.Bound, value: str, statuses: tuple[str, str, str]) -> None:
    assert (
        tuple(rules.judge(target, Decimal(value), reading) for reading in ("standard", "strict", "lenient")) == statuses
    )


@pytest.mark.parametrize(
    ("relation", "gap", "margin", "status"),
    [
        ("sync_gdp", "-0.5", 0, "met"),
        ("sync_gdp", "-0.6", 0, "missed"),
        ("above_gdp", "0.1", 0, "met"),
        ("above_gdp", "0", 0, "near"),
        ("above_parent", "-0.5", 0, "near"),
        ("above_parent", "-0.51", 0, "missed"),
        ("above_parent", "3", 3, "met"),
        ("above_parent", "2.9", 3, "near"),
    ],
)
def test_judge_relative(relation: str, gap: str, margin: int, status: str) -> None:
    assert rules.judge_relative(relation, Decimal(gap), Decimal(margin)) == status


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        ("11900", "人", "万人", "1.19"),
        ("1.2", "万亿元", "亿元", "12000"),
        ("5", "%", "百分点", "5"),
        ("3036", "户", "家", "3036"),
        ("419", "万吨", "亿斤", "83.8"),
        ("9", "‰", "%", "0.9"),
        ("5", "万人", "%", None),
        ("5", "亿元", "亿美元", None),
    ],
)
def test_convert(value: str, unit: str, to: str, result: str | None) -> None:
    assert rules.convert(Decimal(value), unit, to) == (None if result is None else Decimal(result))


def test_decimal_arithmetic() -> None:
    assert rules.difference(5.4, 5.0) == Decimal("0.4")
    assert rules.percent(2, 3) == Decimal("66.7")
    assert rules.percent(1, 8) == Decimal("12.5")
    assert rules.percent(1, 0) is None
    assert rules.median([3, 1, 2]) == 2
    assert rules.median([1, 2]) == Decimal("1.5")
    assert rules.median([]) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("地区生产总值增长５．４％", ["5.4"]),
        ("城镇新增就业1,250人", ["1250"]),
        ("收入220.6亿元、增长5%", ["220.6", "5"]),
        ("增长百分之八点五", ["8.5"]),
        ("增长一成", ["10"]),
        ("工业总产值翻一番", ["100"]),
        ("增长二十五个百分点", ["25"]),
        ("突破万亿元大关", ["10000"]),
        ("突破千亿元", ["1000"]),
        ("增长5 .4%", ["5.4"]),
    ],
)
def test_numbers_in(text: str, numbers: list[str]) -> None:
    assert {Decimal(number) for number in numbers} <= rework.numbers_in(text)


@given(st.decimals(min_value=0, max_value=99999, places=2))
def test_any_printed_number_is_found_again(value: Decimal) -> None:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    for shown in (f"增长{value}%", f"达到{value:,}亿元", f"增长{value}%".translate(wide)):
        assert value in rework.numbers_in(shown)


def read(quote: str, value: float, **params: object) -> Entry:
    both = {"value_low": value, "value_high": value, "measure": "growth"}
    return Entry("R1", "outcome", "read", value, "%", (), both | params, quote, 0, len(quote), "d")


@pytest.mark.parametrize(
    ("quote", "value"), [("增长5.4%", 5.4), ("下降2.1%", -2.1), ("同比减少0.3%", -0.3), ("增速为-1.5%", -1.5)]
)
def test_reading_agrees(quote: str, value: float) -> None:
    assert rework.agrees(value, rework.value(read(quote, value), {}))


@pytest.mark.parametrize(
    ("quote", "value", "why"),
    [("增长5.4%", 5.8, "没有 5.8"), ("增长2.1%", -2.1, "下降"), ("保持平稳", 3, "没有 3"), ("", 3, "没有原句")],
)
def test_reading_disagrees(quote: str, value: float, why: str) -> None:
    with pytest.raises(rework.Disagreement, match=why):
        rework.value(read(quote, value), {})


def test_a_missing_input_is_named() -> None:
    entry = Entry("G1", "gap", "difference", 1, "百分点", ("R1", "T1"))
    with pytest.raises(rework.Disagreement, match="R1、T1"):
        rework.value(entry, {})


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(rework.Disagreement, match="不认识"):
        rework.value(Entry("N1", "count", "guess", 1), {})
