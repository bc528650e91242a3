"""A briefing as content: sections with findings, tables, charts and evidence, before any file format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from dashboard.export.compose import Mark, Text, Words, plain
from dashboard.export.data import Row, Subject
from dashboard.export.evidence import Evidence


@dataclass(frozen=True)
class Column:
    """A table's column. `kind`: text, figure (a number with its unit in the text), count, share, status, ids."""

    key: str
    title: str
    kind: str = "text"
    weight: float = 1.0  # of the table's width


@dataclass(frozen=True)
class Cell:
    """What stands in a table. `value` and `unit` are the number behind the text, `status` colours it."""

    text: Text = ()
    value: float | int | None = None
    unit: str = ""
    id: str = ""
    status: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns; `title` for readers of the file alone."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Series:
    """One series of a native chart, with the evidence id of every value ('' where there is none)."""

    name: str
    values: tuple[float | None, ...]
    ids: tuple[str, ...]
    colour: str = ""  # #RRGGBB of the whole series
    statuses: tuple[str, ...] = ()  # or a status for each point: its colour and symbol


@dataclass(frozen=True)
class Chart:
    """A chart that Office draws and edits. `kind`: bar, stacked_bar, stacked_column, dumbbell, line."""

    kind: str
    caption: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""


@dataclass(frozen=True)
class Kpi:
    """A big number with its name."""

    name: str
    mark: Mark
    status: str = ""


@dataclass(frozen=True)
class Item:
    """One sentence of a list, with the verdict it is about and what the search for it found."""

    text: Text
    status: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One finding: a slide or two, a chapter of the document. `figure` names the Plotly figure of the same content."""

    key: str
    heading: str
    title: Text
    lead: tuple[Text, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    chart: Chart | None = None
    figure: str = ""
    items: tuple[Item, ...] = ()
    table: Table | None = None


@dataclass
class Briefing:
    """Everything that goes into the files of one pack."""

    subject: Subject
    words: Words
    evidence: Evidence
    title: str
    subtitle: str
    sections: list[Section]
    rows: list[Row]
    sources: dict[str, Row] = field(default_factory=dict)
    searches: dict[str, list[Row]] = field(default_factory=dict)
    figures: dict[str, go.Figure] = field(default_factory=dict)
    source_line: str = ""
    as_of: str = ""
    made: str = ""

    @property
    def footer(self) -> str:
        """The line under every chart and slide: source and date of the data."""
        return (
            f"{self.source_line}　{self.as_of}" if self.words.language == "zh" else f"{self.source_line}. {self.as_of}"
        )


def used(section: Section) -> list[str]:
    """The evidence ids that a section shows, in order, each once."""
    found: list[str] = []
    for text in (section.title, *section.lead, *(item.text for item in section.items)):
        found.extend(piece.id for piece in text if isinstance(piece, Mark))
    found.extend(kpi.mark.id for kpi in section.kpis)
    if section.chart:
        found.extend(name for series in section.chart.series for name in series.ids if name)
    if section.table:
        found.extend(name for row in section.table.rows for cell in row for name in cell_ids(cell))
    return list(dict.fromkeys(found))


def cell_ids(cell: Cell) -> list[str]:
    """The evidence ids of one cell."""
    return [cell.id] if cell.id else [piece.id for piece in cell.text if isinstance(piece, Mark)]


def text_cell(text: str) -> Cell:
    """A cell of plain text."""
    return Cell((text,) if text else ())


def mark_cell(mark: Mark, value: float | int | None = None, unit: str = "", status: str = "") -> Cell:
    """A cell that holds one number."""
    return Cell((mark,), value, unit, mark.id, status)


def shown(cell: Cell) -> str:
    """The cell's text."""
    return plain(cell.text)


def sum_of(values: Sequence[float | None]) -> float:
    """The sum of the values that are there."""
    return sum(value for value in values if value is not None)
