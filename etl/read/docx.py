"""docx → paragraphs and tables in the order of the document, a line each; cells of a row set apart by tabs."""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from etl.read.decode import clean
from etl.read.limits import Deadline, Limits
from etl.read.numbering import Numbering, local, value
from etl.read.package import xml
from etl.read.reasons import UnreadableError

# deleted and moved text, field codes, properties, and the second rendering of a drawing
_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "tblGrid", "tcPr", "trPr", "sectPr", "Fallback")
)
_MARKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


def docx(archive: ZipFile, limits: Limits, deadline: Deadline) -> str:
    """Text of a Word document. Raises UnreadableError when it is broken or empty."""
    root = xml(archive, _main_part(archive), "Word", limits)
    body = next((child for child in root if local(child) == "body"), None)
    if body is None:
        raise UnreadableError("office_broken", kind="Word")
    numbering = Numbering.of(archive, limits)
    lines: list[str] = []
    for line in _lines(body, numbering):
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


def _within(container: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """Elements of these names in a container, also inside wrappers (content controls, revisions), not inside each other."""
    stack = [iter(container)]
    while stack:
        for child in stack[-1]:
            name = local(child)
            if name in wanted:
                yield child
            elif name and name not in _SKIPPED:
                stack.append(iter(child))
                break
        else:
            stack.pop()


def _lines(container: etree._Element, numbering: Numbering) -> Iterator[str]:
    """Lines of a body, of a cell or of a text box."""
    for element in _within(container, "p", "tbl"):
        yield from (_paragraph if local(element) == "p" else _table)(element, numbering)


def _paragraph(paragraph: etree._Element, numbering: Numbering) -> Iterator[str]:
    """The paragraph's line (or lines) with its automatic number, then those of text boxes that hang on it."""
    parts: list[str] = []
    boxes: list[etree._Element] = []
    for element in _within(paragraph, "t", "txbxContent", *_MARKS):
        name = local(element)
        if name == "txbxContent":
            boxes.append(element)
        else:
            parts.append((element.text or "") if name == "t" else _MARKS[name])
    text = "".join(parts)
    yield numbering.number(paragraph) + text if text.strip() else text
    for box in boxes:
        yield from _lines(box, numbering)


def _table(table: etree._Element, numbering: Numbering) -> Iterator[str]:
    """A row a line; a cell's own paragraphs are joined by a blank."""
    for row in _within(table, "tr"):
        if any(local(mark) == "del" for properties in row if local(properties) == "trPr" for mark in properties):
            continue
        cells = (_lines(cell, numbering) for cell in _within(row, "tc") if not _continues(cell))
        yield "\t".join(" ".join(filter(None, (line.strip() for line in lines))) for lines in cells)


def _continues(cell: etree._Element) -> bool:
    """True for a cell that only continues the one to its left (old horizontal merge)."""
    return any(
        value(mark) == "continue"
        for child in cell
        if local(child) == "tcPr"
        for mark in child
        if local(mark) == "hMerge"
    )
