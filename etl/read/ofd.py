"""ofd (GB/T 33190, a zip of XML) → the lines of its pages: text objects of one height make one line."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from etl.read.decode import clean
from etl.read.limits import Deadline, Limits
from etl.read.package import xml
from etl.read.reasons import UnreadableError

SAME_LINE_MM = 1.5  # text objects whose baselines lie no further apart belong to one line


def ofd(archive: ZipFile, limits: Limits, deadline: Deadline) -> tuple[str, str]:
    """(title, text). Raises UnreadableError when the package is broken or holds no text."""
    names = {name.lower().lstrip("/"): name for name in archive.namelist()}
    root = xml(archive, names["ofd.xml"], "OFD", limits)
    title = next((_text_of(node) for node in _all(root, "Title")), "")
    lines: list[str] = []
    for body in _all(root, "DocRoot"):
        document = _resolve("", _text_of(body), names)
        for page in _pages(archive, document, names, limits):
            lines.extend(_lines(xml(archive, page, "OFD", limits)))
            if deadline.passed():
                raise UnreadableError("too_slow", limit=limits.seconds)
    text = clean("\n".join(lines))
    if not text.strip():
        raise UnreadableError("ofd_no_text")
    return clean(title), text


def _pages(archive: ZipFile, document: str, names: dict[str, str], limits: Limits) -> list[str]:
    root = xml(archive, document, "OFD", limits)
    found = [page for pages in _all(root, "Pages") for page in _all(pages, "Page")]
    if len(found) > limits.pages:
        raise UnreadableError("too_many_pages", count=len(found), limit=limits.pages)
    return [_resolve(posixpath.dirname(document), page.get("BaseLoc", ""), names) for page in found]


def _resolve(folder: str, location: str, names: dict[str, str]) -> str:
    path = location if location.startswith("/") else posixpath.join(folder, location)
    key = posixpath.normpath(path).lstrip("/").lower()
    if key not in names:
        raise UnreadableError("office_broken", kind="OFD")
    return names[key]


def _lines(page: etree._Element) -> list[str]:
    lines: list[str] = []
    last: float | None = None
    for node in _all(page, "TextObject"):
        text = "".join(_text_of(code) for code in _all(node, "TextCode"))
        height = _baseline(node)
        if last is not None and height is not None and abs(height - last) <= SAME_LINE_MM and lines:
            lines[-1] += text
        else:
            lines.append(text)
        last = height
    return lines


def _baseline(node: etree._Element) -> float | None:
    """Top of the object's box plus its first baseline, in millimetres; None where a number is malformed."""
    try:
        top = float(node.get("Boundary", "").split()[1])
        code = next(_all(node, "TextCode"), None)
        return top + float((code.get("Y") if code is not None else None) or 0)
    except (IndexError, ValueError):
        return None


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return root.iter("{*}" + name, name)


def _text_of(node: etree._Element) -> str:
    return (node.text or "").strip("\r\n")
