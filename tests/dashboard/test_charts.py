"""Charts: what a figure shows of a frame, and that it stands alone when saved."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import charts, insights, theme, warehouse
from dashboard.charts import base
from dashboard.charts.bullets import LIMIT, position
from dashboard.i18n import texts

T = texts("zh")
WORDS = {"title": "发现", "subtitle": "说明", "source": "来源"}
ASKED = {"year": 2024, "levels": ["district", "county"], "area": "", "indicator": "gdp", "place": "990101", "most": 2}


@pytest.fixture
def ask(sample_path: Path) -> Callable[..., pd.DataFrame]:
    return lambda name, **more: warehouse.query(name, ASKED | more, sample_path)


def makers(ask: Callable[..., pd.DataFrame]) -> dict[str, Callable[[str], go.Figure]]:
    """Every chart, made from the sample."""
    rows = ask("place_rows")
    one = insights.with_last_year(rows, 2024)
    across = ask("indicator_rows", year=0)
    held = across[across["x"].notna() & across["y"].notna()]
    now = held[held["year"] == 2024]
    provinces = pd.DataFrame([{"place_id": "110000", "place_name": "北京市", "kept": 3, "decided": 4}])
    named = pd.DataFrame({"name": ["甲", "乙"], "n": [3, 1]})
    return {
        "board": lambda m: charts.board(ask("board"), T, m, **WORDS),
        "shares": lambda m: charts.shares(ask("status_by_year"), T, m, **WORDS),
        "bullets": lambda m: charts.bullets(one, T, m, **WORDS),
        "years": lambda m: charts.years(rows, T, m, **WORDS),
        "scatter": lambda m: charts.scatter(now, T, m, **WORDS),
        "gaps": lambda m: charts.gaps(ask("indicator_gaps"), held[held["gap"].notna()], T, m, **WORDS),
        "ranking": lambda m: charts.ranking(now, T, m, reference=("云岭省 6%", 6.0), **WORDS),
        "cascade": lambda m: charts.cascade(ask("indicator_cascade"), T, m, **WORDS),
        "holdings": lambda m: charts.holdings(ask("holdings"), T, m, **WORDS),
        "bars": lambda m: charts.bars(named, T, m, status="unreported", **WORDS),
        "tiles": lambda m: charts.tiles(provinces, T, m, **WORDS),
    }


NAMES = ("board", "shares", "bullets", "years", "scatter", "gaps", "ranking", "cascade", "holdings", "bars", "tiles")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mode", theme.MODES)
def test_every_chart_stands_alone(name: str, mode: str, ask: Callable[..., pd.DataFrame]) -> None:
    figure = makers(ask)[name](mode)
    before = copy.deepcopy(figure.to_plotly_json())
    alone = charts.titled(figure)
    notes = " ".join(str(note.text) for note in alone.layout.annotations)
    assert "发现" in alone.layout.title.text and "说明" in alone.layout.title.text and "来源" in notes
    assert alone.layout.height > figure.layout.height and alone.layout.paper_bgcolor is None
    assert alone.layout.template.layout.paper_bgcolor == theme.tokens(mode).paper
    assert figure.to_plotly_json().keys() == before.keys() and figure.layout.title.text is None


def test_board_has_one_point_for_each_cell(ask: Callable[..., pd.DataFrame]) -> None:
    frame = ask("board")
    figure = charts.board(frame, T, "light", **WORDS)
    cells = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"]
    assert sorted(target for trace in cells for target in trace.customdata) == sorted(frame["target_id"])
    for trace in cells:
        status = next(s for s in theme.STATUSES if T(f"status.{s}") == trace.name)
        assert (trace.marker.symbol, trace.marker.color) == (theme.SYMBOLS[status], theme.LIGHT.status[status])


def test_shares_add_up_to_a_hundred(ask: Callable[..., pd.DataFrame]) -> None:
    figure = charts.shares(ask("status_by_year"), T, "light", **WORDS)
    sums: dict[str, float] = {}
    for trace in figure.data:
        for year, share in zip(trace.y, trace.x, strict=True):
            sums[year] = sums.get(year, 0) + share
    assert all(abs(total - 100) < 1e-9 for total in sums.values())


def item(**values: object) -> dict[str, object]:
    return (
        dict(
            x=8.0,
            margin=0.8,
            tolerance=0.4,
            direction="up",
            op="eq",
            value_low=8.0,
            value_high=8.0,
            reference_value=None,
        )
        | values
    )


@pytest.mark.parametrize(
    ("row", "value", "expected"),
    [
        (item(), 8.0, 0.0),
        (item(), 8.8, 1.0),  # the margin that makes `exceeded` is one step
        (item(), 7.2, -1.0),
        (item(direction="down"), 7.2, 1.0),  # less is better: to the right
        (item(), 99.0, LIMIT),
        (item(x=None, margin=None, reference_value=7.0), 7.5, 0.5),
        (item(x=None, margin=None), 7.5, None),
        (item(), None, None),
        (item(x=0.0, margin=0.0), 1.0, None),
    ],
)
def test_bullet_positions(row: dict[str, object], value: float | None, expected: float | None) -> None:
    found = position(row, value)
    assert found == expected if expected is None else found == pytest.approx(expected)


def test_boxes_are_those_of_the_rows(ask: Callable[..., pd.DataFrame]) -> None:
    rows, boxes = ask("indicator_rows", year=0), ask("indicator_gaps")
    assert list(boxes["promises"]) == list(rows.groupby("year").size()) and set(boxes["places"]) == {
        rows["place_id"].nunique()
    }
    unit = rows[rows["x"].notna() & rows["y"].notna()]["unit"].mode().iloc[0]
    held = rows[rows["x"].notna() & rows["y"].notna() & rows["gap"].notna() & (rows["unit"] == unit)]
    for year, gaps in held.groupby("year")["gap"]:
        box = boxes[boxes["year"] == year].iloc[0]
        assert (box["n"], box["unit"]) == (len(gaps), unit)
        assert [box["q1"], box["median"], box["q3"]] == pytest.approx(list(gaps.quantile([0.25, 0.5, 0.75])))
        reach = 1.5 * (box["q3"] - box["q1"])
        within = gaps[(gaps >= box["q1"] - reach) & (gaps <= box["q3"] + reach)]
        assert (box["lower"], box["upper"]) == (within.min(), within.max())
    assert boxes["n"].sum() == len(held)


def test_names_from_data_are_escaped_in_labels(ask: Callable[..., pd.DataFrame]) -> None:
    frame = ask("board").assign(place_name="<b onclick=x>&县")
    figure = charts.board(frame, T, "light", **WORDS)
    assert "<b onclick" not in str(figure.layout.yaxis.ticktext) and "&lt;b onclick" in figure.data[1].hovertext[0]


def test_wrapping() -> None:
    assert base.wrap("规模以上工业增加值", 5) == ["规模以上工", "业增加值"]
    assert base.balanced("城镇新增就业", 5) == ["城镇新", "增就业"]
    assert base.wrap("Value added of industry", 7) == ["Value added", "of industry"]
    assert base.wrap("", 5) == [""]


def test_missing_years() -> None:
    frame = pd.DataFrame({"place_id": ["a", "a", "b"], "report_year": [2020, 2023, 2021]})
    assert charts.missing_years(frame) == {"a": [2021, 2022], "b": []}


def test_charts_know_nothing_of_streamlit() -> None:
    for path in (warehouse.ROOT / "dashboard" / "charts").glob("*.py"):
        assert "streamlit" not in path.read_text(encoding="utf-8").replace("nothing of Streamlit", "").replace(
            "knows of Streamlit", ""
        )
