"""How sure a reading is: two figures of one quantity put each other in doubt, unless both can be true."""

from __future__ import annotations

import pytest

from tests.extract import tables


def graded(review: str) -> list[tuple[str, float | None, str]]:
    """(op, value, confidence) of each outcome of a review."""
    case = tables.Case("confidence", "", "", "review", review, ())
    return [(row.op, row.value_low, row.confidence) for row in tables.read(case)[0].outcomes]


@pytest.mark.parametrize("value", [186.4, 242.0])
def test_another_figure_for_the_same_is_doubtful(value: float) -> None:
    found = graded(f"全县地区生产总值178.2亿元。一年来，产业升级，全县地区生产总值{value}亿元。")
    assert [(v, c) for _, v, c in found] == [(178.2, "high"), (value, "low")]


def test_a_mark_and_the_figure_that_passed_it_agree() -> None:
    first = graded("全县地区生产总值突破百亿元。一年来，产业升级，全县地区生产总值107.3亿元。")
    assert first == [("ge", 100, "high"), ("eq", 107.3, "high")]
    then = graded("全县地区生产总值107.3亿元。一年来，产业升级，全县地区生产总值突破百亿元。")
    assert then == [("eq", 107.3, "high"), ("ge", 100, "high")]


def test_a_figure_far_above_the_mark_is_another_one() -> None:
    found = graded("全县地区生产总值突破百亿元。一年来，产业升级，全县地区生产总值242亿元。")
    assert [c for _, _, c in found] == ["high", "low"]


def test_a_figure_right_behind_a_mark_takes_its_place() -> None:
    assert graded("全县地区生产总值突破百亿元大关，达到107.3亿元。") == [("eq", 107.3, "medium")]


def test_a_growth_that_lost_its_sign_is_doubtful() -> None:
    case = tables.Case("confidence", "", "", "headline", "地区生产总值增长12_M_M_；固定资产投资增长8%", ())
    found = [(row.measure, row.unit, row.value_low, row.confidence) for row in tables.read(case)[0].targets]
    assert found == [("growth", "%", 12, "low"), ("growth", "%", 8, "high")]
