"""Sections of a report: what is review, what is plan, and where the paragraph of 主要预期目标 stands.

Works on the normalised text; positions are of that text. A report whose chapters carry no marks is cut at the first
sentence that opens the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from etl.lexicon import Lexicon
from etl.models import Section

_GLUED_TITLE = re.compile("[^，。：\n]{0,30}(?:回顾|总结|主要工作)(?=刚刚过去|(?:19|20)\\d\\d年|过去一年|一年来|去年)")
_LINE = re.compile(r"\n*[^\n]+\n?")
_AIM = re.compile("保持|稳定|增长|提高|前移|取得")
_WORK = re.compile("要|抓|推进|建设|实施|加快|加强|推动|落实|深入|坚持")
_GROWTH = re.compile(
    r"(?<![位元均区内民])(?:(?:地区|国内|国民|全[省市县区州国])?生产总值|GDP|经济)[^，。；]{0,16}(?:\d|百分之|同步|高于|快于|稳定|平稳)"
)
_NAME_TAIL = re.compile("(?:增长|增速|增幅)(?:速度)?的?$")
_CN_DIGITS = "〇一二三四五六七八九"


@lru_cache(maxsize=256)
def year_pattern(year: int | None) -> str:
    """A regex for a year in digits of both kinds; any year where none is given."""
    if year is None:
        return rf"(?:(?:19|20)\d\d|二〇[{_CN_DIGITS}]{{2}}|一九[{_CN_DIGITS}]{{2}})"
    return f"(?:{year}|{''.join(_CN_DIGITS[int(d)] for d in str(year))})"


@lru_cache(maxsize=8192)  # some forty patterns for each of as many years as reports are of; compiling is slow
def _compiled(pattern: str, year: int | None) -> re.Pattern[str]:
    if year is not None and "{Y}" not in pattern:
        return _compiled(pattern, None)
    return re.compile(pattern.replace("{Y}", year_pattern(year)))


@lru_cache(maxsize=4)
def _marks(mark: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A chapter mark with its words, or a short line: at the start of a text, and behind the end of a sentence or line."""
    marked = rf"(?P<mark>{mark})(?P<words>[^。\n]{{1,60}})"
    line = r"(?P<line>[^\n。；！？]{3,36})(?=\n|$)"
    return re.compile(f"{marked}|{line}"), re.compile(rf"[\n。！？；](?:{marked}|(?<=\n){line})")


def _marked(text: str, mark: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, re.Match[str]]]:
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


@lru_cache(maxsize=4)
def _cue(words: str) -> re.Pattern[str]:
    """Where a sentence that is not the first of its paragraph opens with the words; and where paragraphs begin."""
    return re.compile(rf"[。！](?={words})|\n(?=[^\n。！])")


_SENTENCE = re.compile(r"[^\n。！]+[\n。！]*")


def segment(
    text: str, lexicon: Lexicon, review_year: int | None, plan_year: int | None, quarter: bool = False
) -> list[Section]:
    """The sections of a normalised text, in order, without gaps; `headline` lies inside the plan and overlaps it."""
    if quarter:
        whole = Section("quarter_plan", 0, len(text), plan_year)
        return [whole, *_headline(text, [whole], lexicon, plan_year)]
    cuts = _chapter_cuts(text, lexicon, review_year, plan_year)
    cuts = _with_multi_year_plan(text, cuts, lexicon, plan_year)
    if not any(role == "plan" for _, role in cuts):
        opening = _plan_opening(text, lexicon, plan_year, cuts)
        if opening is not None:
            cuts = _with_plan(cuts, opening)
    sections = _sections(text, cuts, lexicon, review_year, plan_year)
    headline = _headline(text, sections, lexicon, plan_year)
    if headline and _role_at(cuts, headline[0].start) not in ("plan", "multi_year_plan"):
        cuts = _with_plan(cuts, _plan_start_before(text, headline[0].start, lexicon, plan_year, cuts))
        sections = _sections(text, cuts, lexicon, review_year, plan_year)
    if headline:
        apart = _without_several_years(text, cuts, headline[0].start, lexicon, plan_year)
        if apart != cuts:
            cuts, sections = apart, _sections(text, apart, lexicon, review_year, plan_year)
    if headline and _role_at(cuts, headline[0].start) == "multi_year_plan":
        # the year's own targets, named without opening words
        headline = _densest(text, sections, lexicon, plan_year) or headline
    if headline and not _GROWTH.search(text, headline[0].start, headline[0].end):
        # words like a target's, further on in the plan
        densest = _densest(text, sections, lexicon, plan_year)
        headline = densest if densest and _GROWTH.search(text, densest[0].start, densest[0].end) else headline
    return sections + (headline or _densest(text, sections, lexicon, plan_year) or _single(text, sections, plan_year))


