"""What the process that workers are forked from loads once for all of them: the program, its libraries, words and places."""

import contextlib

import pyarrow as pa

from etl import lexicon, pipeline, places

__all__ = ["pipeline"]

with contextlib.suppress(Exception):  # whatever is wrong with the data, a worker says so when it needs them
    lexicon.load()
    places.Gazetteer.load()
    pa.array([""])  # pyarrow imports pandas at the first array that it makes
