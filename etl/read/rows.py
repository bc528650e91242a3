"""One row of a table of figures → `FigureRow`, or a fault that names the row, the column and what was found there."""

from __future__ import annotations

import math
import re

from etl.models import FigureRow
from etl.read.columns import choices, config, hedges, label, meanings

_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d{1,2})?)\s*(.*)", re.I)
_WIDE = str.maketrans("０１２３４５６７８９．－＋，％﹣−", "0123456789.-+,%--")
_TITLE_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
YEARS = range(1949, 2101)
LONGEST_UNIT = 12  # characters of a unit


class RowError(ValueError):
    """A row that cannot be used. The message is Chinese and complete."""


class _Row:
    def __init__(self, line: int, values: dict[str, str]) -> None:
        self.line, self.values = line, values

    def text(self, field: str) -> str:
        return self.values.get(field, "")

    def fault(self, field: str, why: str) -> RowError:
        shown = f"“{self.text(field)[:40]}”" if self.text(field) else "空"
        return RowError(f"第 {self.line} 行 {label(field)}：{shown}，{why}")

    def need(self, field: str) -> str:
        if not self.text(field):
            raise self.fault(field, "必须填写")
        return self.text(field)

    def word(self, field: str) -> str:
        """The meaning of a cell's word; '' for an empty cell where the column allows one."""
        text = self.text(field)
        meaning = meanings(field).get(text.lower(), "" if not text else None)
        if meaning is None:
            raise self.fault(field, "认不出；可填：" + "、".join(choices(field)))
        return meaning

    def yes(self, field: str, default: bool = False) -> bool:
        text = self.text(field).lower()
        if not text:
            return default
        if text in config()["true_words"] or text in config()["false_words"]:
            return text in config()["true_words"]
        raise self.fault(field, "请填 是 或 否")

    def year(self, field: str) -> int:
        match = re.fullmatch(r"(\d{4})(?:\.0+)?\s*年?", self.need(field).translate(_WIDE))
        if not match or int(match[1]) not in YEARS:
            raise self.fault(field, f"不是 {YEARS.start}—{YEARS.stop - 1} 之间的年份")
        return int(match[1])

    def number(self, field: str) -> tuple[float | None, str]:
        """A number and what stands behind it (a unit, a hedge)."""
        text = self.text(field).translate(_WIDE)
        if not text:
            return None, ""
        match = _NUMBER.fullmatch(text)
        if not match or not match[1] or match[1] in "+-":
            raise self.fault(field, "不是数字")
        value = float(match[1].replace(",", ""))
        if not math.isfinite(value):
            raise self.fault(field, "不是数字")
        return value, match[2].strip()


def figure_row(line: int, values: dict[str, str]) -> FigureRow:
    """The row as a figure. Raises RowError."""
    row = _Row(line, values)
    place, indicator, role, year = row.need("place"), row.need("indicator"), _role(row), row.year("year")
    title = row.text("report_title") or row.text("citation")
    if not title:
        raise row.fault("report_title", "要写明数字出自哪份报告（或填出处）")
    relation, measure = _measure(row)
    op, low, high, unit = _bounds(row, numeric=measure in ("growth", "level"))
    stretch, _ = row.number("stretch")
    return FigureRow(
        line=line,
        place=place,
        place_code=_code(row),
        report_title=title,
        report_year=_report_year(row, title, role, year),
        role=role,
        year=year,
        period=row.word("period") or "year",
        indicator=indicator,
        scope=row.text("scope"),
        measure=measure,
        op=op,
        value_low=low,
        value_high=high,
        stretch=stretch,
        unit=unit,
        relation=relation,
        estimated=row.yes("estimated"),
        headline=row.yes("headline", default=True) and role == "target",
        citation=row.text("citation") or title,
        url=row.text("url"),
        benchmark=row.text("benchmark") or _named(row, row.text("relation")),
        confidence=row.word("confidence") or "high",
    )


