"""Text with numbers in it that know their evidence: a sequence of plain strings and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dashboard.export import safe
from dashboard.i18n import words as figure_words
from dashboard.i18n.texts import Texts, flatten, texts

WORDS = Path(__file__).resolve().parent / "words"
_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Mark:
    """A printed number and the id of its evidence."""

    text: str
    id: str


Piece = str | Mark
Text = tuple[Piece, ...]


def plain(text: Sequence[Piece]) -> str:
    """The text without its marks."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in text)


def ids(text: Iterable[Piece]) -> list[str]:
    """The evidence ids in the order of appearance, each once."""
    return list(dict.fromkeys(piece.id for piece in text if isinstance(piece, Mark)))


def fill(template: str, **values: Any) -> Text:
    """`template` with its {slots} filled by strings, marks or texts. Raises KeyError for a slot without a value."""
    pieces: list[Piece] = []
    for i, part in enumerate(_SLOT.split(template)):
        pieces.extend(_pieces(values[part] if i % 2 else part))
    return _merged(pieces)


def _pieces(value: Any) -> Sequence[Piece]:
    if isinstance(value, Mark):
        return (value,)
    if isinstance(value, tuple):
        return value
    return (str(value),) if value != "" else ()


def _merged(pieces: Iterable[Piece]) -> Text:
    """Neighbouring strings as one."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and isinstance(piece, str) and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return tuple(merged)


def joined(parts: Iterable[Sequence[Piece]], separator: str) -> Text:
    """`parts` with `separator` between them."""
    pieces: list[Piece] = []
    for part in parts:
        if pieces:
            pieces.append(separator)
        pieces.extend(part)
    return _merged(pieces)


class Words:
    """The phrases of one language: words/<language>.yaml, and the texts of the dashboard for statuses and the like."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.texts: Texts = texts(language)
        tree = yaml.safe_load((WORDS / f"{language}.yaml").read_text(encoding="utf-8"))
        self.entries = flatten(tree)
        self.verbs = {name: group for group, names in _verb_groups().items() for name in names}

    def __call__(self, key: str, /, **values: Any) -> Text:
        """The phrase of `key`, filled; raises KeyError for an unknown key."""
        return fill(self.entries[key], **values)

    def say(self, key: str, /, **values: Any) -> str:
        """The phrase of `key` as a plain string."""
        return plain(self(key, **values))

    def has(self, key: str) -> bool:
        """Whether there is a phrase of this key."""
        return key in self.entries

    def label(self, row: Any) -> str:
        """The name of an indicator, with its scope where it has one: from documents, so made safe for one line."""
        name = safe.line(row["label_zh"] if self.language == "zh" else row["label_en"])
        scope = safe.line(row.get("scope") or "")
        return name if not scope else f"{name}（{scope}）" if self.language == "zh" else f"{name} ({scope})"

    def marked(self, row: Any) -> str:
        """The name of a promise's indicator, marked where the promise is in doubt."""
        return self.doubtful(self.label(row), row)

    def doubtful(self, name: str, row: Any) -> str:
        """`name`, marked where the row is in doubt."""
        return self.say("doubt", text=name) if row.get("doubt") == figure_words.DOUBTFUL else name

    def verb(self, indicator: str, unit: str, up: bool) -> str:
        """The verb of a change: 增长, 上涨, 上升, 提高 or their opposites."""
        group = "points" if unit in ("百分点", "个百分点") else self.verbs.get(indicator, "default")
        return self.entries[f"verb.{group}.{'up' if up else 'down'}"]


def _verb_groups() -> dict[str, list[str]]:
    return dict(yaml.safe_load((WORDS / "verbs.yaml").read_text(encoding="utf-8")))


@cache
def words(language: str = "zh") -> Words:
    """The phrases of `language`; Chinese where it is not known."""
    return Words(language if language in ("zh", "en") else "zh")