def _sections(
    text: str, cuts: list[tuple[int, str]], lexicon: Lexicon, review_year: int | None, plan_year: int | None
) -> list[Section]:
    cuts = [(0, "review"), *cuts] if not cuts or cuts[0][0] > 0 else cuts
    sections: list[Section] = []
    for (start, role), (end, _) in zip(cuts, [*cuts[1:], (len(text), "")], strict=True):
        if role in ("review", "five_year_review"):
            sections += _by_paragraph(text, start, end, role, lexicon, review_year)
        elif end > start:
            sections.append(Section(role, start, end, plan_year if role == "plan" else review_year))
    return sections


def _with_plan(cuts: list[tuple[int, str]], opening: int) -> list[tuple[int, str]]:
    """The cuts with the plan starting at `opening`; no review comes after it."""
    return sorted([c for c in cuts if c[0] < opening or c[1] in ("plan", "multi_year_plan")] + [(opening, "plan")])


def _with_multi_year_plan(
    text: str, cuts: list[tuple[int, str]], lexicon: Lexicon, plan_year: int | None
) -> list[tuple[int, str]]:
    """The cuts with the place where targets of several years begin under a title that does not say so."""
    for m in re.compile(lexicon.headings["multi_opener"]).finditer(text, max(0, int(0.1 * len(text)) - 1)):
        later = m["year"] is None or (plan_year is not None and int(m["year"]) > plan_year)
        if later and _role_at(cuts, m.start() + 1) in ("review", "five_year_review"):
            return sorted([*cuts, (m.start() + 1, "multi_year_plan")])
    return cuts


def _without_several_years(
    text: str, cuts: list[tuple[int, str]], headline: int, lexicon: Lexicon, plan_year: int | None
) -> list[tuple[int, str]]:
    """A chapter on 今后五年的目标任务和2023年工作安排: what stands before the year's own targets is of several years."""
    for n, (at, role) in enumerate(cuts):
        title = text[at : at + 48].split("\n")[0]
        if role == "plan" and at < headline and re.search(lexicon.headings["multi_sentence"], title):
            inside = n + 1 == len(cuts) or cuts[n + 1][0] > headline
            start = _plan_start_before(text, headline, lexicon, plan_year, cuts)
            if inside and start > at + 200:
                return [*cuts[:n], (at, "multi_year_plan"), (start, "plan"), *cuts[n + 1 :]]
    return cuts


def _role_at(cuts: list[tuple[int, str]], position: int) -> str:
    return next((role for start, role in reversed(cuts) if start <= position), "review")


def _plan_start_before(
    text: str, headline: int, lexicon: Lexicon, plan_year: int | None, cuts: list[tuple[int, str]]
) -> int:
    """Where the plan begins that holds the target paragraph: an opening sentence or a chapter mark shortly before it."""
    floor = max([c[0] for c in cuts if c[0] <= headline], default=0) + 1
    floor = max(floor, headline - 1600)
    starts = []
    for pattern in lexicon.headings["plan_openers"]:
        m = _compiled(pattern, plan_year).search(text, floor, headline)
        if m:
            starts.append(max(text.rfind(c, 0, m.start()) for c in "。\n") + 1)
    marks = [at for at, m in _marked(text, lexicon.headings["mark"], max(floor, headline - 700), headline) if m["mark"]]
    paragraph = max(text.rfind(c, 0, headline) for c in "\n。") + 1
    return min([*starts, *marks[-1:], paragraph])


