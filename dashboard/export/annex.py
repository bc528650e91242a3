"""What an entry rests on, in words: for notes, annexes and the evidence sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.export import forms, safe
from dashboard.export.compose import Words
from dashboard.export.evidence import Entry
from dashboard.export.model import Briefing

KINDS = {"T": "target", "R": "outcome"}
_ID = re.compile(r"^([A-Z])(\d+)$")


@dataclass(frozen=True)
class Proof:
    """One promise with both sentences: `n` is the number that its ids share."""

    n: int
    subject: str  # place, indicator, year
    ids: tuple[str, ...]
    target: str
    outcome: str
    verdict: str
    status: str
    reason: str
    target_sentence: str
    target_source: str
    outcome_sentence: str
    outcome_source: str


def order(name: str) -> tuple[str, int]:
    """Sort key of an id: by letter, then by number."""
    found = _ID.match(name)
    return (found[1], int(found[2])) if found else (name, 0)


def ranges(names: Iterable[str]) -> str:
    """Ids in short: J1–J12, J15."""
    parts: list[list[str]] = []
    for name in sorted(set(names), key=order):
        letter, number = order(name)
        if parts and order(parts[-1][-1]) == (letter, number - 1):
            parts[-1] = [parts[-1][0], name]
        else:
            parts.append([name])
    return ", ".join("–".join(part) for part in parts)


def sentence(entry: Entry | None, briefing: Briefing) -> str:
    """The sentence that an entry was read from, in quotes; for tables of figures a remark instead."""
    if entry is None:
        return ""
    if entry.quote:
        mark = briefing.words.entries["meta.digest"] if _kind(entry, briefing) == "digest" else ""
        return f"“{safe.line(entry.quote)}”" + (f"（{mark}）" if mark else "")
    return briefing.words.entries["meta.no_sentence"] if entry.rule == "cited" else ""


def _kind(entry: Entry, briefing: Briefing) -> str:
    return str(briefing.sources.get(entry.source, {}).get("doc_type", ""))


def source(entry: Entry | None, briefing: Briefing) -> str:
    """Document, and where in it: 东平区2025年政府工作报告，第123—140字."""
    if entry is None or not entry.source:
        return ""
    row = briefing.sources.get(entry.source, {})
    name = safe.line(entry.citation or row.get("citation") or row.get("title") or entry.source)
    if _kind(entry, briefing) == "figures":
        return f"{name}（{briefing.words.entries['meta.figures']}）"
    if entry.start is None or entry.end is None:
        return name
    return f"{name} [{entry.start}–{entry.end}]"


def proof(n: int, briefing: Briefing) -> Proof:
    """The promise whose ids end in `n`."""
    ev, w = briefing.evidence, briefing.words
    held = {letter: ev.entries.get(f"{letter}{n}") for letter in "TRBCDGPJ"}
    target, verdict = held["T"], held["J"]
    assert target is not None
    assert verdict is not None
    answer = held["R"] or held["C"]
    row = ev.rows[verdict.id]
    shown = forms.forms(answer, w) if answer else {}
    return Proof(
        n,
        f"{safe.line(row['place_name'])} · {w.label(row)} · {row['year']}",
        tuple(entry.id for entry in held.values() if entry),
        forms.target(target, w),
        shown.get("move") or shown.get("amount") or shown.get("words") or "—",
        forms.status(verdict, w),
        str(verdict.value),
        safe.line(row["reason"] if w.language == "zh" else row["reason_en"]),
        sentence(target, briefing),
        source(target, briefing),
        sentence(answer, briefing),
        source(answer, briefing) or _searched(briefing, verdict),
    )


def _searched(briefing: Briefing, verdict: Entry) -> str:
    """The report that was searched in vain."""
    row = briefing.sources.get(str(verdict.params.get("searched") or ""))
    return safe.line(row["title"]) if row else ""


def worked(entry: Entry, w: Words) -> str:
    """How a number made from others came about."""
    names = entry.inputs
    key = f"rule.{entry.rule}"
    if entry.rule in ("difference", "percent_of", "growth_of_levels", "points_of_levels"):
        return w.say(key, a=names[0], b=names[1])
    if entry.rule in ("count", "count_distinct", "median"):
        return (
            f"{w.say(key, n=len(names))}（{ranges(names)}）"
            if w.language == "zh"
            else f"{w.say(key, n=len(names))} ({ranges(names)})"
        )
    return w.say(key)


def proven(briefing: Briefing) -> list[int]:
    """The promises that an annex shows: all of a place; of many places those of the year, not of the years before."""
    every = numbers(briefing.evidence.entries)
    if briefing.subject.kind == "place":
        return every
    return [n for n in every if briefing.evidence.rows[f"J{n}"]["year"] == briefing.subject.year]


def numbers(names: Iterable[str]) -> list[int]:
    """The promises that ids belong to, in order."""
    return sorted({order(name)[1] for name in names if order(name)[0] not in ("N", "")})


def figure_line(name: str, briefing: Briefing) -> str:
    """One made number in a line: N2 = 8：12 项结论中符合条件的项数（J1–J12）."""
    entry, w = briefing.evidence[name], briefing.words
    shown = forms.forms(entry, w)
    value = shown["amount"] if entry.unit else shown["numeral"]
    return f"{name} = {value}{'：' if w.language == 'zh' else ': '}{worked(entry, w)}"


def note_lines(names: Sequence[str], briefing: Briefing) -> list[str]:
    """The notes of a slide: every promise with both sentences, then every made number."""
    w = briefing.words
    lines = []
    for n in numbers(names):
        one = proof(n, briefing)
        lines.append(f"[{n}] {one.subject} — {one.verdict} ({', '.join(one.ids)})")
        lines.append(f"  {w.entries['names.target']} T{n}: {one.target}  {one.target_sentence}  {one.target_source}")
        lines.append(f"  {w.entries['names.outcome']}: {one.outcome}  {one.outcome_sentence}  {one.outcome_source}")
        if one.reason:
            lines.append(f"  {one.reason}")
    lines.extend(figure_line(name, briefing) for name in names if order(name)[0] == "N")
    return lines
