"""The Dask path: a real scheduler and two real workers over loopback; the rows are those of one process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from etl import cluster, pipeline, pool
from etl.store import differing_tables
from tests.invented import PLACES, write_reports
from tests.pipeline import unruly
from tests.pipeline.test_pool import batches

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parents[2]


class Cluster:
    """A scheduler and its workers as processes of their own."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self.folder = folder
        self.environ = (
            os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "critical"} | environ
        )
        self.processes: list[subprocess.Popen[bytes]] = []
        self.file = folder / "scheduler.json"
        self.start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self.wait_for_address()

    def start(self, program: str, *more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--scheduler-file", str(self.file), *more]
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            command, cwd=self.folder, env=self.environ, stdout=log, stderr=log, start_new_session=True
        )
        self.processes.append(process)
        return process

    def worker(self, *more: str) -> subprocess.Popen[bytes]:
        options = (
            "--host",
            "127.0.0.1",
            "--nthreads",
            "1",
            "--no-dashboard",
            "--local-directory",
            str(self.folder),
            *more,
        )
        return self.start("dask_worker", *options)

    def wait_for_address(self) -> str:
        import json

        for _ in range(600):
            try:
                return str(json.loads(self.file.read_text())["address"])
            except (OSError, ValueError):
                time.sleep(0.1)
        raise TimeoutError((self.folder / "0.log").read_text())

    def wait_for_workers(self, count: int) -> None:
        import distributed

        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)


@contextmanager
def running(folder: Path, workers: int = 2, nanny: bool = False, **environ: str) -> Iterator[Cluster]:
    folder.mkdir()
    one = Cluster(folder, environ)
    try:
        for _ in range(workers):
            one.worker("--nanny" if nanny else "--no-nanny")
        if workers:
            one.wait_for_workers(workers)
        yield one
    finally:
        for process in one.processes:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """The process with its children (a nanny's workers); without ceremony, for they have nothing to save."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_the_rows_are_those_of_one_process(build: Any, reports: Path, tmp_path: Path) -> None:
    (reports / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    build(tmp_path / "one.duckdb")
    begun: list[int] = []
    hooks = pipeline.Hooks(progress=lambda done, total: begun.append(done))
    with running(tmp_path / "cluster") as dask:
        outcome = pipeline.build([reports], tmp_path / "dask.duckdb", pipeline.Options(cluster=dask.address), hooks)
    assert differing_tables(tmp_path / "one.duckdb", tmp_path / "dask.duckdb") == []
    assert [file for file, _ in outcome.refused] == ["坏.pdf"]
    assert begun[-1] == 7


def test_a_worker_that_dies_in_the_middle_changes_nothing(build: Any, reports: Path, tmp_path: Path) -> None:
    write_reports(reports, PLACES, range(1990, 2026))
    build(tmp_path / "one.duckdb")
    with running(tmp_path / "cluster") as dask:
        killed: list[int] = []

        def kill_one(done: int, total: int) -> None:
            if done >= total // 4 and not killed:
                victim = dask.processes[-1]
                victim.kill()
                killed.append(victim.wait())

        hooks = pipeline.Hooks(progress=kill_one)
        pipeline.build([reports], tmp_path / "dask.duckdb", pipeline.Options(cluster=dask.address), hooks)
    assert killed == [-9]
    assert differing_tables(tmp_path / "one.duckdb", tmp_path / "dask.duckdb") == []


def test_a_file_that_kills_every_worker_is_refused(tmp_path: Path) -> None:
    with running(tmp_path / "cluster", nanny=True, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as dask:
        todo = batches(["a", "dies", "b"], ["c"], ["d", "e"], ["f"])
        results = list(cluster.run(todo, unruly.work, dask.address, lambda: None))
    assert sum(result.documents for result in results) == 7
    refused = [file for result in results for file, _ in result.refusals]
    assert refused == ["dies"]


def test_trouble_outside_of_any_input_is_raised(tmp_path: Path) -> None:
    with running(tmp_path / "cluster", workers=1) as dask, pytest.raises(OSError, match="No space left"):
        list(cluster.run(batches(["disk full"]), unruly.work, dask.address, lambda: None))


def test_no_scheduler_there(build: Any, monkeypatch: pytest.MonkeyPatch, warehouse: Path) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    with pytest.raises(pipeline.BuildFailedError, match="连不上 Dask 调度器"):
        build(cluster="tcp://127.0.0.1:9")
    with pytest.raises(pipeline.BuildFailedError, match="连不上 Dask 调度器"):
        build(cluster="nonsense://")
    assert not warehouse.exists()


def test_no_workers_there(tmp_path: Path) -> None:
    with running(tmp_path / "cluster", workers=0) as dask, pytest.raises(pool.WorkerFailedError, match="没有工作进程"):
        list(cluster.run(batches(["a"]), unruly.work, dask.address, lambda: None))


def test_workers_of_another_version_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(tmp_path / "cluster", workers=1) as dask:
        monkeypatch.setattr("etl.cluster.fingerprint", Other())
        with pytest.raises(pool.WorkerFailedError, match="版本与本机不同"):
            list(cluster.run(batches(["a"]), unruly.work, dask.address, lambda: None))


class Other:
    """A fingerprint that says one thing here and another in a worker."""

    def __init__(self) -> None:
        self.here = os.getpid()

    def __call__(self) -> str:
        return "mine" if os.getpid() == self.here else "theirs"
