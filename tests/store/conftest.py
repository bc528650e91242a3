"""A small sound warehouse, built once, copied for each test that breaks it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from etl import pipeline
from tests.invented import write_reports


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    write_reports(folder / "reports")
    (folder / "reports" / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    pipeline.build([folder / "reports"], folder / "w.duckdb", pipeline.Options(workers=1))
    return folder / "w.duckdb"


@pytest.fixture
def warehouse(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sound, tmp_path / "w.duckdb"))
