"""The words of noun phrases, compiled: what may stand around a name, and what tells a part of the place."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from etl.extract.names import BLANK
from etl.lexicon import Lexicon, alternatives


class Beginnings:
    """Names by their first character: at most places in a text none begins."""

    def __init__(self, names: Collection[str]) -> None:
        self.any = re.compile(alternatives(names))
        self._by_first: dict[str, list[str]] = {}
        for name in names:
            self._by_first.setdefault(name[0], []).append(name)

    def at(self, text: str, begin: int, end: int) -> Sequence[str]:
        """The names that may stand at `begin`, in their order; () where none stands in `text[begin:end]`."""
        found = self._by_first.get(text[begin], ()) if begin < end else ()
        return found if found and self.any.match(text, begin, end) else ()


class NounWords:
    """What noun phrases of all documents have in common."""

    def __init__(self, lexicon: Lexicon) -> None:
        grammar = lexicon.grammar
        suffixes = alternatives([*grammar["suffixes"], *grammar["after_name"]])
        self.right = re.compile(rf"(?:{suffixes}|[\x01“”]|(?:19|20)\d\d年(?:末|底)?)*")
        self.scope_of = {w: scope for scope, words in grammar["scopes"].items() for w in words}
        self.heading_end = re.compile(lexicon.patterns["heading_end"].pattern + "$")
        self.exact_names = Beginnings(sorted(lexicon.by_exact, key=len, reverse=True))
        self.elliptic_names = Beginnings(lexicon.follows)
        self.ambiguous = set(grammar["short_ambiguous"])
        self.unless = {name: re.compile(e["words"]) for e in grammar["short_unless"] for name in e["names"]}
        self.composed = [(i.id, re.compile(i.composed)) for i in lexicon.indicators.values() if i.composed]
        self.headless = re.compile(rf"(?:{alternatives(grammar['headless'])}|{alternatives(grammar['after_name'])})+")
        self.kept = re.compile(rf"(?:{alternatives(grammar['kept'])})+$")
        idle = [w for kind, words in grammar["lead_ins"].items() if kind != "place" for w in words]
        self.idle = re.compile(rf"(?:{alternatives(idle)})+")
        self.taken = re.compile(alternatives(grammar["topics"]))
        self.paragraph_part = re.compile(alternatives(grammar["paragraph_part"]))


@lru_cache(maxsize=2)
def noun_words(lexicon: Lexicon) -> NounWords:
    """The words of a lexicon, compiled once."""
    return NounWords(lexicon)


class Areas(NamedTuple):
    """Words for parts of a place."""

    part: re.Pattern[str]
    strong: re.Pattern[str]
    sub: re.Pattern[str]


def areas(lexicon: Lexicon, own_names: tuple[str, ...]) -> Areas:
    """The words for parts, but for those in the place's own name: in the report of a 开发区 they tell of no part."""
    words = (*lexicon.grammar["sub_area"], *lexicon.grammar["strong_part"])
    return _areas(lexicon, frozenset(word for own in own_names for word in words if word in own))


@lru_cache(maxsize=64)
def _areas(lexicon: Lexicon, without: frozenset[str]) -> Areas:
    sub, strong = ([w for w in lexicon.grammar[k] if w not in without] for k in ("sub_area", "strong_part"))
    part = [*sub, *lexicon.grammar["part_of_economy"]]
    return Areas(*(re.compile(alternatives(words)) for words in (part, strong, sub)))


@lru_cache(maxsize=2)
def _lead_words(lexicon: Lexicon) -> tuple[str, str]:
    """Alternatives of lead-ins and of scopes."""
    grammar = lexicon.grammar
    leads = [w for words in (*grammar["lead_ins"].values(), *grammar["part_year"].values()) for w in words]
    return alternatives(leads), alternatives(w for words in grammar["scopes"].values() for w in words)


@lru_cache(maxsize=2)
def _left_of_name(lexicon: Lexicon) -> re.Pattern[str]:
    """Lead-ins, scopes, parent areas, years and marks, as many as there are."""
    leads, scopes = _lead_words(lexicon)
    parents = alternatives(lexicon.grammar["parent_areas"])
    return re.compile(
        rf"(?:(?P<parent>{parents})|{leads}|(?P<scope>{scopes})|(?:19|20)\d\d年(?:度|末|底|全年)?|\d+万元(?:及)?以上(?:项目)?|二〇[〇-九]{{2}}年|[-●■◆·“”{BLANK}])*"
    )


class LeadIns:
    """What may stand to the left of a name: lead-ins, scopes, parent areas, years, marks, and the place's own names.

    One pattern serves all documents, as compiling it takes longer than reading a report: own names are blanked before it
    looks. `parent` and `scope` are groups of its matches, positions those of the text.
    """

    def __init__(self, lexicon: Lexicon, own_names: tuple[str, ...]) -> None:
        self._words = _left_of_name(lexicon)
        self._own = tuple(sorted(own_names, key=len, reverse=True))

    def match(self, text: str, start: int, end: int) -> re.Match[str]:
        """As much of `text[start:end]` as there is from its beginning; it may be empty."""
        found = self._words.match(text, start, end)
        while found and self._own and text.startswith(self._own, found.end(), end):
            at = found.end()
            own = next(name for name in self._own if text.startswith(name, at, end))
            text = f"{text[:at]}{BLANK * len(own)}{text[at + len(own) :]}"
            found = self._words.match(text, start, end)
        assert found  # an empty one, at least
        return found

    def fullmatch(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The whole of `text[start:end]`, where nothing else stands in it."""
        found = self._words.fullmatch(text, start, end)
        if found:
            return found
        inside = blanked = text[start:end]
        for own in self._own:
            blanked = blanked.replace(own, BLANK * len(own))
        return None if blanked == inside else self._words.fullmatch(text[:start] + blanked, start, end)
