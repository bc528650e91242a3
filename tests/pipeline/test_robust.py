"""Builds that are killed, that meet each other, that have no room: the old warehouse or the new one, never scraps."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import pipeline
from etl.store import differing_tables, violations
from tests.invented import PLACES, Report, write_reports

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def start(reports: Path, warehouse: Path, *more: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "etl", "build", "--reports", str(reports), "--warehouse", str(warehouse), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def kill_some(folder: Path, times: int, seed: int) -> None:
    """Kill builds at random moments, each of them between two versions of the reports; look at what is left each time."""
    choose = random.Random(seed)
    reports, warehouse = folder / "reports", folder / "w.duckdb"
    write_reports(reports, PLACES, range(2014, 2024))
    started = time.monotonic()
    assert start(reports, warehouse).wait() == 0
    whole = time.monotonic() - started
    versions = {"old": folder / "old.duckdb", "new": folder / "new.duckdb"}
    os.link(warehouse, versions["old"])
    changing = reports / Report(PLACES[0], 2020).name
    old_text = changing.read_text(encoding="utf-8")
    Report(PLACES[0], 2020, reached=9.9).write(reports)
    assert start(reports, versions["new"]).wait() == 0
    new_text = changing.read_text(encoding="utf-8")
    for n in range(times):
        changing.write_text(new_text if n % 2 == 0 else old_text, encoding="utf-8")
        build = start(reports, warehouse)
        time.sleep(choose.uniform(0, whole * 1.1))
        build.kill()
        build.wait()
        equal = [name for name, path in versions.items() if differing_tables(path, warehouse) == []]
        assert len(equal) == 1, f"neither the old nor the new warehouse after kill {n}"
        assert len(list(folder.glob("w.duckdb.tmp-*"))) <= 1, "scraps pile up"
    assert start(reports, warehouse).wait() == 0
    left = {path.name for path in folder.iterdir()}
    assert left == {"reports", "w.duckdb", "old.duckdb", "new.duckdb"}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert violations(connection) == []


def test_killed_at_random_moments(tmp_path: Path) -> None:
    kill_some(tmp_path, times=4, seed=7)


@pytest.mark.soak
def test_killed_a_hundred_times(tmp_path: Path) -> None:
    kill_some(tmp_path, times=100, seed=2026)


def test_asked_to_end_it_cleans_up(tmp_path: Path) -> None:
    write_reports(tmp_path / "reports", PLACES, range(2000, 2024))
    build = start(tmp_path / "reports", tmp_path / "w.duckdb")
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob("w.duckdb.tmp-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    build.send_signal(signal.SIGTERM)
    assert build.wait(timeout=30) == 2
    assert build.stderr is not None
    assert "已中止" in build.stderr.read()
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


def test_two_builds_at_once_both_end_well(tmp_path: Path) -> None:
    write_reports(tmp_path / "reports")
    two = [start(tmp_path / "reports", tmp_path / "w.duckdb") for _ in range(2)]
    outputs = [build.communicate(timeout=120) for build in two]
    assert [build.returncode for build in two] == [0, 0]
    said = "".join(out for out, _ in outputs)
    assert said.count("已更新") == 1
    assert said.count("没有变化") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports", "w.duckdb"]


def test_a_build_while_many_read(build: Any, reports: Path, warehouse: Path) -> None:
    """Ten readers with short connections, as the dashboard has them: no error, and all see the new rows in the end."""
    build()
    stop, seen, errors = threading.Event(), [set() for _ in range(10)], []

    def read(mine: set[int]) -> None:
        while not stop.is_set():
            try:
                with duckdb.connect(":memory:") as connection:
                    connection.execute(f"ATTACH '{warehouse}' AS w (READ_ONLY)")
                    (count,) = connection.execute("SELECT count(*) FROM w.documents").fetchone() or (0,)
                    mine.add(count)
            except duckdb.Error as error:
                errors.append(error)

    readers = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    for reader in readers:
        reader.start()
    Report(PLACES[2], 2025).write(reports)
    subprocess_build = start(reports, warehouse, "--workers", "1")
    assert subprocess_build.wait(timeout=120) == 0
    time.sleep(0.5)
    stop.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert all(7 in mine and mine <= {6, 7} for mine in seen)


def test_no_room_left(tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk: the build fails with a message, the old warehouse stays."""
    write_reports(tmp_path / "reports")
    warehouse = tmp_path / "w.duckdb"
    assert start(tmp_path / "reports", warehouse).wait() == 0
    before = warehouse.read_bytes()
    Report(PLACES[2], 2025).write(tmp_path / "reports")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    build = start(tmp_path / "reports", warehouse, preexec_fn=limit)
    _, err = build.communicate(timeout=120)
    assert build.returncode == 2
    assert "旧数据文件没有改动" in err
    assert "Traceback" not in err
    assert warehouse.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports", "w.duckdb"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "磁盘空间不足"),
        (duckdb.IOException('Could not write all bytes to file "x": No space left on device'), "磁盘空间不足"),
        (duckdb.OutOfMemoryException("failed to offload data block: No space left on device"), "磁盘空间不足"),
        (PermissionError(13, "Permission denied"), "权限"),
        (OSError(30, "Read-only file system"), "权限"),
        (duckdb.IOException("Could not set lock on file: Conflicting lock is held"), "另一个程序正在写"),
        (duckdb.InternalException("something else"), "InternalException"),
    ],
)
def test_trouble_is_told_in_words(
    error: Exception, words: str, build: Any, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    before = warehouse.read_bytes()

    def fails(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("etl.store.gather", fails)
    with pytest.raises(pipeline.BuildFailedError, match=words):
        build()
    assert warehouse.read_bytes() == before


def test_a_warehouse_that_another_program_writes_to(tmp_path: Path) -> None:
    write_reports(tmp_path / "reports")
    warehouse = tmp_path / "w.duckdb"
    assert start(tmp_path / "reports", warehouse).wait() == 0
    with duckdb.connect(str(warehouse)):
        build = start(tmp_path / "reports", warehouse)
        _, err = build.communicate(timeout=60)
    assert build.returncode == 2
    assert "另一个程序正在写" in err
