"""What a file is, by its first bytes (and an archive's names), whatever its name says."""

from __future__ import annotations

import codecs
import re

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|article|section)[\s/>]", re.I)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"Founder CEB", "ceb"),
    (b"CAJ\x00", "caj"),
    (b"HN\x00", "caj"),
    (b"KDH ", "caj"),
)


def sniff(data: bytes) -> str:
    """A kind: pdf, zip, html, mhtml, text, or the name of something that is refused (ole, image, rar …)."""
    for magic, kind in _MAGIC:
        if data.startswith(magic) and not (kind == "program" and _printable(data)):
            return kind
    if (data[:2] == b"BM" and data[6:10] == b"\0\0\0\0") or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data[4:8] == b"ftyp" or data[:4] == b"RIFF":
        return "media"
    head = _head(data)
    if b"%PDF-" in data[:1024] and not _HTML.search(data[:1024]):
        return "pdf"
    if head[:1] == b"<" and (_HTML.search(head) or (head[:5].lower() == b"<?xml" and _HTML.search(data[:65536]))):
        return "html"
    if head[:5].lower() == b"<?xml":
        return "xml"
    if re.match(rb"(?:from|mime-version|subject|date|message-id|content-type)\s*:", head, re.I) and re.search(
        rb"content-type\s*:\s*(?:multipart/related|text/html)", head, re.I
    ):
        return "mhtml"
    return "text"


def _head(data: bytes) -> bytes:
    """The beginning without byte order mark and blanks; markup in UTF-16 as if it were ASCII; empty for other UTF-16."""
    head = data[:4096]
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        head = head.removeprefix(mark)
    if head[:2] in (b"<\0", b"\0<"):
        head = head.replace(b"\0", b"")
    return b"" if b"\0" in head[:64] else head.lstrip()  # what is left of UTF-16 is no markup


def package(names: set[str]) -> str:
    """What a zip is: docx, xlsx, ofd, a kind that is refused, or a plain archive (zip)."""
    lower = {name.lower() for name in names}
    for folder, main, kind in (
        ("word/", "document", "docx"),
        ("xl/", "workbook", "xlsx"),
        ("ppt/", "presentation", "ppt"),
    ):
        typed = "[content_types].xml" in lower and any(name.startswith(folder) for name in lower)
        if typed or f"{folder}{main}.xml" in lower:
            return kind
    if "ofd.xml" in lower:
        return "ofd"
    if "mimetype" in lower and "content.xml" in lower:
        return "odt"
    if "mimetype" in lower and "meta-inf/container.xml" in lower:
        return "epub"
    return "zip"


def ole(data: bytes) -> str:
    """Which of the old Office formats: doc, wps, xls, ppt, office_encrypted, or just ole."""
    for stream, kind in (
        ("EncryptedPackage", "office_encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if stream.encode("utf-16-le") in data:
            return kind
    return "ole"


def _printable(data: bytes) -> bool:
    return all(byte >= 32 or byte in b"\r\n\t" for byte in data[:64])
