"""Numbers with units and hedges in a normalised text: 5%左右, 6%-7%, 3.2万个, 不少于9000户, 百分之八, 两位数."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from etl.lexicon import Lexicon, alternatives

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_CN = "[〇零一二三四五六七八九十百千两]"
# a digit comes first in the pattern: where a pattern begins with one class, the search for it is fast
_NUMBER = r"\d(?:\d{0,2}(?:，\d{3})+(?![\d，]*\d{4})(?:\.\d+)?|\d*(?:\.\d+)?)"


_MINUS = re.compile(r"(?<![\d%元人个户家吨亿万])-")
_WORDED = re.compile(f"[{_CN[1:-1]}万](?:分之|个百分点|[多余]?[亿万元美])")  # without it, no number in words is there
_AMOUNT = f"[一二三四五六七八九两十]{_CN}*(?:点{_CN}+|万(?=亿)|万{_CN}{{2,}})?"  # 二千一百二十五, 三点五, 一万二千
_VAGUE = re.compile("[一二三四五六七八九两]{2}")  # 三五亿元, 二三十亿元
_LEAST_IN_WORDS = 10  # 元: 二元结构, 三元种植 are no amounts
_MONEY = re.compile("[万亿]*美?元")  # what amounts in words are read of: 两户, 三吨 are as often a way of speaking
_PARTS = {"百": "%", "千": "‰"}  # 百分之八, 千分之七
_LONGEST_LIFE = 150  # years
_LONGEST = 15  # digits of a number that means something


@dataclass(slots=True)
class Quantity:
    """One number or range as printed. `start:end` spans it with its hedges behind it, in the normalised text."""

    start: int
    end: int
    low: float
    high: float
    unit: str  # '' for a bare number
    after: str = ""  # approx, ge, le by the words behind it
    before: str = ""  # approx, ge, le, stretch by the words before it; set by the statement parser
    ranged: bool = False
    number_end: int = 0  # end of number and unit, before the hedge
    worded: bool = False  # 万亿台阶: a mark that was passed, no figure


def chinese_number(words: str) -> float | None:
    """五 → 5, 二十三 → 23, 三点五 → 3.5, 一万二千 → 12000; None where the words are no number. (一百二 is taken for 102.)"""
    whole, _, fraction = words.partition("点")
    if "万" in whole:
        tens, ones = (chinese_number(part) if part else 0.0 for part in whole.split("万", 1))
        return None if tens is None or ones is None or fraction else 10_000 * tens + ones
    if not whole or len(words) > _LONGEST or any(c not in _DIGITS and c not in "十百千" for c in whole):
        return None
    if not any(c in "十百千" for c in whole):
        value = int("".join(_DIGITS[c] for c in whole))
    else:
        value = digit = 0
        for c in whole:
            if c in _DIGITS:
                digit = int(_DIGITS[c])
            else:
                value += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
                digit = 0
        value += digit
    if not fraction:
        return float(value)
    if any(c not in _DIGITS for c in fraction):
        return None
    return float(f"{value}." + "".join(_DIGITS[c] for c in fraction))


class _Numbers:
    """The compiled patterns of numbers for a lexicon. `digits` finds those that begin with a digit, `worded` the others too."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.units = lexicon.units
        self.years_of = lexicon.patterns["years_of"]
        self.hedge = {w: kind for kind, words in lexicon.hedges["after"].items() for w in words}

        def unit(group: str) -> str:
            return _optional(group, lexicon.units).replace("台", "台(?!阶)").replace("项", "项(?!目)")

        after = _optional("after", [w for w in self.hedge if w not in ("多", "余", "内")], "(?:的)?")
        # 增长7.5%（力争8%）以上
        self.behind_bracket = re.compile(
            rf"（[^（）]{{1,20}}）(?P<hedge>{alternatives(w for w in self.hedge if len(w) > 1)})"
        )
        other = _optional("other", lexicon.grammar["not_quantities"])
        money = alternatives(name for name in lexicon.units if _MONEY.fullmatch(name))
        digits = rf"(?P<n1>{_NUMBER}){unit('u1')}(?:(?<!点)(?:-|~|至|到)+(?P<n2>{_NUMBER}){unit('u2')})?"
        behind = rf"(?P<more>多|余)?{unit('u3')}(?P<per>/人)?\x01?{after}{other}"
        self.digits = re.compile(digits + behind)
        self.worded = re.compile(
            rf"(?:(?P<cnpct>[百千]分之)(?P<cn1>{_CN}+(?:点{_CN}+)?)(?:(?:至|到|-)(?:[百千]分之)?(?P<cn2>{_CN}+(?:点{_CN}+)?))?"
            rf"|(?P<cnpp>{_CN}+(?:点{_CN}+)?)个百分点"
            rf"|(?:{_MINUS.pattern})?{digits}"
            rf"|(?<![第几数万亿])(?P<cn>{_AMOUNT})(?P<cnmore>多|余)?(?P<cnu>{money}|(?:万亿|[万亿])[多余]美?元)"
            rf"|(?:(?<=[破超过达上入越近到])|(?<=[和、])(?=[百千]亿美?元))(?P<cnbig>[千百万](?:亿))(?P<cnunit>元|美元)?)"
            rf"{behind}"
        )


