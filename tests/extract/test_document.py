"""The pages on what counts as a target say what the tests run."""

from __future__ import annotations

import pytest

from tests.extract import document, tables


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_is_made_from_the_cases(language: str) -> None:
    written = document.FILES[language].read_text("utf8")
    assert written == document.page(language), "run: python -m tests.extract.document"


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        ("gdp growth approx 6 %", "地区生产总值：增速 约 6%", "Gross regional product: growth about 6%"),
        (
            "gdp growth ge 7 % stretch=8",
            "地区生产总值：增速 不低于 7%（力争 8%）",
            "Gross regional product: growth at least 7% (stretch 8%)",
        ),
        ("gdp growth range 5~5.5 %", "地区生产总值：增速 5–5.5%", "Gross regional product: growth 5–5.5%"),
        ("energy_intensity growth range -3~-2 %", "单位地区生产总值能耗：增速 -3 ~ -2%", None),
        (
            "budget_revenue level le 9.6 亿元 scope=区级 estimated=yes",
            "一般公共预算收入：水平 不高于 9.6 亿元（口径：区级，预计数）",
            None,
        ),
        (
            "income_all relative above_parent 2 百分点 benchmark=全市",
            "居民人均可支配收入：高于全市，幅度 2 百分点",
            "Disposable income per head: above the city, by 2 points",
        ),
        (
            "other:营商环境 qualitative words",
            "营商环境（目录外）：只有文字",
            "营商环境 (not in the catalogue): words only",
        ),
    ],
)
def test_reading(row: str, zh: str | None, en: str | None) -> None:
    assert zh is None or document.reading(row, "zh") == zh
    assert en is None or document.reading(row, "en") == en


def test_every_row_of_the_cases_has_words() -> None:
    for case in (*tables.every(), *tables.gaps()):
        for row in case.rows:
            for language in ("zh", "en"):
                assert document.reading(row, language)
