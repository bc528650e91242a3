"""One build at a time; a new file in one step; nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from etl.store import staging

HOLD = """
import sys, time
from pathlib import Path
from etl.store import staging
with staging(Path(sys.argv[1]), print):
    print("held", flush=True)
    time.sleep(60)
"""


def test_publish_puts_the_new_file_in_place_and_leaves_nothing_else(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    warehouse.write_text("old")
    with warehouse.open() as reader:
        with staging(warehouse, print) as place:
            place.new.write_text("new")
            assert warehouse.read_text() == "old"
            place.publish()
        assert reader.read() == "old", "who reads the old file goes on reading it"
    assert warehouse.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["w.duckdb"]


def test_a_stale_log_of_the_old_file_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb.wal").write_text("left behind")
    with staging(tmp_path / "w.duckdb", print) as place:
        place.new.write_text("new")
        place.publish()
    assert [p.name for p in tmp_path.iterdir()] == ["w.duckdb"]


def test_a_failed_build_leaves_the_old_file_and_no_scraps(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    warehouse.write_text("old")
    with pytest.raises(ValueError, match="stop"), staging(warehouse, print) as place:
        place.new.write_text("half")
        raise ValueError("stop")
    assert warehouse.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["w.duckdb"]


def test_scraps_of_killed_builds_are_removed_but_not_those_of_others(tmp_path: Path) -> None:
    mine, other = tmp_path / "w[1].duckdb.tmp-1234", tmp_path / "other.duckdb.tmp-1234"
    for folder in (mine, other):
        (folder / "shards").mkdir(parents=True)
    with staging(tmp_path / "w[1].duckdb", print):
        assert not mine.exists()
        assert other.exists()


def test_a_second_build_says_so_and_waits(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(warehouse)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    said: list[str] = []
    entered = threading.Event()

    def second() -> None:
        with staging(warehouse, said.append):
            entered.set()

    waiting = threading.Thread(target=second)
    waiting.start()
    try:
        deadline = time.monotonic() + 10
        while not said and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not entered.is_set()
    finally:
        holder.kill()
        holder.wait()
    waiting.join(10)
    assert entered.is_set(), "the lock of a killed build is let go"
    assert len(said) == 1
    assert str(holder.pid) in said[0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(PermissionError), staging(tmp_path / "w.duckdb", print):
        pass
