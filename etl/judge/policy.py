"""Load the rules' data (data/*.yml, units of the lexicon) into temporary tables j_* for the SQL steps."""

from __future__ import annotations

from functools import cache
from typing import Any

import duckdb

from etl import lexicon
from etl.data import load_yaml
from etl.tables import temp_table

# tables of texts that the dashboard renders verdicts with stay in the warehouse
PUBLISHED = {
    "verdict_labels": "status",
    "verdict_rules": "rule",
    "finding_labels": "finding",
    "ledger_kinds": "kind",
    "cause_labels": "cause",
    "wording_labels": "wording",
    "claim_finding_labels": "finding",
}

_TYPES = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE"}


@cache
def read(name: str) -> dict[str, Any]:
    """One data file as a mapping."""
    loaded: dict[str, Any] = load_yaml("etl.judge", f"data/{name}")
    return loaded


def units() -> list[dict[str, Any]]:
    """Units as printed, with dimension and factor to its base unit, from the lexicon's groups of units and its counters.

    Things counted (persons, firms, projects) are one dimension: the indicator tells them apart, not the counter word.
    """
    rows: list[dict[str, Any]] = [
        {"unit": printed, "dimension": unit.dimension, "factor": unit.factor}
        for printed, unit in lexicon.load().units.items()
    ]
    bare = {"": "count", "％": "percent"}
    return rows + [{"unit": unit, "dimension": dimension, "factor": 1.0} for unit, dimension in bare.items()]


def _table(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]]) -> None:
    if any(row.keys() != rows[0].keys() for row in rows):
        raise ValueError(f"rows of {name} differ in their keys")
    columns = {key: _sql_type([row[key] for row in rows]) for key in rows[0]}
    temp_table(connection, name, columns, [list(row.values()) for row in rows])


def _sql_type(values: list[Any]) -> str:
    kinds = {type(value) for value in values} - {type(None)}
    return next(
        (name for kind, name in _TYPES.items() if kinds == {kind}), "DOUBLE" if kinds == {int, float} else "VARCHAR"
    )


def families(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbours in meaning: those listed, and each whole of the lexicon with its parts, both ways."""
    pairs = [
        pair
        for i in lexicon.load().indicators.values()
        for other in (*i.parts, *filter(None, [i.whole]))
        for pair in ((i.id, other), (other, i.id))
    ]
    known = {(row["indicator"], row["other"]) for row in listed}
    added = [{"indicator": a, "other": b, "kind": "part"} for a, b in dict.fromkeys(pairs) if (a, b) not in known]
    return listed + added


def load_policy(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the j_* tables of policy, scopes, units and texts."""
    policy, scopes, texts, findings = (read(f"{name}.yml") for name in ("policy", "scopes", "texts", "findings"))
    _table(connection, "j_units", units())
    _table(connection, "j_source_order", policy["source_order"])
    _table(connection, "j_full_types", [{"doc_type": t} for t in policy["full_types"]])
    _table(connection, "j_tolerance", policy["tolerance"])
    for name, value in _settings(policy, scopes, findings).items():
        connection.execute(f"SET VARIABLE j_{name} = $1", [value])
    _table(connection, "j_no_scope", [{"scope": s} for s in scopes["no_scope"]])
    wording = [
        {"indicator": w["indicator"], "class": w["class"], "scope": s} for w in scopes["wording"] for s in w["scopes"]
    ]
    _table(connection, "j_wording", wording)
    _table(connection, "j_never_derived", [{"indicator": i} for i in scopes["never_derived"]])
    _table(connection, "j_families", families(scopes["families"]))
    together = [
        {"indicator": e["indicator"], "words": e["words"], "part": part, "n": len(e["parts"])}
        for e in scopes["together"]
        for part in e["parts"]
    ]
    _table(connection, "j_together", together)
    _table(connection, "j_benchmarks", scopes["benchmarks"])
    for key in ("phrases", "relations", "units_en", "sources", "gaps", "doc_types"):
        _table(connection, f"j_{key}", texts[key])
    _table(connection, "j_reasons_text", texts["reasons"])
    _table(connection, "j_cause_words", _by_word(findings["causes"], "cause", "words"))
    _table(connection, "j_ledger_kinds", findings["ledger"])
    not_about = [entry | {"priority": 0} for entry in read("second_look.yml")["not_about"]]
    _table(connection, "j_not_about", _by_word(not_about, "indicator", "words"))
    wider = [{"label": entry["label"], "names": entry["names"]} for entry in read("second_look.yml")["wider"]]
    _table(connection, "j_wider", wider)
    for key in ("firmness", "wordings"):
        _table(connection, f"j_{key}", findings[key])
    _table(connection, "j_wording_words", _by_word(findings["wordings"], "wording", "words"))
    _table(connection, "j_labels", texts["labels"])


def publish(connection: duckdb.DuckDBPyConnection) -> None:
    """Refill the tables of texts that stay in the warehouse."""
    texts, findings = read("texts.yml"), read("findings.yml")
    labels = {
        "verdict_labels": texts["labels"], "verdict_rules": texts["rules"], "finding_labels": texts["findings"],
        "ledger_kinds": findings["ledger_labels"], "cause_labels": findings["causes"],
        "wording_labels": findings["wordings"], "claim_finding_labels": findings["claim_findings"],
    }  # fmt: skip
    for table, key in PUBLISHED.items():
        rows = [{key: row[key], "zh": row["zh"], "en": row["en"]} for row in labels[table]]
        _table(connection, "j_published", rows)
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
        connection.execute(f"INSERT INTO {table} SELECT * FROM j_published")  # noqa: S608 - own names


def _by_word(entries: list[dict[str, Any]], key: str, words: str) -> list[dict[str, Any]]:
    """One row for each of an entry's words (written a|b|c)."""
    return [
        {key: entry[key], "priority": entry["priority"], "word": word}
        for entry in entries
        for word in filter(None, entry[words].split("|"))
    ]


def _settings(policy: dict[str, Any], scopes: dict[str, Any], findings: dict[str, Any]) -> dict[str, Any]:
    """The single numbers and patterns. They become variables (j_<name>): a pattern out of a table is compiled anew for each row."""
    return {
        "chunk_rows": policy["chunk_rows"],
        "few_rows": policy["few_rows"],
        "relative_slack": policy["relative_slack"],
        "complete_share": policy["complete_share"],
        "near_identical": policy["near_identical"],
        **policy["full_report"],
        **policy["plausible"],
        **{f"{end}_growth": float(policy["derived_growth"][end]) for end in ("least", "most")},
        **{key: policy[key] for key in ("volatile", "stocks", "most_times_of_stock", "few_in_stock")},
        "most_per_cent": lexicon.load().grammar["most_per_cent"],
        "strict": float(policy["readings"]["strict"]),
        "lenient": float(policy["readings"]["lenient"]),
        "rate_dimensions": policy["rate_dimensions"],
        **{key: scopes[key] for key in ("growth_words", "real_growth_words", "sync_words", "floor_words")},
        **{key: findings[key] for key in ("progress_floor", "handed_down_words", "names_target")},
        "no_name": read("second_look.yml")["no_name"],
        "claims_of_all": findings["claims_of_all"]["pattern"],
        "claims_not_of_all": findings["claims_of_all"]["not_pattern"],
    }