def _by_paragraph(
    text: str, start: int, end: int, role: str, lexicon: Lexicon, review_year: int | None
) -> list[Section]:
    """Cut a review where its paragraphs turn from the one year to the five years, or back."""
    cues = lexicon.headings["review_cues"]
    five = _compiled(cues["five"], review_year)
    year = _compiled(cues["year_in_five" if role == "five_year_review" else "year"], review_year)
    strong, back = re.compile(cues["five_strong"]), _compiled(cues["year_strong"], review_year)
    sections: list[Section] = []
    now, since = role, start
    for m in _sentences_that_may_turn(text, start, end, f"{cues['five_strong']}|{back.pattern}"):
        head = _head(text, m, end)
        if m.start() == start or text[m.start() - 1] == "\n":
            turn = _turn(five.search(head), year.search(head), now)
        else:
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


def _head(text: str, m: re.Match[str], end: int) -> str:
    """The words that may turn the review: a paragraph's first sentence (各位代表！ passed over), or 48 characters of another.

    A chapter's title that is glued to its first sentence (…工作回顾刚刚过去的2016年) turns nothing.
    """
    if m.start() and text[m.start() - 1] != "\n":
        return text[m.start() : min(m.end(), m.start() + 48)]
    glued = _GLUED_TITLE.match(text, m.start(), m.end())
    if glued:
        return text[glued.end() : min(m.end(), glued.end() + 110)]
    stop = (
        m.end() if len(m[0]) > 8 else next((i + 1 for i in (text.find(c, m.end(), end) for c in "。\n") if i >= 0), end)
    )
    return text[m.start() : min(stop, m.start() + 110)]


def _turn(five: re.Match[str] | None, year: re.Match[str] | None, now: str) -> str:
    """The cue that stands first decides; without a cue nothing turns."""
    if five and (not year or five.start() < year.start()):
        return "five_year_review"
    return "review" if year else now


def _chapter_cuts(text: str, lexicon: Lexicon, review_year: int | None, plan_year: int | None) -> list[tuple[int, str]]:
    cuts: list[tuple[int, str]] = []
    planned = False
    for at, m in _marked(text, lexicon.headings["mark"]):
        words = (m["words"] or m["line"] or "").strip()
        first = m["words"] is not None and not m["mark"].startswith("（")
        role = _role(words, lexicon, review_year, plan_year, bool(m["mark"]))
        if (
            not role
            and m["mark"]
            and re.search(lexicon.headings["multi_sentence"], words[:40])
            and re.search("目标|任务", words[:60])
        ):
            role = "multi_year_plan"
        if role == "plan" and not m["mark"] and at < 0.01 * len(text):  # the title of the report
            continue
        if role == "multi_year_plan" and not cuts and m["mark"] and at < 0.15 * len(text):
            role = _first_chapter(words, lexicon, review_year)
        if role in ("review", "five_year_review") and (planned or at > 0.7 * len(text)):
            continue
        if role == "problems" or not role:
            continue
        if (
            role == "multi_year_plan" and not first and m["mark"]
        ):  # a section of a chapter does not change what the chapter is
            continue
        if role == "self_building":
            continue
        planned = planned or role in ("plan", "multi_year_plan")
        if not cuts or cuts[-1][1] != role:
            cuts.append((at, role))
    return cuts


def _first_chapter(words: str, lexicon: Lexicon, review_year: int | None) -> str:
    """A report begins with what was done: “十五”目标全面完成 at the end of that plan is a review of five years, else of one."""
    ends: dict[str, int] = lexicon.headings["plan_ends"]
    ended = any(f"“{name}”" in words and end == review_year for name, end in ends.items())
    return "five_year_review" if ended or "五年" in words else "review"


