"""Our own 16:9 PowerPoint template: theme faces and colours, a master and three layouts, and helpers to write on slides.

Made from python-pptx's blank file at run time: the size is set, the theme's names and colours are ours, and of its eleven
layouts cover, content and blank stay, with their placeholders where a 16:9 slide wants them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard import theme
from dashboard.export import office, safe
from dashboard.export.compose import Mark, Piece

WIDE, HIGH = 13.333, 7.5  # inches
LEFT, RIGHT, TOP, BOTTOM = 0.6, 12.733, 1.55, 6.75  # the body of a slide
COVER, CONTENT, BLANK = 0, 1, 2
NAME = "Yanguo"

Box = tuple[float, float, float, float]  # left, top, width, height in inches


def new(title: str, language: str) -> Any:
    """An empty presentation in the template."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    _theme(deck)
    keep = {"Title Slide": COVER, "Title Only": CONTENT, "Blank": BLANK}
    for layout in [layout for layout in deck.slide_layouts if layout.name not in keep]:
        deck.slide_layouts.remove(layout)
    for layout in deck.slide_layouts:
        layout.name = {"Title Slide": "封面", "Title Only": "内容", "Blank": "空白"}[layout.name]
        _clear(layout, keep_title=layout.name != "空白")
    _master(deck.slide_master)
    _cover(deck.slide_layouts[COVER])
    _content(deck.slide_layouts[CONTENT])
    core = deck.core_properties
    core.title, core.author, core.language = safe.line(title), "言果 Yanguo", "zh-CN" if language == "zh" else "en-US"
    return deck


def _theme(deck: Any) -> None:
    """Our faces and colours in the theme, so that what users add looks the same."""
    part = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    root = etree.fromstring(part.blob)
    root.set("name", NAME)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    status = theme.LIGHT.status
    colours = {
        "dk1": office.INK, "lt1": "#FFFFFF", "dk2": office.ACCENT, "lt2": office.PANEL, "accent1": office.ACCENT,
        "accent2": status["met"], "accent3": status["near"], "accent4": status["missed"], "accent5": status["unreported"],
        "accent6": status["exceeded"], "hlink": office.ACCENT, "folHlink": office.MUTED,
    }  # fmt: skip
    for name, colour in colours.items():
        slot = root.find(f".//a:clrScheme/a:{name}", space)
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{space['a']}}}srgbClr").set("val", office.hexa(colour))
    for kind in ("majorFont", "minorFont"):
        font = root.find(f".//a:fontScheme/a:{kind}", space)
        font.find("a:latin", space).set("typeface", office.LATIN)
        font.find("a:ea", space).set("typeface", office.EAST_ASIAN)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _clear(layout: Any, keep_title: bool) -> None:
    """Take the date, footer and number placeholders away; slides draw their own footer."""
    for shape in list(layout.placeholders):
        kind = shape.placeholder_format.type
        if not keep_title or kind not in (1, 3, 4):  # title, centred title, subtitle
            shape._element.getparent().remove(shape._element)


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(value) for value in box)


def _master(master: Any) -> None:
    """Paper as background; the title where ours stands."""
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = office.rgb(office.PAPER)
    for shape in list(master.placeholders):
        if shape.placeholder_format.type == 1:
            _place(shape, (LEFT, 0.5, RIGHT - LEFT, 0.9))
        elif shape.placeholder_format.type == 2:
            _place(shape, (LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP))
        else:
            shape._element.getparent().remove(shape._element)
    _style(master, "titleStyle", 26, office.INK)


def _style(master: Any, kind: str, size: int, colour: str) -> None:
    """The first level of a text style of the master: left, bold, our size."""
    level = master._element.find(f".//{qn(f'p:{kind}')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    run = level.find(qn("a:defRPr"))
    run.set("sz", str(size * 100))
    run.set("b", "1")
    fill = run.find(qn("a:solidFill"))
    for child in list(fill):
        fill.remove(child)
    etree.SubElement(fill, qn("a:srgbClr")).set("val", office.hexa(colour))


def _bar(shapes: Any, box: Box, colour: str) -> Any:
    """A filled rectangle without a line or a shadow."""
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(value) for value in box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = office.rgb(colour)
    shape.line.fill.background()
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)
    return shape


