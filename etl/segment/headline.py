"""The paragraph of 主要预期目标: the words that open it, where it ends, and how it is found where no words open it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from etl.lexicon import Lexicon
from etl.models import Section
from etl.segment.words import compiled, is_named
from etl.text import behind_last, first_of

_LINE = re.compile(r"\n*[^\n]+\n?")
_TARGET = re.compile("[目指]标")
_BEHIND_TARGET = 2  # characters that the opening words may have behind 目标 (任务, 体系)
_OPENED = re.compile("[^\\d。]*：")  # …的主要安排是：
_STATED = re.compile("[^，。]{0,16}?(?:：|是|为)")  # behind 目标: here they come
_RATE = re.compile(r"\d(?:\.\d+)?个?(?:%|百分点)|百分之[一二三四五六七八九十]")
_PERCENT = re.compile(r"\d[\d.]*%|百分之")
_AMOUNT = re.compile(r"\d[\d.]*(?:%|亿|万)|百分之")
_FIGURE = re.compile(r"\d[\d.]*(?:[%‰亿万]|[一-鿿])|[百千]分之")
_PER_FIGURE = 60  # characters for each figure in a paragraph of targets
_SHORT = 24  # characters of a clause that is a name and its figure
_SEVERAL = 3  # names in a paragraph that needs no words to go on with the targets
_WORDS_ONLY = 40  # characters of a listed target without a number
# what no report exceeds: bounds for what is none, so that time grows with its length only
_MOST_OPENINGS, _LONGEST, _LONGEST_SENTENCE = 500, 20_000, 2_000
_LONGEST_ITEM = 120  # characters: what is longer is work, not a target
_MANY_LINES, _NEARLY_ALL = 40, 0.8  # of a report whose sentences stand one a line
_LIST_BEHIND_COLON = re.compile(r"：?\n(?![^\n]{0,400}[；;])")

# How much likelier the words open the targets of the year, by the section that they stand in …
_IN_SECTION = {"plan": 2.0, "quarter_plan": 2.0, "multi_year_plan": 0.5}
_ELSEWHERE = 0.25
_REVIEWS = ("review", "five_year_review")
# … where the year is named (at least 1, times 3), where they are to be fulfilled (确保完成…目标), where several years are named
_YEAR_NAMED, _FULFIL, _YEARLY = 3, 1.5, 0.3
_STRONGER = 1.5  # a later paragraph must be that much stronger than one before it


def opened(text: str, sections: list[Section], lexicon: Lexicon, plan_year: int | None) -> list[Section]:
    """The target paragraph: the strongest of the places where its opening words stand, by chapter, year and names."""
    best: tuple[float, Section] | None = None
    planned = any(section.role in _IN_SECTION for section in sections)
    for m in islice(openings(text, lexicon.headings["headline"]["open"]), _MOST_OPENINGS):
        section = next((s for s in sections if s.start <= m.start() < s.end), None)
        start = _start(text, m, lexicon)
        if section is None or start is None or _of_several_years(text, start, lexicon, plan_year):
            continue
        weight = _weight(text, m, section, planned, lexicon, plan_year)
        if weight <= 0:
            continue
        end = _end(text, start, min(len(text), start + _LONGEST), lexicon)
        if _sentence(text, start, end).count("年均") >= 2:
            continue  # targets of several years
        strength = weight * _strength(text[start:end], lexicon)
        if strength and (best is None or _stronger(text, m.start(), strength, *best)):
            best = (strength, Section("headline", start, end, plan_year))
    return [best[1]] if best else []


def _stronger(text: str, at: int, strength: float, before: float, best: Section) -> bool:
    """Whether the words at `at` open the targets rather than those of the paragraph found before them."""
    if not best.start <= at < best.end:
        return strength > before * _STRONGER
    titled = text[best.start - 1] == "\n"
    prelude = titled and not _AMOUNT.search(text, best.start, at)  # between a title and the words proper: how, not what
    return strength >= before or prelude


def densest(
    text: str,
    sections: list[Section],
    lexicon: Lexicon,
    plan_year: int | None,
    roles: tuple[str, ...] = ("plan", "quarter_plan"),
) -> list[Section]:
    """Where no words open the paragraph: the first sentence in sections of these roles that sets several catalogue targets."""
    words = lexicon.headings["headline"]
    this_year = compiled(words["this_year"], plan_year)
    for section in sections:
        if section.role not in roles:
            continue
        for m in re.compile(r"[^。\n]+[。\n]?").finditer(text, section.start, section.end):
            named = [n.start() for n in this_year.finditer(m[0]) if n.start() < 80]  # a heading may be glued to it
            start = m.start() + (named[-1] if named else 0)
            if not _is_dense(m[0], text[start : m.end()], m.start() < section.start + 700, lexicon):
                continue
            end = max(_end(text, start, section.end, lexicon), m.end())
            start = _before(text, start, section.start, this_year, lexicon)
            colon = _OPENED.match(text, start, m.end())
            start = colon.end() if colon else start if named else _first_target(text, start, m.end(), lexicon)
            return [Section("headline", start, end, plan_year)]
    return []


def single(text: str, sections: list[Section], lexicon: Lexicon, plan_year: int | None) -> list[Section]:
    """A plan that opens with one target: 确保地区生产总值增长9%。"""
    plan = next((s for s in sections if s.role == "plan"), None)
    if plan is None:
        return []
    m = compiled(lexicon.headings["headline"]["single"], plan_year).search(
        text, plan.start, min(plan.end, plan.start + 700)
    )
    if not m or "年均" in m[0]:
        return []
    return [Section("headline", m.start(), max(m.end(), _end(text, m.start(), plan.end, lexicon)), plan_year)]


def tells_growth(text: str, section: Section, lexicon: Lexicon) -> bool:
    """Whether the economy's own growth stands in it: a target paragraph without it is a doubtful one."""
    return bool(compiled(lexicon.headings["headline"]["growth"]).search(text, section.start, section.end))


