"""What one input may cost. Everything that people hand in is read inside these bounds, or refused by name."""

from __future__ import annotations

import time
from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for reading. The defaults are some twenty times what the largest real report needs.

    file_bytes: size of one file, or of one member of an archive after unpacking.
    archive_bytes: size of a .zip on disk (it is read member by member, never as a whole).
    unpacked_bytes: sum of the unpacked sizes of one archive's members.
    package_bytes: the same for a file that is itself a zip (docx, xlsx, ofd).
    ratio: unpacked size by packed size, looked at from `ratio_from_bytes` unpacked bytes on.
    members: entries of one archive. depth: archives inside archives (1: no archive in an archive).
    characters: text of one document. line_characters: its longest line.
    page_bytes: size of a web page, images written into it left out.
    elements: elements in a page, or in one part of a docx, xlsx or ofd. nesting: how deep they may lie in a page.
    pages: pages of a pdf or ofd. table_rows: rows of one table of figures.
    seconds: time for one document, checked between pages, paragraphs and rows.
    guarded_bytes: memory of the process that reads a pdf which may unpack to far more than it shows.
    """

    file_bytes: int = 64 * MIB
    archive_bytes: int = 4096 * MIB
    unpacked_bytes: int = 16 * 1024 * MIB
    package_bytes: int = 256 * MIB
    ratio: float = 200.0
    ratio_from_bytes: int = 4 * MIB
    members: int = 200_000
    depth: int = 3
    characters: int = 5_000_000
    line_characters: int = 1_000_000
    page_bytes: int = 16 * MIB
    elements: int = 500_000
    nesting: int = 1_000
    pages: int = 2_000
    table_rows: int = 300_000
    seconds: float = 60.0
    guarded_bytes: int = 2048 * MIB


DEFAULT = Limits()


class Deadline:
    """The time that one document has left."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def passed(self) -> bool:
        return time.monotonic() > self._end
