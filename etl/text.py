"""A copy of a text to search in, with a way back to the offsets of the original.

The copy has half-width digits, full-width Chinese punctuation, no spaces, no footnote marks and no line breaks inside a
sentence; a line break that ends a paragraph stays as one ``\\n``. The original is never changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys(",﹐", "，"),
        **dict.fromkeys(";﹔", "；"),
        **dict.fromkeys(":﹕∶", "："),
        **dict.fromkeys("(﹙", "（"),
        **dict.fromkeys(")﹚", "）"),
        **dict.fromkeys("?", "？"),
        **dict.fromkeys("!", "！"),
        **dict.fromkeys("﹑､", "、"),
        **dict.fromkeys("｡", "。"),
        **dict.fromkeys("﹪٪℅", "%"),
        **dict.fromkeys("—–―‒−﹣─━‑‐", "-"),
        **dict.fromkeys("～∼〜", "~"),
        **dict.fromkeys("•·・", "·"),
        **dict.fromkeys("○◯Ｏ", "〇"),
        **dict.fromkeys("μ", "µ"),
        "\ue010": ".",  # the decimal point of a font of its own (4\ue0104亿吨)
        "〞": "”",
        "〝": "“",
    }
)
# spaces, zero-width and direction marks; control characters other than tab and line ends
_BLANK = "\u0020\u00a0\u1680\u2000-\u200f\u2028\u2029\u202a-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff\u00ad\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ue000-\ue00f\ue011-\uf8ff"
_NOTE = r"\[\d{1,3}\]|〔\d{1,3}〕|［\d{1,3}］"  # a footnote mark in brackets
_DROP_START = re.compile(rf"[{_BLANK}\[〔［①-⑳⑴-⒇⒈-⒛❶-❿㉑-㉟㊱-㊿¹²³⁰-⁹\t\r\n]")  # one class: ten times as fast
_DROP = re.compile(
    rf"[{_BLANK}]+|{_NOTE}|[①-⑳⑴-⒇⒈-⒛❶-❿㉑-㉟㊱-㊿¹²³⁰-⁹]|(?<=\d)\t(?=[\d.%])|\t|[\r\n][\r\n\t{_BLANK}]*"
)
_BLANK_OR_TAB = re.compile(f"[{_BLANK}\t]")
_BLANKS = re.compile(f"[{_BLANK}\t]+")
# a full stop of another script
_FULL_STOP = re.compile(r"\.(?:(?<=[%元人户家亿万]\.)|(?<=\.\d\.)|(?<=\.\d\d\.))(?=[一-鿿])")
# 14·1% in print of the nineties, 9。5% of scans
_MIDDLE_DOT = re.compile(r"[·。](?<=\d.)(?<!\.\d.)(?<!\.\d\d.)(?<!\.\d{3}.)(?=\d+(?:%|亿|万|元|个百分点))")
_LIST_BEGUN = re.compile("[是为]：.")  # …目标是：甲增长: no heading
_STRAIGHT_QUOTES = re.compile('"([^"]*)"')  # of a typewriter: "十五"
_PER_MILLE = re.compile("%[。0](?=以内|左右|以下|之内)")  # how pages print ‰
_MISREAD = re.compile("(?<![接招吸回])收人(?![员才口类民])")  # a frequent slip of scanned pages
_PAGE_MARK = re.compile(f"[-—–](?<![-—–].)[-—–]*[{_BLANK}]+\\d{{1,3}}[{_BLANK}]+[-—–]+")  # - 3 -
_PAGE_IN_AMOUNT = re.compile(  # 3 between blank lines, behind the digits of an amount and before its unit
    f"\\n(?<=\\d\\n)[\\s{_BLANK}]*\\n[\\t{_BLANK}]*\\d{{1,3}}[\\t{_BLANK}]*\\n[\\s{_BLANK}]*\\n(?=[\\t{_BLANK}]*[万亿元%])"
)
_LETTER_BY_DIGIT = re.compile(r"[OolI](?:(?<=\d[OolI])|\.?\d)")
_LETTERS = re.compile(r"(?<![A-Za-z\d.])(?=[\dOolI.]*\d)[\dOolI]{1,6}(?:\.[\dOolI]{1,4})?(?=%|亿|万|元|个百分点)")
_CUBIC = re.compile(f"m[{_BLANK}\t]*³")  # of a unit, no footnote
# a paragraph that turns from the targets to the work
_TURNS = re.compile("(?:为了?)?(?:实现|完成|围绕)(?:上述|以上|这些)")
_YEAR_IN_FRONT = re.compile(r"^(?:19|20)\d\d年(?=[^，、；%\d]{1,12}[目指]标$)")  # of a title: 2015年预期目标
_LONGEST_PARAGRAPH = 10_000
_AS_DIGITS = str.maketrans("OolI", "0011")
_ENDS, _CLOSERS = "。！？；：…", "”』」》）"
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]+[部章]|\d{1,2}[、.．](?!\d)|[-—]{2}|[●■◆▲★☆※◎○►▶])"
)

# three or four signs behind the end of a sentence, letters of both cases or with digits, at the end of a line or alone in it
_STAMP = re.compile(r"[。；：”\n](?=[A-Za-z0-9]*[a-z])(?=[A-Za-z0-9]*[A-Z0-9])([A-Za-z0-9]{3,4})(?=[\r\n])")
_STAMPS = 3  # so often at least
_LONGEST_LINE = 200  # characters: looked at no further
_CLEARLY = 8  # characters
_LONGEST_TITLE = 45  # characters


@lru_cache(maxsize=1)
def _table() -> dict[int, int | str]:
    """Code point → its plain form, one to one: full-width forms, Kangxi radicals, punctuation."""
    radicals = resources.files("etl.lexicon").joinpath("radicals.tsv").read_text("utf8")
    pairs = (line.split("\t") for line in radicals.splitlines() if line and not line.startswith("#"))
    table: dict[int, int | str] = {ord(a): b for a, b in pairs}
    table |= _FULL_WIDTH
    punctuation: dict[int, int | str] = dict(_PUNCTUATION)
    for source, target in list(table.items()):
        code = target if isinstance(target, int) else ord(target)
        if code in punctuation:
            table[source] = punctuation[code]
    table |= punctuation
    return {code: target for code, target in table.items() if target not in (code, chr(code))}


@lru_cache(maxsize=1)
def _odd() -> re.Pattern[str]:
    return re.compile(f"[{''.join(re.escape(chr(code)) for code in _table())}]")


def _plain(text: str) -> str:
    """The text with each character of the table in its plain form. A text has few of them: far faster than translate."""
    for odd in set(_odd().findall(text)):
        plain = _table()[ord(odd)]
        text = text.replace(odd, plain if isinstance(plain, str) else chr(plain))
    return _CUBIC.sub(lambda m: m[0][:-1] + "3", text)


def _dropped(plain: str) -> Iterator[re.Match[str]]:
    """What is left out of the copy, in order."""
    start = _DROP_START.search(plain)
    while start:
        match = _DROP.match(plain, start.start())
        if match:
            yield match
        start = _DROP_START.search(plain, match.end() if match else start.end())


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised copy. `starts` are positions in the copy from which `shifts` is to be added to reach the original."""

    text: str
    starts: list[int]
    shifts: list[int]

    def original(self, position: int) -> int:
        """The offset in the original of the character at `position` of the copy."""
        return position + self.shifts[bisect_right(self.starts, position) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that `start:end` of the copy was made from."""
        return self.original(start), self.original(end - 1) + 1


def _is_break(plain: str, at: int, end: int) -> bool:
    """Whether the line break at `at:end` ends a paragraph, rather than a line wrapped inside a sentence."""
    last = at - 1
    while last >= 0 and _BLANK_OR_TAB.match(plain[last]):
        last -= 1
    if last < 0 or end >= len(plain) or plain[last] in _ENDS:
        return True
    if last and plain[last] in _CLOSERS and plain[last - 1] in _ENDS:
        return True
    if (plain[last] == "." and plain[end].isdigit()) or (plain[last].isdigit() and plain[end] in "%万亿元个"):
        return False
    if plain[end] in "，。；：、%" + _CLOSERS or plain.startswith(("是：", "为："), end):
        return False
    ahead = _BLANKS.sub("", plain[end : end + 16])
    if _HEADING.match(ahead) or _TURNS.match(ahead):
        return True
    line_start = max(plain.rfind("\n", 0, at), plain.rfind("\r", 0, at)) + 1
    line = _BLANKS.sub("", plain[line_start:at])
    if line.startswith("【") and line.endswith("】"):
        return True
    blank_line = plain.count("\n", at, end) > 1
    if _HEADING.match(line):  # a heading, unless its line runs on
        return (
            len(line) <= 40
            and "。" not in line  # 一、发展又好又快。初步核: its line runs on
            and not _LIST_BEGUN.search(line)
            and ("，" not in line or (not re.search("[，、]$", line) and (blank_line or _is_shorter(line, plain, end))))
        )
    if (
        line.endswith("”")
        and len(line) <= _LONGEST_TITLE
        and not re.search(r"\d", re.sub(_NOTE, "", line))
        and _is_shorter(line, plain, end)
    ):
        return True  # 这一年，我们…，擦亮了“生态底色”
    short = len(line) <= 26 and not re.search(r"[，、]$|[\d.]$", line)
    title = _YEAR_IN_FRONT.sub("", line)
    return short and (blank_line or not re.search(r"[，、；%\d]", title)) and not plain[end].isdigit()


def _without_stamp(plain: str) -> str:
    """The text without the sign (kb4, vzT) that some pages set behind each paragraph against copying; blanks stand in its place."""
    signs = Counter(_STAMP.findall(plain))
    for sign, count in signs.items():
        if count >= _STAMPS:
            plain = re.sub(rf"(?<=[。；：”\n]){sign}(?=[\r\n]|$)", " " * len(sign), plain)
    return plain


def _is_shorter(line: str, plain: str, at: int) -> bool:
    """Whether the next line, from `at` on, is clearly longer: lines that are wrapped in a sentence are about equal."""
    following = _BLANKS.sub("", plain[at : first_of(plain, "\r\n", at, at + _LONGEST_LINE)])
    return len(following) >= len(line) + _CLEARLY


def behind_last(text: str, marks: str, end: int, start: int = 0) -> int:
    """Where the stretch of `start:end` begins that ends at `end` and has no mark in it: give the frequent ones first."""
    for mark in marks:
        at = text.rfind(mark, start, end)
        if at >= 0:
            start = at + 1
    return start


def paragraph_start(text: str, at: int) -> int:
    """Where the paragraph begins that holds a position, or shortly before it in what is no prose."""
    return behind_last(text, "\n", at, max(0, at - _LONGEST_PARAGRAPH))


def first_of(text: str, marks: str, start: int, end: int | None = None) -> int:
    """Where the first of the marks stands in `start:end`; its end without one. Give the frequent ones first."""
    end = len(text) if end is None else end
    for mark in marks:
        at = text.find(mark, start, end)
        if at >= 0:
            end = at
    return end


def _paired(line: str) -> str:
    """A line with its straight quotes as “ and ” by turns; one with an odd number of them stays as it is."""
    return line if line.count('"') % 2 else _STRAIGHT_QUOTES.sub(r"“\1”", line)


def normalise(text: str) -> Normal:
    """Make the copy of `text` that the rules search in. Never fails; an empty text gives an empty copy."""
    plain = _without_stamp(_plain(text))
    for mark in (_PAGE_MARK, _PAGE_IN_AMOUNT):
        plain = mark.sub(lambda m: " " * len(m[0]), plain)
    parts: list[str] = []
    starts, shifts = [0], [0]
    done = length = 0
    for match in _dropped(plain):
        start, end = match.span()
        keep = ""
        head = plain[start]
        if head in "\r\n":
            keep = "\n" if _is_break(plain, start, end) else ""
        elif head == "\t":
            keep = "，" if start > 0 and end < len(plain) and plain[end] not in "，。；：、\n" else ""
        parts.append(plain[done:start])
        length += start - done
        if keep:
            parts.append(keep)
            length += 1
        done = end
        starts.append(length)
        shifts.append(end - length)
    parts.append(plain[done:])
    copy = _FULL_STOP.sub("。", _PER_MILLE.sub("‰\x01", "".join(parts)))
    if _LETTER_BY_DIGIT.search(copy):  # letters that a scan has for digits: 1O%, lO.5%
        copy = _LETTERS.sub(lambda m: m[0].translate(_AS_DIGITS), copy)
    copy = _MIDDLE_DOT.sub(".", copy).replace("gdp", "GDP")
    if '"' in copy:
        copy = "\n".join(map(_paired, copy.split("\n")))
    if "收人" in copy:
        copy = _MISREAD.sub("收入", copy)
    return Normal(copy, starts, shifts)
