"""The sample's reports, year by year: what a place promises, what its next report says of it, and the verdict."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, NamedTuple

from tests.yunling.facts import INDICATORS
from tests.yunling.rows import Report, Row, Tables

HOSTILE = "会议指出<script>window.hacked=1</script>与**着重**、$x^2$及[链接](javascript:alert(1))只是文字。"
SUMMARIES = ("digest", "figures", "news_summary")  # kinds in which nothing can be missed


class Habit(NamedTuple):
    """How the sample's places promise an indicator: op, or the relation of a promise without a number."""

    indicator: str
    unit: str
    measure: str
    base: float
    spread: float
    op: str

    @property
    def label(self) -> str:
        return INDICATORS[self.indicator].label_zh

    @property
    def direction(self) -> str:
        return INDICATORS[self.indicator].direction


HABITS = [
    Habit("gdp", "%", "growth", 6.5, 1.2, "approx"),
    Habit("industrial_va", "%", "growth", 7.5, 2.5, "ge"),
    Habit("fixed_investment", "%", "growth", 8.0, 4.0, "eq"),
    Habit("retail_sales", "%", "growth", 7.0, 2.5, "range"),
    Habit("budget_revenue", "%", "growth", 5.0, 3.0, "eq"),
    Habit("income_all", "%", "growth", 6.5, 1.2, "sync_gdp"),
    Habit("urban_new_jobs", "万人", "level", 2.4, 0.3, "ge"),
    Habit("surveyed_unemployment", "%", "level", 5.2, 0.3, "le"),
    Habit("cpi", "%", "growth", 2.2, 1.0, "le"),
    Habit("rd_intensity", "%", "level", 3.1, 0.2, "approx"),
    Habit("energy_intensity", "%", "growth", -2.5, 1.0, "words"),
    Habit("pm25", "微克/立方米", "level", 34, 3, "le"),
]


def number(value: float) -> str:
    """The figure as a report would print it: one decimal, none where it is zero."""
    return f"{value:.1f}".removesuffix(".0")


def verb(measure: str, value: float) -> str:
    """The word before a figure."""
    return "" if measure == "level" else "下降" if value < 0 else "增长"


def promise_words(habit: Habit, x: float, stretch: float | None) -> str:
    """A clause that promises `x`."""
    head, shown, unit = habit.label + verb(habit.measure, x), number(abs(x)), habit.unit
    tail = {
        "approx": f"{shown}{unit}左右",
        "ge": f"{shown}{unit}以上",
        "le": f"控制在{shown}{unit}以内",
        "range": f"{shown}—{number(x + 1)}{unit}",
    }.get(habit.op, f"{shown}{unit}")
    return head + tail + (f"、力争达到{number(stretch)}{unit}" if stretch else "")


def verdict(x: float, high: float, v: float, habit: Habit, scale: float = 1.0) -> str:
    """The rule of the contract for two numbers; `scale` doubles (lenient) or drops (strict) the tolerance."""
    rate = habit.unit in ("%", "百分点")
    n = abs(x) * (0.10 if habit.op == "approx" else 0.05) * (1 if rate else 0.2) * scale
    m = abs(x) * (0.10 if rate else 0.05)
    less = habit.op == "le" or (habit.op != "ge" and habit.direction != "up")
    sign = -1 if less else 1
    gap = sign * (v - (high if less else x))
    if habit.direction != "ceiling" and sign * (v - (x if less else high)) >= m:
        return "exceeded"
    return "met" if gap >= 0 else "near" if gap >= -n - 1e-9 else "missed"


def review(report: Report, promises: list[dict[str, Any]], rng: random.Random) -> None:
    """The chapter on the year before: outcomes, claims, and verdicts on `promises`."""
    start = len(report.text)
    report.text += f"一、{report.year - 1}年工作回顾\n过去一年，全{report.place.place_name[-1]}上下攻坚克难。"
    if report.place.place_id == "990101":
        report.text += HOSTILE
    report.text += "\n"
    for promise in promises:
        answer(report, promise, rng)
    report.text += "\n"
    report.section("review", report.year - 1, start)


