"""A target, an outcome and a verdict in words: what tables, hovers and slides say of one promise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.i18n import numbers
from dashboard.i18n.texts import Texts

DOUBTFUL = 2  # the column doubt of queries/_views.sql
DOUBT = {"shown": 2, "hidden": 1, "sure": 0}  # choice → the most doubt that a row may be in


def target(row: Mapping[str, Any], t: Texts) -> str:
    """What was promised: 8%左右, 下降3%以上, 与经济增长同步 …"""
    low, high, op = row["value_low"], row["value_high"], row["op"]
    if not op or (numbers.absent(low) and numbers.absent(high)):
        return relation(row, t)
    if op == "range":
        text = t("op.range", low=figure(row, low, t), high=figure(row, high, t))
    else:
        value = high if op == "le" else low
        falls = row["measure"] == "growth" and value < 0
        shown = figure(row, abs(value), t)
        # a fall of 3%以上 is le -3: the bound turns round with the sign
        key = {"le": "ge", "ge": "le"}.get(op, op) if falls else op
        text = t(f"op.{key}", value=shown)
        text = t("op.fall", value=text) if falls else text
    if not numbers.absent(row.get("stretch")):
        text = t("op.stretch", value=text, stretch=figure(row, row["stretch"], t))
    relative = row.get("relation") or ""
    return (
        t("op.margin", relation=relation(row, t), value=text)
        if relative.startswith(("above", "below", "sync"))
        else text
    )


def figure(row: Mapping[str, Any], value: float, t: Texts) -> str:
    """One number of a target with its unit."""
    return numbers.amount(value, row["unit"], t.language)


def relation(row: Mapping[str, Any], t: Texts) -> str:
    """A target without a number: its relation, or `in words`."""
    name = row.get("relation") or "words"
    if not t.has(f"relation.{name}"):
        return t("relation.words")
    bench = row.get("benchmark")
    return t(f"relation.{name}", benchmark=t.get(f"benchmark.{bench}", str(bench)) if bench else t("benchmark.parent"))


def outcome(row: Mapping[str, Any], t: Texts) -> str:
    """What was reported: the number, or why there is none."""
    value = row["outcome_value"]
    if numbers.absent(value):
        return t(f"no_outcome.{row['status']}") if t.has(f"no_outcome.{row['status']}") else numbers.MISSING
    text = bounded(numbers.amount(abs(value), row["outcome_unit"] or row["unit"], t.language), row, t)
    if value < 0:
        text = t("op.fall", value=text)
    if row.get("method") == "derived" and not numbers.absent(row.get("y")):
        text = t("op.derived", value=text, growth=numbers.amount(row["y"], row["unit"], t.language))
    if row.get("apart") is True:
        text = t("op.apart", value=text)
    estimated = row.get("estimated")
    return t("op.estimated", value=text) if estimated is True or str(estimated) == "True" else text


def bounded(text: str, row: Mapping[str, Any], t: Texts) -> str:
    """A reported amount with the bound that the report gives it: 6%以上; of a fall the bound turns round with the sign."""
    op = row.get("outcome_op")
    if op not in ("ge", "le", "approx"):
        return text
    turned = {"ge": "le", "le": "ge"}.get(op, op) if row["outcome_value"] < 0 else op
    return t(f"op.{turned}", value=text)


def gap(row: Mapping[str, Any], t: Texts) -> str:
    """Outcome less target, in the target's unit; '' where there is none."""
    if numbers.absent(row["gap"]):
        return ""
    return numbers.signed(row["gap"], row["unit"] or "%", t.language)


def sentence(row: Mapping[str, Any], t: Texts) -> str:
    """The whole in one line: 承诺 8%左右，报告 8.3%，完成."""
    said = t("hover.promise", target=target(row, t), outcome=outcome(row, t), status=t(f"status.{row['status']}"))
    return t("hover.doubt", promise=said) if doubtful(row) else said


def doubtful(row: Mapping[str, Any]) -> bool:
    """Whether a row is in doubt: read with low confidence, or flagged by a correction."""
    return row.get("doubt") == DOUBTFUL


def reason(row: Mapping[str, Any], t: Texts) -> str:
    """Why the verdict is what it is, as the judge wrote it in either language."""
    return str((row.get("reason") if t.language == "zh" else row.get("reason_en")) or "")
