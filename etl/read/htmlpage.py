"""A web page → its main text, one block a line. Noise (navigation, tools, links, footers) is named in noise.yml."""

from __future__ import annotations

import email
import re
from functools import cache
from importlib import resources
from typing import Any

import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from etl.read.decode import clean, decode
from etl.read.limits import Deadline, Limits
from etl.read.reasons import UnreadableError

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_SENTENCE = re.compile("[。；！？]|，.*，")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


@cache
def _noise() -> dict[str, Any]:
    data = yaml.safe_load(resources.files(__package__).joinpath("noise.yml").read_text(encoding="utf-8"))
    return {
        "tags": frozenset(data["tags"]),
        "blocks": frozenset(data["blocks"]),
        "classes": re.compile("|".join(f"(?:{item['pattern']})" for item in data["classes"]), re.I),
        "lines": re.compile("|".join(f"(?:{item['pattern']})" for item in data["lines"])),
        "tails": re.compile("|".join(f"(?:{item['pattern']})" for item in data["tails"])),
    }


def html(data: bytes, limits: Limits, deadline: Deadline) -> tuple[str, str]:
    """(title, main text) of a page. Raises UnreadableError when there is no text in it."""
    tree = LexborHTMLParser(_page(data))
    title = _title(tree)
    blocks = _Blocks(deadline, limits).of(tree.body or tree.root)
    text = "\n".join(_lines(_main(blocks)))
    if not text:
        raise UnreadableError("no_text_html")
    return title, clean(text)


def _page(data: bytes) -> str:
    """The page's characters: as UTF-8 where it is that, else as the page declares, else as GB18030."""
    try:
        return data.decode("utf-8")
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


class _Blocks:
    """Walks a page in document order and collects (text, path of ancestors, share of link text) for each block."""

    def __init__(self, deadline: Deadline, limits: Limits) -> None:
        self.deadline, self.limits, self.noise = deadline, limits, _noise()
        self.found: list[tuple[str, tuple[int, ...], float]] = []
        self.parts: list[str] = []
        self.linked = 0

    def of(self, root: LexborNode | None) -> list[tuple[str, tuple[int, ...], float]]:
        if root is None:
            return []
        path: list[int] = []
        stack: list[tuple[str, LexborNode | None]] = [("open", root)]
        while stack:
            step, node = stack.pop()
            if step != "open" or node is None:
                self._close(step, path)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node.text_content or "", path)
                continue
            if tag in ("br", "hr"):
                self._flush(path)
            if tag in self.noise["tags"] or tag.startswith(("-", "!")) or self._is_noise(node, tag):
                continue
            if tag in ("td", "th"):
                self.parts.append("\t") if self.parts else None
            if tag in self.noise["blocks"]:
                self._flush(path)
                path.append(node.mem_id)
                stack.append(("block", None))
            elif tag == "a":
                stack.append((f"link {len(self.parts)}", None))
            stack.extend(("open", child) for child in reversed(list(node.iter(include_text=True))))
            if self.deadline.passed():
                raise UnreadableError("too_slow", limit=self.limits.seconds)
        self._flush(path)
        return self.found

    def _is_noise(self, node: LexborNode, tag: str) -> bool:
        attributes = node.attributes
        if tag in ("body", "html", "article", "main"):
            return False
        if "hidden" in attributes or "display:none" in (attributes.get("style") or "").replace(" ", ""):
            return True
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        return bool(names.strip()) and bool(self.noise["classes"].search(names)) and not _holds_report(node)

    def _text(self, text: str, path: list[int]) -> None:
        self.parts.append(text)

    def _close(self, step: str, path: list[int]) -> None:
        if step == "block":
            self._flush(path)
            path.pop()
        else:
            start = int(step.split()[1])
            self.linked += len("".join(self.parts[start:]).strip())

    def _flush(self, path: list[int]) -> None:
        text = _tidy("".join(self.parts))
        if text:
            self.found.append((text, tuple(path), self.linked / len(text)))
        self.parts, self.linked = [], 0


def _tidy(text: str) -> str:
    """One block on one line, cells of a table row set apart by tabs."""
    return "\t".join(_SPACES.sub(" ", cell).strip() for cell in text.split("\t")) if "\t" in text else _one(text)


def _one(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _holds_report(node: LexborNode) -> bool:
    """True for an element that holds so many sentences that it cannot be noise, whatever its name."""
    text = node.text()
    return len(text) > 2000 and text.count("。") > 20


def _main(blocks: list[tuple[str, tuple[int, ...], float]]) -> list[tuple[str, float]]:
    """The blocks below the lowest element that holds every block of running text."""
    running = [path for text, path, linked in blocks if linked < 0.5 and len(text) >= 20 and _SENTENCE.search(text)]
    first, last = (min(running), max(running)) if running else ((), ())
    shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    common = first[:shared]
    return [(text, linked) for text, path, linked in blocks if path[: len(common)] == common]


def _lines(blocks: list[tuple[str, float]]) -> list[str]:
    """Without lines that are page furniture or lists of links; what follows 相关阅读 and the like is left out."""
    noise = _noise()
    lines: list[str] = []
    for text, linked in blocks:
        if noise["tails"].fullmatch(text) and lines:
            break
        if (linked > 0.8 and not _SENTENCE.search(text)) or noise["lines"].fullmatch(text):
            continue
        lines.append(text)
    return lines


def mhtml(data: bytes, limits: Limits, deadline: Deadline) -> tuple[str, str]:
    """The same for a page saved as one file (.mht, .mhtml): its first part of type text/html."""
    message = email.message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body:
                return html(body, limits, deadline)
    raise UnreadableError("no_text_html")
