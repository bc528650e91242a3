"""Write reports/panel.csv.gz: the figures that our own extraction reads from the reports beside the project. No sentences.

    python tests/tools/make_panel.py [--warehouse FILE] [--out reports/panel.csv.gz]

Without --warehouse one is built from ../shared/corpus first (some minutes). The same warehouse gives the same bytes.
Left out: targets and outcomes of a report that reports/figures.csv holds (those were read by hand), and doubtful rows, by the rules of panel/.
"""

from __future__ import annotations

import argparse
import gzip
import io
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import yaml

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
OUT = ROOT / "reports" / "panel.csv.gz"
COLUMNS = tuple(
    """place place_code report report_year role year period indicator scope measure op value_low value_high stretch unit
    relation benchmark estimated headline confidence citation""".split()  # noqa: SIM905 - one word a column
)
_KEY = ["place_code", "indicator", "scope"]
_TIMES = {"万亿": 1e12, "千亿": 1e11, "亿": 1e8, "万": 1e4, "千": 1e3}
_UNIT = re.compile(
    r"(万亿|千亿|亿|万|千)(?=元|美元|人|户|家|吨|公斤|斤|个|件|名|亩|千瓦时|人次|只|辆|台|套|公里|$)(.*)"
)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--warehouse", type=Path, help="built from ../shared/corpus; default: build one")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        warehouse = given.warehouse or built(Path(folder) / "warehouse.duckdb")
        rows = selected(warehouse, covered(ROOT / "reports" / "figures.csv"), rules())
    write(rows, given.out)
    sys.stdout.write(f"{given.out}：{len(rows)} 行，{rows.report.nunique()} 份报告\n")
    return 0


def built(warehouse: Path) -> Path:
    """A warehouse of the reports beside the project."""
    sys.path.insert(0, str(ROOT))
    from etl.pipeline import build

    build([CORPUS / name for name in ("history.zip", "districts", "provinces", "years")], warehouse)
    return warehouse


def rules() -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / "panel" / "bounds.yml").read_text(encoding="utf-8")))


def covered(figures: Path) -> set[tuple[str, int, str]]:
    """(division code, report year, role) of what was read by hand."""
    table = pd.read_csv(figures, dtype=str).fillna("")
    return set(zip(table.place_code, table.report_year.astype(int), table.role, strict=True))


