"""What the process that workers are forked from loads once for all of them: the program, its libraries, words and places."""

from __future__ import annotations

import atexit
import contextlib
import gc
import sys
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as parquet

from etl import lexicon, pipeline, places

__all__ = ["parquet", "pipeline"]


class _NoPandas:
    """An importer that does not find pandas."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


@contextlib.contextmanager
def _no_pandas() -> Iterator[None]:
    """pyarrow looks for pandas at the first array that it makes, once: 0.2 seconds and 40 MB that no worker has a use for."""
    sys.meta_path.insert(0, _NoPandas)
    try:
        yield
    finally:
        sys.meta_path.remove(_NoPandas)


with contextlib.suppress(Exception):  # whatever is wrong with the data, a worker says so when it needs them
    lexicon.load()
    places.Gazetteer.load()
    with _no_pandas():
        pa.array([""])
gc.collect()
gc.freeze()  # words and places stay: workers need not look through them for garbage again and again
atexit.register(gc.unfreeze)  # else libraries take at the end what is still there for leaks, and say so
