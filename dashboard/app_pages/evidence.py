"""证据: one promise: both sentences beside each other, in their paragraphs, with document, date and address."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import corrections, reader
from dashboard.frames import Row, first, records
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts
from dashboard.ui import filters, pieces, shell, state


def page() -> None:
    """Draw the page."""
    t, target = state.view().t, st.query_params.get("target", "")
    if not target and st.query_params.get("doc"):
        document(st.query_params["doc"], st.query_params.get("at", ""), t)
        return
    found = state.ask("evidence", target=target) if target else pd.DataFrame()
    if found.empty:
        shell.heading(t("evidence.title"))
        shell.note(t("evidence.unknown" if target else "evidence.none"))
        return
    row = with_texts(first(found))
    period = "" if row["period"] == "year" else f" · {t.get('period.' + row['period'], row['period'])}"
    shell.heading(
        f"{row['place_name']} · {t.label(row)}",
        f"{t('common.people_year', year=row['year'])}{period} · {row['place_path']}",
    )
    st.html(verdict(row, t))
    st.html(f'<div class="yg"><div class="yg-pair">{target_side(row, t)}{outcome_side(row, t)}</div></div>')
    more(row, t)
    st.html(neighbours(row, t))
    report_error(row, t)


def document(doc: str, at: str, t: Texts) -> None:
    """One report around a place in it, with what was read there marked."""
    found = state.ask("document", doc=doc)
    if found.empty:
        shell.heading(t("evidence.title"))
        shell.note(t("document.unknown"))
        return
    row, mentions = first(found), state.ask("document_mentions", doc=doc)
    text = row["text"] or ""
    start, end = reader.span(text, at)
    kind = t.get(f"doc_type.{row['doc_type']}", row["doc_type"])
    shell.heading(row["title"] or row["source_file"], t("document.lede", kind=kind, year=row["report_year"]))
    st.html(document_nav(doc, mentions, start, t))
    badge = f'<span class="yg-badge">{pieces.esc(t("evidence.digest"))}</span>' if row["doc_type"] == "digest" else ""
    if not text:
        badge = f'<span class="yg-badge">{pieces.esc(t("evidence.figures"))}</span>'
    marked = "".join(mark(piece) for piece in reader.pieces(text, mentions, start, end))
    address = pieces.outside(row["source_url"]) if row["source_url"] else ""
    cited = pieces.esc(t("evidence.cites", citation=row["citation"])) if row["citation"] else ""
    st.html(
        f'<div class="yg"><div class="yg-side yg-read">{badge}<div class="text">{marked}</div>'
        f'<div class="yg-meta"><div>{cited}</div><div>{address}</div><div>{pieces.esc(row["source_file"])}</div></div></div></div>'
    )


def mark(piece: reader.Piece) -> str:
    """A stretch of a document: plain, lightly marked, or the one that the address names."""
    text = pieces.esc(piece.text)
    if piece.kind == "here":
        return f'<mark id="here">{text}</mark>'
    return f'<span class="yg-read-{piece.kind}">{text}</span>' if piece.kind else text


def document_nav(doc: str, mentions: pd.DataFrame, start: int, t: Texts) -> str:
    """Links to the mention before and after."""
    before, after, number = reader.neighbours(mentions, start)
    parts = []
    for key, other in (("previous", before), ("next", after)):
        address = {} if other is None else {"doc": doc, "at": f"{other['char_start']}-{other['char_end']}"}
        parts.append(pieces.link("evidence", t(f"document.{key}"), **address) if address else "<span></span>")
    total = len(mentions.drop_duplicates(["char_start", "char_end"]))
    middle = (
        f'<span class="yg-note">{pieces.esc(t("document.count", n=number or "–", total=total))}</span>' if total else ""
    )
    return f'<div class="yg yg-nav">{parts[0]}{middle}{parts[1]}</div>'


def with_texts(row: Row) -> Row:
    """The row with target_text and outcome_text."""
    wanted = [
        str(row[f"{side}_text_id"]) for side in ("target", "outcome") if not numbers.absent(row[f"{side}_text_id"])
    ]
    texts = {found["doc_id"]: found["text"] or "" for found in records(state.ask("texts", docs=sorted(set(wanted))))}
    return row | {f"{side}_text": texts.get(row[f"{side}_text_id"], "") for side in ("target", "outcome")}


def verdict(row: Row, t: Texts) -> str:
    """The verdict with gap, strict and lenient readings, and its grounds."""
    parts = [f'<span class="big">{pieces.judged(row, t)}</span>']
    if not numbers.absent(row["gap"]):
        parts.append(f"<span>{pieces.esc(t('evidence.gap'))} <b>{pieces.esc(words.gap(row, t))}</b></span>")
    if not numbers.absent(row["attainment"]):
        parts.append(f"<span>{pieces.esc(t('evidence.attainment'))} <b>{100 * row['attainment']:.1f}%</b></span>")
    parts += [
        f"<span>{pieces.esc(t(f'evidence.{key}'))} {pieces.chip(row[f'status_{key}'], t)}</span>"
        for key in ("strict", "lenient")
        if row[f"status_{key}"] != row["status"]
    ]
    method = t(f"method.{row['method']}") + " · " if row["method"] != "none" else ""
    parts.append(f'<span class="yg-note">{pieces.esc(method + words.reason(row, t))}</span>')
    labels = filters.place_labels()
    parts.append(
        pieces.link("place", t("evidence.open_place"), place=labels.get(row["place_id"], ""), place_year=row["year"])
    )
    names = filters.indicator_labels(t)
    parts.append(
        pieces.link(
            "indicator", t("evidence.open_indicator"), indicator=names.get(row["indicator"], ""), year=row["year"]
        )
    )
    return f'<div class="yg yg-verdict">{"".join(parts)}</div>'


def target_side(row: Row, t: Texts) -> str:
    """What was promised."""
    head = f"<h3>{pieces.esc(t('evidence.target_of', year=row['year']))}</h3>"
    figure = f'<div class="fig">{pieces.esc(words.target(row, t))}</div>'
    return f'<section class="yg-side" data-side="target">{head}{figure}{passage(row, "target", t)}{meta(row, "target", t)}</section>'


def outcome_side(row: Row, t: Texts) -> str:
    """What was reported, or why there is nothing to show."""
    head = f"<h3>{pieces.esc(t('evidence.outcome_of', year=row['year']))}</h3>"
    figure = f'<div class="fig">{pieces.esc(words.outcome(row, t))}</div>'
    if numbers.absent(row["outcome_id"]):
        key = f"evidence.no_outcome.{row['status']}"
        body = f'<p class="yg-note">{pieces.esc(t.get(key, t("evidence.no_outcome.unverifiable")))}</p>'
    else:
        body = passage(row, "outcome", t)
    held = not numbers.absent(row["outcome_title"])
    return f'<section class="yg-side" data-side="outcome">{head}{figure}{body}{meta(row, "outcome", t) if held else ""}</section>'


def passage(row: Row, side: str, t: Texts) -> str:
    """The sentence in its paragraph; a digest says that it is none of the original's; a table of figures cites."""
    kind, start = row[f"{side}_doc_type"], row[f"{side}_start"]
    badge = ""
    if kind == "digest":
        badge = f'<span class="yg-badge">{pieces.esc(t("evidence.digest"))}</span>'
    if numbers.absent(start) or not row[f"{side}_text"]:
        badge += f'<span class="yg-badge">{pieces.esc(t("evidence.figures"))}</span>'
        return f'<p>{badge}</p><p class="yg-note">{pieces.esc(t("evidence.cites", citation=cited(row, side)))}</p>'
    return badge + pieces.quoted(row[f"{side}_text"], int(start), int(row[f"{side}_end"]))


