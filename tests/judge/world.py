"""Small invented worlds for the judge: one place with its parents and reports for each case, all in one warehouse.

A case is a mapping (see cases/*.yaml). `target` and the rows under `next`, `this`, `parent`, ... are written as
`indicator[@scope] measure [op value[~value] unit] [key=value ...]`, for instance `gdp growth approx 8 %`.
The target is promised for 2024 by the report of early 2024 (`this`); `next` is the report of early 2025.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import duckdb
import yaml

from etl.judge import judge

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases"
YEAR = 2024
LEVELS = ("country", "province", "city", "district")
NAMES = {"country": "全国", "province": "云州省", "city": "临川市", "district": "云岭区"}

INDICATORS = [  # id, Chinese, English, direction, usual unit, price basis
    ("gdp", "地区生产总值", "GRP", "up", "亿元", "constant"),
    ("industrial_va", "规上工业增加值", "Industrial value added", "up", "亿元", "constant"),
    ("retail_sales", "社会消费品零售总额", "Retail sales", "up", "亿元", "nominal"),
    ("budget_revenue", "一般公共预算收入", "Budget revenue", "up", "亿元", "nominal"),
    ("tax_revenue", "税收收入", "Tax revenue", "up", "亿元", "nominal"),
    ("fixed_investment", "固定资产投资", "Fixed investment", "up", "亿元", "nominal"),
    ("income_all", "居民人均可支配收入", "Income", "up", "元", "nominal"),
    ("income_urban", "城镇居民人均可支配收入", "Urban income", "up", "元", "nominal"),
    ("income_rural", "农村居民人均可支配收入", "Rural income", "up", "元", "nominal"),
    ("cpi", "居民消费价格", "Consumer prices", "ceiling", "%", "none"),
    ("urban_new_jobs", "城镇新增就业", "New urban jobs", "up", "人", "none"),
    ("surveyed_unemployment", "城镇调查失业率", "Surveyed unemployment", "down", "%", "none"),
    ("registered_unemployment_rate", "城镇登记失业率", "Registered unemployment", "down", "%", "none"),
    ("registered_unemployed", "城镇登记失业人数", "Registered unemployed", "down", "人", "none"),
    ("energy_intensity", "单位地区生产总值能耗", "Energy intensity", "down", "%", "constant"),
    ("pm25", "PM2.5平均浓度", "PM2.5", "down", "微克/立方米", "none"),
    ("good_air_ratio", "空气质量优良天数比率", "Good air days", "up", "%", "none"),
    ("rd_intensity", "研发经费投入强度", "R&D intensity", "up", "%", "none"),
    ("grain_output", "粮食产量", "Grain output", "up", "万吨", "none"),
    ("high_tech_firms", "高新技术企业数", "High-tech firms", "up", "家", "none"),
    ("trade_total", "进出口总额", "Trade", "up", "亿元", "nominal"),
    ("exports", "出口总额", "Exports", "up", "亿元", "nominal"),
    ("population_growth", "人口自然增长率", "Population growth", "ceiling", "‰", "none"),
]

LABELS = {row[0]: row[1] for row in INDICATORS}


def load_cases(name: str) -> list[dict[str, Any]]:
    """The cases of one file."""
    loaded: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return loaded


def warehouse() -> duckdb.DuckDBPyConnection:
    """An empty warehouse in memory with the indicators above."""
    connection = duckdb.connect()
    connection.execute((ROOT / "etl" / "sql" / "schema.sql").read_text(encoding="utf-8"))
    rows = [(*row, True, i) for i, row in enumerate(INDICATORS)]
    connection.executemany("INSERT INTO indicators VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return connection


def parse(text: str) -> dict[str, Any]:
    """A row written as in the module's docstring, as columns."""
    words = shlex.split(text)
    columns: dict[str, Any] = dict(w.split("=", 1) for w in words if "=" in w)
    plain = [w for w in words if "=" not in w]
    indicator, _, scope = plain[0].partition("@")
    columns |= {"indicator": indicator, "scope": scope, "measure": plain[1], "op": "", "unit": ""}
    if len(plain) > 2:
        op, value = plain[2], plain[3]
        low, _, high = value.partition("~")
        columns |= {"op": op, "unit": plain[4] if len(plain) > 4 else ""}
        columns["value_low"] = None if op == "le" else float(low)
        columns["value_high"] = None if op == "ge" else float(high or low)
    return columns


