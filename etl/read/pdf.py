"""pdf → the lines of its text layer, page by page, without running headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2

from etl.read.decode import clean
from etl.read.limits import Deadline, Limits
from etl.read.reasons import UnreadableError

EDGE_LINES = 3  # lines at the top and at the bottom of a page that may be header or footer
_DIGITS = re.compile(r"[0-9０-９]+")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－·•~]*\s*(?:第\s*)?\d{1,4}\s*(?:页)?\s*(?:[/／共,，]\s*(?:共\s*)?\d{1,4}\s*(?:页)?)?\s*[-—–－·•~]*)\s*"
)
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
            pages.append(_page(document, number))
            characters += sum(map(len, pages[-1]))
            if characters > limits.characters:
                raise UnreadableError("too_long", count=characters, limit=limits.characters)
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


def _page(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    """Lines of one page; a page that cannot be read has none."""
    try:
        page = document[number]
        layer = page.get_textpage()
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
    running = _running_lines(pages)
    texts = ["\n".join(_body(page, running)) for page in pages]
    if sum(len(text.strip()) for text in texts) < 20 * len(pages) ** 0.5:
        raise UnreadableError("pdf_scanned")
    blank = [str(number) for number, text in enumerate(texts, 1) if not text.strip()]
    warnings = (f"第 {'、'.join(blank[:20])} 页没有文字层（扫描页、图片或空白页），未读",) if blank else ()
    return "\n".join(text for text in texts if text.strip()), warnings


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Lines at the edges of at least half of the pages (three or more), digits aside."""
    seen = Counter(
        key for page in pages for key in {_key(line) for line in page[:EDGE_LINES] + page[-EDGE_LINES:]} if key
    )
    return {key for key, count in seen.items() if count >= max(3, len(pages) / 2)}


def _key(line: str) -> str:
    return _DIGITS.sub("#", line.strip())


def _body(page: list[str], running: set[str]) -> list[str]:
    start, end = 0, len(page)
    while start < min(end, EDGE_LINES) and _furniture(page[start], running):
        start += 1
    while end > max(start, len(page) - EDGE_LINES) and _furniture(page[end - 1], running):
        end -= 1
    return page[start:end]


def _furniture(line: str, running: set[str]) -> bool:
    return not line.strip() or _key(line) in running or bool(_PAGE_NUMBER.fullmatch(line))
