"""A document and what was extracted from it → rows of the warehouse's tables, with their ids and quotes."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import Any

from etl.models import Claim, Document, Extraction, Mention, Refusal, Row

Rows = dict[str, list[tuple[Any, ...]]]

_PLACED = ("doc_id", "place_id", "place_name")
_QUANTITY = ("year", "period", "indicator", "indicator_label", "scope", "measure", "op", "value_low", "value_high")
_EVIDENCE = ("quote", "char_start", "char_end")
_CAUSES = ("section", "citation", "confidence", "causes", "correction")

# the columns that extraction fills, table by table, in the order of the row tuples; the schema may have more
COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": (
        *("doc_id", "source_file", "source_url", "sha256", "title", "place_id", "place_name", "place_path", "level"),
        *("doc_type", "report_year", "review_year", "plan_year", "plan_period", "published_on", "meeting_on"),
        *("citation", "status", "warnings", "input", "text"),
    ),
    "sections": ("doc_id", "role", "year", "char_start", "char_end"),
    "targets": (
        *("target_id", "promise_id", *_PLACED, *_QUANTITY, "stretch", "unit", "relation", "benchmark", "headline"),
        *(*_EVIDENCE, *_CAUSES),
    ),
    "outcomes": (
        "outcome_id",
        *_PLACED,
        *_QUANTITY,
        "unit",
        "relation",
        "benchmark",
        "estimated",
        *_EVIDENCE,
        *_CAUSES,
    ),
    "claims": (
        *("claim_id", "doc_id", "place_id", "year", "period", "indicator", "indicator_label", "reported", "unit"),
        *("target_value", "target_op", "completion_pct", "words", "verdict", *_EVIDENCE),
    ),
    "mentions": ("doc_id", "place_id", "year", "indicator", "finding", *_EVIDENCE),
    "inputs": ("path", "sha256", "hints"),
}

_BOUNDS = {  # op → which of (low, high) it fills
    "eq": (True, True),
    "approx": (True, True),
    "range": (True, True),
    "ge": (True, False),
    "le": (False, True),
}
_YEARS = range(1949, 2101)


def document_rows(document: Document, extraction: Extraction, source: str) -> Rows:
    """All rows of one document that was read from the input `source`.

    A row that breaks a rule of the warehouse (a slice outside the text, bounds that contradict `op`, a year that none
    can be) is left out, and the document says so in its warnings.
    """
    sound = _Sound(document.text)
    rows: Rows = {
        "targets": [_target(document, n, row) for n, row in sound.number("targets", extraction.targets)],
        "outcomes": [_outcome(document, n, row) for n, row in sound.number("outcomes", extraction.outcomes)],
        "claims": [_claim(document, n, claim) for n, claim in sound.number("claims", extraction.claims)],
        "mentions": [_mention(document, item) for _, item in sound.number("mentions", extraction.mentions)],
        "sections": [(document.doc_id, s.role, s.year, s.start, s.end) for s in extraction.sections],
    }
    warnings = [*document.warnings, *extraction.warnings, *sound.warnings()]
    status = "warned" if document.status == "ok" and warnings else document.status
    rows["documents"] = [_document(document, status, warnings, source)]
    return rows


def refusal_rows(refusal: Refusal, source: str) -> Rows:
    """The one row of a file that could not be read; its reason stands in `warnings`."""
    doc_id = hashlib.sha256(f"refused {refusal.file} {refusal.reason}".encode("utf-8", "replace")).hexdigest()[:16]
    document = Document(doc_id, refusal.file, refusal.sha256, "", status="refused")
    row = list(_document(document, "refused", [refusal.reason], source))
    row[COLUMNS["documents"].index("text")] = None
    return {"documents": [tuple(row)]}


_NAMES = {"targets": "目标", "outcomes": "结果", "claims": "自评", "mentions": "提及"}


class _Sound:
    """Numbers the sound rows of a document, and remembers why others were left out."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._left_out: dict[tuple[str, str], int] = {}

    def number(self, table: str, items: Sequence[Any]) -> list[tuple[int, Any]]:
        """(n, item) with n from 1; an item left out keeps its number, so that the others' ids do not depend on it."""
        sound = []
        for n, item in enumerate(items, start=1):
            problem = _slice_problem(item, self._length) or (_quantity_problem(item) if isinstance(item, Row) else "")
            if problem:
                self._left_out[table, problem] = self._left_out.get((table, problem), 0) + 1
            else:
                sound.append((n, item))
        return sound

    def warnings(self) -> list[str]:
        return [f"略去 {count} 行{_NAMES[table]}：{problem}" for (table, problem), count in self._left_out.items()]


