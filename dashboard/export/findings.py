"""What a check of a pack found."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    """`problems` are disagreements; `notes` are what could not be checked; the numbers count what was looked at."""

    entries: int = 0
    shown: int = 0
    sentences: int = 0
    sources: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
