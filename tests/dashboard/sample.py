"""A warehouse of invented places, made straight from etl/sql/schema.sql: the fixture of every dashboard test.

`python tests/dashboard/sample.py FILE` writes it. It holds every status and method, digests, tables of figures,
claims, ledger, searches, a very long place name, markup in a text, a refused file and a skipped one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "etl" / "sql" / "schema.sql"
COMMENTS = ROOT / "etl" / "sql" / "comments.sql"

# id, name, path, level, parent
PLACES = [
    ("100000", "全国", "", "country", None),
    ("990000", "云岭省", "", "province", "100000"),
    ("980000", "海岳省", "", "province", "100000"),
    ("990100", "临川市", "云岭省", "city", "990000"),
    ("990200", "青河市", "云岭省", "city", "990000"),
    ("990101", "东平区", "云岭省/临川市", "district", "990100"),
    ("990102", "云溪区", "云岭省/临川市", "district", "990100"),
    ("990103", "石桥区", "云岭省/临川市", "district", "990100"),
    ("990121", "松口县", "云岭省/临川市", "county", "990100"),
    ("990122", "白沙县", "云岭省/临川市", "county", "990100"),
    ("990201", "南浦区", "云岭省/青河市", "district", "990200"),
    ("990202", "北苑区", "云岭省/青河市", "district", "990200"),
    ("990221", "金沙江畔彝族傣族哈尼族傈僳族自治县", "云岭省/青河市", "county", "990200"),
]
# id, zh, en, direction, unit, price basis, usual measure, base, spread, hedge
INDICATORS = [
    ("gdp", "地区生产总值", "Gross regional product", "up", "%", "constant", "growth", 6.5, 1.2, "approx"),
    (
        "industrial_va",
        "规模以上工业增加值",
        "Value added of larger industry",
        "up",
        "%",
        "constant",
        "growth",
        7.5,
        2.5,
        "ge",
    ),
    ("fixed_investment", "固定资产投资", "Fixed asset investment", "up", "%", "current", "growth", 8.0, 4.0, "eq"),
    ("retail_sales", "社会消费品零售总额", "Retail sales", "up", "%", "current", "growth", 7.0, 2.5, "range"),
    (
        "budget_revenue",
        "一般公共预算收入",
        "General public budget revenue",
        "up",
        "%",
        "current",
        "growth",
        5.0,
        3.0,
        "eq",
    ),
    (
        "income_all",
        "居民人均可支配收入",
        "Disposable income per head",
        "up",
        "%",
        "current",
        "growth",
        6.5,
        1.2,
        "relative",
    ),
    ("urban_new_jobs", "城镇新增就业", "New urban jobs", "up", "万人", "none", "level", 2.4, 0.3, "ge"),
    (
        "surveyed_unemployment",
        "城镇调查失业率",
        "Surveyed urban unemployment",
        "down",
        "%",
        "none",
        "level",
        5.2,
        0.3,
        "le",
    ),
    ("cpi", "居民消费价格", "Consumer prices", "ceiling", "%", "none", "growth", 2.2, 1.0, "le"),
    ("rd_intensity", "研发经费投入强度", "R&D intensity", "up", "%", "none", "level", 3.1, 0.2, "approx"),
    (
        "energy_intensity",
        "单位地区生产总值能耗",
        "Energy use per unit of output",
        "down",
        "%",
        "none",
        "growth",
        -2.5,
        1.0,
        "words",
    ),
    ("pm25", "PM2.5平均浓度", "PM2.5 concentration", "down", "微克/立方米", "none", "level", 34, 3, "le"),
]
DIGEST_PLACE, FIGURES_PLACE, SHORT_PLACE = "990122", "980000", "990202"
YEARS = range(2021, 2027)  # plan years of the reports held
HOSTILE = "会议指出<script>window.hacked=1</script>与**着重**、$x^2$及[链接](javascript:alert(1))只是文字。"


@dataclass
class Tables:
    """Rows by table, in the order of being made."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        self.rows.setdefault(table, []).append(values)
        return values


