"""What the ETL reads from a digest is what the table says of the same report, row for row."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from etl.extract import extract
from etl.models import Document, Row
from tests.reports.bundle import Figures, digests, figures, figures_by_report

Key = tuple[object, ...]
NUMERIC = ("growth", "level")


@cache
def _ids() -> frozenset[str]:
    return frozenset(row["indicator"] for row in figures() if not row["indicator"].startswith("other:"))


def _indicator(name: str) -> str:
    """The table's ids; names beside them may be cut differently (其他约束性指标, 约束性指标)."""
    return name if name in _ids() else "other"


def _of_table(row: Figures) -> Key:
    value = tuple(float(row[f]) if row[f] else None for f in ("value_low", "value_high", "stretch"))
    head = (row["role"], _indicator(row["indicator"]), row["scope"], int(row["year"]), row["period"])
    return (
        *head,
        row["measure"],
        row["op"],
        *value,
        row["unit"],
        row["estimated"] == "true",
        row["headline"] == "true",
    )


def _of_text(role: str, row: Row) -> Key:
    value = (row.value_low, row.value_high, row.stretch)
    head = (role, _indicator(row.indicator), row.scope, row.year, row.period)
    return (*head, row.measure, row.op, *value, row.unit, row.estimated, row.headline)


def _wordless(role: str, indicator: str, relation: str) -> Key:
    return (role, _indicator(indicator), relation)


def _said(rows: Iterable[tuple[str, Row]]) -> tuple[set[Key], set[Key]]:
    numbers, words = set(), set()
    for role, row in rows:
        if row.measure in NUMERIC:
            numbers.add(_of_text(role, row))
        elif _indicator(row.indicator) != "other":
            words.add(_wordless(role, row.indicator, row.relation))
    return numbers, words


def _wanted(rows: list[Figures]) -> tuple[set[Key], set[Key]]:
    numbers, words = set(), set()
    for row in rows:
        if row["measure"] in NUMERIC and row["value_low"] != "0":
            numbers.add(_of_table(row))
        elif row["measure"] in NUMERIC:  # 持平: growth of nothing, put in words
            words.add(_wordless(row["role"], row["indicator"], "not_below_last_year"))
        elif _indicator(row["indicator"]) != "other":
            words.add(_wordless(row["role"], row["indicator"], row["relation"]))
    return numbers, words


@pytest.mark.parametrize("document", digests(), ids=lambda d: d.source_file)
def test_a_digest_is_read_as_its_table_says(document: Document) -> None:
    found = extract(document)
    numbers, words = _said([*(("target", r) for r in found.targets), *(("outcome", r) for r in found.outcomes)])
    wanted_numbers, wanted_words = _wanted(figures_by_report()[(document.place_path, document.citation)])
    assert numbers ^ wanted_numbers == set()
    assert words ^ wanted_words == set()


def test_a_claim_of_a_digest_is_read_as_a_claim() -> None:
    """青浦区 2021: 19000 jobs are 105.6 % of the target; 4123 unemployed stay within 4750."""
    document = next(d for d in digests() if d.source_file == "青浦区_2021.txt")
    claims = {claim.indicator: claim for claim in extract(document).claims}
    assert claims["urban_new_jobs"].completion_pct == 105.6
    assert (claims["registered_unemployed"].reported, claims["registered_unemployed"].target_value) == (4123, 4750)
