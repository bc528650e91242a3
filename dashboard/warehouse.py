"""The warehouse file, read through short connections.

Every question attaches the file read-only to a database in memory and lets go of it: a build can replace the file at any
time, and the next question sees the new one. Nothing here knows of Streamlit.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pandas as pd

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
TEXTS_HELD = 2500  # documents whose texts are held in memory, about 50 kB each
_PARAMETER = re.compile(r"\$([a-z_]+)")
_VIEW = re.compile(r"\b(rows|promises)\b")  # of queries/_views.sql
_TEXTS = "memory.held.texts"  # of queries/_texts.sql


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
    """A DuckDB of its own, in memory; the file is attached while at least one question is being asked, and let go of then."""

    def __init__(self) -> None:
        self._base = duckdb.connect(":memory:")
        self._base.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        self.which: Identity | None = None
        self._askers = 0
        self._texts: Identity | None = None  # whose texts are held
        self._views: Identity | None = None  # whose tables the views look at

    def enter(self, which: Identity) -> duckdb.DuckDBPyConnection:
        """A cursor with the file attached as `warehouse`. Raises duckdb.Error for a file that is no database."""
        if not self._askers:
            self._base.execute(f"ATTACH '{which.path.replace(chr(39), chr(39) * 2)}' AS warehouse (READ_ONLY)")
            self.which = which
        self._askers += 1
        return self._base.cursor()

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
        """The question is answered."""
        cursor.close()
        self._askers -= 1
        if not self._askers:
            self.which = None
            self._base.execute("DETACH warehouse")


_readers: list[_Reader] = []
_door = Lock()


def _enter(which: Identity) -> tuple[_Reader, duckdb.DuckDBPyConnection]:
    """The reader that has this very file attached, else one that is free: starting one takes longer than most questions."""
    with _door:
        reader = next((one for one in _readers if one.which == which), None)
        reader = reader or next((one for one in _readers if one.which is None), None)
        if reader is None:
            reader = _Reader()
            _readers.append(reader)
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


def query(name: str, parameters: Mapping[str, Any] | None = None, path: Path | None = None) -> pd.DataFrame:
    """Answer queries/<name>.sql with `parameters` bound; those that the query does not name are left out.

    Raises WarehouseError where the file is missing or cannot be read as a warehouse.
    """
    text = sql(name)
    wanted = set(_PARAMETER.findall(text))
    bound = {key: value for key, value in (parameters or {}).items() if key in wanted}
    with connect(path, views=bool(_VIEW.search(text)), texts=_TEXTS in text) as connection:
        try:
            return connection.execute(text, bound).df()
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
        return connection.table(f"warehouse.main.{name}").df()
