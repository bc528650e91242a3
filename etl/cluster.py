"""The same batches on a Dask cluster (`--cluster tcp://…`, `pip install 'yanguo[cluster]'`).

Workers write their shards where a process would: the reports and the folder of the warehouse must lie on a file system
that all machines see under the same paths. A worker that dies costs time; a file that kills worker after worker is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from etl.pool import Batch, Result, Work, WorkerFailedError
from etl.store import fingerprint

_KILLED = "处理这个文件时集群的工作进程反复意外终止（内存不足，或文件损坏）"
_AHEAD = (
    3  # batches given out for each thread of the cluster: enough to keep it busy, few enough to be forgotten cheaply
)
_CONNECT_SECONDS = 15


def run(batches: Iterable[Batch], work: Work, address: str, on_item: Callable[[], None]) -> Iterator[Result]:
    """Do all batches on the cluster; results come as they are ready. `on_item` is called for each item done.

    Raises WorkerFailedError where the cluster cannot be used, and what `work` raised outside of any input.
    """
    client = _connect(address)
    try:
        _same_engine(client)
        yield from _run(client, iter(batches), work, on_item)
    except (TimeoutError, ConnectionError) as error:
        raise WorkerFailedError(f"与集群 {address} 的连接中断：{error}") from error
    finally:
        client.close()


def _connect(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise WorkerFailedError("用集群需要先安装：pip install 'dask>=2026.8' 'distributed>=2026.8'") from None
    try:
        return distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:  # TimeoutError is an OSError
        raise WorkerFailedError(f"连不上 Dask 调度器 {address}：{error}") from error


def _same_engine(client: Any) -> None:
    """Rows of two versions of the program must not meet in one warehouse."""
    mine = fingerprint()
    theirs = client.run(fingerprint)
    if not theirs:
        raise WorkerFailedError("集群里没有工作进程；请先启动 dask worker")
    if other := sorted(worker for worker, found in theirs.items() if found != mine):
        raise WorkerFailedError(f"这些工作进程上的程序或依赖版本与本机不同：{'、'.join(other)}；请更新后重启它们")


def _run(client: Any, todo: Iterator[Batch], work: Work, on_item: Callable[[], None]) -> Iterator[Result]:
    from distributed import as_completed

    running = as_completed(loop=client.loop)
    given: dict[str, Batch] = {}
    suspects: list[Batch] = []

    def give(batch: Batch) -> None:
        future = client.submit(_do, work, batch, pure=False)
        given[future.key] = batch
        running.add(future)

    for _, batch in zip(range(_AHEAD * max(1, sum(client.nthreads().values()))), todo, strict=False):
        give(batch)
    for future in running:
        batch = given.pop(future.key)
        if _killed(future):
            suspects.append(batch)
        else:
            for _ in batch.items:
                on_item()
            yield future.result()
        if (following := next(todo, None)) is not None:
            give(following)
    yield from _alone(client, suspects, work, on_item)


def _alone(client: Any, suspects: list[Batch], work: Work, on_item: Callable[[], None]) -> Iterator[Result]:
    """Batches that were on workers when these died, item by item and one at a time: so the guilty one is known for sure."""
    numbers = count(1_000_000)
    for batch in suspects:
        for shard in Path(batch.folder).glob(f"*-{batch.number:06d}.*"):  # written just before the worker died
            shard.unlink()
        for item in batch.items:
            part = replace(batch, number=next(numbers), items=(item,))
            future = client.submit(_do, work, part, pure=False)
            if _killed(future):
                part = replace(part, items=(replace(item, refusal=_KILLED),))
                future = client.submit(_do, work, part, pure=False)
            yield future.result()
            on_item()


def _killed(future: Any) -> bool:
    """Whether a task was given up because its workers died. Waits for its end."""
    from distributed.scheduler import KilledWorker

    return isinstance(future.exception(), KilledWorker)


def _do(work: Work, batch: Batch) -> Result:
    return work(batch, lambda n: None)
