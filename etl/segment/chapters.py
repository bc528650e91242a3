"""Chapters: where review, plan and plan of several years begin, by chapter marks, titles and opening sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from etl.lexicon import Lexicon
from etl.segment.words import compiled
from etl.text import behind_last

# chapter titles with nothing between them: a table of contents, no chapters
_OUTLINE = re.compile(
    "[一二三四五六七八九十](?<![^\n].)[一二三四五六七八九十]?、[^\n。；]{2,36}\n(?:[一二三四五六七八九十]{1,2}、[^\n。；]{2,36}\n){2,}"
)
Cut = tuple[int, str]  # where a section begins, its role
_REVIEWS, _PLANS = ("review", "five_year_review"), ("plan", "multi_year_plan")


def cuts(text: str, lexicon: Lexicon, review_year: int | None, plan_year: int | None) -> list[Cut]:
    """Where the sections begin, as far as chapters and opening sentences tell."""
    found = _with_multi_year_plan(text, _by_titles(text, lexicon, review_year, plan_year), lexicon, plan_year)
    if not any(role == "plan" for _, role in found):
        opening = _plan_opening(text, lexicon, plan_year, found)
        if opening is not None:
            return _with_plan(found, opening)
    return found


def around_headline(text: str, found: list[Cut], headline: int, lexicon: Lexicon, plan_year: int | None) -> list[Cut]:
    """The cuts with the target paragraph in a plan: it is one, whatever chapter it stands in."""
    if role_at(found, headline) not in _PLANS:
        found = _with_plan(found, _plan_start_before(text, headline, lexicon, plan_year, found))
    return _without_several_years(text, found, headline, lexicon, plan_year)


def role_at(found: list[Cut], position: int) -> str:
    """The role of the section that holds a position; what stands before every chapter is review."""
    return next((role for start, role in reversed(found) if start <= position), "review")


# --- marks and titles -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _marks(mark: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A chapter mark with its words, or a short line: at the start of a text, and behind the end of a sentence or line."""
    marked_words = rf"(?P<mark>{mark})(?P<words>[^。\n]{{1,60}})"
    line = r"(?P<line>[^\n。；！？]{3,36})(?=\n|$)"
    return re.compile(f"{marked_words}|{line}"), re.compile(rf"[\n。！？；](?:{marked_words}|(?<=\n){line})")


def marked(text: str, mark: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, re.Match[str]]]:
    """Chapter marks and short lines, with where they begin. What ends a sentence is found first: it is rare, the rest is not."""
    first, behind = _marks(mark)
    end = len(text) if end is None else end
    found = None if start else first.match(text, 0, end)
    if found:
        yield 0, found
        start = found.end()
    while found := behind.search(text, max(start - 1, 0), end):
        yield found.start() + 1, found
        start = found.end()


def _by_titles(text: str, lexicon: Lexicon, review_year: int | None, plan_year: int | None) -> list[Cut]:
    found: list[Cut] = []
    planned = False
    outlines = [m.span() for m in _OUTLINE.finditer(text)]
    for at, m in marked(text, lexicon.headings["mark"]):
        if any(start <= at < end for start, end in outlines):
            continue
        words = (m["words"] or m["line"] or "").strip()
        role = _role(words, lexicon, review_year, plan_year, bool(m["mark"]))
        if not role and m["mark"] and _sets_several_years(words, lexicon):
            role = "multi_year_plan"
        if role == "multi_year_plan" and not found and m["mark"] and at < 0.15 * len(text):
            role = _first_chapter(words, lexicon, review_year)
        if not role:
            continue
        if role == "plan" and not m["mark"] and at < 0.01 * len(text):
            continue  # the title of the report
        if role in _REVIEWS and (planned or at > 0.7 * len(text)):
            continue
        if m["mark"] and m["mark"].startswith("（") and not _changes(role, words, found, lexicon, plan_year):
            continue
        planned = planned or role in _PLANS
        if not found or found[-1][1] != role:
            found.append((at, role))
    return found


def _changes(role: str, words: str, found: list[Cut], lexicon: Lexicon, plan_year: int | None) -> bool:
    """Whether the section of a chapter changes what the chapter is: not to a plan of several years, and out of one only where
    it names the year.
    """
    if role == "plan" and found and found[-1][1] == "multi_year_plan":
        return compiled(lexicon.headings["title"]["this_year"], plan_year).search(words) is not None
    return role != "multi_year_plan"


def _sets_several_years(words: str, lexicon: Lexicon) -> bool:
    several = re.search(lexicon.headings["multi_sentence"], words[:40])
    return bool(several and re.search(lexicon.headings["title"]["sets"], words))


