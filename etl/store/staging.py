"""Build beside, then put in place: the new warehouse takes the old one's name in one step, or nothing changes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from etl.store.lock import locked

_MARK = ".tmp-"


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder beside the warehouse, on the same file system, for one build.

    new: the file being built. shards: Parquet files of the workers. spill: for what does not fit into memory.
    """

    warehouse: Path
    folder: Path

    @property
    def new(self) -> Path:
        return self.folder / "new.duckdb"

    @property
    def shards(self) -> Path:
        return self.folder / "shards"

    @property
    def more_shards(self) -> Path:
        return self.folder / "more-shards"

    @property
    def spill(self) -> Path:
        return self.folder / "spill"

    def publish(self) -> None:
        """Put `new` in place of the warehouse. Whoever has the old file open goes on reading the old one."""
        sync(self.new)
        # a write-ahead log left behind by a stranger belongs to the old file, and must not be replayed over the new one
        self.warehouse.with_name(self.warehouse.name + ".wal").unlink(missing_ok=True)
        self.new.replace(self.warehouse)
        if sys.platform != "win32":
            sync(self.warehouse.parent)


@contextmanager
def staging(warehouse: Path, on_wait: Callable[[str], None]) -> Iterator[Staging]:
    """The only build of this warehouse for now; what killed builds left behind is removed first. Raises OSError."""
    with locked(warehouse, on_wait):
        for left_over in warehouse.parent.glob(_escape(warehouse.name) + _MARK + "*"):
            shutil.rmtree(left_over, ignore_errors=True)
        folder = warehouse.with_name(f"{warehouse.name}{_MARK}{os.getpid()}")
        folder.mkdir()
        place = Staging(warehouse, folder)
        try:
            place.shards.mkdir()
            yield place
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _escape(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def sync(path: Path) -> None:
    """Wait until the file, or the entries of the folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
