"""Which year a report is of, by votes of what its text says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from etl.facts.words import YEAR_RE, dates, squeeze, words, year_of

HEADING, NAMED, MEETING, TITLE, PASSING, COUNTED = 5.0, 3.0, 3.0, 2.0, 1.0, 1.0
_NUMBERED = re.compile(r"(?:^|[\n。！!：:一二三四五六七八九十、\)）])[\s第]*$")


@dataclass(slots=True)
class Years:
    """Votes for the report year Y (which reviews Y-1 and plans Y), each with its cause."""

    votes: Counter[int] = field(default_factory=Counter)
    causes: dict[int, list[str]] = field(default_factory=dict)
    meeting_on: date | None = None
    headed_review: int | None = None
    headed_plan: int | None = None

    def vote(self, year: int, weight: float, cause: str) -> None:
        self.votes[year] += weight
        self.causes.setdefault(year, []).append(cause)

    def decided(self) -> tuple[int | None, list[str]]:
        """(report year, warnings). None where there are no votes or none that leads."""
        ranked = self.votes.most_common(2)
        if not ranked or ranked[0][1] < 2:
            return None, ["年份证据不足,未能确定报告年份"]
        (year, best), second = ranked[0], ranked[1] if len(ranked) > 1 else (0, 0.0)
        if best - second[1] < 1:
            return None, [f"年份证据相互矛盾:{year} 与 {second[0]}"]
        warnings = []
        if best < 4:
            warnings.append(f"年份证据较少:{year}({'、'.join(self.causes[year])})")
        elif second[1] >= max(4.0, best * 0.5):
            warnings.append(f"年份证据不一致:取 {year},另有 {second[0]}({'、'.join(self.causes[second[0]])})")
        return year, warnings


def read_years(text: str, opening: str, title: str) -> Years:
    """Collect the votes: chapters, the year named as past, the meeting, the title, how often years are named."""
    years = Years()
    _chapters(text, years)
    _meeting(opening, years)
    for match in YEAR_RE.finditer(title):
        if (year := year_of(match[1])) is not None:
            years.vote(year, TITLE, "标题")
            break
    return years


def _chapters(text: str, years: Years) -> None:
    """Every year in the text with what stands around it."""
    w = words()
    named: Counter[int] = Counter()
    seen: set[tuple[int, str]] = set()
    for match in YEAR_RE.finditer(text):
        year = year_of(match[1])
        if year is None:
            continue
        named[year] += 1
        after = squeeze(text[match.end() : match.end() + 60])
        before = squeeze(text[max(0, match.start() - 14) : match.start()])
        heading = bool(_NUMBERED.search(before)) or text[match.start() - 1 : match.start()] in ("\n", "")
        if w.review_heading.match(after) and (year, "review") not in seen:
            seen.add((year, "review"))
            years.vote(year + 1, HEADING if heading else NAMED, f"“{match[0]}回顾”")
            years.headed_review = years.headed_review or year
        elif heading and w.plan_heading.match(after) and (year, "plan") not in seen:
            seen.add((year, "plan"))
            years.vote(year, HEADING, f"“{match[0]}安排”")
            years.headed_plan = years.headed_plan or year
        elif w.past_before.search(before) and (year, "past") not in seen:
            seen.add((year, "past"))
            years.vote(year + 1, NAMED, f"“过去的{year}年”")
        elif heading and w.plan_after.match(after) and (year, "is") not in seen:
            seen.add((year, "is"))
            years.vote(year, PASSING, f"“{year}年是”")
            years.vote(year + 1, PASSING, f"“{year}年是”")
    _counts(named, years)


def _counts(named: Counter[int], years: Years) -> None:
    """The year before and the year planned are the two that a report names most."""
    if not named:
        return
    scores = {y: named[y - 1] + named[y] + 0.01 * named[y] for y in set(named) | {n + 1 for n in named}}
    best = max(scores, key=lambda y: scores[y])
    if scores[best] >= 2:
        years.vote(best, COUNTED, "出现次数")


def _meeting(opening: str, years: Years) -> None:
    """The date of the meeting: January to August votes for its year, later for the next one too."""
    for start, end, day in dates(opening):
        around = squeeze(opening[max(0, start - 30) : end + 40])
        if words().meeting.search(around):
            years.meeting_on = day
            if day.month <= 8:
                years.vote(day.year, MEETING, "会议日期")
            else:
                years.vote(day.year + 1, MEETING / 2, "会议日期")
                years.vote(day.year, PASSING, "会议日期")
            return
