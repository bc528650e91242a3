"""A web page → its main text, one block a line. Noise (navigation, tools, links, footers) is named in noise.yml."""

from __future__ import annotations

import binascii
import re
from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from etl.data import load_yaml
from etl.read.decode import clean, decode
from etl.read.limits import Deadline, Limits
from etl.read.markup import check_markup
from etl.read.reasons import UnreadableError

DEEPEST = 200  # block elements on the path of a block; what lies deeper counts as lying there
LINKED_SHARE = 0.8  # of a line's characters; a line with more link text than this is a list of links
RUNNING_CHARACTERS = 20  # a line of running text has at least so many, and a sentence's punctuation
LONGEST_FURNITURE = 300  # characters; a longer line is never page furniture
LONG_CHARACTERS = 60  # running text so long cannot be a list of related links
REPORT_SENTENCES, REPORT_CHARACTERS = 5, 150  # an element with as much in it is no noise, whatever its name
HEAD_CHARACTERS = 200  # the longest line between the page's heading and its text that is kept (source, date)

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_WRAPPED = re.compile(r"(?<=[^\x00-\xff])[ \t]*[\r\n]+[ \t\r\n]*(?=[^\x00-\xff])")
_SENTENCE = re.compile("[。；！？]|，.*，")
_HEADING = re.compile("[（(]?[一二三四五六七八九十]{1,3}[、.）)]|第[一二三四五六七八九十]{1,3}[部章节]")
_HTML_PART = re.compile(rb"^content-type\s*:\s*text/html", re.I | re.M)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_PART_END = re.compile(rb"\r?\n--[^\r\n]+")
_PACKING = re.compile(rb"^content-transfer-encoding\s*:\s*([\w-]+)", re.I | re.M)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


class Block(NamedTuple):
    """One line of a page. `path`: the elements that it lies in; `linked`: share of it that is link text."""

    text: str
    path: tuple[int, ...]
    linked: float
    heading: bool

    def running(self) -> bool:
        return self.linked < 0.5 and len(self.text) >= RUNNING_CHARACTERS and bool(_SENTENCE.search(self.text))


class Noise(NamedTuple):
    """noise.yml, compiled."""

    tags: frozenset[str]
    doubtful: frozenset[str]
    blocks: frozenset[str]
    classes: re.Pattern[str]
    lines: re.Pattern[str]
    tails: re.Pattern[str]


@cache
def noise() -> Noise:
    data = load_yaml("etl.read", "noise.yml")

    def any_of(key: str, flags: int = 0) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{item['pattern']})" for item in data[key]), flags)

    tags, doubtful, blocks = (frozenset(data[key]) for key in ("tags", "doubtful", "blocks"))
    return Noise(tags, doubtful, blocks, any_of("classes", re.I), any_of("lines"), any_of("tails"))


def html(data: bytes, limits: Limits, deadline: Deadline) -> tuple[str, str]:
    """(title, main text) of a page. Raises UnreadableError when there is no text in it or too much markup."""
    tree = LexborHTMLParser(_page(check_markup(data, limits)))
    text = ""
    for hidden in (False, True):  # what a page hides is read only where it shows no text
        blocks = _Walk(deadline, limits, hidden).of(tree.body or tree.root)
        text = "\n".join(_lines(_main(blocks)))
        if any(block.running() for block in blocks):
            break
    if not text:
        raise UnreadableError("no_text_html")
    return _title(tree), clean(text)


def mhtml(data: bytes, limits: Limits, deadline: Deadline) -> tuple[str, str]:
    """The same for a page saved as one file (.mht, .mhtml): its first part of type text/html."""
    named = _HTML_PART.search(data)
    if named is None:
        raise UnreadableError("no_text_html")
    start = _BLANK_LINE.search(data, named.end())
    if start is None:
        raise UnreadableError("no_text_html")
    before = max((match.end() for match in _BLANK_LINE.finditer(data[: named.start()])), default=0)
    headers = data[before : start.start()]
    end = _PART_END.search(data, start.end())
    body = data[start.end() : end.start() if end else len(data)]
    packing = _PACKING.search(headers)
    if packing and packing[1].lower() == b"base64":
        try:
            body = binascii.a2b_base64(body)
        except binascii.Error as error:
            raise UnreadableError("mhtml_broken") from error
    elif packing and packing[1].lower() == b"quoted-printable":
        body = binascii.a2b_qp(body)
    return html(body, limits, deadline)


def _page(data: bytes) -> str:
    """The page's characters: as UTF-8 where it is that, else as the page declares, else as GB18030."""
    if b"\0" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        named = _CHARSET.search(data[:4096])
        if named and named[1].lower() in (b"big5", b"big5-hkscs"):
            return data.decode("big5hkscs", "replace")
    return decode(data)


def _title(tree: LexborHTMLParser) -> str:
    for selector in ('meta[name="ArticleTitle"]', "title", "h1"):
        node = tree.css_first(selector)
        if node is not None:
            text = node.attributes.get("content") if selector.startswith("meta") else node.text()
            if text and text.strip():
                return clean(_SPACES.sub(" ", text).strip())
    return ""


