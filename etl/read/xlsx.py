"""xlsx → rows of text, sheet by sheet, within limits."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from etl.read.decode import clean
from etl.read.limits import Deadline, Limits
from etl.read.package import open_package, part
from etl.read.reasons import UnreadableError

_BROKEN = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    OSError,
    TypeError,
    SyntaxError,
    EOFError,
    AttributeError,
    IndexError,
    zlib.error,
    struct.error,
    NotImplementedError,
)
STRINGS_ELEMENTS = 8  # the table of texts may hold so many times the tags of a document
WIDEST = 256  # columns read of a row; a sheet that claims more is not widened to it


def sheets(data: bytes, limits: Limits, deadline: Deadline) -> Iterator[Iterator[list[str]]]:
    """The rows of each sheet. Raises UnreadableError for a workbook that is broken or not to be trusted."""
    _check(data, limits)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except _BROKEN as error:
        raise UnreadableError("office_broken", kind="Excel") from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet claims of its size is not believed
            yield _rows(sheet, limits, deadline)
    finally:
        book.close()


def _check(data: bytes, limits: Limits) -> None:
    """What openpyxl loads whole must be small; sheets it reads row by row. Declared entities are refused everywhere."""
    with open_package(data) as archive:
        for info in archive.infolist():
            name = info.filename.lower()
            if not name.endswith((".xml", ".rels")):
                continue
            content = part(archive, info.filename, "Excel")
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise UnreadableError("xml_entities", kind="Excel")
            allowed = limits.elements * (STRINGS_ELEMENTS if name == "xl/sharedstrings.xml" else 2)
            if not name.startswith("xl/worksheets/") and content.count(b"<") > allowed:
                raise UnreadableError("too_much_markup", limit=allowed)


def _rows(sheet: Any, limits: Limits, deadline: Deadline) -> Iterator[list[str]]:
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=WIDEST), 1):
            if number > limits.table_rows + 100:
                raise UnreadableError("too_many_rows", limit=limits.table_rows)
            if deadline.passed():
                raise UnreadableError("too_slow", limit=limits.seconds)
            yield [_cell(cell) for cell in row]
    except _BROKEN as error:
        raise UnreadableError("office_broken", kind="Excel") from error


def _cell(cell: Any) -> str:
    """A cell as people see it: 6% for 0.06 in a cell formatted so, 2025 for 2025.0."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{value * 100:.12g}%"
        return f"{value:.15g}"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return clean(str(value))
