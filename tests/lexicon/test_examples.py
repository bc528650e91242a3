"""Every entry of the lexicon proves itself: its examples are read as it, its counter-examples are not."""

from __future__ import annotations

import re
from functools import cache

import pytest

from etl import lexicon
from etl.extract import relations
from etl.lexicon import Indicator
from etl.text import normalise
from tests.extract import tables

LEXICON = lexicon.load()
INDICATORS = list(LEXICON.indicators.values())


@cache
def read_as(text: str) -> frozenset[str]:
    """The catalogue indicators that a phrase is read as, among the targets and in a review."""
    found: set[str] = set()
    for frame in ("headline", "review"):
        extraction, _ = tables.read(tables.Case("lexicon", "", "", frame, text, ()))
        found |= {row.indicator for row in (*extraction.targets, *extraction.outcomes)}
    return frozenset(found & set(LEXICON.indicators))


def _answers(indicator: Indicator) -> set[str]:
    """What a name of the indicator may come out as: itself, or the quantities that it is a short name of."""
    return set(indicator.parts) | {indicator.whole} - {""} if indicator.parts else {indicator.id}


EXAMPLES = [pytest.param(i, text, id=f"{i.id}: {text}") for i in INDICATORS for text in i.examples]
COUNTER = [pytest.param(i, text, id=f"{i.id}: {text}") for i in INDICATORS for text in i.counter_examples]


@pytest.mark.parametrize(("indicator", "text"), EXAMPLES)
def test_example_is_read_as_its_indicator(indicator: Indicator, text: str) -> None:
    numbers = "、".join(
        f"{8 + n}%" for n, _ in enumerate(indicator.parts)
    )  # a short name of several wants one for each
    assert (read_as(text) | read_as(text + numbers)) & _answers(indicator)


@pytest.mark.parametrize(("indicator", "text"), COUNTER)
def test_counter_example_is_not(indicator: Indicator, text: str) -> None:
    assert not read_as(text) & _answers(indicator)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_every_alias_is_read_as_its_indicator(indicator: Indicator) -> None:
    """A shorter name inside, or a lead-in, must not take an alias away from its indicator."""
    unread = []
    for alias in indicator.aliases:
        number = "12%" if indicator.kind != "count" else f"12{indicator.unit}"
        if not read_as(f"{alias}增长12%") & _answers(indicator) and not read_as(f"{alias}达到{number}") & _answers(
            indicator
        ):
            unread.append(alias)
    assert unread == []


# --- relations and claims -----------------------------------------------------------------------------------------------

_RELATIONS = list(zip(LEXICON.relations["relations"], relations.patterns(LEXICON), strict=True))
_RELATION_EXAMPLES = [
    pytest.param(entry["relation"], pattern, text, id=f"{entry['relation']}: {text}")
    for entry, (_, _, pattern) in _RELATIONS
    for text in entry["examples"]
]
_RELATION_COUNTER = [
    pytest.param(pattern, text, id=f"{entry['relation']}: {text}")
    for entry, (_, _, pattern) in _RELATIONS
    for text in entry.get("counter_examples", [])
]


@pytest.mark.parametrize(("relation", "pattern", "text"), _RELATION_EXAMPLES)
def test_relation_matches_its_example(relation: str, pattern: re.Pattern[str], text: str) -> None:
    plain = normalise(text).text
    assert pattern.search(plain)
    found = relations.find(plain, 0, len(plain), LEXICON)
    assert found and found.relation == relation


@pytest.mark.parametrize(("pattern", "text"), _RELATION_COUNTER)
def test_relation_does_not_match_its_counter_example(pattern: re.Pattern[str], text: str) -> None:
    assert not pattern.search(normalise(text).text)


_VERDICTS = LEXICON.claims["verdicts"]


@pytest.mark.parametrize(
    ("entry", "text"), [pytest.param(e, t, id=f"{e['says']}: {t}") for e in _VERDICTS for t in e["examples"]]
)
def test_claim_matches_its_example(entry: dict[str, str], text: str) -> None:
    assert re.search(entry["pattern"], normalise(text).text)
    subject = "城镇登记失业人数" if text.startswith(("控制在", "低于")) else ""
    extraction, _ = tables.read(tables.Case("lexicon", "", "", "review", subject + text, ()))
    says = {claim.verdict for claim in extraction.claims}
    assert says & ({"exceeded", "met", "progress"} if entry["says"] == "by_percent" else {entry["says"]})


@pytest.mark.parametrize(
    ("entry", "text"),
    [pytest.param(e, t, id=f"{e['says']}: {t}") for e in _VERDICTS for t in e.get("counter_examples", [])],
)
def test_claim_does_not_match_its_counter_example(entry: dict[str, str], text: str) -> None:
    assert not re.search(entry["pattern"], normalise(text).text)
