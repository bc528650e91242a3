"""Every number of a pack worked out again: the contract's verdict rules and plain arithmetic, without the warehouse.

Written from CONTRACT.md on its own, not shared with the ETL, so that `verify` is a second opinion. Decimal throughout:
a gap of 0.4 is 0.4. Rates and shares are what is counted in % or 百分点; everything else is an amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RATES = ("%", "百分点", "个百分点", "‰")
READINGS = {"standard": Decimal(1), "strict": Decimal(0), "lenient": Decimal(2)}
KEPT = ("exceeded", "met")
DECIDED = ("exceeded", "met", "near", "missed", "unreported")


@cache
def reread() -> dict[str, Any]:
    """Units and words of words/reread.yaml."""
    path = Path(__file__).resolve().parent / "words" / "reread.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def _units() -> dict[str, tuple[str, Decimal]]:
    """Unit → what it counts, and how many of the first unit of that kind it is."""
    return {unit: (kind, exact(factor)) for kind, units in reread()["units"].items() for unit, factor in units.items()}


def exact(value: float | int | str | Decimal) -> Decimal:
    """`value` as people wrote it: 0.1 is one tenth."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def is_rate(unit: str) -> bool:
    """Whether `unit` counts a rate or a share."""
    return unit in RATES


@cache
def scale(unit: str) -> tuple[str, Decimal]:
    """`unit` as (what it counts, how many of its base): 万人 is (things, 10000). A unit that is not known counts itself."""
    if unit in _units():
        return _units()[unit]
    for prefix, power in reread()["steps"].items():
        if unit.startswith(prefix) and unit != prefix:
            kind, factor = _units().get(unit[len(prefix) :], (unit[len(prefix) :], Decimal(1)))
            return kind, factor * Decimal(10) ** power
    return unit, Decimal(1)


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """`value` of `unit` in `to`; None where the two do not count the same thing. % and 百分点 are one."""
    if unit == to or not unit or not to or (unit in RATES[:3] and to in RATES[:3]):
        return value
    (kind, factor), (other, divisor) = scale(unit), scale(to)
    return value * factor / divisor if kind == other else None


@dataclass(frozen=True)
class Bound:
    """A promised quantity: `low` and `high` in `unit` as the contract fills them for `op`; `direction` as catalogued."""

    op: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    direction: str  # up, down, ceiling

    @property
    def side(self) -> str:
        """up, down or ceiling: the bound's own direction where it has one, else the catalogue's."""
        if self.op == "ge":
            return "up"
        if self.op == "le":
            return "ceiling" if self.direction == "ceiling" else "down"
        return self.direction if self.direction in ("up", "down", "ceiling") else "up"

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Both bounds; one that is not given is the other."""
        low = self.low if self.low is not None else self.high
        high = self.high if self.high is not None else self.low
        if low is None or high is None:
            raise ValueError("目标没有数字")
        return low, high

    @property
    def x(self) -> Decimal:
        """The target as one number: the lower bound if more is better, the upper one if less is."""
        low, high = self.ends
        return low if self.side == "up" else high

    def tolerance(self, reading: str = "standard") -> Decimal:
        """N of the contract under one reading."""
        share = Decimal("0.05") if is_rate(self.unit) else Decimal("0.01")
        if self.op == "approx" and reading != "strict":
            share *= 2
        return abs(self.x) * share * READINGS[reading]

    def margin(self) -> Decimal:
        """M of the contract."""
        return abs(self.x) * (Decimal("0.10") if is_rate(self.unit) else Decimal("0.05"))


def judge(bound: Bound, value: Decimal, reading: str = "standard") -> str:
    """The status of `value` (in the bound's unit) against `bound`."""
    low, high = bound.ends
    n, m = bound.tolerance(reading), bound.margin()
    if bound.side == "up":
        better, kept, close = value >= high + m, value >= low, value >= low - n
    else:
        better, kept, close = bound.side == "down" and value <= low - m, value <= high, value <= high + n
    return "exceeded" if better else "met" if kept else "near" if close else "missed"


def judge_relative(relation: str, difference: Decimal, margin: Decimal = Decimal(0)) -> str:
    """The status of a target set against another figure; `difference` = outcome - reference, in points."""
    half = Decimal("-0.5")
    if relation.startswith("sync"):
        return "met" if difference >= half else "missed"
    kept = difference >= margin if margin else difference > 0
    return "met" if kept else "near" if difference >= half else "missed"


def difference(left: float | Decimal, right: float | Decimal) -> Decimal:
    """Left - right."""
    return exact(left) - exact(right)


def percent(part: float | Decimal, whole: float | Decimal, places: int = 1) -> Decimal | None:
    """Part ÷ whole in %, rounded half up to `places`; None where whole is zero."""
    if not exact(whole):
        return None
    return (exact(part) * 100 / exact(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def implied_level(level: Decimal | None, growth_rate: Decimal | None) -> Decimal | None:
    """The level of the year before that a level and its growth (%) imply; None where it cannot be told."""
    if level is None or growth_rate is None or growth_rate <= -100:
        return None
    return level / (1 + growth_rate / 100)


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """`value` rounded half up."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def firmness(op: str, relation: str) -> int:
    """How firmly a promise binds: 以上 and 以内 most, a plain number less, 左右 and ranges little, words not at all."""
    return int(reread()["firmness"].get(op or "words", 0)) if op and not relation else 0


def median(values: Sequence[float | Decimal]) -> Decimal | None:
    """The middle value; of an even number the mean of both middles. None of nothing."""
    ordered = sorted(exact(value) for value in values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
