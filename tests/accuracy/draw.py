"""How the blind sets were drawn: `python -m tests.accuracy.draw [SET ...]` prints the files of each draw again.

Rule, the same for every set, only the seed differs: of the archive's full reports, leave out those that an older set holds
and those of a place and year that the answer keys hold. Sort by file name, group by level of place and by time of the
report (before 2004, 2004-2011, 2012-2018, from 2019 on). Draw, in this order, with one generator: provinces 8, 9, 8, 7;
the nation 1, 1, 1, 1; cities 13 of all times (from set 4 on 20); counties as many as make 60, or as
many as are left. Shuffle the whole. Set 6 is the first 30 of its draw; set 7 the other 26 (the archive has no more counties),
and behind them, drawn in the same way, provinces 5, 6, 6, 5 and 12 cities; set 8, without counties, provinces 9, 10, 10, 8 and 19 cities;
set 9 likewise, provinces 10, 11, 11, 9 and 15 cities; set 10 provinces 10, 12, 12, 9 and 13 cities; set 11 provinces
11, 14, 13, 12 and the 3 cities that are left; set 12 provinces 11, 15, 14, 12 and no city;
sets 13 and 14 provinces 9, 18 or 19, 16, 12; set 15 provinces 8, 20, 17, 11; set 16 provinces 4, 26, 18, 12 and no nation;
set 17 provinces 0, 27, 22, 8 and the nation 1, 1, 0, 1; set 18 the 22 that are left.
One file of set 12 is the outline of a five-year plan and no report: it is not labelled.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict

from tests.accuracy import beside

SEEDS = {number: 20261121 + number for number in range(1, 10)} | {number: 20261191 + number for number in range(10, 19)}
SIZE = 60
_BOUNDS = (2004, 2012, 2019)
_PROVINCES = {  # set → how many of each time
    7: (5, 6, 6, 5), 8: (9, 10, 10, 8), 9: (10, 11, 11, 9), 10: (10, 12, 12, 9), 11: (11, 14, 13, 12), 12: (11, 15, 14, 12),
    13: (9, 18, 16, 12), 14: (9, 19, 16, 12), 15: (8, 20, 17, 11),
    16: (4, 26, 18, 12), 17: (0, 27, 22, 8), 18: (1, 10, 8, 3),
}  # fmt: skip
_NATION = dict.fromkeys((7, 16), (0, 0, 0, 0)) | {17: (1, 1, 0, 1)}
_USUAL = (8, 9, 8, 7), (1, 1, 1, 1)
_CITIES = {
    1: 13,
    2: 13,
    3: 13,
    4: 20,
    5: 20,
    6: 20,
    7: 12,
    8: 19,
    9: 15,
    10: 13,
    11: 3,
}  # the counties that are left grow few
_SIX = 30  # of the draw of set 6: the set; the others are carried over
_KEYS = ("years", "provinces", "districts")

Row = dict[str, str]


def times(year: int) -> int:
    """The span of years that a report belongs to: 0 before 2004 … 3 from 2019 on."""
    return sum(year >= bound for bound in _BOUNDS)


def _keyed() -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for key in _KEYS:
        lines = (beside.SHARED / "corpus" / f"{key}.jsonl").read_text("utf8").splitlines()
        found |= {(d["place"], d["plan_year"]) for d in map(json.loads, lines)}
    return found


def _pool(used: set[str]) -> dict[tuple[str, int], list[Row]]:
    keyed = _keyed()
    groups: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in sorted(beside.history_table(), key=lambda r: r["file"]):
        year = int(row["report_year"])
        known = any(place.endswith(row["place"]) and of == year for place, of in keyed)
        if row["quality"] in ("full", "full-no-target-hit") and not known and row["file"] not in used:
            groups[row["level"], times(year)].append(row)
    return groups


def _one(number: int, used: set[str]) -> list[Row]:
    groups, random_ = _pool(used), random.Random(SEEDS[number])
    drawn: list[Row] = []
    for level, counts, usual in zip(("province", "country"), (_PROVINCES, _NATION), _USUAL, strict=True):
        for time, count in enumerate(counts.get(number, usual)):
            drawn += random_.sample(groups[level, time], min(count, len(groups[level, time])))
    cities: list[tuple[str, int | None]] = [("city", _CITIES.get(number, 0)), ("county", None)]
    for level, count in cities:
        rows = [row for time in range(4) for row in groups[level, time]]
        drawn += random_.sample(rows, min(len(rows), SIZE - len(drawn)) if count is None else count)
    random_.shuffle(drawn)
    return drawn


def draw(number: int) -> list[Row]:
    """The reports of one set, in the order in which they were labelled. Raises NotBesideError."""
    used: set[str] = set()
    before: list[Row] = []
    for older in range(1, number):
        before = _one(older, used)
        used |= {row["file"] for row in before}
    drawn = _one(number, used)
    return drawn[:_SIX] if number == 6 else before[_SIX:] + drawn if number == 7 else drawn


def main(argv: list[str]) -> int:
    """Print the draws asked for (all by default)."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.draw", description="打印盲测集的抽样结果")
    parser.add_argument("sets", nargs="*", type=int, choices=sorted(SEEDS), metavar="编号")
    try:
        for number in parser.parse_args(argv).sets or sorted(SEEDS):
            print(f"# 第 {number} 套，种子 {SEEDS[number]}")
            for row in draw(number):
                print(row["file"], row["level"], row["report_year"])
    except beside.NotBesideError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