_NO_CHAPTER = re.compile("报告|人民代表大会|会议")
_PAST = re.compile(r"回顾|总结|完成情况|执行情况|去年|上年|前\d+个月")
_WORK_TO_DO = re.compile("工作|任务|目标|要求|安排|部署|思路|重点|打算|计划|意见|措施|建议")


def _role(words: str, lexicon: Lexicon, review_year: int | None, plan_year: int | None, marked: bool) -> str:
    chapters: dict[str, list[str]] = lexicon.headings["chapters"]
    if _NO_CHAPTER.search(words, 0, 40):
        return ""
    if (
        plan_year
        and _compiled("{Y}年", plan_year).search(words)
        and not _PAST.search(words)
        and _WORK_TO_DO.search(words)
    ):
        return "plan" if marked or len(words) <= 24 else ""
    for role, patterns in chapters.items():
        year = plan_year if role == "plan" else review_year if role == "review" else None
        for pattern in patterns:
            if _compiled(pattern, year).search(words):
                if role == "five_year_review" and re.search(r"今后|未来|下一|目标|任务|思路", words):
                    continue
                if role == "multi_year_plan" and re.search(r"回顾|成就|总结", words):
                    continue
                if role == "multi_year_plan" and plan_year and _compiled("{Y}年|今年", plan_year).search(words):
                    return "plan" if not re.search("五年|“十", words) else role
                year_told = _compiled("{Y}年|今年|五年|过去", plan_year if role == "plan" else None)
                if not marked and not year_told.search(words):
                    continue
                if (
                    role == "five_year_review"
                    and review_year
                    and _compiled("{Y}年(?!以来|至|-)", review_year).search(words)
                ):
                    return "review"
                return role
    return ""


def _plan_opening(text: str, lexicon: Lexicon, plan_year: int | None, cuts: list[tuple[int, str]]) -> int | None:
    after = max([c[0] for c in cuts if c[1] in ("review", "five_year_review")], default=0)
    least = max(after + 1, int(0.08 * len(text)))
    found = []
    for pattern in lexicon.headings["plan_openers"]:
        m = _compiled(pattern, plan_year).search(text, least)
        if m:
            found.append(max(text.rfind(c, 0, m.start()) for c in "。\n") + 1)
    return min(found) if found else None


# --- the paragraph of 主要预期目标 -----------------------------------------------------------------------------------


def _openings(text: str, words: str) -> Iterator[re.Match[str]]:
    """Where the opening words stand. Every match ends with 目标 or 指标 and is made of the pattern's own characters:
    so it is looked for only in what of those characters stands before one of these.
    """
    pattern, own = re.compile(words), _own_characters(words)
    done = 0
    for last in _TARGET.finditer(text):
        start = last.start()
        while start > done and text[start - 1] in own:
            start -= 1
        found = pattern.search(text, start, last.end() + _BEHIND_TARGET) if last.start() >= done else None
        if found:
            yield found
            done = found.end()


_TARGET = re.compile("[目指]标")
_BEHIND_TARGET = 2  # characters that the opening words may have behind 目标 (任务, 体系)


@lru_cache(maxsize=4)
def _own_characters(pattern: str) -> frozenset[str]:
    return frozenset(re.findall("[一-鿿]", pattern))


def _headline(text: str, sections: list[Section], lexicon: Lexicon, plan_year: int | None) -> list[Section]:
    """The target paragraph: the strongest of the places where its opening words stand, by chapter, year and names."""
    words = lexicon.headings["headline"]
    best: tuple[float, Section] | None = None
    for m in _openings(text, words["open"]):
        section = next((s for s in sections if s.start <= m.start() < s.end), None)
        start = _after_link(text, m.end(), words)
        growth = text.rfind("经济增长", max(0, m.start() - 8), m.end())
        if growth >= 0 and re.match(
            "经济增长(?:速度)?的?(?:主要)?(?:预期|调控|控制)目标(?:定|确定)?[为是]", text[growth:]
        ):  # 经济增长预期目标为7%
            start = growth
        named = list(lexicon.names.iter(text, max(0, m.start() - 16), m.start()))
        about = _NAME_TAIL.search(text, max(0, m.start() - 6), m.start())
        stop = about.start() if about else m.start()
        if start is not None and named and named[-1][0] == stop - 1 and (about or m[0].startswith("增长")):
            start = stop - max(len(alias) for last, alias in named if last == stop - 1)  # 生产总值增长的预期目标为7%
        if section is None or start is None or _of_several_years(text, start, plan_year):
            continue
        weight = _weight(text, m, section, lexicon, plan_year)
        if weight <= 0:
            continue
        end = _paragraph_end(text, start, len(text), words["stop"], lexicon)
        strength = weight * _strength(text, start, end, lexicon)
        if strength and (best is None or strength > best[0] * 1.5):
            best = (strength, Section("headline", start, end, plan_year))
    return [best[1]] if best else []


