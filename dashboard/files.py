"""Tables as files for download: CSV, XLSX, Parquet."""

from __future__ import annotations

from io import BytesIO

import pandas as pd

from dashboard import tables

FORMATS = {
    "CSV": ("csv", "text/csv"),
    "Parquet": ("parquet", "application/vnd.apache.parquet"),
    "XLSX": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
CELL = 32_767  # characters that a cell of XLSX holds
ROWS = 1_048_575  # rows that a sheet holds below its heading


def as_file(frame: pd.DataFrame, kind: str) -> bytes:
    """`frame` as the bytes of a CSV, XLSX or Parquet file. Parquet keeps types and full texts; the others are guarded."""
    if kind == "Parquet":
        return frame.to_parquet(index=False)
    plain = tables.guarded(_flat(frame))
    if kind == "CSV":
        return plain.to_csv(index=False).encode("utf-8-sig")
    return _xlsx(plain)


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Lists joined, so that one cell holds them."""
    copy = frame.copy()
    for column in copy.columns:
        if copy[column].map(lambda value: hasattr(value, "tolist") or isinstance(value, list)).any():
            copy[column] = [" | ".join(map(str, value)) if value is not None else "" for value in copy[column]]
    return copy


def _xlsx(frame: pd.DataFrame) -> bytes:
    """One sheet; texts are never read as formulas or addresses."""
    out = BytesIO()
    cut = frame.head(ROWS).map(lambda value: value[:CELL] if isinstance(value, str) else value)
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}}
    with pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs=options) as writer:
        cut.to_excel(writer, index=False, sheet_name="data", freeze_panes=(1, 0))
    return out.getvalue()
