"""The copy to search in: what it changes, and that every span of it leads back to the very characters it was made from."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.text import normalise

SAME = [
    ("full-width digits and signs", "增长１０．５％", "增长10.5%"),
    ("half-width punctuation", "增长6%,投资增长8%;就业5000人", "增长6%，投资增长8%；就业5000人"),
    ("brackets", "项目(不含房地产)投资", "项目（不含房地产）投资"),
    ("ideographic blanks", "地区　生产总值　", "地区生产总值"),
    ("blanks around numbers", "增长 6 % 左右", "增长6%左右"),
    ("zero-width marks", "地区\u200b生产\ufeff总值", "地区生产总值"),
    ("footnote in brackets", "劳动生产率[12]达到", "劳动生产率达到"),
    ("footnote in full-width brackets", "劳动生产率［３］达到", "劳动生产率达到"),
    ("footnote in tortoise brackets", "劳动生产率〔3〕达到", "劳动生产率达到"),
    ("circled footnote", "劳动生产率①达到", "劳动生产率达到"),
    ("superscript footnote", "劳动生产率²达到", "劳动生产率达到"),
    ("a year in brackets is no footnote", "文件[2023]号", "文件[2023]号"),
    ("straight quotes by turns", '"一区"和"两带"', "“一区”和“两带”"),
    ("an odd number of straight quotes", '"一区"和"两带', '"一区"和"两带'),
    ("dashes of every kind", "5%—6%", "5%-6%"),
    ("minus sign", "增长−2%", "增长-2%"),
    ("tildes", "5%～6%", "5%~6%"),
    ("years in Chinese with a circle", "二○○八年", "二〇〇八年"),
    ("years in Chinese with a full-width O", "二ＯＯ八年", "二〇〇八年"),
    ("a decimal point of a private font", "产量4\ue0102万吨", "产量4.2万吨"),
    ("Kangxi radicals", "粮⻝总产量", "粮食总产量"),
    ("micro sign", "μg/m³", "µg/m3"),
    ("a wrapped line", "主要预期目标是：地区生产总值增长6%左右，规模以上工业增加\n值增长8%", "主要预期目标是：地区生产总值增长6%左右，规模以上工业增加值增长8%"),
    ("a wrapped line before a number", "主要预期目标是：地区生产总值增长6%左右，规模以上工业增加值增长\n8%", "主要预期目标是：地区生产总值增长6%左右，规模以上工业增加值增长8%"),
    ("Windows line ends", "第一段。\r\n第二段。", "第一段。\n第二段。"),
    ("blank lines", "第一段。\n\n\n第二段。", "第一段。\n第二段。"),
    ("an indented paragraph", "第一段。\n　　第二段。", "第一段。\n第二段。"),
    ("a heading stays a line", "一、2023年工作回顾\n过去一年，成绩来之不易。", "一、2023年工作回顾\n过去一年，成绩来之不易。"),
    ("nothing", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "copy"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_copy(text: str, copy: str) -> None:
    assert normalise(text).text == copy


def test_per_mille_printed_as_per_cent_and_stop() -> None:
    normal = normalise("人口自然增长率控制在6%。以内。")
    at = normal.text.index("‰")
    assert normal.text[at + 2 :] == "以内。"
    assert normal.span(at, at + 2) == (11, 13)  # %。 of the original


PLANTED = [
    ("后接　全角　空格", "增长6%"),
    ("前文[3]有脚注①，", "一般公共预算收入"),
    ("行首\r\n\r\n　　换行之后，", "固定资产投资"),
    ("ＡＢＣ１２３，", "城镇登记失业率"),
    ("\ufeff标题\n\n正文：", "3.5%以内"),
]


@pytest.mark.parametrize(("before", "planted"), PLANTED)
def test_planted_words_lead_back_to_their_place(before: str, planted: str) -> None:
    text = f"{before}{planted}，其后还有 别的 文字。"
    normal = normalise(text)
    at = normal.text.index(planted)
    start, end = normal.span(at, at + len(planted))
    assert text[start:end] == planted
    assert start == text.index(planted)


WRAPPED = ["增长\u30006%", "一般公共\n预算收入", "固定资产①投资", "城镇 登记 失业率", "3．5％以内"]


@pytest.mark.parametrize("printed", WRAPPED)
def test_planted_words_as_printed(printed: str) -> None:
    """Where the print differs from the copy, the span still is the print, neither more nor less."""
    before = "各位代表：这里先写一段足够长的文字，使断行不像标题，然后才是数字，"
    text = f"{before}{printed}，后文。"
    plain = normalise(printed).text.replace("\n", "")
    normal = normalise(text)
    at = normal.text.index(plain)
    assert normal.span(at, at + len(plain)) == (len(before), len(before) + len(printed))


# --- properties -------------------------------------------------------------------------------------------------------

_letters = st.sampled_from(
    "地区生产总值增长一般公共预算收入，。；：、（）0123456789.%亿元万人①[]〔〕 \u3000\t\n\r\u200b\ufeff％１２，．—～⼈"
)
texts = st.one_of(st.text(_letters, max_size=80), st.text(max_size=40))

# what only its neighbours tell, by what it becomes: 8%.其中, 1O%, lO.5%, 9。5%, "一区", gdp
MENDED = {
    "。": ".．",
    "0": "OＯoｏ",
    "1": "lｌIＩ",
    ".": "。｡·•・",
    "“": '"＂',
    "”": '"＂',
    "G": "gｇ",
    "D": "dｄ",
    "P": "pｐ",
}


@given(texts)
def test_offsets_are_those_of_the_characters_kept(text: str) -> None:
    normal = normalise(text)
    places = [normal.original(n) for n in range(len(normal.text))]
    assert all(0 <= at < len(text) for at in places)
    assert places == sorted(set(places))


@given(texts)
@example('""')
@example("9。5%")
@example("14·1%")
@example("gdp")
def test_kept_characters_are_the_original_ones_in_plain_form(text: str) -> None:
    """Each character of the copy stands for the one its offset leads to: alone, that one has the same plain form."""
    normal = normalise(text)
    for n, character in enumerate(normal.text):
        source = text[normal.original(n)]
        alone = normalise(f"中{source}中").text[1:-1]
        mended = source in MENDED.get(character, "")
        if character not in "\n，\x01‰" and source not in "\r\n\t人⼈" and not mended:  # 收⼈ is a misprint of 收入
            assert alone == character or character == source


@given(texts, st.data())
def test_spans_nest(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    if len(normal.text) < 2:
        return
    start = data.draw(st.integers(0, len(normal.text) - 2))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    a, b = normal.span(start, end)
    assert 0 <= a < b <= len(text)
    assert normal.span(start, start + 1)[0] == a
    assert normal.span(end - 1, end)[1] == b


@given(texts)
def test_a_copy_is_its_own_copy(text: str) -> None:
    once = normalise(text).text
    if "‰\x01" in once or "\t" in text:
        return
    assert normalise(once).text.replace("\n", "") == once.replace("\n", "")


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("固定资产投资增长9%，一般公 — 9 — 共预算收入", "固定资产投资增长9%，一般公共预算收入"),
        ("增长1O％，达到lO.5亿元", "增长10%，达到10.5亿元"),
        ("臭氧（O3）浓度下降3%", "臭氧（O3）浓度下降3%"),
        ("增长5%—7%", "增长5%-7%"),
    ],
)
def test_marks_of_pages_and_of_scanners(printed: str, read: str) -> None:
    assert normalise(printed).text == read
