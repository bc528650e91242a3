"""Rows of a DataFrame as plain mappings: much quicker than iterrows or to_dict, and typed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

Row = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Row]:
    """Each row as a mapping from column to value; what pandas calls NA is None, a missing number stays NaN."""
    columns = {str(name): _values(column) for name, column in frame.items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _values(column: pd.Series) -> list[Any]:
    """A column as plain values of Python."""
    values = column.tolist()
    return values if isinstance(column.dtype, np.dtype) else [None if value is pd.NA else value for value in values]


def record(frame: pd.DataFrame, index: Any) -> Row:
    """The row labelled `index` as a mapping."""
    return records(frame.loc[[index]])[0]


def first(frame: pd.DataFrame) -> Row:
    """The first row as a mapping."""
    return records(frame.head(1))[0]
