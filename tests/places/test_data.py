"""The table of places: whole, without contradictions, and of the size that the country has."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from etl.places import Gazetteer
from etl.places.build_data import Record, chains, level

DATA = Path(__file__).parents[2] / "etl" / "places" / "data" / "places.csv"
LEVELS = ("province", "city", "district", "county", "zone")


@pytest.fixture(scope="module")
def table() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def test_ids_are_unique_and_parents_exist(table: list[dict[str, str]]) -> None:
    ids = [row["place_id"] for row in table]
    assert len(ids) == len(set(ids))
    assert {row["parent_id"] for row in table} <= {*ids, "100000"}


def test_the_living_places_are_as_many_as_the_country_has(table: list[dict[str, str]]) -> None:
    living = Counter(row["level"] for row in table if not row["until"])
    assert set(living) == set(LEVELS)
    assert living["province"] == 34
    assert living["city"] == 333
    assert 2840 <= living["district"] + living["county"] <= 2880
    assert 970 <= living["district"] <= 985


def test_a_living_place_is_below_one_of_a_higher_level(table: list[dict[str, str]]) -> None:
    gazetteer = Gazetteer.load()
    rank = {"country": 0, "province": 1, "city": 2, "district": 3, "county": 3, "zone": 4}
    for row in table:
        place = gazetteer.get(row["place_id"])
        assert place is not None
        parent = gazetteer.parents(place)[0]
        assert rank[parent.level] < rank[place.level], row
        assert row["until"] or parent.until is None, row


def test_no_code_belongs_to_two_living_places(table: list[dict[str, str]]) -> None:
    names = Counter((row["name"], row["parent_id"]) for row in table if not row["until"])
    assert [name for name, n in names.items() if n > 1] == []


def record(code: str, name: str, since: int, until: int = 9999) -> Record:
    return Record(code, name, since, until)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ("990125:青河县:1990-2014 990109:青河区:2015-9999", ["990125 990109"]),
        ("990100:临川市:0-2009 990100:望江市:2010-9999", ["990100 990100"]),
        ("990121:岭县:0-2015 990109:岭州区:2016-9999", ["990121 990109"]),
        ("990104:东岸区:0-2021 990105:西岸区:0-9999", ["990104", "990105"]),
        ("990401:云溪市:1990-1993 991481:云溪市:1994-9999", ["990401 991481"]),
        ("990100:甲山市:0-9999 990111:郊区:0-1999 990103:北山区:2000-9999", ["990100", "990111", "990103"]),
        (
            "992800:石驿地区:0-1999 992801:石驿市:0-1999 991700:石驿市:2000-9999 991702:驿东区:2000-9999",
            ["992800 991700", "992801 991702"],
        ),
        ("990125:青河县:1990-2014 980109:青河区:2015-9999", ["990125", "980109"]),
    ],
)
def test_records_of_one_place_are_tied(records: str, expected: list[str]) -> None:
    parsed = []
    for entry in records.split():
        code, name, years = entry.split(":")
        since, until = years.split("-")
        parsed.append(record(code, name, int(since), int(until)))
    assert sorted(" ".join(r.code for r in chain) for chain in chains(parsed)) == sorted(expected)


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("990000", "云岭省", "province"),
        ("990100", "青河市", "city"),
        ("990103", "北山区", "district"),
        ("110101", "东城区", "district"),
        ("990122", "云溪县", "county"),
        ("990181", "石桥市", "county"),
        ("429021", "神农架林区", "county"),
        ("520203", "六枝特区", "county"),
        ("429004", "仙桃市", "county"),
    ],
)
def test_levels_follow_code_and_name(code: str, name: str, expected: str) -> None:
    assert level(record(code, name, 0)) == expected
