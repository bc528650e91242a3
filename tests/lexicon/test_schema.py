"""The lexicon's files are well formed: nothing unknown, nothing twice, nothing missing, every reference leads somewhere."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl import lexicon
from etl.lexicon import Indicator
from etl.text import normalise

FOLDER = Path(str(resources.files("etl.lexicon")))
FILES = sorted(FOLDER.glob("*.yaml"))
CATALOGUE = FOLDER.parents[1].parent / "shared" / "catalogue.csv"
LEXICON = lexicon.load()
INDICATORS = list(LEXICON.indicators.values())
RELATIONS = {
    "sync_gdp", "above_gdp", "above_parent", "above_other", "not_below_last_year", "positive", "stable", "handed_down", "words",
}  # fmt: skip


class _StrictLoader(yaml.SafeLoader):
    """Refuses a mapping that holds a key twice, which YAML readers pass over in silence."""


def _strict_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]  # type: ignore[no-untyped-call]
    twice = [key for key, times in Counter(map(str, keys)).items() if times > 1]
    if twice:
        raise ValueError(f"line {node.start_mark.line + 1}: {twice} stands twice")
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _strict_mapping)


def _raw(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text("utf8"), Loader=_StrictLoader)  # a SafeLoader


def _lists(data: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of plain strings in a file, with the path to it."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _lists(value, f"{path}/{key}")
    elif isinstance(data, list):
        if all(isinstance(value, str) for value in data):
            yield path, data
        else:
            for n, value in enumerate(data):
                yield from _lists(value, f"{path}/{value.get('id', n) if isinstance(value, dict) else n}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_key_and_no_word_stands_twice(path: Path) -> None:
    twice = {
        place: repeated
        for place, words in _lists(_raw(path.name))
        if (repeated := [word for word, times in Counter(words).items() if times > 1])
    }
    assert twice == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_empty_words_and_no_blanks_around(path: Path) -> None:
    assert [word for _, words in _lists(_raw(path.name)) for word in words if not word or word != word.strip()] == []


def test_numbers_in_lists_are_quoted() -> None:
    """A bare 2024 or yes in YAML is no string."""
    for entry in _raw("indicators.yaml"):
        for key in ("aliases", "exact", "examples", "counter_examples"):
            assert all(isinstance(word, str) for word in entry.get(key, [])), entry["id"]


# --- indicators -------------------------------------------------------------------------------------------------------


def test_indicators_have_known_keys_only() -> None:
    known = {field.name for field in fields(Indicator)}
    assert {entry["id"]: set(entry) - known for entry in _raw("indicators.yaml") if set(entry) - known} == {}


def test_ids_and_labels_are_unique() -> None:
    entries = _raw("indicators.yaml")
    for key in ("id", "zh", "en"):
        assert [value for value, times in Counter(entry[key] for entry in entries).items() if times > 1] == [], key


def test_enough_indicators() -> None:
    assert len(INDICATORS) >= 80


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_indicator(indicator: Indicator) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", indicator.id)
    assert re.search(r"[\u4e00-\u9fff]", indicator.zh)
    assert indicator.en and not re.search(r"[\u4e00-\u9fff]", indicator.en)
    assert indicator.direction in ("up", "down", "ceiling")
    assert indicator.kind in ("amount", "rate", "price", "intensity", "count")
    assert indicator.price in ("constant", "nominal", "none")
    assert indicator.unit == "" or indicator.unit in LEXICON.units
    assert (indicator.price == "none") or indicator.kind in ("amount", "intensity")
    assert indicator.aliases and indicator.examples
    assert set(indicator.ratio) <= {"part", "whole"}
    for other in (*indicator.parts, indicator.whole):
        assert not other or other in LEXICON.indicators, other


def test_a_name_belongs_to_one_indicator() -> None:
    owners: dict[str, set[str]] = {}
    for indicator in INDICATORS:
        for name in (*indicator.aliases, *indicator.exact):
            owners.setdefault(name, set()).add(indicator.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_a_name_is_an_alias_or_exact_but_not_both() -> None:
    assert {i.id: both for i in INDICATORS if (both := set(i.aliases) & set(i.exact))} == {}


def test_names_are_written_as_they_are_searched() -> None:
    """A name that normalising changes would never be found under its own spelling twice: two spellings, one name."""
    for entry in _raw("indicators.yaml"):
        for key in ("aliases", "exact"):
            plain = Counter(normalise(name).text for name in entry.get(key, []))
            assert [name for name, times in plain.items() if times > 1] == [], entry["id"]


def test_elliptic_names_stand_behind_something_known() -> None:
    for indicator in INDICATORS:
        for behind in indicator.follows.values():
            assert behind
            for one in behind:
                words = not re.fullmatch("[a-z][a-z0-9_]+", one)
                assert words or one in LEXICON.indicators, f"{indicator.id}: {one}"


@pytest.mark.corpus
@pytest.mark.skipif(not CATALOGUE.is_file(), reason="the catalogue is not beside the project")
def test_the_first_catalogue_stays() -> None:
    with CATALOGUE.open(encoding="utf8", newline="") as file:
        given = list(csv.DictReader(file))
    assert len(given) >= 35
    for row in given:
        assert LEXICON.indicators[row["indicator"]].zh == row["zh"]
        assert LEXICON.indicators[row["indicator"]].direction == row["direction"]


# --- units, grammar, patterns -----------------------------------------------------------------------------------------


def test_units_have_one_dimension_and_a_factor() -> None:
    data = _raw("units.yaml")
    names = [
        name
        for dimension, members in data.items()
        if isinstance(members, dict) and dimension not in ("hedges", "spellings")
        for name in members
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert all(unit.factor > 0 and unit.dimension for unit in LEXICON.units.values())


def test_hedges_are_of_known_kinds() -> None:
    hedges = _raw("units.yaml")["hedges"]
    assert set(hedges) == {"after", "before", "stretch"}
    for place in ("after", "before"):
        assert set(hedges[place]) <= {"approx", "ge", "le"}
        words = [word for group in hedges[place].values() for word in group]
        assert len(words) == len(set(words)), "a hedge of two kinds"


def test_a_verb_rises_or_falls() -> None:
    grammar = _raw("grammar.yaml")
    assert set(grammar["up"]) & set(grammar["down"]) == set()


def test_a_scope_word_has_one_scope() -> None:
    words = Counter(word for words in _raw("grammar.yaml")["scopes"].values() for word in words)
    assert [word for word, times in words.items() if times > 1] == []


def test_relations_are_those_of_the_contract() -> None:
    entries = _raw("relations.yaml")["relations"]
    assert {entry["relation"] for entry in entries} <= RELATIONS - {"words"}
    assert {entry["relation"] for entry in entries} == RELATIONS - {"words"}
    for entry in entries:
        assert set(entry) <= {"relation", "measure", "pattern", "examples", "counter_examples"}
        assert entry["examples"]


def test_claims_say_what_claims_can_say() -> None:
    for entry in _raw("claims.yaml")["verdicts"]:
        assert set(entry) <= {"says", "pattern", "examples", "counter_examples"}
        assert entry["says"] in ("by_percent", "met", "exceeded", "missed", "progress")
        assert set(re.compile(entry["pattern"]).groupindex) <= {"pct", "value", "unit", "words"}
        assert entry["examples"]


def test_heading_patterns_compile() -> None:
    headings = _raw("headings.yaml")
    roles = {"review", "five_year_review", "multi_year_plan", "plan"}
    assert set(headings["chapters"]) == roles
    assert set(headings["title"]["against"]) <= roles
    title = headings["title"]
    for pattern in [
        *(pattern for group in headings["chapters"].values() for pattern in group),
        *headings["plan_openers"],
        *(words for words in title.values() if isinstance(words, str)),
        *title["against"].values(),
        *headings["review_cues"].values(),
        *headings["headline"].values(),
        headings["multi_opener"],
        headings["multi_sentence"],
    ]:
        re.compile(pattern.replace("{Y}", "2024"))


def test_radicals_map_one_character_to_one() -> None:
    lines = (FOLDER / "radicals.tsv").read_text("utf8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert len(pairs) > 200
    assert all(len(pair) == 2 and len(pair[0]) == len(pair[1]) == 1 and pair[0] != pair[1] for pair in pairs)
    assert len({source for source, _ in pairs}) == len(pairs)
    assert {source for source, _ in pairs} & {target for _, target in pairs} == set()


def test_words_that_interrupt_begin_with_a_character() -> None:
    depth, begins = 0, set()
    for before, character in itertools.pairwise("|" + LEXICON.patterns["aside"].pattern):
        if before == "|" and depth == 0:
            begins.add(character)
        if before != "\\":
            depth += (character in "([") - (character in ")]")
    assert len(begins) > 10 and not begins & set("([.\\"), "a group in front: the search takes four times as long"
