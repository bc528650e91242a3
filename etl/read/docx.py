"""docx → paragraphs and tables in the order of the document, a line each; cells of a row set apart by tabs."""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from etl.read.decode import clean
from etl.read.limits import Deadline, Limits
from etl.read.package import xml
from etl.read.reasons import UnreadableError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "tcPr", "trPr", "sectPr", "Fallback", "pict")
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


def docx(archive: ZipFile, limits: Limits, deadline: Deadline) -> str:
    """Text of a Word document. Raises UnreadableError when it is broken or empty."""
    root = xml(archive, _main_part(archive), "Word")
    body = next((child for child in root if _name(child) == "body"), None)
    if body is None:
        raise UnreadableError("office_broken", kind="Word")
    lines: list[str] = []
    for line in _lines(body):
        lines.append(line)
        if deadline.passed():
            raise UnreadableError("too_slow", limit=limits.seconds)
    text = clean("\n".join(lines))
    if not text.strip():
        raise UnreadableError("no_text_docx")
    return text


def _main_part(archive: ZipFile) -> str:
    names = archive.namelist()
    if "word/document.xml" in names:
        return "word/document.xml"
    for name in names:
        if name.lower().startswith("word/document") and name.lower().endswith(".xml"):
            return name
    raise UnreadableError("office_broken", kind="Word")


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _lines(container: etree._Element) -> Iterator[str]:
    """Lines of a body, of a cell or of a wrapper (content control, revision) in it."""
    stack = [iter(container)]
    while stack:
        for child in stack[-1]:
            name = _name(child)
            if name == "p":
                yield from _paragraph(child)
            elif name == "tbl":
                yield from _table(child)
            elif name and name not in _SKIPPED:
                stack.append(iter(child))
                break
        else:
            stack.pop()


def _paragraph(paragraph: etree._Element) -> Iterator[str]:
    """The paragraph's line (or lines), then those of text boxes that hang on it."""
    parts: list[str] = []
    boxes: list[etree._Element] = []
    stack = [iter(paragraph)]
    while stack:
        for child in stack[-1]:
            name = _name(child)
            if name == "t":
                parts.append(child.text or "")
            elif name in _BREAKS:
                parts.append(_BREAKS[name])
            elif name == "txbxContent":
                boxes.append(child)
            elif name and name not in _SKIPPED:
                stack.append(iter(child))
                break
        else:
            stack.pop()
    yield "".join(parts)
    for box in boxes:
        yield from _lines(box)


def _table(table: etree._Element) -> Iterator[str]:
    """A row a line; a cell's own paragraphs are joined by a space."""
    for row in table.iter(table.tag[: table.tag.rfind("}") + 1] + "tr"):
        if row.getparent() is not table and _nested(row, table):
            continue
        cells = [
            " ".join(filter(None, (line.strip() for line in _lines(cell))))
            for cell in row.iter()
            if _own_cell(cell, row)
        ]
        yield "\t".join(cells)


def _nested(row: etree._Element, table: etree._Element) -> bool:
    return next(parent for parent in row.iterancestors() if _name(parent) == "tbl") is not table


def _own_cell(cell: etree._Element, row: etree._Element) -> bool:
    return _name(cell) == "tc" and next(parent for parent in cell.iterancestors() if _name(parent) == "tr") is row
