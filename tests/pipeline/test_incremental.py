"""Whatever was added, changed or removed, and in whatever order: the warehouse equals one built from nothing."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from etl import pipeline
from etl.read import Item
from etl.store import differing_tables
from tests.invented import PLACES, Report, write_manifest, write_reports


def fresh(build: Any, tmp_path: Path) -> Path:
    path = tmp_path / "fresh.duckdb"
    path.unlink(missing_ok=True)
    build(path)
    return path


def test_adding_one_report_reads_one_report(build: Any, reports: Path, warehouse: Path, tmp_path: Path) -> None:
    build()
    Report(PLACES[0], 2026, reached=6.1).write(reports)
    outcome = build()
    assert (outcome.read, outcome.taken_over) == (1, 6)
    assert outcome.rows["documents"] == 7
    assert differing_tables(warehouse, fresh(build, tmp_path)) == []


def test_a_changed_and_a_removed_report(build: Any, reports: Path, warehouse: Path, tmp_path: Path) -> None:
    build()
    Report(PLACES[0], 2025, reached=9.9).write(reports)
    (reports / Report(PLACES[1], 2023).name).unlink()
    write_manifest(
        reports, [r for p in PLACES[:2] for y in (2023, 2024, 2025) if (reports / (r := Report(p, y)).name).exists()]
    )
    outcome = build()
    assert outcome.read == 1
    assert outcome.rows["documents"] == 5
    assert differing_tables(warehouse, fresh(build, tmp_path)) == []


def test_what_a_manifest_says_counts_as_a_change(
    build: Any, reports: Path, warehouse: Path, tmp_path: Path, query: Any
) -> None:
    build()
    manifest = reports / "manifest.csv"
    renamed = Report(PLACES[0], 2024).name + "," + PLACES[0]
    text = manifest.read_text(encoding="utf-8")
    assert renamed in text
    manifest.write_text(text.replace(renamed, Report(PLACES[0], 2024).name + "," + PLACES[2]), encoding="utf-8")
    assert build().read == 1
    assert query(warehouse, f"SELECT count(*) FROM documents WHERE place_name = '{PLACES[2]}'") == [(1,)]
    assert differing_tables(warehouse, fresh(build, tmp_path)) == []


def test_a_touched_file_is_hashed_not_read(build: Any, reports: Path, warehouse: Path) -> None:
    build()
    before = warehouse.stat()
    for path in reports.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert build().read == 0
    assert warehouse.stat().st_mtime_ns == before.st_mtime_ns


def test_what_was_read_is_not_hashed_again(build: Any, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in reports.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    build()
    hashed: list[str] = []
    monkeypatch.setattr(Item, "sha256", lambda item: hashed.append(item.file) or "")
    assert build().read == 0
    assert hashed == []


def test_a_file_changed_without_a_change_of_size_or_time(
    build: Any, reports: Path, warehouse: Path, query: Any
) -> None:
    """Within the resolution of the clock a stamp proves nothing."""
    path = reports / Report(PLACES[0], 2024).name
    build()
    stamp = path.stat().st_mtime_ns
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("210.5", "310.5"), encoding="utf-8")
    os.utime(path, ns=(stamp, stamp))
    assert build().read == 1
    assert query(warehouse, "SELECT count(*) FROM outcomes WHERE value_low = 310.5") == [(1,)]


def test_without_a_cache_everything_still_works(build: Any, monkeypatch: pytest.MonkeyPatch, reports: Path) -> None:
    environ: dict[str, str] = {}
    build(environ=environ)
    assert build(environ=environ).read == 0
    Report(PLACES[0], 2026).write(reports)
    assert build(environ=environ).read == 1


def test_a_copy_that_comes_before_the_original(build: Any, reports: Path, warehouse: Path, tmp_path: Path) -> None:
    for n in range(8):  # so that two changes are few
        Report(PLACES[3], 2010 + n).write(reports)
    original = reports / Report(PLACES[0], 2024).name
    build()
    shutil.copyfile(original, reports / "0_转载.txt")
    outcome = build()
    assert outcome.read < 12
    assert differing_tables(warehouse, fresh(build, tmp_path)) == []
    (reports / "0_转载.txt").unlink()
    build()
    assert differing_tables(warehouse, fresh(build, tmp_path)) == []


def test_add_keeps_rows_of_inputs_from_elsewhere(build: Any, reports: Path, warehouse: Path, tmp_path: Path) -> None:
    build()
    (tmp_path / "elsewhere").mkdir()
    Report(PLACES[2], 2025).write(tmp_path / "elsewhere")
    outcome = build(roots=[tmp_path / "elsewhere"], keep_missing=True)
    assert outcome.read == 1
    assert outcome.rows["documents"] == 7


def test_add_does_not_mix_rows_of_two_engines(
    build: Any, tmp_path: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    before = warehouse.read_bytes()
    (tmp_path / "elsewhere").mkdir()
    Report(PLACES[2], 2025).write(tmp_path / "elsewhere")
    monkeypatch.setattr("etl.store.fingerprint", lambda: "another engine")
    with pytest.raises(pipeline.BuildFailedError, match="build --reports"):
        build(roots=[tmp_path / "elsewhere"], keep_missing=True)
    assert warehouse.read_bytes() == before


def test_random_histories_end_in_the_same_rows(build: Any, reports: Path, warehouse: Path, tmp_path: Path) -> None:
    choose = random.Random(20261122)
    write_reports(reports, PLACES, range(2015, 2024))
    build()
    for _ in range(4):
        for _ in range(choose.randint(1, 4)):
            report = Report(choose.choice(PLACES), choose.randint(2015, 2026), reached=choose.randint(10, 90) / 10)
            if choose.random() < 0.3:
                (reports / report.name).unlink(missing_ok=True)
            elif choose.random() < 0.3:
                Report(PLACES[0], 2015).write(reports)
                shutil.copyfile(reports / Report(PLACES[0], 2015).name, reports / f"{choose.randint(0, 3)}.txt")
            else:
                report.write(reports)
        build()
        assert differing_tables(warehouse, fresh(build, tmp_path)) == []