@dataclass
class Report:
    """A report being written: text grows, spans are taken while it does."""

    doc_id: str
    place: tuple[Any, ...]
    year: int
    kind: str
    text: str = ""

    def say(self, sentence: str, quote: str) -> tuple[int, int]:
        """Append `sentence`, and return the span of `quote` in the whole text."""
        start = len(self.text) + sentence.index(quote)
        self.text += sentence
        return start, start + len(quote)


def number(value: float) -> str:
    """The figure as a report would print it: one decimal, none where it is zero."""
    return f"{value:.1f}".removesuffix(".0")


def promise_words(label: str, measure: str, op: str, x: float, unit: str, stretch: float | None) -> str:
    """A clause that promises `x`."""
    verb = "" if measure == "level" else ("下降" if x < 0 else "增长")
    shown = number(abs(x))
    tail = {
        "approx": f"{shown}{unit}左右",
        "ge": f"{shown}{unit}以上",
        "le": f"控制在{shown}{unit}以内",
        "eq": f"{shown}{unit}",
    }
    words = f"{label}{verb}{shown}—{number(x + 1)}{unit}" if op == "range" else f"{label}{verb}{tail[op]}"
    return words + (f"、力争达到{number(stretch)}{unit}" if stretch else "")


def verdict(x: float, high: float, v: float, op: str, direction: str, unit: str, scale: float = 1.0) -> str:
    """The rule of the contract for two numbers; `scale` doubles (lenient) or drops (strict) the tolerance."""
    rate = unit in ("%", "百分点")
    n = abs(x) * (0.10 if op == "approx" else 0.05) * (1 if rate else 0.2) * scale
    m = abs(x) * (0.10 if rate else 0.05)
    less = op == "le" or (op != "ge" and direction != "up")
    sign = -1 if less else 1
    gap = sign * (v - (high if less else x))
    if direction != "ceiling" and sign * (v - (x if less else high)) >= m:
        return "exceeded"
    return "met" if gap >= 0 else "near" if gap >= -n - 1e-9 else "missed"


def build(path: Path, seed: int = 7) -> None:
    """Write the sample warehouse to `path`, replacing what is there."""
    tables, rng = Tables(), random.Random(seed)
    for place_id, name, above, level, parent in PLACES:
        tables.add(
            "places",
            place_id=place_id,
            place_name=name,
            place_path=f"{above}/{name}".strip("/"),
            level=level,
            parent_id=parent,
            former_names=["松口镇"] if name == "松口县" else [],
        )
    for order, row in enumerate(INDICATORS):
        tables.add(
            "indicators",
            indicator=row[0],
            label_zh=row[1],
            label_en=row[2],
            direction=row[3],
            unit=row[4],
            price_basis=row[5],
            in_catalogue=True,
            sort_order=order,
        )
    tables.add(
        "indicators",
        indicator="other:云雾茶产量",
        label_zh="云雾茶产量",
        label_en="云雾茶产量",
        direction="up",
        unit="万斤",
        price_basis="none",
        in_catalogue=False,
        sort_order=99,
    )
    for place in PLACES:
        one_place(tables, place, rng)
    extras(tables)
    write(path, tables)


def one_place(tables: Tables, place: tuple[Any, ...], rng: random.Random) -> None:
    """All reports of a place; a target is set against what the next report says."""
    kind = {DIGEST_PLACE: "digest", FIGURES_PLACE: "figures", SHORT_PLACE: "news_summary"}.get(place[0], "work_report")
    open_promises: list[dict[str, Any]] = []
    for year in YEARS:
        if place[0] == "990103" and year == 2023:  # a year that is not held
            settle_without(tables, open_promises)
            open_promises = []
            continue
        report = Report(f"{place[0]}-{year}", place, year, kind)
        report.text = f"{place[1]}{year}年政府工作报告\n\n各位代表：\n"
        review(tables, report, open_promises, rng)
        open_promises = plan(tables, report, rng)
        finish(tables, report)
    settle_without(tables, open_promises)


