"""What PowerPoint and Word files share: faces, colours, measures."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn

from dashboard import theme
from dashboard.charts.base import width_of

LATIN, EAST_ASIAN = "Calibri", "Microsoft YaHei"
INK, MUTED, LINE, ACCENT = theme.LIGHT.ink, theme.LIGHT.muted, theme.LIGHT.line, theme.LIGHT.accent
PAPER, PANEL = theme.LIGHT.paper, theme.LIGHT.panel
MARKERS = {
    "exceeded": "triangle",
    "met": "circle",
    "near": "diamond",
    "missed": "x",
    "unreported": "square",
    "unverifiable": "dash",
    "pending": "circle",
}
HOLLOW = ("unreported", "pending")


def rgb(colour: str) -> RGBColor:
    """#RRGGBB for Office."""
    return RGBColor.from_string(colour.lstrip("#"))


def hexa(colour: str) -> str:
    """#RRGGBB as Office writes it."""
    return colour.lstrip("#").upper()


def readable(colour: str) -> str:
    """Ink or white, whichever reads better on `colour`."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return INK if (0.299 * red + 0.587 * green + 0.114 * blue) > 140 else "#FFFFFF"


def faces(properties: Any) -> None:
    """Set the Latin, the East Asian and the complex face of DrawingML run properties, in the order of the schema."""
    for tag in ("a:latin", "a:ea", "a:cs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    after = [qn(f"a:{name}") for name in ("sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")]
    at = next((i for i, child in enumerate(properties) if child.tag in after), len(properties))
    for i, (tag, face) in enumerate((("a:latin", LATIN), ("a:ea", EAST_ASIAN), ("a:cs", LATIN))):
        element = etree.SubElement(properties, qn(tag))
        element.set("typeface", face)
        properties.insert(at + i, element)


def fit(text: str, size: float, width: float, least: float) -> float:
    """The font size (pt), from `size` down to `least`, at which `text` fits on one line of `width` inches."""
    needed = width_of(text) * size / 72
    return size if needed <= width else max(least, size * width / needed)


def lines(text: str, size: float, width: float) -> int:
    """How many lines of `width` inches `text` takes at `size` pt, a little on the safe side."""
    return max(1, -(-int(width_of(text) * size * 1.04) // max(1, int(width * 72))))
