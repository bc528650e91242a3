"""What all of the segmentation shares: patterns with a year in them, and whether an indicator is named."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.lexicon import Lexicon

_CN_DIGITS = "〇一二三四五六七八九"


@lru_cache(maxsize=256)
def year_pattern(year: int | None) -> str:
    """A regex for a year in digits of both kinds; any year where none is given."""
    if year is None:
        return rf"(?:(?:19|20)\d\d|二〇[{_CN_DIGITS}]{{2}}|一九[{_CN_DIGITS}]{{2}})"
    return f"(?:{year}|{''.join(_CN_DIGITS[int(d)] for d in str(year))})"


@lru_cache(maxsize=8192)  # some forty patterns for each of as many years as reports are of; compiling is slow
def compiled(pattern: str, year: int | None = None) -> re.Pattern[str]:
    """A pattern of the lexicon, {Y} in it standing for the year (any year where none is given)."""
    if year is not None and "{Y}" not in pattern:
        return compiled(pattern)
    return re.compile(pattern.replace("{Y}", year_pattern(year)))


def is_named(words: str, lexicon: Lexicon) -> bool:
    """Whether the name of an indicator stands in the words."""
    return next(lexicon.names.iter(words), None) is not None
