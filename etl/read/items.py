"""Finding inputs without reading them: a stable list of items that can be hashed and read later, in any process."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

from etl.models import Hints
from etl.read import archive
from etl.read.limits import DEFAULT, Limits
from etl.read.manifest import Manifest, Manifests
from etl.read.names import skipped
from etl.read.reasons import UnreadableError, reason, size

NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Item:
    """One input, found but not read. Picklable.

    file: the path shown to people, relative to what was asked for (`archive.zip/member.txt` for a member).
    path: where it lies on disk. where: its position in the directory of the archive (and of each archive in that).
    size: bytes, unpacked. stamp: changes when the bytes may have changed (time and size, or size and CRC): a cheap
    first look for incremental builds. refusal: why it will not be read, '' otherwise.
    """

    file: str
    path: str
    where: tuple[int, ...]
    size: int
    stamp: str
    hints: Hints = NO_HINTS
    refusal: str = ""

    def sha256(self) -> str:
        """Hash of the content, '' where it cannot be read. Plain files are hashed without loading them whole."""
        try:
            if self.where:
                return hashlib.sha256(load(self)).hexdigest()
            with Path(self.path).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() if self.size else ""
        except (OSError, UnreadableError):
            return ""


def discover(path: Path | str, limits: Limits = DEFAULT) -> Iterator[Item]:
    """Every input under a path (file, folder, .zip), in the order of the names. What cannot be opened is an item too."""
    root = Path(path)
    try:
        mode = root.stat().st_mode
    except FileNotFoundError:
        yield Item(str(path), str(root), (), 0, "", refusal=reason("missing"))
        return
    except (OSError, ValueError) as error:
        yield Item(str(path), str(root), (), 0, "", refusal=_os_reason(error))
        return
    if stat.S_ISDIR(mode):
        yield from _folder(root, "", Manifests(), limits, frozenset())
    else:
        beside = root.with_name("manifest.csv")
        manifests = Manifests().with_manifest("", Manifest.read(beside.read_bytes)) if beside.is_file() else Manifests()
        yield from _file(root, shown_name(root.name), manifests, limits)


def load(item: Item, limits: Limits = DEFAULT) -> bytes:
    """An item's bytes. Raises UnreadableError or OSError."""
    if not item.where:
        with Path(item.path).open("rb") as file:
            data = file.read(min(limits.file_bytes, os.fstat(file.fileno()).st_size) + 1)
        if len(data) > limits.file_bytes:
            raise UnreadableError("too_big", size=size(item.size), limit=size(limits.file_bytes))
        return data
    opened = _opened(item.path, Path(item.path).stat().st_mtime_ns, item.where[:-1], os.getpid())
    infos = opened.infolist()
    if item.where[-1] >= len(infos) or not item.file.endswith(
        archive.safe_name(archive.member_name(infos[item.where[-1]]))
    ):
        raise UnreadableError("changed")
    return archive.member_bytes(opened, infos[item.where[-1]])


@lru_cache(maxsize=4)
def _opened(path: str, mtime_ns: int, where: tuple[int, ...], pid: int) -> ZipFile:
    """An archive kept open between its members. Keyed by process too: forked workers must not share a file position."""
    if not where:
        return archive.open_zip(path)
    outer = _opened(path, mtime_ns, where[:-1], pid)
    return archive.open_zip(io.BytesIO(archive.member_bytes(outer, outer.infolist()[where[-1]])))


def _folder(
    folder: Path, prefix: str, manifests: Manifests, limits: Limits, above: frozenset[tuple[int, int]]
) -> Iterator[Item]:
    try:
        status = folder.stat()
        with os.scandir(folder) as entries:
            folders = {entry.name: _is_folder(entry) for entry in entries}
    except OSError as error:
        yield Item(prefix or folder.name, str(folder), (), 0, "", refusal=_os_reason(error))
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        return  # a link that leads back up
    files: set[str] = set()
    own = manifests
    if "manifest.csv" in folders:
        own = manifests.with_manifest(prefix, Manifest.read((folder / "manifest.csv").read_bytes))
    for name, is_folder in sorted(folders.items()):
        shown = f"{prefix}/{shown_name(name)}" if prefix else shown_name(name)
        child = folder / name
        if skipped(name):
            continue
        if is_folder:
            files.add(shown)
            yield from _folder(child, shown, own, limits, above | {identity})
        else:
            files.add(shown)
            yield from _file(child, shown, own, limits)
    yield from _manifest_problems(folder, prefix, own, manifests, files)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads nowhere
        return False


def _manifest_problems(folder: Path, prefix: str, own: Manifests, outer: Manifests, files: set[str]) -> Iterator[Item]:
    for _, manifest in own.since(outer):
        shown = f"{prefix}/manifest.csv" if prefix else "manifest.csv"
        present = files | {
            f
            for f in (f"{prefix}/{row}" if prefix else row for row in manifest.rows)
            if f not in files and (folder / f[len(prefix) :].lstrip("/")).exists()
        }
        for problem in manifest.problems(prefix, present):
            yield Item(shown, str(folder / "manifest.csv"), (), 0, "", refusal=problem)


def _file(path: Path, shown: str, manifests: Manifests, limits: Limits) -> Iterator[Item]:
    hints = manifests.of(shown)
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        yield Item(shown, str(path), (), 0, "", hints, _os_reason(error))
        return
    stamp = f"{status.st_size}-{status.st_mtime_ns}"
    item = Item(shown, str(path), (), status.st_size, stamp, hints)
    refusal = ""
    if not stat.S_ISREG(status.st_mode):
        refusal = reason("not_regular")
    elif path.suffix.lower() == ".zip":
        yield from _archive(item, manifests, limits)
        return
    elif status.st_size > limits.file_bytes:
        refusal = reason("too_big", size=size(status.st_size), limit=size(limits.file_bytes))
    yield Item(shown, str(path), (), status.st_size, stamp, hints, refusal)


def _archive(item: Item, manifests: Manifests, limits: Limits) -> Iterator[Item]:
    try:
        if item.size > limits.archive_bytes:
            raise UnreadableError("too_big", size=size(item.size), limit=size(limits.archive_bytes))
        with Path(item.path).open("rb") as file:
            if file.read(2) != b"PK":  # no zip, whatever its name says: read_item finds out what it is
                yield (
                    item
                    if item.size <= limits.file_bytes
                    else _refused(item, reason("too_big", size=size(item.size), limit=size(limits.file_bytes)))
                )
                return
        with archive.open_zip(item.path) as opened:
            if not archive.is_archive(opened):
                yield item
                return
            for entry in archive.entries(opened, item.file, item.size, limits, manifests):
                yield Item(entry.file, item.path, entry.where, entry.size, entry.stamp, entry.hints, entry.refusal)
    except UnreadableError as error:
        yield _refused(item, str(error))
    except OSError as error:
        yield _refused(item, _os_reason(error))


def shown_name(name: str) -> str:
    """A file's name for people: names in GB18030 decoded, no control characters or lone surrogates."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    return archive.safe_name(name)


def _refused(item: Item, why: str) -> Item:
    return Item(item.file, item.path, item.where, item.size, item.stamp, item.hints, why)


def _os_reason(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return reason("no_permission")
    return reason("io", detail=getattr(error, "strerror", None) or type(error).__name__)
