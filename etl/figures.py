"""A table of figures → documents of type `figures`, one for each (place, report), with rows that cite instead of quote."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from etl.models import Document, Extraction, FigureRow, FigureTable, Row

CAUSE = "from_table"  # of each row's confidence: read from a table, not from a text
_BRACKETS = str.maketrans("()％", "（）%")


class Place(Protocol):
    """What is needed of a place."""

    @property
    def place_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def level(self) -> str: ...


class Gazetteer(Protocol):
    """Names and codes of places → the one place meant, or None."""

    def resolve(self, name: str, code: str = "") -> Place | None: ...


def documents(
    table: FigureTable,
    gazetteer: Gazetteer,
    labels: Mapping[str, str],
    aliases: Mapping[str, str] | None = None,
) -> list[tuple[Document, Extraction]]:
    """The reports that a table cites, in its order.

    `labels`: catalogue id → Chinese label. `aliases`: other names → id. A name that is in neither becomes
    `other:<name>`; an id that is not in the catalogue is left out, with a warning. What the table could not use is named
    in the warnings of its first document.
    """
    places = _Places(gazetteer)
    name = _Indicators(labels, aliases or {})
    groups: dict[tuple[str, str, int], list[FigureRow]] = defaultdict(list)
    for row in table.rows:
        place = places(row)
        groups[(place.place_id if place else row.place, row.report_title, row.report_year)].append(row)
    found = [_document(table, rows, places(rows[0]), name) for rows in groups.values()]
    if found and table.warnings:
        found[0][0].warnings.extend(f"{table.file}：{warning}" for warning in table.warnings)
        found[0][0].status = "warned"
    return found


class _Places:
    """Resolves each (name, code) once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.known: dict[tuple[str, str], Place | None] = {}

    def __call__(self, row: FigureRow) -> Place | None:
        key = (row.place, row.place_code)
        if key not in self.known:
            self.known[key] = self.gazetteer.resolve(row.place, row.place_code)
        return self.known[key]


class _Indicators:
    """Ids, labels and other names → (id, label); None for an id that the catalogue lacks."""

    def __init__(self, labels: Mapping[str, str], aliases: Mapping[str, str]) -> None:
        self.labels = labels
        self.names = {_plain(name): indicator for name, indicator in aliases.items() if indicator in labels}
        self.names.update((_plain(label), indicator) for indicator, label in labels.items())

    def __call__(self, text: str) -> tuple[str, str] | None:
        if text in self.labels:
            return text, self.labels[text]
        name = text.removeprefix("other:").strip()
        known = self.names.get(_plain(name))
        if known:
            return known, self.labels[known]
        if not name or (name.isascii() and not text.startswith("other:")):
            return None
        return f"other:{name}", name


def _plain(name: str) -> str:
    return "".join(name.split()).translate(_BRACKETS)


def _document(
    table: FigureTable, rows: Sequence[FigureRow], place: Place | None, name: Callable[[str], tuple[str, str] | None]
) -> tuple[Document, Extraction]:
    first = rows[0]
    document = Document(
        doc_id="",
        source_file=table.file,
        sha256=table.sha256,
        text="",
        source_url=next((row.url for row in rows if row.url), ""),
        title=first.report_title,
        doc_type="figures",
        report_year=first.report_year,
        review_year=first.report_year - 1,
        plan_year=first.report_year,
        plan_period=_plan_period(rows),
        citation="；".join(dict.fromkeys(row.citation for row in rows)),
    )
    if place is None:
        document.warnings.append(
            f"第 {first.line} 行的地区“{first.place}”对不上行政区划，请写全称（带上级）或填区划代码"
        )
    else:
        document.place_id, document.place_name = place.place_id, place.name
        document.place_path, document.level = place.path, place.level
    extraction = Extraction()
    kept = _fill(extraction, rows, document, name)
    document.doc_id = _doc_id(place.place_id if place else first.place, first, kept)
    document.status = "warned" if document.warnings else "ok"
    return document, extraction


def _plan_period(rows: Sequence[FigureRow]) -> str:
    """The period of all the targets where they share one, else the year."""
    periods = {row.period for row in rows if row.role == "target"}
    return periods.pop() if len(periods) == 1 else "year"


def _fill(
    extraction: Extraction, rows: Sequence[FigureRow], document: Document, name: Callable[[str], tuple[str, str] | None]
) -> list[Row]:
    """Append the table's rows to the extraction; gives all of them. Repeats and unknown ids are left out by name."""
    promises: dict[tuple[object, ...], int] = {}
    seen: dict[tuple[object, ...], int] = {}
    kept: list[Row] = []
    for row in rows:
        found = name(row.indicator)
        if found is None:
            document.warnings.append(
                f"第 {row.line} 行指标“{row.indicator}”不是已知编号，请改用指标名称；这一行没有采用"
            )
            continue
        clause = (row.role, found[0], row.scope, row.year, row.period)
        figure = (*clause, row.measure, row.op, row.value_low, row.value_high, row.unit, row.relation, row.benchmark)
        if figure in seen:
            document.warnings.append(f"第 {row.line} 行与第 {seen[figure]} 行重复，没有采用")
            continue
        seen[figure] = row.line
        result = _row(row, *found, promises.setdefault(clause, len(promises) + 1), document.level)
        kept.append(result)
        (extraction.targets if row.role == "target" else extraction.outcomes).append(result)
    return kept


def _row(row: FigureRow, indicator: str, label: str, promise: int, level: str) -> Row:
    parent = (
        "全国" if row.relation == "above_parent" and level == "province" else ""
    )  # the only parent that a province has
    return Row(
        indicator=indicator,
        indicator_label=label,
        measure=row.measure,
        year=row.year,
        period=row.period,
        scope=row.scope,
        op=row.op,
        value_low=row.value_low,
        value_high=row.value_high,
        stretch=row.stretch,
        unit=row.unit,
        relation=row.relation,
        benchmark=row.benchmark or parent,
        estimated=row.estimated,
        headline=row.headline,
        promise=promise,
        section="headline" if row.headline else "plan" if row.role == "target" else "review",
        confidence=row.confidence,
        causes=(CAUSE,),
    )


def _doc_id(place: str, first: FigureRow, rows: Sequence[Row]) -> str:
    """16 hex digits from what the document says, wherever its table lies: a second copy has the same id."""
    content = (place, first.report_title, first.report_year, *map(repr, rows))
    return hashlib.sha256("\n".join(map(str, content)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
