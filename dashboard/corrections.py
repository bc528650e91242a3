"""Proposed corrections: what a reader says is wrong, one YAML document each, appended to a file beside the warehouse.

A proposal changes nothing by itself; a maintainer checks it and moves it to corrections.yml.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import yaml

from dashboard import warehouse

ENVIRONMENT = "YANGUO_PROPOSALS"
NAME = "corrections-proposed.yml"
MOST_BYTES = 2_000_000  # beyond this the file takes no more: it is open to whoever can open the page


def path() -> Path:
    """The file named by YANGUO_PROPOSALS, else beside the warehouse."""
    return Path(os.environ.get(ENVIRONMENT) or warehouse.default_path().parent / NAME)


def propose(subject: str, side: str, quote: str, reason: str, author: str) -> Path:
    """Append a proposal on row `subject` (a target_id or outcome_id); returns the file. OSError where it cannot be written."""
    where = path()
    if where.exists() and where.stat().st_size > MOST_BYTES:
        raise OSError(f"{where.name} > {MOST_BYTES} B")
    entry = {
        "subject": subject,
        "side": side,
        "quote": quote,
        "reason": reason,
        "author": author,
        "status": "proposed",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with where.open("a", encoding="utf-8") as out:
        out.write(yaml.safe_dump([entry], allow_unicode=True, sort_keys=False))
    return where