def review(tables: Tables, report: Report, promises: list[dict[str, Any]], rng: random.Random) -> None:
    """The chapter on the year before: outcomes, claims, and verdicts on `promises`."""
    start = len(report.text)
    report.text += f"一、{report.year - 1}年工作回顾\n过去一年，全{report.place[1][-1]}上下攻坚克难。"
    if report.place[0] == "990101":
        report.text += HOSTILE
    report.text += "\n"
    for promise in promises:
        compare(tables, report, promise, rng)
    report.text += "\n"
    tables.add(
        "sections",
        doc_id=report.doc_id,
        role="review",
        year=report.year - 1,
        char_start=start,
        char_end=len(report.text),
    )


def compare(tables: Tables, report: Report, promise: dict[str, Any], rng: random.Random) -> None:
    """One promise against this report: a number, words, silence or a claim."""
    info, draw = promise["info"], rng.random()
    base = dict(
        target_id=promise["target_id"],
        promise_id=promise["promise_id"],
        place_id=report.place[0],
        place_name=report.place[1],
        year=report.year - 1,
        period="year",
        indicator=info[0],
        decides=True,
        target_doc_id=promise["doc_id"],
        outcome_doc_id=report.doc_id,
        rule="sample",
        outcome_id=None,
        gap=None,
        attainment=None,
        outcome_value=None,
        outcome_unit=None,
        reference_id=None,
        reference_value=None,
    )
    if promise["op"] == "" and info[9] == "words":
        silent(tables, report, base, info, "unverifiable", "目标只有文字，没有数字")
    elif draw < 0.07:
        status = "pending" if report.kind in ("digest", "figures", "news_summary") else "unreported"
        silent(
            tables,
            report,
            base,
            info,
            status,
            "所存为摘要，未见不等于未报" if status == "pending" else "全文未见该指标当年数字或表述",
        )
    elif draw < 0.13 and report.kind == "work_report":
        silent(tables, report, base, info, "unverifiable", "报告只用文字表述：保持平稳")
    else:
        measured(tables, report, promise, base, rng)


def silent(
    tables: Tables, report: Report, base: dict[str, Any], info: tuple[Any, ...], status: str, reason: str
) -> None:
    """A verdict without an outcome, with the passages that the search looked at."""
    tables.add(
        "comparisons", **base, status=status, status_strict=status, status_lenient=status, method="none", reason=reason
    )
    if status == "pending" or report.kind != "work_report":
        return
    quote = f"{info[1]}保持平稳"
    start, end = report.say(f"{quote}，为下一步发展打下基础。", quote)
    tables.add(
        "searches",
        target_id=base["target_id"],
        doc_id=report.doc_id,
        finding="words",
        quote=quote,
        char_start=start,
        char_end=end,
    )
    tables.add(
        "mentions",
        doc_id=report.doc_id,
        place_id=report.place[0],
        year=report.year - 1,
        indicator=info[0],
        finding="words",
        quote=quote,
        char_start=start,
        char_end=end,
    )


def measured(tables: Tables, report: Report, promise: dict[str, Any], base: dict[str, Any], rng: random.Random) -> None:
    """An outcome with a number, and its verdict."""
    info, x, high = promise["info"], promise["low"], promise["high"]
    value = round(x + rng.gauss(-0.05, 1) * info[8] * 0.6, 1) if x is not None else round(7 + rng.gauss(0, 1), 1)
    verb = "" if info[6] == "level" else ("下降" if value < 0 else "增长")
    quote = f"{info[1]}{verb}{number(abs(value))}{info[4]}"
    outcome_id = f"o-{report.doc_id}-{info[0]}"
    span = report.say(f"预计{quote}；", quote) if report.kind != "figures" else None
    tables.add(
        "outcomes",
        outcome_id=outcome_id,
        doc_id=report.doc_id,
        place_id=report.place[0],
        place_name=report.place[1],
        year=report.year - 1,
        period="year",
        indicator=info[0],
        indicator_label=info[1],
        scope="",
        measure=info[6],
        op="eq",
        value_low=value,
        value_high=value,
        unit=info[4],
        relation="",
        benchmark="",
        estimated=True,
        **evidence(span, quote, report),
        section="review",
        confidence="high",
        causes=[],
        correction="",
    )
    base |= dict(outcome_id=outcome_id, outcome_value=value, outcome_unit=info[4])
    if x is None:  # relative: in step with gdp, taken as 7
        status = "met" if value - 7 >= -0.5 else "missed"
        tables.add(
            "comparisons",
            **(base | dict(gap=round(value - 7, 2), reference_value=7.0)),
            status=status,
            status_strict=status,
            status_lenient=status,
            method="relative",
            reason=f"与经济增长同步：本指标{number(value)}%，经济增长7%",
        )
        return
    ruled = [verdict(x, high, value, promise["op"], info[3], info[4], s) for s in (1, 0, 2)]
    base |= dict(gap=round(value - x, 2), attainment=round(value / x, 4) if info[6] == "level" else None)
    tables.add(
        "comparisons",
        **base,
        status=ruled[0],
        status_strict=ruled[1],
        status_lenient=ruled[2],
        method="direct",
        reason=f"目标{number(x)}{info[4]}，报告{number(value)}{info[4]}",
    )
    if rng.random() < 0.12 and span:
        claim(tables, report, info, x, value, ruled[0])


