"""The warehouse that comes with the project is what its reports give."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from etl import pipeline
from etl.store import differing_tables, violations


@pytest.fixture
def bundled(root: Path) -> Path:
    if any((root / "reports" / "added").glob("*")):
        pytest.skip("reports of your own were added: warehouse.duckdb is no longer the bundled one")
    return root / "warehouse.duckdb"


def test_it_equals_a_fresh_build_of_the_bundled_reports(bundled: Path, root: Path, tmp_path: Path) -> None:
    assert bundled.is_file(), "make build, and commit warehouse.duckdb"
    pipeline.build([root / "reports"], tmp_path / "fresh.duckdb")
    assert differing_tables(bundled, tmp_path / "fresh.duckdb") == [], "make build, and commit warehouse.duckdb"


def test_it_satisfies_every_check_and_names_no_machine(bundled: Path) -> None:
    with duckdb.connect(str(bundled), read_only=True) as connection:
        assert violations(connection) == []
        files = connection.execute("SELECT source_file FROM documents UNION SELECT path FROM inputs").fetchall()
    assert files
    assert [file for (file,) in files if file.startswith(("/", "\\")) or ".." in file or ":" in file[:3]] == []


def test_a_build_in_place_leaves_it_untouched(bundled: Path, root: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copyfile(bundled, tmp_path / "w.duckdb"))
    before = copy.stat()
    outcome = pipeline.build([root / "reports"], copy)
    assert not outcome.changed
    assert (copy.stat().st_ino, copy.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
