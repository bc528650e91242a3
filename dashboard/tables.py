"""The numbers of a chart as a table with headings for readers: what is shown under it and saved as CSV."""

from __future__ import annotations

import pandas as pd

from dashboard import insights, theme
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts


def promises(rows: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """One row a promise: place, indicator, promised, reported, gap, verdict."""
    return pd.DataFrame(
        {
            t("column.place"): rows["place_name"],
            t("column.indicator"): [t.label(row) for _, row in rows.iterrows()],
            t("column.target"): [words.target(row, t) for _, row in rows.iterrows()],
            t("column.outcome"): [words.outcome(row, t) for _, row in rows.iterrows()],
            t("column.gap"): [words.gap(row, t) for _, row in rows.iterrows()],
            t("column.status"): [t(f"status.{status}") for status in rows["status"]],
        }
    )


def by_year(rows: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """As `promises`, with the year before the rest and without the place."""
    table = promises(rows, t).drop(columns=t("column.place"))
    table.insert(0, t("column.year"), rows["year"].to_numpy())
    return table


def shares(frame: pd.DataFrame, t: Texts, group: str = "year", heading: str = "column.year") -> pd.DataFrame:
    """Counts of promises by status, one row a group, with the share kept."""
    rows = []
    for key in dict.fromkeys(frame[group]):
        part = frame[frame[group] == key]
        found = insights.Counts(**{row["status"]: int(row["promises"]) for _, row in part.iterrows()})
        counts = {t(f"status.{status}"): getattr(found, status) for status in theme.STATUSES}
        rows.append({t(heading): key, **counts, t("column.share"): numbers.share(found.kept, found.decided, 1)})
    return pd.DataFrame(rows)
