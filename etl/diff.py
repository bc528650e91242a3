"""What one warehouse has gained and lost against another: documents, rows with their sentences, verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from etl.store.schema import quoted, sql

Line = dict[str, Any]


@dataclass(slots=True)
class Difference:
    """documents: facts that differ. rows: gained (change > 0) and lost (change < 0). verdicts: changed ones."""

    documents: list[Line] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    verdicts: list[Line] = field(default_factory=list)

    @property
    def gained(self) -> Counter[str]:
        """Kind of row (目标, 结果, 自评) → how many only the new warehouse has."""
        return Counter({kind: n for kind in self._kinds() if (n := self._count(kind, 1))})

    @property
    def lost(self) -> Counter[str]:
        return Counter({kind: n for kind in self._kinds() if (n := self._count(kind, -1))})

    def _kinds(self) -> list[str]:
        return sorted({row["kind"] for row in self.rows})

    def _count(self, kind: str, sign: int) -> int:
        return sum(max(0, sign * row["change"]) for row in self.rows if row["kind"] == kind)


def difference(old: Path, new: Path) -> Difference:
    """Compare two warehouse files. Raises duckdb.Error where one of them is none."""
    with duckdb.connect(":memory:") as connection:
        for name, path in (("old", old), ("new", new)):
            connection.execute(f"ATTACH '{quoted(path)}' AS {name} (READ_ONLY)")
        names = ("diff_documents.sql", "diff.sql", "diff_verdicts.sql")
        return Difference(*(_lines(connection, sql(name)) for name in names))


def _lines(connection: duckdb.DuckDBPyConnection, query: str) -> list[Line]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def report(found: Difference, write: Callable[[str], None]) -> None:
    """Write the difference for people, document by document, with the counts last."""
    for line in found.documents:
        write(f"  {line['source_file']} #{line['n']} {line['fact']}：{line['before'] or '—'} → {line['after'] or '—'}")
    last = None
    for row in found.rows:
        head = f"{row['source_file']} {row['place_name'] or ''}"
        if head != last:
            write(head)
            last = head
        sign = "+" if row["change"] > 0 else "-"
        many = f" ×{abs(row['change'])}" if abs(row["change"]) > 1 else ""
        write(f"  {sign} {row['kind']} {said(row)}{many}  「{_one_line(row['quote'])}」")
    for line in found.verdicts:
        write(
            f"  ~ {line['source_file']} {line['year']} {line['indicator']}"
            f" {line['before']} → {line['after']}（{line['reason']}）"
        )
    for kind in sorted({*found.gained, *found.lost}):
        write(f"{kind}：增 {found.gained[kind]}，减 {found.lost[kind]}")
    write(f"文件信息变化 {len(found.documents)} 处，结论变化 {len(found.verdicts)} 处")


def said(row: Line) -> str:
    """A row in short: year, indicator, scope, measure and its bounds."""
    low, high = row["value_low"], row["value_high"]
    bounds = f"{low:g}–{high:g}" if row["op"] == "range" else next((f"{v:g}" for v in (low, high) if v is not None), "")
    stretch = f"（力争 {row['stretch']:g}）" if row.get("stretch") is not None else ""
    period = "" if row["period"] == "year" else row["period"]
    words = (f"{row['year']}{period}", row["indicator"], row["scope"], row["measure"], row["op"], bounds + row["unit"])
    return " ".join(word for word in (*words, row.get("relation") or "") if word) + stretch


def _one_line(text: str) -> str:
    return "".join(text.split())
