"""检索: words in sentences and in full texts; Chinese by plain substring, no index that needs a download."""

from __future__ import annotations

import streamlit as st

from dashboard import passages
from dashboard.frames import Row, records
from dashboard.i18n import numbers
from dashboard.i18n.texts import Texts
from dashboard.ui import filters, pieces, shell, state

PAGE_SIZE, WORDS, LONGEST = 30, 4, 60
KINDS = ("target", "outcome", "claim", "mention")


def page() -> None:
    """Draw the page."""
    t = state.view().t
    shell.heading(t("search.title"), t("search.lede"))
    places = {"quotes": t("search.sentences"), "texts": t("search.texts")}
    kinds = {"": t("filter.all")} | {kind: t(f"search.kinds.{kind}") for kind in KINDS}
    years = {"0": t("filter.all_years")} | {str(year): str(year) for year in filters.all_years()}
    with st.container(key="search-row", horizontal=True, vertical_alignment="bottom", gap="small"):
        typed = st.text_input(
            t("search.query"),
            key="q",
            bind="query-params",
            placeholder=t("search.placeholder"),
            max_chars=120,
            icon=":material/search:",
        )
        where = filters.choose("in", t("search.where"), places, segments=True)
        kind = filters.choose("kind", t("search.kind"), kinds, width=120, disabled=where == "texts")
        year = int(filters.choose("search_year", t("filter.year"), years, width=130))
    words = [word[:LONGEST] for word in (typed or "").split()]
    if not words:
        shell.note(t("search.hint"))
        return
    if len(words) > WORDS:
        shell.note(t("search.words"))
    results(words[:WORDS], where, kind, year, t)


def results(words: list[str], where: str, kind: str, year: int, t: Texts) -> None:
    """One page of what was found."""
    sought = [word.lower() for word in words] if where == "quotes" else words
    padded = [*sought, "", "", ""][:WORDS]
    asked = dict(zip("abcd", padded, strict=True)) | {"kind": kind, "year": year, "limit": PAGE_SIZE}
    number = int(st.session_state.get("found_page") or 1)
    found = state.ask(f"search_{where}", asked, offset=(number - 1) * PAGE_SIZE)
    if found.empty and number > 1:
        number, found = 1, state.ask(f"search_{where}", asked, offset=0)
    total = int(found["total"].iloc[0]) if len(found) else 0
    shell.note(t("search.found", n=numbers.scaled(total, t.language)) if total else t("search.found_none"))
    hits = [quote_hit(row, words, t) if where == "quotes" else text_hit(row, words, t) for row in records(found)]
    if hits:
        st.html(f'<div class="yg">{"".join(hits)}</div>')
    pages = -(-total // PAGE_SIZE)
    if pages > 1:
        st.number_input(t("overview.board.page", n=pages), 1, pages, key="found_page", bind="query-params", width=120)


def quote_hit(row: Row, words: list[str], t: Texts) -> str:
    """A sentence with the words marked, and where it stands."""
    about = " · ".join(
        str(part) for part in (row["place_name"], row["year"], t.label(row), t(f"search.kinds.{row['kind']}")) if part
    )
    links = []
    if isinstance(row["target_id"], str):
        links.append(pieces.link("evidence", t("document.sentence"), target=row["target_id"]))
    links.append(
        pieces.link("evidence", t("search.read"), doc=row["doc_id"], at=f"{row['char_start']}-{row['char_end']}")
    )
    return (
        f'<div class="yg-hit"><div class="q">{pieces.highlighted(passages.joined(row["quote"]), words)}</div>'
        f'<div class="yg-meta">{pieces.esc(about)}　{"　".join(links)}</div></div>'
    )


def text_hit(row: Row, words: list[str], t: Texts) -> str:
    """A document, with the surroundings of the first word."""
    at = int(row["first_at"]) - 1
    kind = t.get(f"doc_type.{row['doc_type']}", row["doc_type"])
    about = " · ".join(
        pieces.esc(part) for part in (row["place_name"], row["report_year"], kind) if part == part and part
    )
    link = pieces.link("evidence", t("search.read"), doc=row["doc_id"], at=f"{at}-{at + len(words[0])}")
    return (
        f'<div class="yg-hit"><div><b>{pieces.esc(row["title"])}</b></div>'
        f'<div class="q">……{pieces.highlighted(str(row["snippet"]), words)}……</div><div class="yg-meta">{about}　{link}</div></div>'
    )
