"""Small pieces of HTML. Whatever comes from a document or a file is escaped here; callers pass plain text."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard import passages, theme
from dashboard.i18n import words
from dashboard.i18n.texts import Texts
from dashboard.ui import state


def esc(text: Any) -> str:
    """Escaped text; nothing for None."""
    return "" if text is None or text != text else html.escape(str(text))


def chip(status: str, t: Texts) -> str:
    """A status: its symbol in its colour, and its name in words; the hover explains the term."""
    glyph, label = theme.GLYPHS[status], t(f"status.{status}")
    return (
        f'<span class="yg-chip" title="{esc(t(f"status.help.{status}"))}">'
        f'<i style="color:var(--status-{status})" aria-hidden="true">{glyph}</i>{esc(label)}</span>'
    )


def judged(row: Mapping[str, Any], t: Texts) -> str:
    """A row's verdict, marked where it is in doubt."""
    return f"{chip(row['status'], t)}{doubt(row, t)}"


def doubt(row: Mapping[str, Any], t: Texts) -> str:
    """The mark of a row in doubt, else nothing; the hover says what that means."""
    if not words.doubtful(row):
        return ""
    return f'<span class="yg-badge yg-doubt" title="{esc(t("status.help.doubt"))}">{esc(t("status.doubt"))}</span>'


def link(page: str, text: str, **parameters: Any) -> str:
    """A link to another page of the dashboard: a real address, followed within the session where possible."""
    address = esc(state.href(page, **parameters))
    return f'<a href="{address}" target="_self" data-go="{esc(page)}">{esc(text)}</a>'


def outside(address: str, text: str = "") -> str:
    """A link to a document's own address; only http and https become links, the rest stays text."""
    if not address.lower().startswith(("http://", "https://")):
        return esc(address)
    return f'<a href="{esc(address)}" target="_blank" rel="noopener noreferrer nofollow">{esc(text or address)}</a>'


def table(
    columns: Sequence[tuple[str, str]], rows: Iterable[Mapping[str, str]], caption: str = "", cards: bool = True
) -> str:
    """A table; `columns` are (key, heading), cells are HTML already. A key that ends in # is a column of numbers.

    On a phone a table of more than four columns becomes a list of cards, unless `cards` is false.
    """
    head = "".join(
        f'<th scope="col" class="{"num" if key.endswith("#") else ""}">{esc(name)}</th>' for key, name in columns
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{_kind(key)}" data-label="{esc(name)}">{row.get(key, "")}</td>' for key, name in columns)
        + "</tr>"
        for row in rows
    )
    kind = " yg-cards" if cards and len(columns) > 4 else ""
    label = f' aria-label="{esc(caption)}"' if caption else ""
    return (
        f'<div class="yg yg-scroll" tabindex="0" role="region"{label}><table class="yg-table{kind}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _kind(key: str) -> str:
    return "num" if key.endswith("#") else "why" if key == "reason" else ""


def bold(text: str) -> str:
    """Escaped text in which **…** is bold: for our own sentences with data filled in."""
    parts = esc(text).split("**")
    return "".join(f"<b>{part}</b>" if i % 2 else part for i, part in enumerate(parts))


def quoted(text: str, start: int, end: int) -> str:
    """The paragraph with its quote marked, its printed lines joined."""
    before, quote, after = passages.around(text, start, end)
    return f'<div class="text">{esc(before)}<mark>{esc(quote)}</mark>{esc(after)}</div>'


def said(quote: Any) -> str:
    """A quote on one line, escaped."""
    return "" if quote is None or quote != quote else esc(passages.joined(str(quote)))


def highlighted(text: str, needles: Iterable[str]) -> str:
    """Escaped text with every occurrence of a needle marked."""
    spans = sorted({(i, i + len(n)) for n in needles if n for i in _occurrences(text, n)})
    out, at = "", 0
    for start, end in spans:
        if start < at:
            continue
        out += f"{esc(text[at:start])}<mark>{esc(text[start:end])}</mark>"
        at = end
    return out + esc(text[at:])


def _occurrences(text: str, needle: str) -> list[int]:
    """Where `needle` begins in `text`, without regard to case."""
    low, found, at = text.lower(), [], 0
    needle = needle.lower()
    while (at := low.find(needle, at)) >= 0:
        found.append(at)
        at += len(needle)
    return found
