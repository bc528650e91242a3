"""The warehouse file, read through short connections.

The file is attached read-only to a database in memory, and let go of when no question has come for a while. A build can
replace it at any time: each question looks whether it is still the same file. Nothing here knows of Streamlit.
"""

from __future__ import annotations

import atexit
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

ROOT = Path(__file__).resolve().parents[1]
QUERIES = Path(__file__).resolve().parent / "queries"
ENVIRONMENT = "YANGUO_WAREHOUSE"
TABLES = (
    "documents",
    "targets",
    "outcomes",
    "claims",
    "comparisons",
    "mentions",
    "searches",
    "ledger",
    "sections",
    "reconciliations",
    "claims_checked",
    "cascade",
    "document_differences",
    "corrections",
    "corrected_rows",
    "places",
    "indicators",
    "build_info",
)
# How long the file stays attached behind a question: opening a large one takes longer than most questions. Where an open file
# cannot be replaced by a build, not at all.
HELD_SECONDS = 0 if sys.platform == "win32" else 15
TEXTS_HELD = 2500  # documents whose texts are held in memory, about 50 kB each
_PARAMETER = re.compile(r"\$([a-z_]+)")
_VIEW = re.compile(r"\b(rows|promises|tallies|promisers)\b")  # of queries/_views.sql
_TEXTS = "memory.held.texts"  # of queries/_texts.sql
# whole numbers and truth values with gaps keep their kind
_WITH_GAPS = {
    pa.bool_(): pd.BooleanDtype(),
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
}


class WarehouseError(Exception):
    """The warehouse cannot be read. `kind` is missing, damaged or empty: a key of the texts that say what to do."""

    def __init__(self, kind: str, path: Path, detail: str = "") -> None:
        super().__init__(f"{kind}: {path} {detail}")
        self.kind, self.path, self.detail = kind, path, detail


@dataclass(frozen=True)
class Identity:
    """Which file it is: a rebuilt warehouse has another inode or another time (ns)."""

    path: str
    inode: int
    mtime_ns: int
    size: int


def default_path() -> Path:
    """The file named by YANGUO_WAREHOUSE, else warehouse.duckdb beside the project."""
    return Path(os.environ.get(ENVIRONMENT) or ROOT / "warehouse.duckdb").resolve()


def identity(path: Path | None = None) -> Identity:
    """The identity of the file; raises WarehouseError('missing') where there is none."""
    path = path or default_path()
    try:
        found = path.stat()
    except OSError as error:
        raise WarehouseError("missing", path, str(error)) from error
    return Identity(str(path), found.st_ino, found.st_mtime_ns, found.st_size)


