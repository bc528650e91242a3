"""The blind sets' score: `python -m tests.accuracy.score [--set N] [--errors N] [--json FILE]`.

Builds a warehouse from the set's reports with the project's own pipeline and scores it with the scorer that stands beside
the project. Ends with exit code 1 and a word on what is missing where reports or scorer are not there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from etl import pipeline
from etl.pipeline import BuildFailedError
from tests.accuracy import beside, blind

_FACTS = ("doc", "file", "place", "review_year", "plan_year", "no_headline")


@dataclass(frozen=True, slots=True)
class Score:
    """The scorer's figures of one set (as its `--json` gives them) and its list of errors: (doc, kind, what, quote)."""

    number: int
    figures: dict[str, Any]
    errors: list[tuple[str, str, str, str]]


@cache
def first_scores() -> dict[int, dict[str, dict[str, float] | None]]:
    """First score of each set that has been measured, by number."""
    entries = yaml.safe_load((blind.FOLDER / "first_scores.yaml").read_text("utf8"))
    return {entry["set"]: {role: entry[role] for role in ("targets", "outcomes")} for entry in entries}


@contextmanager
def warehouse(files: list[str]) -> Iterator[Path]:
    """A warehouse built from some reports of the archive; gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="yanguo-blind-") as name:
        reports, made = Path(name) / "reports", Path(name) / "warehouse.duckdb"
        reports.mkdir()
        beside.unpack(files, reports)
        environ = {"YANGUO_CACHE": str(Path(name) / "cache")}
        pipeline.build([reports], made, pipeline.Options(environ=environ))
        yield made


def _dump(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf8")
    return path


def score(number: int, made: Path, docs: list[dict[str, Any]]) -> Score:
    """Score a warehouse on some reports of a set. Raises NotBesideError."""
    scorer = beside.scorer()
    docs = [{key: doc[key] for key in _FACTS if key in doc} for doc in docs]
    with tempfile.TemporaryDirectory(prefix="yanguo-blind-") as name:
        docs_file = _dump(Path(name) / "docs.jsonl", docs)
        gold_file = _dump(Path(name) / "gold.jsonl", blind.with_quotes(number))
        tally, errors = scorer.score_set(str(made), str(docs_file), str(gold_file), None, beside.directions())
    return Score(number, scorer.figures(tally), errors)


def _print(found: Score, errors: int) -> None:
    first = first_scores().get(found.number, {})
    print(f"== 第 {found.number} 套盲测集（报告 {len(blind.documents(found.number))} 份）")
    for key, role, label in (("t", "targets", "主要目标"), ("o", "outcomes", "完成情况")):
        now, then = found.figures[key], first.get(role)
        before = f"首次 {then['precision']:.3f} / {then['recall']:.3f}" if then else "首次：尚未登记"
        print(
            f"  {label}  标注 {now['n']}  查准率 {now['precision']:.3f}  查全率 {now['recall']:.3f}  "
            f"其中全部字段一致 {now['exact']:.3f}（{before}）"
        )
    facts, broken = found.figures["facts"], found.figures["broken"]
    print(f"  文件事实 {facts:.3f}  结论 {found.figures['n_verdicts']} 条  引文不符 {broken}")
    for error in [e for e in found.errors if e[1] != "verdict"][:errors]:
        print("  " + " | ".join(str(part).replace("\n", " ") for part in error))


def main(argv: list[str]) -> int:
    """Score the sets asked for; all by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.score", description="盲测集的得分")
    parser.add_argument("--set", dest="number", type=int, choices=blind.sets(), metavar="编号", help="默认全部")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="每套列出前 N 处错误")
    parser.add_argument("--json", type=Path, metavar="文件", help="把数字写成 JSON")
    arguments = parser.parse_args(argv)
    found = []
    try:
        beside.need(beside.HISTORY, beside.SCORER, beside.CATALOGUE)
        for number in [arguments.number] if arguments.number else blind.sets():
            docs = blind.documents(number)
            with warehouse([doc["file"] for doc in docs]) as made:
                found.append(score(number, made, docs))
            _print(found[-1], arguments.errors)
    except (beside.NotBesideError, BuildFailedError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.json:
        figures = {str(one.number): one.figures for one in found}
        arguments.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