def _optional(group: str, words: Iterable[str], before: str = "") -> str:
    """An optional group of any of the words. Their first characters are asked for first, for as a rule none stands there."""
    first = "".join(map(re.escape, sorted({word[0] for word in words})))
    return f"(?:(?={before}[{first}])(?P<{group}>{before}(?:{alternatives(words)})))?"


@lru_cache(maxsize=2)
def _numbers(lexicon: Lexicon) -> _Numbers:
    return _Numbers(lexicon)


def quantities(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Every quantity in `text[start:end]`, in order. Years, dates, ordinals and counts of no thing are left out."""
    end = len(text) if end is None else end
    found: list[Quantity] = []
    numbers, done = _numbers(lexicon), start
    worded = _WORDED.search(text, start, end) is not None
    for m in (numbers.worded if worded else numbers.digits).finditer(text, start, end):
        quantity = _in_words(m, numbers) if worded and not m["n1"] else _in_digits(m, text, done, numbers)
        done = m.end()
        if quantity and not (found and _completes(found[-1], quantity)):
            found.append(quantity)
    return found


def _completes(whole: Quantity, rest: Quantity) -> bool:
    """26亿4050万元: the second number goes on with the first, which takes it in."""
    if whole.unit != "亿" or whole.end != rest.start or not rest.unit.startswith("万") or whole.ranged or rest.ranged:
        return False
    whole.low = whole.high = whole.low + rest.low / 10_000
    whole.unit, whole.after, whole.end, whole.number_end = "亿" + rest.unit[1:], rest.after, rest.end, rest.number_end
    return True


def _in_words(m: re.Match[str], numbers: _Numbers) -> Quantity | None:
    after, number_end, end = _hedged(m, numbers)
    if m["cnbig"]:
        low = {"千": 1000.0, "百": 100.0, "万": 10000.0}[m["cnbig"][0]]
        return Quantity(
            m.start("cnbig"),
            end,
            low,
            low,
            "亿" + (m["cnunit"] or "元"),
            after,
            number_end=number_end,
            worded=not m["cnunit"],
        )
    if m["cn"]:
        value = chinese_number(m["cn"])
        if value is None or (m["cnu"] == "元" and value < _LEAST_IN_WORDS) or _VAGUE.search(m["cn"].split("点")[0]):
            return None
        printed = m["cnu"].replace("多", "").replace("余", "")  # 十六亿多元
        unit = numbers.units[printed].name
        after = after or ("ge" if m["cnmore"] or printed != m["cnu"] else "")
        return Quantity(m.start(), end, value, value, unit, after, number_end=number_end)
    one = chinese_number(m["cn1"] or m["cnpp"])
    two = chinese_number(m["cn2"]) if m["cn2"] else one
    if one is None or two is None:
        return None
    return Quantity(m.start(), end, one, two, _PARTS[m["cnpct"][0]] if m["cnpct"] else "百分点", after, ranged=one != two, number_end=number_end)  # fmt: skip


def _hedged(m: re.Match[str], numbers: _Numbers) -> tuple[str, int, int]:
    """The hedge behind a number, where number and unit end, and where the hedge ends."""
    hedge = m["after"]
    end = m.end() - len(m["other"] or "")
    if hedge:
        return numbers.hedge.get(hedge.removeprefix("的"), "") or ("ge" if m["more"] else ""), m.start("after"), end
    end -= m.string.endswith("\x01", 0, end)  # a bracket that no hedge stands behind
    return "ge" if m["more"] else "", end, end


def _ordinal(text: str, start: int) -> bool:
    last = text[start - 1] if start else ""
    return last == "第" or (last in ("M", "m") and text[start - 2 : start].upper() == "PM")


def _of_a_ratio(text: str, start: int) -> bool:
    """2.2：1: the second number says what the first is to be held against."""
    return start > 1 and text[start - 1] == "：" and text[start - 2].isdigit()


def _of_a_sum(m: re.Match[str], text: str, start: int) -> bool:
    """“1+5+N”: bare numbers that are added up are a name."""
    return not (m["u1"] or m["u2"] or m["u3"]) and (text.startswith("+", m.end()) or text[start - 1 : start] == "+")


def _negative(text: str, start: int, floor: int) -> bool:
    return start > floor and text[start - 1] == "-" and _MINUS.match(text, start - 1) is not None


def _float(number: str) -> float:
    return float(number.replace("，", ""))


def _in_digits(m: re.Match[str], text: str, floor: int, numbers: _Numbers) -> Quantity | None:
    """`floor`: where the number before it ends, whose hyphen is no minus of this one."""
    n1, u1, n2, u2, more, u3, per, other = m.group("n1", "u1", "n2", "u2", "more", "u3", "per", "other")
    start = m.start()
    if text[start] == "-":
        start += 1
    if (
        _ordinal(text, start)
        or _of_a_ratio(text, start)
        or _of_a_sum(m, text, start)
        or max(len(n1), len(n2 or "")) > 2 * _LONGEST
    ):
        return None
    unit = u2 or u3 or u1 or ""
    if u3 and u1 and not more and u1 not in ("万", "亿", "万亿"):  # 31项成果
        unit = u1
    if u3 and u1 in ("万", "亿") and u1 + u3 in numbers.units:  # 1.2万余人
        unit = u1 + u3
    alone = n2 and u1 and not u2 and not u3
    if alone and (other or _float(n2) >= 1900):  # 5%到2025年: the second number is something else
        only = _float(n1)
        return Quantity(start, m.end("u1"), only, only, u1, number_end=m.end("u1"))
    if other in ("年", "岁") and not unit and numbers.years_of.search(text, max(0, start - 12), start):
        return _years(m, text, numbers)  # 人均预期寿命76岁
    if other and (not unit or (unit == "个" and other in ("月", "季度", "小时", "周"))):  # 3年, 2个月
        return None
    low = _float(n1)
    high = _float(n2) if n2 else low
    if _negative(text, start, floor):
        start -= 1
        low = high = -low
    if n2:
        low *= _factor(u1 or unit, unit, numbers)
        if high < low:
            return None
    after, number_end, end = _hedged(m, numbers)
    if not after and text.startswith("（", end):
        behind = numbers.behind_bracket.match(text, end)
        after = numbers.hedge[behind["hedge"]] if behind else ""
    known = numbers.units.get(unit)
    unit = (known.name if known else unit) + (per or "")
    return Quantity(start, end, low, high, unit, after, ranged=low != high, number_end=number_end)


def _years(m: re.Match[str], text: str, numbers: _Numbers) -> Quantity | None:
    """Years of schooling or of life, with the hedge behind them; None for a year of the calendar."""
    low, high = _float(m["n1"]), _float(m["n2"] or m["n1"])
    if high > _LONGEST_LIFE or high < low:
        return None
    hedge = next((w for w in sorted(numbers.hedge, key=len, reverse=True) if text.startswith(w, m.end())), "")
    return Quantity(
        m.start(), m.end() + len(hedge), low, high, m["other"], numbers.hedge.get(hedge, ""), ranged=low != high,
        number_end=m.end(),
    )  # fmt: skip


def _factor(unit: str, other: str, numbers: _Numbers) -> float:
    """What makes an amount in one unit an amount in the other, where both are known."""
    one, two = numbers.units.get(unit), numbers.units.get(other)
    return one.factor / two.factor if one and two and unit != other else 1.0
