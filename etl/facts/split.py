"""One text → the stretches that are documents of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from etl.facts.words import words

_SHORTEST = 1500  # characters: a stretch that is shorter belongs to the one before it
_BLANK = re.compile(r"\s+")
_TITLE_LINE = re.compile(r"(?:工\s*作\s*报\s*告|计划[（(]?草案[)）]?的?报告|计划执行情况[^\n]{0,40}报告)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """text[start:end] is one document.

    `title` is its item line in a list of items, '' where there is none; `openers` are where it opens, counted from its start.
    """

    start: int
    end: int
    title: str = ""
    openers: tuple[int, ...] = ()


def split(text: str) -> list[Stretch]:
    """The documents of a text, in order and without gaps: items of a list page, else reports one after another."""
    opened = openers(text)
    cuts = _items(text) or [(cut, "") for cut in _reports(text, opened)]
    ends = [cut for cut, _ in cuts[1:]] + [len(text)]
    return [
        Stretch(start, end, title, tuple(at - start for at in opened if start <= at < end))
        for (start, title), end in zip(cuts, ends, strict=True)
    ]


@lru_cache(maxsize=1)
def _item_line() -> re.Pattern[str]:
    """An item of a list page: • 【…】…, or a bullet and a title."""
    bullet = words().bullets
    return re.compile(
        rf"^[ \t　]*(?:{bullet}[ \t　]*【[^】\n]{{2,20}}】|【[^】\n]{{2,20}}】|{bullet}[ \t　]+)([^\n]{{4,60}})$", re.M
    )


def _items(text: str) -> list[tuple[int, str]]:
    """(start, title) of the items of a list page: lines of one shape, a long body after each.

    At least two are reports; one will do where the items carry their section in 【】.
    """
    if "报告" not in text:
        return []
    lines = [m for m in _item_line().finditer(text) if m[1].strip()[-1] not in "。；，："]
    ends = [m.start() for m in lines[1:]] + [len(text)]
    starts = [m for m, end in zip(lines, ends, strict=False) if end - m.end() >= 300]
    reports = [m for m in starts if _TITLE_LINE.search(m[1])]
    if not reports or (len(reports) < 2 and not _shape(reports[0][0])[1]):
        return []
    shape = _shape(reports[0][0])
    kept = [m for m in starts if _shape(m[0]) == shape]
    if len(kept) < 2:
        return []
    return [(m.start() if n else 0, m[1].strip()) for n, m in enumerate(kept)]


def _shape(line: str) -> tuple[str, bool]:
    return line.strip()[0], "【" in line


def openers(text: str) -> list[int]:
    """Where a report opens (现在,我代表…人民政府,向大会…). Two within 1,500 characters are an abstract and its text: the first counts."""
    found: list[int] = []
    for at in sorted(at for word in words().opener_words for at in _finds(text, word)):
        if found and at - found[-1] < _SHORTEST:
            continue
        window = text[at : at + 90]
        if "报" in window or "作" in window:
            window = _BLANK.sub("", window)
            if any(p.match(window) for p in words().openers):
                found.append(at)
    return found


def _finds(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _reports(text: str, opened: list[int]) -> list[int]:
    """Where each of the reports one after another begins: at the title lines above each opener after the first."""
    cuts = [0]
    for at in opened[1:]:
        start = _title_before(text, at, cuts[-1])
        if start - cuts[-1] >= _SHORTEST and len(text) - at >= _SHORTEST:
            cuts.append(start)
    return cuts


def _title_before(text: str, at: int, floor: int) -> int:
    """The start of the title lines above an opener: short lines without a full stop, up to 400 characters back."""
    start = text.rfind("\n", floor, at) + 1
    limit = max(floor, at - 400)
    while start > limit:
        previous = text.rfind("\n", floor, start - 1) + 1
        line = text[previous : start - 1].strip()
        if previous < limit or len(line) > 60 or line.endswith(("。", "！", "!", "；")):
            break
        start = previous
    return max(start, floor)