def selected(warehouse: Path, by_hand: set[tuple[str, int, str]], bounds: dict[str, Any]) -> pd.DataFrame:
    """The panel's rows in a fixed order, with `row_id` of the warehouse beside the columns that are written."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute((HERE / "panel" / "rows.sql").read_text(encoding="utf-8")).df()
    rows = rows[[key not in by_hand for key in zip(rows.place_code, rows.report_year, rows.role, strict=True)]]
    for keep in (_known, _certain, _unit_seen, _within, _agreeing, _near_neighbours):
        rows = rows[keep(rows, bounds)]
    rows = _once(rows[rows["rank"] == 1])
    rows["report"] = [
        f"{y}年{p.rsplit('/', 1)[-1] if p != '中国' else '国务院'}政府工作报告"
        for p, y in zip(rows.place, rows.report_year, strict=True)
    ]
    rows["citation"] = "《" + rows.report + "》（程序抽取）"
    rows["period"] = "year"
    order = [
        "place_code",
        "report_year",
        "role",
        "indicator",
        "scope",
        "measure",
        "unit",
        "op",
        "value_low",
        "value_high",
        "relation",
        "row_id",
    ]
    return rows.sort_values(order, kind="stable").reset_index(drop=True)


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """A figure that a report gives twice is one row; the one in the headline paragraph, the one called an estimate first."""
    values = [name for name in COLUMNS[4:17] if name not in ("year", "period", "stretch")]
    first = rows.sort_values(["headline", "estimated", "row_id"], ascending=[False, False, True], kind="stable")
    return first.drop_duplicates(["place_code", "report_year", *values]).copy()


def write(rows: pd.DataFrame, out: Path) -> None:
    text = io.StringIO()
    shown = rows[list(COLUMNS)].copy()
    for name in ("estimated", "headline"):
        shown[name] = shown[name].map({True: "true", False: "false"})
    shown.to_csv(text, index=False, lineterminator="\n")
    out.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), 9, mtime=0))


def _known(rows: pd.DataFrame, bounds: dict[str, Any]) -> pd.Series:
    """Catalogue indicators, and a few named others of headline targets."""
    name = rows.indicator.str.removeprefix("other:")
    return ~rows.indicator.str.startswith("other:") | (rows.headline & name.isin(bounds["others"]))


def _certain(rows: pd.DataFrame, bounds: dict[str, Any]) -> pd.Series:
    bad = set(bounds["causes"])
    return rows.causes.map(lambda causes: not bad.intersection(causes))


def _unit_seen(rows: pd.DataFrame, bounds: dict[str, Any]) -> pd.Series:
    numeric = rows.measure.isin(["growth", "level"])
    seen = rows.groupby(["indicator", "measure", "unit"]).row_id.transform("count")
    return ~numeric | ((rows.unit != "") & (seen >= bounds["unit_seen"]))


def _within(rows: pd.DataFrame, bounds: dict[str, Any]) -> pd.Series:
    """Values inside the bounds of their indicator; amounts above zero."""
    return pd.Series([_plausible(row, bounds) for row in rows.itertuples()], index=rows.index, dtype=bool)


def _plausible(row: Any, bounds: dict[str, Any]) -> bool:
    if row.measure not in ("growth", "level"):
        return True
    rate = row.unit in ("%", "百分点", "‰")
    least, most = bounds["own"].get(row.indicator, {}).get(row.measure) or (
        bounds["growth"] if row.measure == "growth" else bounds["share"] if rate else (0, float("inf"))
    )
    values = [v for v in (row.value_low, row.value_high, row.stretch) if pd.notna(v)]
    if row.measure == "level" and not rate and row.indicator not in ("population_growth", "cpi"):
        return all(v > 0 for v in values)
    return (rate or row.measure == "level") and all(least <= v <= most for v in values)


def _agreeing(rows: pd.DataFrame, bounds: dict[str, Any]) -> pd.Series:
    """No two values for one quantity, within a report or between two copies or versions of it.

    A mark that was passed (突破4万亿元) is left out beside the figure itself.
    """
    key = ["place_code", "report_year", "role", "indicator", "scope", "measure"]
    kind = rows.unit.map(lambda unit: _base(unit)[1])
    value = rows[["value_low", "value_high"]].bfill(axis=1).iloc[:, 0] * rows.unit.map(lambda unit: _base(unit)[0])
    quantity = [*(rows[k] for k in key), kind]
    figure = value.where(rows.op.isin(["eq", "approx"])).groupby(quantity).transform("max")
    mark = (rows.role == "outcome") & (rows.op == "ge") & (value <= figure)
    shown = value.map(lambda v: "" if pd.isna(v) else f"{v:.6g}") + rows.op + rows.relation
    return ~mark & (shown.mask(mark).groupby(quantity).transform("nunique") == 1)


def _near_neighbours(rows: pd.DataFrame, bounds: dict[str, Any]) -> pd.Series:
    """Levels near those of the years around them."""
    levels = rows[(rows.measure == "level") & ~rows.unit.isin(["%", "‰", "百分点"])].copy()
    base = levels.unit.map(_base)
    levels["value"] = levels[["value_low", "value_high"]].bfill(axis=1).iloc[:, 0] * base.map(lambda b: b[0])
    levels["kind"] = base.map(lambda b: b[1])
    bad: list[int] = []
    for (*_, indicator, _, _), group in levels.groupby([*_KEY, "kind"]):
        rule = bounds["smooth"] if indicator in bounds["smooth"]["indicators"] else bounds["neighbours"]
        bad += [
            at
            for at, year, value in zip(group.index, group.year, group.value, strict=True)
            if _far(at, year, value, group, rule)
        ]
    return pd.Series(~rows.index.isin(bad), index=rows.index)


def _far(at: int, year: int, value: float, group: pd.DataFrame, rule: dict[str, Any]) -> bool:
    near = group.value[(abs(group.year - year) <= rule["years"]) & (group.index != at)]
    return len(near) >= rule["least"] and not 1 / rule["times"] <= value / near.median() <= rule["times"]


def _base(unit: str) -> tuple[float, str]:
    """亿元 → (1e8, 元): a unit as a multiple and what is counted."""
    match = _UNIT.fullmatch(unit)
    return (_TIMES[match[1]], match[2]) if match else (1.0, unit)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
