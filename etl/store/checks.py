"""Named invariants of a warehouse (`checks.yml`): each gives the rows that break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import duckdb

from etl.data import load_yaml
from etl.tables import run

_DOCUMENTS_AT_A_TIME = 500  # their texts are held in memory: about 30 MB
_PARTS_AT_A_TIME = 8


_OF_DOCUMENT = ("sections", "targets", "outcomes", "claims", "mentions", "searches")
_OF_PLACE = ("targets", "outcomes", "claims", "mentions", "comparisons", "ledger")


@dataclass(frozen=True, slots=True)
class Check:
    """`sql` gives the offending rows. quotes: it gives rows with their quotes instead, and those offend whose quote is not
    what stands at their place in the text.
    """

    name: str
    says: str  # what is wrong where it does not hold, in Chinese
    sql: str
    by_document: bool = False
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that does not hold: how many rows break it, and the first few of them."""

    check: Check
    count: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        more = " …" if self.count > len(self.examples) else ""
        return f"{self.check.says}（{self.check.name}）：{self.count} 行，如 {'、'.join(self.examples)}{more}"


@cache
def checks() -> tuple[Check, ...]:
    entries = load_yaml("etl.store", "checks.yml")
    return tuple(_of_slices(**entry) if "slices" in entry else Check(**entry) for entry in entries)


def _of_slices(name: str, says: str, slices: dict[str, str]) -> Check:
    """Whether the quotes of a table are what stands at their place in the text."""
    rows = f"SELECT {slices['id']}, quote, doc_id, char_start, char_end FROM checked_{slices['table']} WHERE quote IS NOT NULL"  # noqa: S608
    return Check(name, says, rows, by_document=True, quotes=True)


def violations(
    connection: duckdb.DuckDBPyConnection,
    documents: Sequence[str] | None = None,
    places: Sequence[str] | None = None,
    rest: Callable[[duckdb.DuckDBPyConnection], object] = lambda connection: None,
) -> list[Finding]:
    """The checks that do not hold.

    `documents` narrows the checks that look at single documents to these ids, `places` those that look at verdicts to
    these ids; None: all of them. `rest` is called now and then, where many are looked at: to let go of memory.
    """
    found: dict[str, list[str]] = {}
    _judged(connection, places)
    for number, texts in enumerate(_parts(connection, documents)):
        for check in checks():
            if check.by_document or number == 0:
                rows = run(connection, check.sql)
                if check.quotes:
                    rows = [
                        (row_id,) for row_id, quote, doc_id, start, end in rows if texts[doc_id][start:end] != quote
                    ]
                found.setdefault(check.name, []).extend(str(row[0]) for row in rows)
        if (number + 1) % _PARTS_AT_A_TIME == 0:
            rest(connection)
            _find_extents(connection)  # rows may lie elsewhere in the file after it
    _drop_scratch(connection)
    return [Finding(c, len(ids), tuple(ids[:3])) for c in checks() if (ids := found.get(c.name))]


def _drop_scratch(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the tables and views that the checks were given, and forget where they lay."""
    views = [f"judged_{table}" for table in ("searches", "documents", *_OF_PLACE)]
    views += ["checked_documents", "checked_documents_with_text", *(f"checked_{table}" for table in _OF_DOCUMENT)]
    for view in views:
        connection.execute(f"DROP VIEW IF EXISTS temp.{view}")
    for table in ("checked_parts", "checked_extents", "judged"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _judged(connection: duckdb.DuckDBPyConnection, places: Sequence[str] | None) -> None:
    """Create the views judged_<table>: the rows of these places."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE judged AS SELECT unnest(?::VARCHAR[]) AS place_id", [list(places or ())]
    )
    here = "true" if places is None else "place_id IN (FROM temp.judged)"
    for table in _OF_PLACE:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW judged_{table} AS FROM {table} WHERE {here}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW judged_documents AS SELECT doc_id FROM documents WHERE {here}")  # noqa: S608
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW judged_searches AS FROM searches SEMI JOIN judged_documents USING (doc_id)"
    )


def _parts(connection: duckdb.DuckDBPyConnection, documents: Sequence[str] | None) -> Iterator[dict[str, str]]:
    """The texts of one part of the documents after another (by their ids), in the order in which they lie in the file.

    Meanwhile the views checked_<table> give the rows of the part. They look only where these lie, not through the whole table.
    """
    _lay_out(connection, documents)
    last = connection.execute("SELECT coalesce(max(part), 0) FROM temp.checked_parts").fetchone()
    for part in range((last[0] if last else 0) + 1):
        connection.execute("SET VARIABLE checked_part = ?", [part])
        extents = dict.fromkeys(("documents", *_OF_DOCUMENT), (0, -1))
        rows = connection.execute("FROM temp.checked_extents WHERE part = ?", [part]).fetchall()
        for table, bounds in (extents | {table: bounds for table, _, *bounds in rows}).items():
            connection.execute(f"SET VARIABLE checked_{table} = ?", [list(bounds)])
        yield dict(run(connection, "SELECT doc_id, coalesce(text, '') FROM checked_documents_with_text"))


def _lay_out(connection: duckdb.DuckDBPyConnection, documents: Sequence[str] | None) -> None:
    """Create checked_parts (which document is looked at in which part), checked_extents (between which rows of the file a
    part lies, in each table), and the views checked_<table> of a part.
    """
    chosen = "" if documents is None else "WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE checked_parts AS SELECT doc_id, (row_number() OVER (ORDER BY rowid) - 1) // {_DOCUMENTS_AT_A_TIME} AS part"  # noqa: S608
        f" FROM documents {chosen}",
        [] if documents is None else [list(documents)],
    )
    _find_extents(connection)
    for table in ("documents", *_OF_DOCUMENT):
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW checked_{table}{'_with_text' if table == 'documents' else ''} AS SELECT * FROM {table}"  # noqa: S608
            f" WHERE rowid BETWEEN getvariable('checked_{table}')[1] AND getvariable('checked_{table}')[2]"
            " AND doc_id IN (SELECT doc_id FROM temp.checked_parts WHERE part = getvariable('checked_part'))"
        )
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW checked_documents AS SELECT * EXCLUDE (text) FROM checked_documents_with_text"
    )


def _find_extents(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill checked_extents as the rows lie now."""
    extents = " UNION ALL ".join(
        f"SELECT '{table}', part, min(t.rowid), max(t.rowid) FROM {table} t JOIN temp.checked_parts USING (doc_id) GROUP BY part"  # noqa: S608
        for table in ("documents", *_OF_DOCUMENT)
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE checked_extents(of_table, part, first_row, last_row) AS {extents}"
    )
