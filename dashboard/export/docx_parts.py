"""Word pieces that python-docx does not make: runs in both faces, links to bookmarks, fields, native charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor
from lxml import etree

from dashboard.export import native, office, safe
from dashboard.export.compose import Mark, Piece
from dashboard.export.model import Chart

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FACES = {  # language → kind → (Latin, East Asian)
    "zh": {"body": ("Times New Roman", "仿宋"), "head": ("Arial", "黑体"), "table": ("Arial", "微软雅黑")},
    "en": {"body": ("Calibri", "微软雅黑"), "head": ("Calibri", "微软雅黑"), "table": ("Calibri", "微软雅黑")},
}
ANCHOR = "ev_"


def new(title: str, language: str) -> Any:
    """An empty A4 document in our faces."""
    file = Document()
    section = file.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.0)
    body, head = FACES[language]["body"], FACES[language]["head"]
    _style(file.styles["Normal"], body, 12)
    _style(file.styles["Title"], head, 21, office.INK, bold=True)
    _style(file.styles["Heading 1"], head, 14, office.ACCENT, bold=True)
    _style(file.styles["Heading 2"], head, 12, office.INK, bold=True)
    _language(file, "zh-CN" if language == "zh" else "en-US")
    core = file.core_properties
    core.title, core.author, core.language = safe.line(title), "言果 Yanguo", "zh-CN" if language == "zh" else "en-US"
    core.comments = ""
    return file


def _style(style: Any, faces: tuple[str, str], size: float, colour: str = office.INK, bold: bool = False) -> None:
    style.font.size, style.font.bold = Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(office.hexa(colour))
    _fonts(style.element.get_or_add_rPr(), faces)
    borders = style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if borders is not None:  # the blank file's title has a blue line
        borders.getparent().remove(borders)


def _fonts(properties: Any, faces: tuple[str, str]) -> None:
    """Both faces; theme faces would win over them, so they go."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, face in (("ascii", faces[0]), ("hAnsi", faces[0]), ("eastAsia", faces[1]), ("cs", faces[0])):
        fonts.set(qn(f"w:{name}"), face)


def _language(file: Any, latin: str) -> None:
    """Chinese is mainland Chinese, or punctuation is set in the middle of its square."""
    for properties in file.styles.element.iter(qn("w:rPr")):
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    element = OxmlElement("w:lang")
    for name, value in (("val", latin), ("eastAsia", "zh-CN"), ("bidi", "ar-SA")):
        element.set(qn(f"w:{name}"), value)
    defaults.append(element)


class Writer:
    """Writes text into paragraphs; numbers become links to the bookmark of their evidence."""

    def __init__(self, language: str) -> None:
        self.faces = FACES[language]
        self.anchored: set[str] = set()
        self._bookmark = 0

    def runs(
        self,
        paragraph: Any,
        pieces: Sequence[Piece],
        size: float = 0,
        colour: str = "",
        kind: str = "",
        bold: bool = False,
    ) -> None:
        """Add `pieces`; `kind` names the faces (body where empty, from the style)."""
        for piece in pieces:
            text = safe.xml_text(piece.text if isinstance(piece, Mark) else piece)
            run = paragraph.add_run(text)
            if size:
                run.font.size = Pt(size)
            if colour:
                run.font.color.rgb = RGBColor.from_string(office.hexa(colour))
            if bold:
                run.font.bold = True
            if kind:
                _fonts(run._r.get_or_add_rPr(), self.faces[kind])
            if isinstance(piece, Mark):
                self._link(run, piece.id)

    def _link(self, run: Any, name: str) -> None:
        """Wrap a run into a link to the evidence `name`; it looks like any other text."""
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"{ANCHOR}{name}")
        link.set(qn("w:tooltip"), name)
        link.set(qn("w:history"), "0")
        run._r.getparent().replace(run._r, link)
        link.append(run._r)
        self.anchored.add(name)

    def superscript(self, paragraph: Any, text: str) -> None:
        """A small raised mark."""
        run = paragraph.add_run(safe.xml_text(text))
        run.font.superscript, run.font.size = True, Pt(11)
        run.font.color.rgb = RGBColor.from_string(office.hexa(office.MUTED))
        _fonts(run._r.get_or_add_rPr(), self.faces["table"])

    def bookmarks(self, paragraph: Any, names: Iterable[str]) -> None:
        """Let links to `names` end at this paragraph."""
        for name in names:
            self._bookmark += 1
            for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
                element = OxmlElement(tag)
                element.set(qn("w:id"), str(self._bookmark))
                if tag == "w:bookmarkStart":
                    element.set(qn("w:name"), f"{ANCHOR}{name}")
                paragraph._p.append(element)


