"""The warehouse file: opened with the right settings, filled from shards, completed from lexicon and gazetteer."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.lexicon import Lexicon
from etl.places import Gazetteer, Place
from etl.store import schema
from etl.store.inputs import known_inputs
from etl.store.rows import COLUMNS
from etl.store.shards import files as shards_of
from etl.store.staging import Staging
from etl.tables import run, temp_table

# What DuckDB may hold in memory during a build (about as much again is its own and Python's); more goes to the staging folder.
# Unpacking texts of usual length takes 200 MB at a time; a statement that cannot do with what there is gets more (etl/tables.py).
MEMORY = "256MB"
# from this size on, what is freed goes back to the system at once
FREED = "1MB"
# each thread unpacks 2,048 texts at a time: a second one makes a build a twentieth faster, and needs 200 MB more
THREADS = 1
# readable by DuckDB 1.4 and later
STORAGE = "v1.4.0"
# the smallest that DuckDB knows: a bundled warehouse of 1 MB instead of 7, a large one is no slower
BLOCK_BYTES = 16_384
# Adding a row rewrites the last row group: up to 4,096 texts, not the 122,880 that DuckDB would take. (With the smallest, 2,048,
# each checkpoint writes down anew where everything lies, ten times as slow.)
ROW_GROUP = 4_096
# shards that are loaded in one go; where there are more of a table than _SHARDS_IN_MEMORY, what was loaded is put on disk each time
_SHARDS_AT_A_TIME = 100
_SHARDS_IN_MEMORY = 20
_OF_DOCUMENT = ("sections", "targets", "outcomes", "claims", "mentions")


class NotAWarehouseError(Exception):
    """The file is a database of somebody else's, or no database at all: it is not to be overwritten."""


@dataclass(frozen=True, slots=True)
class Last:
    """The warehouse as the last build left it. inputs: path → (hash, hints)."""

    inputs: dict[str, tuple[str, str]]
    info: dict[str, str]


def last(path: Path) -> Last | None:
    """What the next build needs to know of the warehouse; None where there is none, or only the ruins of one.

    Raises NotAWarehouseError for any other file, and duckdb.IOException where a program has it open for writing.
    """
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except FileNotFoundError:
        return None
    if not head:
        return None
    if head[8:12] != b"DUCK":
        raise NotAWarehouseError
    try:
        with open_readonly(path) as connection:
            found = schema.tables(connection)
            if found and "build_info" not in found:
                raise NotAWarehouseError
            whole = "build_info" in found and "inputs" in found
            return Last(known_inputs(connection), info(connection)) if whole else None
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise
        return None
    except duckdb.Error:
        return None


def open_readonly(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), read_only=True)


def copy_warehouse(staging: Staging) -> None:
    """Copy the old warehouse to where the new one is built."""
    shutil.copyfile(staging.warehouse, staging.new)


def wants_memory(error: duckdb.Error) -> bool:
    """Whether it failed for want of memory. (A transaction that cannot end for want of it says so in words only.)"""
    return isinstance(error, duckdb.OutOfMemoryException) or "failed to pin block" in str(error)


def settings() -> dict[str, str | bool | int | float | list[str]]:
    """How DuckDB is set where it goes through a whole warehouse."""
    freed = {"allocator_flush_threshold": FREED, "allocator_bulk_deallocation_flush_threshold": FREED}
    return {"memory_limit": MEMORY, "threads": THREADS, **freed}


