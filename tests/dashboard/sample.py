"""The sample warehouse: the fixture of every dashboard test, made straight from the schema by a fixed seed.

`python -m tests.dashboard.sample FILE` writes it. It holds every status and method, digests, tables of figures, claims,
ledger, searches, a very long place name, markup in a text, a refused file and a skipped one.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import duckdb

from tests.dashboard import sample_extras as extras
from tests.dashboard import sample_years as years
from tests.yunling.facts import PLACES, Place, indicator_rows, place_rows
from tests.yunling.rows import Report, Tables, load

KINDS = {"990122": "digest", "980000": "figures", "990202": "news_summary"}  # the other places give work reports
YEARS = range(2021, 2027)  # plan years of the reports held
NOT_HELD = ("990103", 2023)


def build(path: Path, seed: int = 7) -> None:
    """Write the sample warehouse to `path`, replacing what is there."""
    tables, rng = Tables(), random.Random(seed)
    tables.rows |= {"places": place_rows(), "indicators": indicator_rows()}
    for place in PLACES.values():
        one_place(tables, place, rng)
    extras.add(tables)
    worded(tables)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        load(connection, tables)


def one_place(tables: Tables, place: Place, rng: random.Random) -> None:
    """All reports of a place; a target is set against what the next report says."""
    kind, promises = KINDS.get(place.place_id, "work_report"), list[dict[str, Any]]()
    for year in YEARS:
        if (place.place_id, year) == NOT_HELD:
            years.settle_without(tables, promises)
            promises = []
            continue
        report = Report(tables, place, year, f"{place.place_id}-{year}", kind)
        report.text = f"{place.place_name}{year}年政府工作报告\n\n各位代表：\n"
        years.review(report, promises, rng)
        promises = years.plan(report, rng)
        years.finish(report)
    years.settle_without(tables, promises)


def worded(tables: Tables) -> None:
    """What the judge writes into every comparison beside the verdict."""
    ops = {row["target_id"]: row["op"] for row in tables["targets"]}
    for row in tables["comparisons"]:
        op = ops[row["target_id"]]
        wording = op if op in ("ge", "le", "approx", "range") else "plain"
        row |= {"reason_code": row["rule"], "reason_en": f"sample reason for {row['status']}", "wording": wording}


if __name__ == "__main__":
    build(Path(sys.argv[1]))
