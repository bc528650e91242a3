"""reports/sources.csv: addresses that are known. Nothing reads it by itself; it must be of use to people and to `add`."""

from __future__ import annotations

import csv
from pathlib import Path

from etl import read
from etl.places import Gazetteer
from etl.read.fetch import checked

SOURCES = Path(__file__).parents[2] / "reports" / "sources.csv"
KINDS = {"targets", "outcomes", "both", "plan_table"}


def test_every_address_can_be_asked_for_and_every_place_is_known() -> None:
    with SOURCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 40
    assert len({row["url"] for row in rows}) == len(rows)
    for row in rows:
        checked(row["url"])
        place = Gazetteer.load().resolve(row["place"], row["place_code"])
        assert place is not None and place.path == row["place"], row
        assert row["kind"] in KINDS
        assert 2000 <= int(row["report_year"]) <= 2026


def test_a_build_does_not_read_it() -> None:
    assert "sources.csv" not in {item.file for item in read.discover(SOURCES.parent)}
