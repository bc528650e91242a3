"""Web pages: the whole report, none of the page around it."""

from __future__ import annotations

import pytest

from etl.models import Source
from etl.read import read_bytes
from tests.read import makers

NAVIGATION = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/x">政务公开</a></li></ul></div>'
CRUMB = "<div>当前位置：<a>首页</a> &gt; <a>政府工作报告</a></div>"
TOOLS = "<div class='tools'>【字号：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a></div>"
RELATED = '<div class="rel"><h3>相关阅读</h3><ul><li><a>一季度全县地区生产总值增长6.1%</a></li></ul></div>'
FOOTER = '<div class="footer">版权所有：青河县人民政府 云ICP备05000001号 网站标识码：5300000001</div>'
BODY = makers.paragraphs()

PAGES = {
    "plain": BODY,
    "with everything around": NAVIGATION + CRUMB + TOOLS + f"<div class='article'>{BODY}</div>" + RELATED + FOOTER,
    "whole page in a form": f"<form action='x.aspx'><input type='hidden' value='v'>{NAVIGATION}<div>{BODY}</div>{FOOTER}</form>",
    "tables as layout": f"<table><tr><td>{NAVIGATION}</td></tr><tr><td><table><tr><td>{BODY}</td></tr></table></td></tr></table>",
    "line breaks instead of paragraphs": f"{NAVIGATION}<div id='zoom'>"
    + "<br>　　".join(makers.REPORT)
    + f"</div>{FOOTER}",
    "spans in paragraphs": NAVIGATION
    + "".join("<p>" + "".join(f"<span>{c}</span>" for c in line) + "</p>" for line in makers.REPORT),
    "wrapped source lines": "".join(
        "<p>" + "\n      ".join(line[i : i + 9] for i in range(0, len(line), 9)) + "</p>" for line in makers.REPORT[4:5]
    )
    + BODY,
    "a noisy name around the report": f"<div class='main-nav-content share'>{BODY}</div>",
    "preformatted": "<pre>" + makers.TEXT + "</pre>",
    "hidden report": f"<div style='display: none'>{BODY}</div>{NAVIGATION}",
    "hidden duplicate": f"<div style='display:none'>{BODY}</div><div>{BODY}</div>",
    "links after the report in the same element": f"<div>{BODY}<p>相关链接：</p><p><a>青河县2023年报告</a></p><p>图解：一图读懂</p></div>",
    "scripts and comments": f"<script>var a='增长9%。';</script><!-- 增长8%。 --><style>p{{}}</style>{BODY}",
    "unclosed": "".join(f"<p>{line}" for line in makers.REPORT) + "<div><span>",
    "nested without end": "<div>" * 900 + BODY,
}


def read(body: str) -> Source:
    [result] = read_bytes("a.html", makers.page(body))
    assert isinstance(result, Source), result
    return result


@pytest.mark.parametrize("name", PAGES)
def test_the_report_and_nothing_else(name: str) -> None:
    lines = [line.strip("　") for line in read(PAGES[name]).text.split("\n")]
    if name == "wrapped source lines":
        assert lines.pop(0) == makers.REPORT[4]
    assert lines == list(makers.REPORT)


def test_title_and_the_lines_between_heading_and_text_are_kept() -> None:
    body = f"<h1>青河县2025年政府工作报告</h1><div class=meta>来源：县政府办 日期：2025-01-10</div><div>{BODY}</div>"
    source = read(body)
    assert source.title == "青河县人民政府工作报告"
    assert source.text.split("\n")[:2] == ["青河县2025年政府工作报告", "来源：县政府办 日期：2025-01-10"]


def test_table_rows_are_lines_with_tabs() -> None:
    table = "<table><tr><th>指标</th><th>目标</th></tr><tr><td>地区生产总值</td><td>增长6%左右</td></tr></table>"
    assert (
        "指标\t目标\n地区生产总值\t增长6%左右" in read(BODY + table + "<p>以上目标，经过努力，是可以实现的。</p>").text
    )


def test_text_goes_on_after_a_list_of_links_in_the_middle() -> None:
    body = f"<div>{makers.paragraphs(makers.REPORT[:6])}<p>相关阅读：</p><p>一图读懂</p>{makers.paragraphs(makers.REPORT[6:9])}</div>"
    assert makers.REPORT[8] in read(body).text
    assert "一图读懂" not in read(body).text


def test_a_linked_word_in_a_sentence_stays() -> None:
    assert "培育<" not in (text := read(BODY + "<p>培育<a href='#'>专精特新</a>企业8家，增长5%。</p>").text)
    assert "培育专精特新企业8家，增长5%。" in text


def test_markup_in_text_is_text() -> None:
    assert (
        "<script>alert(1)</script>"
        in read(BODY + "<p>&lt;script&gt;alert(1)&lt;/script&gt;，各位代表，请审议。</p>").text
    )


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "big5", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_bytes_decide_the_encoding(declared: str, encoding: str) -> None:
    if (declared, encoding) == ("big5", "gb18030"):
        return  # a page in GBK that calls itself Big5 cannot be told from one in Big5
    page = makers.page(BODY, charset="utf-8").decode().replace("utf-8", declared).encode(encoding)
    [result] = read_bytes("a.html", page)
    assert isinstance(result, Source)
    assert result.text == makers.TEXT
