"""`python -m tests.extract.promote`: move the known gaps that are read right by now into the files of their families, and
write the pages on what counts as a target again.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import yaml

from tests.extract import document, tables


def passes(case: tables.Case) -> bool:
    """Whether a case is read as it should be."""
    found, _ = tables.read(case)
    right = Counter(tables.rows(found, case)) == Counter(case.rows)
    if case.claims is not None:
        right = right and Counter(map(tables.claim_words, found.claims)) == Counter(case.claims)
    if case.mentions is not None:
        right = right and set(case.mentions) <= tables.mentions(found)
    return right


def chunks(text: str) -> list[str]:
    """The entries of a list in YAML as they are written."""
    return [part for part in re.split(r"(?m)^(?=- )", text) if part.startswith("- ")]


def _promoted(chunk: str, family: str, reason: str) -> str:
    """The entry without its family and reason, as it stands in the family's file."""
    if chunk.startswith("- {"):
        head = chunk.replace(f"family: {family}, ", "", 1)
        return re.sub(r", reason: .*\}\n?$", "}\n", head)
    kept = [line for line in chunk.splitlines() if not line.startswith(("- family:", "  reason:"))]
    return "- " + "\n".join(kept).removeprefix("  ") + "\n"


def promote(folder: Path = tables.FOLDER) -> list[str]:
    """Move every passing gap; returns their names."""
    gaps = folder / tables.GAPS
    text = gaps.read_text("utf8")
    moved = []
    for chunk, case in zip(chunks(text), tables.gaps(), strict=True):
        if not passes(case):
            continue
        family = folder / f"{case.family}.yaml"
        family.write_text(family.read_text("utf8") + _promoted(chunk, case.family, case.reason), "utf8")
        text = text.replace(chunk, "", 1)
        moved.append(case.name)
    gaps.write_text(text, "utf8")
    for path in folder.glob("*.yaml"):
        yaml.safe_load(path.read_text("utf8"))
    return moved


if __name__ == "__main__":
    for name in promote():
        print(name)
    tables.families.cache_clear()
    tables.gaps.cache_clear()
    document.write()
    sys.exit(0)
