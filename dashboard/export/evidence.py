"""The evidence behind every number: one entry each, with its value, the rule that gives it, its inputs and its sentence.

Ids: T7 what was promised, R7 what was reported, B7 the figure that it is set against, C7 the report's own claim, J7 the
verdict, G7 the gap, P7 the share of the target reached, D7 growth derived from two levels: one promise has one number.
N1, N2 … are counts, shares and other figures made from many; V, W, X, H and L are of quiet changes (changes.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from dashboard.export import rules
from dashboard.export.data import Row

Value = float | int | str | None


@dataclass(frozen=True)
class Entry:
    """One number (or verdict). `value` in `unit`; offsets are code points, half open, in the text of document `source`."""

    id: str
    kind: str  # target, outcome, reference, claim, verdict, gap, ratio, growth, count, share, change, median, implied, quiet
    rule: str  # read, cited, verdict, difference, percent_of, growth_of_levels, points_of_levels, count, median, implied_level, quiet_change
    value: Value
    unit: str = ""
    inputs: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    source: str = ""
    citation: str = ""

    @property
    def bound(self) -> rules.Bound:
        """The promised quantity, of a target's entry."""
        low, high = self.params.get("value_low"), self.params.get("value_high")
        return rules.Bound(
            op=str(self.params.get("op") or "eq"),
            low=None if low is None else rules.exact(low),
            high=None if high is None else rules.exact(high),
            unit=self.unit,
            direction=str(self.params.get("direction") or "up"),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data, without what is empty."""
        return {key: value for key, value in asdict(self).items() if value not in (None, "", (), {})} | {
            "value": self.value
        }


def from_json(data: Mapping[str, Any]) -> Entry:
    """An entry as read from evidence.json; raises TypeError or KeyError where it is none."""
    known = {name: data[name] for name in Entry.__dataclass_fields__ if name in data}
    return Entry(**(known | {"inputs": tuple(known.get("inputs", ())), "params": dict(known.get("params", {}))}))


def number(value: Decimal | float | None) -> float | int | None:
    """A Decimal as the number that JSON keeps: whole ones as int."""
    if value is None:
        return None
    exact = rules.exact(value)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


class Evidence:
    """The entries of one pack, in the order of being made; asking twice for the same promise gives the same entries."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.rows: dict[str, Row] = {}  # by the id of the verdict
        self._promises: dict[str, dict[str, str]] = {}
        self._made: dict[tuple[Any, ...], str] = {}

    def __getitem__(self, entry_id: str) -> Entry:
        return self.entries[entry_id]

    def add(self, entry: Entry) -> str:
        """Keep an entry, and return its id."""
        self.entries[entry.id] = entry
        return entry.id

    def promise(self, row: Row) -> dict[str, str]:
        """The ids of a promise by kind: target, verdict, and those of outcome, reference, claim, growth, gap, ratio it has."""
        known = self._promises.get(row["target_id"])
        if known is not None:
            return known
        n = len(self._promises) + 1
        ids = {"target": self.add(_target(row, f"T{n}"))}
        for kind, make in (("outcome", _outcome), ("reference", _reference), ("claim", _claim)):
            entry = make(row, n)
            if entry:
                ids[kind] = self.add(entry)
        ids |= self._worked(row, ids, n)
        ids["verdict"] = self.add(_verdict(row, ids, f"J{n}"))
        self._promises[row["target_id"]] = ids
        self.rows[ids["verdict"]] = row
        return ids

    def _worked(self, row: Row, ids: Mapping[str, str], n: int) -> dict[str, str]:
        """Growth, gap and ratio of a promise, as far as it has them."""
        made: dict[str, str] = {}
        if row["method"] == "derived" and "reference" in ids:
            made["growth"] = self._derived(row, ids, n)
        answer = made.get("growth") or ids.get("outcome")
        if not answer or self[answer].value is None or row["method"] not in ("direct", "derived", "relative"):
            return made
        against = ids.get("reference") if row["method"] == "relative" else ids["target"]
        if not against or self[against].value is None:
            return made
        value = _in_unit(self[answer], self[against].unit)
        base = self[against].value
        if value is None or not isinstance(base, (int, float)):
            return made
        unit = "百分点" if rules.is_rate(self[against].unit) else self[against].unit
        gap = rules.difference(value, base)
        made["gap"] = self.add(Entry(f"G{n}", "gap", "difference", number(gap), unit, (answer, against)))
        if not rules.is_rate(self[against].unit) and row["measure"] == "level" and base:
            ratio = rules.percent(value, base)
            made["ratio"] = self.add(Entry(f"P{n}", "ratio", "percent_of", number(ratio), "%", (answer, against)))
        return made

    def _derived(self, row: Row, ids: Mapping[str, str], n: int) -> str:
        """Growth worked out from this year's and last year's level, to two decimals."""
        level, last = self[ids["outcome"]], self[ids["reference"]]
        points = row["unit"] in ("百分点", "个百分点")
        rule = "points_of_levels" if points else "growth_of_levels"
        value = growth(level, last, points)
        return self.add(
            Entry(f"D{n}", "growth", rule, number(value), row["unit"], (level.id, last.id), {"measure": "growth"})
        )

    def _figure(self, kind: str, rule: str, value: Value, unit: str, inputs: Iterable[str], **params: Any) -> str:
        """A figure made from many; the same one is made once."""
        listed = tuple(inputs)
        key = (kind, rule, listed, repr(sorted(params.items())))
        if key not in self._made:
            n = len(self._made) + 1
            self._made[key] = self.add(Entry(f"N{n}", kind, rule, value, unit, listed, params))
        return self._made[key]

    def count(self, verdicts: Iterable[str], statuses: Iterable[str] = ()) -> str:
        """How many of `verdicts` have one of `statuses` (all of them where none is named)."""
        listed, wanted = tuple(verdicts), list(statuses)
        value = sum(1 for name in listed if not wanted or self[name].value in wanted)
        return self._figure("count", "count", value, "", listed, status=wanted)

    def count_of(self, verdicts: Iterable[str], of: str) -> str:
        """How many different places (or indicators) `verdicts` are about."""
        listed = tuple(verdicts)
        value = len({self[name].params.get(of) for name in listed})
        return self._figure("count", "count_distinct", value, "", listed, of=of)

    def share(self, part: str, whole: str) -> str | None:
        """Part ÷ whole in %, of two counts; None where there is no whole."""
        value = rules.percent(float(self[part].value or 0), float(self[whole].value or 0))
        return None if value is None else self._figure("share", "percent_of", number(value), "%", (part, whole))

    def change(self, now: str, before: str) -> str:
        """Now - before, of two shares: in points."""
        value = rules.difference(_float(self[now].value), _float(self[before].value))
        return self._figure("change", "difference", number(value), "百分点", (now, before))

    def median(self, inputs: Iterable[str], unit: str) -> str | None:
        """The middle of the values of `inputs`."""
        listed = tuple(inputs)
        held = (rules.convert(rules.exact(_float(self[name].value)), self[name].unit, unit) for name in listed)
        value = rules.median([one for one in held if one is not None])
        return None if value is None else self._figure("median", "median", number(value), unit, listed)

    def documents(self) -> list[str]:
        """The ids of the documents that entries point into."""
        return sorted({entry.source for entry in self.entries.values() if entry.source})


def growth(level: Entry, last: Entry, points: bool, places: int = 2) -> Decimal | None:
    """Growth in % (or the change in points) from `last` to `level`, rounded; None where it cannot be told."""
    now, before = _in_unit(level, last.unit), last.value
    if now is None or not isinstance(before, (int, float)) or (not points and not before):
        return None
    if points:
        return rules.difference(now, before)
    share = rules.percent(now, before, places)
    return None if share is None else share - 100


def _in_unit(entry: Entry, unit: str) -> Decimal | None:
    return rules.convert(rules.exact(entry.value), entry.unit, unit) if isinstance(entry.value, (int, float)) else None


def _float(value: Value) -> float:
    if not isinstance(value, (int, float)):
        raise TypeError(f"not a number: {value!r}")
    return value


def _about(row: Row) -> dict[str, Any]:
    """What an entry of the promise is about."""
    return {
        "place": row["place_id"],
        "place_name": row["place_name"],
        "year": row["year"],
        "indicator": row["indicator"],
        "label_zh": row["label_zh"],
        "label_en": row["label_en"],
        "scope": row["scope"],
    }


def _target(row: Row, entry_id: str) -> Entry:
    names = ("measure", "op", "value_low", "value_high", "stretch", "relation", "benchmark", "headline")
    params = _about(row) | {name: row[name] for name in names} | {"direction": row["catalogue_direction"] or "up"}
    rule = "read" if row["target_quote"] else "cited"
    return Entry(
        entry_id, "target", rule, row["x"], row["unit"], (), params, row["target_quote"], row["target_start"],
        row["target_end"], row["target_source"], row["target_row_citation"] or "",
    )  # fmt: skip


def _outcome(row: Row, n: int) -> Entry | None:
    if not row["outcome_id"]:
        return None
    names = {"measure": "outcome_measure", "op": "outcome_op", "value_low": "outcome_low", "value_high": "outcome_high"}
    params = _about(row) | {name: row[key] for name, key in names.items()} | {"estimated": bool(row["estimated"])}
    params["scope"] = row["outcome_scope"] or ""
    if row.get("apart"):  # of town and country, promised as one, the lower
        params |= {
            "indicator": row["outcome_indicator"],
            "label_zh": row["outcome_label"],
            "label_en": row["outcome_label_en"],
        }
    return Entry(
        f"R{n}", "outcome", "read" if row["outcome_quote"] else "cited", _first(row, "outcome_value", "outcome_low", "outcome_high"),
        row["outcome_unit"] or row["outcome_row_unit"] or "", (),
        params, row["outcome_quote"], row["outcome_start"], row["outcome_end"], row["outcome_source"],
        row["outcome_row_citation"] or "",
    )  # fmt: skip


def _first(row: Row, *names: str) -> Value:
    """The first of the columns that is there."""
    return next((row[name] for name in names if row[name] is not None), None)


def _reference(row: Row, n: int) -> Entry | None:
    if not row["reference_row"]:
        return None
    names = {"measure": "measure", "op": "op", "value_low": "low", "value_high": "high", "relation": "relation"}
    params = {name: row[f"reference_{key}"] for name, key in names.items()} | {
        "of": row["reference_kind"],
        "place_name": row["reference_place"],
        "year": row["reference_year"],
        "indicator": row["reference_indicator"],
        "label_zh": row["reference_label"],
        "label_en": row["reference_label_en"],
        "benchmark": row["reference_benchmark"],
        "direction": row["catalogue_direction"] or "up",
    }
    return Entry(
        f"B{n}", "reference", "read" if row["reference_quote"] else "cited",
        _first(row, "reference_value", "reference_low", "reference_high"), row["reference_unit"] or "",
        (), params, row["reference_quote"], row["reference_start"], row["reference_end"], row["reference_source"],
        row["reference_citation"] or "",
    )  # fmt: skip


def _claim(row: Row, n: int) -> Entry | None:
    if not row["claim_id"]:
        return None
    params = _about(row) | {"words": row["claim_words"], "says": row["claim_verdict"], "target": row["claim_target"]}
    return Entry(
        f"C{n}", "claim", "read", row["completion_pct"], "%", (), params, row["claim_quote"], row["claim_start"],
        row["claim_end"], row["claim_source"],
    )  # fmt: skip


def _verdict(row: Row, ids: Mapping[str, str], entry_id: str) -> Entry:
    inputs = tuple(ids[kind] for kind in ("target", "outcome", "growth", "reference", "claim") if kind in ids)
    params = _about(row) | {
        "method": row["method"],
        "rule": row["rule"],
        "code": row["reason_code"],
        "reason": row["reason"],
        "reason_en": row["reason_en"],
        "strict": row["status_strict"],
        "lenient": row["status_lenient"],
        "searched": row["outcome_doc_id"],
    }
    return Entry(entry_id, "verdict", "verdict", row["status"], "", inputs, params)