# --- where it begins ------------------------------------------------------------------------------------------------


def openings(text: str, words: str) -> Iterator[re.Match[str]]:
    """Where the opening words stand. Every match holds 目标 or 指标 near its end and is made of the pattern's own characters:
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


@lru_cache(maxsize=4)
def _own_characters(pattern: str) -> frozenset[str]:
    return frozenset(re.findall("[一-鿿]", pattern))


def _start(text: str, m: re.Match[str], lexicon: Lexicon) -> int | None:
    """Where the targets begin behind the opening words; at the name before them where that is the first target's."""
    words = lexicon.headings["headline"]
    link = compiled(words["link"]).match(text, m.end())
    if link is None:
        return None
    growth = text.rfind("经济增长", max(0, m.start() - 8), m.end())  # 经济增长预期目标为7%
    start = growth if growth >= 0 and compiled(words["growth_target"]).match(text, growth) else link.end()
    named = list(lexicon.names.iter(text, max(0, m.start() - 16), m.start()))
    about = compiled(words["name_tail"]).search(text, max(0, m.start() - 6), m.start())
    stop = about.start() if about else m.start()
    if named and named[-1][0] == stop - 1 and (about or m[0].startswith("增长")):  # 生产总值增长的预期目标为7%
        return stop - max(len(alias) for last, alias in named if last == stop - 1)
    return start


def _of_several_years(text: str, start: int, lexicon: Lexicon, plan_year: int | None) -> bool:
    """Whether the first clause behind the opening words sets a target for a later year, or a yearly average."""
    words = lexicon.headings["headline"]
    clause = re.split("[，；。]", text[start : start + 40], maxsplit=2)[0]
    later = re.search(words["by_year"], clause)
    average = re.search(words["average"], text[start : start + 60].split("。")[0])
    return "年均" in clause or bool(average) or bool(later and int(later[1]) > (plan_year or 2019))


