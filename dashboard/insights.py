"""What stands out, in numbers and in sentences made from them. Counts are of promises; nothing here knows of Streamlit."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise

import pandas as pd

from dashboard import theme
from dashboard.frames import first, record, records
from dashboard.i18n import numbers
from dashboard.i18n.texts import Texts

FEW = 5  # a place or an indicator with fewer verdicts is not called best or worst


@dataclass(frozen=True)
class Counts:
    """Promises by status."""

    exceeded: int = 0
    met: int = 0
    near: int = 0
    missed: int = 0
    unreported: int = 0
    unverifiable: int = 0
    pending: int = 0

    @property
    def promises(self) -> int:
        """All of them."""
        return sum(getattr(self, field.name) for field in fields(self))

    @property
    def kept(self) -> int:
        """Met or exceeded."""
        return self.exceeded + self.met

    @property
    def decided(self) -> int:
        """Those with a verdict, unreported among them."""
        return self.kept + self.near + self.missed + self.unreported

    @property
    def share(self) -> float:
        """Kept ÷ decided; NaN where nothing is decided."""
        return self.kept / self.decided if self.decided else float("nan")


def counts(frame: pd.DataFrame, group: str = "year") -> dict[int, Counts]:
    """year → counts, from rows of (year, status, promises)."""
    return {
        int(str(key)): Counts(**{row["status"]: int(row["promises"]) for row in records(part)})
        for key, part in frame.groupby(group)
    }


def comparable(now: Counts, before: Counts | None) -> bool:
    """Whether two years can be set beside each other: neither has less than half of the other's verdicts."""
    if before is None or not now.decided or not before.decided:
        return False
    return min(now.decided, before.decided) * 2 >= max(now.decided, before.decided)


def tally(statuses: pd.Series) -> Counts:
    """Counts of a column of statuses."""
    found = statuses.value_counts()
    return Counts(**{status: int(found.get(status, 0)) for status in theme.STATUSES})


def stands_out(places: pd.DataFrame, indicators: pd.DataFrame, t: Texts) -> list[str]:
    """Sentences on the most missed indicator, the most silent place, the best and the worst; fewer where data are few."""
    lines = []
    firm = indicators[indicators["decided"] >= min(FEW, indicators["decided"].max())]
    if len(firm) and firm["missed"].max() > 0:
        row = record(firm, firm["missed"].idxmax())
        share = numbers.share(row["missed"], row["decided"])
        lines.append(t("overview.most_missed", name=t.label(row), n=row["missed"], share=share))
    if len(places) and places["unreported"].max() > 0:
        row = record(places, places["unreported"].idxmax())
        lines.append(t("overview.most_silent", name=row["place_name"], n=row["unreported"]))
    judged = places[places["decided"] >= FEW]
    if len(judged) > 1:
        kept = judged["kept"] / judged["decided"]
        for key, index in (("best", kept.idxmax()), ("worst", kept.idxmin())):
            row = record(judged, index)
            lines.append(t(f"overview.{key}", name=row["place_name"], n=row["decided"], kept=row["kept"]))
    return lines


def board_title(indicators: pd.DataFrame, year: int, t: Texts) -> str:
    """The finding of the board."""
    if indicators.empty or indicators["missed"].max() == 0:
        return t("overview.board.title_plain", year=year)
    return t("overview.board.title", year=year, indicator=t.label(record(indicators, indicators["missed"].idxmax())))


def years_title(by_year: dict[int, Counts], year: int, t: Texts) -> str:
    """The finding of the years."""
    now, before = by_year[year], by_year.get(year - 1)
    if not now.decided:
        return t("overview.years.none", year=year)
    trend = t("overview.years.first")
    if before is not None and comparable(now, before):
        points = round(100 * (now.share - before.share), 1)
        key = "flat" if points == 0 else "up" if points > 0 else "down"
        trend = t(f"overview.years.{key}", **({} if key == "flat" else {"points": numbers.plain(abs(points), 1)}))
    return t("overview.years.title", year=year, share=numbers.share(now.kept, now.decided), trend=trend)


def board_rows(
    rows: pd.DataFrame, places: pd.DataFrame, order: str, *, core: bool, start: int, size: int, most: int
) -> pd.DataFrame:
    """The rows of one board: places in `order` from `start`, and the `most` common indicators (core: of the catalogue)."""
    ranked = places.assign(share=places["kept"] / places["decided"].where(places["decided"] > 0))
    column, ascending = {
        "code": ("place_id", True),
        "kept": ("share", False),
        "missed": ("missed", False),
        "silent": ("unreported", False),
    }[order]
    ranked = ranked.sort_values(
        [column, "place_id"] if column != "place_id" else ["place_id"],
        ascending=[ascending, True] if column != "place_id" else [True],
        na_position="last",
    )
    chosen = list(ranked["place_id"])[start : start + size]
    part = rows[rows["place_id"].isin(chosen)]
    if core:
        part = part[part["in_catalogue"]]
    common = (
        part.groupby("indicator").size().sort_values(ascending=False, kind="stable").index[: most if core else 2 * most]
    )
    part = part[part["indicator"].isin(common)].copy()
    part["rank"] = part["place_id"].map({place: i for i, place in enumerate(chosen)})
    return part.sort_values(["rank", "sort_order"]).reset_index(drop=True)


def streaks(rows: pd.DataFrame, t: Texts) -> list[str]:
    """Runs of at least three years kept or missed up to the latest verdict, by indicator."""
    lines = []
    firm = rows[rows["decides"] & (rows["period"] == "year") & rows["status"].isin(theme.DECIDED)]
    for _, part in firm.groupby("indicator"):
        by_year = part.sort_values("year", ascending=False).drop_duplicates("year")
        kept = [status in theme.KEPT for status in by_year["status"]]
        missed = [status == "missed" for status in by_year["status"]]
        for key, flags in (("streak", kept), ("streak_missed", missed)):
            n = next((i for i, flag in enumerate(flags) if not flag), len(flags))
            if n >= 3 and consecutive(list(by_year["year"])[:n]):
                lines.append((n, t(f"place.record.{key}", name=t.label(first(by_year)), n=n)))
    return [line for _, line in sorted(lines, key=lambda item: -item[0])][:6]


def consecutive(years: list[int]) -> bool:
    """Whether the years, newest first, have no gap."""
    return all(a - b == 1 for a, b in pairwise(years))


def bullets_title(rows: pd.DataFrame, year: int, t: Texts) -> str:
    """The finding of a place's year."""
    found = tally(rows[rows["decides"]]["status"])
    if not found.decided:
        return t("place.bullets.title_pending", year=year, n=found.promises)
    silent = t("place.bullets.silent", n=found.unreported) if found.unreported else ""
    return t("place.bullets.title", year=year, kept=found.kept, missed=found.missed, silent=silent)


def with_last_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows of `year` with last_value: the outcome of the year before for the same indicator, scope, measure and unit."""
    keys = ["indicator", "scope", "measure", "unit"]
    before = rows[(rows["year"] == year - 1) & rows["y"].notna()].drop_duplicates(keys)
    lookup = {tuple(row[k] for k in keys): row["y"] for row in records(before)}
    now = rows[rows["year"] == year].copy()
    now["last_value"] = [lookup.get(tuple(row[k] for k in keys), float("nan")) for row in records(now)]
    return now
