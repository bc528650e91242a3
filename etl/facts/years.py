"""Which year a report is of, by votes of what its text says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from etl.facts.words import dates, squeeze, words, years_in

# weights of the evidence
HEADING, SESSION, PLAN_PERIOD, NAMED, MEETING, TITLE, COUNTED, PASSING = 5.0, 4.0, 3.0, 3.0, 3.0, 2.0, 1.5, 1.0
ENOUGH, FIRM, LEAD = 2.0, 3.0, 1.0  # below ENOUGH or LEAD the year stays open, below FIRM it is marked as thin
_EARLY, _LATE = 0.3, 0.4  # where in the text a heading like 2020年主要工作 is of the review, or of the plan
_POSTED = re.compile(r"发[布文]|时间|来源|更新|添加")
_CUT = "\x00"
_CONGRESS = re.compile(r"[向在]第?([一二三四五六七八九十]{1,3})届全国人(?:民代表)?大会?第?([一二三四五])次会议")
_PERIOD = re.compile(
    r"(?<![一二三四五六七八九十])(八五|九五|十一五|十二五|十三五|十四五|十五五|十六五|十五)(?![年个大项条亿万])"
)


@dataclass(slots=True)
class Years:
    """Votes for the report year Y (which reviews Y-1 and plans Y), each with its cause."""

    votes: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    causes: dict[int, list[str]] = field(default_factory=dict)
    meeting_on: date | None = None
    lone_date: date | None = None
    headed_review: set[int] = field(default_factory=set)
    headed_plan: set[int] = field(default_factory=set)
    _seen: set[tuple[int, str]] = field(default_factory=set)

    def vote(self, year: int, weight: float, cause: str) -> None:
        """Count a piece of evidence; the same kind of evidence counts once for a year."""
        if (year, cause) not in self._seen:
            self._seen.add((year, cause))
            self.votes[year] += weight
            self.causes.setdefault(year, []).append(cause)

    def decided(self) -> tuple[int | None, list[str]]:
        """(report year, warnings). None where there are too few votes or none leads."""
        ranked = sorted(self.votes.items(), key=lambda item: -item[1])[:2]
        if not ranked or ranked[0][1] < ENOUGH:
            return None, ["年份证据不足,未能确定报告年份"]
        (year, best), second = ranked[0], ranked[1] if len(ranked) > 1 else (0, 0.0)
        if best - second[1] < LEAD:
            return None, [f"年份证据相互矛盾:{self._told(year)};{self._told(second[0])}"]
        if best < FIRM:
            return year, [f"年份证据较少:{self._told(year)}"]
        if second[1] >= max(FIRM, best / 2):
            return year, [f"年份证据不一致,取{self._told(year)},未取{self._told(second[0])}"]
        return year, []

    def _told(self, year: int) -> str:
        return f"{year}年({'、'.join(self.causes[year])})"


def read_years(text: str, opening: str, title: str, opened: bool = True) -> Years:
    """Collect the votes: chapters, the year named as past, the meeting, plan periods, the title, how often years are named.

    `opened`: the opening ends with the report's own opening sentence, so that a date by itself is the meeting's.
    """
    years = Years()
    _chapters(text, years)
    _meeting(opening, opened, years)
    _congress(text[: len(opening) + 120], years)
    _periods(text, len(opening), years)
    for _, _, year in years_in(title):
        years.vote(year, TITLE, "标题")
        break
    return years


def _chapters(text: str, years: Years) -> None:
    """Every year in the text with what stands around it."""
    named: Counter[int] = Counter()
    for start, end, year in years_in(text):
        named[year] += 1
        around = squeeze(text[max(0, start - 24) : start] + _CUT + text[end : end + 60])
        before, _, after = around.partition(_CUT)
        if not _heading(year, start / len(text), before, after, years):
            _passing(year, before, after, years)
    _counts(named, years)


def _heading(year: int, depth: float, before: str, after: str, years: Years) -> bool:
    """A chapter title with its year: 一、2020年工作回顾 · 三、2021年重点工作. `depth`: 0 at the beginning of the text, 1 at its end."""
    w = words()
    starts = w.heading_before.search(before) is not None
    if w.review_heading.match(after):
        years.vote(year + 1, HEADING if starts else NAMED, "回顾标题" if starts else "回顾")
        if starts:
            years.headed_review.add(year)
        return True
    if not starts:
        return False
    if w.plan_heading.match(after):
        years.vote(year, HEADING, "安排标题")
        years.headed_plan.add(year)
        return True
    if w.neutral_heading.match(after):
        number = w.chapter_number.search(before)
        first = number[1] == "一" if number else depth < _EARLY
        if first:
            years.vote(year + 1, NAMED, "前部标题")
        elif number or depth > _LATE:
            years.vote(year, NAMED, "后部标题")
        return True
    return False


def _passing(year: int, before: str, after: str, years: Years) -> None:
    """A year named in a sentence: 刚刚过去的2020年 · 2021年,我们将 · 2021年是…开局之年."""
    w = words()
    if w.past_before.search(before) or w.past_after.match(after):
        years.vote(year + 1, NAMED, "过去的一年")
    elif w.plan_after.match(after):
        years.vote(year, NAMED, "当年打算")
    elif w.year_is.match(after):
        years.vote(year, PASSING, f"“{year}年是”")
        years.vote(year + 1, PASSING, f"“{year}年是”")


def _counts(named: Counter[int], years: Years) -> None:
    """The year before and the year planned are the two that a report names most."""
    scores = {y: named[y - 1] + named[y] + 0.01 * named[y] for y in set(named) | {n + 1 for n in named}}
    ranked = sorted(scores, key=lambda y: -scores[y])[:2]
    if ranked and scores[ranked[0]] >= 2:
        clear = len(ranked) < 2 or scores[ranked[0]] >= 1.4 * scores[ranked[1]]
        years.vote(ranked[0], COUNTED if clear else PASSING, "出现次数")


def _meeting(opening: str, opened: bool, years: Years) -> None:
    """The date of the meeting: January to August votes for its year, later for the next one too.

    A date with no such word beside it counts where it stands by itself: on its own line or in brackets.
    """
    for start, end, day in dates(opening):
        around = squeeze(opening[max(0, start - 40) : end + 40])
        if words().meeting.search(around) and not _POSTED.search(around[:40]):
            _vote_meeting(day, MEETING, years)
            return
        before, after = opening[:start].rstrip(" 　\t—-─")[-1:], opening[end : end + 6].lstrip(" 　")[:1]
        if (before in ("", "\n", "（", "(") or after == "各") and years.lone_date is None:
            years.lone_date = day
    if opened and years.lone_date is not None:
        _vote_meeting(years.lone_date, TITLE, years)


def _vote_meeting(day: date, weight: float, years: Years) -> None:
    years.meeting_on = day
    if day.month <= 8:
        years.vote(day.year, weight, "会议日期")
    else:
        years.vote(day.year + 1, weight / 2, "会议日期")
        years.vote(day.year, PASSING, "会议日期")


def _congress(opening: str, years: Years) -> None:
    """The national congress: its terms began in 1993, 1998, …; one session a year."""
    match = _CONGRESS.search(squeeze(opening))
    if match and "国务院" in opening:
        term, session = _number(match[1]), _number(match[2])
        years.vote(1993 + 5 * (term - 8) + session - 1, SESSION, "大会届次")


def _number(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens) if tens else 1) * 10 * bool(ten) + (digits.index(ones) if ones else 0)


def _periods(text: str, opening: int, years: Years) -> None:
    """Five-year plans: a chapter that reviews one is of the year after its end; 今年是 its first or last year."""
    w = words()
    head = squeeze(text[max(0, opening - 200) : opening + 500])
    for match in _PERIOD.finditer(head):
        if w.plan_review.match(head, match.end()):
            years.vote(w.plans[match[1]][1] + 1, PLAN_PERIOD, "五年规划回顾")
            break
    at = text.find("今年是")
    while at >= 0:
        sentence = squeeze(text[at : at + 60]).split("。")[0]
        for match in _PERIOD.finditer(sentence):
            first, last = w.plans[match[1]]
            if w.plan_first.search(sentence[match.end() : match.end() + 14]):
                years.vote(first, PLAN_PERIOD, "五年规划开局")
            elif w.plan_last.search(sentence[match.end() : match.end() + 14]):
                years.vote(last, PLAN_PERIOD, "五年规划收官")
        at = text.find("今年是", at + 3)
