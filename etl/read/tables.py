"""Tables of figures (CSV, XLSX) → `FigureTable`. What a column is called and what its words mean stands in columns.yml."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.models import FigureRow, FigureTable
from etl.read.columns import config, fields, key, label
from etl.read.decode import decode
from etl.read.limits import Deadline, Limits
from etl.read.reasons import UnreadableError, reason
from etl.read.rows import RowError, figure_row

HEADER_ROWS = 10  # the header stands in one of the first rows: titles may stand above it
NAMED_FAULTS = 200  # rows that are named one by one; of the others the number is told
LINES_IN_CELL = 5  # a cell of CSV with more line breaks has swallowed rows: a quotation mark is missing
DELIMITERS = (",", "\t", ";", "，", "|")
_REMARK = "#"  # rows that begin so are remarks


@dataclass(frozen=True, slots=True)
class Header:
    """The header's place: its row (from 0), the field of each column, the width of the table, names that mean nothing."""

    row: int
    fields: dict[int, str]
    width: int
    unknown: tuple[str, ...]

    def missing(self) -> list[str]:
        return [field for field in config()["marks"] if field not in self.fields.values()]

    @classmethod
    def of(cls, row: int, cells: Sequence[str]) -> Header:
        found: dict[int, str] = {}
        for position, cell in enumerate(cells):
            field = fields().get(key(cell))
            if field and field not in found.values():
                found[position] = field
        named = [(i, cell.strip()) for i, cell in enumerate(cells) if cell.strip()]
        unknown = tuple(c for i, c in named if i not in found and key(c) not in config()["ignored"])
        return cls(row, found, max((i + 1 for i, _ in named), default=0), unknown)


def find_header(rows: Iterable[Sequence[str]]) -> Header:
    """The header among the first rows: the one that lacks nothing, else the one that knows most of its names."""
    best = Header(0, {}, 0, ())
    for number, cells in zip(range(HEADER_ROWS), rows, strict=False):
        header = Header.of(number, cells)
        if not header.missing():
            return header
        best = max(best, header, key=lambda h: len(h.fields))
    return best


def from_csv(name: str, data: bytes, sha256: str, limits: Limits, deadline: Deadline) -> FigureTable | None:
    """A table of figures; None for text that is none. Raises UnreadableError for a .csv whose header is of no use."""
    called_csv = name.lower().endswith((".csv", ".tsv"))
    if not called_csv and not _may_be_table(data):
        return None
    text = decode(data)
    delimiter, header = max(
        ((d, find_header(_cells(text, d))) for d in DELIMITERS), key=lambda pair: len(pair[1].fields)
    )
    if not header.missing():
        return _table(name, sha256, _cells(text, delimiter), header, limits, deadline)
    if called_csv and "。" not in "".join(text.split("\n", HEADER_ROWS)[:HEADER_ROWS]):
        raise _unusable(header)
    return None


def _may_be_table(data: bytes) -> bool:
    """A quick look at the first line: only a short line with several delimiters can be a header."""
    first = data[:2000].split(b"\n", 1)[0]
    return len(first) < 1500 and max(first.count(b","), first.count(b"\t"), first.count(b";")) >= len(config()["marks"])


def _cells(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableError("table_no_rows", detail=str(error)) from error


def from_xlsx(name: str, data: bytes, sha256: str, limits: Limits, deadline: Deadline) -> FigureTable:
    """The first sheet that has a usable header. Raises UnreadableError where there is none."""
    from etl.read.xlsx import sheets

    best = Header(0, {}, 0, ())
    for rows in sheets(data, limits, deadline):
        cells = list(rows)
        header = find_header(cells)
        if not header.missing():
            return _table(name, sha256, iter(cells), header, limits, deadline)
        best = max(best, header, key=lambda h: len(h.fields))
    raise _unusable(best)


def _unusable(header: Header) -> UnreadableError:
    return UnreadableError("table_header", missing="、".join(map(label, header.missing())))


def _table(
    name: str, sha256: str, rows: Iterator[list[str]], header: Header, limits: Limits, deadline: Deadline
) -> FigureTable:
    """Rows below the header; a bad one is left out and named by its number, as a spreadsheet shows it."""
    good: list[FigureRow] = []
    faults: list[str] = []
    for number, cells in enumerate(rows, 1):
        if number <= header.row + 1 or _blank(cells):
            continue
        if number > limits.table_rows:
            raise UnreadableError("too_many_rows", limit=limits.table_rows)
        if deadline.passed():
            raise UnreadableError("too_slow", limit=limits.seconds)
        try:
            good.append(figure_row(number, _values(number, cells, header)))
        except RowError as fault:
            faults.append(str(fault))
    if not good:
        raise (
            UnreadableError("table_no_rows", detail="；".join(faults[:5])) if faults else UnreadableError("table_empty")
        )
    warnings = faults[:NAMED_FAULTS]
    if len(faults) > NAMED_FAULTS:
        warnings.append(reason("more_rows", count=len(faults) - NAMED_FAULTS))
    if header.unknown:
        warnings.append(reason("unknown_columns", names="、".join(header.unknown)))
    return FigureTable(name, sha256, tuple(good), tuple(warnings))


def _blank(cells: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith(_REMARK)


def _values(number: int, cells: Sequence[str], header: Header) -> dict[str, str]:
    """The row's cells by field. Raises RowError where cells have run into each other or apart."""
    if any(cell.strip() for cell in cells[header.width :]):
        raise RowError(reason("row_too_wide", row=number, count=len(cells), limit=header.width))
    if any(cell.count("\n") > LINES_IN_CELL for cell in cells):
        raise RowError(reason("row_swallows", row=number))
    return {field: cells[position].strip() for position, field in header.fields.items() if position < len(cells)}


def template(path: Path | str) -> Path:
    """Write an empty table of figures to fill in: .xlsx with a sheet of explanations, else .csv. Gives the path."""
    from etl.read.templates import write

    return write(Path(path))
