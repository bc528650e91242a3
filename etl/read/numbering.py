"""Numbers that Word shows and does not write: 一、 （一） 1. of automatic lists, worked out as Word does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from zipfile import ZipFile

from lxml import etree

from etl.read.limits import Limits
from etl.read.package import xml
from etl.read.reasons import UnreadableError

_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LARGEST = 9999  # numbers beyond are written as they are


def local(element: etree._Element) -> str:
    """An element's name without its namespace ('' for comments and the like)."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def value(element: etree._Element, name: str = "val") -> str:
    """An attribute by its local name, '' where it is missing."""
    return next((text for key, text in element.attrib.items() if key[key.rfind("}") + 1 :] == name), "")


def _child(element: etree._Element | None, *path: str) -> etree._Element | None:
    for name in path:
        element = next((child for child in element if local(child) == name), None) if element is not None else None
    return element


def _number(element: etree._Element | None, default: int = 0) -> int:
    text = value(element) if element is not None else ""
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its number is written, and the pattern around it (%1、)."""

    start: int
    style: str
    pattern: str
    legal: bool  # all its numbers in digits, whatever the styles of the levels above


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)  # by abstract list
    instances: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)  # numId → abstract list, restarts
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # paragraph style → numId, level
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, archive: ZipFile, limits: Limits) -> Numbering:
        """The numbering of a document; empty where it has none or where that part is malformed."""
        numbering = cls()
        if "word/numbering.xml" not in archive.namelist():
            return numbering
        try:
            numbering._read(xml(archive, "word/numbering.xml", "Word", limits))
            if numbering.instances and "word/styles.xml" in archive.namelist():
                numbering._read_styles(xml(archive, "word/styles.xml", "Word", limits))
        except UnreadableError:
            return cls()
        return numbering

    def _read(self, root: etree._Element) -> None:
        for element in root:
            if local(element) == "abstractNum":
                levels = {int(value(lvl, "ilvl") or 0): _level(lvl) for lvl in element if local(lvl) == "lvl"}
                self.lists[value(element, "abstractNumId")] = levels
            elif local(element) == "num":
                restarts = {
                    int(value(override, "ilvl") or 0): _number(_child(override, "startOverride"), 1)
                    for override in element
                    if local(override) == "lvlOverride" and _child(override, "startOverride") is not None
                }
                abstract = _child(element, "abstractNumId")
                self.instances[value(element, "numId")] = (value(abstract) if abstract is not None else "", restarts)

    def _read_styles(self, root: etree._Element) -> None:
        based: dict[str, str] = {}
        for style in root:
            if local(style) != "style":
                continue
            number = _child(style, "pPr", "numPr")
            if number is not None:
                self.styles[value(style, "styleId")] = _reference(number)
            elif (parent := _child(style, "basedOn")) is not None:
                based[value(style, "styleId")] = value(parent)
        for style, parent_id in based.items():
            for _ in range(20):
                if parent_id in self.styles or parent_id not in based:
                    break
                parent_id = based[parent_id]
            if parent_id in self.styles:
                self.styles[style] = self.styles[parent_id]

    def number(self, paragraph: etree._Element) -> str:
        """What Word shows before this paragraph; counts it. '' for a paragraph that is in no list."""
        if not self.instances:
            return ""
        properties = _child(paragraph, "pPr")
        reference = _child(properties, "numPr")
        style = _child(properties, "pStyle")
        if reference is not None:
            number_id, level = _reference(reference)
            if not number_id and style is not None:
                number_id = self.styles.get(value(style), ("", 0))[0]
        else:
            number_id, level = self.styles.get(value(style), ("", 0)) if style is not None else ("", 0)
        return self._next(number_id, level) if number_id in self.instances else ""

    def _next(self, number_id: str, level: int) -> str:
        abstract, restarts = self.instances[number_id]
        levels = self.lists.get(abstract, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if number_id not in self.begun:
            self.begun.add(number_id)
            for restarted, start in restarts.items():
                counts[restarted] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            at = levels.get(other)
            style = "decimal" if levels[level].legal else at.style if at else ""
            return written(counts.get(other, at.start), style) if at else ""

        text = re.sub("%([1-9])", shown, levels[level].pattern)
        return text + " " if re.search(r"[0-9A-Za-z.)]$", text) else text


def _level(element: etree._Element) -> Level:
    style, pattern = _child(element, "numFmt"), _child(element, "lvlText")
    kind = value(style) if style is not None else "decimal"
    text = value(pattern) if pattern is not None else ""
    return Level(
        _number(_child(element, "start"), 1),
        kind,
        "" if kind in ("bullet", "none") else text,
        _child(element, "isLgl") is not None,
    )


def _reference(number: etree._Element) -> tuple[str, int]:
    identity = _child(number, "numId")
    return (value(identity) if identity is not None else ""), _number(_child(number, "ilvl"))


def written(number: int, style: str) -> str:
    """A number in one of Word's styles; in digits where the style is not known."""
    writer = _STYLES.get(style)
    return writer(number) if writer and 0 < number <= LARGEST else str(number)


def chinese(number: int) -> str:
    """1-9999 in words: 十二, 二十, 一百零五."""
    text, zero = "", False
    for unit, place in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + place
        zero = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = "m" * (number // 1000)
    number %= 1000
    for size, letters in ((900, "cm"), (500, "d"), (400, "cd"), *_ROMAN):
        while number >= size:
            text, number = text + letters, number - size
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


_STYLES: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"), chinese),
    **dict.fromkeys(("taiwaneseCountingThousand", "koreanDigital", "chineseLegalSimplified"), chinese),
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "decimalFullWidth": lambda number: str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
