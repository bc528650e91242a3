"""Files of every format, made in memory for the tests. Places and sentences are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx

REPORT = (
    "青河县人民政府工作报告",
    "——2025年1月8日在青河县第十九届人民代表大会第四次会议上",
    "各位代表：",
    "现在，我代表县人民政府向大会报告工作，请予审议。",
    "一、2024年工作回顾",
    "过去一年，全县地区生产总值完成86.3亿元，增长5.7%；规模以上工业增加值增长7.2%。",
    "社会消费品零售总额增长6.1%，城镇新增就业2310人，农村居民人均可支配收入增长7.4%。",
    "二、2025年工作安排",
    "今年发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长4%以上，粮食产量稳定在9万吨以上。",
    "各位代表！让我们同心协力，把青河的事情办好。",
)
TEXT = "\n".join(REPORT)


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def gbk_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip as old Chinese Windows made them: names in GBK, no flag. All names must have one length in both encodings."""
    renamed = {
        f"N{i:03d}" + "x" * (len(name.encode("gb18030")) - 4): data for i, (name, data) in enumerate(members.items())
    }
    data = zipped(renamed)
    for old, new in zip(renamed, members, strict=True):
        data = data.replace(old.encode(), new.encode("gb18030"))
    return data


def word(paragraphs: Sequence[str | Sequence[Sequence[str]]] = REPORT) -> bytes:
    """A docx; a sequence of sequences among the paragraphs is a table."""
    document = docx.Document()
    for item in paragraphs:
        if isinstance(item, str):
            document.add_paragraph(item)
        else:
            table = document.add_table(rows=len(item), cols=len(item[0]))
            for row, cells in zip(table.rows, item, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_xml(body: str, prologue: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """A docx with this raw XML as its body."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<w:document {space}><w:body>{body}</w:body></w:document>'
    )
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": document}
    parts.update(
        {name: text.replace("<w:", "<w:", 1).replace(">", f" {space}>", 1) for name, text in (more or {}).items()}
    )
    return zipped({name: text.encode() for name, text in parts.items()})


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(pages: Sequence[Sequence[str]], encrypt: bool = False) -> bytes:
    """A pdf with a text layer: one of the standard Chinese fonts, not embedded, strings in UCS-2."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        (
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
        ),
        (
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
            b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
        ),
    ]
    numbers = []
    for lines in pages:
        shown = b" ".join(b"<%s> Tj 0 -16 Td" % line.encode("utf-16-be").hex().encode() for line in lines)
        stream = b"BT /F1 10 Tf 50 800 Td %s ET" % shown
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        numbers.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(numbers))
    if encrypt:
        objects.append(
            b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>" % (b"a1" * 32, b"b2" * 32)
        )
    return _pdf_file(objects, encrypt)


def _pdf_file(objects: Sequence[bytes], encrypt: bool) -> bytes:
    data, offsets = b"%PDF-1.6\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    trailer = b"/Size %d /Root 1 0 R" % (len(objects) + 1)
    if encrypt:
        trailer += b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (len(objects), b"00" * 16, b"00" * 16)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + table + b"trailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(data))


def ofd(pages: Sequence[Sequence[tuple[float, str]]], title: str = "") -> bytes:
    """An ofd; each page is a list of (height in mm, text) for its text objects."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    parts = {
        "OFD.xml": f"{head}<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo><ofd:Title>{title}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{head}<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for i, objects in enumerate(pages):
        layer = "".join(
            f'<ofd:TextObject Boundary="20 {height} 160 5"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode></ofd:TextObject>'
            for height, text in objects
        )
        parts[f"Doc_0/Pages/Page_{i}/Content.xml"] = (
            f"{head}<ofd:Page {space}><ofd:Content><ofd:Layer>{layer}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped({name: text.encode() for name, text in parts.items()})


def page(body: str, title: str = "青河县人民政府工作报告", charset: str = "utf-8") -> bytes:
    """A web page in this encoding."""
    head = f'<head><meta charset="{charset}"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode(
        "gb18030" if charset.startswith("gb") else charset
    )


def paragraphs(lines: Sequence[str] = REPORT) -> str:
    return "\n".join(f"<p>{line}</p>" for line in lines)
