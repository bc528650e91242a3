"""What an entry rests on, in words: for notes, annexes and the evidence sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import passages, theme
from dashboard.export import changes, forms, office, safe
from dashboard.export.compose import Words
from dashboard.export.evidence import Entry
from dashboard.export.model import Briefing

PROMISE = "TRBCDGPJ"  # the letters of a promise's ids
_ID = re.compile(r"^([A-Z])(\d+)$")


@dataclass(frozen=True)
class Proof:
    """One promise (or change) with both sentences: `name` is the number that its ids share, or the id of the change."""

    name: str
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

    @property
    def head(self) -> str:
        """The verdict with its symbol, or what kind of change it is."""
        return f"{theme.GLYPHS[self.status]} {self.verdict}" if self.status else self.verdict

    @property
    def colour(self) -> str:
        """The colour of the verdict."""
        return theme.LIGHT.status[self.status] if self.status else office.ACCENT


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
        return f"“{safe.line(passages.joined(entry.quote))}”" + (f"（{mark}）" if mark else "")
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
    held = {letter: ev.entries.get(f"{letter}{n}") for letter in PROMISE}
    target, verdict = held["T"], held["J"]
    assert target is not None
    assert verdict is not None
    answer = held["R"] or held["C"]
    row = ev.rows[verdict.id]
    shown = forms.forms(answer, w) if answer else {}
    return Proof(
        str(n),
        f"{safe.line(row['place_name'])} · {w.marked(row)} · {row['year']}",
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


def change(n: int, briefing: Briefing) -> Proof:
    """The quiet change whose ids end in `n`: what stood before, what stands after."""
    ev, w = briefing.evidence, briefing.words
    ids = changes.ids_of(n, ev)
    row = ev.rows[ids["L"]]
    sides = [ev[ids[letter]] if letter in ids else None for letter in "VW"]
    sentences = [sentence(side, briefing) for side in sides]
    if "X" in ids:
        sentences[1] = " ".join(dict.fromkeys(filter(None, [sentences[1], sentence(ev[ids["X"]], briefing)])))
    before, after = changes.proof_sides(ids, ev, w)
    return Proof(
        ids["L"],
        f"{safe.line(row['place_name'])} · {w.label(row)} · {row['year']}",
        tuple(ids.values()),
        before,
        after,
        forms.forms(ev[ids["L"]], w)["kind"],
        "",
        "",
        sentences[0],
        source(sides[0], briefing),
        sentences[1],
        source(sides[1], briefing),
    )


def proofs(briefing: Briefing) -> list[Proof]:
    """What an annex shows: the promises of `proven`, then the changes."""
    found = [proof(n, briefing) for n in proven(briefing)]
    return found + [change(n, briefing) for n in changes.numbers(list(briefing.evidence.entries))]


def _searched(briefing: Briefing, verdict: Entry) -> str:
    """The report that was searched in vain."""
    row = briefing.sources.get(str(verdict.params.get("searched") or ""))
    return safe.line(row["title"]) if row else ""


def worked(entry: Entry, w: Words) -> str:
    """How a number made from others came about."""
    names = entry.inputs
    key = f"rule.{entry.rule}"
    if entry.rule in ("difference", "percent_of", "growth_of_levels", "points_of_levels", "implied_level"):
        return w.say(key, a=names[0], b=names[1])
    if entry.rule in ("count", "count_distinct", "median"):
        key = "rule.count_changes" if names and names[0].startswith("L") else key
        return (
            f"{w.say(key, n=len(names))}（{ranges(names)}）"
            if w.language == "zh"
            else f"{w.say(key, n=len(names))} ({ranges(names)})"
        )
    return w.say(key)


def proven(briefing: Briefing) -> list[int]:
    """The promises that an annex shows: all of a place; of many places those of the year, not of the years before.

    Of a whole year the targets beside the headline ones are only counted; the workbook and evidence.json have them.
    """
    every = numbers(briefing.evidence.entries)
    if briefing.subject.kind == "place":
        return every
    core = {row["target_id"] for row in briefing.rows} if briefing.subject.kind == "year" else set()
    rows = {n: briefing.evidence.rows[f"J{n}"] for n in every}
    return [
        n for n, row in rows.items() if row["year"] == briefing.subject.year and (not core or row["target_id"] in core)
    ]


def numbers(names: Iterable[str]) -> list[int]:
    """The promises that ids belong to, in order."""
    return sorted({order(name)[1] for name in names if order(name)[0] in PROMISE})


def trace(names: Sequence[str]) -> str:
    """The ids of a sentence in short, for readers on paper: 3, 4, L2, N7."""
    others = [ranges([name for name in names if name.startswith(letter)]) for letter in "LN"]
    return ", ".join([*map(str, numbers(names)), *filter(None, others)])


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
    for one in [change(n, briefing) for n in changes.numbers(names)]:
        lines.append(f"[{one.name}] {one.subject} — {one.verdict} ({', '.join(one.ids)})")
        lines.append(f"  {w.entries['names.before']}: {one.target}  {one.target_sentence}  {one.target_source}")
        lines.append(f"  {w.entries['names.after']}: {one.outcome}  {one.outcome_sentence}  {one.outcome_source}")
    for n in numbers(names):
        one = proof(n, briefing)
        lines.append(f"[{n}] {one.subject} — {one.verdict} ({', '.join(one.ids)})")
        lines.append(f"  {w.entries['names.target']} T{n}: {one.target}  {one.target_sentence}  {one.target_source}")
        lines.append(f"  {w.entries['names.outcome']}: {one.outcome}  {one.outcome_sentence}  {one.outcome_source}")
        if one.reason:
            lines.append(f"  {one.reason}")
    lines.extend(figure_line(name, briefing) for name in names if order(name)[0] == "N")
    return lines