def answer(report: Report, promise: dict[str, Any], rng: random.Random) -> None:
    """One promise against this report: a number, words, silence or a claim."""
    habit, draw = promise["habit"], rng.random()
    base = comparison(promise["row"], rule="sample", outcome_doc_id=report.doc_id)
    if habit.op == "words":
        silent(report, base, habit, "unverifiable", "目标只有文字，没有数字")
    elif draw < 0.07 and report.kind in SUMMARIES:
        silent(report, base, habit, "pending", "所存为摘要，未见不等于未报")
    elif draw < 0.07:
        silent(report, base, habit, "unreported", "全文未见该指标当年数字或表述")
    elif draw < 0.13 and report.kind == "work_report":
        silent(report, base, habit, "unverifiable", "报告只用文字表述：保持平稳")
    else:
        measured(report, promise, base, rng)


def comparison(target: Row, **values: Any) -> Row:
    """A verdict on `target`, as long as nothing answers it."""
    kept = ("target_id", "promise_id", "place_id", "place_name", "year", "period", "indicator")
    nothing = ("outcome_id", "gap", "attainment", "outcome_value", "outcome_unit", "reference_id", "reference_value")
    row = {name: target[name] for name in kept} | dict.fromkeys(nothing)
    return row | {"decides": True, "target_doc_id": target["doc_id"]} | values


def judged(row: Row, method: str, reason: str, status: str, strict: str = "", lenient: str = "") -> Row:
    """A comparison with its verdict under three readings."""
    readings = {"status": status, "status_strict": strict or status, "status_lenient": lenient or status}
    return row | readings | {"method": method, "reason": reason}


def silent(report: Report, base: Row, habit: Habit, status: str, reason: str) -> None:
    """A verdict without an outcome, with the passages that the search looked at."""
    report.tables.add("comparisons", **judged(base, "none", reason, status))
    if status == "pending" or report.kind != "work_report":
        return
    span = report.say(f"{habit.label}保持平稳，为下一步发展打下基础。", f"{habit.label}保持平稳")
    found = {"doc_id": report.doc_id, "finding": "words", **span._asdict()}
    report.tables.add("searches", target_id=base["target_id"], **found)
    about = {"place_id": report.place.place_id, "year": report.year - 1, "indicator": habit.indicator}
    report.tables.add("mentions", **(found | about))


def measured(report: Report, promise: dict[str, Any], base: Row, rng: random.Random) -> None:
    """An outcome with a number, and its verdict."""
    habit, x, high = promise["habit"], promise["low"], promise["high"]
    value = round(x + rng.gauss(-0.05, 1) * habit.spread * 0.6, 1) if x is not None else round(7 + rng.gauss(0, 1), 1)
    quote = f"{habit.label}{verb(habit.measure, value)}{number(abs(value))}{habit.unit}"
    span = report.say(f"预计{quote}；", quote) if report.kind != "figures" else None
    held = {"value_low": value, "value_high": value, "unit": habit.unit, "measure": habit.measure}
    outcome_id = f"o-{report.doc_id}-{habit.indicator}"
    report.outcome(outcome_id, habit.indicator, span, estimated=True, citation=citation(report), **held)
    base |= {"outcome_id": outcome_id, "outcome_value": value, "outcome_unit": habit.unit}
    if x is None:  # in step with gdp, taken as 7
        base |= {"gap": round(value - 7, 2), "reference_value": 7.0}
        reason = f"与经济增长同步：本指标{number(value)}%，经济增长7%"
        report.tables.add("comparisons", **judged(base, "relative", reason, "met" if value - 7 >= -0.5 else "missed"))
        return
    base |= {"gap": round(value - x, 2), "attainment": round(value / x, 4) if habit.measure == "level" else None}
    ruled = [verdict(x, high, value, habit, scale) for scale in (1, 0, 2)]
    reason = f"目标{number(x)}{habit.unit}，报告{number(value)}{habit.unit}"
    report.tables.add("comparisons", **judged(base, "direct", reason, *ruled))
    if rng.random() < 0.12 and span:
        claim(report, habit, x, value)


