"""Bytes → text. Decided by the bytes alone: a byte order mark, strict UTF-8, UTF-16 by its look, then GB18030."""

from __future__ import annotations

import codecs
import re

from etl.read.reasons import UnreadableError

_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b") + b"\x7f"
_SURROGATE = re.compile("[\ud800-\udfff]")
_COMMON = re.compile("[一-鿿，。、；：“”（）！？％\u3000 -~\r\n\t]")
_SAMPLE = 1 << 16
DAMAGED_SHARE = 0.02  # of the characters beyond ASCII; more undecodable ones than this, and another encoding is tried
BROKEN_SHARE = 0.2  # of the characters beyond ASCII; more undecodable ones than this, and it is no text
CONTROL_SHARE = 0.05  # of the bytes; more control characters than this, and it is no text
NUL_SHARE = 0.01  # of the bytes; text in UTF-16 has at least so many NULs, in its digits and line ends
UTF16_SHARE = 0.7  # of the characters; as many must be common in Chinese reports when no mark says UTF-16


def clean(text: str) -> str:
    """Replace what a database cannot store (NUL, lone surrogates) by U+FFFD, one for one."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def decode(data: bytes) -> str:
    """Text of a plain file, byte order mark removed, undecodable bytes as U+FFFD.

    Raises UnreadableError for bytes that are no text in any of the encodings.
    """
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    elif data.startswith(codecs.BOM_UTF16_LE):
        return _utf16(data[2:], "utf-16-le")
    elif data.startswith(codecs.BOM_UTF16_BE):
        return _utf16(data[2:], "utf-16-be")
    if encoding := _utf16_by_look(data):
        return _utf16(data, encoding)
    try:
        text = _text(data, data.decode("utf-8"))
        return text.replace("\0", "\ufffd") if "\0" in text else text  # strict UTF-8 has no lone surrogates
    except UnicodeDecodeError:
        return clean(_text(data, _eight_bit(data)))


def _text(data: bytes, text: str) -> str:
    """The text itself, unless control characters show that it is none."""
    if len(data) - len(data.translate(None, _CONTROLS)) > CONTROL_SHARE * len(data):
        raise UnreadableError("not_text")
    return text


def _eight_bit(data: bytes) -> str:
    """UTF-8 with a few broken bytes when nearly all of it decodes so, else GB18030, else the less damaged of the two."""
    if _damaged(data[:_SAMPLE].decode("utf-8", "replace")) <= DAMAGED_SHARE:
        return data.decode("utf-8", "replace")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        text = min((data.decode(encoding, "replace") for encoding in ("gb18030", "utf-8")), key=_damaged)
    if _damaged(text) > BROKEN_SHARE:
        raise UnreadableError("odd_encoding")
    return text


def _utf16(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, "replace")
    if _damaged(text) > BROKEN_SHARE:
        raise UnreadableError("odd_encoding")
    return clean(text.removeprefix("\ufeff"))


def _damaged(text: str) -> float:
    """Share of U+FFFD among the characters beyond ASCII."""
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") / beyond if beyond else 0.0


def _utf16_by_look(data: bytes) -> str:
    """The encoding of UTF-16 without a mark, '' for other text. Its digits and line ends have their NULs on one side."""
    nuls = data.count(b"\0")
    if nuls < NUL_SHARE * len(data) or not nuls:
        return ""
    right = data[1::2].count(b"\0")
    encoding = "utf-16-le" if right > nuls / 2 else "utf-16-be"
    sample = data[: min(len(data), 8192) & ~1].decode(encoding, "replace")
    return encoding if len(_COMMON.findall(sample)) >= UTF16_SHARE * max(1, len(sample)) else ""