def _of_several_years(text: str, start: int, plan_year: int | None) -> bool:
    """Whether the first clause behind the opening words sets a target for a later year, or a yearly average."""
    clause = re.split("[，；。]", text[start : start + 40], maxsplit=2)[0]
    later = re.search(r"到(20\d\d)年", clause)
    average = re.search("(?:生产总值|GDP)年(?:均|平均)", text[start : start + 60].split("。")[0])
    return "年均" in clause or bool(average) or bool(later and int(later[1]) > (plan_year or 2019))


def _weight(text: str, m: re.Match[str], section: Section, lexicon: Lexicon, plan_year: int | None) -> float:
    """How likely the words open the targets of the coming year: 0 where they speak of the past or of five years."""
    start = max(max(text.rfind(c, section.start, m.start()) for c in "。\n！"), section.start)
    head = text[start : m.end() + 14]
    before = text[start : m.start()]
    year = _compiled("{Y}年(?!以来)|今年|本年度|明年" if plan_year else "今年|本年度", plan_year)
    if re.search(r"(?:确保|力争|努力|争取)(?:全面|圆满)?(?:完成|实现)[^，。；]{0,8}$", before):
        return 1.5
    if re.search(r"(?:完成|实现|达到|超过|超额|高于|好于|低于|兑现)了?[^，。；目]{0,24}$", before) and not year.search(
        before
    ):
        return 0
    if re.search(lexicon.headings["multi_sentence"], head):
        near = _compiled(f"(?:{year.pattern}|全年)[^。；]{{0,40}}$", None).search(before)
        if not near:
            following = text[m.end() : m.end() + 150]
            yearly = re.search(r"增长\d", following) and not re.search(
                r"年均|到20\d\d年|翻番|翻一番|五年|年平均", following
            )
            return (
                0.3 if yearly and m.start() > 0.2 * len(text) and not re.search("五年|时期|期间", before[-24:]) else 0
            )
    named = bool(year.search(head))
    weight = {"plan": 2.0, "quarter_plan": 2.0, "multi_year_plan": 0.5}.get(section.role, 0.25)
    if named:
        weight = max(weight, 1.0) * 3
    elif section.role in ("review", "five_year_review") and m.start() < 0.1 * len(text):
        return 0
    return weight


def _after_link(text: str, end: int, words: dict[str, Any]) -> int | None:
    m = re.compile(r"[^。；：\n]{0,24}?(?:：|是(?!否)|为|如下|有|，(?=[^，]{2,24}\d)|\n|(?=[^，。]{0,12}?\d))").match(
        text, end
    )
    return m.end() if m else None


