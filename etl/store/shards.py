"""Shards: the rows of one batch of documents as Parquet files, one for each table. Workers write them, the store loads them."""

from __future__ import annotations

from pathlib import Path

from etl.store.rows import COLUMNS, Rows
from etl.store.schema import arrow_schema


class Shard:
    """Collects the rows of one batch."""

    def __init__(self) -> None:
        self._rows: Rows = {table: [] for table in COLUMNS}

    def add(self, rows: Rows) -> None:
        for table, new in rows.items():
            self._rows[table].extend(new)

    def write(self, folder: Path, number: int) -> dict[str, int]:
        """Write `<table>-<number>.parquet` for each table that has rows; returns how many rows each has.

        A file appears whole or not at all, so that a batch done twice (a worker died) does no harm.
        """
        import pyarrow as pa  # workers need it, not the process that starts them
        import pyarrow.parquet as pq

        counts = {}
        for table, rows in self._rows.items():
            counts[table] = len(rows)
            if not rows:
                continue
            schema = arrow_schema(table, COLUMNS[table])
            columns = [
                pa.array(column, type=field.type) for column, field in zip(zip(*rows, strict=True), schema, strict=True)
            ]
            path = folder / f"{table}-{number:06d}.parquet"
            part = path.with_suffix(f".part-{id(self):x}")
            pq.write_table(pa.table(columns, schema=schema), part, compression="lz4")
            part.replace(path)
        return counts


def files(folder: Path, table: str) -> list[str]:
    """The shards of a table, in the order of their batches."""
    return [str(path) for path in sorted(folder.glob(f"{table}-*.parquet"))]