class _Reader:
    """A DuckDB of its own, in memory, with the file attached from one question to the next. All calls hold `_door`."""

    def __init__(self) -> None:
        self._base = duckdb.connect(":memory:")
        self._base.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        self.which: Identity | None = None
        self.askers = 0
        self._free_since = 0.0
        self._texts: Identity | None = None  # whose texts are held
        self._views: Identity | None = None  # whose tables the views look at

    def enter(self, which: Identity) -> duckdb.DuckDBPyConnection:
        """A cursor with the file attached as `warehouse`. Raises duckdb.Error for a file that is no database."""
        if self.which != which:
            self.let_go()
            self._base.execute(f"ATTACH '{which.path.replace(chr(39), chr(39) * 2)}' AS warehouse (READ_ONLY)")
            self.which = which
        self.askers += 1
        return self._base.cursor()

    def let_go(self, seconds: float = 0) -> None:
        """Detach the file, unless a question is being asked or was within the last `seconds`."""
        if self.which and not self.askers and time.monotonic() - self._free_since >= seconds:
            self._base.execute("DETACH warehouse")
            self.which = None

    def texts(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Have memory.held.texts hold the texts of the attached file; of very many documents, see them through a view."""
        if self._texts == self.which:
            return
        self._texts = None
        count = cursor.execute("SELECT count(*) FROM warehouse.main.documents").fetchall()[0][0]
        cursor.execute(sql("_texts" if count <= TEXTS_HELD else "_texts_many"))
        self._texts = self.which

    def views(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Have the views of queries/_views.sql look at the attached file; they stay when it is let go of."""
        if self._views == self.which:
            return
        self._views = None
        cursor.execute(sql("_views"))
        self._views = self.which

    def leave(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """The question is answered: the file is let go of, unless another question comes soon."""
        cursor.close()
        self.askers -= 1
        self._free_since = time.monotonic()
        if not HELD_SECONDS:
            self.let_go()


_readers: list[_Reader] = []
_door = Lock()
_end = Event()


def _watch() -> None:
    """Detach, until the program ends, the files that nobody has asked for a while."""
    while not _end.wait(1):
        with _door:
            for reader in _readers:
                reader.let_go(HELD_SECONDS)


@cache
def _start_watching() -> None:
    """Once: start the thread of `_watch`, and end it in order before the interpreter is taken down."""
    thread = Thread(target=_watch, daemon=True)

    def end() -> None:
        _end.set()
        thread.join()

    thread.start()
    atexit.register(end)


def _enter(which: Identity) -> tuple[_Reader, duckdb.DuckDBPyConnection]:
    """The reader that has this very file attached, else one that is free: starting one takes longer than most questions."""
    with _door:
        reader = next((one for one in _readers if one.which == which), None)
        reader = reader or next((one for one in _readers if not one.askers), None)
        if reader is None:
            reader = _Reader()
            _readers.append(reader)
            _start_watching()
        return reader, reader.enter(which)


@contextmanager
def connect(path: Path | None = None, views: bool = True, texts: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A short read-only connection, with the views of queries/_views.sql and, where asked for, the texts of _texts.sql.

    Damage raises WarehouseError.
    """
    path = path or default_path()
    try:
        reader, cursor = _enter(identity(path))
    except duckdb.Error as error:
        raise WarehouseError("damaged", path, str(error)) from error
    try:
        try:
            cursor.execute("SET search_path = 'warehouse.main,memory.main'")
            with _door:
                if views:
                    reader.views(cursor)
                if texts:
                    reader.texts(cursor)
        except duckdb.Error as error:
            raise WarehouseError("damaged", path, str(error)) from error
        yield cursor
    finally:
        with _door:
            reader.leave(cursor)


@cache
def sql(name: str) -> str:
    """The text of queries/<name>.sql."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def names() -> list[str]:
    """The questions that can be asked."""
    return sorted(path.stem for path in QUERIES.glob("[!_]*.sql"))


def _frame(rows: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """The rows as pandas, by way of Arrow: texts come over in a third of the time that they take one by one."""
    table = rows.to_arrow_table()
    return pd.DataFrame(
        {
            name: column.to_pandas(types_mapper=_WITH_GAPS.get if column.null_count else None, date_as_object=False)
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
    )


def query(name: str, parameters: Mapping[str, Any] | None = None, path: Path | None = None) -> pd.DataFrame:
    """Answer queries/<name>.sql with `parameters` bound; those that the query does not name are left out.

    Raises WarehouseError where the file is missing or cannot be read as a warehouse.
    """
    text = sql(name)
    wanted = set(_PARAMETER.findall(text))
    bound = {key: value for key, value in (parameters or {}).items() if key in wanted}
    with connect(path, views=bool(_VIEW.search(text)), texts=_TEXTS in text) as connection:
        try:
            return _frame(connection.sql(text, params=bound))
        except (
            duckdb.CatalogException,
            duckdb.BinderException,
            duckdb.IOException,
            duckdb.SerializationException,
        ) as error:
            raise WarehouseError("damaged", path or default_path(), str(error)) from error


def table(name: str, path: Path | None = None) -> pd.DataFrame:
    """A whole table of the warehouse, for downloads. Raises KeyError for a table that is none of ours."""
    if name not in TABLES:
        raise KeyError(name)
    with connect(path) as connection:
        return _frame(connection.table(f"warehouse.main.{name}"))