def insert(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> None:
    """Insert one row given by its columns."""
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


class World:
    """One case: its place with three parents, and the documents that the case names."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, number: int) -> None:
        """Make the places of case `number`."""
        self.connection, self.number, self.count = connection, number, 0
        path: list[str] = []
        for depth, level in enumerate(LEVELS):
            name = NAMES[level]
            parent = f"{LEVELS[depth - 1]}-{number}" if depth else None
            row = {"place_id": f"{level}-{number}", "place_name": name, "place_path": "/".join([*path, name])}
            insert(connection, "places", row | {"level": level, "parent_id": parent, "former_names": []})
            path.append(name)

    def document(self, key: str, year: int, level: str = "district", **columns: Any) -> str:
        """A report of early `year` and of the place at `level`; returns its id."""
        doc_id = f"{self.number}:{level}:{key}"
        row: dict[str, Any] = {
            "doc_id": doc_id, "source_file": f"{key}.txt", "source_url": "", "sha256": doc_id, "title": "政府工作报告",
            "place_id": f"{level}-{self.number}", "place_name": NAMES[level], "place_path": NAMES[level], "level": level,
            "doc_type": "work_report", "report_year": year, "review_year": year - 1, "plan_year": year,
            "plan_period": "year", "citation": "", "status": "ok", "warnings": [], "text": "",
        }  # fmt: skip
        insert(self.connection, "documents", row | columns)
        return doc_id

    def row(self, table: str, doc_id: str, text: str, **columns: Any) -> str:
        """One row of targets or outcomes; returns its id."""
        self.count += 1
        key = f"{self.number}-{self.count}"
        level = doc_id.split(":")[1]
        row: dict[str, Any] = {
            "doc_id": doc_id, "place_id": f"{level}-{self.number}", "place_name": NAMES[level], "year": YEAR,
            "period": "year", "relation": "", "benchmark": "", "section": "", "citation": "", "confidence": "high",
            "causes": [], "correction": "",
        }  # fmt: skip
        parsed = parse(text)
        label = LABELS.get(parsed["indicator"], parsed["indicator"].removeprefix("other:"))
        row |= {"indicator_label": label} | columns | parsed
        if "quote" in row:
            row |= {"char_start": self.count * 100, "char_end": self.count * 100 + len(row["quote"])}
        if table == "targets":
            row |= {"target_id": key, "headline": columns.get("headline", True)}
            row.setdefault("promise_id", key)
        else:
            row |= {"outcome_id": key, "estimated": False}
        insert(self.connection, table, row)
        return key


def build(connection: duckdb.DuckDBPyConnection, number: int, case: dict[str, Any]) -> str:
    """Put one case into the warehouse; returns the id of its target."""
    world = World(connection, number)
    this = world.document("this", YEAR, doc_type=case.get("this_doc", "work_report"))
    target = world.row("targets", this, case["target"])
    for other in case.get("with_targets", []):
        world.row("targets", this, other)
    for text in case.get("this", []):
        world.row("outcomes", this, text, year=YEAR - 1)
    documents = {}
    if case.get("next_doc", "work_report"):
        documents["next"] = world.document(
            "next", YEAR + 1, doc_type=case.get("next_doc", "work_report"), text=case.get("text", "")
        )
    for kind, rows in case.get("also", {}).items():
        documents[kind] = world.document(kind, YEAR + 1, doc_type=kind)
        for text in rows:
            world.row("outcomes", documents[kind], text)
    for text in case.get("next", []):
        world.row("outcomes", documents["next"], text)
    _above(world, case)
    for claim in case.get("claims", []):
        _claim(world, documents["next"], claim)
    for mention in case.get("mentions", []):
        indicator, finding, *quote = mention.split()
        place = f"district-{number}"
        row = {"doc_id": documents["next"], "place_id": place, "year": YEAR, "indicator": indicator, "finding": finding}
        insert(
            connection, "mentions", row | {"quote": quote[0] if quote else "提到的话", "char_start": 5, "char_end": 9}
        )
    return target


def _above(world: World, case: dict[str, Any]) -> None:
    """Reports of the places above: outcomes for 2024 under `above`, targets for 2024 under `above_targets`, by level."""
    for level, rows in case.get("above", {}).items():
        doc = world.document("next", YEAR + 1, level)
        for text in rows:
            world.row("outcomes", doc, text)
    for level, rows in case.get("above_targets", {}).items():
        doc = world.document("this", YEAR, level)
        for text in rows:
            world.row("targets", doc, text)


def _claim(world: World, doc_id: str, claim: dict[str, Any]) -> None:
    world.count += 1
    row = {
        "claim_id": f"{world.number}-{world.count}", "doc_id": doc_id, "place_id": f"district-{world.number}", "year": YEAR, "period": "year",
        "indicator_label": claim["indicator"], "reported": None, "unit": "", "target_value": None, "target_op": "",
        "completion_pct": None, "verdict": "", "quote": claim["words"], "char_start": 50,
        "char_end": 50 + len(claim["words"]),
    }  # fmt: skip
    insert(world.connection, "claims", row | claim)


def judged(name: str) -> dict[str, dict[str, Any]]:
    """Build and judge every case of a file; for each case's name, its row of comparisons."""
    connection = warehouse()
    cases = load_cases(name)
    targets = {build(connection, i, case): case["name"] for i, case in enumerate(cases)}
    judge(connection)
    cursor = connection.execute("SELECT * FROM comparisons")
    names = [c[0] for c in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {targets[row["target_id"]]: row for row in rows if row["target_id"] in targets}
