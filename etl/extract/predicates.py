"""The words between a name and its number: verb, direction, hedge, time."""

from __future__ import annotations

import re

from etl.extract.names import BLANK, Names, Subject
from etl.extract.parsed import GROWTH_NOUNS, SPEAKS_OF_LAST_YEAR, Predicate, Time, kind_of, words
from etl.extract.quantities import Quantity
from etl.lexicon import Lexicon
from etl.text import paragraph_start

_PERCENT = ("%", "百分点", "倍", "‰", "成")
_COMPARES = ("比", "较", "由", "从", "以", "是", "相比", "相当于")
_LISTED_BY = tuple("一二三四五六七八九十")
_BEFORE_TIME = ("，", "；", "。", "：", "\n", "到", "至", "在")
_GROWTH_SPEED = ("增幅", "增速")  # 累计增幅: of the months of one year
_SENTENCE = 100  # characters in front of a number in which its sentence is looked at
_LONGEST = 24  # characters of a word before a number
_DIGITS = "〇一二三四五六七八九"


def read(text: str, names: Names, start: int, end: int) -> Predicate:
    """Read predicate words backwards from the number at `end`; stop at the first word that is none, or at a name."""
    tokens, found = words().tokens, Predicate(end)
    while found.start > start:
        at = found.start
        if at in names.ended:
            break
        found.start = tokens.start(text, max(start, at - _LONGEST), at)
        if found.start == at:
            break
        found.tokens.append(text[found.start : at])
    return found


def hedge(tokens: list[str]) -> str:
    """ge, le, approx or stretch by the hedge nearest to the number; '' without one."""
    known = words().hedge
    return next((known[t] for t in tokens if t in known), "")


def direction(
    subject: Subject, q: Quantity, tokens: list[str], lexicon: Lexicon, base_sign: int = 0
) -> tuple[bool, int, bool]:
    """(is a change, its sign, is an amount added) from the predicate, the name's tail and the kind of quantity.

    `base_sign`: the sign of the change before it, from which this one comes (降幅由12%降至7.5%); 0 without one.
    """
    kind, percent = kind_of(subject, lexicon), q.unit in _PERCENT
    unit = lexicon.units.get(q.unit)
    counted = kind == "count" and (unit is None or unit.dimension == "count")  # of tons, 新增5万吨 is no amount there
    spoken = _spoken(subject, kind, percent, tokens, base_sign, counted)
    if spoken:
        return spoken
    if not percent or (kind == "price" and q.low >= 90):  # an index, last year = 100
        return False, 1, False
    if subject.suffix and any(w in subject.suffix for w in words().long_down):
        return True, -1, False
    if q.unit == "百分点" or (subject.suffix and any(w in subject.suffix for w in words().long_up)):
        return True, 1, False
    if kind == "amount" and tokens and tokens[0] in ("实现", "完成"):  # a part of the amount, not a change
        return False, 1, True
    if kind == "count" and not words().reach.isdisjoint(tokens):  # 高新技术企业要达到5%: a share of something
        return False, 1, False
    return kind in ("amount", "price", "intensity", "count"), 1, False


def _spoken(
    subject: Subject, kind: str, percent: bool, tokens: list[str], base_sign: int, counted: bool
) -> tuple[bool, int, bool] | None:
    """What the verbs say of themselves; None where they leave it open."""
    known = words()
    for token in tokens:
        if kind == "rate" and token in GROWTH_NOUNS and len(tokens) > 1:
            continue  # 失业率、价格涨幅分别控制在…: the noun belongs to the other item
        if token in known.down or token in known.up:
            if percent:
                return True, -1 if token in known.down else 1, False
            return False, 1, not ("postposed_name" in subject.causes or (counted and token in known.added))
        if token in known.endpoints:
            growing = (
                kind == "price"
                or (kind == "amount" and token.startswith(("回升", "回落")))
                or base_sign
                or known.patterns["growth_label"].search(subject.suffix)
                or GROWTH_NOUNS & set(tokens)
            )
            falling = base_sign < 0 or "降幅" in subject.suffix or "降幅" in tokens
            return percent and bool(growing), -1 if falling and not token.startswith(known.rising) else 1, False
        if (token in ("到", "至") and len(tokens) > 1) or (token[0] in "到至" and token[1:2].isdigit()):
            return False, 1, False
    return None


def period(tokens: list[str], gap: str, time: Time, cumulates: bool) -> str:
    """The period of a number by its own words, else the one that governs the sentence.

    What `cumulates` within a year, a stock or a price index, may well be 累计.
    """
    known, gap = words(), gap.rpartition("番")[2]  # 比2009年翻一番，同比增长43%: the doubling is done with
    summed = (
        any(token.startswith("累计") and not token.endswith(_GROWTH_SPEED) for token in tokens) and "同比" not in gap
    )
    if summed and not cumulates and "全年" not in gap and time.period == "year":
        return "multi"
    several = known.multi.intersection(tokens)
    all_summed = all(token.startswith("累计") for token in several)
    if several and not (all_summed and ("全年" in gap or time.period in known.period_of.values())):  # 上半年累计增长
        return "multi"
    if time.period == "multi" and any(token.startswith(SPEAKS_OF_LAST_YEAR) for token in tokens):
        return "year"  # 超过“十五”时期总和，比上年增长50%
    if "年" not in gap:
        return time.period
    if known.patterns["multiple_of_year"].search(gap):
        return "multi"
    for m in known.patterns["year"].finditer(gap):
        joined = gap[: m.start()].endswith(("与", "同", "和"))
        beside = joined and gap.startswith(("相比", "比"), m.end())  # 与2018年相比
        if beside or m["how"] in ("比", "较", "相比"):
            return f"since:{year_of(m)}"
    return time.period