@contextmanager
def open_new(staging: Staging, take_over: bool, sparing: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file being built: the copy of the old warehouse, or empty tables. Written out whole when the block ends well.

    sparing: with little memory; otherwise with as much as DuckDB takes of its own accord.
    """
    # put on disk when we say so: the judge relies on rows staying where they are
    config = settings() | {"temp_directory": str(staging.spill), "wal_autocheckpoint": "1TB"}
    if not sparing:
        del config["memory_limit"]
    with duckdb.connect(":memory:", config=config) as connection:
        _attach(connection, staging.new, take_over)
        if not take_over:
            schema.create(connection)
        yield connection
        connection.execute("USE memory")
        connection.execute("CHECKPOINT warehouse")
        connection.execute("DETACH warehouse")


def write_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Put on disk what was built so far, and forget what is kept in memory of where everything lies. Temporary tables stay."""
    path = connection.execute("SELECT path FROM duckdb_databases() WHERE database_name = 'warehouse'").fetchall()[0][0]
    connection.execute("USE memory")
    connection.execute("CHECKPOINT warehouse")
    connection.execute("DETACH warehouse")
    _attach(connection, Path(path), exists=True)


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, exists: bool) -> None:
    connection.execute(f"ATTACH '{schema.quoted(path)}' AS warehouse ({', '.join(_options(exists))})")
    connection.execute("USE warehouse")


def _options(exists: bool) -> list[str]:
    return [
        f"ROW_GROUP_SIZE {ROW_GROUP}",
        f"STORAGE_VERSION '{STORAGE}'",
        "RECOVERY_MODE no_wal_writes",  # a build that ends early is thrown away: nothing to recover
        *([] if exists else [f"BLOCK_SIZE {BLOCK_BYTES}"]),
    ]


def forget(connection: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> set[str]:
    """Remove the rows of these inputs. Returns the places that they were about."""
    if not paths:
        return set()
    places = places_of(connection, paths)
    connection.execute("CREATE OR REPLACE TEMP TABLE gone AS SELECT unnest(?::VARCHAR[]) AS path", [list(paths)])
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE gone_documents AS SELECT doc_id FROM documents WHERE input IN (SELECT path FROM gone)"
    )
    for table in (*_OF_DOCUMENT, "documents"):
        connection.execute(f"DELETE FROM {table} WHERE doc_id IN (SELECT doc_id FROM gone_documents)")  # noqa: S608
    connection.execute("DELETE FROM inputs WHERE path IN (SELECT path FROM gone)")
    connection.execute("DROP TABLE temp.gone")
    connection.execute("DROP TABLE temp.gone_documents")
    return places


def load_shards(connection: duckdb.DuckDBPyConnection, folder: Path, except_inputs: Iterable[str] = ()) -> None:
    """Load the Parquet files of a folder, without the rows of some inputs.

    Where none is left out the rows lie in the order of the inputs: what is about one place is then read in one go.
    """
    left_out = list(except_inputs)
    if left_out:
        _leave_out(connection, left_out, shards_of(folder, "documents"))
    for table, columns in COLUMNS.items():
        files = shards_of(folder, table)
        if not files:
            continue
        names = ", ".join(columns)
        key = "path" if table == "inputs" else "doc_id"
        insert = f"INSERT INTO {table} ({names}) SELECT {names} FROM read_parquet(?)"  # noqa: S608 - our own names
        if left_out:  # only then: it mixes the order
            insert += f" WHERE {key} NOT IN (SELECT {key} FROM left_out WHERE {key} IS NOT NULL)"  # noqa: S608
        for start in range(0, len(files), _SHARDS_AT_A_TIME):
            run(connection, insert, [files[start : start + _SHARDS_AT_A_TIME]])
            if len(files) > _SHARDS_IN_MEMORY:
                write_out(connection)
    connection.execute("DROP TABLE IF EXISTS temp.left_out")


def _leave_out(connection: duckdb.DuckDBPyConnection, paths: list[str], documents: list[str]) -> None:
    """Create left_out: a row for each input whose rows are not loaded, and one for each document in it."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE left_out AS SELECT unnest(?::VARCHAR[]) AS path, NULL::VARCHAR AS doc_id", [paths]
    )
    if documents:
        connection.execute(
            "INSERT INTO left_out SELECT path, d.doc_id FROM left_out JOIN read_parquet(?) d ON d.input = path",
            [documents],
        )


def fill_indicators(connection: duckdb.DuckDBPyConnection, lexicon: Lexicon) -> None:
    """The lexicon's indicators in its own order, then each other:<name> that occurs, by name."""
    rows = [
        (i.id, i.zh, i.en, i.direction, i.unit, i.price, True, n) for n, i in enumerate(lexicon.indicators.values(), 1)
    ]
    others = connection.execute(
        "SELECT DISTINCT indicator FROM (SELECT indicator FROM targets UNION ALL SELECT indicator FROM outcomes"
        " UNION ALL SELECT indicator FROM claims UNION ALL SELECT indicator FROM mentions)"
        " WHERE indicator <> '' ORDER BY indicator"
    ).fetchall()
    names = [name for (name,) in others if name not in lexicon.indicators]
    rows += [(i, lexicon.label(i), lexicon.label(i), "", "", "", False, 10_000 + n) for n, i in enumerate(names, 1)]
    _refill(connection, "indicators", rows)


