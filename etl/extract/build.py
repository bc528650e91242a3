"""From statements to rows: bounds, signs, confidence."""

from __future__ import annotations

from etl.extract.parsed import Statement
from etl.lexicon import Indicator, Lexicon
from etl.models import Row
from etl.text import Normal

_DOUBT = {
    "inherited_subject": "medium", "elliptic_name": "medium", "shared_head": "medium", "short_name": "medium",
    "distant_name": "low", "qualified_name": "medium", "uncatalogued": "medium", "second_value": "low",
    "five_year_review": "medium", "sub_area_near": "low", "implausible": "low", "misprinted_unit": "medium", "unit_missing": "low", "words_for_zero": "medium", "postposed_name": "medium", "increment": "low", "sum_of_list": "medium", "unlinked_words": "low",
}  # fmt: skip
_ORDER = {"high": 0, "medium": 1, "low": 2}


def confidence(causes: tuple[str, ...]) -> str:
    """The grade that the named causes give: the worst of them; high without any."""
    return max((_DOUBT.get(c, "high") for c in causes), key=_ORDER.__getitem__) if causes else "high"


def bounds(s: Statement) -> tuple[str, float | None, float | None]:
    """(op, low, high) of a statement, with the sign of a fall: 下降3%以上 is le -3."""
    q = s.quantity
    low, high = (q.low, q.high) if s.sign > 0 or q.low < 0 else (-q.high, -q.low)  # 下降-3% is no rise
    before = q.before if q.before in ("ge", "le", "approx") else ""
    op = "range" if q.ranged else (before if before in ("ge", "le") else q.after or before) or "eq"
    if op == "range" and q.after in ("ge", "le"):
        op = "range"
    within = q.low < 0 and q.after == "le"  # 力争-10%以内: no deeper than that
    if (s.sign < 0 or within) and op in ("ge", "le"):
        op = "le" if op == "ge" else "ge"
    if op == "ge":
        return op, low, None
    if op == "le":
        return op, None, high
    return op, low, high


def _implausible(known: Indicator, change: bool, unit: str, low: float | None, high: float | None) -> bool:
    """Whether a value is beyond what the quantity can be: a share over 100 %, a GDP growth of 60 %."""
    if unit != "%":
        return False
    value = max(abs(v) for v in (low, high) if v is not None)
    if known.kind == "rate" and not change:
        return value > 100
    most = {"constant": 60, "nominal": 300}.get(known.price, 1000)
    return value > (30 if known.kind == "price" and change else most)


def _misprinted(
    known: Indicator, change: bool, unit: str, low: float | None, high: float | None, lexicon: Lexicon
) -> bool:
    """A natural growth of the population of 7 % is one of 7 ‰: pages often print the one for the other. The judge reads it so."""
    value = max(abs(v) for v in (low, high) if v is not None)
    return known.unit == "‰" and unit == "%" and not change and value > lexicon.grammar["most_per_cent"]


def row(s: Statement, normal: Normal, lexicon: Lexicon, year: int, section: str, headline: bool = False) -> Row:
    """The row of one statement; its span is mapped back to the original text."""
    op, low, high = bounds(s)
    unit = s.quantity.unit
    known = lexicon.indicators.get(s.subject.indicator)
    if unit in ("亿", "万亿", "万") and known and known.kind == "amount":
        unit += "元"
    start, end = normal.span(s.start, s.end)
    causes = s.causes
    if known and _misprinted(known, s.change, unit, low, high, lexicon):
        causes = (*causes, "misprinted_unit")
    if known and _implausible(known, s.change, unit, low, high):
        causes = (*causes, "implausible")
    return Row(
        indicator=s.subject.indicator, indicator_label=lexicon.label(s.subject.indicator),
        measure="growth" if s.change else "level", year=year, period="year", scope=s.subject.scope, op=op,
        value_low=low, value_high=high, unit=unit, estimated=s.estimated, char_start=start, char_end=end, section=section,
        confidence=confidence(causes), causes=causes, headline=headline,
    )  # fmt: skip
