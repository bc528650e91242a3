"""The header of a digest (摘编).

One of the first three lines that are not blank is exactly ``言果摘编``; the lines after it are ``键:值`` (half- or full-width
colon), one of 标题, 来源 (required), 网址, 地点, 代码, 报告年, 日期, 说明; the first other line ends the header. The body is in our own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MARK = "言果摘编"
KEYS = ("标题", "来源", "网址", "地点", "代码", "报告年", "日期", "说明")
_LINE = re.compile(rf"^\s*({'|'.join(KEYS)})\s*[:：]\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Header:
    """The facts that a digest states of itself, as printed."""

    values: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        return self.values.get(key, "")


def split_digests(text: str) -> list[tuple[int, int]]:
    """The stretches of a file of digests, [] where it is none."""
    head = [line.strip() for line in text[:600].splitlines() if line.strip()][:3]
    if MARK not in head:
        return []
    marks = [m.start() for m in re.finditer(rf"^[ \t　]*{MARK}[ \t　]*\r?$", text, re.M)]
    starts = [0, *marks[1:]]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def read_header(text: str) -> Header:
    """The header's lines after the mark."""
    values: dict[str, str] = {}
    lines = text[text.index(MARK) + len(MARK) :].splitlines()
    for line in lines:
        if not line.strip():
            continue
        match = _LINE.match(line)
        if match is None:
            break
        values.setdefault(match[1], match[2])
    return Header(values)
