"""Sentences made from the data, in the way that supervision offices write: one promise each, and the counts that lead.

地区生产总值增长5.4%，高于目标0.4个百分点（目标：5%左右）. Every number is a mark with its evidence; the words 增长/下降, 高于/低于,
百分点/% follow from the values and units, never from the text of a report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.export import forms, rules, safe
from dashboard.export.compose import Mark, Text, Words, joined
from dashboard.export.data import Row
from dashboard.export.evidence import Evidence

Ids = Mapping[str, str]
PARTS = ("near", "missed", "unreported", "unverifiable", "pending")


def mark(ev: Evidence, entry_id: str, form: str, w: Words) -> Mark:
    """The entry printed in one of its forms."""
    return Mark(forms.forms(ev[entry_id], w)[form], entry_id)


def promise(row: Row, ev: Evidence, w: Words) -> Text:
    """What became of one promise, without a full stop."""
    ids = ev.promise(row)
    target = mark(ev, ids["target"], "target", w)
    if "gap" not in ids:
        return _without_gap(row, ids, target, ev, w)
    clauses = (_outcome(row, ids, ev, w), _gap(row, ids, ev, w))
    return joined(clauses, w.entries["join"]) + w("tail.target", target=target)


def _without_gap(row: Row, ids: Ids, target: Mark, ev: Evidence, w: Words) -> Text:
    """A promise that no number answers."""
    label = w.marked(row)
    if row["method"] == "claim":
        key = "claim" if ids.get("claim") else "claim_plain"
        words = mark(ev, ids["claim"], "words", w) if "claim" in ids else ""
        return w(f"silent.{key}", label=label, target=target, words=words)
    if row["method"] == "relative" and "outcome" in ids:
        return _outcome(row, ids, ev, w) + w("tail.target", target=target)
    code = str(row["reason_code"] or row["status"])
    reason = (
        w.entries.get(f"code.{code}") or w.entries.get(f"code.{row['status']}") or w.texts(f"status.{row['status']}")
    )
    return w("silent.reason", label=label, target=target, reason=reason)


def _outcome(row: Row, ids: Ids, ev: Evidence, w: Words) -> Text:
    """What was reported: 地区生产总值预计增长5.4%."""
    answer = ids.get("growth") or ids["outcome"]
    changes = ev[answer].kind == "growth" or ev[answer].params.get("measure") == "growth"
    label = w.marked(row)
    if row.get("apart"):
        label = w.say("apart", label=label, lower=w.label(ev[answer].params))
    if ev[answer].kind == "growth":
        return w("outcome.derived", label=label, move=Mark(forms.move(ev[answer], w), answer))
    estimated = "_estimated" if row["estimated"] else ""
    if changes:
        key = "outcome.estimated" if estimated else "outcome.plain"
        return w(key, label=label, move=mark(ev, answer, "move", w))
    return w(f"outcome.level{estimated}", label=label, amount=mark(ev, answer, "amount", w))


def _gap(row: Row, ids: Ids, ev: Evidence, w: Words) -> Text:
    """How the outcome stands to the target."""
    gap = mark(ev, ids["gap"], "abs", w)
    value = float(ev[ids["gap"]].value or 0)
    if row["method"] == "relative":
        key = "gap.faster" if value > 0 else "gap.slower" if value < 0 else "gap.same"
        return w(key, reference=_reference(row, ids, ev, w), gap=gap)
    bound = ev[ids["target"]].bound
    if not rules.is_rate(bound.unit):
        return _gap_of_amount(row, ids, ev, w, bound, gap, value)
    if bound.op == "range":
        return _gap_of_range(w, bound, gap, value)
    if row["measure"] == "growth" and bound.x < 0:
        return _gap_of_fall(w, bound, gap, value)
    key = "gap.above" if value > 0 else "gap.below" if value < 0 else "gap.equal"
    return w(key, bound=_bound_name(w, bound), gap=gap)


def _bound_name(w: Words, bound: rules.Bound) -> str:
    return w.entries[f"bound.{bound.op}"]


def _gap_of_range(w: Words, bound: rules.Bound, gap: Mark, value: float) -> Text:
    """Inside, beyond the far end, or short of the near one (which the gap is measured from)."""
    low, high = bound.ends
    up = bound.side == "up"
    outcome = bound.x + rules.exact(value)
    if low <= outcome <= high:
        return w("gap.inside")
    if outcome > high:
        return w("gap.over_range") if up else w("gap.above", bound=w.entries["bound.high"], gap=gap)
    return w("gap.below", bound=w.entries["bound.low"], gap=gap) if up else w("gap.under_range")


def _gap_of_fall(w: Words, bound: rules.Bound, gap: Mark, value: float) -> Text:
    """A promised fall: a larger fall, a smaller one, or a rise."""
    if bound.x + rules.exact(value) > 0:
        return w("gap.turned", gap=gap)
    key = "gap.fall_more" if value < 0 else "gap.fall_less" if value > 0 else "gap.fall_equal"
    return w(key, gap=gap)


def _gap_of_amount(row: Row, ids: Ids, ev: Evidence, w: Words, bound: rules.Bound, gap: Mark, value: float) -> Text:
    """An amount: share of the target reached, or how it stands to a limit."""
    if row["measure"] == "growth":
        key = "gap.change_over" if value > 0 else "gap.change_under" if value < 0 else "gap.amount_equal"
        return w(key, gap=gap)
    if bound.side != "up" or "ratio" not in ids:
        key = "gap.limit_over" if value > 0 else "gap.limit_under" if value < 0 else "gap.limit_equal"
        return w(key, bound=_bound_name(w, bound), gap=gap)
    key = "gap.amount_over" if value > 0 else "gap.amount_under" if value < 0 else "gap.amount_equal"
    return w(key, ratio=mark(ev, ids["ratio"], "amount", w), gap=gap)


def _reference(row: Row, ids: Ids, ev: Evidence, w: Words) -> Text:
    """What a relative target is set against, with its figure."""
    entry = ev[ids["reference"]]
    if entry.params.get("of") == "target":
        value = mark(ev, entry.id, "target", w)
        return w("reference.handed_down", place=safe.line(entry.params.get("place_name") or ""), value=value)
    value = mark(ev, entry.id, "amount", w)
    relation = str(row["relation"])
    if relation.endswith("_gdp") or relation == "not_below_last_year":
        key = "reference.gdp" if relation.endswith("_gdp") else "reference.last_year"
        return w("reference.value", label=w.entries[key], value=value)
    if relation == "above_parent" and entry.params.get("place_name"):
        return w("reference.value", label=safe.line(entry.params["place_name"]), value=value)
    return w("reference.value", label=w.label(entry.params), value=value)


def parts(verdicts: Sequence[str], ev: Evidence, w: Words, statuses: Sequence[str] = PARTS) -> Text:
    """完成5项（其中超额完成2项）、基本完成1项 …: every status that occurs; together they are all of `verdicts`."""
    kept, exceeded = ev.count(verdicts, rules.KEPT), ev.count(verdicts, ("exceeded",))
    some = any(ev[name].value in rules.DECIDED for name in verdicts)
    texts: list[Text] = []
    if some and statuses == PARTS:
        key = "part.kept_exceeded" if ev[exceeded].value else "part.kept"
        texts.append(w(key, n=mark(ev, kept, "numeral", w), exceeded=mark(ev, exceeded, "numeral", w)))
    for status in statuses:
        n = ev.count(verdicts, (status,))
        if ev[n].value:
            texts.append(w(f"part.{status}", n=mark(ev, n, "numeral", w)))
    return joined(texts, w.entries["list"])


def share(verdicts: Sequence[str], before: Sequence[str], ev: Evidence, w: Words) -> Text:
    """The share kept, its change on the year before, and how many stand outside it. Empty where nothing has a verdict."""
    decided, kept = ev.count(verdicts, rules.DECIDED), ev.count(verdicts, rules.KEPT)
    now = ev.share(kept, decided)
    if now is None:
        return ()
    clauses = [
        w(
            "share.plain",
            decided=mark(ev, decided, "numeral", w),
            kept=mark(ev, kept, "numeral", w),
            share=mark(ev, now, "amount", w),
        )
    ]
    last = ev.share(ev.count(before, rules.KEPT), ev.count(before, rules.DECIDED)) if before else None
    if last:
        change = ev.change(now, last)
        value = float(ev[change].value or 0)
        key = "share.up" if value > 0 else "share.down" if value < 0 else "share.flat"
        clauses.append(w(key, change=mark(ev, change, "abs", w)))
    return (*joined(clauses, w.entries["join"]), w.entries["stop"])


def outside(verdicts: Sequence[str], ev: Evidence, w: Words) -> Text:
    """How many promises stand outside the share; empty where none does."""
    unverifiable, pending = ev.count(verdicts, ("unverifiable",)), ev.count(verdicts, ("pending",))
    key = {(True, True): "outside", (True, False): "outside_unverifiable", (False, True): "outside_pending"}.get(
        (bool(ev[unverifiable].value), bool(ev[pending].value))
    )
    if key is None:
        return ()
    return w(f"share.{key}", unverifiable=mark(ev, unverifiable, "numeral", w), pending=mark(ev, pending, "numeral", w))
