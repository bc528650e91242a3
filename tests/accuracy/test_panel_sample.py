"""The sample of the panel: its rows are the panel's, its share is what the page says."""

from __future__ import annotations

import pytest

from etl import read
from etl.models import FigureTable
from tests.accuracy import panel
from tests.accuracy.beside import ROOT


def test_nearly_all_rows_that_were_read_are_in_the_panel() -> None:
    """A panel made anew may lose some; one that has lost many needs a new sample."""
    [table] = read.read(ROOT / "reports" / "panel.csv.gz")
    assert isinstance(table, FigureTable)
    held = {
        (r.place_code, r.report_year, r.role, r.indicator, r.scope, r.measure, r.op, r.value_low, r.value_high, r.unit, r.relation)
        for r in table.rows
    }  # fmt: skip
    rows = [tuple(row["row"]) for row in panel.sample()["sample"]]
    assert len(rows) == 200
    assert sum(row in held for row in rows) >= 190
    assert abs(len(table.rows) / panel.sample()["panel_rows"] - 1) < 0.05


def test_wrong_rows_say_why() -> None:
    rows = panel.sample()["sample"]
    assert all(row["right"] or row["why"] for row in rows)
    assert "\n".join(panel.section()) in (ROOT / "docs" / "accuracy.md").read_text("utf8")


def test_the_interval() -> None:
    assert panel.wilson(190, 200) == pytest.approx((0.9104, 0.9726), abs=1e-4)
    assert panel.wilson(200, 200)[1] == pytest.approx(1)
