"""A warehouse of invented places for the export's tests: reports as text files, rows by hand, verdicts by the judge.

`World(folder).build()` writes folder/reports/*.txt and folder/warehouse.duckdb. Every quote is taken from its text, so the
offsets are right; every method and status occurs in 东平区's year 2025, one clause each.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from etl.judge import judge
from tests.yunling.facts import HOSTILE, INDICATORS, PLACES, indicator_rows, place_rows
from tests.yunling.rows import Report, Tables, load


class Clause(NamedTuple):
    """A sentence, and what is to be read from it."""

    sentence: str
    indicator: str
    measure: str = "growth"
    op: str = "eq"
    low: float | None = None
    high: float | None = None
    unit: str = "%"
    more: dict[str, Any] | None = None

    def values(self) -> dict[str, Any]:
        """The columns of its row."""
        bounds = {"value_low": self.low, "value_high": self.high, "unit": self.unit}
        return {"measure": self.measure, "op": self.op} | bounds | (self.more or {})


def exactly(sentence: str, indicator: str, value: float, unit: str = "%", measure: str = "growth") -> Clause:
    """A clause with one number."""
    return Clause(sentence, indicator, measure, "eq", value, value, unit)


def in_words(sentence: str, indicator: str, measure: str, **more: Any) -> Clause:
    """A clause without a number."""
    return Clause(sentence, indicator, measure, "", unit="", more=more)


# what 东平区 reported of 2024 and promised for 2025: one clause for each kind of target
REVIEW_2025 = [
    exactly("地区生产总值增长5.8%。", "gdp", 5.8),
    exactly("一般公共预算收入50亿元。", "budget_revenue", 50, "亿元", "level"),
    exactly("社会消费品零售总额增长4.2%。", "retail_sales", 4.2),
    exactly("规模以上工业增加值增长7.1%。", "industrial_va", 7.1),
]
PLAN_2025 = [
    Clause("地区生产总值增长5%左右；", "gdp", "growth", "approx", 5, 5),
    Clause("规模以上工业增加值增长6%以上、力争7%；", "industrial_va", "growth", "ge", 6, more={"stretch": 7}),
    exactly("固定资产投资增长8%；", "fixed_investment", 8),
    Clause("社会消费品零售总额增长5%—6%；", "retail_sales", "growth", "range", 5, 6),
    exactly("一般公共预算收入增长4%；", "budget_revenue", 4),
    in_words("居民人均可支配收入增长与经济增长同步；", "income_all", "relative", relation="sync_gdp", benchmark="gdp"),
    Clause("城镇新增就业1.2万人以上；", "urban_new_jobs", "level", "ge", 1.2, unit="万人"),
    Clause("城镇调查失业率控制在5.5%以内；", "surveyed_unemployment", "level", "le", None, 5.5),
    Clause("居民消费价格涨幅2%左右；", "cpi", "growth", "approx", 2, 2),
    Clause("单位地区生产总值能耗下降3%以上；", "energy_intensity", "growth", "le", None, -3),
    Clause("PM2.5平均浓度控制在32微克/立方米以内；", "pm25", "level", "le", None, 32, "微克/立方米"),
    Clause("粮食产量20万吨以上；", "grain_output", "level", "ge", 20, unit="万吨"),
    in_words("进出口总额增速高于全市平均；", "trade_total", "relative", relation="above_parent", benchmark="全市"),
    Clause(
        "研发经费投入强度达到3.2%；",
        "rd_intensity",
        "level",
        "eq",
        3.2,
        3.2,
        more={"headline": False, "section": "plan"},
    ),
    in_words(f"{HOSTILE}做到稳中有进；", "other:hostile", "qualitative", relation="words"),
]
# what it reported of 2025
REVIEW_2026 = [
    exactly("预计地区生产总值增长5.4%；", "gdp", 5.4),
    exactly("规模以上工业增加值增长7.2%；", "industrial_va", 7.2),
    exactly("固定资产投资下降2.1%；", "fixed_investment", -2.1),
    exactly("社会消费品零售总额增长5.5%；", "retail_sales", 5.5),
    exactly("一般公共预算收入52.5亿元；", "budget_revenue", 52.5, "亿元", "level"),
    exactly("居民人均可支配收入增长5.6%；", "income_all", 5.6),
    exactly("城镇新增就业11900人；", "urban_new_jobs", 11900, "人", "level"),
    exactly("城镇调查失业率5.6%；", "surveyed_unemployment", 5.6, "%", "level"),
    exactly("单位地区生产总值能耗下降3.4%；", "energy_intensity", -3.4),
    in_words("PM2.5平均浓度保持稳定；", "pm25", "qualitative", relation="words"),
    exactly("进出口总额增长8.1%；", "trade_total", 8.1),
    exactly("研发经费投入强度3%；", "rd_intensity", 3, "%", "level"),
]
PLAN_2026 = [Clause("地区生产总值增长5%以上。", "gdp", "growth", "ge", 5)]
THREE = ("gdp", "industrial_va", "retail_sales")
# place, year of the report → growth reported of the year before, growth promised, both in %
PLAIN: dict[tuple[str, int], tuple[dict[str, float], dict[str, float]]] = {
    ("990101", 2023): (dict(zip(THREE, (5.1, 6.2, 7.0), strict=True)), dict(zip(THREE, (6, 7, 6), strict=True))),
    ("990101", 2024): (dict(zip(THREE, (6.3, 6.9, 5.2), strict=True)), dict(zip(THREE, (6, 6.5, 5), strict=True))),
    ("990100", 2025): ({"gdp": 5.5}, {"gdp": 5.5, "trade_total": 5}),
    ("990100", 2026): ({"gdp": 5.2, "trade_total": 6.3}, {"gdp": 5}),
    ("990102", 2025): ({}, dict(zip(THREE, (6, 7, 5), strict=True))),
    ("990102", 2026): (dict(zip(THREE, (6.1, 7.5, 3.9), strict=True)), {"gdp": 5}),
    ("990103", 2025): ({}, dict(zip(THREE, (5, 6.5, 5), strict=True))),
    ("990103", 2026): (dict(zip(THREE, (4.9, 6.5, 5.5), strict=True)), {"gdp": 5}),
    ("990121", 2025): ({}, dict(zip(THREE, (6, 7, 5), strict=True))),
    ("990121", 2026): ({"gdp": 6.6, "industrial_va": 9.1}, {"gdp": 5}),
}


def opened(tables: Tables, place: str, year: int) -> Report:
    """A report with its heading."""
    report = Report(tables, PLACES[place], year, f"d-{place}-{year}")
    report.say(f"{report.place.place_name}{year}年政府工作报告\n\n一、{year - 1}年工作回顾\n")
    return report


def clauses(report: Report, review: list[Clause], plan: list[Clause], claim: str = "") -> None:
    """The review (and its claim on the grain), the plan, the document."""
    for n, clause in enumerate(review, 1):
        span, estimated = report.say(clause.sentence), "预计" in clause.sentence
        report.outcome(f"o-{report.doc_id}-{n}", clause.indicator, span, estimated=estimated, **clause.values())
    if claim:
        said = {"words": claim.removeprefix("粮食产量").rstrip("。"), "verdict": "met", "completion_pct": 103.5}
        report.claim(f"c-{report.doc_id}", "grain_output", report.say(claim), **said)
    report.say(f"二、{report.year}年工作安排\n今年主要预期目标是：")
    for n, clause in enumerate(plan, 1):
        report.target(f"t-{report.doc_id}-{n}", clause.indicator, report.say(clause.sentence), **clause.values())
    report.document()


def growth(indicator: str, value: float) -> Clause:
    """A clause on a growth rate."""
    verb = "增长" if value >= 0 else "下降"
    return exactly(f"{INDICATORS[indicator].label_zh}{verb}{abs(value)}%；", indicator, value)


def tables() -> Tables:
    """All reports of the world."""
    made = Tables({"places": place_rows(), "indicators": indicator_rows()})
    clauses(opened(made, "990101", 2025), REVIEW_2025, PLAN_2025)
    clauses(opened(made, "990101", 2026), REVIEW_2026, PLAN_2026, claim="粮食产量完成目标任务的103.5%。")
    for (place, year), (done, aimed) in PLAIN.items():
        clauses(opened(made, place, year), *([growth(*item) for item in part.items()] for part in (done, aimed)))
    made.add("build_info", key="schema_version", value="1")
    return made


@dataclass
class World:
    """Files of one invented world under `folder`."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    def build(self) -> World:
        """Write reports and warehouse; the judge gives the verdicts."""
        self.reports.mkdir(parents=True, exist_ok=True)
        self.warehouse.unlink(missing_ok=True)
        made = tables()
        for document in made["documents"]:
            (self.reports / document["source_file"]).write_bytes(document["text"].encode("utf-8"))
        with duckdb.connect(str(self.warehouse)) as connection:
            load(connection, made)
            judge(connection)
        return self


if __name__ == "__main__":
    print(World(Path(sys.argv[1])).build().warehouse)
