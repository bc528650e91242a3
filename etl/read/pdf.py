"""pdf → the lines of its text layer, page by page, without running headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2

from etl.read.decode import clean
from etl.read.limits import Deadline, Limits
from etl.read.reasons import UnreadableError, reason

EDGE_LINES = 3  # lines at the top and at the bottom of a page that may be header or footer
SCANNED_CHARACTERS = 20  # a file with fewer characters than this, times the root of its pages, has no text layer
_DIGITS = re.compile(r"[0-9０-９]+")
_PAGE_NUMBER = re.compile(
    r"[-—–－·•~\s]+\d{1,4}[-—–－·•~\s]+|第\s*\d{1,4}\s*页(?:[\s,，/／]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*[/／]\s*\d{1,4}\s*页?"
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_HYPHEN = "\ufffe"  # pdfium's mark for a hyphen at the end of a line


def pdf(data: bytes, limits: Limits, deadline: Deadline) -> tuple[str, str, tuple[str, ...]]:
    """(title, text, warnings). Raises UnreadableError for broken, encrypted and scanned files."""
    document = _open(data)
    try:
        if len(document) > limits.pages:
            raise UnreadableError("too_many_pages", count=len(document), limit=limits.pages)
        pages: list[list[str]] = []
        characters = 0
        for number in range(len(document)):
            pages.append(_page(document, number, limits.characters - characters))
            characters += sum(map(len, pages[-1]))
            if deadline.passed():
                raise UnreadableError("too_slow", limit=limits.seconds)
        title = _title(document)
    finally:
        document.close()
    return title, *_text(pages)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) == 0:
            raise UnreadableError("pdf_broken")
        return document
    except pypdfium2.PdfiumError as error:
        code = "pdf_encrypted" if "password" in str(error).lower() or "security" in str(error).lower() else "pdf_broken"
        raise UnreadableError(code) from error


def _page(document: pypdfium2.PdfDocument, number: int, characters_left: int) -> list[str]:
    """Lines of one page; a page that cannot be read has none. Raises UnreadableError for more text than is left."""
    try:
        page = document[number]
        layer = page.get_textpage()
        if layer.count_chars() > characters_left:
            raise UnreadableError("too_long", count=layer.count_chars(), limit=characters_left)
        text = layer.get_text_bounded(errors="replace")
        layer.close()
        page.close()
    except pypdfium2.PdfiumError:
        return []
    return clean(text.replace("\r\n", "\n").replace("\r", "\n").replace(_HYPHEN, "-")).split("\n")


def _title(document: pypdfium2.PdfDocument) -> str:
    try:
        title = document.get_metadata_value("Title").strip()
    except pypdfium2.PdfiumError:
        return ""
    return clean(title) if re.search("[一-鿿]", title) else ""


def _text(pages: list[list[str]]) -> tuple[str, tuple[str, ...]]:
    running, first = _running_lines(pages), _first_page_number(pages)
    texts = ["\n".join(_body(page, running, None if first is None else first + i)) for i, page in enumerate(pages)]
    if sum(len(text.strip()) for text in texts) < SCANNED_CHARACTERS * len(pages) ** 0.5:
        raise UnreadableError("pdf_scanned")
    blank = [str(number) for number, text in enumerate(texts, 1) if not text.strip()]
    named = "、".join(blank[:20]) + (" 等" if len(blank) > 20 else "")
    warnings = (reason("blank_pages", pages=named),) if blank else ()
    return "\n".join(text for text in texts if text.strip()), warnings


def _edges(page: list[str]) -> list[str]:
    return page if len(page) <= 2 * EDGE_LINES else page[:EDGE_LINES] + page[-EDGE_LINES:]


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Lines at the edges of at least half of the pages (three or more), digits aside."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)} if _may_run(key))
    return {key for key, count in seen.items() if count >= max(3, len(pages) // 2)}


def _first_page_number(pages: list[list[str]]) -> int | None:
    """The number of the first page, where half of the pages (two or more) bear bare numbers that count on from it."""
    numbers = [{line.strip() for line in _edges(page) if _BARE_NUMBER.fullmatch(line.strip())} for page in pages]
    seen = Counter(int(number) - i for i, found in enumerate(numbers) for number in found)
    best, count = max(seen.items(), key=lambda item: item[1], default=(0, 0))
    return best if count >= max(2, len(pages) / 2) else None


def _may_run(key: str) -> bool:
    """Running heads are no sentences, and more than digits."""
    return bool(key.strip("#")) and key[-1] not in "。；！？，、："


def _key(line: str) -> str:
    return _DIGITS.sub("#", line.strip())


def _body(page: list[str], running: set[str], number: int | None) -> list[str]:
    """A page's lines without the furniture at its edges. `number`: the bare page number that it bears, if any."""

    def furniture(line: str) -> bool:
        line = line.strip()
        return not line or _key(line) in running or bool(_PAGE_NUMBER.fullmatch(line)) or line == str(number)

    start, end = 0, len(page)
    while start < min(end, EDGE_LINES) and furniture(page[start]):
        start += 1
    while end > max(start, len(page) - EDGE_LINES) and furniture(page[end - 1]):
        end -= 1
    return page[start:end]
