"""The chain of SQL steps behind `judge`. The order of the files in sql/ is the order of the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import duckdb

from etl.hands import hands, spread
from etl.judge import second_look
from etl.judge.corrections import Correction, apply_corrections, places_corrected
from etl.judge.policy import load_policy, publish
from etl.tables import run, temp_table

SQL = Path(__file__).parent / "sql"
# the steps before the first are done once, those before the second for each chunk of places
FIRST_OF_CHUNK, FIRST_AFTER = "03", "99"
# after so many chunks, what was written is put on disk
CHUNKS_AT_A_TIME = 6
# steps that Python does better stand behind the SQL step that prepares them
BEHIND = {"66_reviews": second_look.search}


def steps() -> list[Path]:
    """The SQL files of the chain, in the order in which they run."""
    return sorted(SQL.glob("[0-9][0-9]_*.sql"))


def judge(
    connection: duckdb.DuckDBPyConnection,
    corrections: Sequence[Correction] = (),
    suspects: Iterable[str] | None = None,
    write_out: Callable[[duckdb.DuckDBPyConnection], object] = lambda connection: connection.execute("CHECKPOINT"),
    threads: int = 1,
) -> list[str]:
    """Fill comparisons, searches, ledger and what hangs on them, in a warehouse whose documents and rows are loaded.

    `corrections` are applied to the rows first. Only places whose rows changed since the last judgement (and the places
    below them) are judged again, in chunks; the result is the same as judging all at once. `suspects`: the places whose
    rows may have changed, where the caller knows (places with corrections are looked at anyway); None looks at all of them.
    `write_out` puts on disk what was judged so far, lest it fill the memory. `threads`: so many chunks at the same time.
    Returns the ids of the places judged. Raises CorrectionError, and duckdb.Error if a table of etl/sql/schema.sql is missing.
    """
    corrected = places_corrected(connection)
    apply_corrections(connection, corrections)
    corrected |= places_corrected(connection)
    _suspect(connection, None if suspects is None else corrected.union(suspects))
    load_policy(connection)
    publish(connection)
    connection.execute("SET VARIABLE j_hands = $1", [threads])
    _run(connection, [step for step in steps() if step.stem < FIRST_OF_CHUNK])
    chunks = [c for (c,) in connection.execute("SELECT DISTINCT chunk FROM j_chunks ORDER BY chunk").fetchall()]
    with hands(connection, min(threads, len(chunks))) as connections:
        for helper in connections[1:]:
            _equip(helper, connection)
        for done in range(0, len(chunks), CHUNKS_AT_A_TIME):
            spread(connections, chunks[done : done + CHUNKS_AT_A_TIME], _judge_chunk)
            if len(chunks) > 1:
                write_out(connection)
                _run(connection, [SQL / "02_extents.sql"])  # rows may lie elsewhere in the file after it
                for helper in connections[1:]:
                    _copy(connection, helper, "j_extents")
    _run(connection, [step for step in steps() if step.stem >= FIRST_AFTER])
    judged = [place for (place,) in connection.execute("SELECT place_id FROM j_chunks ORDER BY place_id").fetchall()]
    _drop_scratch(connection)
    return judged


def _equip(helper: duckdb.DuckDBPyConnection, connection: duckdb.DuckDBPyConnection) -> None:
    """Give another connection what the steps of a chunk need."""
    load_policy(helper)
    _run(helper, [SQL / "00_macros.sql"])
    for table in ("j_chunks", "j_ancestors", "j_extents"):
        _copy(connection, helper, table)


def _copy(connection: duckdb.DuckDBPyConnection, helper: duckdb.DuckDBPyConnection, table: str) -> None:
    """Give the helper the rows that a temporary table has here."""
    rows = connection.execute(f"FROM temp.{table}")
    columns = {name: str(kind) for name, kind, *_ in rows.description}
    temp_table(helper, table, columns, rows.fetchall())


def _judge_chunk(connection: duckdb.DuckDBPyConnection, chunk: int) -> None:
    _set_chunk(connection, chunk)
    _run(connection, [step for step in steps() if FIRST_OF_CHUNK <= step.stem < FIRST_AFTER])


def _suspect(connection: duckdb.DuckDBPyConnection, places: Iterable[str] | None) -> None:
    """Create j_suspects: one row for each place to be looked at."""
    if places is None:
        found = "SELECT place_id FROM documents UNION SELECT place_id FROM judge_state"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE j_suspects AS FROM ({found}) WHERE place_id <> ''")
    else:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE j_suspects AS SELECT unnest(?::VARCHAR[]) AS place_id", [sorted(places)]
        )


def _set_chunk(connection: duckdb.DuckDBPyConnection, chunk: int) -> None:
    """Variables that say which chunk it is and where its rows lie: j_targets_first … As constants they spare reading the others."""
    connection.execute("SET VARIABLE j_chunk = $1", [chunk])
    extents = dict.fromkeys(("documents", "targets", "outcomes", "claims", "mentions"), (None, None))
    rows = connection.execute("SELECT rows_of, first_row, last_row FROM j_extents WHERE chunk = ?", [chunk]).fetchall()
    for table, (first, last) in (extents | {table: (first, last) for table, first, last in rows}).items():
        connection.execute(f"SET VARIABLE j_{table}_first = $1", [first])
        connection.execute(f"SET VARIABLE j_{table}_last = $1", [last])


def _run(connection: duckdb.DuckDBPyConnection, chain: Sequence[Path]) -> None:
    for step in chain:
        for statement in _statements(step):
            run(connection, statement)
        if step.stem in BEHIND:
            BEHIND[step.stem](connection)


@cache
def _statements(step: Path) -> list[duckdb.Statement]:
    return duckdb.extract_statements(step.read_text(encoding="utf-8"))


def _drop_scratch(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the tables and views j_* that the steps handed to each other."""
    for kind in ("view", "table"):
        scratch = connection.execute(
            f"SELECT {kind}_name FROM duckdb_{kind}s() WHERE temporary AND starts_with({kind}_name, 'j_')"  # noqa: S608
        ).fetchall()
        for (name,) in scratch:
            connection.execute(f'DROP {kind} temp."{name}"')
