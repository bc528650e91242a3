"""Work an entry out again from its sentence or from its inputs: what `verify` trusts instead of the stored value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from dashboard.export import rules
from dashboard.export.evidence import Entry, growth

Entries = Mapping[str, Entry]
_WIDE = str.maketrans("０１２３４５６７８９．，－％", "0123456789.,-%")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN = re.compile(r"[零〇○一二两三四五六七八九十百千]+(?:点[零〇○一二三四五六七八九]+)?")
_DASHES = "-－−—"


class Disagreement(Exception):  # noqa: N818 - what it says is the finding, not a fault of the program
    """An entry does not follow from its evidence; the text says how, in Chinese."""


def numbers_in(text: str) -> set[Decimal]:
    """Every number that a sentence may be read to hold: digits of any width, Chinese numerals, 成, 翻番."""
    plain = re.sub(r"(?<=\d)\s+(?=[\d.])|(?<=\.)\s+(?=\d)|[\u200b\ufeff]", "", text.translate(_WIDE))
    found = {Decimal(number.replace(",", "")) for number in _NUMBER.findall(plain)}
    found |= {
        Decimal(piece)
        for number in _NUMBER.findall(plain)
        for piece in number.split(",")
        if piece.replace(".", "", 1).isdigit()
    }
    for word in _HAN.findall(plain):
        value = han(word)
        if value is not None:
            found |= {value, value * 10} if f"{word}成" in plain else {value}
    found |= {Decimal(value) for word, value in rules.reread()["multiples"].items() if word in plain}
    for word, values in rules.reread()["bare"].items():  # 突破万亿元: a number without digits
        if re.search(rf"(?<![\d.百千万亿]){word}", plain):
            found |= {Decimal(value) for value in values}
    return found


def falls(text: str) -> bool:
    """Whether a sentence has a word or a sign for a fall."""
    return any(word in text for word in rules.reread()["fall"]) or bool(re.search(rf"[{_DASHES}]\d", text))


def han(word: str) -> Decimal | None:
    """A Chinese numeral below ten thousand, or digits read one by one (二〇二五); None where it is none."""
    whole, _, rest = word.partition("点")
    if not any(char in _HAN_UNITS for char in whole):
        digits = "".join(str(_HAN_DIGITS[char]) for char in whole if char in _HAN_DIGITS)
    else:
        total, last = 0, 0
        for char in whole:
            if char in _HAN_UNITS:
                total, last = total + (last or 1) * _HAN_UNITS[char], 0
            else:
                last = _HAN_DIGITS[char]
        digits = str(total + last)
    decimals = "".join(str(_HAN_DIGITS[char]) for char in rest)
    return Decimal(f"{digits}.{decimals}" if decimals else digits) if digits else None


def value(entry: Entry, entries: Entries) -> object:
    """The value of `entry` worked out again; raises Disagreement where its evidence does not give one."""
    missing = [name for name in entry.inputs if name not in entries]
    if missing:
        raise Disagreement(f"缺少算出它的数字 {'、'.join(missing)}")
    made = _RULES.get(entry.rule)
    if made is None:
        raise Disagreement(f"不认识的算法“{entry.rule}”")
    return made(entry, entries)


def _read(entry: Entry, entries: Entries) -> object:
    """A number must stand in its sentence, with the words for its sign; every bound of it too."""
    if not entry.quote:
        raise Disagreement("没有原句")
    held = numbers_in(entry.quote)
    for name in ("value_low", "value_high", "stretch"):
        bound = entry.params.get(name)
        if bound is not None and abs(rules.exact(bound)) not in held and rules.exact(bound):
            raise Disagreement(f"原句“{entry.quote}”里没有 {abs(rules.exact(bound))}")
    if (
        entry.kind in ("outcome", "claim")
        and entry.value is not None
        and abs(rules.exact(entry.value)) not in held
        and entry.value
    ):
        raise Disagreement(f"原句“{entry.quote}”里没有 {abs(rules.exact(entry.value))}")
    if isinstance(entry.value, (int, float)) and entry.value < 0 and not falls(entry.quote):
        raise Disagreement(f"原句“{entry.quote}”里没有下降一类的字样")
    return _from_bounds(entry)


def _from_bounds(entry: Entry) -> object:
    """A target's value follows from its bounds and direction; an outcome's is one of its bounds."""
    low, high = entry.params.get("value_low"), entry.params.get("value_high")
    if low is None and high is None:
        return entry.value
    if entry.kind == "target":
        return entry.bound.x
    if entry.value is not None and rules.exact(entry.value) in {
        rules.exact(bound) for bound in (low, high) if bound is not None
    }:
        return entry.value
    return low if low is not None else high


def _cited(entry: Entry, entries: Entries) -> object:
    return _from_bounds(entry)


def _pair(entry: Entry, entries: Entries) -> tuple[Decimal, Decimal]:
    """Both inputs as numbers, the first in the unit of the second."""
    left, right = (entries[name] for name in entry.inputs[:2])
    if not isinstance(left.value, (int, float)) or not isinstance(right.value, (int, float)):
        raise Disagreement("算出它的数字不是数")
    first = rules.convert(rules.exact(left.value), left.unit, right.unit)
    if first is None:
        raise Disagreement(f"单位不同：{left.unit} 与 {right.unit}")
    return first, rules.exact(right.value)


def _difference(entry: Entry, entries: Entries) -> object:
    left, right = _pair(entry, entries)
    return left - right


def _percent(entry: Entry, entries: Entries) -> object:
    left, right = _pair(entry, entries)
    return rules.percent(left, right)


def _growth(entry: Entry, entries: Entries) -> object:
    level, last = (entries[name] for name in entry.inputs[:2])
    return growth(level, last, entry.rule == "points_of_levels")


def _count(entry: Entry, entries: Entries) -> object:
    wanted = entry.params.get("status") or []
    return sum(1 for name in entry.inputs if not wanted or entries[name].value in wanted)


def _distinct(entry: Entry, entries: Entries) -> object:
    return len({entries[name].params.get(str(entry.params["of"])) for name in entry.inputs})


def _median(entry: Entry, entries: Entries) -> object:
    held = ((entries[name].value, entries[name].unit) for name in entry.inputs)
    numbers = [
        rules.convert(rules.exact(value), unit, entry.unit) for value, unit in held if isinstance(value, (int, float))
    ]
    return rules.median([number for number in numbers if number is not None])


def _verdict(entry: Entry, entries: Entries) -> object:
    """The verdict by the rules; one that rests on words, silence or a report not held stays as it is stated."""
    by = {entries[name].kind: entries[name] for name in entry.inputs}
    target, method = by["target"], entry.params.get("method")
    if method == "none":
        if entry.value not in ("unreported", "unverifiable", "pending"):
            raise Disagreement(f"没有可比的数字，结论却是“{entry.value}”")
        return entry.value
    if method == "claim":
        return _claimed(by["claim"], target, entry) if "claim" in by else entry.value
    outcome = by.get("outcome")
    if outcome is None or not isinstance(outcome.value, (int, float)):
        raise Disagreement("没有报告值")
    if method == "relative":
        return _relative(by, entry)
    answer = rules.exact(outcome.value) if method == "direct" else _exact_growth(by, target)
    unit = outcome.unit if method == "direct" else target.unit
    converted = rules.convert(answer, unit, target.unit)
    if converted is None:
        raise Disagreement(f"单位不同：{unit} 与 {target.unit}")
    return rules.judge(target.bound, converted)


def _exact_growth(by: Mapping[str, Entry], target: Entry) -> Decimal:
    """Growth from two levels, unrounded."""
    made = growth(by["outcome"], by["reference"], target.unit in ("百分点", "个百分点"), 9)
    if made is None:
        raise Disagreement("两年的总量不能相比")
    return made


def _claimed(claim: Entry, target: Entry, entry: Entry) -> object:
    """A rate of completion is judged as an outcome against 100 %; words count as they stand."""
    less = target.bound.side != "up"
    if not isinstance(claim.value, (int, float)) or less:
        return claim.params.get("says") or entry.value
    hundred = rules.Bound(str(target.params.get("op") or "eq"), Decimal(100), Decimal(100), target.unit or "%", "up")
    return rules.judge(hundred, rules.exact(claim.value))


def _relative(by: Mapping[str, Entry], entry: Entry) -> object:
    """Against economic growth, the parent, another indicator, last year, or the target of the level above."""
    target, outcome, reference = by["target"], by["outcome"], by.get("reference")
    rule = str(entry.params.get("rule"))
    value = rules.exact(float(outcome.value or 0))
    if rule == "positive":
        return "met" if value > 0 else "missed"
    if rule == "last_year":
        level = rules.exact(float(reference.value or 0)) if reference else Decimal(0)
        return _not_below(target, value, level, outcome.unit)
    if reference is None or not isinstance(reference.value, (int, float)):
        raise Disagreement("没有对照的数字")
    if rule == "handed_down":
        converted = rules.convert(value, outcome.unit, reference.unit)
        return rules.judge(reference.bound, value if converted is None else converted)
    gap = value - rules.exact(reference.value)
    less = str(target.params.get("op")) == "le" or (
        rule == "above_parent" and target.params.get("direction") in ("down", "ceiling")
    )
    if rule == "above_parent" and any(word in (target.quote or "") for word in rules.reread()["in_step"]):
        rule = "sync"
    margins = (target.params.get(name) for name in ("value_low", "value_high"))
    margin = next((value for value in margins if value is not None), 0)
    return rules.judge_relative(rule, -gap if less else gap, abs(rules.exact(margin)))


def _not_below(target: Entry, value: Decimal, level: Decimal, unit: str) -> str:
    """Not below last year (for what is better smaller: not above), with the tolerance of a plain target; never exceeded."""
    up = target.params.get("direction") not in ("down", "ceiling")
    bound = rules.Bound("eq", level, level, unit, "up" if up else "ceiling")
    found = rules.judge(bound, value)
    return "met" if found == "exceeded" else found


def _implied(entry: Entry, entries: Entries) -> object:
    """The level of the year before that a level and its growth imply, in the entry's unit."""
    level, grown = (entries[name] for name in entry.inputs[:2])
    made = rules.implied_level(*(rules.exact(float(one.value or 0)) for one in (level, grown)))
    converted = None if made is None else rules.convert(made, level.unit, entry.unit)
    if converted is None:
        raise Disagreement("数额与增速推不出上年数")
    return rules.rounded(converted)