def _to_layout(layout: Any, deck_shapes: Any, box: Box, colour: str) -> None:
    """Draw a rectangle on a layout: python-pptx adds shapes to slides only, so the element is built there and moved."""
    shape = _bar(deck_shapes, box, colour)
    layout.shapes._spTree.insert(2, shape._element)


def _cover(layout: Any) -> None:
    scratch = Presentation()
    shapes = scratch.slides.add_slide(scratch.slide_layouts[6]).shapes
    _to_layout(layout, shapes, (0, 0, 0.36, HIGH), office.ACCENT)
    for shape in layout.placeholders:
        if shape.placeholder_format.type == 3:
            _place(shape, (1.1, 2.15, 11.2, 1.5))
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        elif shape.placeholder_format.type == 4:
            _place(shape, (1.1, 3.85, 11.2, 0.9))
    _left(layout)


def _left(layout: Any) -> None:
    """Cover texts start at the left."""
    for level in layout._element.iter(qn("a:lvl1pPr")):
        level.set("algn", "l")


def _content(layout: Any) -> None:
    scratch = Presentation()
    shapes = scratch.slides.add_slide(scratch.slide_layouts[6]).shapes
    _to_layout(layout, shapes, (LEFT, 0.34, 0.5, 0.055), office.ACCENT)
    _to_layout(layout, shapes, (LEFT, 6.93, RIGHT - LEFT, 0.012), office.LINE)
    for shape in layout.placeholders:
        _place(shape, (LEFT - 0.1, 0.46, RIGHT - LEFT + 0.1, 0.95))
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def write(
    frame: Any, paragraphs: Sequence[Sequence[Piece]], size: float, colour: str = office.INK, **style: Any
) -> None:
    """Fill a text frame: one paragraph each. style: bold, align, gap (pt after a paragraph), spacing (of lines)."""
    frame.word_wrap = True
    for i, pieces in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = style.get("align", PP_ALIGN.LEFT)
        paragraph.space_after = Pt(style.get("gap", 0))
        paragraph.line_spacing = style.get("spacing", 1.0)
        runs(paragraph, pieces, size, colour, bool(style.get("bold")))


def runs(paragraph: Any, pieces: Sequence[Piece], size: float, colour: str, bold: bool = False) -> None:
    """Add `pieces` to a paragraph; the run of a mark carries its evidence id (attribute bmk)."""
    for piece in pieces:
        run = paragraph.add_run()
        run.text = safe.xml_text(piece.text if isinstance(piece, Mark) else piece)
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = office.rgb(colour)
        office.faces(run.font._rPr)
        if isinstance(piece, Mark):
            run.font._rPr.set("bmk", piece.id)


def text(
    slide: Any, box: Box, paragraphs: Sequence[Sequence[Piece]], size: float, colour: str = office.INK, **style: Any
) -> Any:
    """A text box without inner margins. style as in `write`, and anchor."""
    shape = slide.shapes.add_textbox(*(Inches(value) for value in box))
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = style.get("anchor", MSO_ANCHOR.TOP)
    write(frame, paragraphs, size, colour, **style)
    return shape


def rule(slide: Any, box: Box, colour: str = office.LINE) -> Any:
    """A thin filled line or panel on a slide."""
    return _bar(slide.shapes, box, colour)


def page_number(slide: Any, box: Box) -> None:
    """The slide's number, as a field that follows when slides are moved."""
    shape = text(slide, box, [()], 10, office.MUTED, align=PP_ALIGN.RIGHT)
    paragraph = shape.text_frame.paragraphs[0]._p
    field = etree.SubElement(
        paragraph, qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"}
    )
    properties = etree.SubElement(field, qn("a:rPr"), {"sz": "1000"})
    fill = etree.SubElement(etree.SubElement(properties, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", office.hexa(office.MUTED))
    etree.SubElement(field, qn("a:t")).text = "‹#›"


def emu(box: Box) -> tuple[int, int, int, int]:
    """A box in EMU."""
    left, top, width, height = (int(Emu(Inches(value))) for value in box)
    return left, top, width, height
