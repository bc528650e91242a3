"""Text from documents is data: made harmless for XML, spreadsheets and file names before it is written anywhere."""

from __future__ import annotations

import re
import unicodedata

# what XML 1.0 cannot hold: controls, surrogates, the two non-characters
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# marks that turn the reading direction or cannot be seen
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@＝＋－＠﹢﹣﹦﹫−]")
_LEADS = ("\t", "\r", "\n")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{name}{digit}" for name in ("COM", "LPT") for digit in "0123456789¹²³")}
NAME_BYTES = 120  # of UTF-8: below every file system's limit, with room for a suffix


def xml_text(text: object) -> str:
    """`text` without the characters that XML cannot hold (a lone surrogate becomes U+FFFD); line breaks stay."""
    return _NOT_XML.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else "", str(text))


def line(text: object) -> str:
    """`text` on one line, without marks that hide or turn it: for titles, labels and cells."""
    return " ".join(_HIDDEN.sub("", xml_text(text)).split())


def cell(text: object) -> str:
    """`text` as a CSV cell that no spreadsheet runs: what would start a formula gets an apostrophe before it."""
    clean = xml_text(text)
    return f"'{clean}" if _FORMULA.match(clean) or clean.startswith(_LEADS) else clean


def file_name(text: object, fallback: str = "未命名") -> str:
    """`text` as one file name that Windows, macOS and Linux all take; never a path, never hidden, never empty.

    It is composed (NFC), at most NAME_BYTES bytes of UTF-8, and holds no reserved name of Windows.
    """
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", line(text)))
    name = name.strip(" .")
    while len(name.encode("utf-8")) > NAME_BYTES:
        name = name[:-1]
    name = name.strip(" .") or fallback
    return f"_{name}" if name.split(".")[0].strip().upper() in _RESERVED else name