def _quiet_change(entry: Entry, entries: Entries) -> object:
    """A change stays as it is stated where its two sides bear it out."""
    by = {name[0]: entries[name] for name in entry.inputs}
    before, after = by["V"], by.get("W")
    kind, year = str(entry.value), entry.params.get("year")
    if kind == "indicator_dropped":
        fits = after is None and before.params.get("year") == int(year or 0) - 1
    elif after is None:
        fits = False
    elif kind == "outcome_implied":
        fits = not agrees(by["H"].value, before.value)
    elif kind == "indicator_switched":
        fits = before.params.get("indicator") != after.params.get("indicator")
    elif kind in ("bound_softened", "number_to_relative", "number_to_words"):
        firm = [
            rules.firmness(*(str(side.params.get(n) or "") for n in ("op", "relation"))) for side in (before, after)
        ]
        fits = firm[1] < firm[0] and before.params.get("indicator") == after.params.get("indicator")
    else:
        fits = before.params.get("year") == after.params.get("year") and not agrees(*_pair_of(after, before))
    if not fits:
        raise Disagreement(f"前后两句不能说明“{kind}”")
    return entry.value


def _pair_of(left: Entry, right: Entry) -> tuple[object, object]:
    """Both values in the unit of the second; as they are where they are no numbers of one kind."""
    if not isinstance(left.value, (int, float)) or not isinstance(right.value, (int, float)):
        return left.value, right.value
    return rules.convert(rules.exact(left.value), left.unit, right.unit), right.value


_RULES = {
    "read": _read,
    "cited": _cited,
    "difference": _difference,
    "percent_of": _percent,
    "growth_of_levels": _growth,
    "points_of_levels": _growth,
    "count": _count,
    "count_distinct": _distinct,
    "median": _median,
    "verdict": _verdict,
    "implied_level": _implied,
    "quiet_change": _quiet_change,
}


def agrees(stored: object, worked: object) -> bool:
    """Whether two values are the same: numbers to a billionth, words exactly."""
    if isinstance(stored, (int, float)) and isinstance(worked, (int, float, Decimal)):
        left, right = rules.exact(stored), rules.exact(worked)
        return abs(left - right) <= Decimal("1e-9") * max(Decimal(1), abs(left))
    return stored == worked