class _Walk:
    """Goes through a page in document order and collects its blocks. No recursion: pages may nest without end."""

    def __init__(self, deadline: Deadline, limits: Limits, hidden: bool) -> None:
        self.deadline, self.limits, self.hidden, self.noise = deadline, limits, hidden, noise()
        self.blocks: list[Block] = []
        self.path: list[int] = []
        self.parts: list[str] = []
        self.linked = self.heading = self.kept_as_is = self.characters = 0

    def of(self, root: LexborNode | None) -> list[Block]:
        stack: list[tuple[LexborNode | None, str, int]] = [(root, "", 0)] if root is not None else []
        while stack:
            node, closing, mark = stack.pop()
            if node is None:
                self._close(closing, mark)
            elif (tag := node.tag or "") == "-text":
                self._text(node.text_content or "")
            elif not self._skips(node, tag):
                closing = self._open(node, tag)
                if closing:
                    stack.append((None, closing, len(self.parts)))
                stack.extend((child, "", 0) for child in reversed(list(node.iter(include_text=True))))
                if self.deadline.passed():
                    raise UnreadableError("too_slow", limit=self.limits.seconds)
        self._flush()
        return self.blocks

    def _skips(self, node: LexborNode, tag: str) -> bool:
        if tag in self.noise.tags or tag.startswith(("-", "!")):
            return True
        if tag in ("body", "html", "article", "main"):
            return False
        attributes = node.attributes
        if not self.hidden and ("hidden" in attributes or "display:none" in _plain(attributes.get("style"))):
            return True
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        suspect = tag in self.noise.doubtful or (bool(names) and bool(self.noise.classes.search(names)))
        return suspect and not _holds_report(node)

    def _open(self, node: LexborNode, tag: str) -> str:
        """Act on a start tag; gives what to do at its end."""
        if tag in ("br", "hr"):
            self._flush()
        elif tag in ("td", "th"):
            if self.parts:
                self.parts.append("\t")
        elif tag in self.noise.blocks:
            self._flush()
            self.path.append(node.mem_id)
            self.heading += tag in ("h1", "h2")
            self.kept_as_is += tag == "pre"
            return tag
        elif tag == "a":
            return "a"
        return ""

    def _close(self, tag: str, mark: int) -> None:
        if tag == "a":
            self.linked += len("".join(self.parts[mark:]).strip())
            return
        self._flush()
        self.path.pop()
        self.heading -= tag in ("h1", "h2")
        self.kept_as_is -= tag == "pre"

    def _text(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > self.limits.characters + self.limits.page_bytes // 8:  # room for blanks between the tags
            raise UnreadableError("too_long", count=self.characters, limit=self.limits.characters)
        if self.kept_as_is:
            for line in text.splitlines():
                self.parts.append(line)
                self._flush()
        else:
            self.parts.append(text)

    def _flush(self) -> None:
        text = _tidy("".join(self.parts))
        if text:
            path = tuple(self.path[:DEEPEST])
            self.blocks.append(Block(text, path, self.linked / len(text), self.heading > 0))
        self.parts, self.linked = [], 0


def _plain(style: str | None) -> str:
    return (style or "").replace(" ", "").lower()


def _tidy(text: str) -> str:
    """One block on one line, cells of a table row set apart by tabs, no blank where a Chinese line was wrapped."""
    cells = text.split("\t") if "\t" in text else [text]
    return "\t".join(_SPACES.sub(" ", _WRAPPED.sub("", cell)).strip() for cell in cells).strip()


def _holds_report(node: LexborNode) -> bool:
    text = node.text()
    return len(text) >= REPORT_CHARACTERS and text.count("。") >= REPORT_SENTENCES


def _main(blocks: list[Block]) -> list[Block]:
    """The blocks below the lowest element that holds all running text, after the page's heading and what follows it."""
    running = [block.path for block in blocks if block.running()]
    first, last = (min(running), max(running)) if running else ((), ())
    shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    inside = [block.path[:shared] == first[:shared] for block in blocks]
    start = inside.index(True) if True in inside else 0
    heading = max((i for i in range(start) if blocks[i].heading), default=start)
    body = [block for block, kept in zip(blocks, inside, strict=True) if kept]
    repeated = {block.text for block in body[:10]}
    head = [b for b in blocks[heading:start] if len(b.text) <= HEAD_CHARACTERS and b.text not in repeated]
    return head + body


def _furniture(text: str) -> bool:
    return len(text) <= LONGEST_FURNITURE and bool(noise().lines.fullmatch(text))


def _lines(blocks: list[Block]) -> list[str]:
    """The text of the blocks without page furniture and lists of links (相关阅读 and what follows it)."""
    lines: list[str] = []
    held: list[str] | None = None  # headings met among links that follow the text: they count if text follows them
    for block in blocks:
        if _furniture(block.text) or _listed(block):
            continue
        if lines and noise().tails.fullmatch(block.text):
            held = []
        elif held is None:
            lines.append(block.text)
        elif block.running() and (block.text[-1] in "。！；" or len(block.text) >= LONG_CHARACTERS):
            lines += [*held, block.text]
            held = None
        elif _HEADING.match(block.text):
            held.append(block.text)
    return lines


def _listed(block: Block) -> bool:
    """True for a line that is one of a list of links."""
    return block.linked > LINKED_SHARE and (len(block.text) < LONG_CHARACTERS or not _SENTENCE.search(block.text))
