"""Paged formats: order of the lines, running heads and page numbers, pages without text."""

from __future__ import annotations

from etl.models import Source
from etl.read import read_bytes
from tests.read import makers

LINES = [f"第{i}项工作扎实推进，完成投资{i}亿元，增长{i}%。" for i in range(1, 31)]


def source(name: str, data: bytes) -> Source:
    [result] = read_bytes(name, data)
    assert isinstance(result, Source), result
    return result


def pages_of(per_page: int) -> list[list[str]]:
    return [LINES[i : i + per_page] for i in range(0, len(LINES), per_page)]


def test_running_heads_and_page_numbers_are_dropped() -> None:
    pages = [["青河县2025年报告", *page, f"- {n} -", "内部资料 2025/1/8"] for n, page in enumerate(pages_of(6), 1)]
    assert source("a.pdf", makers.pdf(pages)).text.split("\n") == LINES


def test_bare_page_numbers_are_dropped_only_where_they_count_on() -> None:
    pages = [[*page, str(n)] for n, page in enumerate(pages_of(10), 5)]
    assert source("a.pdf", makers.pdf(pages)).text.split("\n") == LINES
    broken = [[*pages_of(10)[0], "120"], ["亿元。", *pages_of(10)[1]]]
    assert "120\n亿元。" in source("b.pdf", makers.pdf(broken)).text


def test_a_line_that_comes_back_within_the_text_stays() -> None:
    pages = [
        [f"第{n}页开头说明工作。", "各位代表！", *page, f"第{n * 7}页末尾说明情况有所好转{'。' * n}"]
        for n, page in enumerate(pages_of(3)[:2], 1)
    ]
    assert source("a.pdf", makers.pdf(pages)).text.count("各位代表！") == 2


def test_pages_without_text_are_named() -> None:
    read = source("a.pdf", makers.pdf([LINES[:10], [], LINES[10:]]))
    assert read.warnings == ("第 2 页没有文字层（扫描页、图片或空白页），未读",)
    assert read.text.split("\n") == LINES


def test_ofd_pieces_of_one_height_are_one_line_and_pages_follow_each_other() -> None:
    data = makers.ofd(
        [[(10, "全县生产总值"), (10.4, "增长6%"), (20, "粮食产量9万吨。")], [(10, "下一页开头。")]], title="青河县报告"
    )
    read = source("a.ofd", data)
    assert read.text.split("\n") == ["全县生产总值增长6%", "粮食产量9万吨。", "下一页开头。"]
    assert read.title == "青河县报告"
