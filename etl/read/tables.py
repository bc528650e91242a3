"""Tables of figures (CSV, XLSX) → `FigureTable`. What a column is called and what its words mean stands in columns.yml."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from etl.models import FigureTable
from etl.read.decode import decode
from etl.read.limits import Deadline, Limits
from etl.read.reasons import UnreadableError
from etl.read.rows import RowError, figure_row

HEADER_ROWS = 10  # the header stands in one of the first rows: titles may stand above it
DELIMITERS = (",", "\t", ";", "，", "|")
_SCRATCH = "#"  # rows that begin so are remarks


@cache
def columns() -> dict[str, Any]:
    return dict(yaml.safe_load(resources.files(__package__).joinpath("columns.yml").read_text(encoding="utf-8")))


@cache
def _names() -> dict[str, str]:
    return {_key(name): field for field, item in columns()["columns"].items() for name in (field, *item["names"])}


def _key(cell: str) -> str:
    return "".join(cell.split()).lower().strip("*＊:：")


def header(cells: Iterable[str]) -> dict[int, str] | None:
    """Position → field when the cells are the header of a table of figures, else None."""
    found: dict[int, str] = {}
    for position, cell in enumerate(cells):
        field = _names().get(_key(cell))
        if field and field not in found.values():
            found[position] = field
    fields = set(found.values())
    return found if set(columns()["marks"]) <= fields or len(fields & set(columns()["likely"])) >= 5 else None


def from_csv(name: str, data: bytes, sha256: str, limits: Limits, deadline: Deadline) -> FigureTable | None:
    """A table of figures; None for text that is none. Raises UnreadableError for a .csv whose header is of no use."""
    called_csv = name.lower().endswith((".csv", ".tsv"))
    if not called_csv and not _may_be_table(data):
        return None
    text = decode(data)
    lines = text.split("\n", HEADER_ROWS)[:HEADER_ROWS]
    for number, line in enumerate(lines):
        for delimiter in DELIMITERS:
            if delimiter in line and header(next(_cells([line], delimiter), [])):
                return _table(name, sha256, _cells(io.StringIO(text, newline=""), delimiter), number, limits, deadline)
    if called_csv and not any("。" in line for line in lines):
        raise UnreadableError("table_header", missing="、".join(_label(field) for field in columns()["marks"]))
    return None


def _may_be_table(data: bytes) -> bool:
    """A quick look at the first line: only a short line with two delimiters can be a header."""
    first = data[:2000].split(b"\n", 1)[0]
    return len(first) < 1500 and max(first.count(b","), first.count(b"\t"), first.count(b";")) >= 4


def _cells(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableError("table_no_rows", detail=str(error)) from error


def from_xlsx(name: str, data: bytes, sha256: str, limits: Limits, deadline: Deadline) -> FigureTable:
    """The first sheet that has a usable header. Raises UnreadableError where there is none."""
    from etl.read.xlsx import sheets

    for rows in sheets(data, limits, deadline):
        cells = list(rows)
        for number, row in enumerate(cells[:HEADER_ROWS]):
            if header(row):
                return _table(name, sha256, iter(cells), number, limits, deadline)
    raise UnreadableError("table_header", missing="、".join(_label(field) for field in columns()["marks"]))


def _table(
    name: str, sha256: str, rows: Iterator[list[str]], skip: int, limits: Limits, deadline: Deadline
) -> FigureTable:
    """Rows below the header; a bad one is left out and named by its number, as a spreadsheet shows it."""
    positions: dict[int, str] = {}
    good, warnings = [], []
    for number, cells in enumerate(rows, 1):
        if not positions:
            positions = (header(cells) or {}) if number > skip else {}
            continue
        if number > limits.table_rows:
            raise UnreadableError("too_many_rows", limit=limits.table_rows)
        if deadline.passed():
            raise UnreadableError("too_slow", limit=limits.seconds)
        if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith(_SCRATCH):
            continue
        values = {field: cells[position].strip() for position, field in positions.items() if position < len(cells)}
        try:
            good.append(figure_row(number, values, columns()))
        except RowError as fault:
            warnings.append(str(fault))
    if not good:
        raise (
            UnreadableError("table_no_rows", detail="；".join(warnings[:5]))
            if warnings
            else UnreadableError("table_empty")
        )
    return FigureTable(name, sha256, tuple(good), tuple(warnings))


def _label(field: str) -> str:
    return f"{columns()['columns'][field]['names'][0]}（{field}）"


def template(path: Path | str) -> Path:
    """Write an empty table of figures to fill in: .xlsx with a sheet of explanations, else .csv. Gives the path."""
    from etl.read.templates import write

    return write(Path(path), columns())
