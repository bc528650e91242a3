"""What the tests of the bundled corpus share: its rows, its digests as the ETL reads them, their facts."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from etl import facts, read
from etl.models import Document, Source
from etl.places.gazetteer import Gazetteer

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "reports" / "figures.csv"
DIGESTS = ROOT / "reports" / "digests"

Figures = dict[str, str]


@cache
def figures() -> tuple[Figures, ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def figures_by_report() -> dict[tuple[str, str], list[Figures]]:
    """Rows of each (place, report)."""
    found: dict[tuple[str, str], list[Figures]] = defaultdict(list)
    for row in figures():
        found[(row["place"], row["report"])].append(row)
    return dict(found)


@cache
def digests() -> tuple[Document, ...]:
    """Every digest as one document. A refusal fails the test that asks."""
    found: list[Document] = []
    for item in read.discover(DIGESTS):
        for result in read.read_item(item):
            assert isinstance(result, Source), result
            documents = list(facts.documents(result, Gazetteer.load()))
            assert len(documents) == 1, result.file
            found += documents
    return tuple(found)


def body(document: Document) -> str:
    """The text below the header."""
    lines = document.text.splitlines()
    last = max(n for n, line in enumerate(lines) if line.strip().startswith("说明："))
    return "\n".join(lines[last + 1 :])
