"""One build at a time for a warehouse: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE_SECONDS = 0.1


@contextmanager
def locked(warehouse: Path, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Hold `<warehouse>.lock`. Where another build holds it, say so once through `on_wait`, and wait.

    Raises OSError where the folder cannot be written to.
    """
    path = warehouse.with_name(warehouse.name + ".lock")
    descriptor = _acquire(path, on_wait)
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        if sys.platform == "win32":
            os.close(descriptor)
            path.unlink(missing_ok=True)
        else:  # while it is still held, so that nobody's new lock is taken away
            path.unlink(missing_ok=True)
            os.close(descriptor)


def _acquire(path: Path, on_wait: Callable[[str], None]) -> int:
    told = False
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if _try(descriptor) and _still_there(descriptor, path):
            return descriptor
        holder = _holder(path)
        os.close(descriptor)
        if not told:
            on_wait(f"另一个构建{holder}正在更新这个数据文件，等它结束……")
            told = True
        time.sleep(_PAUSE_SECONDS)


def _holder(path: Path) -> str:
    try:
        return f"（进程 {int(path.read_text())}）"
    except (OSError, ValueError):
        return ""


def _still_there(descriptor: int, path: Path) -> bool:
    """False where the last holder removed the file between our opening and locking it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
