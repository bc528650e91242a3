"""A look at a page's tags before it is parsed: parsers take time and memory in the square of what is left open."""

from __future__ import annotations

import re

from etl.read.limits import Limits
from etl.read.reasons import UnreadableError

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# elements without an end tag, or whose end tag is commonly left out and implied by the next one
_UNCLOSED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option"
    b" optgroup colgroup html head body".split()
)
# elements that a parser opens again in each block that follows, until they are closed
_REOPENED = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())
REOPENINGS = 40  # times the limit of elements: what reopening may add


def check_markup(data: bytes, limits: Limits) -> None:
    """Raise UnreadableError for more tags, or more of them left open, than the limits allow."""
    if data.count(b"<") > 2 * limits.elements:
        raise UnreadableError("too_much_markup", limit=2 * limits.elements)
    depth = deepest = reopened = most_reopened = tags = 0
    for match in _TAG.finditer(data):
        name = match[2].lower()
        if name in _UNCLOSED:
            tags += 1
            continue
        step = -1 if match[1] else 1
        depth = max(0, depth + step)
        deepest = max(deepest, depth)
        tags += 1
        if name in _REOPENED:
            reopened = max(0, reopened + step)
            most_reopened = max(most_reopened, reopened)
    if deepest > limits.nesting or most_reopened * tags > REOPENINGS * limits.elements:
        raise UnreadableError("too_deep")
