"""Corrections by people (corrections.yml): rows dropped, overridden or flagged, each with reason, source, author and date.

They are applied to targets, outcomes and claims before judging. What was read is kept in `corrected_rows`, so that applying again,
changing or removing a correction gives what a fresh build would give.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

log = logging.getLogger("etl")

TABLES = {"targets": "target_id", "outcomes": "outcome_id", "claims": "claim_id"}
ACTIONS = ("drop", "override", "flag")
_DOCUMENT = ("source_file", "sha256", "place_name", "place_path", "report_year", "doc_type", "title")
_FIXED = {"doc_id", "place_id", "place_name", "quote", "char_start", "char_end", "correction", "promise_id"}
_NEEDED = ("id", "action", "table", "match", "reason", "source", "author", "date", "expect")
_ALLOWED = {*_NEEDED, "set"}


class CorrectionError(ValueError):
    """corrections.yml cannot be used. The message says in Chinese which entry is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry. `match` finds the row (columns of the row or of its document), `expect` is what it must hold as read."""

    correction_id: str
    action: str
    table: str
    match: dict[str, Any]
    expect: dict[str, Any]
    reason: str
    source: str
    author: str
    made_on: date
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def note(self) -> str:
        """What the row's column `correction` says."""
        return f"{self.correction_id}：{self.reason}（{self.author}，{self.made_on.isoformat()}）"


def load(path: Path | None) -> tuple[Correction, ...]:
    """The corrections of a file; none for None. Raises CorrectionError."""
    if path is None:
        return ()
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorrectionError(f"更正文件 {path} 读不出来：{error}") from error
    entries = loaded.get("corrections", []) if isinstance(loaded, dict) else loaded or []
    if not isinstance(entries, list):
        raise CorrectionError(f"更正文件 {path} 应是一个列表，每条更正一项")
    corrections = tuple(_entry(entry, number) for number, entry in enumerate(entries, 1))
    ids = [c.correction_id for c in corrections]
    for repeated in sorted({i for i in ids if ids.count(i) > 1}):
        raise CorrectionError(f"更正 {repeated} 出现了不止一次，请改用不同的 id")
    return corrections


def digest(corrections: Sequence[Correction]) -> str:
    """16 hex digits over the content of the corrections; '' for none."""
    if not corrections:
        return ""
    text = repr(
        [(c.correction_id, c.action, c.table, c.match, c.expect, c.changes, c.note, c.source) for c in corrections]
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _entry(entry: Any, number: int) -> Correction:
    name = f"第 {number} 条更正"
    if not isinstance(entry, dict):
        raise CorrectionError(f"{name}应写成 id、action、table、match 等字段")
    name = f"更正 {entry['id']}" if entry.get("id") else name
    missing = [key for key in _NEEDED if entry.get(key) in (None, "", {})]
    if missing:
        raise CorrectionError(f"{name}缺少 {'、'.join(missing)}")
    if unknown := sorted(set(entry) - _ALLOWED):
        raise CorrectionError(f"{name}有不认识的字段：{'、'.join(map(str, unknown))}")
    if entry["action"] not in ACTIONS:
        raise CorrectionError(f"{name}的 action 应为 drop、override 或 flag，现为 {entry['action']}")
    if entry["table"] not in TABLES:
        raise CorrectionError(f"{name}的 table 应为 targets、outcomes 或 claims，现为 {entry['table']}")
    if (entry["action"] == "override") != bool(entry.get("set")):
        raise CorrectionError(f"{name}：override 要用 set 写明改成什么，其他动作不用 set")
    made_on = entry["date"]
    if not isinstance(made_on, date):
        raise CorrectionError(f"{name}的 date 应写成 2026-01-31 这样的日期")
    for key in ("match", "expect", "set"):
        if not isinstance(entry.get(key) or {}, dict):
            raise CorrectionError(f"{name}的 {key} 应写成“列: 值”")
    return Correction(
        correction_id=str(entry["id"]),
        action=entry["action"],
        table=entry["table"],
        match=entry["match"],
        expect=entry["expect"],
        reason=str(entry["reason"]),
        source=str(entry["source"]),
        author=str(entry["author"]),
        made_on=made_on,
        changes=entry.get("set") or {},
    )


def apply_corrections(connection: duckdb.DuckDBPyConnection, corrections: Sequence[Correction]) -> None:
    """Take earlier corrections back, apply these, and write to `corrections` what became of each.

    outcome: applied; not_found (no row matches); ambiguous (several do: none is changed); not_needed (the row no longer
    holds what `expect` says: the source or the reading was mended). Raises CorrectionError for columns that do not exist.
    """
    _take_back(connection)
    connection.execute("DELETE FROM corrections")
    for correction in corrections:
        outcome = _apply(connection, correction)
        connection.execute(
            "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                correction.correction_id, correction.action,
                f"{correction.table} {json.dumps(correction.match, ensure_ascii=False, default=str)}", correction.reason,
                correction.source, correction.author, correction.made_on, outcome,
            ],
        )  # fmt: skip
        if outcome != "applied":
            log.warning("%s", _ADVICE[outcome].format(correction.correction_id))


def places_corrected(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The places of the rows that corrections have changed or taken out."""
    rows = connection.execute(
        "SELECT DISTINCT place_id FROM documents SEMI JOIN corrected_rows USING (doc_id) WHERE place_id <> ''"
    ).fetchall()
    return {place for (place,) in rows}


_ADVICE = {
    "not_found": "更正 {} 没有找到对应的行，请检查 match",
    "ambiguous": "更正 {} 对应不止一行，没有执行，请把 match 写得更具体",
    "not_needed": "更正 {} 已不再需要：该行现在的内容与 expect 不同，请核对后删去",
}


def _apply(connection: duckdb.DuckDBPyConnection, correction: Correction) -> str:
    columns = _columns(connection, correction.table)
    _check_columns(correction, columns)
    rows = _matching(connection, correction, correction.match, columns)
    if not rows:
        return "not_found"
    expected = [row for row in rows if all(_same(row[key], value) for key, value in correction.expect.items())]
    if not expected:
        return "not_needed"
    if len(expected) > 1:
        return "ambiguous"
    row = expected[0]
    after = None if correction.action == "drop" else row | correction.changes | {"correction": correction.note}
    _write(connection, correction.table, row[TABLES[correction.table]], after)
    connection.execute(
        "INSERT INTO corrected_rows VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            correction.correction_id, correction.action, correction.table, row[TABLES[correction.table]], row["doc_id"],
            _json(row), _json(after) if after else None,
        ],
    )  # fmt: skip
    return "applied"


def _take_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Put every corrected row back as it was read, unless its document is gone or was read again."""
    done = connection.execute(
        "SELECT action, table_name, row_id, before, after FROM corrected_rows SEMI JOIN documents USING (doc_id)"
    ).fetchall()
    for action, table, row_id, before, after in reversed(done):
        now = _row(connection, table, row_id)
        if (action == "drop" and now is None) or (after is not None and now is not None and _json(now) == after):
            _write(connection, table, row_id, json.loads(before))
    connection.execute("DELETE FROM corrected_rows")


def _write(connection: duckdb.DuckDBPyConnection, table: str, row_id: str, row: dict[str, Any] | None) -> None:
    """Replace a row, or remove it (None)."""
    connection.execute(f"DELETE FROM {table} WHERE {TABLES[table]} = ?", [row_id])  # noqa: S608 - own names
    if row is None:
        return
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    try:
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608 - own names
    except (duckdb.ConstraintException, duckdb.ConversionException) as error:
        raise CorrectionError(f"更正后的行不合规则（{row.get('correction') or row_id}）：{error}") from error


def _row(connection: duckdb.DuckDBPyConnection, table: str, row_id: str) -> dict[str, Any] | None:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {TABLES[table]} = ?", [row_id])  # noqa: S608 - own names
    names = [c[0] for c in cursor.description]
    found = cursor.fetchone()
    return None if found is None else dict(zip(names, found, strict=True))


def _matching(
    connection: duckdb.DuckDBPyConnection, correction: Correction, match: dict[str, Any], columns: set[str]
) -> list[dict[str, Any]]:
    """Rows that hold every value of `match`; columns that the table lacks are those of its document."""
    conditions, values = [], []
    for key, value in match.items():
        conditions.append(f"{'x' if key in columns else 'd'}.{key} IS NOT DISTINCT FROM ?")
        values.append(value)
    cursor = connection.execute(
        f"SELECT x.* FROM {correction.table} x JOIN documents d USING (doc_id) WHERE {' AND '.join(conditions)}"  # noqa: S608
        f" ORDER BY x.{TABLES[correction.table]}",
        values,
    )
    names = [c[0] for c in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND database_name = current_database()", [table]
    ).fetchall()
    return {name for (name,) in rows}


def _check_columns(correction: Correction, columns: set[str]) -> None:
    fixed = {*_FIXED, TABLES[correction.table]}
    for key, allowed in (("match", columns | set(_DOCUMENT)), ("expect", columns), ("set", columns - fixed)):
        given = correction.changes if key == "set" else getattr(correction, key)
        _refuse_unknown(f"更正 {correction.correction_id} 的 {key}", given, allowed)


def _refuse_unknown(where: str, given: Iterable[str], allowed: set[str]) -> None:
    if unknown := sorted(set(given) - allowed):
        raise CorrectionError(f"{where} 有不认识或不能改的列：{'、'.join(unknown)}")


def _same(held: Any, expected: Any) -> bool:
    if isinstance(held, float) and isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return abs(held - expected) <= 1e-9 * max(1.0, abs(held))
    return bool(held == expected)


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)
