"""Many words looked for in a text at once: the longest at each place, from left to right, none overlapping another.

Names in Chinese begin with a thousand characters, and an automaton compares each character of a text with all of them.
Here one pass of two character classes leaves the few places where a word can begin; there the words are looked up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator


class Finder:
    """Finds words of two characters and more."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:2]].add(len(word))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        first, second = ("".join(map(re.escape, sorted({head[n] for head in lengths}))) for n in (0, 1))
        self._start = re.compile(f"[{first}](?=[{second}])" if lengths else "(?!)")

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """(position, word) of the words in a text."""
        lengths, words, done = self._lengths, self._words, 0
        for found in self._start.finditer(text):
            at = found.start()
            for length in lengths.get(text[at : at + 2], ()):
                word = text[at : at + length]
                if word in words and at >= done:
                    yield at, word
                    done = at + length
                    break
