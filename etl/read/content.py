"""Bytes of one input → what they hold. The one place where a reader's failure becomes a `Refusal`."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from dataclasses import replace

from etl.models import FigureTable, Hints, Refusal, Source
from etl.read import archive, sniff, tables
from etl.read.decode import decode
from etl.read.docx import docx
from etl.read.guarded import guarded, suspicious
from etl.read.htmlpage import html, mhtml
from etl.read.limits import Deadline, Limits
from etl.read.manifest import Manifests
from etl.read.ofd import ofd
from etl.read.package import check_package, check_ratio, open_package
from etl.read.pdf import pdf
from etl.read.reasons import UnreadableError, reason, size

Readable = Source | FigureTable | Refusal
_PACKED = {"rar": "RAR", "7z": "7z", "gzip": "gzip", "bzip2": "bzip2", "xz": "xz", "zstd": "zstd"}


def contents(name: str, data: bytes, limits: Limits, hints: Hints, depth: int = 1) -> list[Readable]:
    """Read one input by its content. Never raises: what goes wrong is a Refusal that says so."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        if len(data) > limits.file_bytes:
            raise UnreadableError("too_big", size=size(len(data)), limit=size(limits.file_bytes))
        return _by_kind(name, data, sha256, limits, hints, depth)
    except UnreadableError as error:
        return [Refusal(name, str(error), sha256)]
    except MemoryError:
        return [Refusal(name, reason("out_of_memory"), sha256)]
    except Exception as error:  # a reader library's own failure on a malformed file
        return [Refusal(name, reason("internal", detail=type(error).__name__), sha256)]


def _by_kind(name: str, data: bytes, sha256: str, limits: Limits, hints: Hints, depth: int) -> list[Readable]:
    if not data:
        raise UnreadableError("empty")
    kind, deadline = sniff.sniff(data), Deadline(limits.seconds)
    if kind == "zip":
        return _zip(name, data, sha256, limits, hints, depth, deadline)
    if kind == "text":
        table = tables.from_csv(name, data, sha256, limits, deadline)
        return [table or _plain(name, data, sha256, hints, limits)]
    if kind == "gzip" and name.lower().endswith((".csv.gz", ".tsv.gz")):
        return [_packed_table(name, data, sha256, limits, deadline)]
    if kind == "pdf":
        title, text, warnings = guarded(data, limits) if suspicious(data) else pdf(data, limits, deadline)
        return [_source(name, sha256, text, title, hints, limits, warnings)]
    if kind in ("html", "mhtml"):
        title, text = (html if kind == "html" else mhtml)(data, limits, deadline)
        return [_source(name, sha256, text, title, hints, limits)]
    if kind == "ole":
        kind = "wps" if name.lower().endswith(".wps") and sniff.ole(data) in ("doc", "ole") else sniff.ole(data)
    if kind in _PACKED:
        raise UnreadableError("archive", kind=_PACKED[kind])
    raise UnreadableError(kind)


def _packed_table(name: str, data: bytes, sha256: str, limits: Limits, deadline: Deadline) -> FigureTable:
    """A table of figures under gzip; it is unpacked within the limits of a file."""
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = stream.decompress(data, limits.file_bytes + 1)
    except zlib.error as error:
        raise UnreadableError("zip_broken") from error
    if len(text) > limits.file_bytes:
        raise UnreadableError("too_big", size=size(len(text)), limit=size(limits.file_bytes))
    check_ratio(len(text), len(data), limits)
    if not stream.eof:
        raise UnreadableError("zip_broken")
    table = tables.from_csv(name[:-3], text, sha256, limits, deadline)
    if table is None:
        raise UnreadableError("archive", kind="gzip")
    return replace(table, file=name)


def _plain(name: str, data: bytes, sha256: str, hints: Hints, limits: Limits) -> Source:
    text = decode(data)
    broken = text.count("\ufffd")
    warnings = (reason("damaged", count=broken),) if broken else ()
    return _source(name, sha256, text, "", hints, limits, warnings)


def _zip(
    name: str, data: bytes, sha256: str, limits: Limits, hints: Hints, depth: int, deadline: Deadline
) -> list[Readable]:
    with open_package(data) as opened:
        kind = sniff.package(set(opened.namelist()[:2000]))
        if kind == "zip":
            if depth > limits.depth:
                raise UnreadableError("zip_depth", limit=limits.depth)
            return _members(name, data, limits, depth)
        check_package(opened, len(data), limits)
        if kind == "docx":
            return [_source(name, sha256, docx(opened, limits, deadline), "", hints, limits)]
        if kind == "xlsx":
            return [tables.from_xlsx(name, data, sha256, limits, deadline)]
        if kind == "ofd":
            title, text = ofd(opened, limits, deadline)
            return [_source(name, sha256, text, title, hints, limits)]
        raise UnreadableError(kind)


def _members(name: str, data: bytes, limits: Limits, depth: int) -> list[Readable]:
    found: list[Readable] = []
    with archive.open_zip(io.BytesIO(data)) as opened:
        for entry in archive.entries(opened, name, len(data), limits, Manifests(), depth):
            if entry.refusal:
                found.append(Refusal(entry.file, entry.refusal))
                continue
            try:
                member = entry.load()
            except UnreadableError as error:
                found.append(Refusal(entry.file, str(error)))
                continue
            found.extend(contents(entry.file, member, limits, entry.hints, depth + 1))
    return found


def _source(
    name: str, sha256: str, text: str, title: str, hints: Hints, limits: Limits, warnings: tuple[str, ...] = ()
) -> Source:
    if not text or text.isspace():
        raise UnreadableError("empty_text")
    if len(text) > limits.characters:
        raise UnreadableError("too_long", count=len(text), limit=limits.characters)
    if len(text) > limits.line_characters:
        longest = max(map(len, re.split(r"[\r\n]", text)))
        if longest > limits.line_characters:
            raise UnreadableError("line_too_long", count=longest, limit=limits.line_characters)
    return Source(name, sha256, text, title, hints, warnings)
