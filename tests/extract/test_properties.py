"""What must hold for every number and every sentence.

Numbers read back as themselves in whatever form they are printed; blanks, line breaks, footnote marks and half-width
punctuation change no row.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.models import Extraction
from tests.extract import tables

# the same examples in every run: a run that is green stays green
_relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def read_rows(text: str, frame: str = "headline") -> list[str]:
    """The rows read from one sentence."""
    case = tables.Case("property", "", "", frame, text, ())
    found, _ = tables.read(case)
    return tables.rows(found, case)


# --- numbers ----------------------------------------------------------------------------------------------------------

_DIGITS = "零一二三四五六七八九"


def chinese(value: Decimal) -> str:
    """A number below 10,000 in Chinese numerals: 8.5 → 八点五, 12 → 十二, 1005 → 一千零五."""
    whole, _, fraction = f"{value:f}".partition(".")
    words = ""
    for digit, place in zip(whole.zfill(4), "千百十 ", strict=True):
        if digit != "0":
            words += _DIGITS[int(digit)] + place.strip()
        elif words and not words.endswith("零"):
            words += "零"
    words = words.rstrip("零") or "零"
    if words.startswith("一十"):
        words = words[1:]
    return words + ("点" + "".join(_DIGITS[int(d)] for d in fraction) if fraction else "")


def full_width(text: str) -> str:
    """ASCII digits and signs as their full-width forms."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _shown(value: Decimal) -> str:
    return f"{float(value):.10g}"


rates = st.decimals(Decimal("0.1"), Decimal("99.9"), places=1).map(Decimal.normalize).map(lambda d: Decimal(f"{d:f}"))
fine = (
    st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2).map(Decimal.normalize).map(lambda d: Decimal(f"{d:f}"))
)
counts = st.integers(1000, 9_999_999)
percents = st.sampled_from(
    [
        lambda d: f"{d:f}%",
        lambda d: f"{d:f}％",
        lambda d: full_width(f"{d:f}%"),
        lambda d: f"{d:f} %",
        lambda d: f"百分之{chinese(d)}",
    ]
)
hedges = st.sampled_from(
    [("", "", "eq"), ("", "左右", "approx"), ("", "以上", "ge"), ("不低于", "", "ge"), ("约", "", "approx")]
)


@_relaxed
@given(rates, percents, hedges)
def test_per_cent_in_every_form(value: Decimal, form: Callable[[Decimal], str], hedge: tuple[str, str, str]) -> None:
    before, behind, op = hedge
    assert read_rows(f"规模以上工业增加值增长{before}{form(value)}{behind}") == [
        f"industrial_va growth {op} {_shown(value)} %"
    ]


@_relaxed
@given(rates, percents)
def test_fall_in_every_form(value: Decimal, form: Callable[[Decimal], str]) -> None:
    assert read_rows(f"单位地区生产总值能耗下降{form(value)}") == [f"energy_intensity growth eq -{_shown(value)} %"]


@_relaxed
@given(fine, st.sampled_from(["亿元", "万元", "万亿元"]), st.booleans(), st.sampled_from(["headline", "review"]))
def test_amount_with_its_unit_as_printed(value: Decimal, unit: str, wide: bool, frame: str) -> None:
    number = full_width(f"{value:f}") if wide else f"{value:f}"
    assert read_rows(f"一般公共预算收入达到{number}{unit}", frame) == [
        f"budget_revenue level eq {_shown(value)} {unit}"
    ]


@_relaxed
@given(st.integers(11, 9999), st.sampled_from(["亿元", "万元", "亿美元"]), st.sampled_from(["headline", "review"]))
def test_amount_in_chinese_numerals(value: int, unit: str, frame: str) -> None:
    assert read_rows(f"外贸进出口总额达到{chinese(Decimal(value))}{unit}", frame) == [
        f"trade_total level eq {_shown(Decimal(value))} {unit}"
    ]


@_relaxed
@given(counts, st.sampled_from([",", "，", "", " "]))
def test_thousands_separators(value: int, mark: str) -> None:
    number = f"{value:,}".replace(",", mark)
    assert read_rows(f"城镇新增就业{number}人") == [f"urban_new_jobs level eq {_shown(Decimal(value))} 人"]


@_relaxed
@given(fine.filter(lambda d: d < 1000), st.sampled_from(["万", "亿"]))
def test_counts_in_ten_thousands(value: Decimal, unit: str) -> None:
    assert read_rows(f"接待游客{value:f}{unit}人次") == [f"tourists level eq {_shown(value)} {unit}人次"]


@_relaxed
@given(
    rates,
    rates,
    st.sampled_from(["-", "—", "－", "–", "~", "～", "至", "到", "——", "－－"]),
    st.booleans(),
    st.booleans(),
)
def test_range_with_every_mark(one: Decimal, other: Decimal, mark: str, twice: bool, wide: bool) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    printed = f"{low:f}{'%' if twice else ''}{mark}{high:f}%"
    rows = read_rows(f"固定资产投资增长{full_width(printed) if wide else printed}")
    assert rows == [f"fixed_investment growth range {_shown(low)}~{_shown(high)} %"]


