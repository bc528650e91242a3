"""How an entry is printed. Writers print one of these forms, and `verify` accepts no other for that entry.

zh: 增长5.4%, 0.4个百分点, 12.5万人; en: up 5.4%, 0.4 percentage points, 125,000 people. Up to six decimals are kept, so
that nothing is rounded away; counts and shares are made with their own rounding before they come here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.export import safe
from dashboard.export.compose import Words
from dashboard.export.evidence import Entry
from dashboard.i18n import numbers
from dashboard.i18n import words as figure_words

DIGITS = 6
_POINTS = ("百分点", "个百分点")


def numeral(value: float) -> str:
    """The bare number."""
    return numbers.plain(value, DIGITS)


def amount(value: float, unit: str, w: Words) -> str:
    """`value` with its unit, in the language."""
    if unit in _POINTS:
        single = w.language == "en" and abs(value) == 1
        return f"{numeral(value)}{w.entries['point' if single else 'points']}"
    if w.language == "zh":
        return f"{numeral(value)}{unit}"
    known: Mapping[str, Any] | None = numbers.units().get(unit)
    if known is None:
        return f"{numeral(value)} {unit}".strip()
    number = numbers.scaled(value * float(known["factor"]), "en", 4)
    if known.get("tight"):
        return f"{number}{known['base']}"
    return f"{known['base']} {number}" if known.get("prefix") else f"{number} {known['base']}".strip()


def signed(value: float, unit: str, w: Words) -> str:
    """`value` with its sign and unit: +0.4个百分点, −3%."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    if unit in _POINTS:
        return f"{sign}{numeral(abs(value))}{w.entries['points_short']}"
    return f"{sign}{amount(abs(value), unit, w)}"


def move(entry: Entry, w: Words) -> str:
    """A change in words: 增长5.4%, 下降3%, 与上年持平."""
    value = _number(entry)
    if not value:
        return w.entries["verb.flat"]
    verb = w.verb(str(entry.params.get("indicator", "")), entry.unit, value > 0)
    return f"{verb}{bounded(amount(abs(value), entry.unit, w), entry, w)}"


def bounded(text: str, entry: Entry, w: Words) -> str:
    """What was reported with the bound that the report gives it: 6%以上, 约30万人."""
    if entry.kind not in ("outcome", "reference") or entry.params.get("of") == "target":
        return text
    return figure_words.bounded(text, {"outcome_op": entry.params.get("op"), "outcome_value": entry.value}, w.texts)


def target(entry: Entry, w: Words) -> str:
    """What was promised: 6.5%左右, 下降3%以上, 与经济增长同步."""
    return figure_words.target({**entry.params, "unit": entry.unit}, w.texts)


def status(entry: Entry, w: Words) -> str:
    """The verdict's label."""
    return w.texts(f"status.{entry.value}")


def _number(entry: Entry) -> float:
    if not isinstance(entry.value, (int, float)):
        raise TypeError(f"{entry.id}: {entry.value!r} 不是数")
    return entry.value


def forms(entry: Entry, w: Words) -> dict[str, str]:
    """Every form in which `entry` may be printed, by name."""
    if entry.kind == "verdict":
        return {"status": status(entry, w), "value": str(entry.value)}
    if entry.kind == "quiet":
        return {"kind": w.entries[f"change.kind.{entry.value}"], "value": str(entry.value)}
    shown: dict[str, str] = {}
    if entry.kind == "target" or entry.params.get("of") == "target":
        shown["target"] = target(entry, w)
    if entry.kind == "claim":
        shown["words"] = safe.line(entry.params.get("words", ""))
    if isinstance(entry.value, (int, float)):
        value = entry.value
        shown |= {
            "numeral": numeral(value),
            "raw": repr(value),
            "abs": amount(abs(value), entry.unit, w),
            "signed": signed(value, entry.unit, w),
            "amount": bounded(amount(value, entry.unit, w), entry, w) if value >= 0 else signed(value, entry.unit, w),
        }
        if entry.kind in ("outcome", "growth", "reference") and entry.params.get("measure") == "growth":
            shown["move"] = move(entry, w)
    return shown
