"""The sentence around a quote, where a page breaks its lines inside sentences."""

from __future__ import annotations

import pytest

from dashboard import passages
from dashboard.ui import pieces

# two paragraphs of 24 characters to the line, double spaced, with a page number between two lines of a sentence
PAGE = """云岭区二〇三一年政府工作报告

二、今年的工作安排

今年全区经济社会发展的主要预期目标是：地区生产总值增

长6%左右，一般公共预算收入增长5%左右；规模以上工业增

加值增长7%；

— 9 —

固定资产投资增长8%左右，居民收入增长与经济增长保持同

步，粮食产量稳定在3万吨以上。

围绕上述目标，青河两岸要办好十件实事，开工建设新的渡口。
"""
SENTENCE = (
    "今年全区经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%左右；"
    "规模以上工业增加值增长7%；固定资产投资增长8%左右，居民收入增长与经济增长保持同步，粮食产量稳定在3万吨以上。"
)


def shown(text: str, quote: str) -> tuple[str, str, str]:
    """`around` for the quote as it stands in the text."""
    start = text.index(quote)
    return passages.around(text, start, start + len(quote))


@pytest.mark.parametrize(
    ("quote", "marked"),
    [
        ("一般公共预算收入增长5%左右", "一般公共预算收入增长5%左右"),
        ("地区生产总值增\n\n长6%左右", "地区生产总值增长6%左右"),
        ("居民收入增长与经济增长保持同\n\n步", "居民收入增长与经济增长保持同步"),
    ],
)
def test_printed_lines_are_joined_into_the_sentence(quote: str, marked: str) -> None:
    before, held, after = shown(PAGE.replace("7%；\n\n— 9 —\n\n", "7%；"), quote)
    assert held == marked
    assert before + held + after == SENTENCE


def test_a_page_number_inside_a_sentence_is_left_out() -> None:
    text = PAGE.replace("加值增长7%；", "加值增长7%，能耗与上年相比要有明显的下降，")
    before, held, after = shown(text, "固定资产投资增长8%左右")
    assert "下降，固定资产" in before + held and "9" not in before + held + after
    assert before.startswith("今年全区") and after.endswith("3万吨以上。")


def test_the_mark_holds_what_the_offsets_hold() -> None:
    start = PAGE.index("规模以上工业增")
    end = PAGE.index("7%；") + 2
    html = pieces.quoted(PAGE, start, end)
    assert "<mark>规模以上工业增加值增长7%</mark>" in html
    assert "".join(PAGE[start:end].split()) == "规模以上工业增加值增长7%"


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("一、回顾\n全区增长6%。\n二、安排\n今年增长7%。", "增长7%", "今年增长7%。"),  # headings stay apart
        ("主要目标是：\n增长7%；\n就业3万人；\n物价3%以内。", "就业3万人", "就业3万人；"),  # a list of short lines
        ("　　第一段讲到这里\n　　增长7%，就业3万人。", "就业3万人", "增长7%，就业3万人。"),  # an indented paragraph
        ("2031年工作重点\n今年全区增长7%左右。", "增长7%", "今年全区增长7%左右。"),
        ("全区增长7%\n，就业3万人。", "就业3万人", "全区增长7%，就业3万人。"),  # a line cannot begin with a comma
        ("细颗粒物（PM\n2.5\n）平均浓度下降3%。", "下降3%", "细颗粒物（PM2.5）平均浓度下降3%。"),
    ],
)
def test_where_a_paragraph_begins_and_ends(text: str, quote: str, expected: str) -> None:
    assert "".join(shown(text, quote)) == expected


def test_words_of_a_latin_script_keep_a_blank() -> None:
    assert passages.joined("引进 New\nRiver 公司，\n增长7%") == "引进 New River 公司，增长7%"
    assert passages.joined("\n增长\n 7%\n") == "增长7%"


@pytest.mark.parametrize("text", ["", "\n", "增", "\n\n增\n\n"])
def test_short_texts(text: str) -> None:
    assert "\n" not in "".join(passages.around(text, 0, len(text)))
