"""What is known of files without reading them: a cache outside the warehouse, which may be lost at any time.

Kept in the user's cache folder, one file for each warehouse: stamps (size and time) with the hash of the content behind
them, and which engine was found to give the very rows that the warehouse holds.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from etl.read import Item

# a file changed again within the resolution of its file system's clock would keep its stamp: such stamps are not kept
_SETTLED_NS = 2_000_000_000


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """`$XDG_CACHE_HOME/yanguo` or what stands for it on this system; None where there is no home."""
    if base := environ.get("YANGUO_CACHE"):
        return Path(base)
    if sys.platform == "win32":
        return Path(environ["LOCALAPPDATA"]) / "yanguo" if "LOCALAPPDATA" in environ else None
    if base := environ.get("XDG_CACHE_HOME"):
        return Path(base) / "yanguo"
    return Path(environ["HOME"]) / ".cache" / "yanguo" if "HOME" in environ else None


class Hashes:
    """The cache of one warehouse. A cache that cannot be read or written is as good as none: everything is hashed."""

    def __init__(self, warehouse: Path, folder: Path | None) -> None:
        name = hashlib.sha256(str(warehouse.resolve()).encode()).hexdigest()[:16]
        self._file = folder / f"{name}.json" if folder else None
        self._stamps: dict[str, list[str]] = {}
        self._engines: list[Any] = []
        self._seen: dict[str, list[str]] = {}
        self._settled = time.time_ns() - _SETTLED_NS  # to be made before the files are looked at
        self._load()

    def _load(self) -> None:
        if self._file is None:
            return
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
            self._stamps, self._engines = dict(content["stamps"]), list(content["engine"])
        except (OSError, ValueError, KeyError, TypeError):
            self._stamps, self._engines = {}, []

    def sha256(self, item: Item) -> str:
        """Hash of the item's content, '' where it cannot be read."""
        if item.refusal:
            return ""
        known = self._stamps.get(_key(item))
        found = known[1] if known and known[0] == item.stamp else item.sha256()
        self.learn(item, found)
        return found

    def learn(self, item: Item, sha256: str) -> None:
        """Keep the hash of what was read of an item after it was found, '' where there is none."""
        # a member of an archive is told apart by its checksum, a file by its time
        if sha256 and (item.where or int(item.stamp.rpartition("-")[2] or 0) < self._settled):
            self._seen[_key(item)] = [item.stamp, sha256]

    def matches(self, warehouse: Path, engine: str) -> bool:
        """Whether this engine is known to give the rows of the warehouse file as it stands."""
        return self._engines == [*_identity(warehouse), engine]

    def save(self, warehouse: Path, engine: str) -> None:
        """Keep what was seen, and that this engine gives what the warehouse now holds."""
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part = self._file.with_suffix(f".{os.getpid()}")
            content = {"stamps": self._seen, "engine": [*_identity(warehouse), engine]}
            part.write_text(json.dumps(content), encoding="utf-8")
            part.replace(self._file)
        except OSError:
            return


def _key(item: Item) -> str:
    return "|".join([item.path, *map(str, item.where)])


def _identity(path: Path) -> list[int]:
    try:
        status = path.stat()
    except OSError:
        return []
    return [status.st_ino, status.st_size, status.st_mtime_ns]
