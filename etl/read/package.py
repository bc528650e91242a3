"""Files that are themselves a zip of XML (docx, xlsx, ofd): opened and parsed within limits, entities never resolved."""

from __future__ import annotations

import io
import zlib
from zipfile import BadZipFile, ZipFile

from lxml import etree

from etl.read.limits import Limits
from etl.read.reasons import UnreadableError, size


def open_package(data: bytes) -> ZipFile:
    try:
        return ZipFile(io.BytesIO(data))
    except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise UnreadableError("zip_broken") from error


def check_package(archive: ZipFile, packed: int, limits: Limits) -> None:
    """Raise UnreadableError for a package that unpacks to too much. The sizes named are binding: zipfile reads no more."""
    unpacked = sum(info.file_size for info in archive.infolist())
    if len(archive.infolist()) > limits.members:
        raise UnreadableError("zip_members", count=len(archive.infolist()), limit=limits.members)
    if unpacked > limits.package_bytes:
        raise UnreadableError("zip_unpacked", size=size(unpacked), limit=size(limits.package_bytes))
    check_ratio(unpacked, packed, limits)


def check_ratio(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(1, packed):
        raise UnreadableError("zip_ratio", ratio=round(unpacked / max(1, packed)))


def part(archive: ZipFile, name: str, kind: str) -> bytes:
    """One part's bytes. Raises UnreadableError when the package is broken or encrypted."""
    try:
        return archive.read(name)
    except (KeyError, BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableError("office_broken", kind=kind) from error
    except RuntimeError as error:
        raise UnreadableError("office_encrypted") from error


def xml(archive: ZipFile, name: str, kind: str, limits: Limits) -> etree._Element:
    """One part parsed. A document type declaration has no place in these formats and is refused."""
    return parse_xml(part(archive, name, kind), kind, limits)


def parse_xml(data: bytes, kind: str, limits: Limits) -> etree._Element:
    """A part's root. Raises UnreadableError for what is malformed, declares entities or has too many elements."""
    if data.count(b"<") > 2 * limits.elements:  # each element opens and closes
        raise UnreadableError("too_much_markup", limit=limits.elements)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise UnreadableError("xml_entities", kind=kind)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("office_broken", kind=kind) from error
    if root is None:
        raise UnreadableError("office_broken", kind=kind)
    if root.getroottree().docinfo.doctype:
        raise UnreadableError("xml_entities", kind=kind)
    return root
