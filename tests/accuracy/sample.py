"""Rows drawn for reading: `python -m tests.accuracy.sample {claims,targets,outcomes} [--seed N] [--count N] [--warehouse FILE]`.

Prints each row with the sentence it was read from, so that a person can say whether it is right. What the reading gave is
kept in `samples.yaml`, which the page on accuracy shows.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import Any

import duckdb

from etl.pipeline import BuildFailedError
from tests.accuracy import beside, history

_COLUMNS = {
    "claims": "claim_id AS id, indicator, verdict, reported, unit, target_value, completion_pct",
    "targets": "target_id AS id, indicator, scope, measure, op, value_low, value_high, stretch, unit, relation, benchmark, year, headline",
    "outcomes": "outcome_id AS id, indicator, scope, measure, op, value_low, value_high, unit, relation, year, period, estimated",
}
_AROUND = 40  # characters shown before and behind the quote


def draw(path: Path, table: str, seed: int, count: int) -> list[dict[str, Any]]:
    """Rows of one table, drawn with a fixed seed from all rows in the order of files and places in the text."""
    with duckdb.connect(str(path), read_only=True) as connection:
        cursor = connection.execute(
            f"SELECT d.source_file AS file, {_COLUMNS[table]}, quote, x.char_start, d.text FROM {table} x JOIN documents d USING (doc_id) "
            "WHERE d.status IN ('ok', 'warned') AND x.char_start IS NOT NULL ORDER BY file, x.char_start, id"
        )
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return random.Random(seed).sample(rows, min(count, len(rows)))


def _shown(row: dict[str, Any]) -> str:
    text, start, quote = row.pop("text"), row.pop("char_start"), row["quote"]
    before, behind = text[max(0, start - _AROUND) : start], text[start + len(quote) : start + len(quote) + _AROUND]
    figures = " ".join(
        f"{key}={value}" for key, value in row.items() if key not in ("file", "quote", "id") and value not in (None, "")
    )
    return f"{row['file']} {figures}\n    {before}【{quote}】{behind}".replace("\r", "").replace("\n\n", "\n")


def main(argv: list[str]) -> int:
    """Print the sample."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.accuracy.sample", description="随机抽取若干行，供人逐行阅读核对"
    )
    parser.add_argument("table", choices=sorted(_COLUMNS), metavar="claims|targets|outcomes")
    parser.add_argument("--seed", type=int, default=1, metavar="种子")
    parser.add_argument("--count", type=int, default=50, metavar="N")
    parser.add_argument("--warehouse", type=Path, metavar="文件", help="现成的数据文件（默认由 history.zip 新建一个）")
    arguments = parser.parse_args(argv)
    try:
        with history.warehouse(arguments.warehouse) as made:
            rows = draw(made, arguments.table, arguments.seed, arguments.count)
    except (beside.NotBesideError, BuildFailedError) as error:
        print(error, file=sys.stderr)
        return 1
    for n, row in enumerate(rows, 1):
        print(f"{n}. {_shown(row)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
