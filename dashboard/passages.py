"""The sentence around a quote as a reader reads it, where a page breaks its lines inside sentences.

Offsets always point into the stored text, which is never changed: lines are joined for display alone. Chinese lines join
without a blank, words of a Latin script with one.
"""

from __future__ import annotations

import re

REACH = 360  # characters shown on either side of a quote at most
CUT = "……"
PRINTED = 80  # characters: longer lines are whole paragraphs, not lines of a page
_BLANK = r"[^\S\n]"
# a line break with the blanks around it, and with a page number between dashes that stands alone on its line
_BREAK = re.compile(rf"{_BLANK}*\n(?:\s*[-—–]+{_BLANK}*\d{{1,3}}{_BLANK}*[-—–]+{_BLANK}*\n)?\s*")
_STOPS, _PAUSES, _CLOSING = "。！？!?…", "；;：:", "”』」》）"
_GOES_ON = re.compile(r"[，,。；;：:、）%]|是[:：]|为[:：]")
_NUMERAL = "[一二三四五六七八九十]"
_HEADING = re.compile(
    rf"{_NUMERAL}{{1,3}}[、.．]|[（(](?:{_NUMERAL}{{1,3}}|\d{{1,2}})[）)]|第{_NUMERAL}+[部章]|\d{{1,2}}[、.．](?!\d)"
    r"|[-—]{2}|[●■◆▲★※]"
)


def around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The paragraph around text[start:end] with its lines joined, as before, quote, after; long ones are cut with ……."""
    begin, stop = paragraph(text, start, end)
    before, after = _join(text, begin, start), _join(text, end, stop)
    if len(before) > REACH:
        before = CUT + before[-REACH:]
    if len(after) > REACH:
        after = after[:REACH] + CUT
    return before, _join(text, start, end), after


def joined(quote: str) -> str:
    """A quote on one line."""
    return _join(quote, 0, len(quote)).strip()


def paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the paragraph of text[start:end] begins and stops, as far as the page is looked at."""
    low, high = max(0, start - 3 * REACH), min(len(text), end + 3 * REACH)
    found = [one for one in _BREAK.finditer(text, low, high) if not _inside(text, one)]
    begin = max((one.end() for one in found if one.end() <= start), default=low)
    return begin, min((one.start() for one in found if one.start() >= end), default=high)


def _join(text: str, start: int, end: int) -> str:
    """text[start:end] on one line; a break at its end counts by what stands behind it."""
    parts, at = [], start
    for found in _BREAK.finditer(text, start, end):
        left, right = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        parts += [text[at : found.start()], " " if _latin(left) and _latin(right) else ""]
        at = found.end()
    return "".join([*parts, text[at:end]])


def _latin(char: str) -> bool:
    """Whether it is a letter of a Latin script."""
    return char.isalpha() and char < "\u0250"


def _inside(text: str, found: re.Match[str]) -> bool:
    """Whether the line break stands inside a sentence, rather than behind a paragraph or a heading."""
    line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
    after = text[found.end() : found.end() + 16]
    if not line or not after or line.rstrip(_CLOSING)[-1:] in _STOPS:
        return False
    if _GOES_ON.match(after):
        return True
    full = _full(text, line, found)
    heading = _HEADING.match(line) is not None and len(line) <= 40 and not full
    if _HEADING.match(after) or re.search(r"[^\S\n]{2}$|\u3000$|\t$", found[0]) or heading:
        return False
    if full:
        return True
    apart = found[0].count("\n") > 1 and not re.search(r"\d", found[0])
    short = len(line) <= 26 and not re.search(r"[，,、\d.]$", line) and not after[0].isdigit()
    return line[-1] not in _PAUSES + _CLOSING and not (
        short and (apart or not re.search(r"[，,、；;%]|\d(?!\d*年)", line))
    )


def _full(text: str, line: str, found: re.Match[str]) -> bool:
    """Whether the line is as wide as most lines near it, which are narrow enough to be lines of a page."""
    near = text[max(0, found.start() - 8 * PRINTED) : found.end() + 8 * PRINTED].split("\n")[1:-1]
    widths = sorted(_width(one) for one in near if len(one.strip()) > 6)
    usual = widths[3 * len(widths) // 4] if widths else 0.0
    return 12 <= usual <= PRINTED and _width(line) >= 0.85 * usual


def _width(line: str) -> float:
    """How wide a line is printed, in Chinese characters."""
    return sum(1.0 if char > "\u2e7f" else 0.55 for char in line.strip())
