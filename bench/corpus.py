"""Made-up reports of about the length and build of real ones, as many as wanted; the same seed gives the same files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FIRST_YEAR = 2005
YEARS = 20  # reports of one place
PARAGRAPHS = 10  # chapters of each half; with SENTENCES about 15,000 characters, as real reports have
SENTENCES = 11
WORDS = (
    4  # how many times likelier a sentence without numbers is: some 11 numbers in 1,000 characters, as in real reports
)
_BLANK = re.compile(r"\{([a-z])\}")


@cache
def bank() -> dict[str, Any]:
    return dict(yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Report:
    """One report of a zone that does not exist. Its year's growth is by chance, so every file is another."""

    number: int
    seed: int = 7

    @property
    def place(self) -> str:
        return f"云岭{self.number // YEARS:04d}经济开发区"

    @property
    def year(self) -> int:
        return FIRST_YEAR + self.number % YEARS

    @property
    def name(self) -> str:
        return f"{self.place}_{self.year}"

    def text(self) -> str:
        chance = random.Random(f"{self.seed}-{self.number}")  # noqa: S311 - nothing secret
        words, last = bank(), self.year - 1

        def filled(sentence: str) -> str:
            return _BLANK.sub(lambda blank: _FILL[blank[1]](chance), sentence)

        def part(kind: str) -> str:
            lines, weights = [], [1 if "{" in sentence else WORDS for sentence in words[kind]]
            for number in range(PARAGRAPHS):
                body = "".join(filled(s) for s in chance.choices(words[kind], weights, k=SENTENCES))
                lines.append(f"（{words['ordinals'][number]}）{chance.choice(words['chapters'])}。{body}\n")
            return "".join(lines)

        return (
            f"{self.place}{self.year}年政府工作报告\n——{self.year}年1月16日在{self.place}代表大会上\n\n各位代表：\n"
            f"现在，我代表管委会向大会报告工作，请予审议。\n\n一、{last}年工作回顾\n"
            f"{last}年，{filled(chance.choice(words['review_headline']))}\n{part('review')}"
            f"{''.join(words['problems'])}\n\n二、{self.year}年工作安排\n"
            f"{filled(chance.choice(words['headline']))}\n{part('plan')}"
        )


class NextReport(Report):
    """The report that follows the last one of the same place."""

    @property
    def year(self) -> int:
        return FIRST_YEAR + YEARS


_FILL: dict[str, Callable[[random.Random], str]] = {
    "p": lambda c: f"{c.uniform(2, 14):.1f}",
    "q": lambda c: f"{c.uniform(1, 4):.2f}",
    "r": lambda c: f"{c.uniform(40, 98):.1f}",
    "b": lambda c: f"{c.uniform(100, 3000):.1f}",
    "m": lambda c: f"{c.uniform(10, 300):.1f}",
    "k": lambda c: str(c.randrange(8000, 60000)),
    "w": lambda c: f"{c.uniform(0.5, 9):.2f}",
    "n": lambda c: str(c.randrange(3, 900)),
}


def reports(count: int) -> Iterator[Report]:
    return (Report(number) for number in range(count))


def write(folder: Path, count: int, start: int = 0) -> Path:
    """`count` reports as .txt, in subfolders of a thousand, with the manifest that names their places."""
    for first in range(start, start + count, 1000):
        part = folder / f"{first // 1000:03d}"
        part.mkdir(parents=True, exist_ok=True)
        rows = ["file,place"]
        for number in range(first, min(first + 1000, start + count)):
            report = Report(number)
            (part / f"{report.name}.txt").write_text(report.text(), encoding="utf-8")
            rows.append(f"{report.name}.txt,{report.place}")
        (part / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder
