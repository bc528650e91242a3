"""Proposed corrections: what a reader says is wrong, appended to a file beside the warehouse.

Each is a complete entry of corrections.yml with the action `flag`. A proposal changes nothing by itself: a maintainer checks
it, turns it into drop or override where that is right, and moves it over.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from dashboard import warehouse

ENVIRONMENT = "YANGUO_PROPOSALS"
NAME = "corrections-proposed.yml"
MOST_BYTES = 2_000_000  # beyond this the file takes no more: it is open to whoever can open the page
SOURCE = "看板“报告一处错误”"
NOBODY = "读者"


def path() -> Path:
    """The file named by YANGUO_PROPOSALS, else beside the warehouse."""
    return Path(os.environ.get(ENVIRONMENT) or warehouse.default_path().parent / NAME)


def propose(row: Mapping[str, Any], side: str, reason: str, author: str) -> Path:
    """Append a proposal on one side (target or outcome) of a row of queries/evidence.sql; returns the file.

    Raises OSError where it cannot be written, or the file is full.
    """
    where = path()
    if where.exists() and where.stat().st_size > MOST_BYTES:
        raise OSError(f"{where.name} > {MOST_BYTES} B")
    with where.open("a", encoding="utf-8") as out:
        out.write(yaml.safe_dump([entry(row, side, reason, author)], allow_unicode=True, sort_keys=False))
    return where


def entry(row: Mapping[str, Any], side: str, reason: str, author: str) -> dict[str, Any]:
    """The proposal as an entry of corrections.yml: which row is meant, and what it holds as read."""
    outcome = side == "outcome"
    names = (
        {"measure": "outcome_measure", "scope": "outcome_scope"}
        if outcome
        else {"measure": "measure", "scope": "scope"}
    )
    match = {
        "sha256": row[f"{side}_sha256"],
        "indicator": row["indicator"],
        "year": row["year"],
        "period": row["period"],
    }
    match |= {column: row[name] for column, name in names.items()}
    held = {"quote": row[f"{side}_quote"]}
    held |= {
        bound: row[f"outcome_{bound.removeprefix('value_')}" if outcome else bound]
        for bound in ("value_low", "value_high")
    }
    now = datetime.now(UTC)
    told = f"{row['target_id']}{side}{reason}{now.isoformat()}"
    return {
        "id": f"proposed-{hashlib.sha256(told.encode()).hexdigest()[:10]}",
        "action": "flag",
        "table": "outcomes" if outcome else "targets",
        "match": _present(match),
        "expect": _present(held) or {"indicator": row["indicator"]},
        "reason": reason,
        "source": SOURCE,
        "author": author or NOBODY,
        "date": now.date(),
    }


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values of Python, without those that are missing."""
    found = {key: value.item() if hasattr(value, "item") else value for key, value in values.items()}
    return {
        key: value
        for key, value in found.items()
        if value is not None and not (isinstance(value, float) and math.isnan(value)) and str(value) != "<NA>"
    }