def _role(row: _Row) -> str:
    row.need("role")
    return row.word("role")


def _named(row: _Row, words: str) -> str:
    """The parent place that a relation's words name."""
    return next((str(parent) for parent in config()["benchmarks"] if parent in words), "")


def _code(row: _Row) -> str:
    code = row.text("place_code").removesuffix(".0")
    if code and not (code.startswith("zone:") or re.fullmatch(r"\d{6}(?:0{3}|0{6})?", code)):
        raise row.fault("place_code", "不是六位行政区划代码")
    return code if code.startswith("zone:") else code[:6]


def _report_year(row: _Row, title: str, role: str, year: int) -> int:
    if row.text("report_year"):
        return row.year("report_year")
    named = _TITLE_YEAR.search(title)
    if named and int(named[1]) in (year, year + 1):
        return int(named[1])
    return year if role == "target" else year + 1


def _measure(row: _Row) -> tuple[str, str]:
    """(relation, measure); the relation settles the measure where the cell is empty."""
    relation, measure = row.word("relation"), row.word("measure")
    if not measure and relation:
        measure = "relative" if relation in config()["relative"] else "qualitative"
    if not measure:
        raise row.fault("measure", "请填 增速、总量、相对 或 文字")
    if measure in ("relative", "qualitative") and not relation:
        relation = "words"
    return relation, measure


def _bounds(row: _Row, numeric: bool) -> tuple[str, float | None, float | None, str]:
    """(op, low, high, unit), checked against each other."""
    value, tail = row.number("value")
    low, low_tail = row.number("value_low")
    high, high_tail = row.number("value_high")
    op, unit = row.word("op"), row.text("unit")
    op, unit = _tails(row, [t for t in (tail, low_tail, high_tail) if t], op, unit)
    low, high = (value if low is None else low), (value if high is None else high)
    if low is None and high is None:
        if numeric:
            raise row.fault("value", "增速和总量要有数值（数值，或下限、上限）")
        return "", None, None, unit
    op = op or _plain_op(low, high)
    if not unit and numeric:
        raise row.fault("unit", "请填单位，如 %、亿元、万人")
    return (op, *_by_op(row, op, low, high), unit)


def _tails(row: _Row, tails: list[str], op: str, unit: str) -> tuple[str, str]:
    """5%左右 in one cell: the hedge and the unit behind the number, which must not contradict their own columns."""
    for tail in tails:
        hedge, meaning = next(((word, op) for word, op in hedges() if tail.endswith(word)), ("", ""))
        if meaning and op and op != meaning:
            raise row.fault("op", f"与数值里的“{hedge}”不一致")
        op = op or meaning
        rest = tail.removesuffix(hedge).strip()
        if re.search(r"[\d，。；、~—～至到-]", rest) or len(rest) > LONGEST_UNIT:
            raise row.fault("value", f"数值后面的“{rest[:20]}”认不出；区间请分填下限和上限")
        if rest and unit and rest != unit:
            raise row.fault("unit", f"与数值里的单位“{rest}”不一致")
        unit = unit or rest
    return op, unit


def _plain_op(low: float | None, high: float | None) -> str:
    if low is None:
        return "le"
    if high is None:
        return "ge"
    return "eq" if low == high else "range"


def _by_op(row: _Row, op: str, low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """The bounds that an op fills: eq and approx both, ge the low one, le the high one, range both in order."""
    if op in ("eq", "approx"):
        if low is not None and high is not None and low != high:
            raise row.fault("op", f"下限 {low:g} 与上限 {high:g} 不同，应是 区间")
        one = low if low is not None else high
        return one, one
    if op == "ge":
        return (low if low is not None else high), None
    if op == "le":
        return None, (high if high is not None else low)
    if low is None or high is None or low > high:
        raise row.fault("value_low", "区间要有下限和上限，且下限不大于上限")
    return low, high
