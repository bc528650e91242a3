"""Every label and every row of a set, paired as the scorer pairs them: what was found, missed, or read too much.

The scorer gives sums; this gives the single cases, so that they can be counted by level, time or kind of statement. That
both count alike is tested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tests.accuracy import beside

Record = dict[str, Any]
RIGHT, MISSED, SPURIOUS = "right", "missed", "spurious"
_SELECT = {
    "target": "SELECT d.source_file, t.*, value_low AS low, value_high AS high, false AS estimated FROM targets t JOIN documents d USING (doc_id)",
    "outcome": "SELECT d.source_file, t.*, value_low AS low, value_high AS high, NULL AS stretch FROM outcomes t JOIN documents d USING (doc_id)",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One label, one row, or a pair of them. `right` cases have both, `missed` no row, `spurious` no label."""

    doc: Record
    role: str  # target (of the headline paragraph) or outcome
    result: str
    label: Record | None
    row: Record | None
    exact: bool = False

    @property
    def one(self) -> Record:
        """The label where there is one, else the row: what the case is counted under."""
        return self.label or self.row or {}


@dataclass(frozen=True, slots=True)
class Count:
    """Right, missed and spurious cases; precision and recall are None where nothing was to be found."""

    right: int
    missed: int
    spurious: int
    exact: int

    @property
    def labels(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.spurious) if self.right + self.spurious else None

    @property
    def recall(self) -> float | None:
        return self.right / self.labels if self.labels else None


def count(cases: Iterable[Case]) -> Count:
    """The sums of some cases."""
    found = list(cases)
    sums = [sum(case.result == result for case in found) for result in (RIGHT, MISSED, SPURIOUS)]
    return Count(*sums, exact=sum(case.exact for case in found))


def by(cases: Iterable[Case], key: Callable[[Case], str]) -> dict[str, Count]:
    """The sums of each group, in the order of the keys."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[key(case)].append(case)
    return {name: count(groups[name]) for name in sorted(groups)}


def cases(warehouse: Path, docs: list[Record], gold: list[Record]) -> list[Case]:
    """Every case of a set: `gold` are labels with quotes. Raises NotBesideError."""
    rows = _rows(warehouse)
    labels: dict[str, list[Record]] = defaultdict(list)
    for label in gold:
        labels[label["doc"]].append(label)
    found: list[Case] = []
    for doc in docs:
        own = labels[doc["doc"]]
        found += _targets(doc, own, rows["target"][doc["file"]])
        found += _outcomes(doc, own, rows["outcome"][doc["file"]])
    return found


def _rows(warehouse: Path) -> dict[str, dict[str, list[Record]]]:
    found: dict[str, dict[str, list[Record]]] = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for role, sql in _SELECT.items():
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            found[role] = defaultdict(list)
            for values in cursor.fetchall():
                row = dict(zip(names, values, strict=True))
                found[role][Path(row["source_file"]).name].append(row)
    return found


def _settled(doc: Record, role: str, pairs: list[Any], spurious: list[Record], missed: list[Record]) -> list[Case]:
    score = beside.scorer()
    made = [Case(doc, role, RIGHT, label, row, bool(score.exact(label, row))) for label, row in pairs]
    made += [Case(doc, role, MISSED, label, None) for label in missed]
    return made + [Case(doc, role, SPURIOUS, None, row) for row in spurious]


def _targets(doc: Record, labels: list[Record], rows: list[Record]) -> list[Case]:
    score, catalogue = beside.scorer(), beside.directions()
    gold = [label for label in labels if label["role"] == "target" and label["headline"]]
    if not gold and not doc.get("no_headline"):
        return []
    pairs, spurious, missed = score.match(gold, [row for row in rows if row["headline"]], catalogue)

    def wordless(one: Record) -> bool:
        return one["indicator"] not in catalogue and one["measure"] in score.NONNUM

    loose = [label for label in gold if wordless(label)]
    elsewhere = [row for row in rows if row["indicator"] not in catalogue]
    spurious = [
        row for row in spurious if not wordless(row) or not any(score.touches(x["quote"], row["quote"]) for x in loose)
    ]
    missed = [
        label
        for label in missed
        if not score.optional(label)
        and not (wordless(label) and any(score.touches(label["quote"], row["quote"]) for row in elsewhere))
    ]
    return _settled(doc, "target", [p for p in pairs if not score.optional(p[0])], spurious, missed)


def _outcomes(doc: Record, labels: list[Record], rows: list[Record]) -> list[Case]:
    score, catalogue = beside.scorer(), beside.directions()
    gold = [label for label in labels if label["role"] == "outcome"]
    if not gold:
        return []
    annual: dict[Any, Record] = {}
    for row in rows:
        of_year = row["year"] == doc["review_year"] and (row["period"] or "year") == "year"
        if row["indicator"] in catalogue and of_year and row["measure"] not in score.NONNUM:
            annual.setdefault((row["indicator"], row["measure"], *score.number(row)), row)
    numeric = [label for label in gold if label["measure"] not in score.NONNUM]
    firm = [label for label in gold if not score.optional(label)]
    pairs, spurious, missed = score.match(firm, list(annual.values()), catalogue)
    _, spurious, _ = score.match([label for label in numeric if score.optional(label)], spurious, catalogue)
    spurious = [row for row in spurious if not _same_level(row, numeric) and not score.bound_of(row, gold)]
    return _settled(doc, "outcome", pairs, spurious, missed)


def _same_level(row: Record, labels: list[Record]) -> bool:
    """Whether a level restates a labelled one, rounded (within 1 %)."""
    score = beside.scorer()
    low, high, unit = score.number(row)
    for label in labels:
        if label["indicator"] == row["indicator"] and label["measure"] == row["measure"] == "level":
            a, b, dimension = score.number(label)
            if dimension == unit and score.same(a or b, low or high, 0.01):
                return True
    return False
