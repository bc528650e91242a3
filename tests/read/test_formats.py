"""One report in every format: read whole, in order, whatever the file is called."""

from __future__ import annotations

import base64
import codecs
import quopri

import pytest

from etl import facts
from etl.models import Refusal, Source
from etl.places import Gazetteer
from etl.read import read_bytes
from tests.read import makers


def only(name: str, data: bytes) -> Source:
    [result] = read_bytes(name, data)
    assert isinstance(result, Source), result
    return result


def refused(name: str, data: bytes) -> str:
    [result] = read_bytes(name, data)
    assert isinstance(result, Refusal), result
    return result.reason


WHOLE = {
    "报告.txt": makers.TEXT.encode(),
    "带标记.txt": codecs.BOM_UTF8 + makers.TEXT.encode(),
    "国标.txt": makers.TEXT.encode("gb18030"),
    "小端.txt": codecs.BOM_UTF16_LE + makers.TEXT.encode("utf-16-le"),
    "大端.txt": codecs.BOM_UTF16_BE + makers.TEXT.encode("utf-16-be"),
    "小端无标记.txt": makers.TEXT.encode("utf-16-le"),
    "大端无标记.txt": makers.TEXT.encode("utf-16-be"),
    "报告.md": makers.TEXT.encode(),
    "报告.docx": makers.word(),
    "报告.html": makers.page(makers.paragraphs()),
    "国标.htm": makers.page(makers.paragraphs(), charset="gb2312"),
    "报告.pdf": makers.pdf([makers.REPORT]),
    "报告.ofd": makers.ofd([[(10 * i, line) for i, line in enumerate(makers.REPORT)]]),
}


@pytest.mark.parametrize("name", WHOLE)
def test_every_format_gives_the_same_text(name: str) -> None:
    assert only(name, WHOLE[name]).text.strip().split("\n") == list(makers.REPORT)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("extension", ["txt", "docx", "pdf", "zip", "doc", ""])
def test_the_bytes_decide_not_the_name(name: str, extension: str) -> None:
    assert only(f"报告.{extension}", WHOLE[name]).text == only(name, WHOLE[name]).text


def test_text_is_kept_as_it_stands() -> None:
    text = "\u3000\u3000各位代表：\r\n　增长５％\u00a0左右\t。\n\n\n"
    assert only("a.txt", text.encode()).text == text


def test_nul_and_lone_surrogates_become_replacement_characters() -> None:
    assert only("a.txt", "增长5%\0左右，达到目标".encode()).text == "增长5%\ufffd左右，达到目标"
    lone = "增长5%左右，达到目标".encode("utf-16-le") + b"\x00\xd8" + "。".encode("utf-16-le")
    assert only("b.txt", codecs.BOM_UTF16_LE + lone).text == "增长5%左右，达到目标\ufffd。"
    assert "\ufffd" in only("c.html", makers.page(makers.paragraphs() + "<p>余数&#xD800;。</p>")).text


def test_utf16_text_that_begins_like_a_tag_is_no_page() -> None:
    text = "值得记住的一年\n增长5%"  # its first two bytes are <P
    assert only("a.txt", text.encode("utf-16-le")).text == text


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    data = makers.TEXT.encode()
    text = only("a.txt", data[:100] + b"\xff" + data[100:]).text
    assert "地区生产总值增长6%左右" in text
    assert text.count("\ufffd") <= 4


def test_a_mostly_latin_file_is_not_taken_for_utf16() -> None:
    text = "notes on figures collected by hand\n云岭省\n" + "abcdefgh ijklmnop\n" * 50
    assert only("a.txt", text.encode("gb18030")).text == text
    assert only("b.txt", (text + "\0").encode()).text == text + "\ufffd"


def test_a_cut_file_loses_its_last_character_only() -> None:
    assert only("a.txt", makers.TEXT.encode()[:-1]).text == makers.TEXT[:-1] + "\ufffd"


