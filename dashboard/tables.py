"""The numbers of a chart as a table with headings for readers: what is shown under it and saved as CSV.

A table of promises keeps their ids in `attrs["targets"]`, so that a page can link each row to its sentences.
"""

from __future__ import annotations

import pandas as pd

from dashboard import insights, theme
from dashboard.frames import records
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts


def promises(rows: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """One row a promise: place, indicator, promised, reported, gap, verdict."""
    found = records(rows)
    table = pd.DataFrame(
        {
            t("column.place"): [row["place_name"] for row in found],
            t("column.indicator"): [t.label(row) for row in found],
            t("column.target"): [words.target(row, t) for row in found],
            t("column.outcome"): [words.outcome(row, t) for row in found],
            t("column.gap"): [words.gap(row, t) for row in found],
            t("column.status"): [t(f"status.{row['status']}") for row in found],
        }
    )
    if any(map(words.doubtful, found)):
        table[t("column.doubt")] = [t("common.yes") if words.doubtful(row) else "" for row in found]
    table.attrs["targets"] = [row["target_id"] for row in found]
    return table


def by_year(rows: pd.DataFrame, t: Texts, place: bool = False) -> pd.DataFrame:
    """As `promises`, with the year before the rest and, unless `place`, without the place."""
    table = promises(rows, t)
    targets = table.attrs["targets"]
    table = table if place else table.drop(columns=t("column.place"))
    table.insert(0, t("column.year"), rows["year"].to_numpy())
    table.attrs["targets"] = targets
    return table


def spreads(years: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """Rows of queries/indicator_gaps.sql: how the gaps of a year spread, in the unit of the indicator."""
    columns = {
        "year": "year",
        "promises": "n",
        "lower": "lower",
        "q1": "q1",
        "median": "median",
        "q3": "q3",
        "upper": "upper",
    }
    return pd.DataFrame({t(f"column.{key}"): years[column].to_numpy() for key, column in columns.items()})


def shares(frame: pd.DataFrame, t: Texts, group: str = "year", heading: str = "column.year") -> pd.DataFrame:
    """Counts of promises by status, one row a group, with the share kept."""
    rows = []
    for key in dict.fromkeys(frame[group]):
        part = frame[frame[group] == key]
        found = insights.Counts(**{row["status"]: int(row["promises"]) for row in records(part)})
        counts = {t(f"status.{status}"): getattr(found, status) for status in theme.STATUSES}
        rows.append({t(heading): key, **counts, t("column.share"): numbers.share(found.kept, found.decided, 1)})
    return pd.DataFrame(rows)


def places(frame: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """Rows of queries/place_status.sql: counts of promises by place, with the share kept."""
    columns = {t("column.place"): frame["place_name"]}
    columns |= {
        t(f"column.{key}"): frame[key] for key in ("promises", "decided", "kept", "near", "missed", "unreported")
    }
    shares = [numbers.share(row["kept"], row["decided"], 1) for row in records(frame)]
    return pd.DataFrame(columns | {t("column.share"): shares})


def named(frame: pd.DataFrame, t: Texts, name: str, count: str) -> pd.DataFrame:
    """Columns name and n under the headings of the keys `name` and `count`."""
    return frame.rename(columns={"name": t(name), "n": t(count)})[[t(name), t(count)]]


def guarded(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy in which no text begins like a spreadsheet's formula: such text gets a leading quote."""
    copy = frame.copy()
    for column in copy.columns:
        if copy[column].dtype == object or str(copy[column].dtype) in ("str", "string"):
            copy[column] = copy[column].map(_guard)
    return copy


def _guard(value: object) -> object:
    """A text that a spreadsheet would run as a formula, made plain."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value[:1] else value


def cascade(frame: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """Targets beside the parent's: rows of queries/indicator_cascade.sql."""
    above = [numbers.amount(row["parent_x"], row["unit"], t.language) for row in records(frame)]
    table = pd.DataFrame(
        {
            t("column.place"): frame["place_name"],
            t("filter.level"): [t.get(f"level.{level}", level) for level in frame["level"]],
            t("column.target"): [words.target(row, t) for row in records(frame)],
            t("column.parent"): frame["parent_name"].fillna(""),
            t("column.parent_target"): above,
        }
    )
    table.attrs["targets"] = list(frame["target_id"])
    return table


def register(rows: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """The register of silence: rows of queries/silence.sql."""
    return pd.DataFrame(
        {
            t("column.place"): rows["place_name"],
            t("column.path"): rows["place_path"],
            t("column.year"): rows["year"],
            t("column.indicator"): [t.label(row) for row in records(rows)],
            t("column.target"): [words.target(row, t) for row in records(rows)],
            t("column.sentence"): rows["target_quote"],
            t("column.reason"): [words.reason(row, t) for row in records(rows)],
            t("column.title"): rows["answer_title"],
            t("column.address"): rows["answer_url"],
            t("column.doubt"): [t("common.yes") if words.doubtful(row) else "" for row in records(rows)],
        }
    )


def shown(value: object) -> object:
    """A cell as JSON: numbers without noise, nothing for what is missing."""
    if isinstance(value, bool) or value is None:
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if value != value else float(f"{value:.6g}")
    return value if isinstance(value, int) else str(value)
