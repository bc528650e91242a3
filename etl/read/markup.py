"""A look at a page's tags before it is parsed: parsers take time and memory in the square of what is left open."""

from __future__ import annotations

import re

from etl.read.limits import Limits
from etl.read.reasons import UnreadableError, size

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# elements without an end tag, or whose end tag is commonly left out and implied by the next one
_UNCLOSED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option"
    b" optgroup colgroup html head body".split()
)
# elements that a parser opens again in each block that follows, until they are closed
_REOPENED = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())
REOPENINGS = 40  # times the limit of elements: what reopening may add


LONG_TAG = 4_096  # bytes up to the next tag; only in longer stretches attributes are counted
ATTRIBUTES = 1_000  # of one element
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_WHOLE_TAG = re.compile(rb"<[^>\"']*+(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*+)*+")
_IMAGE = re.compile(rb"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=\s]{1000,}")


def check_markup(data: bytes, limits: Limits) -> bytes:
    """The page without images written into it. Raises UnreadableError for more tags, attributes or open tags than allowed."""
    if len(data) > limits.page_bytes:
        data = _IMAGE.sub(b"", data)
    if len(data) > limits.page_bytes:
        raise UnreadableError("too_big", size=size(len(data)), limit=size(limits.page_bytes))
    if data.count(b"<") > 2 * limits.elements:
        raise UnreadableError("too_much_markup", limit=2 * limits.elements)
    depth = deepest = reopened = most_reopened = tags = before = 0
    for match in _TAG.finditer(data):
        if match.start() - before > LONG_TAG:
            _check_tag(data, before, match.start())
        before = match.start()
        tags += 1
        name = match[2].lower()
        if name in _UNCLOSED:
            continue
        step = -1 if match[1] else 1
        depth = max(0, depth + step)
        deepest = max(deepest, depth)
        if name in _REOPENED:
            reopened = max(0, reopened + step)
            most_reopened = max(most_reopened, reopened)
    _check_tag(data, before, len(data))
    if deepest > limits.nesting or most_reopened * tags > REOPENINGS * limits.elements:
        raise UnreadableError("too_deep")
    return data


def _check_tag(data: bytes, start: int, end: int) -> None:
    """Raise UnreadableError where the tag that begins here has too many attributes (set apart by blanks, / or quotes)."""
    tag = _WHOLE_TAG.match(data, start, end)
    if tag:
        bare = _QUOTED.sub(b"'", tag[0])
        if len(re.findall(rb"[\s/']+", bare)) > ATTRIBUTES:
            raise UnreadableError("too_much_markup", limit=ATTRIBUTES)
