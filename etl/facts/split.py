"""One text → the stretches that are documents of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.facts.words import words

_SHORTEST = 1500  # characters: a stretch that is shorter belongs to the one before it
_OPENER = re.compile(r"代\s*表|向\s*(?:大\s*)?会|委\s*托")
_TITLE_LINE = re.compile(r"(?:工\s*作\s*报\s*告|计划[（(]?草案[)）]?的?报告|计划执行情况[^\n]{0,40}报告)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """text[start:end] is one document. `title` is its item line in a list of items, '' where there is none."""

    start: int
    end: int
    title: str = ""


def split(text: str) -> list[Stretch]:
    """The documents of a text, in order and without gaps: items of a list page, else reports one after another."""
    return _items(text) or _reports(text)


@lru_cache(maxsize=1)
def _item_line() -> re.Pattern[str]:
    """An item of a list page: • 【…】…, or a bullet and a title."""
    bullet = words().bullets
    return re.compile(
        rf"^[ \t　]*(?:{bullet}[ \t　]*【[^】\n]{{2,20}}】|【[^】\n]{{2,20}}】|{bullet}[ \t　]+)([^\n]{{4,60}})$", re.M
    )


def _items(text: str) -> list[Stretch]:
    """Items of a list page: at least two lines of one shape, a long body after each, a report among them."""
    lines = [m for m in _item_line().finditer(text) if not re.search(r"[。；，：]$", m[1].strip())]
    starts = [
        m
        for m, after in zip(lines, [*lines[1:], None], strict=False)
        if (after.start() if after else len(text)) - m.end() >= 300
    ]
    shape = [m for m in starts if _TITLE_LINE.search(m[1])]
    if len(starts) < 2 or len(shape) < 2:
        return []
    mark = shape[0][0].strip()[0]
    bracketed = "【" in shape[0][0]
    kept = [m for m in starts if m[0].strip()[0] == mark and ("【" in m[0]) == bracketed]
    ends = [m.start() for m in kept[1:]] + [len(text)]
    begins = [0] + [m.start() for m in kept[1:]]
    return [Stretch(a, b, m[1].strip()) for a, b, m in zip(begins, ends, kept, strict=True)]


def openers(text: str) -> list[int]:
    """Where a report opens (现在,我代表…人民政府,向大会…). Two within 1,500 characters are an abstract and its text: the first counts."""
    found: list[int] = []
    for match in _OPENER.finditer(text):
        window = re.sub(r"\s+", "", text[match.start() : match.start() + 90])
        if found and match.start() - found[-1] < _SHORTEST:
            continue
        if any(p.match(window) for p in words().openers):
            found.append(match.start())
    return found


def _reports(text: str) -> list[Stretch]:
    """Reports one after another: cut before the title lines above each opener after the first."""
    cuts = [0]
    for at in openers(text)[1:]:
        start = _title_before(text, at, cuts[-1])
        if start - cuts[-1] >= _SHORTEST and len(text) - at >= _SHORTEST:
            cuts.append(start)
    return [Stretch(a, b) for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


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
