"""Every case of cases/*.yaml: the verdict that a small world gets, compared with the one written beside it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.judge.world import CASES, judged, load_cases

EXACT = {
    "status": "status",
    "method": "method",
    "strict": "status_strict",
    "lenient": "status_lenient",
    "code": "reason_code",
    "rule": "rule",
}
FILES = sorted(path.name for path in CASES.glob("*.yaml"))
ALL = [
    pytest.param(name, case, id=f"{name.removesuffix('.yaml')}: {case['name']}")
    for name in FILES
    for case in load_cases(name)
]


@cache
def results(name: str) -> dict[str, dict[str, Any]]:
    """The comparisons of one file of cases, judged together."""
    return judged(name)


@pytest.mark.parametrize(("name", "case"), ALL)
def test_verdict(name: str, case: dict[str, Any]) -> None:
    row = results(name)[case["name"]]
    expected = {key: case[key] for key in EXACT if key in case}
    assert {key: row[EXACT[key]] for key in expected} == expected, row["reason"]
    for key in ("gap", "attainment"):
        if key in case:
            assert row[key] == pytest.approx(case[key], abs=1e-6), row["reason"]
    for part in case.get("says", []):
        assert part in row["reason"]


@pytest.mark.parametrize("name", FILES)
def test_enough_cases(name: str) -> None:
    cases = load_cases(name)
    assert len(cases) >= 10
    assert len({case["name"] for case in cases}) == len(cases)