def claim(tables: Tables, report: Report, info: tuple[Any, ...], x: float, value: float, status: str) -> None:
    """What the review says of this target itself; now and then it boasts."""
    words = "超额完成全年目标"
    quote = f"{info[1]}{words}"
    start, end = report.say(f"{quote}。", quote)
    tables.add(
        "claims",
        claim_id=f"c-{report.doc_id}-{info[0]}",
        doc_id=report.doc_id,
        place_id=report.place[0],
        year=report.year - 1,
        indicator=info[0],
        indicator_label=info[1],
        reported=value,
        unit=info[4],
        target_value=x,
        target_op="eq",
        completion_pct=round(100 * value / x, 1) if x else None,
        words=words,
        verdict="exceeded",
        quote=quote,
        char_start=start,
        char_end=end,
    )


def plan(tables: Tables, report: Report, rng: random.Random) -> list[dict[str, Any]]:
    """The chapter on the coming year; returns its promises."""
    start = len(report.text)
    report.text += f"二、{report.year}年工作安排\n今年经济社会发展主要预期目标是："
    made = []
    for info in INDICATORS:
        if rng.random() < 0.08:
            continue
        made.append(promised(tables, report, info, rng))
    report.text += "\n围绕上述目标，重点抓好以下工作。\n"
    tables.add(
        "sections", doc_id=report.doc_id, role="headline", year=report.year, char_start=start, char_end=len(report.text)
    )
    return made


def promised(tables: Tables, report: Report, info: tuple[Any, ...], rng: random.Random) -> dict[str, Any]:
    """One target row, and its sentence."""
    op = info[9] if info[9] not in ("relative", "words") else ""
    x = round(info[7] + rng.gauss(0, 0.2) * info[8] - (report.year - 2021) * 0.1 * (info[7] > 5), 1) if op else None
    high = round(x + 1, 1) if op == "range" and x is not None else x
    stretch = round(x * 1.1, 1) if info[0] == "industrial_va" and x else None
    relation = {"relative": "sync_gdp", "words": "words"}.get(info[9], "")
    if x is not None:
        quote = promise_words(info[1], info[6], op, x, info[4], stretch)
    else:
        quote = f"{info[1]}与经济增长同步" if relation == "sync_gdp" else f"{info[1]}完成省下达任务"
    span = report.say(f"{quote}；", quote) if report.kind != "figures" else None
    target_id = f"t-{report.doc_id}-{info[0]}"
    tables.add(
        "targets",
        target_id=target_id,
        promise_id=f"p-{target_id}",
        doc_id=report.doc_id,
        place_id=report.place[0],
        place_name=report.place[1],
        year=report.year,
        period="year",
        indicator=info[0],
        indicator_label=info[1],
        scope="",
        measure=info[6] if op else ("relative" if relation == "sync_gdp" else "qualitative"),
        op=op,
        value_low=None if op == "le" else x,
        value_high=None if op == "ge" else high,
        stretch=stretch,
        unit=info[4] if op else "",
        relation=relation,
        benchmark="gdp" if relation == "sync_gdp" else "",
        headline=True,
        **evidence(span, quote, report),
        section="headline",
        confidence="high",
        causes=[],
        correction="",
    )
    return dict(
        target_id=target_id, promise_id=f"p-{target_id}", doc_id=report.doc_id, info=info, op=op, low=x, high=high
    )