def year_of(m: re.Match[str]) -> int:
    """The year of a match of the pattern `year`, in digits of either kind."""
    digits = m["year"]
    return int(digits) if digits.isascii() else int("".join(str(_DIGITS.index(c)) for c in digits))


def later_time(text: str, start: int, year: int, told: str, spans: bool) -> bool:
    """到2030年，…。…达到70%: whether the paragraph has spoken of a later time than `year`, and not of the year since.

    `told`: a pattern by which the year is spoken of, its digits aside. `spans`: 通过五年努力 counts as a later time too.
    """
    paragraph = paragraph_start(text, start)
    if not spans and text.find("到20", paragraph, start) < 0:
        return False
    spoken = -1
    for m in words().patterns["later_time"].finditer(text, paragraph, start):
        if (spans and not m["until"]) or (
            m["until"] and int(m["until"]) > year and (spans or text[m.end() : m.end() + 1] in "，末底")
        ):
            spoken = m.end()
    return spoken >= 0 and not re.search(f"{told}|{year}年", text[spoken:start])


def projected(text: str, start: int) -> bool:
    """Whether the sentence has spoken of what a project will give when it is done (达产后年税收1.1亿元)."""
    return words().patterns["projected"].search(text[max(0, start - _SENTENCE) : start]) is not None


def is_base(tokens: list[str], gap: str) -> bool:
    """Whether the number is the starting value of 由X增加到Y."""
    return bool(words().patterns["base"].search(gap)) and "到" not in tokens and "至" not in tokens


def advance(text: str, time: Time) -> bool:
    """Let the times named in `text` govern what follows; a comment (为2020年以来最好水平) names none.

    Those in brackets govern to the end of the bracket: 增长15%（2018年为23%），…. False where no time can be in the text at all.
    """
    text = text[leave(text, time) :]
    opened = text.rfind("（")
    if opened > text.rfind("）"):
        timed = _advance(text[:opened], time)
        time.outside = time.year, time.period, time.explicit
        return _advance(text[opened:], time) or timed
    return _advance(text, time)


def leave(text: str, time: Time) -> int:
    """Where the bracket that is open ends in `text`, with what governed in front of it governing again; 0 where it does not."""
    closed = text.rfind("）") + 1 if time.outside else 0
    if time.outside and closed:
        time.year, time.period, time.explicit = time.outside
        time.outside = None
    return closed


def _advance(text: str, time: Time) -> bool:
    known = words()
    if not known.time_sign.search(text):
        return False
    text = known.patterns["comment"].sub(lambda c: BLANK * len(c[0]), text)
    for m in known.time.finditer(text):
        word = m[0]
        if m["year"]:
            _to_year(m, text, time)
        elif text[max(0, m.start() - 1) : m.start()] in ("比", "较", "与"):
            continue
        elif m["sum"] or m["plan"]:
            _to_plan(m, text, time)
        elif word in known.period_of:
            if not known.patterns["was"].search(text, 0, m.start()):
                time.period = known.period_of[word]
        elif word in known.multi_span:
            time.period, time.summed = "multi", word.endswith(("累计", "共"))
        else:
            _to_one_year(word, text[m.end() : m.end() + 1], time)
    return True


def _to_one_year(word: str, following: str, time: Time) -> None:
    """去年, 今年, 当年, 全年, 年末: one year, that of the review unless another is spoken of."""
    told = time.explicit and time.period == "year"
    last = word == "当年" and not told and following != "价"  # 年均增长9%，当年增长12%: the last of the years
    if last or word.startswith("去年"):  # a review calls its own year so
        time.year, time.explicit, time.period = None, True, "year"
    elif word == "今年" and time.year:  # 2023年超过3000家，今年达到3800家: back to the year that is spoken of
        time.year, time.explicit, time.period = None, False, "year"
    elif word in ("全年", "年末", "年底"):
        time.period = "year"


def _to_plan(m: re.Match[str], text: str, time: Time) -> None:
    """五年城镇新增就业4万人，… and “十三五”末，…; not 由“十二五”末的…, 是“十二五”末的2倍."""
    if m.start() and not text.endswith(_BEFORE_TIME, 0, m.start()):
        return
    if m["sum"]:
        time.period, time.summed = "multi", True
    elif not text.startswith(("与", "和", "的"), m.end()):
        time.year, time.explicit, time.period = words().plan_ends[m["plan"]], True, "year"


def _to_year(m: re.Match[str], text: str, time: Time) -> None:
    """A year that is named governs, unless something is compared with it, or it ends a span."""
    known = words()
    if text.startswith("的", m.end()) and m["how"] not in ("到", "至"):
        return  # 为1997年的1.5倍
    if text.endswith("恢复", 0, m.start()):
        return  # 恢复到2019年的104%
    if known.patterns["since_month"].match(text, m.end()) or known.patterns["price_base"].match(text, m.end()):
        return
    if m["how"] in ("到", "至") and known.patterns["span_start"].search(text, 0, m.start()):
        time.year, time.explicit, time.period = None, False, "multi"
        return
    clause = re.split("[，。；]", text[: m.start("year")])[-1]
    listed = m["how"] == "是" and text[m.start() - 1 : m.start()] in _LISTED_BY  # 一是2022年…
    if (listed or m["how"] not in _COMPARES) and not known.patterns["year_compared"].search(clause):
        time.year, time.explicit, time.period = year_of(m), True, "year"
        time.ended = m["how"] in ("到", "至") and text.startswith("的", m.end())
