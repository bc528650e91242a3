"""Archives: what is in them is listed from the directory alone, and read one member at a time, in memory, never to disk."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from etl.models import Hints
from etl.read import sniff
from etl.read.limits import Limits
from etl.read.manifest import Manifest, Manifests
from etl.read.names import skipped
from etl.read.package import check_ratio
from etl.read.reasons import UnreadableError, reason, size

_UTF8_NAME = 0x800  # general purpose bit 11: the name is UTF-8
_ENCRYPTED = 0x1
_UNICODE_PATH = 0x7075  # extra field with the name in UTF-8


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: the path shown to people, its position in each directory on the way, and how to get its bytes."""

    file: str
    where: tuple[int, ...]
    size: int
    stamp: str
    hints: Hints
    load: Callable[[], bytes]
    refusal: str = ""


def open_zip(source: str | BinaryIO) -> ZipFile:
    try:
        return ZipFile(source)
    except (BadZipFile, ValueError, NotImplementedError, EOFError, struct.error, UnicodeError) as error:
        raise UnreadableError("zip_broken") from error


def is_archive(archive: ZipFile) -> bool:
    """False for a zip that is a document (docx, xlsx, ofd …)."""
    return sniff.package(set(archive.namelist()[:2000])) == "zip"


def member_bytes(archive: ZipFile, info: ZipInfo) -> bytes:
    """One member unpacked. Raises UnreadableError where it is encrypted, broken or packed in an unknown way."""
    try:
        return archive.read(info)
    except NotImplementedError as error:
        raise UnreadableError("zip_method") from error
    except RuntimeError as error:
        raise UnreadableError("zip_encrypted") from error
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
        raise UnreadableError("zip_member_broken") from error


def entries(
    archive: ZipFile,
    shown: str,
    packed: int,
    limits: Limits,
    manifests: Manifests,
    depth: int = 1,
    where: tuple[int, ...] = (),
) -> Iterator[Entry]:
    """The members of an archive and of archives in it, in the order of their names. `shown` is the archive's own path."""
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise UnreadableError("zip_members", count=len(infos), limit=limits.members)
    named = sorted((member_name(info), position) for position, info in enumerate(infos) if not info.is_dir())
    refusals = {position: _refusal(name, infos[position], limits) for name, position in named}
    total = sum(infos[position].file_size for position, refusal in refusals.items() if not refusal)
    if total > limits.unpacked_bytes:
        raise UnreadableError("zip_unpacked", size=size(total), limit=size(limits.unpacked_bytes))
    check_ratio(total, packed, limits)
    inner = _with_own_manifests(archive, infos, named, refusals, shown, manifests)
    yield from _problems(inner, manifests, shown, {name for name, _ in named})
    for name, position in named:
        if skipped(name):
            continue
        info, file = infos[position], f"{shown}/{safe_name(name)}"
        entry = _entry(archive, info, file, (*where, position), inner.of(file), refusals[position])
        if name.lower().endswith(".zip") and not entry.refusal:
            yield from _nested(entry, limits, inner, depth)
        else:
            yield entry


def _entry(archive: ZipFile, info: ZipInfo, file: str, where: tuple[int, ...], hints: Hints, refusal: str) -> Entry:
    stamp = f"{info.file_size}-{info.CRC:08x}"
    return Entry(file, where, info.file_size, stamp, hints, lambda: member_bytes(archive, info), refusal)


def _refusal(name: str, info: ZipInfo, limits: Limits) -> str:
    """Why this member must not be unpacked; '' when it may."""
    if _unsafe(name):
        return reason("zip_path")
    if info.flag_bits & _ENCRYPTED:
        return reason("zip_encrypted")
    if info.file_size > limits.file_bytes:
        return reason("too_big", size=size(info.file_size), limit=size(limits.file_bytes))
    try:
        check_ratio(info.file_size, info.compress_size, limits)
    except UnreadableError as error:
        return str(error)
    return ""


def _nested(entry: Entry, limits: Limits, manifests: Manifests, depth: int) -> Iterator[Entry]:
    """The members of an archive in the archive, or the entry itself where it is no archive or cannot be opened."""
    try:
        data = entry.load()
        archive = open_zip(io.BytesIO(data))
        if not is_archive(archive):
            yield entry
            return
        if depth >= limits.depth:
            raise UnreadableError("zip_depth", limit=limits.depth)
        yield from entries(archive, entry.file, len(data), limits, manifests, depth + 1, entry.where)
    except UnreadableError as error:
        yield Entry(entry.file, entry.where, entry.size, entry.stamp, entry.hints, entry.load, str(error))


def _with_own_manifests(
    archive: ZipFile,
    infos: list[ZipInfo],
    named: list[tuple[str, int]],
    refusals: dict[int, str],
    shown: str,
    outer: Manifests,
) -> Manifests:
    own = [(name, position) for name, position in named if posixpath.basename(name).lower() == "manifest.csv"]
    result = outer
    for name, position in own:
        if not refusals[position] and not skipped(posixpath.dirname(name)):
            folder = posixpath.join(shown, posixpath.dirname(name)).rstrip("/")
            result = result.with_manifest(folder, Manifest.read(lambda p=position: member_bytes(archive, infos[p])))  # type: ignore[misc]
    return result


def _problems(inner: Manifests, outer: Manifests, shown: str, names: set[str]) -> Iterator[Entry]:
    """One refused entry for each manifest of this archive that has something wrong in it."""
    files = {f"{shown}/{name}" for name in names}
    for folder, manifest in inner.since(outer):
        for problem in manifest.problems(folder, files):
            yield Entry(f"{folder}/manifest.csv", (), 0, "", Hints(), bytes, problem)


def member_name(info: ZipInfo) -> str:
    """The name as its maker meant it: UTF-8 where flagged or valid, else GB18030."""
    if info.flag_bits & _UTF8_NAME:
        return _slashes(info.filename)
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return _slashes(info.filename)
    unicode_path = _unicode_path(info.extra, raw)
    for candidate, encoding in ((unicode_path, "utf-8"), (raw, "utf-8"), (raw, "gb18030")):
        try:
            if candidate:
                return _slashes(candidate.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _slashes(info.filename)


def _unicode_path(extra: bytes, raw: bytes) -> bytes:
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack("<I", body[1:5])[0] == zlib.crc32(raw):
            return body[5:]
    return b""


def _slashes(name: str) -> str:
    return name.replace("\\", "/").split("\0")[0]


def _unsafe(name: str) -> bool:
    return name.startswith("/") or bool(re.match(r"[A-Za-z]:", name)) or ".." in name.split("/")


def safe_name(name: str) -> str:
    """For showing only: no control characters, no way up."""
    parts = [
        part
        for part in re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "\ufffd", name).split("/")
        if part not in ("", ".", "..")
    ]
    return "/".join(parts) or "\ufffd"
