"""The bundled panel: it loads without a complaint, every row is plausible, and nothing of it was read by hand already."""

from __future__ import annotations

import csv
import gzip
from functools import cache
from pathlib import Path

import pytest

from etl import figures, lexicon, read
from etl.models import FigureRow, FigureTable
from etl.places import Gazetteer

REPORTS = Path(__file__).parents[2] / "reports"
PANEL = REPORTS / "panel.csv.gz"
GROWTH = (-60, 100)  # % and 百分点
NARROWER = {"gdp": (-10, 30), "income_urban": (-5, 40), "income_rural": (-5, 40), "cpi": (-5, 30)}
LEVEL = {
    "registered_unemployment_rate": (0, 10),
    "surveyed_unemployment": (3, 8),
    "urbanization_rate": (10, 100),
    "forest_cover": (0, 100),
    "population_growth": (-10, 40),
}


@cache
def panel() -> FigureTable:
    [table] = read.read(PANEL)
    assert isinstance(table, FigureTable), table
    return table


def _numbers(row: FigureRow) -> list[float]:
    return [v for v in (row.value_low, row.value_high, row.stretch) if v is not None]


def test_it_loads_whole() -> None:
    assert panel().warnings == ()
    assert PANEL.stat().st_size < 3_000_000
    assert len(panel().rows) > 20_000


def test_provinces_and_years_are_there() -> None:
    provinces = {row.place_code for row in panel().rows if row.place_code.endswith("0000")}
    assert len(provinces - {"100000"}) == 31
    assert {row.report_year for row in panel().rows} >= set(range(2000, 2025))
    assert len({row.place_code for row in panel().rows if not row.place_code.endswith("0000")}) > 100


def test_no_sentences() -> None:
    """Figures only: the longest cell is a title, and no cell has a sentence's marks."""
    with gzip.open(PANEL, "rt", encoding="utf-8", newline="") as file:
        for cells in csv.reader(file):
            assert not any(len(cell) > 60 or "，" in cell or "。" in cell or "；" in cell for cell in cells), cells


def test_years_belong_to_the_report() -> None:
    for row in panel().rows:
        assert row.year == row.report_year - (row.role == "outcome"), row
        assert 1991 <= row.year <= 2026, row
        assert row.period == "year", row


def test_values_are_plausible() -> None:
    for row in panel().rows:
        low, high = (
            NARROWER.get(row.indicator, GROWTH)
            if row.measure == "growth"
            else LEVEL.get(row.indicator, (0, 100) if row.unit == "%" and row.indicator != "cpi" else (-10, 1e9))
        )
        assert all(low <= value <= high for value in _numbers(row)), row
        assert row.measure not in ("growth", "level") or (_numbers(row) and row.unit), row


def test_only_sure_rows() -> None:
    assert {row.confidence for row in panel().rows} <= {"high", "medium"}


def test_one_value_for_one_quantity() -> None:
    seen: dict[tuple[object, ...], FigureRow] = {}
    for row in panel().rows:
        if row.measure != "growth":
            continue
        key = (row.place_code, row.report_year, row.role, row.indicator, row.scope, row.unit)
        other = seen.setdefault(key, row)
        assert (other.value_low, other.value_high) == (row.value_low, row.value_high), (other, row)


def test_what_was_read_by_hand_is_not_in_it() -> None:
    with (REPORTS / "figures.csv").open(encoding="utf-8", newline="") as file:
        by_hand = {(row["place_code"], row["report_year"], row["role"]) for row in csv.DictReader(file)}
    assert not by_hand & {(row.place_code, str(row.report_year), row.role) for row in panel().rows}


def test_every_place_and_indicator_is_known() -> None:
    words = lexicon.load()
    labels = {i.id: i.zh for i in words.indicators.values()}
    found = figures.documents(panel(), Gazetteer.load(), labels, words.by_alias)
    assert [d.warnings for d, _ in found if d.warnings] == []
    assert all(d.place_id and d.doc_type == "figures" and d.citation.endswith("（程序抽取）") for d, _ in found)


@pytest.mark.corpus
def test_it_is_what_the_generator_writes(tmp_path: Path) -> None:
    """The same warehouse gives the same bytes, twice."""
    from etl.pipeline import build
    from tests.tools import make_panel

    years = make_panel.CORPUS / "years"
    if not years.is_dir():
        pytest.skip("no reports beside the project")
    build([years], tmp_path / "w.duckdb")
    for name in ("one", "two"):
        rows = make_panel.selected(tmp_path / "w.duckdb", set(), make_panel.rules())
        assert len(rows) > 100
        make_panel.write(rows, tmp_path / f"{name}.csv.gz")
    assert (tmp_path / "one.csv.gz").read_bytes() == (tmp_path / "two.csv.gz").read_bytes()
    [table] = read.read(tmp_path / "one.csv.gz")
    assert isinstance(table, FigureTable)
    assert len(table.rows) == len(rows)