def evidence(span: tuple[int, int] | None, quote: str, report: Report) -> dict[str, Any]:
    """The columns that point into the text; a table of figures cites its source instead."""
    citation = f"{report.year}年{report.place[1]}政府工作报告" if report.kind in ("figures", "digest") else ""
    if span is None:
        return dict(quote=None, char_start=None, char_end=None, citation=citation)
    return dict(quote=quote, char_start=span[0], char_end=span[1], citation=citation)


def finish(tables: Tables, report: Report) -> None:
    """The document row."""
    cited = report.kind in ("figures", "digest")
    tables.add(
        "documents",
        doc_id=report.doc_id,
        source_file=f"sample/{report.place[1]}_{report.year}.txt",
        source_url=f"https://www.example.gov.cn/{report.doc_id}.html",
        sha256=hashlib.sha256(report.text.encode()).hexdigest(),
        title=f"{report.place[1]}{report.year}年政府工作报告",
        place_id=report.place[0],
        place_name=report.place[1],
        place_path=f"{report.place[2]}/{report.place[1]}".strip("/"),
        level=report.place[3],
        doc_type=report.kind,
        report_year=report.year,
        review_year=report.year - 1,
        plan_year=report.year,
        plan_period="year",
        published_on=dt.date(report.year, 1, 20),
        meeting_on=dt.date(report.year, 1, 15),
        citation=f"{report.year}年{report.place[1]}政府工作报告（省政府门户网站）" if cited else "",
        status="warned" if report.place[0] == "990221" else "ok",
        warnings=["地名与清单不一致，以清单为准"] if report.place[0] == "990221" else [],
        duplicate_of=None,
        text="" if report.kind == "figures" else report.text,
    )


def settle_without(tables: Tables, promises: list[dict[str, Any]]) -> None:
    """The next report is not held: every promise waits."""
    targets = {row["target_id"]: row for row in tables.rows.get("targets", [])}
    for promise in promises:
        target = targets[promise["target_id"]]
        tables.add(
            "comparisons",
            target_id=promise["target_id"],
            promise_id=promise["promise_id"],
            place_id=target["place_id"],
            place_name=target["place_name"],
            year=target["year"],
            period="year",
            indicator=target["indicator"],
            decides=True,
            status="pending",
            status_strict="pending",
            status_lenient="pending",
            method="none",
            reason="次年报告未收录",
            rule="no_next_report",
            target_doc_id=target["doc_id"],
            outcome_doc_id=None,
            outcome_id=None,
            gap=None,
            attainment=None,
            outcome_value=None,
            outcome_unit=None,
            reference_id=None,
            reference_value=None,
        )


def extras(tables: Tables) -> None:
    """Refused and skipped files, the ledger, a correction, facts of the build."""
    for name, status, why in (
        ("扫描件.pdf", "refused", "没有文字层：请先做文字识别，再导入识别后的文本"),
        ("新闻.txt", "skipped", ""),
    ):
        tables.add(
            "documents",
            doc_id=f"x-{status}",
            source_file=f"sample/{name}",
            source_url="",
            sha256=status,
            title="",
            place_id=None,
            place_name=None,
            place_path=None,
            level=None,
            doc_type="other",
            report_year=None,
            review_year=None,
            plan_year=None,
            plan_period=None,
            published_on=None,
            meeting_on=None,
            citation="",
            status=status,
            warnings=[why] if why else [],
            duplicate_of=None,
            text=None,
        )
    for kind, before, after, detail in (
        ("outcome_restated", 6.8, 6.3, "上年数字由6.8%改为6.3%"),
        ("bound_softened", 7.0, 7.0, "“7%以上”改为“7%左右”"),
    ):
        tables.add(
            "ledger",
            place_id="990102",
            place_name="云溪区",
            indicator="gdp",
            year=2024,
            kind=kind,
            before_id="t-990102-2024-gdp",
            after_id="t-990102-2025-gdp",
            before_value=before,
            after_value=after,
            unit="%",
            detail=detail,
            detail_en=f"sample {kind}",
        )
    judged(tables)
    doubts(tables)
    second_document(tables)
    tables.add(
        "corrections",
        correction_id="k1",
        action="flag",
        target="o-990102-2025-gdp",
        reason="原文印刷错误",
        source="来信",
        author="测试",
        made_on=dt.date(2026, 2, 1),
        outcome="applied",
    )
    for table, rows in texts_of_verdicts().items():
        for row in rows:
            tables.add(table, **row)
    for key, value in (("schema_version", "1"), ("built_at", "2026-03-01T08:00:00"), ("engine", "sample")):
        tables.add("build_info", key=key, value=value)


