"""Every case of cases/*.yaml: what is read from its text is what stands beside it, nothing more and nothing less."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.extract import tables

ALL = [pytest.param(case, id=case.name) for case in tables.every()]
GAPS = [
    pytest.param(case, id=case.name, marks=pytest.mark.xfail(strict=True, reason=case.reason)) for case in tables.gaps()
]
_FEWEST = 200


def _agrees(case: tables.Case) -> None:
    found, document = tables.read(case)
    assert Counter(tables.rows(found, case)) == Counter(case.rows)
    if case.claims is not None:
        assert Counter(map(tables.claim_words, found.claims)) == Counter(case.claims)
    if case.mentions is not None:
        assert set(case.mentions) <= tables.mentions(found)  # looser words may be noted too
    for section in case.sections:
        for role, words in section.items():
            at = document.text.index(words)
            roles = {s.role for s in found.sections if s.start <= at and at + len(words) <= s.end}
            assert role.removeprefix("not ") in roles if not role.startswith("not ") else role[4:] not in roles, words


@pytest.mark.parametrize("case", ALL)
def test_case(case: tables.Case) -> None:
    _agrees(case)


@pytest.mark.parametrize("case", GAPS)
def test_known_gap(case: tables.Case) -> None:
    assert case.reason
    _agrees(case)


@pytest.mark.parametrize("case", ALL)
def test_spans_hold_name_and_number(case: tables.Case) -> None:
    found, document = tables.read(case)
    for row in (*found.targets, *found.outcomes):
        assert row.char_start is not None and row.char_end is not None
        assert 0 <= row.char_start < row.char_end <= len(document.text)
        assert "\n\n" not in document.text[row.char_start : row.char_end]


def test_enough_cases_and_no_two_of_one_name() -> None:
    cases = list(tables.every())
    assert len(cases) >= _FEWEST
    names = Counter(case.name for case in (*cases, *tables.gaps()))
    assert [name for name, times in names.items() if times > 1] == []
    texts = Counter((case.frame, case.text) for case in cases)
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("family", tables.families(), ids=lambda family: family.name)
def test_family_is_told_in_both_languages(family: tables.Family) -> None:
    assert set(family.title) == set(family.rule) == {"zh", "en"}
    assert len(family.cases) >= 4
