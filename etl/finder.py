"""Many words looked for in a text at once.

Names in Chinese begin with hundreds of characters, and an automaton compares each character of a text with all of them.
Here a few operations on the text as an array leave the places where a word may begin; there the words are looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

_HEAD = 3  # characters that a place is judged by
_MIX = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)  # large odd numbers: heads that differ rarely get the same hash
_BITS = 18


class Finder:
    """Finds words of two characters and more."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:_HEAD]].add(len(word))
        for head, found in lengths.items():
            if head[:2] in self._words:
                found.add(2)
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        self._short, self._long = (_table([h for h in lengths if len(h) == n]) for n in (2, _HEAD))

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """(position, word) from left to right: the longest word at each place, none overlapping another."""
        lengths, words, done = self._lengths, self._words, 0
        for at in self._places(text):
            if at < done:
                continue
            for length in lengths.get(text[at : at + _HEAD]) or lengths.get(text[at : at + 2]) or ():
                word = text[at : at + length]
                if word in words:
                    yield at, word
                    done = at + length
                    break

    def all(self, text: str) -> list[tuple[int, str]]:
        """(position, word) of every word, in the order in which they end, the longest first."""
        found = []
        for at in self._places(text):
            for length in self._lengths.get(text[at : at + _HEAD]) or self._lengths.get(text[at : at + 2]) or ():
                word = text[at : at + length]
                if word in self._words:
                    found.append((at + length, at, word))
        return [(at, word) for _, at, word in sorted(found)]

    def _places(self, text: str) -> list[int]:
        """Where a word may begin."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        if len(codes) < 2:
            return []
        pairs = codes[:-1] * _MIX[0] + codes[1:] * _MIX[1]
        may = self._short[pairs >> (32 - _BITS)]
        may[:-1] |= self._long[(pairs[:-1] + codes[2:] * _MIX[2]) >> (32 - _BITS)]
        places: list[int] = np.flatnonzero(may).tolist()
        return places


def _table(heads: list[str]) -> np.ndarray:
    """For each hash, whether one of the heads has it."""
    table = np.zeros(1 << _BITS, bool)
    for head in heads:
        table[(sum(ord(c) * mix for c, mix in zip(head, _MIX, strict=False)) & 0xFFFFFFFF) >> (32 - _BITS)] = True
    return table
