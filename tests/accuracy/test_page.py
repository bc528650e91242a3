"""The page on accuracy says what was measured: made here from invented figures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.accuracy import page, tally


def _figures(n: int, precision: float) -> dict[str, Any]:
    one = {"n": n, "precision": precision, "recall": 0.875, "f1": 0.9, "exact": 1.0}
    rest = {
        "other_targets": None,
        "claims": 0.95,
        "facts": 1.0,
        "verdicts": None,
        "n_verdicts": 0,
        "false_silent": 0,
        "broken": 0,
    }
    return {"t": one, "o": dict(one), **rest}


def _case(result: str, role: str = "target", **more: Any) -> tally.Case:
    one = {"measure": "growth", "op": "eq", "indicator": "gdp", "scope": "", "stretch": None, "estimated": False} | more
    doc = {"doc": "青河县_2005", "plan_year": 2005, "level": "county"}
    label = one if result != tally.SPURIOUS else None
    return tally.Case(doc, role, result, label, one if result != tally.MISSED else None, exact=result == tally.RIGHT)


def _found(cases: list[tally.Case]) -> page.Found:
    counts = dict.fromkeys(page._COUNTS, 7.0)
    keyed = {name: _figures(n, 0.985) for n, name in enumerate(page._KEYED)}
    return page.Found(keyed, {1: _figures(120, 0.9125)}, cases, counts)


def test_page_holds_every_part() -> None:
    made = page.page(_found([_case(tally.RIGHT)]))
    for part in (
        "# 读得准不准",
        "## 标注过的报告",
        "## 盲测",
        "### 按地方层级",
        "### 按年代",
        "## 没有标注的报告",
        "## 已知的弱点",
        "## Summary in English",
    ):
        assert part in made
    assert "| 第 1 套 | 主要目标 | 577 | 0.939 | 0.830 | 0.912 | 0.875 | 1.000 |" in made


def test_page_is_the_same_for_the_same_figures() -> None:
    cases = [_case(tally.RIGHT), _case(tally.MISSED, "outcome")]
    assert page.page(_found(cases)) == page.page(_found(list(reversed(cases))))


@pytest.mark.parametrize(
    ("more", "family"),
    [
        ({}, "增速·定数"),
        ({"op": "gt"}, "增速·下限"),
        ({"measure": "level", "op": "range"}, "水平·区间"),
        ({"measure": "relative", "op": ""}, "相对目标"),
        ({"measure": "qualitative", "op": ""}, "只有文字"),
    ],
)
def test_rule_family_of_a_case(more: dict[str, Any], family: str) -> None:
    assert page.kind(_case(tally.RIGHT, **more)) == family


def test_breakdown_counts_right_missed_and_spurious() -> None:
    cases = [
        _case(tally.RIGHT),
        _case(tally.RIGHT),
        _case(tally.MISSED),
        _case(tally.SPURIOUS),
        _case(tally.RIGHT, "outcome"),
    ]
    made = page.page(_found(cases))
    assert "| 县区 | 3 | 0.667 | 0.667 | 1 | 1.000 | 1.000 |" in made
    assert "| 2004–2011 年 | 3 | 0.667 | 0.667 | 1 | 1.000 | 1.000 |" in made


def test_count_without_labels_or_rows_gives_no_ratio() -> None:
    empty = tally.count([])
    assert empty.precision is None and empty.recall is None
    assert tally.count([_case(tally.MISSED)]).recall == 0
