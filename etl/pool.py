"""Worker processes for batches of inputs. A worker that dies or hangs costs the one input that it was at, nothing else."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # this module is loaded before the others (__main__), and must be quick
    from etl.read import Item

# what one input may take; the readers have limits of their own, far below. Larger inputs get more.
_SECONDS = 180.0
_SECONDS_PER_MB = 20.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs that one worker does in one go. rename: (source file, doc_id) → the id that the document gets instead."""

    number: int
    items: tuple[Item, ...]
    folder: Path
    rename: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a batch. refusals: (file, reason). traces: what went wrong inside, for developers."""

    number: int
    documents: int
    refusals: tuple[tuple[str, str], ...] = ()
    traces: tuple[str, ...] = ()


# does a batch, and calls its second argument with the position of each item before it begins with it
Work = Callable[[Batch, Callable[[int], None]], Result]


class WorkerFailedError(Exception):
    """A worker cannot work at all (it failed outside of any input)."""


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    batch: Batch | None = None
    at: int = -1
    since: float = 0.0

    def give(self, batch: Batch) -> None:
        self.batch, self.at, self.since = batch, -1, time.monotonic()
        self.pipe.send(batch)

    @property
    def item(self) -> Item | None:
        return self.batch.items[self.at] if self.batch and 0 <= self.at < len(self.batch.items) else None

    def overdue(self, now: float) -> bool:
        size = self.item.size if self.item else 0
        return self.batch is not None and now - self.since > _SECONDS + _SECONDS_PER_MB * size / 1e6

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def prepare() -> None:
    """Let the process that workers are forked from start and load the program, while the caller finds out what to do."""
    if _context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        with _nothing_to_run_again():
            forkserver.ensure_running()


def release() -> None:
    """Let that process end: it holds as much memory as a worker. The next build starts another."""
    if _context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        with contextlib.suppress(AttributeError):  # there is no public way: where a Python has another, it stays
            forkserver._forkserver._stop()  # type: ignore[attr-defined]


def run(batches: Iterable[Batch], work: Work, workers: int, on_item: Callable[[], None]) -> Iterator[Result]:
    """Do all batches in `workers` processes; results come as they are ready. `on_item` is called for each item begun.

    Raises what `work` raised outside of any input (no space left on the device …), and WorkerFailedError.
    """
    context = _context()
    todo = iter(batches)
    active: dict[Connection, _Worker] = {}
    try:
        for batch in _first(todo, workers):
            worker = _start(context, work)
            worker.give(batch)
            active[worker.pipe] = worker
        while active:
            for pipe in wait(list(active), timeout=1.0):
                assert isinstance(pipe, Connection)
                yield from _listen(context, work, active, active[pipe], todo, on_item)
            now = time.monotonic()
            for worker in [w for w in active.values() if w.overdue(now)]:
                _again(
                    context,
                    work,
                    active,
                    worker,
                    f"处理超过 {now - worker.since:.0f} 秒，已中止；请检查文件内容是否正常",
                )
    finally:
        for worker in active.values():
            worker.stop()


def _first(todo: Iterator[Batch], count: int) -> list[Batch]:
    return [batch for _, batch in zip(range(count), todo, strict=False)]


def _listen(
    context: Any, work: Work, active: dict[Connection, _Worker], worker: _Worker, todo: Iterator[Batch], on_item: Any
) -> Iterator[Result]:
    try:
        kind, content = worker.pipe.recv()
    except (EOFError, OSError):
        _again(context, work, active, worker, "处理这个文件时读取进程意外终止（内存不足，或文件损坏）")
        return
    if kind == "at":
        worker.at, worker.since = content, time.monotonic()
        on_item()
    elif kind == "error":
        raise content
    else:
        yield content
        batch = next(todo, None)
        if batch is not None:
            worker.give(batch)
        else:
            del active[worker.pipe]
            worker.stop()


def _again(context: Any, work: Work, active: dict[Connection, _Worker], dead: _Worker, why: str) -> None:
    """Do the batch of a dead worker once more in a new one, with the input that it was at refused."""
    del active[dead.pipe]
    dead.stop()
    if dead.batch is None or dead.item is None:
        raise WorkerFailedError(f"读取进程无法工作（退出码 {dead.process.exitcode}）")
    items = list(dead.batch.items)
    items[dead.at] = replace(dead.item, refusal=why)
    worker = _start(context, work)
    worker.give(replace(dead.batch, items=tuple(items)))
    active[worker.pipe] = worker


def _context() -> Any:
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["etl.preload"])
    return context


def _start(context: Any, work: Work) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True)
    with _nothing_to_run_again():
        process.start()
    theirs.close()
    return _Worker(process, ours, since=time.monotonic())


@contextlib.contextmanager
def _nothing_to_run_again() -> Iterator[None]:
    """A new process imports the file that runs as `__main__`; ours need none, and a page or a script must not run twice."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(pipe: Connection, work: Work) -> None:
    """The worker's side: batches in, results out, until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    try:
        while True:
            batch = pipe.recv()
            try:
                pipe.send(("done", work(batch, lambda n: pipe.send(("at", n)))))
            except (BrokenPipeError, ConnectionError):
                return
            except Exception as error:
                pipe.send(("error", _portable(error)))
    except (EOFError, BrokenPipeError, ConnectionError):
        return


def _portable(error: Exception) -> Exception:
    if isinstance(error, OSError):
        return OSError(error.errno, error.strerror or str(error), error.filename)
    return WorkerFailedError(f"{type(error).__name__}: {error}")
