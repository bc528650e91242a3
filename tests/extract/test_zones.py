"""A development zone speaks of itself as 高新区 or 开发区: in its own report that is no part of a place."""

from __future__ import annotations

from etl.extract import extract
from etl.models import Document

REVIEW = "一、2023年工作回顾\n去年全年高新区完成地区生产总值48亿元，增长6.8%。开发区固定资产投资增长5%。\n"
PLAN = "二、2024年工作安排\n今年经济社会发展的主要预期目标是：地区生产总值增长6%。\n"


def _reported(place: str) -> list[tuple[str, float | None]]:
    document = Document("a", "a.txt", "", REVIEW + PLAN, place_name=place, review_year=2023, plan_year=2024)
    return [(row.indicator, row.value_low) for row in extract(document).outcomes]


def test_the_zone_is_the_whole_of_its_own_report() -> None:
    assert _reported("青河高新技术产业开发区") == [("gdp", 48.0), ("gdp", 6.8), ("fixed_investment", 5.0)]


def test_a_zone_is_a_part_of_a_county() -> None:
    assert _reported("青河县") == []