def _paragraph_end(text: str, start: int, limit: int, stop: str, lexicon: Lexicon) -> int:
    """The end of the target paragraph: paragraph break, or a sentence that turns to the work itself."""
    stopper = re.compile(stop)
    at = start
    if re.match(r"：?\n", text[start:]) and not re.match(r"：?\n[^\n]{0,400}[；;]", text[start:]):
        return _listed_end(text, start, limit, lexicon)
    while at < limit:
        m = re.compile(r"[^。！\n]*[。！\n]?").match(text, at, limit)
        if not m or m.end() == at:
            break
        ended_by_break = text[m.end() - 1] == "\n"
        at = m.end()
        broken = ended_by_break and len(m[0].strip()) and m[0].rstrip("\n")[-1:] not in "；，：、"
        if broken or (at < limit and text[at] == "\n" and text[at - 1] in "。！"):
            listed = _LINE.match(text, at, limit)
            if listed and _lists_targets(listed[0]):
                at = listed.end()
                continue
            break
        while at < limit and text[at] in "\n ":
            at += 1
        following = _next_sentence(text, at, limit)
        if stopper.match(text, at) or re.match(lexicon_mark(), following):
            break
        begun = len(re.findall(r"\d[\d.]*%", text[start:at])) >= 3
        if not _more_targets(following, lexicon) and not _slogan(text, at, following, limit, lexicon, begun):
            break
    turn = re.compile(f"[；。](?={stop})").search(text, start, at)
    return turn.end() if turn else at


def _lists_targets(line: str) -> bool:
    """Whether a paragraph behind the first one is a list of figures and nothing else: 甲21%左右；乙76岁；…"""
    parts = [part for part in re.split("[；。]", line.strip()) if part]
    figures = [part for part in parts if re.search(r"\d", part) and len(part) <= 48]
    return "：" not in line and len(parts) >= 4 and len(figures) >= 0.8 * len(parts)


def _slogan(text: str, at: int, sentence: str, limit: int, lexicon: Lexicon, begun: bool) -> bool:
    """A sentence that sets no target by number (努力增加就业岗位。) in front of one that does; of several, where targets `begun`."""
    after = _next_sentence(text, at + len(sentence) + 1, limit)
    years = re.compile(lexicon.headings["multi_sentence"])
    if (
        begun
        and len({alias for _, alias in lexicon.names.iter(after)}) >= 3
        and len(re.findall(r"\d[\d.]*(?:%|亿|万)", after)) >= 3
    ):
        return not years.search(sentence + after)
    aims = (
        len(sentence) <= 70
        and _AIM.search(sentence)
        and not _WORK.search(sentence)
        and not years.search(sentence + after)
    )
    return (
        bool(len(sentence) <= 20 or aims)
        and text[at + len(sentence) : at + len(sentence) + 1] == "。"
        and bool(re.search(r"\d", after))
        and any(True for _ in lexicon.names.iter(after))
    )


def _listed_end(text: str, start: int, limit: int, lexicon: Lexicon) -> int:
    """The end of targets that stand in paragraphs of their own behind the opening words."""
    at = start
    for m in re.compile(r"[^\n]+\n?").finditer(text, start + 1, limit):
        named = any(True for _ in lexicon.names.iter(m[0]))
        if m[0].strip("：\n") and not (named and re.search(r"\d", m[0]) and len(m[0]) < 260):
            break
        at = m.end()
    return at if at > start + 2 else min(limit, start + 400)


