"""Targets without a number: set against another figure, handed down, or put in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.lexicon import Lexicon

RELATIVE = {"sync_gdp", "above_gdp", "above_parent", "above_other", "not_below_last_year"}


@dataclass(frozen=True, slots=True)
class Relation:
    """How a clause binds its subject. `start:end` is the span of the binding words in the clause's text."""

    relation: str  # as CONTRACT.md lists them
    benchmark: str  # 全国, 全省, 全市, gdp, a catalogue id, 上年, or ''
    start: int
    end: int
    margins: tuple[float, ...] = ()  # by how many points; several where the subjects differ (0.5个和1个百分点)
    measure: str = "relative"  # relative or qualitative

    @property
    def margin(self) -> float | None:
        """The margin in points that holds for all subjects; None without one."""
        return self.margins[0] if len(self.margins) == 1 else None


@lru_cache(maxsize=2)
def patterns(lexicon: Lexicon) -> list[tuple[str, str, re.Pattern[str]]]:
    """(relation, measure, pattern) in the order in which they are tried."""
    parts = lexicon.relations["parts"]
    compiled = []
    for entry in lexicon.relations["relations"]:
        pattern = entry["pattern"]
        for name, part in parts.items():
            pattern = pattern.replace("{" + name + "}", part)
        measure = entry.get("measure", _measure(entry["relation"]))
        compiled.append((entry["relation"], measure, re.compile(pattern)))
    return compiled


def _measure(relation: str) -> str:
    return "relative" if relation in RELATIVE else "qualitative"


def find(text: str, start: int, end: int, lexicon: Lexicon) -> Relation | None:
    """The first relation (by order of the patterns) that the clause `text[start:end]` states."""
    for relation, measure, pattern in patterns(lexicon):
        m = pattern.search(text, start, end)
        if not m:
            continue
        benchmark = _benchmark(relation, m, lexicon)
        if relation == "above_other" and not benchmark:
            continue
        return Relation(relation, benchmark, m.start(), m.end(), _margins(text, m.end(), end, lexicon), measure)
    return None


def _benchmark(relation: str, m: re.Match[str], lexicon: Lexicon) -> str:
    if relation in ("sync_gdp", "above_gdp"):
        return "gdp"
    if relation == "not_below_last_year":
        return "上年"
    if relation == "above_parent":
        table: dict[str, str] = lexicon.relations["benchmarks"]
        return next((table[w] for w in sorted(table, key=len, reverse=True) if w in m[0]), "")
    if relation == "above_other":
        other = m["other"]
        hits = [alias for _, alias in lexicon.names.iter(other)]
        if hits:
            return lexicon.by_alias.get(max(hits, key=len), "")
        residents: dict[str, str] = lexicon.relations["residents"]
        exact = lexicon.by_exact.get(other) or residents.get(other.removesuffix("收入"), "")
        return exact or ("other:" + other if re.search(r"[率额量值资入]$", other) else "")
    return ""


def _margins(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[float, ...]:
    m = re.compile(lexicon.relations["margin"]).match(text, start, end)
    return tuple(float(value) for value in (*re.findall(r"\d+(?:\.\d+)?", m["others"]), m["value"])) if m else ()
