"""The blind sets as figures: `blind<N>.jsonl` (labels) and `blind<N>.docs.jsonl` (reports).

A label holds what the scorer needs and offsets into the report's text instead of its words; a key that is '' or null or
false is left out. `note` is '' or words of `optional`, `five-year`, as the scorer understands them.
`python -m tests.accuracy.blind N DOCS LABELS [DOCS LABELS …]` makes set N from labels with quotes (GUIDE.md).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.accuracy import beside
from tests.accuracy.draw import draw

FOLDER = Path(__file__).parent
Label = dict[str, Any]
DEFAULTS: Label = {
    "scope": "", "op": "", "low": None, "high": None, "stretch": None, "unit": "", "period": "year", "estimated": False,
    "headline": False, "note": "",
}  # fmt: skip
FIELDS = (
    "doc", "role", "indicator", "scope", "measure", "op", "low", "high", "stretch", "unit", "year", "period", "estimated",
    "headline", "note", "char_start", "char_end",
)  # fmt: skip
NOTES = ("optional", "five-year")


def sets() -> list[int]:
    """The numbers of the sets that the project holds."""
    return sorted(
        int(m[1]) for path in FOLDER.glob("blind*.jsonl") if (m := re.fullmatch(r"blind(\d+)\.jsonl", path.name))
    )


def _lines(path: Path) -> Iterator[Label]:
    return (json.loads(line) for line in path.read_text("utf8").splitlines() if line.strip())


def documents(number: int) -> list[Label]:
    """The reports of a set: doc, file, place, review_year, plan_year, level, sha256; no_headline where it sets no targets."""
    return list(_lines(FOLDER / f"blind{number}.docs.jsonl"))


def labels(number: int) -> list[Label]:
    """The labels of a set, every field filled in, without quotes."""
    return [DEFAULTS | label for label in _lines(FOLDER / f"blind{number}.jsonl")]


def with_quotes(number: int) -> list[Label]:
    """The labels with their quotes cut from the reports. Raises NotBesideError; ValueError where a report is another one."""
    texts: dict[str, str] = {}
    for doc in documents(number):
        text = beside.text_of(doc["file"])
        if hashlib.sha256(text.encode()).hexdigest() != doc["sha256"]:
            raise ValueError(f"{doc['file']} 不是标注时的那一份")
        texts[doc["doc"]] = text
    return [label | {"quote": texts[label["doc"]][label["char_start"] : label["char_end"]]} for label in labels(number)]


# --- making a set from labels with quotes ---------------------------------------------------------------------------


def _offsets(given: list[Label], text: str) -> list[int]:
    """Where each quote stands. One that stands in several places is the one nearest to the other labels of its role."""
    sure: dict[str, list[int]] = defaultdict(list)
    for label in given:
        if text.count(label["quote"]) == 1:
            sure[label["role"]].append(text.index(label["quote"]))
    found = []
    for label in given:
        places = [m.start() for m in re.finditer(re.escape(label["quote"]), text)]
        if not places:
            raise ValueError(f"{label['doc']}：原文里没有这句引文：{label['quote']}")
        near = median(sure[label["role"]] or [0])
        found.append(min(places, key=lambda at: abs(at - near)))
    return found


def _figures(label: Label, start: int) -> Label:
    note = " ".join(word for word in NOTES if word in label.get("note", ""))
    row = DEFAULTS | label | {"note": note, "char_start": start, "char_end": start + len(label["quote"])}
    return {field: row[field] for field in FIELDS if field not in DEFAULTS or row[field] != DEFAULTS[field]}


def make(number: int, pairs: Iterable[tuple[Path, Path]]) -> tuple[list[Label], list[Label]]:
    """Reports and labels of a set, from files with quotes. Raises ValueError for a quote that is not in its report."""
    drawn = {row["file"]: row for row in draw(number)}
    order = {file: n for n, file in enumerate(drawn)}
    docs, rows = [], []
    for docs_file, labels_file in pairs:
        given = defaultdict(list)
        for label in _lines(labels_file):
            given[label["doc"]].append(label)
        for doc in _lines(docs_file):
            text = beside.text_of(doc["file"])
            more = {"level": drawn[doc["file"]]["level"], "sha256": hashlib.sha256(text.encode()).hexdigest()}
            docs.append(doc | more)
            starts = _offsets(given[doc["doc"]], text)
            rows += [_figures(label, at) for label, at in zip(given[doc["doc"]], starts, strict=True)]
    place = {doc["doc"]: order[doc["file"]] for doc in docs}
    docs.sort(key=lambda doc: place[doc["doc"]])
    rows.sort(key=lambda row: (place[row["doc"]], row["role"] == "target", row["char_start"], row["char_end"]))
    return docs, rows


def _write(path: Path, rows: list[Label]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows), "utf8")


def main(argv: list[str]) -> int:
    """Write one set into the project."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.blind", description="由带引文的标注生成一套盲测集")
    parser.add_argument("number", type=int, metavar="编号")
    parser.add_argument("files", nargs="+", type=Path, metavar="报告表 标注")
    arguments = parser.parse_args(argv)
    pairs = list(zip(arguments.files[::2], arguments.files[1::2], strict=True))
    try:
        docs, rows = make(arguments.number, pairs)
    except (beside.NotBesideError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    _write(FOLDER / f"blind{arguments.number}.docs.jsonl", docs)
    _write(FOLDER / f"blind{arguments.number}.jsonl", rows)
    print(f"第 {arguments.number} 套：报告 {len(docs)}，标注 {len(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