def cited(row: Row, side: str) -> str:
    """Where a row without text was taken from."""
    for key in (f"{side}_citation", f"{side}_doc_citation", f"{side}_title", f"{side}_file"):
        if not numbers.absent(row[key]) and row[key]:
            return str(row[key])
    return numbers.MISSING


def reading(row: Row, side: str, t: Texts) -> str:
    """A link to the place in the report."""
    start = row[f"{side}_start"]
    doc = row["target_doc_id"] if side == "target" else row["outcome_source_id"]
    if numbers.absent(start) or numbers.absent(doc):
        return ""
    return pieces.link("evidence", t("search.read"), doc=doc, at=f"{int(start)}-{int(row[f'{side}_end'])}")


def meta(row: Row, side: str, t: Texts) -> str:
    """Document, dates, address, file, confidence."""

    def value(name: str) -> str:
        found = row[f"{side}_{name}"]
        return "" if numbers.absent(found) else str(found)

    kind = t.get(f"doc_type.{value('doc_type')}", value("doc_type"))
    lines = [
        f"<b>{pieces.esc(value('title') or value('file'))}</b>（{pieces.esc(kind)}）"
        if t.language == "zh"
        else f"<b>{pieces.esc(value('title') or value('file'))}</b> ({pieces.esc(kind)})"
    ]
    dates = [
        t(f"evidence.{key}", date=value(name)[:10])
        for key, name in (("meeting", "meeting"), ("published", "published"))
        if value(name)
    ]
    lines += [pieces.esc(" · ".join(dates))] if dates else []
    if value("doc_citation"):
        lines.append(pieces.esc(t("evidence.cites", citation=value("doc_citation"))))
    if value("url"):
        lines.append(f"{pieces.esc(t('evidence.address'))} {pieces.outside(value('url'))}")
    lines.append(f"{pieces.esc(t('evidence.file'))} {pieces.esc(value('file'))}")
    lines.append(reading(row, side, t))
    confidence = value("confidence")
    if confidence and confidence != "high":
        causes = row[f"{side}_causes"]
        told = (
            t("common.separator").join(t.get(f"cause.{cause}", str(cause)) for cause in causes)
            if causes is not None and not numbers.absent(causes)
            else ""
        )
        lines.append(pieces.esc(f"{t.get('evidence.confidence.' + confidence, confidence)} {told}"))
    if value("correction"):
        lines.append(pieces.esc(t("evidence.correction", note=value("correction"))))
    return f'<div class="yg-meta">{"".join(f"<div>{line}</div>" for line in lines if line)}</div>'


