"""Invented reports in a folder, and how to build and look at a warehouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import pipeline
from tests.invented import write_reports

Build = Callable[..., pipeline.Outcome]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write_reports(tmp_path / "reports")
    return tmp_path / "reports"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "w.duckdb"


@pytest.fixture
def build(reports: Path, warehouse: Path) -> Build:
    def run(path: Path = warehouse, *, roots: list[Path] | None = None, **options: Any) -> pipeline.Outcome:
        return pipeline.build(roots or [reports], path, pipeline.Options(workers=1, **options))

    return run


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def query() -> Callable[[Path, str], list[tuple[Any, ...]]]:
    return ask