def second_document(tables: Tables) -> None:
    """A plan report of 东平区 that gives another growth for 2024 than the work report does."""
    place = next(row for row in PLACES if row[0] == "990101")
    report = Report("990101-2025-plan", place, 2025, "plan_report", "东平区2025年国民经济和社会发展计划报告\n")
    quote = "地区生产总值增长9.9%"
    span = report.say(f"2024年，{quote}。", quote)
    own = next(row for row in tables.rows["outcomes"] if row["outcome_id"] == "o-990101-2025-gdp")
    other = own | dict(outcome_id="o-plan-gdp", doc_id=report.doc_id, value_low=9.9, value_high=9.9, estimated=False)
    tables.add("outcomes", **(other | evidence(span, quote, report)))
    finish(tables, report)
    tables.rows["documents"][-1] |= dict(title="东平区2025年计划报告", source_file="sample/东平区_2025_计划.txt")
    tables.add(
        "document_differences",
        place_id="990101",
        place_name="东平区",
        year=2024,
        period="year",
        role="outcome",
        indicator="gdp",
        scope="",
        measure="growth",
        source_doc_id=own["doc_id"],
        source_row_id=own["outcome_id"],
        source_value=own["value_low"],
        source_unit="%",
        other_doc_id=report.doc_id,
        other_row_id="o-plan-gdp",
        other_value=9.9,
        other_unit="%",
    )


def doubts(tables: Tables) -> None:
    """One target of low confidence, one outcome flagged by a person, the outcomes of one report of medium confidence."""
    for row in tables.rows["targets"]:
        if row["target_id"] == "t-990101-2024-cpi":
            row |= dict(confidence="low", causes=["increment"])
    for row in tables.rows["outcomes"]:
        if row["doc_id"] == "990103-2025":
            row |= dict(confidence="medium", causes=["five_year_review"])
        if row["outcome_id"] == "o-990102-2025-gdp":
            row |= dict(correction="k1：原文印刷错误（测试，2026-02-01）")
    tables.add(
        "corrected_rows",
        correction_id="k1",
        action="flag",
        table_name="outcomes",
        row_id="o-990102-2025-gdp",
        doc_id="990102-2025",
        before="{}",
        after="{}",
    )


