"""What is found by a shortcut is what the plain way finds.

Texts are put together from the words and patterns' own characters, so that they hold far more near misses than reports do.
"""

from __future__ import annotations

import re
from functools import cache

import ahocorasick
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import text
from etl.extract import quantities
from etl.extract.names import find_names
from etl.extract.parsed import words
from etl.finder import Finder
from etl.lexicon import alternatives, load
from etl.segment import chapters, headline

_relaxed = settings(deadline=None, max_examples=200)


def texts(pieces: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=14).map("".join)


def cut(words: list[str]) -> list[str]:
    """The words, and their beginnings and ends: where words almost stand."""
    return sorted({part for word in words for part in (word, word[:-1], word[1:], word[:2], word[-1]) if part})


# --- many words at once ---------------------------------------------------------------------------------------------

_SOME = ["甲乙", "甲乙丙", "乙丙丁", "丙丁", "丁甲乙丙丁", "𠮷甲", "丁戊己"]


@given(texts(["甲", "乙", "丙", "丁", "戊", "己", "𠮷", "甲乙", "\ud800", "\n"]))
def test_finder_is_leftmost_longest(found_in: str) -> None:
    plain = re.compile(alternatives(_SOME))
    assert list(Finder(_SOME).find(found_in)) == [(m.start(), m[0]) for m in plain.finditer(found_in)]


@given(texts(["甲", "乙", "丙", "丁", "戊", "己", "𠮷", "甲乙"]))
def test_finder_gives_all_words_as_the_automaton_does(found_in: str) -> None:
    automaton = ahocorasick.Automaton()
    for word in _SOME:
        automaton.add_word(word, word)
    automaton.make_automaton()
    expected = [(last + 1 - len(word), word) for last, word in automaton.iter(found_in)]
    assert Finder(_SOME).all(found_in) == expected


def test_finder_of_no_words() -> None:
    assert list(Finder([]).find("甲乙丙")) == []


@cache
def _names() -> tuple[re.Pattern[str], list[str]]:
    names = list(load().names.keys())
    return re.compile(alternatives(names)), cut(names[::7])


@_relaxed
@given(st.data())
def test_names_are_leftmost_longest(data: st.DataObject) -> None:
    plain, pieces = _names()
    found_in = data.draw(texts([*pieces, "，", "8%", "比", "增长"]))
    made_ratio = load().patterns["made_ratio"]
    expected = [(m.start(), m[0]) for m in plain.finditer(found_in) if not made_ratio.match(found_in, m.end())]
    assert [(n.start, n.alias) for n in find_names(found_in, load()).all] == expected


@_relaxed
@given(texts(["甲", "乙", "甲乙", "甲丙", "乙丙", "%", "（"]))
def test_groups_by_first_character_change_no_match(found_in: str) -> None:
    some = ["甲", "甲乙", "甲乙丙", "乙", "乙丙", "%", "（甲"]
    flat = "|".join(re.escape(word) for word in sorted(some, key=len, reverse=True))
    assert re.findall(alternatives(some), found_in) == re.findall(flat, found_in)


# --- sections -------------------------------------------------------------------------------------------------------


@_relaxed
@given(
    texts(
        [
            "主要",
            "预期",
            "目标",
            "指标",
            "经济",
            "的",
            "性",
            "，",
            "。",
            "任务",
            "体系",
            "工作",
            "标",
            "目",
            "各项",
            "增长",
        ]
    )
)
def test_opening_words_are_found_as_by_their_pattern(found_in: str) -> None:
    words_of_opening = load().headings["headline"]["open"]
    expected = [m.span() for m in re.finditer(words_of_opening, found_in)]
    assert [m.span() for m in headline.openings(found_in, words_of_opening)] == expected


@_relaxed
@given(
    texts(["一、", "（二）", "第三部分", "工作回顾", "\n", "。", "；", "！", "今年的工作", "字" * 61]),
    st.integers(0, 30),
)
def test_chapter_marks_are_found_as_by_their_pattern(found_in: str, start: int) -> None:
    mark = load().headings["mark"]
    plain = re.compile(
        rf"(?:^|(?<=[\n。！？；]))(?P<mark>{mark})(?P<words>[^。\n]{{1,60}})|(?:^|(?<=\n))(?P<line>[^\n。；！？]{{3,36}})(?=\n|$)"
    )
    expected = [(m.start(), m.end(), m.groups()) for m in plain.finditer(found_in, start)]
    assert [(at, m.end(), m.groups()) for at, m in chapters.marked(found_in, mark, start)] == expected


# --- around numbers -------------------------------------------------------------------------------------------------


@_relaxed
@given(
    texts(
        [
            "增长",
            "同比",
            "5%",
            "-",
            "6",
            "，",
            "3.2万",
            "个",
            "百分之",
            "五",
            "千",
            "亿元",
            "突破",
            "左右",
            "个百分点",
            "PM2.5",
            "第",
            "年",
            "多",
            "以上",
            "1，200",
        ]
    )
)
def test_numbers_in_digits_are_found_as_by_the_whole_pattern(found_in: str) -> None:
    short = quantities.quantities(found_in, load())
    always = quantities._WORDED
    try:
        quantities._WORDED = re.compile("")  # every text is read by the pattern for numbers in words too
        assert quantities.quantities(found_in, load()) == short
    finally:
        quantities._WORDED = always


@_relaxed
@given(st.data())
def test_no_time_stands_without_a_sign_of_time(data: st.DataObject) -> None:
    known = words()
    times = [*known.period_of, *known.multi_span, "全年", "年末", "去年", "2021年", "二〇二一年", "增长", "，"]
    found_in = data.draw(texts(cut(times)))
    assert not known.time.search(found_in) or known.time_sign.search(found_in)


@_relaxed
@given(st.data())
def test_the_longest_word_before_a_number_is_taken(data: st.DataObject) -> None:
    tokens = words().tokens
    plain = re.compile(rf"(?:{alternatives(tokens._words)}|{tokens._pattern.pattern.removesuffix('$')})$")
    before = data.draw(
        texts([*sorted(tokens._words)[::5], "剔除留抵退税因素", "2020年", "省下达的目标", "甲", "\x01", "“"])
    )
    found = plain.search(before, max(0, len(before) - 24)) if before else None
    assert not before or tokens.start(before, max(0, len(before) - 24), len(before)) == (
        found.start() if found else len(before)
    )


# --- text -----------------------------------------------------------------------------------------------------------


@given(texts([*map(chr, list(text._table())[::11]), "字", "，", "5", "a"]))
def test_characters_are_made_plain_as_by_the_table(found_in: str) -> None:
    assert text._plain(found_in) == found_in.translate(text._table())


@given(texts([" ", "\u3000", "[1]", "[", "〔12〕", "①", "\t", "\n", "\r\n", "字", "5", "%", "\ufeff"]))
def test_what_is_dropped_is_found_as_by_its_pattern(found_in: str) -> None:
    assert [m.span() for m in text._dropped(found_in)] == [m.span() for m in text._DROP.finditer(found_in)]


@pytest.mark.parametrize("marks", ["，；。\n", "。", "！"])
@given(texts(["，", "；", "。", "！", "\n", "字"]), st.integers(0, 14))
def test_marks_before_and_behind(marks: str, found_in: str, at: int) -> None:
    at = min(at, len(found_in))
    assert text.behind_last(found_in, marks, at) == max((found_in.rfind(c, 0, at) for c in marks), default=-1) + 1
    after = [i for i in (found_in.find(c, at) for c in marks) if i >= 0]
    assert text.first_of(found_in, marks, at) == min(after, default=len(found_in))
