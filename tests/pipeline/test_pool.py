"""Worker processes: what dies or hangs costs one input, and the rest goes on."""

from __future__ import annotations

import errno
import multiprocessing
import os
import sys
import time
import types
from collections.abc import Sequence
from pathlib import Path

import pytest

from etl import pool
from etl.read import Item
from tests.pipeline import unruly


def batches(*parts: Sequence[str]) -> list[pool.Batch]:
    return [pool.Batch(n, tuple(Item(name, name, (), 10, "") for name in part), Path()) for n, part in enumerate(parts)]


def run(todo: list[pool.Batch], workers: int = 2) -> tuple[list[int], dict[str, str], int]:
    begun = 0

    def on_item() -> None:
        nonlocal begun
        begun += 1

    results = list(pool.run(todo, unruly.work, workers, on_item))
    assert multiprocessing.active_children() == [], "no worker is left behind"
    refused = {file: reason for result in results for file, reason in result.refusals}
    return sorted(result.number for result in results), refused, begun


def test_all_batches_are_done_once() -> None:
    done, refused, begun = run(batches(*[["a", "b"]] * 7), workers=3)
    assert (done, refused, begun) == (list(range(7)), {}, 14)


def test_more_workers_than_batches() -> None:
    assert run(batches(["a"]), workers=5)[0] == [0]


def test_a_file_that_kills_its_reader_is_refused_and_the_others_are_read() -> None:
    done, refused, _ = run(batches(["a", "dies 1", "b", "dies 2"], ["c"], ["dies 3"]))
    assert done == [0, 1, 2]
    assert set(refused) == {"dies 1", "dies 2", "dies 3"}
    assert "意外终止" in refused["dies 1"]


def test_a_file_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_SECONDS", 1.0)
    started = time.monotonic()
    done, refused, _ = run(batches(["a", "hangs", "b"], ["c"]))
    assert done == [0, 1]
    assert set(refused) == {"hangs"}
    assert "已中止" in refused["hangs"]
    assert time.monotonic() - started < 30


def test_trouble_outside_of_any_input_ends_the_run() -> None:
    with pytest.raises(OSError, match="No space left") as error:
        run(batches(["a", "disk full"], ["b"]))
    assert error.value.errno == errno.ENOSPC
    assert multiprocessing.active_children() == []


def test_workers_that_cannot_even_start_are_not_started_for_ever() -> None:
    with pytest.raises(pool.WorkerFailedError, match="无法工作"):
        list(pool.run(batches(["a"]), unruly.stillborn, 1, lambda: None))


def test_workers_do_not_run_the_main_program_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page, main = tmp_path / "page.py", types.ModuleType("__main__")
    page.write_text("raise SystemExit('run twice')", encoding="utf-8")
    main.__file__ = str(page)
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert run(batches(["a"]))[0] == [0]
    assert sys.modules["__main__"] is main


@pytest.mark.skipif(sys.platform == "win32", reason="workers are not forked there")
def test_workers_have_what_they_need_from_the_start_and_no_more() -> None:
    _, has, _ = run(batches(["has etl.extract", "has pyarrow.parquet", "has pandas"]))
    assert has == {"has etl.extract": "True", "has pyarrow.parquet": "True", "has pandas": "False"}


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_process_that_workers_come_from_ends_when_told_and_comes_back_when_needed() -> None:
    def servers() -> int:
        own = [
            Path(f"/proc/{pid}/cmdline") for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        ]
        return sum(b"multiprocessing.forkserver" in cmdline.read_bytes() for cmdline in own)

    assert run(batches(["a"]))[0] == [0]
    assert servers() == 1
    pool.release()
    assert servers() == 0
    assert run(batches(["a"]))[0] == [0]
    assert servers() == 1