def _first_chapter(words: str, lexicon: Lexicon, review_year: int | None) -> str:
    """A report begins with what was done: “十五”目标全面完成 at the end of that plan is a review of five years, else of one."""
    ends: dict[str, int] = lexicon.headings["plan_ends"]
    ended = any(f"“{name}”" in words and end == review_year for name, end in ends.items())
    return "five_year_review" if ended or "五年" in words else "review"


def _role(words: str, lexicon: Lexicon, review_year: int | None, plan_year: int | None, has_mark: bool) -> str:
    """What a title says its chapter to be; "" where it says nothing."""
    title = lexicon.headings["title"]
    if re.compile(title["none"]).search(words, 0, 40):
        return ""
    named = plan_year and compiled("{Y}年", plan_year).search(words)
    if named and not re.search(title["past"], words) and re.search(title["work"], words):
        return "plan" if has_mark or len(words) <= 24 else ""
    chapters: dict[str, list[str]] = lexicon.headings["chapters"]
    for role, patterns in chapters.items():
        year = plan_year if role == "plan" else review_year if role == "review" else None
        if not any(compiled(pattern, year).search(words) for pattern in patterns):
            continue
        against = title["against"].get(role)
        if against and re.search(against, words):
            continue
        if role == "multi_year_plan" and plan_year and compiled(title["this_year"], plan_year).search(words):
            return role if re.search(title["five_years"], words) else "plan"
        if not has_mark and not compiled(title["some_year"], plan_year if role == "plan" else None).search(words):
            continue
        if role == "five_year_review" and review_year:  # what is named first
            own = compiled(title["only_year"], review_year).search(words)
            term = re.search(title["of_a_term"], words)
            return "review" if own and (not term or own.start() < term.start()) else role
        return role
    return ""


# --- opening sentences ----------------------------------------------------------------------------------------------


def _with_plan(found: list[Cut], opening: int) -> list[Cut]:
    """The cuts with the plan starting at `opening`; no review comes after it."""
    return sorted([c for c in found if c[0] < opening or c[1] in _PLANS] + [(opening, "plan")])


def _with_multi_year_plan(text: str, found: list[Cut], lexicon: Lexicon, plan_year: int | None) -> list[Cut]:
    """The cuts with the place where targets of several years begin under a title that does not say so."""
    for m in compiled(lexicon.headings["multi_opener"]).finditer(text, max(0, int(0.1 * len(text)) - 1)):
        year = next((int(group) for group in m.groups() if group), None)
        later = year is None or (plan_year is not None and year > plan_year)
        if later and role_at(found, m.start() + 1) in _REVIEWS:
            return sorted([*found, (m.start() + 1, "multi_year_plan")])
    return found


def _without_several_years(
    text: str, found: list[Cut], headline: int, lexicon: Lexicon, plan_year: int | None
) -> list[Cut]:
    """A chapter on 今后五年的目标任务和2023年工作安排: what stands before the year's own targets is of several years."""
    for n, (at, role) in enumerate(found):
        title = text[at : at + 48].split("\n")[0]
        if role == "plan" and at < headline and re.search(lexicon.headings["multi_sentence"], title):
            inside = n + 1 == len(found) or found[n + 1][0] > headline
            start = _plan_start_before(text, headline, lexicon, plan_year, found)
            if inside and start > at + 80:
                return [*found[:n], (at, "multi_year_plan"), (start, "plan"), *found[n + 1 :]]
    return found


def _openings(text: str, lexicon: Lexicon, plan_year: int | None, start: int, end: int) -> list[int]:
    """Where sentences begin that open a plan: the first of each kind."""
    firsts = (compiled(pattern, plan_year).search(text, start, end) for pattern in lexicon.headings["plan_openers"])
    return [behind_last(text, "。\n", m.start()) for m in firsts if m]


def _plan_start_before(text: str, headline: int, lexicon: Lexicon, plan_year: int | None, found: list[Cut]) -> int:
    """Where the plan begins that holds the target paragraph: an opening sentence or a chapter mark shortly before it."""
    floor = max([at for at, _ in found if at <= headline], default=0) + 1
    floor = max(floor, headline - 1600)
    near = max(floor, headline - 700)
    titles = [at for at, m in marked(text, lexicon.headings["mark"], near, headline) if m["mark"]]
    sentence = behind_last(text, "。\n", headline)
    return min([*_openings(text, lexicon, plan_year, floor, headline), *titles[-1:], sentence])


def _plan_opening(text: str, lexicon: Lexicon, plan_year: int | None, found: list[Cut]) -> int | None:
    after = max([at for at, role in found if role in _REVIEWS], default=0)
    least = max(after + 1, int(0.08 * len(text)))
    return min(_openings(text, lexicon, plan_year, least, len(text)), default=None)
