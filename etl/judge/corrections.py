"""Corrections by people: rows of corrections.yml, applied to the tables before judging. (being written)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of corrections.yml."""

    correction_id: str


def apply_corrections(connection: duckdb.DuckDBPyConnection, corrections: Sequence[Correction]) -> None:
    """Apply each correction to the rows that it names."""
