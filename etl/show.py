"""What is read from one file, for people and as JSON, without touching any warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from etl.diff import said
from etl.models import Claim, Document, Extraction, Mention, Refusal, Row

Found = tuple[Document, Extraction] | Refusal

_FACTS = (
    ("地方", "place_path"),
    ("代码", "place_id"),
    ("层级", "level"),
    ("文种", "doc_type"),
    ("报告年", "report_year"),
    ("回顾年", "review_year"),
    ("目标年", "plan_year"),
    ("时段", "plan_period"),
    ("会议", "meeting_on"),
    ("发布", "published_on"),
    ("网址", "source_url"),
    ("出处", "citation"),
    ("状态", "status"),
    ("标识", "doc_id"),
)


def as_json(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Plain values: one entry for each document or refusal; every row carries its quote."""
    return [_refusal(one) if isinstance(one, Refusal) else _document(*one) for one in found]


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {"file": refusal.file, "status": "refused", "reason": refusal.reason}


def _document(document: Document, extraction: Extraction) -> dict[str, Any]:
    facts = {k: v for k, v in asdict(document).items() if k != "text"} | {"characters": len(document.text)}
    parts: dict[str, Sequence[Row | Claim | Mention]] = {
        "targets": extraction.targets,
        "outcomes": extraction.outcomes,
        "claims": extraction.claims,
        "mentions": extraction.mentions,
    }
    rows = {name: [asdict(row) | {"quote": _quote(document, row)} for row in part] for name, part in parts.items()}
    warnings = [*document.warnings, *extraction.warnings]
    return facts | {"warnings": warnings, "sections": [asdict(s) for s in extraction.sections]} | rows


def _quote(document: Document, row: Row | Claim | Mention) -> str | None:
    return None if row.char_start is None else document.text[row.char_start : row.char_end]


def as_text(found: Iterable[Found], write: Callable[[str], None]) -> None:
    for one in found:
        if isinstance(one, Refusal):
            write(f"✗ {one.file}：{one.reason}")
        else:
            _write_document(*one, write)
        write("")


def _write_document(document: Document, extraction: Extraction, write: Callable[[str], None]) -> None:
    write(f"■ {document.title or '（无标题）'}  —  {document.source_file}，{len(document.text)} 字")
    facts = ((name, getattr(document, attribute)) for name, attribute in _FACTS)
    write("  " + "  ".join(f"{name} {value}" for name, value in facts if value not in (None, "")))
    for warning in (*document.warnings, *extraction.warnings):
        write(f"  ! {warning}")
    for section in extraction.sections:
        words = _one_line(document.text[section.start : section.end])
        write(f"  § {section.role} {section.year or ''} [{section.start}–{section.end}] {words[:30]}…")
    rows = [("目标", r, said(asdict(r))) for r in extraction.targets]
    rows += [("结果", r, said(asdict(r))) for r in extraction.outcomes]
    for kind, row, text in rows:
        marks = [m for m, on in (("主要预期目标", row.headline), ("预计", row.estimated)) if on]
        marks += [] if row.confidence == "high" else [f"{row.confidence}：{'、'.join(row.causes)}"]
        write(f"  {kind} {text}{'（' + '，'.join(marks) + '）' if marks else ''}")
        write(_evidence(document, row))
    for claim in extraction.claims:
        year = f"{claim.year}{'' if claim.period == 'year' else '（多年）'}"
        write(f"  自评 {year} {claim.indicator} {claim.words} → {claim.verdict}")
        write(_evidence(document, claim))


def _evidence(document: Document, row: Row | Claim) -> str:
    quote = _quote(document, row)
    return (
        "      （数据表，无原文）"
        if quote is None
        else f"      [{row.char_start}–{row.char_end}]「{_one_line(quote)}」"
    )


def _one_line(text: str) -> str:
    return "".join(text.split())
