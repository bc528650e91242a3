"""What the reports without an answer key show: `python -m tests.accuracy.history [--warehouse FILE] [--top N] [--json FILE]`.

Reads every report of the archive beside the project into a warehouse of its own (or takes one that is given) and counts:
numbers in target paragraphs that no row owns, reports without a target paragraph, documents whose place or years stay open,
values outside what their indicator can be, growth that contradicts the levels of two reports of a place, and names of
quantities that occur often and have no catalogue id. `--top` lists the cases behind the counts (with sentences: never for the
project's own files).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import yaml

from etl import pipeline
from etl.pipeline import BuildFailedError
from etl.text import normalise
from tests.accuracy import beside

FOLDER = Path(__file__).parent
GROSS = 20.0  # points between printed and implied growth beyond which one of the figures must be misread or misprinted
_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?:，\d{3})+(?!\d)|\d+(?:\.\d+)?")
# numbers that are no quantities: dates, years, ordinals, parts of names, counts of ideas (三个, 4大) and of items
_NO_QUANTITY = re.compile(
    r"^(?:年|月|日|号|届|次会|版|“|”|[、.．](?!\d)|）|大(?!幅)|级|A级|类|周年|项(?:重点|主要|约束|指标)|个(?:方面|重点|“))"
)
_IN_NAME = re.compile(r"(?:PM|第|“|O|SO|COD|G|[A-Za-z])$")


@dataclass(slots=True)
class Audit:
    """The counts, and the cases behind them by kind."""

    counts: dict[str, float] = field(default_factory=dict)
    cases: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def _query(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    cursor = connection.execute((FOLDER / "sql" / f"{name}.sql").read_text("utf8"), parameters or {})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def warehouse(given: Path | None) -> Iterator[Path]:
    """The warehouse given, or one built from the whole archive that is gone when the block ends."""
    if given:
        yield given
        return
    beside.need(beside.HISTORY)
    with tempfile.TemporaryDirectory(prefix="yanguo-history-") as name:
        made = Path(name) / "history.duckdb"
        pipeline.build([beside.HISTORY], made, pipeline.Options(environ={"YANGUO_CACHE": str(Path(name) / "cache")}))
        yield made


# --- numbers that no row owns -------------------------------------------------------------------------------------------


def numbers(paragraph: str) -> list[tuple[int, int, float]]:
    """The quantities that a paragraph prints: (start, end) in it and value; dates, ordinals and parts of names left out."""
    normal = normalise(paragraph)
    found = []
    for m in _NUMBER.finditer(normal.text):
        before, behind = normal.text[max(0, m.start() - 4) : m.start()], normal.text[m.end() : m.end() + 4]
        if _NO_QUANTITY.match(behind) or _IN_NAME.search(before):
            continue
        start, end = normal.span(m.start(), m.end())
        found.append((start, end, float(m[0].replace("，", ""))))
    return found


def _values(row: dict[str, Any]) -> set[float]:
    return {abs(row[key]) for key in ("value_low", "value_high", "stretch") if row[key] is not None}


def unowned(connection: duckdb.DuckDBPyConnection) -> tuple[int, list[dict[str, Any]]]:
    """How many numbers stand in target paragraphs, and those of them that no target row states."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in _query(connection, "target_spans"):
        rows.setdefault(row["doc_id"], []).append(row)
    total, missed = 0, []
    for paragraph in _query(connection, "headline_paragraphs"):
        base = paragraph["char_start"]
        for start, end, value in numbers(paragraph["words"]):
            total += 1
            owners = [
                r
                for r in rows.get(paragraph["doc_id"], [])
                if r["char_start"] <= base + start and base + end <= r["char_end"]
            ]
            if not any(abs(value - own) < 1e-9 for row in owners for own in _values(row)):
                words = paragraph["words"][max(0, start - 26) : end + 12].replace("\n", " ")
                missed.append({"file": paragraph["file"], "number": value, "words": words})
    return total, missed


# --- all together ---------------------------------------------------------------------------------------------------------


def audit(path: Path) -> Audit:
    """Count everything in one warehouse."""
    found = Audit()
    with duckdb.connect(str(path), read_only=True) as connection:
        bounds = yaml.safe_load((FOLDER / "plausible.yaml").read_text("utf8"))
        for bound in bounds:
            bound["low"], bound["high"] = float(bound["low"]), float(bound["high"])
        reports, with_plan, rows = connection.execute(
            "SELECT count(*), count(*) FILTER (doc_type IN ('work_report', 'plan_report')), "
            "(SELECT count(*) FROM targets) + (SELECT count(*) FROM outcomes) FROM documents WHERE status IN ('ok', 'warned')"
        ).fetchall()[0]
        total, missed = unowned(connection)
        reconciled = _query(connection, "contradictions")
        found.cases = {
            "unowned": missed,
            "no_headline": _query(connection, "no_headline"),
            "open": _query(connection, "open_documents"),
            "implausible": _query(connection, "implausible", {"bounds": bounds}),
            "contradictions": [row for row in reconciled if row["status"] == "unexplained" or abs(row["gap"]) > GROSS],
            "uncatalogued": _query(connection, "uncatalogued"),
            "uncatalogued_words": _query(connection, "uncatalogued_words"),
        }
    status = Counter(row["status"] for row in reconciled)
    found.counts = {
        "reports": reports, "reports_with_plan": with_plan, "rows": rows,
        "headline_numbers": total, "unowned": len(missed), "unowned_percent": round(100 * len(missed) / max(1, total), 2),
        "no_headline": len(found.cases["no_headline"]), "open": len(found.cases["open"]), "implausible": len(found.cases["implausible"]),
        "reconciled": len(reconciled), "agrees": status["agrees"], "explained": status["explained"], "unexplained": status["unexplained"],
        "constant_prices": status["constant_prices"], "gross": sum(abs(row["gap"]) > GROSS for row in reconciled),
        "uncatalogued_often": sum(row["documents"] >= 5 for row in found.cases["uncatalogued"]),
    }  # fmt: skip
    return found


def _print(found: Audit, top: int) -> None:
    for name, value in found.counts.items():
        print(f"{name:20s} {value:g}")
    for kind, cases in found.cases.items():
        if top and cases:
            print(f"\n== {kind} ({len(cases)})")
        for case in cases[:top]:
            print(
                "  "
                + " | ".join(f"{v:g}" if isinstance(v, float) else str(v).replace("\n", " ") for v in case.values())
            )


def main(argv: list[str]) -> int:
    """Print the audit."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.accuracy.history", description="没有标注的报告里看得出的问题"
    )
    parser.add_argument("--warehouse", type=Path, metavar="文件", help="现成的数据文件（默认由 history.zip 新建一个）")
    parser.add_argument("--top", type=int, default=0, metavar="N", help="每类列出前 N 条（含原文，只供查看）")
    parser.add_argument("--json", type=Path, metavar="文件", help="把数字写成 JSON")
    arguments = parser.parse_args(argv)
    try:
        with warehouse(arguments.warehouse) as made:
            found = audit(made)
    except (beside.NotBesideError, BuildFailedError) as error:
        print(error, file=sys.stderr)
        return 1
    _print(found, arguments.top)
    if arguments.json:
        arguments.json.write_text(json.dumps(found.counts, indent=1) + "\n", "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
