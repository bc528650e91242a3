"""Where catalogue names stand in a normalised text; the subjects that noun phrases are read as (`namer`)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from etl.finder import Finder
from etl.lexicon import Lexicon

BLANK = "\x01"  # stands for a bracket that carries no number


class Name(NamedTuple):
    """A catalogue name found in the text."""

    start: int
    end: int
    alias: str


class Names:
    """The names of a text in its order, none overlapping another; where they start and end is kept for looking them up."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.all = list(names)
        self.starts = [name.start for name in self.all]
        self.ends = [name.end for name in self.all]
        self.ended = frozenset(self.ends)


@dataclass(slots=True, unsafe_hash=True)
class Subject:
    """What a statement is about. `indicator` is '' where the words name no quantity that can be kept.

    Never changed; not frozen, because that makes the making of one slower than all that is done with it.
    """

    indicator: str
    scope: str
    start: int  # of name and scope, without lead-ins
    end: int
    suffix: str = ""
    causes: tuple[str, ...] = ()
    parent_area: str = ""  # 全国, 全省 ... standing before the name


@lru_cache(maxsize=2)
def _finder(lexicon: Lexicon) -> Finder:
    return Finder(lexicon.names.keys())


def find_names(text: str, lexicon: Lexicon) -> Names:
    """Leftmost-longest catalogue names of the text, none overlapping another."""
    found = (Name(start, start + len(alias), alias) for start, alias in _finder(lexicon).find(text))
    made_ratio = lexicon.patterns["made_ratio"]
    return Names(name for name in found if not made_ratio.match(text, name.end))


def names_between(names: Names, start: int, end: int) -> list[Name]:
    """The names that stand wholly inside `start:end`."""
    first = bisect_left(names.starts, start)
    return names.all[first : bisect_right(names.ends, end, first)]


def any_name(names: Names, start: int, end: int) -> bool:
    """Whether a name stands wholly inside `start:end`."""
    first = bisect_left(names.starts, start)
    return first < len(names.ends) and names.ends[first] <= end


def name_over(names: Names, position: int) -> bool:
    """Whether the character at `position` is one of a name."""
    last = bisect_right(names.starts, position) - 1
    return last >= 0 and position < names.ends[last]
