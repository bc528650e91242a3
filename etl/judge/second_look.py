"""The search behind a silence: the review of a full report, once more, for a subject in the widest sense."""

from __future__ import annotations

import re

import duckdb

from etl import lexicon
from etl.judge.policy import read


def patterns() -> dict[str, str]:
    """Indicator → pattern (RE2): one of its names with a state behind it in the same clause, or one that needs none."""
    data = read("second_look.yml")
    states = data["states"].strip()
    found = {
        e["indicator"]: f"(?:{e['names']})[^，。；！？\\n]*?(?:{states})[^，。；！？\\n]*" for e in data["patterns"]
    }
    found |= {
        e["indicator"]: f"{found[e['indicator']]}|(?:{e['bare']})[^，。；！？\\n]*"
        for e in data["patterns"]
        if "bare" in e
    }
    return _by_name() | found


def _by_name() -> dict[str, str]:
    """Every indicator of the lexicon by its own names, for those that have no pattern in the data."""
    entries = lexicon.load().indicators.values()
    return {i.id: "|".join(map(re.escape, (i.zh, *i.aliases, *i.search))) for i in entries}


def search(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill j_second from j_unanswered and j_reviews.

    One statement with a branch for each indicator: each pattern is a constant, so it is compiled once and not once a row,
    and the reviews are read once and not once a pattern.
    """
    known = patterns()
    wanted = connection.execute("SELECT DISTINCT indicator FROM j_unanswered ORDER BY indicator").fetchall()
    chosen = [(indicator, known[indicator]) for (indicator,) in wanted if indicator in known]
    if not chosen:
        return
    branches = " ".join(f"WHEN $i{n} THEN regexp_extract(review, $p{n})" for n in range(len(chosen)))
    connection.execute(
        "INSERT INTO j_second SELECT doc_id, indicator, passage, strpos(review, passage) - 1 FROM ("  # noqa: S608 - bound
        f" SELECT doc_id, indicator, review, CASE indicator {branches} END AS passage"
        " FROM (SELECT DISTINCT doc_id, indicator FROM j_unanswered) JOIN j_reviews USING (doc_id)"
        ") WHERE passage <> ''",
        {f"{kind}{n}": entry[k] for n, entry in enumerate(chosen) for k, kind in enumerate("ip")},
    )
