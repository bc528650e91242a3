"""Doubtful rows: shown and marked at first, hidden on request, in the address; what is hidden is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts, tables, theme, warehouse
from dashboard.i18n import texts, words
from tests.dashboard.test_pages import shown, visible

App = Callable[..., AppTest]
T = texts("zh")
LOW, FLAGGED = "t-990101-2024-cpi", "t-990102-2024-gdp"  # of low confidence; its outcome flagged by a person
HIDDEN = {"doubt": "隐去"}


def rows(path: Path, place: str, most: int = 2) -> pd.DataFrame:
    return warehouse.query("place_rows", {"place": place, "most": most}, path)


def test_low_confidence_and_flags_are_doubt(sample_path: Path) -> None:
    held = pd.concat([rows(sample_path, place) for place in ("990101", "990102", "990103")]).set_index("target_id")
    assert set(held.index[held["doubt"] == 2]) == {LOW, FLAGGED}
    medium = held[held["doubt"] == 1]
    assert len(medium) and set(medium["place_id"]) == {"990103"} and set(medium["year"]) == {2024}


@pytest.mark.parametrize(("most", "left"), [(2, {0, 1, 2}), (1, {0, 1}), (0, {0})])
def test_a_question_leaves_out_what_is_above(most: int, left: set[int], sample_path: Path) -> None:
    held = pd.concat([rows(sample_path, place, most) for place in ("990101", "990102", "990103")])
    assert set(held["doubt"]) == left


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("overview", {"year": "2024", "level": "区", "part": "各地记录"}),
        ("place", {"place": "东平区", "place_year": "2024"}),
        ("indicator", {"indicator": "居民消费价格", "year": "2024"}),
    ],
)
def test_hidden_rows_are_counted_and_gone(page: str, query: dict[str, str], app: App) -> None:
    before, after = shown(app(page, **query)), shown(app(page, **query, **HIDDEN))
    assert "已隐去" not in before and "行存疑数据" in after
    assert "已隐去 0 行" not in after and visible(after) != visible(before)
    if page != "overview":
        assert LOW in before and LOW not in after


def test_they_are_marked_where_they_are_shown(app: App) -> None:
    html = shown(app("place", place="东平区", place_year="2024"))
    assert html.count('yg-doubt"') == 1 and "请先看原句" in html
    assert "yg-doubt" in shown(app("indicator", indicator="地区生产总值", year="2024"))
    assert "yg-doubt" in shown(app("evidence", target=FLAGGED))
    assert "yg-doubt" not in shown(app("evidence", target="t-990101-2024-gdp"))


def test_medium_confidence_can_be_hidden_too(app: App) -> None:
    query = {"place": "石桥区", "place_year": "2024"}
    plain, sure = (shown(app("place", doubt=choice, **query)) for choice in ("隐去", "只看可信度高"))
    assert "已隐去 0 行存疑数据" in plain and "t-990103-2024-gdp" in plain
    assert "t-990103-2024-gdp" not in sure and "已隐去 0 行" not in sure


def test_silence_counts_its_own_rows(app: App) -> None:
    assert "已隐去 0 行存疑数据" in shown(app("silence", level="全部层级", **HIDDEN))


def test_the_evidence_says_what_a_person_flagged(app: App) -> None:
    assert "k1：原文印刷错误" in shown(app("evidence", target=FLAGGED))


def test_a_chart_marks_them_beside_their_symbol(sample_path: Path) -> None:
    frame = rows(sample_path, "990101")
    now = frame[frame["year"] == 2024].assign(last_value=float("nan"))
    figure = charts.bullets(now, T, "light", title="x", subtitle="", source="")
    (marks,) = [trace for trace in figure.data if trace.name == T("status.doubt")]
    assert len(marks.x) == 1 and ["doubt", theme.DOUBT, "存疑"] in figure.layout.meta["legend"]
    assert theme.DOUBT in str(charts.titled(figure).layout.annotations[-1].text)
    sure = charts.bullets(now[now["doubt"] < 2], T, "light", title="x", subtitle="", source="")
    assert isinstance(sure, go.Figure) and not any(trace.name == T("status.doubt") for trace in sure.data)


def test_the_table_of_a_chart_has_a_column_only_where_needed(sample_path: Path) -> None:
    frame = rows(sample_path, "990101")
    marked = tables.promises(frame, T)
    assert list(marked[T("column.doubt")]).count("是") == 1
    assert T("column.doubt") not in tables.promises(frame[frame["doubt"] < 2], T)
    doubtful = frame[frame["doubt"] == 2].iloc[0].to_dict()
    assert words.sentence(doubtful, T).endswith("（存疑）")