def claim(report: Report, habit: Habit, x: float, value: float) -> None:
    """What the review says of this target itself; now and then it boasts."""
    words = "超额完成全年目标"
    span = report.say(f"{habit.label}{words}。")
    said = {"words": words, "verdict": "exceeded", "completion_pct": round(100 * value / x, 1) if x else None}
    held = {"reported": value, "unit": habit.unit, "target_value": x, "target_op": "eq"}
    report.claim(f"c-{report.doc_id}-{habit.indicator}", habit.indicator, span, **said, **held)


def plan(report: Report, rng: random.Random) -> list[dict[str, Any]]:
    """The chapter on the coming year; returns its promises."""
    start = len(report.text)
    report.text += f"二、{report.year}年工作安排\n今年经济社会发展主要预期目标是："
    made = [promised(report, habit, rng) for habit in HABITS if rng.random() >= 0.08]
    report.text += "\n围绕上述目标，重点抓好以下工作。\n"
    report.section("headline", report.year, start)
    return made


def promised(report: Report, habit: Habit, rng: random.Random) -> dict[str, Any]:
    """One target row, and its sentence."""
    target_id = f"t-{report.doc_id}-{habit.indicator}"
    if habit.op in ("sync_gdp", "words"):
        sync = habit.op == "sync_gdp"
        quote = f"{habit.label}与经济增长同步" if sync else f"{habit.label}完成省下达任务"
        values: Row = {"measure": "relative" if sync else "qualitative", "op": "", "unit": "", "relation": habit.op}
        values |= {"benchmark": "gdp" if sync else ""}
        x = high = None
    else:
        drift = (report.year - 2021) * 0.1 * (habit.base > 5)
        x = round(habit.base + rng.gauss(0, 0.2) * habit.spread - drift, 1)
        high = round(x + 1, 1) if habit.op == "range" else x
        stretch = round(x * 1.1, 1) if habit.indicator == "industrial_va" and x else None
        quote = promise_words(habit, x, stretch)
        bounds = {"value_low": None if habit.op == "le" else x, "value_high": None if habit.op == "ge" else high}
        values = {"measure": habit.measure, "op": habit.op, "unit": habit.unit, "stretch": stretch, **bounds}
    span = report.say(f"{quote}；", quote) if report.kind != "figures" else None
    row = report.target(target_id, habit.indicator, span, citation=citation(report), **values)
    return {"row": row, "habit": habit, "low": x, "high": high}


def citation(report: Report) -> str:
    """What a row of a digest or a table of figures cites."""
    cited = report.kind in ("figures", "digest")
    return f"{report.year}年{report.place.place_name}政府工作报告" if cited else ""


def finish(report: Report, **values: Any) -> None:
    """The document row."""
    warned, name = report.place.place_id == "990221", report.place.place_name
    report.document(
        **{
            "source_file": f"sample/{name}_{report.year}.txt",
            "meeting_on": dt.date(report.year, 1, 15),
            "citation": f"{citation(report)}（省政府门户网站）" if citation(report) else "",
            "status": "warned" if warned else "ok",
            "warnings": ["地名与清单不一致，以清单为准"] if warned else [],
            "text": "" if report.kind == "figures" else report.text,
        }
        | values
    )


def settle_without(tables: Tables, promises: list[dict[str, Any]]) -> None:
    """The next report is not held: every promise waits."""
    for promise in promises:
        base = comparison(promise["row"], rule="no_next_report", outcome_doc_id=None)
        tables.add("comparisons", **judged(base, "none", "次年报告未收录", "pending"))