@_relaxed
@given(rates, rates, st.booleans())
def test_range_in_chinese_numerals(one: Decimal, other: Decimal, twice: bool) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    second = f"百分之{chinese(high)}" if twice else chinese(high)
    rows = read_rows(f"固定资产投资增长百分之{chinese(low)}至{second}")
    assert rows == [f"fixed_investment growth range {_shown(low)}~{_shown(high)} %"]


@_relaxed
@given(st.lists(rates, min_size=2, max_size=4, unique=True))
def test_list_gives_each_its_own(values: list[Decimal]) -> None:
    names = {
        "规模以上工业增加值": "industrial_va",
        "固定资产投资": "fixed_investment",
        "一般公共预算收入": "budget_revenue",
        "社会消费品零售总额": "retail_sales",
    }
    chosen = list(names)[: len(values)]
    text = f"{'、'.join(chosen)}分别增长{'、'.join(f'{v:f}%' for v in values)}"
    assert read_rows(text) == [f"{names[n]} growth eq {_shown(v)} %" for n, v in zip(chosen, values, strict=True)]


# --- print ------------------------------------------------------------------------------------------------------------

_HALF = str.maketrans("，；：（）、％", ",;:()､%")
_MARKS = "，。；：！、（）\n"
CASES = [case for case in tables.every() if not any(mark in case.text for mark in "[①")]
_FURTHEST = 26  # a shorter line may be a heading, and keeps its break


@cache
def _expected(name: str) -> Extraction:
    return tables.read(next(case for case in CASES if case.name == name))[0]


def _same(case: tables.Case, text: str) -> None:
    expected = _expected(case.name)
    found, document = tables.read(case, text)
    assert tables.rows(found, case) == tables.rows(expected, case), text
    assert [tables.claim_words(c) for c in found.claims] == [tables.claim_words(c) for c in expected.claims]
    for row in (*found.targets, *found.outcomes):
        assert row.char_start is not None and row.char_end is not None
        assert document.text[row.char_start : row.char_end].strip() == document.text[row.char_start : row.char_end]


def wrapped(case: tables.Case, width: int) -> str:
    """The case's text as lines of `width` characters, counted from the start of its paragraph."""
    if "\n" in case.text and case.frame != "report":  # wrapped already
        return case.text
    text, column = "", tables.line_before(case)
    for n, character in enumerate(case.text):
        if n and column >= width and character not in _MARKS and case.text[n - 1] not in _MARKS:
            text, column = text + "\n", 0
        text += character
        column = 0 if character == "\n" else column + 1
    return text


CHANGES: dict[str, Callable[[tables.Case], str]] = {
    "blanks between all characters": lambda case: " ".join(case.text).replace(" \n ", "\n"),
    "ideographic blanks": lambda case: "\u3000".join(case.text).replace("\u3000\n\u3000", "\n"),
    "footnote marks in brackets": lambda case: case.text.replace("，", "[2]，").replace("、", "、[3]"),
    "circled footnote marks": lambda case: case.text.replace("%", "%①").replace("增长", "②增长"),
    "half-width punctuation": lambda case: case.text.translate(_HALF),
    "lines of 32 characters": lambda case: wrapped(case, 32),
    "lines of 41 characters": lambda case: wrapped(case, 41),
}


@pytest.mark.parametrize("family", tables.families(), ids=lambda family: family.name)
@pytest.mark.parametrize("change", CHANGES)
def test_print_changes_no_row(change: str, family: tables.Family) -> None:
    for case in family.cases:
        if case in CASES:
            _same(case, CHANGES[change](case))


@_relaxed
@given(st.sampled_from(CASES), st.data(), st.sampled_from([" ", "\u3000", "[1]", "①", "\u200b", "  "]))
def test_marks_anywhere_change_no_row(case: tables.Case, data: st.DataObject, mark: str) -> None:
    text = case.text
    for at in sorted(data.draw(st.sets(st.integers(1, len(text) - 1), min_size=1, max_size=4)), reverse=True):
        text = text[:at] + mark + text[at:]
    _same(case, text)


@_relaxed
@given(
    st.sampled_from([c for c in CASES if len(c.text) > 2]), st.data(), st.sampled_from(["\n", "\r\n", "\n　　", " \n"])
)
def test_a_line_break_in_a_sentence_changes_no_row(case: tables.Case, data: st.DataObject, mark: str) -> None:
    text, column, places = case.text, tables.line_before(case), []
    for n, character in enumerate(text):
        rest = text.find("\n", n)  # what is left of the line would be a short one before the break that ends it
        long = column > _FURTHEST and not 0 <= rest - n <= _FURTHEST
        if n and long and character not in _MARKS and text[n - 1] not in _MARKS:
            places.append(n)
        column = 0 if character == "\n" else column + 1
    if places:
        at = data.draw(st.sampled_from(places))
        _same(case, text[:at] + mark + text[at:])