def judged(tables: Tables) -> None:
    """Claims beside the board, sums that do not add up, the cascade: as the judge would write them."""
    verdicts = {row["target_id"]: row["status"] for row in tables.rows["comparisons"]}
    for claim in tables.rows["claims"]:
        target = f"t-{claim['place_id']}-{claim['year']}-{claim['indicator']}"
        status = verdicts.get(target)
        tables.add(
            "claims_checked",
            claim_id=claim["claim_id"],
            doc_id=claim["doc_id"],
            place_id=claim["place_id"],
            year=claim["year"],
            indicator=claim["indicator"],
            kind="one",
            says="exceeded",
            target_id=target,
            promised=claim["target_value"],
            promised_unit=claim["unit"],
            remembered=claim["target_value"],
            remembered_unit=claim["unit"],
            remembered_by="stated",
            remembers="same",
            status=status,
            finding="agrees" if status in ("met", "exceeded") else "overstated",
            promises=None,
            kept=None,
            missed=None,
            silent=None,
        )
    tables.add(
        "reconciliations",
        place_id="990102",
        place_name="云溪区",
        year=2023,
        indicator="retail_sales",
        scope="",
        doc_id="990102-2024",
        growth_id="g",
        level_id="l",
        last_id="p",
        growth=6.5,
        level=104.0,
        level_unit="亿元",
        last_level=100.0,
        last_unit="亿元",
        implied_low=3.9,
        implied_high=4.1,
        gap=2.4,
        status="unexplained",
        cause="",
    )
    parents = {place[0]: place for place in PLACES}
    targets = {row["target_id"]: row for row in tables.rows["targets"]}
    for row in tables.rows["targets"]:
        value = row["value_low"] if row["value_low"] is not None else row["value_high"]
        if value is None or row["unit"] != "%":
            continue
        above = parents.get(parents[row["place_id"]][4] or "")
        over = targets.get(f"t-{above[0]}-{row['year']}-{row['indicator']}") if above else None
        held = over["value_low"] if over and over["value_low"] is not None else (over or {}).get("value_high")
        tables.add(
            "cascade",
            indicator=row["indicator"],
            measure=row["measure"],
            year=row["year"],
            place_id=row["place_id"],
            place_name=row["place_name"],
            level=parents[row["place_id"]][3],
            target_id=row["target_id"],
            op=row["op"],
            value=value,
            unit="%",
            parent_id=above[0] if over and above else None,
            parent_name=above[1] if over and above else None,
            parent_level=above[3] if over and above else None,
            parent_target_id=over["target_id"] if over else None,
            parent_op=over["op"] if over else None,
            parent_value=held,
            added=None if held is None else round(value - held, 2),
        )


def texts_of_verdicts() -> dict[str, list[dict[str, str]]]:
    """The labels that the judge would store."""
    wordings = {"": "直接给数", "ge": "以上", "le": "以内", "approx": "左右", "range": "区间"}
    return {
        "finding_labels": [dict(finding="words", zh="只有文字表述", en="words only")],
        "ledger_kinds": [
            dict(kind="outcome_restated", zh="结果被后来的报告改动", en="outcome restated"),
            dict(kind="bound_softened", zh="限度放松", en="bound softened"),
        ],
        "claim_finding_labels": [
            dict(finding="agrees", zh="与对照一致", en="agrees with the figures"),
            dict(finding="overstated", zh="说完成而对照有未完成", en="claims more than the figures show"),
        ],
        "wording_labels": [
            dict(wording=key or "plain", zh=zh, en=f"wording {key or 'plain'}") for key, zh in wordings.items()
        ],
    }


def write(path: Path, tables: Tables) -> None:
    """Load the rows; a quote that is not its slice is an error of the sample itself."""
    path.unlink(missing_ok=True)
    ops = {row["target_id"]: row["op"] for row in tables.rows["targets"]}
    for row in tables.rows["comparisons"]:
        wording = ops[row["target_id"]] if ops[row["target_id"]] in ("ge", "le", "approx", "range") else "plain"
        row |= dict(reason_code=row["rule"], reason_en=f"sample reason for {row['status']}", wording=wording)
    with duckdb.connect(str(path)) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        if COMMENTS.exists():
            connection.execute(COMMENTS.read_text(encoding="utf-8"))
        for table, rows in tables.rows.items():
            frame = pd.DataFrame(rows).astype(object).where(lambda f: f.notna(), None)
            connection.register("frame", frame)
            columns = ", ".join(frame.columns)
            connection.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM frame"
            )  # names of our own, not data
            connection.unregister("frame")
        for table in ("targets", "outcomes", "claims"):
            bad = connection.execute(
                f"SELECT count(*) FROM {table} r JOIN documents d USING (doc_id) "
                "WHERE quote IS NOT NULL AND quote <> substring(text, char_start + 1, char_end - char_start)"
            ).fetchone()
            assert bad == (0,), f"{table}: {bad}"


if __name__ == "__main__":
    build(Path(sys.argv[1]))