REFUSED = {
    "旧版.doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "WordDocument".encode("utf-16-le"),
        "另存为 .docx",
    ),
    "报告.wps": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "WordDocument".encode("utf-16-le"), "WPS"),
    "旧表.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "Workbook".encode("utf-16-le"), ".xlsx"),
    "加密.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "照片.jpg": (b"\xff\xd8\xff\xe0" + b"\0" * 100, "文字识别"),
    "照片.txt": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "文字识别"),
    "报告.rtf": (b"{\\rtf1 abc}", ".docx"),
    "打包.rar": (b"Rar!\x1a\x07\x00", "RAR"),
    "打包.7z": (b"7z\xbc\xaf\x27\x1c", "7z"),
    "演示.pptx": (makers.zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "演示文稿"),
    "开放.odt": (makers.zipped({"mimetype": b"", "content.xml": b""}), ".docx"),
    "书.epub": (makers.zipped({"mimetype": b"", "META-INF/container.xml": b""}), "电子书"),
    "结构.xml": (b'<?xml version="1.0"?><uof><a>1</a></uof>', "XML"),
    "数据.parquet": (b"PAR1" + b"\0" * 20, "CSV"),
    "程序.exe": (b"MZ\x90\x00" + b"\0" * 100, "程序"),
    "录音.mp3": (b"ID3\x04" + b"\0" * 50, "音频"),
    "老.caj": (b"CAJ\x00" + b"\0" * 50, "CAJ"),
    "空.txt": (b"", "空文件"),
    "空白.txt": (b" \r\n\t ", "没有文字"),
    "乱.bin": (bytes(range(32)) * 20, "不是文字|看起来不是"),
    "坏.pdf": (b"%PDF-1.7\n" + b"garbage" * 50, "损坏"),
    "密.pdf": (makers.pdf([makers.REPORT], encrypt=True), "密码"),
    "扫描.pdf": (makers.pdf([[], []]), "文字层"),
    "空.docx": (makers.word([]), "没有文字"),
    "坏.docx": (makers.zipped({"[Content_Types].xml": b"", "word/document.xml": b"<w:doc"}), "损坏"),
    "空.html": (makers.page("<div></div>"), "正文"),
    "空.ofd": (makers.ofd([[]]), "文字"),
    "断.ofd": (makers.zipped({"OFD.xml": b"<OFD><DocRoot>nowhere.xml</DocRoot></OFD>"}), "损坏"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_says_why_and_what_to_do(name: str) -> None:
    data, words = REFUSED[name]
    reason = refused(name, data)
    assert any(word in reason for word in words.split("|")), reason


def test_a_truncated_zip_is_broken_and_says_so() -> None:
    assert "压缩包损坏" in refused("a.zip", makers.zipped({"a.txt": makers.TEXT.encode()})[:60])


PACKINGS = {"8bit": lambda body: body, "base64": base64.encodebytes, "quoted-printable": quopri.encodestring}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("nested", [False, True])
def test_a_page_saved_as_one_file(packing: str, nested: bool) -> None:
    body = PACKINGS[packing](makers.page(makers.paragraphs()))
    part = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n%s" % (
        packing.encode(),
        body,
    )
    if nested:
        part = b'Content-Type: multipart/alternative; boundary="i"\r\n\r\n--i\r\n%s\r\n--i--' % part
    image = b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n"
    head = b'From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    whole = head + image + b"--b\r\n" + part + b"\r\n" + image + b"--b--\r\n"
    assert only("a.mht", whole).text.split("\n") == list(makers.REPORT)


def test_a_page_saved_as_one_file_that_is_cut_is_refused() -> None:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    assert "正文" in refused("a.mht", head)
    assert "正文" in refused("b.mht", head + b"Content-Type: text/html\r\n")
    assert "损坏" in refused("c.mht", head + b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJ")


def test_what_could_not_be_read_is_told_with_the_document() -> None:
    data = makers.TEXT.encode()
    source = only("a.txt", data[:100] + b"\xff" + data[100:])
    assert "字符缺损" in source.warnings[0]
    assert source.warnings[0] in facts.documents(source, Gazetteer.load())[0].warnings
