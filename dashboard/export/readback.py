"""Read the numbers of a pack's files back, each with the evidence id that it carries there."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn as word
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn as draw
from selectolax.lexbor import LexborHTMLParser

from dashboard.export.docx_parts import ANCHOR
from dashboard.export.native import EVIDENCE_HEAD

_ID = re.compile(r"^[A-Z]\d+$")


@dataclass(frozen=True)
class Shown:
    """One number as a file shows it: where, as what text or value, with which id."""

    where: str
    id: str
    text: str | None = None
    value: float | None = None


def read(path: Path) -> Iterator[Shown]:
    """The numbers of a PPTX, DOCX, XLSX or HTML file. Raises an error of its library where it is none."""
    yield from _READERS[path.suffix.lower()](path)


def pptx(path: Path) -> Iterator[Shown]:
    """Marked runs of texts and tables, and the values of charts with the ids in their workbooks."""
    for number, slide in enumerate(Presentation(str(path)).slides, 1):
        where = f"第{number}页"
        for run in slide._element.iter(draw("a:r")):
            properties = run.find(draw("a:rPr"))
            name = properties.get("bmk") if properties is not None else None
            if name:
                yield Shown(where, name, "".join(t.text or "" for t in run.iter(draw("a:t"))))
        for shape in slide.shapes:
            if shape.has_chart:
                part = shape.chart.part
                yield from _chart(part.blob, part.chart_workbook.xlsx_part.blob, f"{where}图表")


def docx(path: Path) -> Iterator[Shown]:
    """Links to the annex, and the charts."""
    document = Document(str(path))
    for link in document.element.body.iter(word("w:hyperlink")):
        anchor = link.get(word("w:anchor")) or ""
        if anchor.startswith(ANCHOR):
            yield Shown("正文", anchor[len(ANCHOR) :], "".join(t.text or "" for t in link.iter(word("w:t"))))
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", name))
        for name in names:
            n = re.findall(r"\d+", name)[-1]
            book = archive.read(f"word/embeddings/Microsoft_Excel_Sheet{n}.xlsx")
            yield from _chart(archive.read(name), book, f"图表{n}")


def _chart(xml: bytes, book: bytes, where: str) -> Iterator[Shown]:
    """A chart's own values (what is seen) with the ids of its workbook; and the workbook's values where they differ."""
    sheet = load_workbook(BytesIO(book), read_only=True)["Sheet1"]
    rows = list(sheet.iter_rows(values_only=True))
    heads = [str(value or "") for value in rows[0]]
    ids = [i for i, head in enumerate(heads) if head == EVIDENCE_HEAD]
    root = etree.fromstring(xml)
    for series, element in enumerate(root.iter(draw("c:ser"))):
        cache = element.find(f"{draw('c:val')}//{draw('c:numCache')}")
        points = (
            {int(p.get("idx")): float(p.findtext(draw("c:v"))) for p in cache.iter(draw("c:pt"))}
            if cache is not None
            else {}
        )
        for line, row in enumerate(rows[1:]):
            name = str(row[ids[series]] or "") if series < len(ids) else ""
            data = row[1 + series]
            for value in {points.get(line), None if data is None else float(str(data))} - {None}:
                yield Shown(f"{where}“{row[0]}”", name, value=value)


def xlsx(path: Path) -> Iterator[Shown]:
    """Cells of columns that have a column of ids at the right; sentences with the ids beside them are left to the other files."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        heads = {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}
        for head, column in heads.items():
            _, dot, title = head.partition("·")
            if dot and title in heads:
                yield from _column(sheet, heads[title], column)


def _column(sheet: Any, column: int, ids: int) -> Iterator[Shown]:
    for row in range(2, sheet.max_row + 1):
        cell, name = sheet.cell(row, column), sheet.cell(row, ids).value
        if cell.value is None or not name:
            continue
        where = f"{sheet.title}!{cell.coordinate}"
        if isinstance(cell.value, (int, float)):
            yield Shown(where, str(name), value=float(cell.value))
        else:
            yield Shown(where, str(name), str(cell.value))


def html(path: Path) -> Iterator[Shown]:
    """Everything that carries data-evidence."""
    tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
    for node in tree.css("[data-evidence]"):
        name = node.attributes.get("data-evidence") or ""
        yield Shown("正文", name, node.text())


_READERS = {".pptx": pptx, ".docx": docx, ".xlsx": xlsx, ".html": html}
READABLE = tuple(_READERS)