def _slice_problem(item: Row | Claim | Mention, length: int) -> str:
    start, end = item.char_start, item.char_end
    if start is None and end is None and isinstance(item, Row):
        return ""
    if start is None or end is None or not 0 <= start < end <= length:
        return f"位置 {start}–{end} 不在正文之内"
    return ""


def _quantity_problem(row: Row) -> str:
    if row.year not in _YEARS:
        return f"年份 {row.year} 不可能"
    low, high = row.value_low, row.value_high
    if any(value is not None and not math.isfinite(value) for value in (low, high, row.stretch)):
        return "数值不是有限的数"
    if row.measure not in ("growth", "level"):
        return ""
    if row.op not in _BOUNDS or _BOUNDS[row.op] != (low is not None, high is not None):
        return f"比较方式 {row.op or '（空）'} 与上下限不符"
    if low is not None and high is not None and (low > high or (row.op != "range" and low != high)):
        return f"下限 {low:g} 与上限 {high:g} 矛盾"
    return ""


def _document(d: Document, status: str, warnings: list[str], source: str) -> tuple[Any, ...]:
    place = (d.place_id or None, d.place_name or None, d.place_path or None, d.level or None)
    years = (d.report_year, d.review_year, d.plan_year, d.plan_period or None, d.published_on, d.meeting_on)
    head = (d.doc_id, d.source_file, d.source_url, d.sha256, d.title)
    return (*head, *place, d.doc_type, *years, d.citation, status, warnings, source, d.text)


def _quantity(row: Row) -> tuple[Any, ...]:
    name = (row.indicator, row.indicator_label, row.scope)
    return (row.year, row.period, *name, row.measure, row.op, row.value_low, row.value_high)


def _evidence(d: Document, item: Row | Claim | Mention) -> tuple[Any, ...]:
    if item.char_start is None or item.char_end is None:
        return None, None, None
    return d.text[item.char_start : item.char_end], item.char_start, item.char_end


def _causes(d: Document, row: Row) -> tuple[Any, ...]:
    return row.section, d.citation, row.confidence, list(row.causes), ""


def _target(d: Document, n: int, row: Row) -> tuple[Any, ...]:
    ids = (f"{d.doc_id}:t{n}", f"{d.doc_id}:p{row.promise}", d.doc_id, d.place_id or None, d.place_name or None)
    more = (row.stretch, row.unit, row.relation, row.benchmark, row.headline)
    return (*ids, *_quantity(row), *more, *_evidence(d, row), *_causes(d, row))


def _outcome(d: Document, n: int, row: Row) -> tuple[Any, ...]:
    ids = (f"{d.doc_id}:o{n}", d.doc_id, d.place_id or None, d.place_name or None)
    more = (row.unit, row.relation, row.benchmark, row.estimated)
    return (*ids, *_quantity(row), *more, *_evidence(d, row), *_causes(d, row))


def _claim(d: Document, n: int, claim: Claim) -> tuple[Any, ...]:
    ids = (f"{d.doc_id}:c{n}", d.doc_id, d.place_id or None)
    about = (claim.year, claim.period, claim.indicator, claim.indicator_label)
    figures = (claim.reported, claim.unit, claim.target_value, claim.target_op, claim.completion_pct)
    return (*ids, *about, *figures, claim.words, claim.verdict, *_evidence(d, claim))


def _mention(d: Document, item: Mention) -> tuple[Any, ...]:
    return (d.doc_id, d.place_id or None, d.review_year, item.indicator, item.finding, *_evidence(d, item))
