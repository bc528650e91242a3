"""Texts and numbers in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from dashboard.i18n import numbers, texts, words

ZH, EN = texts("zh"), texts("en")
ROOT = Path(__file__).resolve().parents[2] / "dashboard"
HAN = re.compile(r"[\u4e00-\u9fff]")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_and_fields() -> None:
    only_en = {key for key in EN.entries if key not in ZH.entries and not key.startswith("benchmark.")}
    assert set(ZH.entries) - set(EN.entries) == set() and only_en == set()
    assert {
        k for k in ZH.entries if fields(ZH.entries[k]) != fields(EN.entries[k]) and k not in {"evidence.confidence"}
    } == set()


def test_english_holds_no_chinese() -> None:
    allowed = {"search.placeholder"}  # an example of what the reports say
    assert [key for key, text in EN.entries.items() if HAN.search(text) and key not in allowed] == []


def test_code_and_texts_agree() -> None:
    """Every literal key in the code is known; every key that is known is used somewhere, whole or by its beginning."""
    files = [p for p in ROOT.rglob("*.py") if "export" not in p.parts and p.name != "__main__.py"]
    code = "\n".join(p.read_text(encoding="utf-8") for p in files)
    literal = set(re.findall(r"""\bt\(\s*"([a-z_.]+)"[,)]""", code))
    assert {key for key in literal if key not in ZH.entries} == set()
    heads = set(re.findall(r"""["']([a-z_]+\.(?:[a-z_]+\.)*)(?:\{|["'])""", code)) | {"benchmark."}
    named = {key.removesuffix("_none") for key in re.findall(r"""["']([a-z_.]+)["']""", code)}
    unused = {
        key
        for key in ZH.entries
        if key not in named
        and key.removesuffix("_none") not in named
        and not any(key.startswith(head) for head in heads)
    }
    assert unused == set()


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (8.0, "%", "8%", "8%"),
        (220.6, "亿元", "220.6亿元", "CNY 22.06 billion"),
        (1.25, "万亿元", "1.25万亿元", "CNY 1.25 trillion"),
        (4750, "人", "4,750人", "4,750 people"),
        (12.5, "万人", "12.5万人", "125,000 people"),
        (-3.0, "%", "−3%", "−3%"),
        (0.5, "百分点", "0.5百分点", "0.5 percentage points"),
        (33.4, "微克/立方米", "33.4微克/立方米", "33.4 µg/m³"),
        (7, "座", "7座", "7 座"),  # a unit that is not known stays as printed
        (None, "%", "—", "—"),
        (float("nan"), "%", "—", "—"),
    ],
)
def test_amounts(value: float | None, unit: str, zh: str, en: str) -> None:
    assert (numbers.amount(value, unit, "zh"), numbers.amount(value, unit, "en")) == (zh, en)


def test_scaled_steps() -> None:
    assert numbers.scaled(123456, "zh") == "12.35万" and numbers.scaled(123456, "en") == "123,456"
    assert numbers.scaled(2.5e9, "zh") == "25亿" and numbers.scaled(2.5e9, "en") == "2.5 billion"


def test_gaps_of_percentages_are_points() -> None:
    assert (
        numbers.signed(-0.7, "%", "zh") == "−0.7百分点" and numbers.signed(1.2, "%", "en") == "+1.2 percentage points"
    )
    assert numbers.signed(0.0, "%", "zh") == "0百分点"


def row(**values: object) -> dict[str, object]:
    base = dict(
        value_low=None,
        value_high=None,
        op="",
        unit="%",
        measure="growth",
        stretch=None,
        relation="",
        benchmark="",
        outcome_value=None,
        outcome_unit="%",
        status="met",
        estimated=False,
        method="direct",
        y=None,
        gap=None,
    )
    return base | values


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (row(op="approx", value_low=8.0, value_high=8.0), "8%左右", "about 8%"),
        (row(op="ge", value_low=7.0, stretch=8.0), "7%以上，力争8%", "at least 7%, striving for 8%"),
        (row(op="le", value_high=5.5, measure="level"), "5.5%以内", "at most 5.5%"),
        (row(op="le", value_high=-3.0), "下降3%以上", "down at least 3%"),
        (row(op="range", value_low=6.0, value_high=6.5), "6%—6.5%", "6% to 6.5%"),
        (row(relation="sync_gdp"), "与经济增长同步", "in step with growth"),
        (row(relation="above_parent", benchmark="全市"), "高于全市平均", "above the average of the city"),
        (
            row(relation="above_gdp", op="ge", value_low=3.0, unit="百分点"),
            "快于经济增长（3百分点以上）",
            "faster than growth (at least 3 percentage points)",
        ),
        (row(), "只有文字", "words only"),
    ],
)
def test_targets_in_words(given: dict[str, object], zh: str, en: str) -> None:
    assert (words.target(given, ZH), words.target(given, EN)) == (zh, en)


def test_outcomes_in_words() -> None:
    assert words.outcome(row(outcome_value=8.3), ZH) == "8.3%"
    assert words.outcome(row(outcome_value=8.3, estimated=True), ZH) == "8.3%（预计）"
    assert words.outcome(row(outcome_value=5.7, apart=True), ZH) == "5.7%（城乡分开，较低的）"
    assert words.outcome(row(status="unreported"), EN) == "not mentioned"
    assert words.outcome(row(outcome_value=6.0, outcome_op="ge", estimated=True), ZH) == "6%以上（预计）"
    assert words.outcome(row(outcome_value=-3.0, outcome_op="le"), ZH) == "下降3%以上"
    assert words.outcome(row(outcome_value=6.0, outcome_op="approx"), EN) == "about 6%"
    derived = row(outcome_value=110.0, outcome_unit="亿元", method="derived", y=10.0)
    assert words.outcome(derived, ZH) == "110亿元（推算增长10%）"
    promise = row(op="approx", value_low=8.0, value_high=8.0, outcome_value=8.3)
    assert words.sentence(promise, ZH) == "承诺 8%左右，报告 8.3%，完成"


def test_every_cause_of_doubt_has_words() -> None:
    build = pytest.importorskip("etl.extract.build")
    assert {f"cause.{cause}" for cause in build._DOUBT} <= set(ZH.entries)