def more(row: Row, t: Texts) -> None:
    """The report's own claims; what the search looked at."""
    claims = state.ask("evidence_claims", place=row["place_id"], year=int(row["year"]), indicator=row["indicator"])
    if len(claims):
        shell.section(t("evidence.claims"))
        lines = [
            f'<div class="yg-hit">{pieces.chip(c["verdict"], t) if t.has("status." + c["verdict"]) else ""} '
            f'<span class="q">{pieces.said(c["quote"])}</span></div>'
            for c in records(claims)
        ]
        st.html(f'<div class="yg">{"".join(lines)}</div>')
    searches = state.ask("evidence_searches", target=row["target_id"])
    if len(searches):
        shell.section(t("evidence.searched"))
        lines = [
            f'<div class="yg-hit"><span class="yg-badge">{pieces.esc(s["finding_zh" if t.language == "zh" else "finding_en"])}</span>'
            f'<span class="q">{pieces.said(s["quote"])}</span></div>'
            for s in records(searches)
        ]
        st.html(f'<div class="yg">{"".join(lines)}</div>')


def neighbours(row: Row, t: Texts) -> str:
    """Links to the promises before and after this one."""
    siblings = state.ask("evidence_siblings", place=row["place_id"], year=int(row["year"]), period=row["period"])
    order = list(siblings["target_id"])
    if row["target_id"] not in order:
        return '<div class="yg"></div>'
    at, parts = order.index(row["target_id"]), []
    for key, other in (("previous", at - 1), ("next", at + 1)):
        if 0 <= other < len(order):
            text = f"{t(f'evidence.{key}')}{'：' if t.language == 'zh' else ': '}{t.label(siblings.iloc[other])}"
            parts.append(pieces.link("evidence", text, target=order[other]))
        else:
            parts.append("<span></span>")
    return (
        f'<div class="yg yg-nav">{"".join(parts)}</div><div class="yg yg-note">{pieces.esc(t("evidence.link"))}</div>'
    )


def report_error(row: Row, t: Texts) -> None:
    """A form that writes a proposed correction to a file."""
    with st.expander(t("evidence.report"), icon=":material/edit_note:"):
        st.caption(t("evidence.report_help"))
        with st.form("correction", border=False):
            sides = {t("evidence.target"): "target", t("evidence.outcome"): "outcome"}
            side = st.radio(t("evidence.report_side"), list(sides), horizontal=True, key="correction_side")
            reason = st.text_area(t("evidence.report_reason"), max_chars=2000, key="correction_reason")
            author = st.text_input(t("evidence.report_author"), max_chars=80, key="correction_author")
            sent = st.form_submit_button(t("evidence.report_send"))
        if not sent:
            return
        if not reason.strip():
            st.warning(t("evidence.report_empty"))
            return
        chosen = "target" if numbers.absent(row["outcome_id"]) else sides[side or t("evidence.target")]
        try:
            path = corrections.propose(row, chosen, reason.strip(), author.strip())
        except OSError as error:
            st.error(t("evidence.report_failed", error=error))
        else:
            st.success(t("evidence.report_saved", path=path))
