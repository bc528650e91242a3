"""The same report in the layouts in which pages print it: the same targets are read, and the same of them are headline ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.extract import tables

WORK = [
    f"要{verb}{thing}。"
    for verb in ("持续推进", "扎实抓好", "不断加强", "统筹安排")
    for thing in (
        "产业升级",
        "乡村建设",
        "道路养护",
        "河道整治",
        "校舍改造",
        "就业服务",
        "园区配套",
        "城市管理",
        "文化惠民",
        "安全生产",
    )
]
TARGETS = (
    "今年的主要预期目标是：地区生产总值增长6%左右。一般公共预算收入增长5%。固定资产投资增长8%，社会消费品零售总额增长7%。"
    "城镇新增就业5000人以上，居民消费价格涨幅控制在2%以内。\n"
)
REPORT = (
    "青河县2024年政府工作报告\n一、2023年工作回顾\n2023年，全县地区生产总值增长5.8%。\n二、2024年工作安排\n"
    f"{TARGETS}为实现上述目标，重点做好以下工作：\n{''.join(WORK)}\n全年工业投资增长9%。\n"
)


def one_sentence_a_line(text: str) -> str:
    return text.replace("。", "。\n").replace("\n\n", "\n")


def blank_lines(text: str) -> str:
    return text.replace("\n", "\n\n　　")


@pytest.mark.parametrize("layout", [one_sentence_a_line, blank_lines])
def test_layout_changes_no_target(layout: Callable[[str], str]) -> None:
    def read(text: str) -> set[tuple[object, ...]]:
        found, _ = tables.read(tables.Case("layout", "", "", "report", text, ()))
        return {(row.indicator, row.op, row.value_low, row.value_high, row.headline) for row in found.targets}

    plain = read(REPORT)
    assert sum(headline for *_, headline in plain) == 6
    assert ("industrial_investment", "eq", 9.0, 9.0, False) in plain
    assert read(layout(REPORT)) == plain
