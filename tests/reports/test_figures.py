"""The bundled table of figures is consistent in itself: shapes of bounds, years, ids, places, sources."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from etl import lexicon
from etl.places.gazetteer import Gazetteer

TABLE = Path(__file__).parents[2] / "reports" / "figures.csv"
RELATIONS = {
    "relative": {"sync_gdp", "above_gdp", "above_parent", "sync_parent", "above_other", "not_below_last_year"},
    "qualitative": {"positive", "stable", "handed_down", "words"},
}
# op → whether value_low and value_high are filled, and how they stand to each other
SHAPES = {
    "eq": lambda low, high: low is not None and low == high,
    "approx": lambda low, high: low is not None and low == high,
    "ge": lambda low, high: low is not None and high is None,
    "le": lambda low, high: low is None and high is not None,
    "range": lambda low, high: low is not None and high is not None and low < high,
}
RATES = {"%", "百分点", "‰"}
KEY = ("place", "report", "role", "indicator", "scope", "measure", "period")


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = _rows()


def _number(text: str) -> float | None:
    return float(text) if text else None


def _faults(row: dict[str, str]) -> list[str]:
    """What is wrong with one row, in words; [] where nothing is."""
    low, high, year, report_year = (
        _number(row["value_low"]),
        _number(row["value_high"]),
        int(row["year"]),
        int(row["report_year"]),
    )
    numeric = row["measure"] in ("growth", "level")
    faults = {
        "role": row["role"] not in ("target", "outcome"),
        "year": year != (report_year if row["role"] == "target" else report_year - 1),
        "period": row["period"] not in ("year", "Q1"),
        "report year in the title": row["report_year"] not in row["report"],
        "shape": numeric and not SHAPES.get(row["op"], lambda low, high: False)(low, high),
        "op without a number": not numeric and row["op"] != "",
        "unit": numeric and not row["unit"],
        "growth unit": row["measure"] == "growth" and row["unit"] not in RATES,
        "relation": (row["relation"] not in RELATIONS.get(row["measure"], {""})),
        "benchmark": row["relation"] in ("above_parent", "above_other") and not row["benchmark"],
        "margin": row["measure"] == "relative" and (low is not None) != (row["unit"] == "百分点"),
        "headline": row["headline"] not in ("true", "false")
        or (row["role"] == "outcome" and row["headline"] == "true"),
        "estimated": row["estimated"] not in ("true", "false")
        or (row["role"] == "target" and row["estimated"] == "true"),
        "stretch": bool(row["stretch"])
        and not (row["role"] == "target" and low is not None and float(row["stretch"]) > low),
        "citation": not row["citation"],
        "url": bool(row["url"]) and not row["url"].startswith(("http://", "https://")),
        "sentence": any(len(value) > 80 for key, value in row.items() if key != "url"),
    }
    return [name for name, wrong in faults.items() if wrong]


def test_every_row_is_well_formed() -> None:
    faults = {number: found for number, row in enumerate(ROWS, 2) if (found := _faults(row))}
    assert not faults


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"op": "ge"}, "shape"),
        ({"year": "2031"}, "year"),
        ({"value_low": ""}, "shape"),
        ({"unit": "亿元"}, "growth unit"),
        ({"relation": "sync_gdp"}, "relation"),
        ({"citation": ""}, "citation"),
        ({"stretch": "1"}, "stretch"),
    ],
)
def test_the_checks_find_a_spoiled_row(change: dict[str, str], fault: str) -> None:
    row = next(
        r
        for r in ROWS
        if r["role"] == "target" and r["measure"] == "growth" and r["op"] == "approx" and r["value_low"] == "5"
    )
    assert _faults(row) == []
    assert fault in _faults(row | change)


def test_indicators_are_known_ids_or_named_others() -> None:
    known = {indicator.id for indicator in lexicon.load().indicators.values()}
    used = {row["indicator"] for row in ROWS}
    assert {i for i in used if not i.startswith("other:")} <= known
    assert all(len(i) > len("other:") for i in used if i.startswith("other:"))


def test_places_resolve_by_name_and_code_alike() -> None:
    gazetteer = Gazetteer.load()
    for name, code in {(row["place"], row["place_code"]) for row in ROWS}:
        place = gazetteer.resolve(name, code)
        assert place is not None, name
        assert place.path == name
        assert gazetteer.resolve(name) in (place, None)
        assert place.place_id == code or (place.level == "zone" and not code)


def test_no_figure_is_given_twice_for_one_quantity() -> None:
    """A level and a growth are two rows; two levels of one quantity (in %, in 亿元) need different units."""
    counts = Counter((*(row[field] for field in KEY), row["unit"], row["relation"]) for row in ROWS)
    assert [key for key, n in counts.items() if n > 1] == []


def test_the_table_covers_what_its_readme_says() -> None:
    provinces = {row["place"] for row in ROWS if row["place_code"].endswith("0000")}
    assert len(provinces) == 31
    for place in provinces:
        held = {(row["role"], row["year"]) for row in ROWS if row["place"] == place}
        assert {("target", "2025"), ("outcome", "2025"), ("target", "2026")} <= held, place
    qingyuan = {row["report_year"] for row in ROWS if row["place"].endswith("清苑区")}
    assert qingyuan == {str(year) for year in range(2020, 2026)}
    assert len({row["place"] for row in ROWS if row["place"].startswith("上海市/")}) >= 12
