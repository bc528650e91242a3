"""The words that the rules know: indicators, units, hedges, headings, relations. Data in YAML; this module loads it once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import ahocorasick

from etl.data import load_yaml
from etl.finder import Finder
from etl.text import normalise

_load = partial(load_yaml, "etl.lexicon")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the catalogue; fields as explained at the head of indicators.yaml."""

    id: str
    zh: str
    en: str
    direction: str  # up, down, ceiling
    unit: str
    kind: str  # amount, rate, price, intensity, count
    price: str  # constant, nominal, none
    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    follows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    composed: str = ""
    parts: tuple[str, ...] = ()
    whole: str = ""
    ratio: dict[str, tuple[str, ...]] = field(default_factory=dict)
    search: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed, its dimension, and the factor to the dimension's base unit."""

    name: str
    dimension: str
    factor: float


def alternatives(words: Iterable[str]) -> str:
    """A regex that matches any of the words, longest first.

    Words are set in groups by their first character: where none begins, a third of the comparisons tell so.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        groups.setdefault(word[:1], []).append(word)
    return "|".join(map(_group, groups.values()))


def _group(words: list[str]) -> str:
    if len(words) == 1:
        return re.escape(words[0])
    return f"{re.escape(words[0][0])}(?:{'|'.join(re.escape(word[1:]) for word in words)})"


def _indicator(entry: dict[str, Any]) -> Indicator:
    tuples = ("aliases", "exact", "parts", "search", "examples", "counter_examples")
    fixed: dict[str, Any] = {
        k: tuple(_plain(v) if k in ("aliases", "exact", "search") else v for v in entry.get(k, ())) for k in tuples
    }
    follows = {_plain(k): tuple(v) for k, v in entry.get("follows", {}).items()}
    ratio = {k: tuple(map(_plain, v)) for k, v in entry.get("ratio", {}).items()}
    rest = {k: v for k, v in entry.items() if k not in (*tuples, "follows", "ratio")}
    return Indicator(**rest, **fixed, follows=follows, ratio=ratio)


def _plain(word: str) -> str:
    return normalise(word).text


@dataclass(slots=True, eq=False)
class Lexicon:
    """Everything loaded and compiled; never changed, so that what is made from it can be kept.

    `names` finds indicator names in a normalised text (value: the alias). `searches`: looser words, with the indicators
    that they may speak of; `search_words` finds them.
    """

    indicators: dict[str, Indicator]
    by_alias: dict[str, str]
    by_exact: dict[str, str]
    follows: dict[str, list[tuple[str, tuple[str, ...]]]]
    names: Any
    searches: dict[str, tuple[str, ...]]
    search_words: Finder
    units: dict[str, Unit]
    grammar: dict[str, Any]
    hedges: dict[str, Any]
    relations: dict[str, Any]
    headings: dict[str, Any]
    claims: dict[str, Any]
    patterns: dict[str, re.Pattern[str]]

    def label(self, indicator: str) -> str:
        """The Chinese label of a catalogue id, or the name behind `other:`."""
        known = self.indicators.get(indicator)
        return known.zh if known else indicator.removeprefix("other:")


def _units(data: dict[str, Any]) -> dict[str, Unit]:
    units = {
        name: Unit(name, dimension, float(factor))
        for dimension, members in data.items()
        if isinstance(members, dict) and dimension not in ("hedges", "spellings")
        for name, factor in members.items()
    }
    for thing in data["things"]:
        for prefix, factor in (("", 1.0), ("万", 1e4), ("亿", 1e8)):
            units.setdefault(prefix + thing, Unit(prefix + thing, "count", factor))
    units.setdefault("万", Unit("万", "count", 1e4))
    return units | {spelling: units[name] for spelling, name in data["spellings"].items()}


def _months(grammar: dict[str, Any]) -> dict[str, Any]:
    """The grammar with spans of months in all their spellings: 1-11月, 1至11月, 1月到11月."""
    spelled = {
        period: [
            *listed,
            *(
                word.replace("-", join)
                for word in listed
                if "-" in word
                for join in ("至", "到", "~", "月-", "月至", "月到")
            ),
        ]
        for period, listed in grammar["part_year"].items()
    }
    return grammar | {"part_year": spelled}


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """Load and compile the lexicon (about 50 ms, once for each process)."""
    indicators = {e["id"]: _indicator(e) for e in _load("indicators.yaml")}
    by_alias = {alias: i.id for i in indicators.values() for alias in i.aliases}
    by_exact = {alias: i.id for i in indicators.values() for alias in i.exact}
    follows: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for i in indicators.values():
        for alias, behind in i.follows.items():
            follows.setdefault(alias, []).append((i.id, behind))
    names = ahocorasick.Automaton()
    for alias in {*by_alias, *(p for i in indicators.values() for p in i.ratio.get("part", ()))}:
        names.add_word(alias, alias)
    names.make_automaton()
    searches = {
        word: tuple(i.id for i in indicators.values() if word in i.search)
        for word in sorted({w for i in indicators.values() for w in i.search})
    }
    unit_data = _load("units.yaml")
    return Lexicon(
        indicators, by_alias, by_exact, follows, names, searches, Finder(searches), _units(unit_data), _months(_load("grammar.yaml")) | {"not_quantities": unit_data["not_quantities"], "visits": unit_data["visits"]},
        unit_data["hedges"], _load("relations.yaml"), _load("headings.yaml"), _load("claims.yaml"),
        {name: re.compile(pattern) for name, pattern in _load("patterns.yaml").items()},
    )  # fmt: skip
