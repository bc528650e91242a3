"""A warehouse of invented places for the export's tests: reports as text files, rows by hand, verdicts by the judge.

`World(folder).build()` writes folder/reports/*.txt and folder/warehouse.duckdb. Every quote is taken from its text, so the
offsets are right; every method and status occurs in 东平区's year 2025, one clause each.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from etl.judge import judge

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>&产值'

PLACES = [  # id, name, path, level, parent
    ("100000", "全国", "全国", "country", None),
    ("990000", "云岭省", "云岭省", "province", "100000"),
    ("990100", "临川市", "云岭省/临川市", "city", "990000"),
    ("990101", "东平区", "云岭省/临川市/东平区", "district", "990100"),
    ("990102", "云溪区", "云岭省/临川市/云溪区", "district", "990100"),
    ("990103", "石桥区", "云岭省/临川市/石桥区", "district", "990100"),
    ("990121", "松口县", "云岭省/临川市/松口县", "county", "990100"),
]
INDICATORS = [  # id, Chinese, English, direction, unit, price basis
    ("gdp", "地区生产总值", "Gross regional product", "up", "亿元", "constant"),
    ("industrial_va", "规模以上工业增加值", "Value added of larger industry", "up", "亿元", "constant"),
    ("fixed_investment", "固定资产投资", "Fixed asset investment", "up", "亿元", "nominal"),
    ("retail_sales", "社会消费品零售总额", "Retail sales", "up", "亿元", "nominal"),
    ("budget_revenue", "一般公共预算收入", "General public budget revenue", "up", "亿元", "nominal"),
    ("income_all", "居民人均可支配收入", "Disposable income per head", "up", "元", "nominal"),
    ("urban_new_jobs", "城镇新增就业", "New urban jobs", "up", "人", "none"),
    ("surveyed_unemployment", "城镇调查失业率", "Surveyed urban unemployment", "down", "%", "none"),
    ("cpi", "居民消费价格", "Consumer prices", "ceiling", "%", "none"),
    ("energy_intensity", "单位地区生产总值能耗", "Energy use per unit of output", "down", "%", "constant"),
    ("pm25", "PM2.5平均浓度", "PM2.5 concentration", "down", "微克/立方米", "none"),
    ("grain_output", "粮食产量", "Grain output", "up", "万吨", "none"),
    ("trade_total", "进出口总额", "Foreign trade", "up", "亿元", "nominal"),
    ("rd_intensity", "研发经费投入强度", "R&D intensity", "up", "%", "none"),
    ("other:hostile", HOSTILE, HOSTILE, "up", "亿元", "none"),
]
LABELS = {row[0]: row[1] for row in INDICATORS}


@dataclass
class Report:
    """One report: its text grows sentence by sentence, rows point into it."""

    place: str
    year: int  # the year that it is given in
    kind: str = "work_report"
    text: str = ""
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def doc_id(self) -> str:
        return f"d-{self.place}-{self.year}"

    def say(self, sentence: str, quote: str | None = None) -> tuple[str, int, int]:
        """Append `sentence`; the span of `quote` (the sentence without its full stop)."""
        quote = quote or sentence.rstrip("。；")
        start = len(self.text) + sentence.index(quote)
        self.text += sentence
        return quote, start, start + len(quote)

    def add(self, table: str, **values: Any) -> None:
        self.rows.setdefault(table, []).append(values)

    def number(
        self,
        table: str,
        sentence: str,
        indicator: str,
        measure: str,
        op: str,
        low: Any,
        high: Any,
        unit: str,
        **extra: Any,
    ) -> None:
        """A target (table targets) or an outcome, with its sentence."""
        quote, start, end = self.say(sentence)
        n = len(self.rows.get(table, [])) + 1
        year = self.year if table == "targets" else self.year - 1
        name = next(row[1] for row in PLACES if row[0] == self.place)
        values = {
            "doc_id": self.doc_id, "place_id": self.place, "place_name": name, "year": year, "period": "year",
            "indicator": indicator, "indicator_label": LABELS[indicator], "scope": "", "measure": measure, "op": op,
            "value_low": low, "value_high": high, "unit": unit, "relation": "", "benchmark": "", "quote": quote,
            "char_start": start, "char_end": end, "citation": "", "confidence": "high", "causes": [], "correction": "",
        } | extra  # fmt: skip
        if table == "targets":
            key = f"t-{self.doc_id}-{n}"
            head = {
                "target_id": key,
                "promise_id": f"p-{key}",
                "headline": True,
                "section": "headline",
                "stretch": None,
            }
        else:
            head = {"outcome_id": f"o-{self.doc_id}-{n}", "estimated": "预计" in sentence, "section": "review"}
        self.add(table, **(head | values))


def dongping_2025() -> Report:
    """What 东平区 promised for 2025: one clause for each kind of target."""
    r = Report("990101", 2025)
    r.say("东平区2025年政府工作报告\n\n一、2024年工作回顾\n")
    r.number("outcomes", "地区生产总值增长5.8%。", "gdp", "growth", "eq", 5.8, 5.8, "%")
    r.number("outcomes", "一般公共预算收入50亿元。", "budget_revenue", "level", "eq", 50, 50, "亿元")
    r.number("outcomes", "社会消费品零售总额增长4.2%。", "retail_sales", "growth", "eq", 4.2, 4.2, "%")
    r.number("outcomes", "规模以上工业增加值增长7.1%。", "industrial_va", "growth", "eq", 7.1, 7.1, "%")
    r.say("二、2025年工作安排\n今年主要预期目标是：")
    r.number("targets", "地区生产总值增长5%左右；", "gdp", "growth", "approx", 5, 5, "%")
    r.number(
        "targets", "规模以上工业增加值增长6%以上、力争7%；", "industrial_va", "growth", "ge", 6, None, "%", stretch=7
    )
    r.number("targets", "固定资产投资增长8%；", "fixed_investment", "growth", "eq", 8, 8, "%")
    r.number("targets", "社会消费品零售总额增长5%—6%；", "retail_sales", "growth", "range", 5, 6, "%")
    r.number("targets", "一般公共预算收入增长4%；", "budget_revenue", "growth", "eq", 4, 4, "%")
    r.number(
        "targets",
        "居民人均可支配收入增长与经济增长同步；",
        "income_all",
        "relative",
        "",
        None,
        None,
        "",
        relation="sync_gdp",
        benchmark="gdp",
    )
    r.number("targets", "城镇新增就业1.2万人以上；", "urban_new_jobs", "level", "ge", 1.2, None, "万人")
    r.number("targets", "城镇调查失业率控制在5.5%以内；", "surveyed_unemployment", "level", "le", None, 5.5, "%")
    r.number("targets", "居民消费价格涨幅2%左右；", "cpi", "growth", "approx", 2, 2, "%")
    r.number("targets", "单位地区生产总值能耗下降3%以上；", "energy_intensity", "growth", "le", None, -3, "%")
    r.number("targets", "PM2.5平均浓度控制在32微克/立方米以内；", "pm25", "level", "le", None, 32, "微克/立方米")
    r.number("targets", "粮食产量20万吨以上；", "grain_output", "level", "ge", 20, None, "万吨")
    r.number(
        "targets",
        "进出口总额增速高于全市平均；",
        "trade_total",
        "relative",
        "",
        None,
        None,
        "",
        relation="above_parent",
        benchmark="全市",
    )
    r.number(
        "targets", f"{HOSTILE}做到稳中有进；", "other:hostile", "qualitative", "", None, None, "", relation="words"
    )
    return r


def dongping_2026() -> Report:
    """What 东平区 reported of 2025."""
    r = Report("990101", 2026)
    r.say("东平区2026年政府工作报告\n\n一、2025年工作回顾\n")
    r.number("outcomes", "预计地区生产总值增长5.4%；", "gdp", "growth", "eq", 5.4, 5.4, "%")
    r.number("outcomes", "规模以上工业增加值增长7.2%；", "industrial_va", "growth", "eq", 7.2, 7.2, "%")
    r.number("outcomes", "固定资产投资下降2.1%；", "fixed_investment", "growth", "eq", -2.1, -2.1, "%")
    r.number("outcomes", "社会消费品零售总额增长5.5%；", "retail_sales", "growth", "eq", 5.5, 5.5, "%")
    r.number("outcomes", "一般公共预算收入52.5亿元；", "budget_revenue", "level", "eq", 52.5, 52.5, "亿元")
    r.number("outcomes", "居民人均可支配收入增长5.6%；", "income_all", "growth", "eq", 5.6, 5.6, "%")
    r.number("outcomes", "城镇新增就业11900人；", "urban_new_jobs", "level", "eq", 11900, 11900, "人")
    r.number("outcomes", "城镇调查失业率5.6%；", "surveyed_unemployment", "level", "eq", 5.6, 5.6, "%")
    r.number("outcomes", "单位地区生产总值能耗下降3.4%；", "energy_intensity", "growth", "eq", -3.4, -3.4, "%")
    r.number("outcomes", "PM2.5平均浓度保持稳定；", "pm25", "qualitative", "", None, None, "", relation="words")
    r.number("outcomes", "进出口总额增长8.1%；", "trade_total", "growth", "eq", 8.1, 8.1, "%")
    quote, start, end = r.say("粮食产量完成目标任务的103.5%。")
    r.add(
        "claims", claim_id=f"c-{r.doc_id}", doc_id=r.doc_id, place_id="990101", year=2025, indicator="grain_output",
        indicator_label="粮食产量", reported=None, unit="", target_value=None, target_op="", completion_pct=103.5,
        words="完成目标任务的103.5%", verdict="met", quote=quote, char_start=start, char_end=end,
    )  # fmt: skip
    r.say("二、2026年工作安排\n今年主要预期目标是：")
    r.number("targets", "地区生产总值增长5%以上。", "gdp", "growth", "ge", 5, None, "%")
    return r


def plain_report(place: str, year: int, outcomes: dict[str, float], targets: dict[str, float]) -> Report:
    """A report with growth rates only."""
    name = next(row[1] for row in PLACES if row[0] == place)
    r = Report(place, year)
    r.say(f"{name}{year}年政府工作报告\n\n一、{year - 1}年工作回顾\n")
    for indicator, value in outcomes.items():
        verb = "增长" if value >= 0 else "下降"
        r.number("outcomes", f"{LABELS[indicator]}{verb}{abs(value)}%；", indicator, "growth", "eq", value, value, "%")
    r.say(f"二、{year}年工作安排\n今年主要预期目标是：")
    for indicator, value in targets.items():
        r.number("targets", f"{LABELS[indicator]}增长{value}%；", indicator, "growth", "eq", value, value, "%")
    return r


def reports() -> list[Report]:
    """All reports of the world."""
    held = [dongping_2025(), dongping_2026()]
    three = ("gdp", "industrial_va", "retail_sales")
    past = {2023: ((5.1, 6.2, 7.0), (6, 7, 6)), 2024: ((6.3, 6.9, 5.2), (6, 6.5, 5))}
    for year, (done, aimed) in past.items():
        held.append(
            plain_report("990101", year, dict(zip(three, done, strict=True)), dict(zip(three, aimed, strict=True)))
        )
    held.append(plain_report("990100", 2025, {"gdp": 5.5}, {"gdp": 5.5, "trade_total": 5}))
    held.append(plain_report("990100", 2026, {"gdp": 5.2, "trade_total": 6.3}, {"gdp": 5}))
    others = {
        "990102": ((6.1, 7.5, 3.9), (6, 7, 5)),
        "990103": ((4.9, 6.5, 5.5), (5, 6.5, 5)),
        "990121": ((6.6, 9.1), (6, 7, 5)),
    }
    for place, (done, aimed) in others.items():
        held.append(plain_report(place, 2025, {}, dict(zip(three, aimed, strict=True))))
        held.append(plain_report(place, 2026, dict(zip(three, done, strict=False)), {"gdp": 5}))
    return held


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
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute((ROOT / "etl/sql/schema.sql").read_text(encoding="utf-8"))
            insert(
                connection,
                "places",
                [
                    dict(
                        zip(("place_id", "place_name", "place_path", "level", "parent_id"), row, strict=True),
                        former_names=[],
                    )
                    for row in PLACES
                ],
            )
            columns = ("indicator", "label_zh", "label_en", "direction", "unit", "price_basis")
            insert(
                connection,
                "indicators",
                [
                    dict(zip(columns, row, strict=True), in_catalogue=not row[0].startswith("other:"), sort_order=n)
                    for n, row in enumerate(INDICATORS)
                ],
            )
            for report in reports():
                self._load(connection, report)
            insert(connection, "build_info", [{"key": "schema_version", "value": "1"}])
            judge(connection)
        return self

    def _load(self, connection: duckdb.DuckDBPyConnection, report: Report) -> None:
        _, name, path, level, _ = next(row for row in PLACES if row[0] == report.place)
        file = self.reports / f"{name}_{report.year}.txt"
        file.write_bytes(report.text.encode("utf-8"))
        insert(connection, "documents", [{
            "doc_id": report.doc_id, "source_file": file.name, "source_url": f"https://www.example.gov.cn/{report.doc_id}.html",
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "title": f"{name}{report.year}年政府工作报告", "place_id": report.place,
            "place_name": name, "place_path": path, "level": level, "doc_type": report.kind, "report_year": report.year,
            "review_year": report.year - 1, "plan_year": report.year, "plan_period": "year", "published_on": dt.date(report.year, 1, 20),
            "meeting_on": None, "citation": "", "status": "ok", "warnings": [], "duplicate_of": None, "input": None, "text": report.text,
        }])  # fmt: skip
        for table, rows in report.rows.items():
            insert(connection, table, rows)


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Add rows of our own making, by name."""
    frame = pd.DataFrame(rows).astype(object)
    frame = frame.where(frame.notna(), None)
    connection.register("new_rows", frame)
    columns = ", ".join(frame.columns)
    connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM new_rows")
    connection.unregister("new_rows")


if __name__ == "__main__":
    print(World(Path(sys.argv[1])).build().warehouse)
