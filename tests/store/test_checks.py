"""Every named invariant holds in a sound warehouse, and is broken by what it forbids."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from etl.store import checks, violations, write_out

# check → what breaks it
BREAK = {
    "target_quotes_are_slices": "UPDATE targets SET char_start = char_start + 1 WHERE target_id = $target",
    "outcome_quotes_are_slices": "UPDATE outcomes SET quote = quote || '。' WHERE outcome_id = $outcome",
    "claim_quotes_are_slices": "UPDATE claims SET char_end = char_end - 1 WHERE claim_id = $claim",
    "mention_quotes_are_slices": "INSERT INTO mentions SELECT doc_id, place_id, 2024, 'gdp', 'words', '没有', 0, 2 FROM outcomes WHERE outcome_id = $outcome",
    "search_quotes_are_slices": "INSERT INTO searches SELECT $target, doc_id, 'words', '没有', 0, 2 FROM targets WHERE target_id = $target",
    "slices_are_ordered": "UPDATE targets SET char_start = char_end WHERE target_id = $target",
    "rows_belong_to_documents": "UPDATE outcomes SET doc_id = 'nowhere' WHERE outcome_id = $outcome",
    "rows_have_the_place_of_their_document": "UPDATE targets SET place_name = '别处' WHERE target_id = $target",
    "refused_and_skipped_have_no_rows": "UPDATE documents SET status = 'skipped' WHERE doc_id = (SELECT doc_id FROM targets WHERE target_id = $target)",
    "refusals_say_why": "UPDATE documents SET warnings = [] WHERE status = 'refused'",
    "bounds_fit_the_operator": "UPDATE targets SET value_high = NULL WHERE target_id = $target AND op = 'approx'",
    "places_are_known": "DELETE FROM places WHERE level = 'country'",
    "indicators_are_known": "DELETE FROM indicators WHERE indicator = 'gdp'",
    "comparisons_keep_to_one_year_and_period": "UPDATE outcomes SET period = 'H1' WHERE outcome_id = (SELECT outcome_id FROM comparisons WHERE outcome_id IS NOT NULL LIMIT 1)",
    "comparisons_repeat_their_target": "UPDATE comparisons SET year = year + 1 WHERE target_id = $target",
    "outcomes_come_from_a_later_report": "UPDATE comparisons SET target_doc_id = (SELECT doc_id FROM outcomes o WHERE o.outcome_id = comparisons.outcome_id) WHERE outcome_id IS NOT NULL",
    "silence_has_no_outcome": "UPDATE comparisons SET status = 'unreported' WHERE outcome_id IS NOT NULL",
    "silence_was_searched_for": "UPDATE comparisons SET outcome_doc_id = NULL WHERE status = 'unreported'",
    "ids_are_unique": "INSERT INTO targets FROM targets LIMIT 1",
    "one_target_one_verdict": "INSERT INTO comparisons FROM comparisons LIMIT 1",
    "one_promise_one_decision": "UPDATE comparisons SET decides = NOT decides",
    "searches_and_ledger_point_to_rows": "INSERT INTO ledger (place_id, place_name, indicator, year, kind, before_id, unit, detail) SELECT place_id, place_name, 'gdp', 2024, 'dropped', 'nowhere:t1', '', '' FROM targets WHERE target_id = $target",
}


def broken(warehouse: Path, statement: str) -> set[str]:
    with duckdb.connect(str(warehouse)) as connection:
        ids = {}
        for name in ("target", "outcome", "claim"):
            found = connection.execute(f"SELECT min({name}_id) FROM {name}s WHERE char_start > 0").fetchone()
            assert found is not None
            ids[name] = found[0]
        wanted = {name: value for name, value in ids.items() if f"${name}" in statement}
        changed = connection.execute(statement, wanted).fetchone()
        assert changed is not None
        assert changed[0] > 0, "the statement breaks nothing"
        documents, places = (
            [
                row[0]
                for row in connection.execute(f"SELECT DISTINCT {name} FROM documents WHERE {name} <> ''").fetchall()
            ]
            for name in ("doc_id", "place_id")
        )
        narrow = {finding.check.name for finding in violations(connection, documents, places)}
        found = {finding.check.name for finding in violations(connection)}
        assert narrow == found, "what a build looks at finds what a look at everything finds"
        return found


def test_a_sound_warehouse_satisfies_all(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert violations(connection) == []


def test_every_check_has_a_case() -> None:
    assert {check.name for check in checks()} == set(BREAK)


@pytest.mark.parametrize("name", BREAK)
def test_a_broken_warehouse_is_found_out(name: str, warehouse: Path) -> None:
    assert name in broken(warehouse, BREAK[name])


def test_a_finding_counts_and_names_rows(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("UPDATE targets SET quote = quote || '。'")
        total = connection.execute("SELECT count(*) FROM targets").fetchone()
        assert total is not None
        found = {f.check.name: f for f in violations(connection)}["target_quotes_are_slices"]
    assert found.count == total[0]
    assert len(found.examples) == 3
    assert found.examples[0] in str(found)


def test_documents_are_looked_at_in_parts(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["etl.store.checks"], "_DOCUMENTS_AT_A_TIME", 2)
    with duckdb.connect(str(warehouse)) as connection:
        assert violations(connection) == []
        connection.execute("UPDATE targets SET quote = quote || '。'")
        rows = connection.execute("SELECT doc_id, count(*) FROM targets GROUP BY ALL").fetchall()
        assert len(rows) > 4, "more than two parts"
        assert [finding.count for finding in violations(connection)] == [sum(count for _, count in rows)]
        some = [doc_id for doc_id, _ in rows[:3]]
        assert [finding.count for finding in violations(connection, some)] == [sum(count for _, count in rows[:3])]


def test_memory_may_be_let_go_between_the_parts(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a build does: the file is closed and opened again while its rows are looked at."""
    monkeypatch.setattr(sys.modules["etl.store.checks"], "_DOCUMENTS_AT_A_TIME", 1)
    monkeypatch.setattr(sys.modules["etl.store.checks"], "_PARTS_AT_A_TIME", 2)
    rests = 0

    def rest(connection: duckdb.DuckDBPyConnection) -> None:
        nonlocal rests
        rests += 1
        write_out(connection)

    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{warehouse}' AS warehouse")
        connection.execute("USE warehouse")
        connection.execute("UPDATE targets SET quote = quote || '。'")
        total = connection.execute("SELECT count(*) FROM targets").fetchall()[0][0]
        assert [finding.count for finding in violations(connection, rest=rest)] == [total]
    assert rests > 1


def test_checks_leave_nothing_behind(warehouse: Path) -> None:
    scratch = "SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal UNION ALL SELECT table_name FROM duckdb_tables() WHERE temporary"
    with duckdb.connect(str(warehouse)) as connection:
        violations(connection)
        assert connection.execute(scratch).fetchall() == []


def test_only_the_documents_asked_for_are_looked_at(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        first, other = (
            row[0] for row in connection.execute("SELECT DISTINCT doc_id FROM targets ORDER BY 1 LIMIT 2").fetchall()
        )
        connection.execute("UPDATE targets SET quote = quote || '。' WHERE doc_id = ?", [first])
        assert violations(connection, [other]) == []
        assert violations(connection, [other, first]) != []


def test_only_the_places_asked_for_are_looked_at(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        first, other = (
            row[0]
            for row in connection.execute("SELECT DISTINCT place_id FROM comparisons ORDER BY 1 LIMIT 2").fetchall()
        )
        connection.execute("UPDATE comparisons SET decides = false WHERE place_id = ?", [first])
        assert violations(connection, [], [other]) == []
        assert [f.check.name for f in violations(connection, [], [other, first])] == ["one_promise_one_decision"]