def _weight(
    text: str, m: re.Match[str], section: Section, planned: bool, lexicon: Lexicon, plan_year: int | None
) -> float:
    """How likely the words open the targets of the coming year: 0 where they speak of the past or of five years.

    `planned`: the report has a plan, so that words in the review that state no targets (主要指标居前列) open nothing.
    """
    words = lexicon.headings["headline"]
    start = behind_last(text, "。\n！", m.start(), max(section.start, m.start() - _LONGEST_SENTENCE))
    head, before = text[start : m.end() + 14], text[start : m.start()]
    year = compiled(words["year_named"] if plan_year else words["some_year_named"], plan_year)
    if re.search(words["to_fulfil"], before):
        return _FULFIL
    named = list(year.finditer(before))
    year_only = named and not re.search(r"\d", before[named[-1].end() :])  # 今年达到…亿元，实现目标: promised before
    if re.search(words["fulfilled"], before) and not year_only:
        return 0
    if re.search(lexicon.headings["multi_sentence"], head):
        near = compiled(f"(?:{year.pattern}|全年)[^。；]{{0,40}}$").search(before)
        if not near:
            following = text[m.end() : m.end() + 150]
            yearly = re.search(r"增长\d", following) and not re.search(words["several_years"], following)
            late = m.start() > 0.2 * len(text) and not re.search(words["of_a_term"], before[-24:])
            return _YEARLY if yearly and late else 0
    weight = _IN_SECTION.get(section.role, _ELSEWHERE)
    if section.role in _REVIEWS and re.search(words["last_year"], before):
        return 0
    if year.search(head):
        return max(weight, 1.0) * _YEAR_NAMED
    stated = "目标" in m[0] and _STATED.match(text, m.end())
    if section.role in _REVIEWS and ((planned and not stated) or m.start() < 0.1 * len(text)):
        return 0
    return weight


def _strength(paragraph: str, lexicon: Lexicon) -> float:
    """How many catalogue names stand in a paragraph, less where they stand thinly; 0 where nothing is said of them."""
    words = lexicon.headings["headline"]
    count = sum(1 for _ in lexicon.names.iter(paragraph))
    if not count and not re.search(words["figure"], paragraph):
        return 0
    if not re.search(words["said"], paragraph):
        return 0
    return max(1, count) * min(1.0, max(1, count) * 100 / max(1, len(paragraph)) / 1.2)


def _is_dense(sentence: str, words: str, early: bool, lexicon: Lexicon) -> bool:
    """Whether a sentence of the plan (`words`: from its 今年 on) sets several targets by number."""
    patterns = lexicon.headings["headline"]
    rates = list(_RATE.finditer(words))
    if len(rates) < 2:
        return False
    names = {alias for _, alias in lexicon.names.iter(words)}
    if not re.search(patterns["economy"], sentence) and not (early and len(names) >= 4):
        return False
    several = len(names) >= 3 and len(rates) >= (2 if compiled(patterns["closing"]).search(words) else 3)
    first = early and names and len(rates) >= (2 if len(names) >= 2 else 4)
    if not several and not first:
        return False
    before = words[: rates[0].start()]
    return not re.search(lexicon.headings["multi_sentence"], before) and not re.search(patterns["past"], words)


