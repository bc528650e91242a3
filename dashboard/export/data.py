"""What an export asks of the warehouse: rows as plain dicts (missing values are None), sources, facts.

The questions stand in sql/*.sql with bound parameters; connections are short and read-only (dashboard.warehouse).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import warehouse
from dashboard.i18n import numbers

Row = dict[str, Any]
SQL = Path(__file__).resolve().parent / "sql"
_PARAMETER = re.compile(r"\$([a-z_]+)")
HISTORY_YEARS = 6
LEVELS = {
    "country": ("country",),
    "province": ("province",),
    "city": ("city",),
    "county_level": ("district", "county", "zone"),
    "district": ("district",),
    "county": ("county",),
    "zone": ("zone",),
    "all": (),
}


class SubjectError(Exception):
    """What was asked for is not in the warehouse, or could mean several things; the text says so in Chinese."""


@dataclass(frozen=True)
class Subject:
    """What an export is about: a place, an indicator, or a year; `levels` empty means every level, `area` a place_path."""

    kind: str  # place, indicator, year
    year: int
    place: Row = field(default_factory=dict)
    indicator: Row = field(default_factory=dict)
    level: str = "all"
    area: str = ""
    most: int = 2  # the most doubt that a promise may be in (queries/_views.sql); 2 leaves nothing out

    @property
    def first(self) -> int:
        """The first year of the history shown."""
        return self.year - HISTORY_YEARS + 1

    def parameters(self) -> dict[str, Any]:
        """The bound parameters of promises.sql."""
        return {
            "place": self.place.get("place_id", ""),
            "indicator": self.indicator.get("indicator", ""),
            "first": self.first,
            "last": self.year,
            "levels": list(LEVELS[self.level]) if self.kind != "place" else [],
            "area": self.area,
            "most": self.most,
        }


@cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def ask(name: str, parameters: Mapping[str, Any] | None = None, path: Path | None = None) -> list[Row]:
    """The rows that sql/<name>.sql answers with; raises WarehouseError where the warehouse cannot be read."""
    text = _sql(name)
    wanted = set(_PARAMETER.findall(text))
    bound = {key: value for key, value in (parameters or {}).items() if key in wanted}
    with warehouse.connect(path) as connection:
        frame = connection.execute(text, bound).df()
    return records(frame)


def records(frame: pd.DataFrame) -> list[Row]:
    """Rows as dicts: missing is None, whole numbers of integer columns are int, lists and dates stay."""
    rows = frame.astype(object).to_dict("records")
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)) or (hasattr(value, "tolist") and getattr(value, "ndim", 0) != 0):
        return list(value)
    if numbers.absent(value) or value is pd.NaT:
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value.item() if hasattr(value, "item") else value


def promises(subject: Subject, path: Path | None = None) -> list[Row]:
    """Every promise of the subject and its history, the latest year first."""
    return ask("promises", subject.parameters(), path)


def sources(documents: Iterable[str], path: Path | None = None) -> dict[str, Row]:
    """The documents by id, without their texts."""
    rows = ask("sources", {"documents": list(documents)}, path)
    return {row["doc_id"]: row for row in rows}


def searches(targets: Iterable[str], path: Path | None = None) -> dict[str, list[Row]]:
    """The passages that the search for each target found."""
    found: dict[str, list[Row]] = {}
    for row in ask("searches", {"targets": list(targets)}, path):
        found.setdefault(row["target_id"], []).append(row)
    return found


def changes(subject: Subject, path: Path | None = None) -> list[Row]:
    """The ledger of the subject: of a place's whole history shown, else of its year; the latest first."""
    asked = subject.parameters() | ({} if subject.kind == "place" else {"first": subject.year})
    return ask("changes", asked, path)


def facts(path: Path | None = None) -> Row:
    """Facts of the warehouse: documents, latest date, build."""
    return ask("facts", path=path)[0]


def find_place(name: str, year: int | None, path: Path | None = None) -> Subject:
    """The place that `name` (code, name or path) means, in `year` or the latest with verdicts; raises SubjectError."""
    found = ask("places", {"name": name}, path)
    if not found:
        raise SubjectError(f"没有找到地区“{name}”：请用地区全称、完整路径（如 江苏省/南通市/通州区）或六位区划代码。")
    if len(found) > 1:
        listed = "、".join(f"{row['place_path']}（{row['place_id']}）" for row in found)
        raise SubjectError(f"“{name}”有 {len(found)} 个：{listed}。请用完整路径或区划代码指明。")
    place = found[0]
    return Subject("place", year or place["last_decided"] or place["last_year"], place=place, level=place["level"])


def find_indicator(name: str, year: int | None, level: str, area: str = "", path: Path | None = None) -> Subject:
    """The indicator that `name` (id or label) means, among places of `level`; raises SubjectError."""
    found = ask("indicators", {"name": name}, path)
    if not found:
        raise SubjectError(f"没有找到指标“{name}”：请用指标编号（如 gdp）或中文全称。")
    indicator = found[0]
    year = year or _latest(level, area, indicator["indicator"], path)
    return Subject("indicator", year, indicator=indicator, level=level, area=area)


def find_year(year: int | None, level: str, area: str = "", path: Path | None = None) -> Subject:
    """All promises of a year and a level of place."""
    return Subject("year", year or _latest(level, area, "", path), level=level, area=area)


def _latest(level: str, area: str, indicator: str, path: Path | None) -> int:
    rows = ask("decided_year", {"levels": list(LEVELS[level]), "area": area, "indicator": indicator}, path)
    if not rows or rows[0]["year"] is None:
        raise SubjectError("数据仓库里没有符合条件的承诺：请换一个级别、地区或指标。")
    return int(rows[0]["year"])


def members(level: str, year: int, area: str = "", path: Path | None = None) -> list[Row]:
    """The places of a level that promised something for `year`."""
    return ask("members", {"levels": list(LEVELS[level]), "year": year, "area": area}, path)
