"""The warehouse file, read through short connections.

Every question opens an in-memory database, attaches the file read-only and lets go of it: a build can replace the file
at any time, and the next question sees the new one. Nothing here knows of Streamlit.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
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
_PARAMETER = re.compile(r"\$([a-z_]+)")


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


@contextmanager
def connect(path: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A short read-only connection with the views of queries/_views.sql; damage raises WarehouseError."""
    path = path or default_path()
    identity(path)
    connection = duckdb.connect(":memory:")
    try:
        try:
            connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
            connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS warehouse (READ_ONLY)")
            connection.execute("USE warehouse")
            connection.execute(sql("_views"))
        except duckdb.Error as error:
            raise WarehouseError("damaged", path, str(error)) from error
        yield connection
    finally:
        connection.close()


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
    with connect(path) as connection:
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
