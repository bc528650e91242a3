"""Several connections to one database that work at the same time, each in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import TypeVar

import duckdb

Job = TypeVar("Job")
Done = TypeVar("Done")


@contextmanager
def hands(connection: duckdb.DuckDBPyConnection, count: int) -> Iterator[list[duckdb.DuckDBPyConnection]]:
    """The connection itself and others to the same database, `count` in all, at least that one.

    The others have temporary tables, views and variables of their own.
    """
    database, schema = connection.execute("SELECT current_database(), current_schema()").fetchall()[0]
    with ExitStack() as stack:
        others = [stack.enter_context(connection.cursor()) for _ in range(count - 1)]
        for other in others:
            other.execute(f'USE "{database}"."{schema}"')
        yield [connection, *others]


def spread(
    connections: list[duckdb.DuckDBPyConnection],
    jobs: Iterable[Job],
    work: Callable[[duckdb.DuckDBPyConnection, Job], Done],
) -> list[Done]:
    """`work(connection, job)` for each job, by whichever connection is free; what it gives, in the order of the jobs."""
    if len(connections) == 1:
        return [work(connections[0], job) for job in jobs]
    free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    for connection in connections:
        free.put(connection)

    def one(job: Job) -> Done:
        connection = free.get()
        try:
            return work(connection, job)
        finally:
            free.put(connection)

    with ThreadPoolExecutor(len(connections)) as pool:
        return list(pool.map(one, jobs))
