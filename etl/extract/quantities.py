"""Numbers with units and hedges in a normalised text: 5%左右, 6%-7%, 3.2万个, 不少于9000户, 百分之八, 两位数."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.lexicon import Lexicon, alternatives

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_CN = "[〇零一二三四五六七八九十百千两]"
_NUMBER = r"\d{1,3}(?:，\d{3})+(?![\d，]*\d{4})(?:\.\d+)?|\d+(?:\.\d+)?"


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


def chinese_number(words: str) -> float | None:
    """五 → 5, 二十三 → 23, 三点五 → 3.5, 一百二 → 120 is not read; None where the words are no number."""
    whole, _, fraction = words.partition("点")
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


def _pattern(units: str, after: str, others: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<cnpct>百分之)(?P<cn1>{_CN}+(?:点{_CN}+)?)(?:(?:至|到|-)(?:百分之)?(?P<cn2>{_CN}+(?:点{_CN}+)?))?"
        rf"|(?P<cnpp>{_CN}+(?:点{_CN}+)?)个百分点"
        rf"|(?P<minus>(?<![\d%元人个户家吨亿万])-)?(?P<n1>{_NUMBER})(?P<u1>{units})?(?:(?<!点)(?:-|~|至|到)+(?P<n2>{_NUMBER})(?P<u2>{units})?)?"
        rf"|(?<=[破超过达上入越近到])(?P<cnbig>[千百万](?:亿))(?P<cnunit>元|美元)?)"
        rf"(?P<more>多|余)?(?P<u3>{units})?(?P<per>/人)?\x01?(?P<after>(?:的)?(?:{after}))?(?P<other>{others})?"
    )


def _ordinal(text: str, start: int) -> bool:
    return start > 0 and (text[start - 1] == "第" or text[max(0, start - 2) : start].upper() == "PM")


_finder: list[tuple[Lexicon, re.Pattern[str]]] = []  # the pattern of the lexicon that was asked for last


def finder(lexicon: Lexicon) -> re.Pattern[str]:
    """The compiled pattern of numbers for this lexicon."""
    if not _finder or _finder[0][0] is not lexicon:
        after = [w for words in lexicon.hedges["after"].values() for w in words if w not in ("多", "余", "内")]
        units = alternatives(lexicon.units).replace("台", "台(?!阶)")
        others = alternatives(lexicon.grammar["not_quantities"])
        _finder[:] = [(lexicon, _pattern(units, alternatives(after), others))]
    return _finder[0][1]


def quantities(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Every quantity in `text[start:end]`, in order. Years, dates, ordinals and counts of no thing are left out."""
    end = len(text) if end is None else end
    hedge = {w: kind for kind, words in lexicon.hedges["after"].items() for w in words}
    found = []
    for m in finder(lexicon).finditer(text, start, end):
        quantity = _read(m, text, hedge, lexicon)
        if quantity:
            found.append(quantity)
    return found


def _float(number: str) -> float:
    return float(number.replace("，", ""))


def _read(m: re.Match[str], text: str, hedge: dict[str, str], lexicon: Lexicon) -> Quantity | None:
    after = hedge.get((m["after"] or "").removeprefix("的"), "") or ("ge" if m["more"] else "")
    number_end = m.start("after") if m["after"] else m.end() - len(m["other"] or "")
    end = m.end() - len(m["other"] or "")
    if m["cnbig"]:
        low = high = {"千": 1000.0, "百": 100.0, "万": 10000.0}[m["cnbig"][0]]
        return Quantity(m.start("cnbig"), end, low, high, "亿" + (m["cnunit"] or "元"), after, number_end=number_end)
    if m["cnpct"] or m["cnpp"]:
        one = chinese_number(m["cn1"] or m["cnpp"])
        two = chinese_number(m["cn2"]) if m["cn2"] else one
        if one is None or two is None:
            return None
        return Quantity(m.start(), end, one, two, "%" if m["cnpct"] else "百分点", after, ranged=one != two, number_end=number_end)  # fmt: skip
    if _ordinal(text, m.start("n1")) or max(len(m["n1"]), len(m["n2"] or "")) > 2 * _LONGEST:
        return None
    unit = m["u2"] or m["u3"] or m["u1"] or ""
    if m["u3"] and m["u1"] and not m["more"] and m["u1"] not in ("万", "亿", "万亿"):  # 31项成果
        unit = m["u1"]
    if m["u3"] and m["u1"] in ("万", "亿") and m["u1"] + m["u3"] in lexicon.units:  # 1.2万余人
        unit = m["u1"] + m["u3"]
    alone = m["n2"] and m["u1"] and not m["u2"] and not m["u3"]
    if alone and (m["other"] or _float(m["n2"]) >= 1900):  # 5%到2025年: the second number is something else
        only = _float(m["n1"])
        return Quantity(m.start("n1"), m.end("u1"), only, only, m["u1"], number_end=m.end("u1"))
    if m["other"] and (not unit or (unit == "个" and m["other"] in ("月", "季度", "小时", "周"))):  # 3年, 2个月
        return None
    low = _float(m["n1"])
    high = _float(m["n2"]) if m["n2"] else low
    if m["minus"]:
        low = high = -low
    first = m["u1"] or unit
    if m["n2"] and first != unit and first in lexicon.units and unit in lexicon.units:
        low *= lexicon.units[first].factor / lexicon.units[unit].factor
    if m["n2"] and high < low:
        return None
    unit = {"个百分点": "百分点"}.get(unit, unit) + (m["per"] or "")
    start = m.start("minus") if m["minus"] else m.start("n1")
    return Quantity(start, end, low, high, unit, after, ranged=low != high, number_end=number_end)
