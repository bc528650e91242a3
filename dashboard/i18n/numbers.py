"""Numbers as people of each language write them: 万/亿 beside million/billion, units translated by units.yaml."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

import yaml

MISSING = "—"
FIGURE_DIGITS = 4  # of a figure as a report prints it: 0.4123 is not rounded away
_STEPS = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
}


@cache
def units() -> dict[str, dict[str, Any]]:
    """The printed units that are known, with their English reading."""
    known = yaml.safe_load((Path(__file__).parent / "units.yaml").read_text(encoding="utf-8"))
    return {
        unit: reading | {"factor": float(reading["factor"])} for unit, reading in known.items()
    }  # YAML reads 1.0e4 as text


def absent(value: Any) -> bool:
    """None, NaN or pandas' NA."""
    return value is None or str(value) in ("<NA>", "nan", "NaT")


def plain(value: float, digits: int = 2) -> str:
    """A number without trailing zeros, with thousands separators and a proper minus."""
    shown = f"{value:,.{digits}f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "0", "") else shown.replace("-", "−")


def scaled(value: float, language: str, digits: int = 2) -> str:
    """A bare number with the language's own steps: 12.3万, 1.2亿; 1.2 million, 3 billion."""
    for step, word in _STEPS[language]:
        if abs(value) >= step:
            return f"{plain(value / step, digits)}{word}"
    return plain(value, digits)


def amount(value: float | None, unit: str, language: str) -> str:
    """`value` with its printed `unit`; in English the unit is translated and its 万 and 亿 multiplied out."""
    if value is None or absent(value):
        return MISSING
    if language == "zh":
        return f"{plain(value, FIGURE_DIGITS)}{unit}"
    known = units().get(unit)
    if known is None:
        return f"{plain(value, FIGURE_DIGITS)} {unit}".strip()
    number = scaled(value * known["factor"], language, FIGURE_DIGITS)
    if known.get("tight"):
        return f"{number}{known['base']}"
    return f"{known['base']} {number}" if known.get("prefix") else f"{number} {known['base']}".strip()


def unit_name(unit: str, language: str) -> str:
    """The unit alone, for axes: as printed, or its English reading with the multiplier."""
    known = units().get(unit)
    if language == "zh" or known is None:
        return unit
    factor = float(known["factor"])
    step = {1.0: "", 1e4: "10 000 ", 1e8: "100 million ", 1e12: "trillion "}.get(factor, f"{factor:g} ")
    return f"{step}{known['base']}".strip()


def share(part: float, whole: float, digits: int = 0) -> str:
    """part ÷ whole in %, or a dash where there is no whole."""
    return MISSING if not whole or math.isnan(whole) else f"{100 * part / whole:.{digits}f}%"


def signed(value: float | None, unit: str, language: str) -> str:
    """A gap: with its sign; a difference of percentages is in points."""
    if value is None or absent(value):
        return MISSING
    points = {"%": "百分点"}.get(unit, unit)
    text = amount(abs(round(value, 2)), points, language)
    return text if abs(value) < 0.005 else f"{'+' if value > 0 else '−'}{text}"