def field(paragraph: Any, code: str, size: float = 9) -> None:
    """A field (PAGE, NUMPAGES) that Word fills in."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(size)
        run.font.color.rgb = RGBColor.from_string(office.hexa(office.MUTED))
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = code
        run._r.append(mark)


def table(file: Any, rows: int, widths: Sequence[float]) -> Any:
    """A table of fixed widths (cm) with a thin line under each row and a heading row that repeats."""
    grid = file.add_table(rows=rows, cols=len(widths))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    properties = grid._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", office.hexa(office.LINE))):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    layout = properties.find(qn("w:tblLayout"))
    properties.insert(list(properties).index(layout), borders) if layout is not None else properties.append(borders)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    for row in grid._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Cm(width)
        _no_split(row)
    head = grid._tbl.tr_lst[0].get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    return grid


def _no_split(row: Any) -> None:
    """Keep a row on one page."""
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def columns(section: Any, count: int) -> None:
    """Set a section in `count` columns."""
    element = section._sectPr.find(qn("w:cols"))
    if element is None:
        element = OxmlElement("w:cols")
        section._sectPr.append(element)
    element.set(qn("w:num"), str(count))
    element.set(qn("w:space"), "340")


def shade(cell: Any, colour: str) -> None:
    """Fill a cell."""
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", office.hexa(colour))):
        element.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(element)


def tight(paragraph: Any, align: str = "left", before: float = 1.5, after: float = 1.5) -> Any:
    """A paragraph as tables want it."""
    style = paragraph.paragraph_format
    style.space_before, style.space_after, style.line_spacing, style.first_line_indent = (
        Pt(before),
        Pt(after),
        1.0,
        Cm(0),
    )
    paragraph.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
    }[align]
    return paragraph


def chart(file: Any, paragraph: Any, drawn: Chart, size: tuple[float, float], alt: str) -> None:
    """A native chart of `size` (cm) in `paragraph`, with its workbook embedded."""
    xml, book = native.parts(drawn, alt)
    package = file.part.package
    n = sum(1 for part in package.iter_parts() if str(part.partname).startswith("/word/charts/")) + 1
    sheet = Part(PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{n}.xlsx"), SHEET_TYPE, book, package)
    part = Part(PackURI(f"/word/charts/chart{n}.xml"), CHART_TYPE, b"", package)
    relation = part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
    root = etree.fromstring(xml)
    for link in root.iter(qn("c:externalData")):
        link.set(qn("r:id"), relation)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    _inline(paragraph, file.part.relate_to(part, RELATIONSHIP_TYPE.CHART), n, size, alt)


def _inline(paragraph: Any, relation: str, n: int, size: tuple[float, float], alt: str) -> None:
    width, height = (int(Emu(Cm(value))) for value in size)
    inline = parse_xml(
        f'<wp:inline distT="0" distB="0" distL="0" distR="0" {nsdecls("wp", "a", "r")}'
        ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{1000 + n}" name="Chart {n}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>'
    )
    inline.find(qn("wp:docPr")).set("descr", safe.line(alt))
    drawing = OxmlElement("w:drawing")
    drawing.append(inline)
    paragraph.add_run()._r.append(drawing)
