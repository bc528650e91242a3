"""The audits count what they say they count: on texts and warehouses of invented reports."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl import lexicon, pipeline
from tests import invented
from tests.accuracy import audit, history, sample


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of reports of invented zones, three years each."""
    folder = tmp_path_factory.mktemp("audit")
    invented.write_reports(folder / "reports")
    path = folder / "warehouse.duckdb"
    pipeline.build(
        [folder / "reports"], path, pipeline.Options(workers=1, environ={"YANGUO_CACHE": str(folder / "cache")})
    )
    return path


def _without_rows(made: Path, copy: Path, condition: str) -> Path:
    copy.write_bytes(made.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"DELETE FROM targets WHERE {condition}")
    return copy


@pytest.mark.parametrize(
    ("paragraph", "values"),
    [
        ("地区生产总值增长6.5%左右，城镇新增就业5,200人。", [6.5, 5200]),
        ("2024年主要目标：地区生产总值增长６％。", [6]),
        ("PM2.5平均浓度下降3%，第3次获评，“十四五”开局", [3]),
        ("1月16日前完成3个方面任务", []),
        ("固定资产投资增长8%—10%", [8, 10]),
    ],
)
def test_numbers_of_a_paragraph(paragraph: str, values: list[float]) -> None:
    found = history.numbers(paragraph)
    assert [value for _, _, value in found] == values
    for start, end, value in found:
        printed = paragraph[start:end].replace(",", "").replace("６", "6")
        assert float(printed) == value


def test_every_number_is_owned(made: Path) -> None:
    counts = history.audit(made).counts
    assert counts["reports"] == 6
    assert counts["headline_numbers"] == 6 * 5
    assert counts["unowned"] == counts["no_headline"] == counts["open"] == counts["implausible"] == 0


def test_a_lost_row_leaves_its_number_without_an_owner(made: Path, tmp_path: Path) -> None:
    less = _without_rows(made, tmp_path / "less.duckdb", "indicator = 'retail_sales'")
    found = history.audit(less)
    assert found.counts["unowned"] == 6
    assert found.counts["unowned_percent"] == 20
    assert all("社会消费品零售总额" in case["words"] for case in found.cases["unowned"])


def test_an_impossible_value_is_named(made: Path, tmp_path: Path) -> None:
    copy = _without_rows(made, tmp_path / "wrong.duckdb", "false")
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "UPDATE outcomes SET value_low = 120, value_high = 120 WHERE indicator = 'gdp' AND measure = 'growth' AND year = 2023"
        )
    cases = history.audit(copy).cases["implausible"]
    assert [(case["indicator"], case["value"], case["role"]) for case in cases] == [("gdp", 120, "outcome")] * 2


def test_levels_that_contradict_growth_are_named(made: Path, tmp_path: Path) -> None:
    counts = history.audit(made).counts
    assert counts["reconciled"] > 0
    assert (
        counts["agrees"] + counts["explained"] + counts["unexplained"] + counts["constant_prices"]
        == counts["reconciled"]
    )


def test_what_never_fires_is_listed() -> None:
    lex = lexicon.load()
    count, found = audit.silent(["地区生产总值增长6%左右，居民收入与经济增长同步。"], lex)
    assert count == 1
    assert "地区生产总值" not in found.get("gdp.aliases", [])
    assert "国民生产总值" in found["gdp.aliases"]
    assert "生产总值" in found["gdp.aliases"]  # only inside the longer name
    assert "左右" not in found["hedges.after.approx"] and "上下" in found["hedges.after.approx"]
    silent_relations = found["relations"]
    assert len(silent_relations) < len(lex.relations["relations"])


def test_everything_may_fire() -> None:
    """Nothing is listed that stands in the corpus: a corpus of all names leaves no name out but those inside longer ones."""
    lex = lexicon.load()
    texts = [f"{alias}。" for alias in lex.by_alias]
    _, found = audit.silent(texts, lex)
    assert [place for place in found if place.endswith(".aliases")] == []


def test_sample_is_the_same_for_the_same_seed(made: Path) -> None:
    one, same, other = (sample.draw(made, "targets", seed, 10) for seed in (3, 3, 4))
    assert [row["id"] for row in one] == [row["id"] for row in same] != [row["id"] for row in other]
    assert len({row["id"] for row in one}) == 10
    for row in one:
        assert row["text"][row["char_start"] : row["char_start"] + len(row["quote"])] == row["quote"]
