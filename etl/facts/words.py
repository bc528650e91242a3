"""The words of words.yaml, compiled once; years and dates as they are written in reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from etl.data import load_yaml

_DIGITS = str.maketrans("０１２３４５６７８９〇○零ＯOo一二三四五六七八九元", "0123456789000000123456789" + "1")
_PLAIN = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
_WIDE = re.compile("[０-９．－]")
_SPACE = re.compile(r"[ \t\r\u00a0\u2000-\u200f\u3000\ufeff\u202f]+|\?{2,}|？{2,}")
_SPACE_SIGN = re.compile(
    r"[ \t\r\u00a0\u2000-\u200f\u3000\ufeff\u202f?？]"
)  # one class: found fast, and often not there
YEAR = (
    r"[12１２][ 　]?[09０９][ 　]?[0-9０-９][ 　]?[0-9０-９]|[一二][九〇○零ＯOo0０][〇○零ＯOo0０一二三四五六七八九]{2}"
)
_BEFORE_YEAR = frozenset(
    "0123456789０１２３４５６７８９〇○零ＯOo一二三四五六七八九 　\t"
)  # what may stand right before its 年
_YEAR_BEFORE = re.compile(rf"(?<![0-9０-９.．])({YEAR})[ 　\t]{{0,2}}$")
_DATE_RE = re.compile(
    rf"({YEAR})\s{{0,2}}[年\-./／]\s{{0,2}}([0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})\s{{0,2}}[月\-./／]\s{{0,2}}([0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})\s{{0,2}}日?"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The compiled patterns and word lists of words.yaml."""

    openers: tuple[re.Pattern[str], ...]
    opener_words: tuple[str, ...]
    kinds: dict[str, re.Pattern[str]]
    news: tuple[re.Pattern[str], ...]
    heading_before: re.Pattern[str]
    chapter_number: re.Pattern[str]
    review_heading: re.Pattern[str]
    plan_heading: re.Pattern[str]
    neutral_heading: re.Pattern[str]
    past_before: re.Pattern[str]
    past_after: re.Pattern[str]
    plan_after: re.Pattern[str]
    year_is: re.Pattern[str]
    plans: dict[str, tuple[int, int]]
    plan_first: re.Pattern[str]
    plan_last: re.Pattern[str]
    plan_review: re.Pattern[str]
    meeting: re.Pattern[str]
    office: re.Pattern[str]
    own_office: re.Pattern[str]
    own_party: re.Pattern[str]
    own_area: re.Pattern[str]
    site_of: re.Pattern[str]
    below_county: tuple[str, ...]
    other_bodies: re.Pattern[str]
    about_reports: re.Pattern[str]
    own_endings: dict[str, str]
    report_signs: tuple[re.Pattern[str], ...]
    no_report: re.Pattern[str]
    above: dict[str, tuple[str, ...]]
    bullets: str


@lru_cache(maxsize=1)
def words() -> Words:
    """Load and compile words.yaml."""
    raw = load_yaml("etl.facts", "words.yaml")
    return Words(
        openers=tuple(re.compile(p) for p in raw["openers"]),
        opener_words=tuple(raw["opener_words"]),
        kinds={k: re.compile(p) for k, p in raw["kinds"].items()},
        news=tuple(re.compile(p) for p in raw["news"]),
        heading_before=re.compile(raw["heading_before"]),
        chapter_number=re.compile(raw["chapter_number"]),
        review_heading=re.compile(raw["review_headings"]),
        plan_heading=re.compile(raw["plan_headings"]),
        neutral_heading=re.compile(raw["neutral_headings"]),
        past_before=re.compile(raw["past_before"]),
        past_after=re.compile(raw["past_after"]),
        plan_after=re.compile(raw["plan_after"]),
        year_is=re.compile(raw["year_is"]),
        plans={k: (v[0], v[1]) for k, v in raw["plans"].items()},
        plan_first=re.compile(raw["plan_first"]),
        plan_last=re.compile(raw["plan_last"]),
        plan_review=re.compile(raw["plan_review"]),
        meeting=re.compile(raw["meeting"]),
        office=re.compile(raw["offices"]),
        own_office=re.compile(raw["own_office"]),
        own_party=re.compile(raw["own_party"]),
        own_area=re.compile(raw["own_area"]),
        site_of=re.compile(raw["site_of"]),
        below_county=tuple(raw["below_county"]),
        other_bodies=re.compile(raw["other_bodies"]),
        about_reports=re.compile(raw["about_reports"]),
        own_endings=raw["own_endings"],
        report_signs=tuple(re.compile(p) for p in raw["report_signs"]),
        no_report=re.compile(raw["no_report"]),
        above={k: tuple(v) for k, v in raw["above"].items()},
        bullets=raw["bullets"],
    )


def squeeze(text: str) -> str:
    """The text without blanks and filler marks, digits half-width; line breaks stay."""
    if _WIDE.search(text):
        text = text.translate(_PLAIN)
    return _SPACE.sub("", text) if _SPACE_SIGN.search(text) else text


def years_in(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, year) of every year written with 年, end behind the 年: 2008年, ２００８ 年, 二○○八年."""
    at = text.find("年")
    while at >= 0:
        # most 年 follow no digit (今年, 全年): a look at one character tells
        match = _YEAR_BEFORE.search(text, max(0, at - 10), at) if text[at - 1] in _BEFORE_YEAR else None
        if match and (year := year_of(match[1])) is not None:
            yield match.start(), at + 1, year
        at = text.find("年", at + 1)


def year_of(written: str) -> int | None:
    """2008, ２００８, 二○○八, 二00八 → 2008; None outside 1949-2049."""
    digits = written.translate(_DIGITS).replace(" ", "").replace("\u3000", "")
    year = int(digits) if digits.isdigit() else 0
    return year if 1949 <= year <= 2049 else None


def _small(written: str) -> int:
    """A day or month: 12, １２, 十二, 二十六."""
    if "十" in written:
        tens, _, ones = written.partition("十")
        return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + (int(ones.translate(_DIGITS)) if ones else 0)
    return int(written.translate(_DIGITS))


def dates(text: str) -> list[tuple[int, int, date]]:
    """(start, end, date) of every full date; impossible dates are left out."""
    found = []
    for match in _DATE_RE.finditer(text):
        year = year_of(match[1])
        try:
            day = date(year or 0, _small(match[2]), _small(match[3]))
        except ValueError:
            continue
        found.append((match.start(), match.end(), day))
    return found
