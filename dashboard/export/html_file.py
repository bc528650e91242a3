"""The briefing as one self-contained HTML page, and the same page printed to PDF.

Every text is escaped, nothing is loaded from outside (a content security policy forbids it), every number is a link to its
evidence in the annex. On screen charts are Plotly's; for printing they are drawn to SVG first.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from dashboard import theme
from dashboard.export import annex, fonts, office, safe
from dashboard.export.compose import Mark, Piece, ids, plain
from dashboard.export.docx_file import source_texts
from dashboard.export.model import Briefing, Cell, Chart, Item, Section, Table, cell_ids

HERE = Path(__file__).resolve().parent
MOST_ROWS, MOST_ITEMS = 60, 30  # of a table, of a list; the workbook has all
PRINT_WIDTH = 860  # px of a chart; on A4 it stands at three quarters of that
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; font-src data:"
)
_HEAVY = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write(briefing: Briefing, path: Path) -> None:
    """Write the page with its charts as Plotly draws them; needs no browser to make."""
    drawn = {name: _plotly(name, figure) for name, figure in briefing.figures.items()}
    script = f"<script>{get_plotlyjs()}</script>" if drawn else ""
    path.write_text(page(briefing, drawn, script), encoding="utf-8")


def write_for_print(briefing: Briefing, path: Path, drawn: Mapping[str, str]) -> None:
    """Write the page with charts that are SVG already (name → markup)."""
    path.write_text(page(briefing, {name: _svg(text, name) for name, text in drawn.items()}, ""), encoding="utf-8")


def page(briefing: Briefing, drawn: Mapping[str, str], script: str) -> str:
    """The whole page."""
    w = briefing.words
    chapters = "".join(_chapter(briefing, n, section, drawn) for n, section in enumerate(briefing.sections))
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if w.language == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><meta name="viewport" content="width=device-width">'
        f'<meta name="referrer" content="no-referrer"><title>{esc(briefing.title)}</title><style>{_css()}</style>{script}</head><body>'
        f'<header><p class="series">{esc(w.entries["meta.series"])}</p><h1>{esc(briefing.title)}</h1>'
        f'<p class="meta">{esc(briefing.subtitle)}　{esc(briefing.as_of)}　{esc(briefing.made)}</p></header>'
        f"<main>{chapters}</main>{_annex(briefing)}</body></html>\n"
    )


def _css() -> str:
    values = {
        "paper": office.PAPER, "panel": office.PANEL, "ink": office.INK, "muted": office.MUTED, "line": office.LINE,
        "accent": office.ACCENT, "family": fonts.FAMILY,
    }  # fmt: skip
    text = (HERE / "page.css").read_text(encoding="utf-8")
    return re.sub(r"\{(paper|panel|ink|muted|line|accent|family)\}", lambda found: values[found[1]], text)


def esc(text: object) -> str:
    """Text for HTML."""
    return html.escape(safe.xml_text(text), quote=True)


def rich(pieces: Sequence[Piece]) -> str:
    """Text with its numbers as links to their evidence."""
    return "".join(
        f'<a class="n" href="#{esc(piece.id)}" data-evidence="{esc(piece.id)}">{esc(piece.text)}</a>'
        if isinstance(piece, Mark)
        else esc(piece)
        for piece in pieces
    )


def _trace(pieces: Sequence[Piece]) -> str:
    """The ids of a sentence, raised behind it, for readers on paper."""
    names = ids(pieces)
    if not names:
        return ""
    return f"<sup>[{esc(annex.trace(names))}]</sup>"


def _chapter(briefing: Briefing, n: int, section: Section, drawn: Mapping[str, str]) -> str:
    w = briefing.words
    numeral = w.entries["heading.numerals"].split()[n]
    parts = [f"<section><h2>{esc(w.say('heading.number', n=numeral, text=section.heading))}</h2>"]
    if section.key != "method":
        parts.append(f'<p class="finding">{rich(section.title)}{_trace(section.title)}</p>')
    parts.extend(f"<p>{rich(text)}{_trace(text)}</p>" for text in section.lead)
    if section.kpis:
        parts.append(_kpis(section))
    if section.chart and section.chart.kind == "bar":
        parts.append(_bars(section.chart))
    names = [section.figure] if section.figure else []
    names += ["board"] if section.key == "places" else []
    parts.extend(_figure(briefing, section, name, drawn[name]) for name in names if name in drawn)
    if section.table:
        parts.append(_table(section.table))
        parts.append(_more(briefing, len(section.table.rows) - MOST_ROWS))
    if section.items:
        parts.append(_items(briefing, section))
    return "".join([*parts, "</section>"])


def _kpis(section: Section) -> str:
    cells = []
    for kpi in section.kpis:
        colour = theme.LIGHT.status[kpi.status] if kpi.status else office.ACCENT
        glyph = f"{theme.GLYPHS[kpi.status]} " if kpi.status else ""
        cells.append(
            f'<div class="kpi" style="border-color:{colour}"><b style="color:{colour}">{rich((kpi.mark,))}</b>'
            f"<span>{glyph}{esc(kpi.name)}</span></div>"
        )
    return f'<div class="kpis">{"".join(cells)}</div>'


def _bars(chart: Chart) -> str:
    """The verdicts as plain bars, which need no script."""
    series = chart.series[0]
    most = max([value for value in series.values if value] or [1])
    rows = []
    for name, value, entry, status in zip(chart.categories, series.values, series.ids, series.statuses, strict=True):
        width = 78 * (value or 0) / most
        mark = rich((Mark(f"{value or 0:g}", entry),))
        rows.append(
            f'<span>{esc(name)}</span><span><i style="width:{width:.1f}%;background:{theme.LIGHT.status[status]}"></i>{mark}</span>'
        )
    return f'<figure><div class="bars">{"".join(rows)}</div><figcaption>{esc(chart.caption)}</figcaption></figure>'


def _figure(briefing: Briefing, section: Section, name: str, markup: str) -> str:
    meta = briefing.figures[name].layout.meta
    legend = "　".join(
        f'<span style="color:{theme.LIGHT.status[status]}">{esc(glyph)}</span> {esc(label)}'
        for status, glyph, label in meta.get("legend", [])
    )
    caption = "<br>".join(filter(None, [legend, esc(meta.get("subtitle", "")), esc(briefing.footer)]))
    label = esc(briefing.words.say("chart.alt", title=plain(section.title)))
    return f'<figure role="group" aria-label="{label}">{markup}<figcaption>{caption}</figcaption></figure>'


def _plotly(name: str, figure: go.Figure) -> str:
    """A chart that Plotly draws when the page opens; what came from documents stays text."""
    shown = go.Figure(figure)
    shown.update_layout(width=None, autosize=True)
    data = json.dumps(json.loads(shown.to_json()), ensure_ascii=False)
    for char, code in _HEAVY.items():
        data = data.replace(char, code)
    return (
        f'<div id="fig-{esc(name)}" style="height:{int(figure.layout.height)}px"></div><script>(function(){{var f={data};'
        f'Plotly.newPlot("fig-{esc(name)}",f.data,f.layout,{{displayModeBar:false,responsive:true}});}})();</script>'
    )


def _svg(markup: str, name: str) -> str:
    """SVG for the page: without its XML head; ids get a prefix, or two charts on one page would share their clips."""
    body = re.sub(r"^<\?xml[^>]*\?>", "", markup.strip())
    found = sorted(set(re.findall(r'\bid="([^"]+)"', body)), key=len, reverse=True)
    for old in found:
        new = f"{name}-{old}"
        body = (
            body.replace(f'id="{old}"', f'id="{new}"')
            .replace(f"#{old})", f"#{new})")
            .replace(f"#{old}'", f"#{new}'")
            .replace(f'#{old}"', f'#{new}"')
        )
    return body


def _table(table: Table) -> str:
    right = ("figure", "count", "share", "ids")
    heads = "".join(f'<th class="{"r" if c.kind in right else ""}">{esc(c.title)}</th>' for c in table.columns)
    total = sum(column.weight for column in table.columns)
    widths = "".join(f'<col style="width:{100 * column.weight / total:.1f}%">' for column in table.columns)
    rows = []
    for row in table.rows[:MOST_ROWS]:
        cells = [_cell(column.kind in right, cell) for column, cell in zip(table.columns, row, strict=True)]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="scroll"><table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _cell(right: bool, cell: Cell) -> str:
    text = rich(cell.text)
    if cell.status:
        return f'<td class="s" style="color:{theme.LIGHT.status[cell.status]}">{theme.GLYPHS[cell.status]} {text}</td>'
    muted = " muted" if not cell_ids(cell) else ""
    return f'<td class="r{muted}">{text}</td>' if right else f"<td>{text}</td>"


def _items(briefing: Briefing, section: Section) -> str:
    items = list(section.items[:MOST_ITEMS])
    if section.key == "method":
        w = briefing.words
        items.append(Item((w.say("method.evidence", annex=w.entries["method.annex_html"]),)))
    rows = []
    for item in items:
        colour, glyph = (
            (theme.LIGHT.status[item.status], theme.GLYPHS[item.status]) if item.status else (office.ACCENT, "▪")
        )
        note = f'<br><span class="small muted">{esc(item.note)}</span>' if item.note else ""
        rows.append(
            f'<li><span class="g" style="color:{colour}">{glyph}</span>{rich(item.text)}{_trace(item.text)}{note}</li>'
        )
    return f'<ul class="items">{"".join(rows)}</ul>{_more(briefing, len(section.items) - MOST_ITEMS)}'


def _more(briefing: Briefing, n: int) -> str:
    """How many rows stand elsewhere; nothing where none do."""
    return f'<p class="small muted">{esc(briefing.words.say("meta.more_elsewhere", n=n))}</p>' if n > 0 else ""


def _annex(briefing: Briefing) -> str:
    w = briefing.words
    entries = briefing.evidence.entries
    heads = "".join(
        f"<th>{esc(w.entries[f'names.{key}'])}</th>" for key in ("evidence", "target_sentence", "outcome_sentence")
    )
    rows = "".join(map(_proof, annex.proofs(briefing)))
    made = "".join(
        f'<div id="{esc(name)}">{esc(annex.figure_line(name, briefing))}</div>'
        for name in entries
        if name.startswith("N")
    )
    return (
        f'<section class="annexes"><h2>{esc(w.entries["heading.annex"])}</h2><div class="scroll"><table class="annex"><thead><tr>{heads}</tr></thead>'
        f'<tbody>{rows}</tbody></table></div><div class="made">{made}</div>{_sources(briefing)}</section>'
    )


def _proof(one: annex.Proof) -> str:
    anchors = "".join(f'<span id="{esc(name)}"></span>' for name in one.ids)
    status = f'<span class="s" style="color:{one.colour}">{esc(one.head)}</span>'
    reason = f'<br><span class="muted">{esc(one.reason)}</span>' if one.reason else ""
    sides = [
        f'<td><b>{esc(value)}</b><br>{esc(sentence)}<br><span class="muted">{esc(source)}</span>{extra}</td>'
        for value, sentence, source, extra in (
            (one.target, one.target_sentence, one.target_source, ""),
            (one.outcome, one.outcome_sentence, one.outcome_source, reason),
        )
    ]
    first = f'<td>{anchors}<b>[{one.name}] {esc(one.subject)}</b><br>{status}<br><span class="muted">{esc(", ".join(one.ids))}</span></td>'
    return f"<tr>{first}{''.join(sides)}</tr>"


def _sources(briefing: Briefing) -> str:
    w = briefing.words
    heads = "".join(f"<th>{esc(w.entries[f'names.{key}'])}</th>" for key in ("source", "address", "sha256"))
    rows = "".join(
        f"<tr>{''.join(f'<td>{esc(text)}</td>' for text in source_texts(row, w))}</tr>"
        for row in briefing.sources.values()
    )
    return (
        f'<div class="scroll"><table class="annex"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
