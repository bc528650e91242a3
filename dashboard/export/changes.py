"""The ledger of quiet changes in a briefing: its evidence, its sentences, its section, its part of the annex.

Ids: V7 what stood before, W7 what stands after, X7 the growth and H7 the figure implied by it, L7 the change: one change has
one number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.export import forms, rules
from dashboard.export.compose import Mark, Text, Words
from dashboard.export.data import Row
from dashboard.export.evidence import Entry, Evidence, number

KINDS = (
    "outcome_restated", "outcome_implied", "target_adjusted", "target_remembered", "indicator_switched",
    "indicator_dropped", "bound_softened", "number_to_relative", "number_to_words",
)  # fmt: skip
LETTERS = "VWXHL"
LOST = ("indicator_dropped",)  # kinds without anything after
_BOUNDS = ("measure", "op", "value_low", "value_high", "stretch", "relation", "benchmark", "headline", "direction")
_ABOUT = {"place": "place_id", "place_name": "place_name", "year": "year", "indicator": "indicator"}


def entries(row: Row, ev: Evidence) -> dict[str, str]:
    """The ids of a change by letter; {} for one whose evidence is not whole, which then is not told."""
    held = {side: _held(row[side]) for side in ("before", "after", "growth", "claim")}
    after = held["claim"] if row["kind"] == "target_remembered" else held["after"]
    implied = row["kind"] == "outcome_implied"
    if row["kind"] not in KINDS or not held["before"] or (not after and row["kind"] not in LOST):
        return {}
    if implied and not held["growth"]:
        return {}
    n = 1 + sum(name.startswith("L") for name in ev.entries)
    ids = {"V": ev.add(_read(held["before"], f"V{n}"))}
    if after:
        ids["W"] = ev.add(_read(after, f"W{n}"))
    if implied:
        ids["X"] = ev.add(_read(held["growth"], f"X{n}"))
        value = rules.implied_level(_exact(ev, ids["W"]), _exact(ev, ids["X"]))
        converted = None if value is None else rules.convert(value, ev[ids["W"]].unit, ev[ids["V"]].unit)
        rounded = None if converted is None else rules.rounded(converted)
        params = {"measure": "level"} | _about(held["before"])
        unit = ev[ids["V"]].unit
        ids["H"] = ev.add(
            Entry(f"H{n}", "implied", "implied_level", number(rounded), unit, (ids["W"], ids["X"]), params)
        )
    about = {name: row[key] for name, key in _ABOUT.items()} | {name: row[name] for name in ("label_zh", "label_en")}
    ids["L"] = ev.add(Entry(f"L{n}", "quiet", "quiet_change", row["kind"], "", tuple(ids.values()), about))
    ev.rows[ids["L"]] = row
    return ids


def _held(side: Any) -> Row:
    """A row of the struct; {} for none."""
    return {} if not side or side.get("id") is None else dict(side)


def _exact(ev: Evidence, name: str) -> Any:
    value = ev[name].value
    return rules.exact(value) if isinstance(value, (int, float)) else None


def _about(side: Row) -> dict[str, Any]:
    labels = {name: side.get(name) for name in ("label_zh", "label_en", "scope") if side.get(name)}
    return {name: side.get(key) for name, key in _ABOUT.items()} | labels


def _read(found: Row, entry_id: str) -> Entry:
    """What a report says on one side of a change: a target, an outcome or a claim."""
    params = _about(found) | {name: found.get(name) for name in _BOUNDS if name in found}
    if found["kind"] == "claim":
        params |= {"words": found["words"], "value_low": None, "value_high": None}
    made = Entry(
        entry_id, found["kind"], "read" if found["quote"] else "cited", None, found["unit"] or "", (), params, found["quote"],
        found["char_start"], found["char_end"], found["doc_id"], found.get("citation") or "",
    )  # fmt: skip
    low, high = found.get("value_low"), found.get("value_high")
    value = low if low is not None else high
    if value is not None and found["kind"] == "target":
        value = number(made.bound.x)
    return Entry(**{name: getattr(made, name) for name in Entry.__dataclass_fields__} | {"value": number(value)})


def label(ids: Mapping[str, str], ev: Evidence, w: Words) -> Mark:
    """The kind of a change, as a number is: with its evidence."""
    return Mark(forms.forms(ev[ids["L"]], w)["kind"], ids["L"])


def sentence(ids: Mapping[str, str], ev: Evidence, w: Words) -> Text:
    """A change in a sentence, without a full stop: 地区生产总值：限度放松，2024年6%以上，2025年6%左右."""
    change = ev[ids["L"]]
    year = int(change.params["year"])
    values: dict[str, Any] = {
        "label": w.label(change.params),
        "year": year,
        "last": year - 1,
        "kind": label(ids, ev, w),
    }
    values["before"], values["after"] = side(ids, "V", ev, w), side(ids, "H" if "H" in ids else "W", ev, w)
    values["other"] = w.label(ev[ids["W"]].params) if change.value == "indicator_switched" else ""
    return w(f"change.{change.value}", **values)


def side(ids: Mapping[str, str], letter: str, ev: Evidence, w: Words) -> Mark | str:
    """One side as it was said: a promise in its words, a change with its verb, else the amount; '' where there is none."""
    if letter not in ids:
        return ""
    entry = ev[ids[letter]]
    shown = forms.forms(entry, w)
    names = ("target",) if entry.kind == "target" else ("move", "amount", "words")
    return next(Mark(shown[name], entry.id) for name in names if name in shown)


def proof_sides(ids: Mapping[str, str], ev: Evidence, w: Words) -> tuple[str, str]:
    """What stood before and after, as plain texts; the latter with the implied figure where there is one."""
    texts = [said.text if isinstance(said, Mark) else said for said in (side(ids, letter, ev, w) for letter in "VW")]
    if "H" in ids:
        grown = forms.forms(ev[ids["X"]], w)
        implied = w.say("change.implied", value=forms.forms(ev[ids["H"]], w)["amount"])
        texts[1] = w.entries["join"].join([texts[1], grown.get("move") or grown["amount"], implied])
    return texts[0] or "—", texts[1] or "—"


def ids_of(n: int, ev: Evidence) -> dict[str, str]:
    """The ids of change `n` by letter."""
    return {letter: f"{letter}{n}" for letter in LETTERS if f"{letter}{n}" in ev.entries}


def numbers(names: Sequence[str]) -> list[int]:
    """The changes that ids belong to, in order."""
    return sorted({int(name[1:]) for name in names if name[0] in LETTERS and name[1:].isdigit()})
