"""What the sample holds beside its reports: refused files, ledger, doubts, corrections, and tables of the judge."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.dashboard.sample_years import finish
from tests.yunling.facts import PLACES
from tests.yunling.rows import Report, Row, Tables

LABELS: dict[str, list[Row]] = {
    "finding_labels": [{"finding": "words", "zh": "只有文字表述", "en": "words only"}],
    "ledger_kinds": [
        {"kind": "outcome_restated", "zh": "结果被后来的报告改动", "en": "outcome restated"},
        {"kind": "bound_softened", "zh": "限度放松", "en": "bound softened"},
    ],
    "claim_finding_labels": [
        {"finding": "agrees", "zh": "与对照一致", "en": "agrees with the figures"},
        {"finding": "overstated", "zh": "说完成而对照有未完成", "en": "claims more than the figures show"},
    ],
    "wording_labels": [
        {"wording": wording, "zh": zh, "en": f"wording {wording}"}
        for wording, zh in zip(
            ("plain", "ge", "le", "approx", "range"), ("直接给数", "以上", "以内", "左右", "区间"), strict=True
        )
    ],
}


def add(tables: Tables) -> None:
    """All of it."""
    unread(tables)
    ledger(tables)
    held_twice(tables)
    claims_checked(tables)
    sums(tables)
    cascade(tables)
    doubts(tables)
    second_document(tables)
    tables.rows |= LABELS
    for key, value in (("schema_version", "1"), ("built_at", "2026-03-01T08:00:00"), ("engine", "sample")):
        tables.add("build_info", key=key, value=value)


def unread(tables: Tables) -> None:
    """A file that was refused and one that was skipped."""
    known = ("place_id", "place_name", "place_path", "level", "report_year", "review_year", "plan_year", "plan_period")
    empty = dict.fromkeys((*known, "published_on", "meeting_on", "duplicate_of", "text"))
    plain = {"source_url": "", "title": "", "doc_type": "other", "citation": ""} | empty
    scan = {"status": "refused", "warnings": ["没有文字层：请先做文字识别，再导入识别后的文本"]}
    for name, row in (("扫描件.pdf", scan), ("新闻.txt", {"status": "skipped", "warnings": list[str]()})):
        made = {"doc_id": f"x-{row['status']}", "source_file": f"sample/{name}", "sha256": row["status"]}
        tables.add("documents", **(plain | made | row))


def held_twice(tables: Tables) -> None:
    """The report of the first claim once more, with its claim: a duplicate of the other."""
    claim = tables["claims"][0]
    document = next(row for row in tables["documents"] if row["doc_id"] == claim["doc_id"])
    copy = {"doc_id": f"{claim['doc_id']}-copy"}
    tables.add("documents", **(document | copy | {"source_file": "sample/copy.txt", "duplicate_of": claim["doc_id"]}))
    tables.add("claims", **(claim | copy | {"claim_id": f"{claim['claim_id']}-copy"}))


def ledger(tables: Tables) -> None:
    """Two quiet changes of 云溪区."""
    found = {"place_id": "990102", "place_name": "云溪区", "indicator": "gdp", "year": 2024, "unit": "%"}
    found |= {"before_id": "t-990102-2024-gdp", "after_id": "t-990102-2025-gdp"}
    restated = {"before_value": 6.8, "after_value": 6.3, "detail": "上年数字由6.8%改为6.3%"}
    softened = {"before_value": 7.0, "after_value": 7.0, "detail": "“7%以上”改为“7%左右”"}
    for kind, values in (("outcome_restated", restated), ("bound_softened", softened)):
        tables.add("ledger", **found, kind=kind, **values, detail_en=f"sample {kind}")


def claims_checked(tables: Tables) -> None:
    """Claims beside the board, as the judge would write them."""
    verdicts = {row["target_id"]: row["status"] for row in tables["comparisons"]}
    counts: dict[str, Any] = dict.fromkeys(("promises", "kept", "missed", "silent"))
    for claim in tables["claims"]:
        about = {name: claim[name] for name in ("claim_id", "doc_id", "place_id", "year", "indicator")}
        target = f"t-{claim['place_id']}-{claim['year']}-{claim['indicator']}"
        status = verdicts.get(target)
        told = {"promised": claim["target_value"], "promised_unit": claim["unit"], "remembered": claim["target_value"]}
        told |= {"remembered_unit": claim["unit"], "remembered_by": "stated", "remembers": "same", "says": "exceeded"}
        finding = "agrees" if status in ("met", "exceeded") else "overstated"
        row = about | told | counts | {"kind": "one", "target_id": target, "status": status, "finding": finding}
        tables.add("claims_checked", **row)


def sums(tables: Tables) -> None:
    """A growth that does not follow from its levels."""
    about = {"place_id": "990102", "place_name": "云溪区", "year": 2023, "indicator": "retail_sales", "scope": ""}
    ids = {"doc_id": "990102-2024", "growth_id": "g", "level_id": "l", "last_id": "p"}
    levels = {"growth": 6.5, "level": 104.0, "level_unit": "亿元", "last_level": 100.0, "last_unit": "亿元"}
    found = {"implied_low": 3.9, "implied_high": 4.1, "gap": 2.4, "status": "unexplained", "cause": ""}
    tables.add("reconciliations", **about, **ids, **levels, **found)


def cascade(tables: Tables) -> None:
    """Each rate beside that of the place above."""
    targets = {row["target_id"]: row for row in tables["targets"]}
    for row in tables["targets"]:
        value = bound(row)
        if value is None or row["unit"] != "%":
            continue
        place = PLACES[row["place_id"]]
        over = targets.get(f"t-{place.parent_id}-{row['year']}-{row['indicator']}")
        own = {
            name: row[name] for name in ("indicator", "measure", "year", "place_id", "place_name", "target_id", "op")
        }
        names = ("id", "name", "level", "target_id", "op", "value")
        above: Row = dict.fromkeys((f"parent_{name}" for name in names), None) | {"added": None}
        if over:
            parent, held = PLACES[over["place_id"]], bound(over)
            values = (parent.place_id, parent.place_name, parent.level, over["target_id"], over["op"], held)
            above = {f"parent_{name}": found for name, found in zip(names, values, strict=True)}
            above |= {"added": None if held is None else round(value - held, 2)}
        tables.add("cascade", **own, level=place.level, value=value, unit="%", **above)


def bound(row: Row) -> float | None:
    """A target as one number."""
    value = row["value_low"] if row["value_low"] is not None else row["value_high"]
    return None if value is None else float(value)


def doubts(tables: Tables) -> None:
    """One target of low confidence, one outcome flagged by a person, the outcomes of one report of medium confidence."""
    for row in tables["targets"]:
        if row["target_id"] == "t-990101-2024-cpi":
            row |= {"confidence": "low", "causes": ["increment"]}
    for row in tables["outcomes"]:
        if row["doc_id"] == "990103-2025":
            row |= {"confidence": "medium", "causes": ["five_year_review"]}
        if row["outcome_id"] == "o-990102-2025-gdp":
            row |= {"correction": "k1：原文印刷错误（测试，2026-02-01）"}
    made = {"reason": "原文印刷错误", "source": "来信", "author": "测试", "made_on": dt.date(2026, 2, 1)}
    row_id = "o-990102-2025-gdp"
    tables.add("corrections", correction_id="k1", action="flag", target=row_id, **made, outcome="applied")
    where = {"table_name": "outcomes", "row_id": row_id, "doc_id": "990102-2025"}
    tables.add("corrected_rows", correction_id="k1", action="flag", **where, before="{}", after="{}")


def second_document(tables: Tables) -> None:
    """A plan report of 东平区 that gives another growth for 2024 than the work report does."""
    report = Report(tables, PLACES["990101"], 2025, "990101-2025-plan", "plan_report")
    report.text = "东平区2025年国民经济和社会发展计划报告\n"
    span = report.say("2024年，地区生产总值增长9.9%。", "地区生产总值增长9.9%")
    report.outcome("o-plan-gdp", "gdp", span, value_low=9.9, value_high=9.9)
    finish(report, title="东平区2025年计划报告", source_file="sample/东平区_2025_计划.txt")
    own = next(row for row in tables["outcomes"] if row["outcome_id"] == "o-990101-2025-gdp")
    about = {name: own[name] for name in ("place_id", "place_name", "year", "period", "indicator", "scope", "measure")}
    sides = {"source_doc_id": own["doc_id"], "source_row_id": own["outcome_id"], "source_value": own["value_low"]}
    sides |= {"other_doc_id": report.doc_id, "other_row_id": "o-plan-gdp", "other_value": 9.9}
    tables.add("document_differences", role="outcome", **about, **sides, source_unit="%", other_unit="%")