def _first_target(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the clause begins that names the first figure: what stands before it in the sentence is how, not what."""
    for m in re.compile("[^，；：。]+").finditer(text, start, end):
        if re.search(r"\d", m[0]) and is_named(m[0], lexicon):
            return m.start()
    return start


def _before(text: str, start: int, floor: int, this_year: re.Pattern[str], lexicon: Lexicon) -> int:
    """The sentence before, in the same paragraph, where it sets a target of the year (今年地区生产总值增长6%左右。)."""
    previous = behind_last(text, "。\n", start - 1, floor)
    words = text[previous:start]
    named = this_year.search(words)
    if "\n" in words or not named or not is_named(words, lexicon) or not _PERCENT.search(words, named.start()):
        return start
    return previous + named.start()


# --- where it ends --------------------------------------------------------------------------------------------------


def _end(text: str, start: int, limit: int, lexicon: Lexicon) -> int:
    """The end of the target paragraph: paragraph break, or a sentence that turns to the work itself."""
    words = lexicon.headings["headline"]
    stop = compiled(words["stop"])
    itemised = _itemised_end(text, start, limit, lexicon)
    if itemised:
        return itemised
    if _LIST_BEHIND_COLON.match(text, start):
        return _listed_end(text, start, limit, lexicon)
    at = start
    while at < limit:
        m = re.compile(r"[^。！\n]*[。！\n]?").match(text, at, limit)
        if not m or m.end() == at:
            break
        at = m.end()
        broken = text[at - 1] == "\n" and len(m[0].strip()) and m[0].rstrip("\n")[-1:] not in "；，：、"
        if broken or (at < limit and text[at] == "\n" and text[at - 1] in "。！" and not _by_sentence(text)):
            listed = _LINE.match(text, at, limit)
            if listed and _lists_targets(listed[0]):
                at = listed.end()
                continue
            if listed and text[start:at].strip("：\n") and _goes_on(listed[0].strip(), lexicon):
                continue
            break
        while at < limit and text[at] in "\n ":
            at += 1
        following = _sentence(text, at, limit)
        if stop.match(text, at) or compiled(words["item"]).match(following):
            break
        begun = len(_PERCENT.findall(text[start:at])) >= 3
        if not _more_targets(following, lexicon) and not _slogan(text, at, following, limit, lexicon, begun):
            break
    turn = compiled(f"[；。](?={stop.pattern})").search(text, start, at)
    if turn:
        return turn.end()
    return _by_field(text, at, limit, stop, lexicon) if text.startswith("：\n", start) else at


@lru_cache(maxsize=2)
def _by_sentence(text: str) -> bool:
    """Whether every sentence stands in a line of its own, so that a line's end tells of no paragraph's end."""
    lines = [line for line in text.split("\n") if line.endswith("。")]
    single = sum(line.find("。") == len(line) - 1 for line in lines)
    return len(lines) >= _MANY_LINES and single > _NEARLY_ALL * len(lines)


def _by_field(text: str, at: int, limit: int, stop: re.Pattern[str], lexicon: Lexicon) -> int:
    """The end of targets that go on in paragraphs by field behind a colon: those that are dense with figures."""
    while at < limit:
        line = _LINE.match(text, at, limit)
        if not line or not _is_list_of_figures(line[0]) or stop.match(line[0].strip()):
            break
        at = line.end()
    return at


def _is_list_of_figures(paragraph: str) -> bool:
    """Whether a paragraph is so dense with figures that it can only list them."""
    figures = len(_FIGURE.findall(paragraph))
    return figures >= 2 and len(paragraph) <= figures * _PER_FIGURE


def _sentence(text: str, at: int, limit: int) -> str:
    return text[at : first_of(text, "。\n", at, limit)]


def _listed_end(text: str, start: int, limit: int, lexicon: Lexicon) -> int:
    """The end of targets that stand in paragraphs of their own behind the opening words."""
    at, words = start, 0
    item, stop = (compiled(lexicon.headings["headline"][kind]) for kind in ("item", "stop"))
    for m in re.compile(r"[^\n]+\n?").finditer(text, start + 1, limit):
        if (re.search(r"\d", m[0]) and len(m[0]) < 260 and is_named(m[0], lexicon)) or _is_list_of_figures(m[0]):
            at, words = m.end(), 0
        elif not m[0].strip("：\n"):
            at = m.end()
        elif words or len(m[0]) > _WORDS_ONLY or item.match(m[0]) or stop.match(m[0]):
            break  # one line in words may stand among the others
        else:
            words += 1
    return at if at > start + 2 else min(limit, start + 400)


def _itemised_end(text: str, start: int, limit: int, lexicon: Lexicon) -> int:
    """The end of targets that stand in lines of their own, each behind a mark of one kind (——, 1、, ●); 0 where they don't."""
    at = start + text.startswith("：", start)
    subheading = compiled(lexicon.headings["headline"]["subheading"])
    kinds, lines = set(), 0
    for line in re.compile(r"\n*([^\n]+)\n?").finditer(text, at, limit):
        if subheading.fullmatch(line[1].strip()):
            continue
        mark = lexicon.patterns["item_mark"].match(line[1])
        if not mark or len(line[1]) > _LONGEST_ITEM:
            break
        kinds.add(re.sub(r"\d+", "1", mark[0]))
        if len(kinds) > 1:
            break
        at, lines = line.end(), lines + 1
    return at if lines >= 2 else 0


def _lists_targets(line: str) -> bool:
    """Whether a paragraph behind the first one is a list of figures and nothing else: 甲21%左右；乙76岁；…"""
    parts = [part for part in re.split("[；。]", line.strip()) if part]
    figures = [part for part in parts if re.search(r"\d", part) and len(part) <= 48]
    return "：" not in line and len(parts) >= 4 and len(figures) >= 0.8 * len(parts)


def _goes_on(paragraph: str, lexicon: Lexicon) -> bool:
    """Whether a paragraph behind the first one goes on with the targets: 同时，甲控制在4%以内；乙增长8%。

    Words that go on open it, or those of another kind of target (约束性指标是：…); or it lists nothing but the figures of
    several quantities, or what several have handed down.
    """
    words = lexicon.headings["headline"]
    sentence = paragraph.split("。")[0]
    if compiled(words["stop"]).match(sentence) or compiled(words["item"]).match(sentence):
        return False
    figures = _is_list_of_figures(sentence)
    if figures and re.match(words["goes_on"], sentence) and is_named(sentence, lexicon):
        return True
    if re.match(words["of_a_kind"], sentence) and is_named(sentence, lexicon):
        return True
    if "：" in sentence or any(openings(sentence, words["open"])):
        return False  # it says itself what it lists
    names = {alias for _, alias in lexicon.names.iter(sentence)}
    handed_down = len(re.findall(words["handed_down_each"], sentence)) >= 2
    return (figures and len(names) >= _SEVERAL) or (handed_down and bool(names))


def _more_targets(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a sentence behind the first one still sets targets: names with numbers, or what is handed down."""
    words = lexicon.headings["headline"]
    parts = [part for part in re.split("[，；、]", sentence) if part]
    if all(_FIGURE.search(part) and len(part) <= _SHORT for part in parts):
        return bool(parts)
    bound = re.search(words["bound"], sentence) or (len(sentence) <= 60 and re.search(words["direction"], sentence))
    if bound and is_named(sentence, lexicon):
        return True
    return bool(re.search(words["handed_down"], sentence) or lexicon.patterns["aim"].fullmatch(sentence))


def _slogan(text: str, at: int, sentence: str, limit: int, lexicon: Lexicon, begun: bool) -> bool:
    """A sentence that sets no target by number (努力增加就业岗位。) in front of one that does; of several, where targets `begun`."""
    words = lexicon.headings["headline"]
    after = _sentence(text, at + len(sentence) + 1, limit)
    several_years = re.search(lexicon.headings["multi_sentence"], sentence + after)
    names = {alias for _, alias in lexicon.names.iter(after)}
    if begun and len(names) >= 3 and len(_AMOUNT.findall(after)) >= 3:
        return not several_years
    aims = re.search(words["aims"], sentence) and not re.match(words["work"], sentence) and not several_years
    short = len(sentence) <= 20 or (len(sentence) <= 70 and aims)
    ended = sentence.endswith("；") or text[at + len(sentence) : at + len(sentence) + 1] == "。"
    return bool(short and ended and names and re.search(r"\d", after))