def fill_places(connection: duckdb.DuckDBPyConnection, gazetteer: Gazetteer) -> None:
    """The place of each document, and all its parents."""
    found: dict[str, Place] = {}
    used = connection.execute(
        "SELECT DISTINCT place_id, place_name, coalesce(place_path, ''), coalesce(level, '') FROM documents"
        " WHERE place_id IS NOT NULL ORDER BY ALL"
    ).fetchall()
    for place_id, name, path, level in used:
        place = gazetteer.get(place_id) or _unlisted(place_id, name, path, level, gazetteer)
        for one in (place, *gazetteer.parents(place)):
            found.setdefault(one.place_id, one)
    rows = [
        (p.place_id, p.name, p.path, p.level, p.parent_id or None, list(p.former_names))
        for _, p in sorted(found.items())
    ]
    _refill(connection, "places", rows)


def _unlisted(place_id: str, name: str, path: str, level: str, gazetteer: Gazetteer) -> Place:
    """A place that the gazetteer does not list (a development zone): its parent stands in its path."""
    above = path.rpartition("/")[0]
    parent = gazetteer.resolve(above) if above else None
    return Place(place_id, name or place_id, path or name, level, parent.place_id if parent else "100000")


def _refill(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Give a small table these rows, and no others; the tuples have all its columns, in order."""
    types = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns()"
        " WHERE database_name = current_database() AND table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    temp_table(connection, "refill", dict(types), rows)
    changed = connection.execute(
        f"(FROM {table} EXCEPT FROM temp.refill) UNION ALL (FROM temp.refill EXCEPT FROM {table}) LIMIT 1"
    ).fetchall()
    if changed:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
        connection.execute(f"INSERT INTO {table} SELECT * FROM temp.refill")  # noqa: S608
    connection.execute("DROP TABLE temp.refill")


def documents_of(connection: duckdb.DuckDBPyConnection, inputs: Iterable[str] | None) -> list[str] | None:
    """The ids of the documents in these inputs; None (all) for None."""
    if inputs is None:
        return None
    rows = connection.execute(
        "SELECT doc_id FROM documents WHERE input IN (SELECT unnest(?::VARCHAR[]))", [list(inputs)]
    )
    return [doc_id for (doc_id,) in rows.fetchall()]


def places_of(connection: duckdb.DuckDBPyConnection, inputs: Iterable[str]) -> set[str]:
    """The places that the documents in these inputs are about."""
    rows = connection.execute(
        "SELECT DISTINCT place_id FROM documents WHERE place_id <> '' AND input IN (SELECT unnest(?::VARCHAR[]))",
        [list(inputs)],
    )
    return {place for (place,) in rows.fetchall()}


def set_info(connection: duckdb.DuckDBPyConnection, facts: dict[str, str]) -> None:
    for key, value in facts.items():
        connection.execute("INSERT OR REPLACE INTO build_info VALUES (?, ?)", [key, value])


def info(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT key, value FROM build_info").fetchall())


def refusals(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(file, reason) of each refused input, by the name of the file."""
    return connection.execute(
        "SELECT source_file, array_to_string(warnings, '；') FROM documents WHERE status = 'refused' ORDER BY ALL"
    ).fetchall()


def counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each table has."""
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY table_name"
    ).fetchall()
    sizes = (connection.execute(f"SELECT count(*) FROM {name}").fetchone() for (name,) in names)  # noqa: S608
    return {name: size[0] for (name,), size in zip(names, sizes, strict=True) if size}