def _more_targets(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a sentence behind the first one still sets targets: names with numbers, or what is handed down."""
    named = any(True for _ in lexicon.names.iter(sentence))
    bound = re.search(r"\d|百分之|同步|高于|快于|不低于|稳定|平稳|稳中有升", sentence) or (
        len(sentence) <= 60 and re.search("降低|下降|提高|提升|改善", sentence)
    )
    return bool(
        (named and bound)
        or re.search(
            r"指标[^，。]{0,12}(?:高于|快于)|(?:约束性|下达|核定|市定|省定|主要经济)[^，。]{0,40}(?:指标|任务|目标)|^(?:确保|努力)?(?:全面|圆满)?完成[^，。]{2,24}(?:任务|目标)$|指标[^，。]{0,12}(?:下达|市定|省定|任务|全市|全省)",
            sentence,
        )
    )


def lexicon_mark() -> str:
    """Marks that start a chapter or an item of work."""
    return r"(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、](?!\d)|-{1,2}|[●■◆])"


def _next_sentence(text: str, at: int, limit: int) -> str:
    end = min((i for i in (text.find(c, at, limit) for c in "。\n") if i >= 0), default=limit)
    return text[at:end]


def _strength(text: str, start: int, end: int, lexicon: Lexicon) -> float:
    """How many catalogue names stand in a stretch, less where they stand thinly; 0 where nothing is said of them."""
    count = sum(1 for _ in lexicon.names.iter(text[start:end]))
    if not count and not re.search(r"(?:经济|财政|收入)[^。]{0,10}\d", text[start:end]):
        return 0
    if not re.search(r"\d|百分之|同步|下达|高于", text[start:end]):
        return 0
    return max(1, count) * min(1.0, max(1, count) * 100 / max(1, end - start) / 1.2)


_RATES = re.compile(r"\d(?:\.\d+)?个?(?:%|百分点)")


def _densest(text: str, sections: list[Section], lexicon: Lexicon, plan_year: int | None) -> list[Section]:
    """Where no words open the paragraph: the first sentence of the plan that sets several catalogue targets."""
    closing = re.compile(lexicon.headings["headline"]["closing"])
    now = _compiled("今年|{Y}年", plan_year)
    for section in sections:
        if section.role not in ("plan", "quarter_plan"):
            continue
        for m in re.compile(r"[^。\n]+[。\n]?").finditer(text, section.start, section.end):
            opened = [n.start() for n in now.finditer(m[0]) if n.start() < 80]  # a heading may be glued to the sentence
            words = m[0][opened[-1] :] if opened else m[0]
            numbers = len(_RATES.findall(words))
            if numbers < 2:
                continue
            names = {alias for _, alias in lexicon.names.iter(words)}
            early = m.start() < section.start + 700
            if not re.search(r"生产总值|GDP|经济增长|增加值|财政", m[0]) and not (early and len(names) >= 4):
                continue
            enough = (len(names) >= 3 and numbers >= (2 if closing.search(words) else 3)) or (
                early and names and numbers >= (2 if len(names) >= 2 else 4)
            )
            if (
                enough
                and not re.search(lexicon.headings["multi_sentence"], words)
                and not re.search(r"去年|上年完成|年均", words)
            ):
                start = _before(text, m.end() - len(words), section.start, now, lexicon)
                start = start if opened else _first_target(text, start, m.end(), lexicon)
                end = _paragraph_end(
                    text, m.end() - len(words), section.end, lexicon.headings["headline"]["stop"], lexicon
                )
                return [Section("headline", start, max(end, m.end()), plan_year)]
    return []


def _first_target(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the clause begins that names the first figure: what stands before it in the sentence is how, not what."""
    for m in re.compile("[^，；：。]+").finditer(text, start, end):
        if re.search(r"\d", m[0]) and any(True for _ in lexicon.names.iter(m[0])):
            return m.start()
    return start


def _before(text: str, start: int, floor: int, now: re.Pattern[str], lexicon: Lexicon) -> int:
    """The sentence before, in the same paragraph, where it sets a target of the year (今年地区生产总值增长6%左右。)."""
    previous = max(text.rfind(c, floor, start - 1) for c in "。\n") + 1
    words = text[previous:start]
    opened = now.search(words)
    named = any(True for _ in lexicon.names.iter(words))
    if "\n" in words or not opened or not named or not re.search(r"\d(?:\.\d+)?%", words[opened.start() :]):
        return start
    return previous + opened.start()


def _single(text: str, sections: list[Section], plan_year: int | None) -> list[Section]:
    """A plan that opens with one target: 确保地区生产总值增长9%。"""
    plan = next((s for s in sections if s.role == "plan"), None)
    if plan is None:
        return []
    m = re.compile(
        r"(?<=[。\n])[^。\n]{0,24}(?:确保|力争|预期|实现|增速|增长)[^。\n]{0,20}(?:生产总值|GDP|经济)[^。\n]{0,12}\d[^。\n]{0,80}。"
    ).search(text, plan.start, min(plan.end, plan.start + 700))
    return [Section("headline", m.start(), m.end(), plan_year)] if m and "年均" not in m[0] else []
