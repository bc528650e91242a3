"""A document around one place in it: the paragraphs near, what was read there marked, the mentions before and after."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from dashboard.frames import Row, first, records

NEAR = 1400  # characters shown on either side at most, in whole paragraphs


@dataclass(frozen=True)
class Piece:
    """A stretch of text. kind: '' (plain), target, outcome, claim, mention, here (what the address names)."""

    text: str
    kind: str = ""


def span(text: str, address: str) -> tuple[int, int]:
    """`start-end` from an address, kept inside the text; (0, 0) where it is none."""
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", address or "")
    if not found:
        return 0, 0
    start, end = (min(int(part), len(text)) for part in found.groups())
    return (start, end) if start < end else (0, 0)


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """Where to begin and to stop reading: paragraphs around the span, within NEAR characters."""
    begin = text.rfind("\n", 0, max(0, start - NEAR)) + 1 if start > NEAR else 0
    stop = text.find("\n", min(len(text), end + NEAR))
    return max(begin, start - 2 * NEAR, 0), min(len(text) if stop < 0 else stop, end + 2 * NEAR)


def pieces(text: str, mentions: pd.DataFrame, start: int, end: int) -> list[Piece]:
    """The window around the span as plain and marked stretches; marks that overlap an earlier one are left out."""
    begin, stop = window(text, start, end)
    marks = [(start, end, "here")] if end > start else []
    for row in records(mentions):
        a, b = int(row["char_start"]), int(row["char_end"])
        if begin <= a and b <= stop and not (a < end and b > start):
            marks.append((a, b, str(row["kind"])))
    found, at = [], begin
    for a, b, kind in sorted(marks):
        if a < at:
            continue
        found += [Piece(text[at:a]), Piece(text[a:b], kind)]
        at = b
    return [piece for piece in [*found, Piece(text[at:stop])] if piece.text]


def neighbours(mentions: pd.DataFrame, start: int) -> tuple[Row | None, Row | None, int]:
    """The mention before `start`, the one after it, and the number of the one at it (1-based, 0 if none)."""
    spots = mentions.drop_duplicates(["char_start", "char_end"]).reset_index(drop=True)
    before, after = spots[spots["char_start"] < start], spots[spots["char_start"] > start]
    at = spots.index[spots["char_start"] == start]
    return (
        records(before.tail(1))[0] if len(before) else None,
        first(after) if len(after) else None,
        int(at[0]) + 1 if len(at) else 0,
    )
