"""The search behind a silence: the review of a full report, once more, for a subject in the widest sense."""

from __future__ import annotations

import re

import duckdb

from etl import lexicon
from etl.judge.policy import read

_SEARCH = """
INSERT INTO j_second
SELECT doc_id, $indicator, passage, strpos(review, passage) - 1
FROM (
    SELECT doc_id, review, regexp_extract(review, $pattern) AS passage
    FROM j_reviews SEMI JOIN (SELECT doc_id FROM j_unanswered WHERE indicator = $indicator) USING (doc_id)
) WHERE passage <> ''
"""


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
    """Fill j_second from j_unanswered and j_reviews. One statement for each pattern: it is compiled once, not once a row."""
    wanted = {row[0] for row in connection.execute("SELECT DISTINCT indicator FROM j_unanswered").fetchall()}
    for indicator, pattern in patterns().items():
        if indicator in wanted:
            connection.execute(_SEARCH, {"indicator": indicator, "pattern": pattern})
