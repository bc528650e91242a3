"""What was done: where a review turns from the one year to the five years of a term, or back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from etl.lexicon import Lexicon
from etl.models import Section
from etl.segment.words import compiled
from etl.text import first_of

_SENTENCE = re.compile(r"[^\n。！]+[\n。！]*")
_OPENING = 110  # characters of a paragraph's first sentence that may turn it
_INSIDE = 48  # and of a sentence inside the paragraph
_ADDRESS = 8  # a first sentence as short as this is an address (各位代表！): the next one counts


@lru_cache(maxsize=4)
def _cue(words: str) -> re.Pattern[str]:
    """Where a sentence that is not the first of its paragraph opens with the words; and where paragraphs begin."""
    return re.compile(rf"[。！](?={words})|\n(?=[^\n。！])")


def by_paragraph(
    text: str, start: int, end: int, role: str, lexicon: Lexicon, review_year: int | None
) -> list[Section]:
    """Cut a review where its paragraphs turn from the one year to the five years, or back."""
    cues = lexicon.headings["review_cues"]
    five = compiled(cues["five"], review_year)
    year = compiled(cues["year_in_five" if role == "five_year_review" else "year"], review_year)
    strong, back = compiled(cues["five_strong"]), compiled(cues["year_strong"], review_year)
    glued = compiled(cues["glued_title"])
    sections: list[Section] = []
    now, since = role, start
    for m in _sentences_that_may_turn(text, start, end, f"{strong.pattern}|{back.pattern}"):
        if m.start() == start or text[m.start() - 1] == "\n":
            head = _first_words(text, m, end, glued)
            turn = _turn(five.search(head), year.search(head), now)
        else:
            head = m[0][:_INSIDE]
            turn = "five_year_review" if strong.match(head) else "review" if back.match(head) else now
        if turn != now:
            if m.start() > since:
                sections.append(Section(now, since, m.start(), review_year))
            now, since = turn, m.start()
    if end > since:
        sections.append(Section(now, since, end, review_year))
    return sections


def _sentences_that_may_turn(text: str, start: int, end: int, strong: str) -> Iterator[re.Match[str]]:
    """The first sentences of the paragraphs, and others that open with the strong words."""
    first = _SENTENCE.match(text, start, end)
    if first:
        yield first
    for cue in _cue(strong).finditer(text, start, end):
        sentence = _SENTENCE.match(text, cue.end(), end)
        if sentence:
            yield sentence


def _first_words(text: str, m: re.Match[str], end: int, glued: re.Pattern[str]) -> str:
    """The words of a paragraph that may turn the review: its first sentence, an address (各位代表！) passed over.

    A chapter's title that is glued to its first sentence (…工作回顾刚刚过去的2016年) turns nothing.
    """
    title = glued.match(text, m.start(), m.end())
    if title:
        return text[title.end() : min(m.end(), title.end() + _OPENING)]
    stop = m.end() if len(m[0]) > _ADDRESS else first_of(text, "。", m.end(), end - 1) + 1
    return text[m.start() : min(stop, m.start() + _OPENING)]


def _turn(five: re.Match[str] | None, year: re.Match[str] | None, now: str) -> str:
    """The cue that stands first decides; without a cue nothing turns."""
    if five and (not year or five.start() < year.start()):
        return "five_year_review"
    return "review" if year else now
