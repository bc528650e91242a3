"""What is made to hurt: refused or read within limits, named, and the rest goes on."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from etl.models import Refusal, Source
from etl.read import Limits, discover, read, read_bytes
from etl.read.guarded import suspicious
from tests.read import makers

DATA = makers.TEXT.encode()
SMALL = Limits(
    file_bytes=1 << 20,
    unpacked_bytes=2 << 20,
    package_bytes=1 << 20,
    ratio_from_bytes=1 << 14,
    members=50,
    characters=50_000,
    line_characters=5_000,
    elements=20_000,
    pages=5,
    table_rows=20,
)


def refusals(path: Path, limits: Limits = SMALL) -> dict[str, str]:
    return {result.file: result.reason for result in read(path, limits) if isinstance(result, Refusal)}


def reason(name: str, data: bytes, limits: Limits = SMALL) -> str:
    [result] = read_bytes(name, data, limits)
    assert isinstance(result, Refusal), result
    return result.reason


def test_a_bomb_among_the_members_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(makers.zipped({"bomb.txt": b"0" * 900_000, "good.txt": DATA}))
    assert [type(result) for result in read(tmp_path, SMALL)] == [Refusal, Source]
    assert "压缩炸弹" in refusals(tmp_path)["a.zip/bomb.txt"]


def test_a_bomb_of_overlapping_members_is_refused_whole(tmp_path: Path) -> None:
    data = b"".join(struct.pack("<Q", i * 2654435761 % 2**64) for i in range(10_000))
    archive = zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_STORED)
    archive.writestr("0.txt", data)
    first = archive.infolist()[0]
    for i in range(1, 40):
        info = zipfile.ZipInfo(f"{i}.txt")
        info.header_offset, info.CRC, info.file_size, info.compress_size = (
            0,
            first.CRC,
            first.file_size,
            first.compress_size,
        )
        archive.filelist.append(info)
    archive._didModify = True
    archive.close()
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())
    tight = Limits(ratio=20, ratio_from_bytes=1 << 14)
    assert "压缩炸弹" in refusals(tmp_path, tight)["a.zip"]


def test_too_much_in_one_archive(tmp_path: Path) -> None:
    (tmp_path / "many.zip").write_bytes(makers.zipped({f"{i}.txt": b"x" for i in range(60)}))
    noise = bytes(range(256)) * 3000
    (tmp_path / "much.zip").write_bytes(makers.zipped({f"{i}.bin": noise for i in range(4)}, zipfile.ZIP_STORED))
    found = refusals(tmp_path)
    assert "60 个文件" in found["many.zip"]
    assert "解开后" in found["much.zip"]


def test_archives_nested_too_deep_are_not_opened(tmp_path: Path) -> None:
    deep = makers.zipped({"x.txt": DATA})
    for _ in range(6):
        deep = makers.zipped({"n.zip": deep, "good.txt": DATA})
    (tmp_path / "a.zip").write_bytes(deep)
    results = list(read(tmp_path, SMALL))
    assert sum(isinstance(result, Source) for result in results) == SMALL.depth
    assert any("嵌套" in result.reason for result in results if isinstance(result, Refusal))
    hidden = [result for result in read_bytes("hidden.dat", deep, SMALL) if isinstance(result, Refusal)]
    assert any("嵌套" in result.reason for result in hidden)


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/etc/x.txt", "C:\\x.txt", "a/../../x.txt", "..\\x.txt"])
def test_paths_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), DATA)
        archive.writestr("good.txt", DATA)
    results = list(read(tmp_path / "a.zip", SMALL))
    assert sorted(type(result).__name__ for result in results) == ["Refusal", "Source"]
    [refused] = [result for result in results if isinstance(result, Refusal)]
    assert "路径不安全" in refused.reason
    assert ".." not in refused.file


def test_names_with_direction_marks_and_control_characters_are_shown_harmless(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("报告\u202etxt.exe\n.txt", DATA)
    [source] = read(tmp_path, SMALL)
    assert source.file == "a.zip/报告\ufffdtxt.exe\ufffd.txt"


def test_encrypted_members_are_named(tmp_path: Path) -> None:
    data = makers.zipped({"a.txt": DATA, "good.txt": DATA})
    at = data.index(b"PK\x01\x02")
    data = data[:at] + data[at:].replace(
        b"PK\x01\x02" + data[at + 4 : at + 10], b"PK\x01\x02" + data[at + 4 : at + 8] + b"\x01\x00", 1
    )
    (tmp_path / "a.zip").write_bytes(data)
    assert "密码" in refusals(tmp_path)["a.zip/a.txt"]


def test_a_member_that_lies_about_its_size_or_sum_is_broken(tmp_path: Path) -> None:
    data = makers.zipped({"a.txt": DATA, "good.txt": DATA})
    at = data.index(b"PK\x01\x02")
    (tmp_path / "sum.zip").write_bytes(data[: at + 16] + b"\0\0\0\0" + data[at + 20 :])
    (tmp_path / "size.zip").write_bytes(data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :])
    found = refusals(tmp_path)
    assert set(found) == {"sum.zip/a.txt", "size.zip/a.txt"}
    assert all("损坏" in why for why in found.values())


def test_unknown_compression_is_named(tmp_path: Path) -> None:
    data = makers.zipped({"a.txt": DATA})
    at = data.index(b"PK\x01\x02")
    (tmp_path / "a.zip").write_bytes(data[:8] + b"\x63\x00" + data[10 : at + 10] + b"\x63\x00" + data[at + 12 :])
    assert "压缩方法" in refusals(tmp_path)["a.zip/a.txt"]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.ofd"])
def test_packages_that_unpack_to_too_much_are_refused(name: str) -> None:
    part = {"a.docx": "word/document.xml", "a.xlsx": "xl/workbook.xml", "a.ofd": "OFD.xml"}[name]
    bomb = makers.zipped({"[Content_Types].xml": b"", part: b" " * 2_000_000})
    assert "解开后" in reason(name, bomb)
    squeezed = makers.zipped({"[Content_Types].xml": b"", part: b" " * 500_000})
    assert "压缩炸弹" in reason(name, squeezed)


def test_a_gigabyte_of_digits_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "digits.txt").open("wb") as file:
        file.truncate(1 << 30)
    (tmp_path / "good.txt").write_bytes(DATA)
    tracemalloc.start()
    results = list(read(tmp_path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "1024 MB" in next(result.reason for result in results if isinstance(result, Refusal))
    assert peak < 50 << 20
    assert isinstance(results[1], Source)


def test_a_line_without_end_and_a_text_without_end_are_refused() -> None:
    assert "有一行长达" in reason("line.txt", b"1" * 20_000)
    assert "60000 字" in reason("long.txt", b"12345\n" * 10_000)
    long = "地区生产总值增长6%，" * 400
    [result] = read_bytes("one-line.txt", long.encode(), SMALL)
    assert isinstance(result, Source)


TAGS = {
    "too many": (b"<i></i>" * 30_000, "标记过多"),
    "nested too deep": (b"<div>" * 9_000, "嵌套过深"),
    "attributes without end": (b"<p " + b"".join(b"a%d " % i for i in range(20_000)), "标记过多"),
    "attributes behind a quoted bracket": (
        b"<p x='>' " + b"".join(b"a%d/" % i for i in range(20_000)) + b">",
        "标记过多",
    ),
    "opened again in every paragraph": (b"".join(b"<b id=%d>" % i for i in range(900)) + b"<p>" * 15_000, "嵌套过深"),
}


@pytest.mark.parametrize("name", TAGS)
def test_pages_made_of_tags_are_refused_before_they_are_parsed(name: str) -> None:
    markup, words = TAGS[name]
    assert words in reason("a.html", b"<html><body>" + markup)


def test_images_written_into_a_page_do_not_count() -> None:
    image = b"<img src='data:image/png;base64," + b"QUJD" * 300_000 + b"'>"
    [result] = read_bytes(
        "a.html", makers.page(makers.paragraphs()).replace(b"<body>", b"<body>" + image), Limits(page_bytes=1 << 20)
    )
    assert isinstance(result, Source)
    assert result.text == makers.TEXT
    assert "超过上限" in reason("b.html", b"<html>" + "字".encode() * 500_000, Limits(page_bytes=1 << 20))


def test_a_page_at_the_limits_is_read_in_time() -> None:
    started = time.monotonic()
    page = b"<html><body>" + b"<div>" * 990 + "<p>深处，增长5%。".encode() * 3_000
    [result] = read_bytes("deep.html", page, SMALL)
    assert isinstance(result, Source)
    assert time.monotonic() - started < 10


def test_xml_of_nothing_but_tags_is_refused() -> None:
    def word(document: bytes) -> bytes:
        return makers.zipped({"[Content_Types].xml": b"", "word/document.xml": document}, zipfile.ZIP_STORED)

    assert "标记过多" in reason("a.docx", word(b"<w:document>" + b"<a/>" * 50_000))
    assert "损坏" in reason("b.docx", word(b"<a>" * 9_000))


def test_too_many_pages() -> None:
    assert "7 页" in reason("a.pdf", makers.pdf([["字"]] * 7))
    assert "7 页" in reason("a.ofd", makers.ofd([[(1, "字")]] * 7))


def test_time_runs_out_by_name() -> None:
    hurried = Limits(seconds=0)
    for name, data in (
        ("a.pdf", makers.pdf([makers.REPORT])),
        ("a.docx", makers.word()),
        ("a.html", makers.page(makers.paragraphs())),
        ("a.ofd", makers.ofd([[(1, "字")]])),
    ):
        assert "已停止" in reason(name, data, hurried)


def _packed(stream: bytes, dictionary: bytes = b"/Filter /FlateDecode", contents: bytes = b"") -> bytes:
    """A pdf of one page whose content is this stream, deflated."""
    data, packed = makers.pdf([["字"]]), zlib.compress(stream, 9)
    start, end = data.index(b"6 0 obj"), data.index(b"7 0 obj")
    entry = b"6 0 obj\n<< /Length %d %s >>\nstream\n%s\nendstream\nendobj\n" % (len(packed), dictionary, packed)
    tail = data[end:].replace(b"/Contents 6 0 R", contents) if contents else data[end:]
    return data[:start] + entry + tail


SHOWN = b"BT /F1 10 Tf 50 800 Td <%s> Tj ET " % (
    "全县生产总值增长6%，粮食产量9万吨，就业2310人。".encode("utf-16-be").hex().encode()
)
HEAVY = {
    "a stream that grows": (_packed(SHOWN + b"q " * (6 << 20)), True),
    "two packings": (_packed(SHOWN, b"/Filter [/FlateDecode /FlateDecode]"), True),
    "a hidden packing": (_packed(SHOWN, b"/Filt#65r /FlateDecode"), True),
    "a packing by reference": (_packed(SHOWN, b"/Filter 9 0 R"), True),
    "one stream many times": (_packed(SHOWN, contents=b"/Contents [" + b"6 0 R " * 300 + b"]"), True),
    "an ordinary stream": (_packed(SHOWN * 50), False),
    "a font's name with an escape": (makers.pdf([makers.REPORT]).replace(b"/STSong-Light", b"/STSong#2DLight"), False),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_pdf_that_may_unpack_to_much_is_told_beforehand(name: str) -> None:
    data, heavy = HEAVY[name]
    assert suspicious(data) is heavy


def test_a_suspicious_pdf_is_read_all_the_same_in_a_process_of_its_own() -> None:
    data = makers.pdf([makers.REPORT]).replace(b"/Type /Page ", b"/Type /Page /X [" + b"7 0 R " * 40 + b"] ")
    assert suspicious(data)
    [result] = read_bytes("a.pdf", data)
    assert isinstance(result, Source)
    assert result.text.split("\n") == list(makers.REPORT)


def test_a_pdf_that_takes_too_much_memory_is_refused_and_this_process_lives() -> None:
    bomb = _packed(b"q " * (24 << 20))
    assert len(bomb) < 60_000
    assert "占用的内存或时间过多" in reason("a.pdf", bomb, Limits(guarded_bytes=300 << 20))


def test_encrypted_is_told_from_the_guarded_process_too() -> None:
    data = makers.pdf([makers.REPORT], encrypt=True)
    assert suspicious(data)
    assert "密码" in reason("a.pdf", data)


def test_a_pdf_that_refers_to_itself_is_read_or_refused() -> None:
    data = makers.pdf([makers.REPORT]).replace(b"/Kids [7 0 R]", b"/Kids [2 0 R]")
    [result] = read_bytes("a.pdf", data, SMALL)
    assert isinstance(result, Refusal)


def test_direction_marks_in_a_text_stay_what_they_are() -> None:
    text = "增长\u202e5%\u202c，\u200f完成\u2067目标。"
    [result] = read_bytes("a.txt", text.encode(), SMALL)
    assert isinstance(result, Source)
    assert result.text == text


def test_finding_in_a_large_archive_takes_little_memory(tmp_path: Path) -> None:
    blob = (makers.TEXT * 500).encode()
    (tmp_path / "a.zip").write_bytes(makers.zipped({f"{i}.txt": blob for i in range(60)}))
    tracemalloc.start()
    assert len(list(discover(tmp_path))) == 60
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * len(blob) / 10
