"""The sources themselves: find the reports by their hash, have the ETL read them, and look whether the sentences still stand.

The ETL runs as its own process on the files that are needed; the dashboard meets it at the warehouse that it writes.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dashboard import warehouse
from dashboard.export import rules
from dashboard.export.data import records
from dashboard.export.evidence import Entry
from dashboard.export.findings import Report

ROOT = Path(__file__).resolve().parents[2]
READ_SECONDS = 1800
MOST_BYTES = 1 << 30  # of one file

_TEXTS = "SELECT doc_id, sha256, title, text FROM warehouse.main.documents WHERE status IN ('ok', 'warned')"
_ROWS = """
SELECT doc_id, 'target' AS kind, indicator, year, value_low, value_high, unit, char_start, char_end FROM warehouse.main.targets
UNION ALL
SELECT doc_id, 'outcome', indicator, year, value_low, value_high, unit, char_start, char_end FROM warehouse.main.outcomes
"""


def check(entries: Mapping[str, Entry], sources: Mapping[str, Any], reports: Path, report: Report) -> None:
    """Compare every sentence of the pack with the reports under `reports`; findings go into `report`."""
    wanted = {
        row["sha256"]: row
        for row in sources.values()
        if any(entry.source == row["doc_id"] for entry in entries.values())
    }
    folder = Path(tempfile.mkdtemp(prefix="yanguo-verify-"))
    try:
        held = _collect(reports, wanted, folder / "reports", report)
        report.sources = len(held)
        if held:
            path = _read(folder, report)
            if path is not None:
                _compare(entries, sources, held, path, report)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _collect(reports: Path, wanted: Mapping[str, Any], target: Path, report: Report) -> set[str]:
    """Copy the files with the wanted hashes; those of the right name and another hash have changed."""
    target.mkdir(parents=True)
    held: set[str] = set()
    names: dict[str, str] = {Path(str(row["source_file"])).name: key for key, row in wanted.items()}
    changed: dict[str, str] = {}
    for n, (name, data) in enumerate(_files(reports)):
        key = hashlib.sha256(data).hexdigest()
        base = Path(name).name
        if key in wanted and key not in held:
            held.add(key)
            place = target / f"{n}"
            place.mkdir()
            (place / base).write_bytes(data)
        elif key not in wanted and base in names:
            changed[names[base]] = name
    for key, row in wanted.items():
        if key in held:
            continue
        if key in changed:
            report.problems.append(f"《{row['title']}》：{changed[key]} 的内容已变（SHA-256 不符）")
        else:
            report.notes.append(f"《{row['title']}》（{row['source_file']}）：{reports} 里没有，未与原文核对")
    return held


def _files(reports: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under a folder, members of ZIPs too, as (name, bytes)."""
    paths = sorted(path for path in reports.rglob("*") if path.is_file()) if reports.is_dir() else [reports]
    for path in paths:
        if path.stat().st_size > MOST_BYTES:
            continue
        yield str(path), path.read_bytes()
        if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for info in archive.infolist():
                    if not info.is_dir() and info.file_size <= MOST_BYTES:
                        yield f"{path}/{info.filename}", archive.read(info)


def _read(folder: Path, report: Report) -> Path | None:
    """Have the ETL read what was collected; None where it could not, with a note."""
    path = folder / "warehouse.duckdb"
    command = [
        sys.executable,
        "-m",
        "etl",
        "build",
        "--reports",
        str(folder / "reports"),
        "--warehouse",
        str(path),
        "--workers",
        "1",
    ]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=READ_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        report.notes.append(f"没有能重新读取原文：{error}")
        return None
    if done.returncode not in (0, 1) or not path.is_file():
        report.notes.append(f"没有能重新读取原文：{(done.stderr or done.stdout).strip()[-300:]}")
        return None
    return path


def _compare(
    entries: Mapping[str, Entry], sources: Mapping[str, Any], held: set[str], path: Path, report: Report
) -> None:
    """Each sentence against its slice of the text, each number against what the ETL reads there now."""
    with warehouse.connect(path) as connection:
        texts = records(connection.execute(_TEXTS).df())
        rows = records(connection.execute(_ROWS).df())
    by_hash: dict[str, list[dict[str, Any]]] = {}
    for row in texts:
        by_hash.setdefault(str(row["sha256"]), []).append(row)
    by_document: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_document.setdefault(str(row["doc_id"]), []).append(row)
    for entry in entries.values():
        source = sources.get(entry.source)
        if source is None or source["sha256"] not in held or entry.rule not in ("read", "cited"):
            continue
        report.sentences += 1
        documents = by_hash.get(source["sha256"], [])
        wrong = (
            _sentence(entry, source, documents, by_document)
            if entry.quote
            else _cited(entry, source, documents, by_document)
        )
        if wrong:
            report.problems.append(f"{entry.id}：{wrong}")


def _sentence(
    entry: Entry, source: Any, documents: list[dict[str, Any]], rows: Mapping[str, list[dict[str, Any]]]
) -> str:
    """What is wrong with a sentence: it stands elsewhere, or another number is read out of it now."""
    found = [row for row in documents if (row["text"] or "")[entry.start : entry.end] == entry.quote]
    if not found:
        return f"《{source['title']}》第 {entry.start}—{entry.end} 字不是“{entry.quote}”"
    here = [row for document in found for row in rows.get(document["doc_id"], [])]
    if entry.kind in ("target", "outcome") and not _still(entry, here):
        return f"原句还在，但现在读出的数与 {entry.value}{entry.unit} 不同（《{source['title']}》“{entry.quote}”）"
    return ""


def _cited(entry: Entry, source: Any, documents: list[dict[str, Any]], rows: Mapping[str, list[dict[str, Any]]]) -> str:
    """What is wrong with a figure of a table: it is not in the table now."""
    kind = "target" if entry.kind == "target" or entry.params.get("of") == "target" else "outcome"
    for document in documents:
        for row in rows.get(document["doc_id"], []):
            if (
                row["kind"] == kind
                and row["indicator"] == entry.params.get("indicator")
                and row["year"] == entry.params.get("year")
                and _bounds(entry, row)
            ):
                return ""
    return f"数据表 {source['source_file']} 里没有 {entry.value}{entry.unit}（{source['title']}）"


def _still(entry: Entry, rows: list[dict[str, Any]]) -> bool:
    """Whether the ETL still reads the same bounds of the same indicator around there; words have no bounds to compare."""
    if entry.params.get("value_low") is None and entry.params.get("value_high") is None:
        return True
    return any(
        row["kind"] == entry.kind
        and row["indicator"] == entry.params.get("indicator")
        and _overlap(entry, row)
        and _bounds(entry, row)
        for row in rows
    )


def _bounds(entry: Entry, row: dict[str, Any]) -> bool:
    """Whether both have the same bounds."""
    return all(_same(entry.params.get(name), row[name]) for name in ("value_low", "value_high"))


def _overlap(entry: Entry, row: dict[str, Any]) -> bool:
    """Whether the row's span and the entry's touch: a quote may have grown or shrunk by a word."""
    if row["char_start"] is None or entry.start is None or entry.end is None:
        return False
    return bool(row["char_start"] < entry.end and entry.start < row["char_end"])


def _same(left: Any, right: Any) -> bool:
    return left is right if left is None or right is None else rules.exact(left) == rules.exact(right)
