"""Word documents: order, tables, revisions, text boxes, automatic numbers, entities."""

from __future__ import annotations

import pytest

from etl.models import Refusal, Source
from etl.read import read_bytes
from etl.read.numbering import chinese, written
from tests.read import makers


def text_of(data: bytes) -> str:
    [result] = read_bytes("a.docx", data)
    assert isinstance(result, Source), result
    return result.text


def test_tables_stand_where_they_stood() -> None:
    table = [["指标", "目标"], ["地区生产总值", "增长6%左右"]]
    text = text_of(makers.word(["一、主要目标", table, "二、重点任务"]))
    assert text.split("\n") == ["一、主要目标", "指标\t目标", "地区生产总值\t增长6%左右", "二、重点任务"]


def test_a_table_in_a_table_is_read_once() -> None:
    inner = "<w:tbl><w:tr><w:tc>" + makers.paragraph("里") + "</w:tc></w:tr></w:tbl>"
    outer = (
        f"<w:tbl><w:tr><w:tc>{makers.paragraph('外')}{inner}</w:tc><w:tc>{makers.paragraph('右')}</w:tc></w:tr></w:tbl>"
    )
    assert text_of(makers.word_xml(outer)) == "外 里\t右"


RUN = "<w:r><w:t>{}</w:t></w:r>"
BODIES = {
    "deleted text is left out": (
        "<w:p>"
        + RUN.format("增长")
        + "<w:del><w:r><w:delText>7%</w:delText></w:r></w:del><w:ins>"
        + RUN.format("6%")
        + "</w:ins></w:p>",
        "增长6%",
    ),
    "field codes are left out": (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>" + RUN.format("第一章") + "</w:p>",
        "第一章",
    ),
    "breaks and tabs": ("<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t></w:r></w:p>", "上\n下\t右"),
    "content controls": ("<w:sdt><w:sdtContent>" + makers.paragraph("目标") + "</w:sdtContent></w:sdt>", "目标"),
    "hyperlinks": ("<w:p><w:hyperlink>" + RUN.format("云岭省") + "</w:hyperlink></w:p>", "云岭省"),
    "a drawing's second rendering": (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>'
        + makers.paragraph("框里")
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        + makers.paragraph("框里")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
        + RUN.format("框外")
        + "</w:p>",
        "框外\n框里",
    ),
    "rows in a content control": (
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>"
        + makers.paragraph("甲")
        + "</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>",
        "甲",
    ),
    "a deleted row": (
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>"
        + makers.paragraph("删")
        + "</w:tc></w:tr><w:tr><w:tc>"
        + makers.paragraph("留")
        + "</w:tc></w:tr></w:tbl>",
        "留",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_body(name: str) -> None:
    body, expected = BODIES[name]
    assert text_of(makers.word_xml(body)) == expected


def _numbered(level: int, text: str, number: int = 1) -> str:
    return makers.paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def _numbering(*levels: tuple[str, str]) -> str:
    written_levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (style, pattern) in enumerate(levels)
    )
    return (
        f'<w:numbering><w:abstractNum w:abstractNumId="7">{written_levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )


CHAPTERS = _numbering(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%3"))


def test_automatic_numbers_are_written_out() -> None:
    body = (
        _numbered(0, "工作回顾")
        + _numbered(1, "经济")
        + _numbered(1, "民生")
        + makers.paragraph("正文")
        + _numbered(0, "工作安排")
        + _numbered(1, "项目")
        + _numbered(2, "开工")
        + _numbered(0, "重新开始", number=2)
    )
    text = text_of(makers.word_xml(body, more={"word/numbering.xml": CHAPTERS}))
    assert text.split("\n") == [
        "一、工作回顾",
        "（一）经济",
        "（二）民生",
        "正文",
        "二、工作安排",
        "（一）项目",
        "二.1 开工",
        "一、重新开始",
    ]


def test_legal_numbering_is_in_digits() -> None:
    legal = CHAPTERS.replace('<w:lvlText w:val="%1.%3"/>', '<w:isLgl/><w:lvlText w:val="%1.%3"/>')
    text = text_of(makers.word_xml(_numbered(0, "甲") + _numbered(2, "乙"), more={"word/numbering.xml": legal}))
    assert text.split("\n") == ["一、甲", "1.1 乙"]


def test_a_style_may_carry_the_number() -> None:
    styles = (
        '<w:styles><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="H1a"><w:basedOn w:val="H1"/></w:style></w:styles>'
    )
    body = (
        makers.paragraph("甲", '<w:pStyle w:val="H1"/>')
        + makers.paragraph("乙", '<w:pStyle w:val="H1a"/>')
        + makers.paragraph("", '<w:pStyle w:val="H1"/>')
    )
    text = text_of(makers.word_xml(body, more={"word/numbering.xml": CHAPTERS, "word/styles.xml": styles}))
    assert text.split("\n") == ["一、甲", "二、乙", ""]


def test_bullets_add_nothing() -> None:
    text = text_of(makers.word_xml(_numbered(0, "要点"), more={"word/numbering.xml": _numbering(("bullet", "\uf06c"))}))
    assert text == "要点"


def test_broken_numbering_does_not_cost_the_document() -> None:
    assert text_of(makers.word_xml(_numbered(0, "要点"), more={"word/numbering.xml": "<w:numbering><w:abs"})) == "要点"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (2025, "二千零二十五"),
    ],
)
def test_chinese_numbers(number: int, words: str) -> None:
    assert chinese(number) == words


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("upperRoman", "XIV"),
        ("lowerLetter", "n"),
        ("decimalEnclosedCircle", "⑭"),
        ("decimalFullWidth", "１４"),
        ("ideographDigital", "一四"),
        ("unheardOf", "14"),
    ],
)
def test_number_styles(style: str, shown: str) -> None:
    assert written(14, style) == shown


ENTITIES = {
    "external entity": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    "billion laughs": '<!DOCTYPE d [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>",
    "external DTD": '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
    "far behind a comment": "<!-- " + "x" * 9000 + ' --><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
}


@pytest.mark.parametrize("name", ENTITIES)
def test_entities_are_never_resolved(name: str) -> None:
    entity = "&j;" if name == "billion laughs" else "&x;" if "DTD" not in name else "x"
    [result] = read_bytes("a.docx", makers.word_xml(makers.paragraph(entity), prologue=ENTITIES[name]))
    assert isinstance(result, Refusal)
    assert "实体" in result.reason or "损坏" in result.reason


def test_entities_hidden_by_another_encoding_are_refused_too() -> None:
    prologue = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = f'<?xml version="1.0" encoding="UTF-16"?>{prologue}<w:document {space}><w:body>{makers.paragraph("&x;")}</w:body></w:document>'
    [result] = read_bytes(
        "a.docx", makers.zipped({"[Content_Types].xml": b"", "word/document.xml": xml.encode("utf-16")})
    )
    assert isinstance(result, Refusal)
