"""The briefing as slides: native, editable charts, one finding a slide, notes with the evidence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard import theme
from dashboard.export import annex, deck, native, office, safe
from dashboard.export.compose import Text, plain
from dashboard.export.deck import BOTTOM, LEFT, RIGHT, TOP
from dashboard.export.model import Briefing, Item, Section, Table, cell_ids, shown, used

BODY = RIGHT - LEFT
TITLE_SIZE, TITLE_LEAST = 26, 17
ROW, HEAD_ROW = 0.345, 0.36  # inches
TABLE_SIZE, COUNT_SIZE, NOTE_SIZE = 12, 11, 11
MOST_ROWS = {"indicators": 16, "promises": 60}  # of a table on slides; the workbook has all
MOST_ITEMS = 20  # of a list on slides
ONE_SLIDE = ("others", "changes")  # sections that get one slide at most
ITEM_SIZE, ITEM_LARGE = 15, 18  # the larger where a list is short


def write(briefing: Briefing, path: Path) -> None:
    """Write the presentation."""
    file = deck.new(briefing.title, briefing.words.language)
    _cover(file, briefing)
    for section in briefing.sections:
        _section(file, briefing, section)
    file.save(str(path))


def _cover(file: Any, briefing: Briefing) -> None:
    w = briefing.words
    slide = file.slides.add_slide(file.slide_layouts[deck.COVER])
    size = office.fit(briefing.title, 38, 11.0, 24)
    deck.write(slide.shapes.title.text_frame, [(briefing.title,)], size, bold=True)
    deck.write(slide.placeholders[1].text_frame, [(briefing.subtitle,)], 18, office.MUTED)
    deck.text(slide, (1.1, 0.85, 11.2, 0.4), [(w.entries["meta.series"],)], 14, office.ACCENT, bold=True)
    facts = [(briefing.source_line,), (briefing.as_of,), (briefing.made,)]
    deck.text(slide, (1.1, 5.55, 11.2, 1.2), facts, 12, office.MUTED, gap=4)
    _notes(
        slide,
        [
            briefing.title,
            briefing.source_line,
            briefing.as_of,
            w.say("method.evidence", annex=w.entries["method.annex_pptx"]),
        ],
    )


def _slide(file: Any, briefing: Briefing, title: Text, ids: Iterable[str], continued: bool = False) -> Any:
    """A content slide with its title, footer, number and notes."""
    slide = file.slides.add_slide(file.slide_layouts[deck.CONTENT])
    pieces = (*title, briefing.words.entries["meta.continued"]) if continued else title
    size = office.fit(plain(pieces), TITLE_SIZE, BODY * 1.0, TITLE_LEAST)
    deck.write(slide.shapes.title.text_frame, [pieces], size, bold=True)
    footer = office.fit(briefing.footer, 10, BODY - 0.9, 7)
    deck.text(slide, (LEFT, 7.0, BODY - 0.8, 0.3), [(briefing.footer,)], footer, office.MUTED)
    deck.page_number(slide, (RIGHT - 0.7, 7.0, 0.7, 0.3))
    names = list(dict.fromkeys(ids))
    _notes(slide, [plain(pieces), "", *annex.note_lines(names, briefing)])
    return slide


def _notes(slide: Any, lines: Sequence[str]) -> None:
    frame = slide.notes_slide.notes_text_frame
    frame.text = safe.xml_text("\n".join(lines))
    for run in frame._txBody.iter(qn("a:r")):
        properties = run.get_or_add_rPr()
        office.faces(properties)


def _section(file: Any, briefing: Briefing, section: Section) -> None:
    """The slides of one section: what it finds, then its table or list on as many slides as they need."""
    if section.key == "overview":
        _overview(file, briefing, section)
        return
    if section.chart:
        slide = _slide(file, briefing, section.title, _chart_ids(section))
        _chart(slide, briefing, section, (LEFT, TOP, BODY, BOTTOM - TOP))
    if section.table and section.key == "targets":
        _tables(file, briefing, section.table)
    if section.table and section.key in ("places", "indicators"):
        _tables(file, briefing, section.table)
    if section.key in ONE_SLIDE:
        _one_slide(file, briefing, section)
    elif section.items:
        _lists(file, briefing, section)


def _chart_ids(section: Section) -> list[str]:
    without = Section(section.key, section.heading, section.title, section.lead, section.kpis, section.chart)
    return used(without)


def _overview(file: Any, briefing: Briefing, section: Section) -> None:
    """Big numbers above, sentences at the left, the verdicts as bars at the right."""
    slide = _slide(file, briefing, section.title, used(section))
    top = TOP
    if section.kpis:
        _kpis(slide, section)
        top += 1.55
    wide = 5.3
    paragraphs = [*section.lead]
    deck.text(slide, (LEFT, top + 0.1, wide, BOTTOM - top), paragraphs, 16, gap=10, spacing=1.25)
    _chart(slide, briefing, section, (LEFT + wide + 0.4, top, BODY - wide - 0.4, BOTTOM - top))


def _kpis(slide: Any, section: Section) -> None:
    gap, count = 0.22, len(section.kpis)
    width = (BODY - gap * (count - 1)) / count
    for i, kpi in enumerate(section.kpis):
        left = LEFT + i * (width + gap)
        colour = theme.LIGHT.status[kpi.status] if kpi.status else office.ACCENT
        deck.rule(slide, (left, TOP, width, 1.3), office.PANEL)
        deck.rule(slide, (left, TOP, 0.06, 1.3), colour)
        deck.text(
            slide,
            (left + 0.25, TOP + 0.1, width - 0.4, 0.75),
            [(kpi.mark,)],
            36,
            colour,
            bold=True,
            anchor=MSO_ANCHOR.MIDDLE,
        )
        glyph = f"{theme.GLYPHS[kpi.status]} " if kpi.status else ""
        deck.text(slide, (left + 0.25, TOP + 0.85, width - 0.4, 0.35), [(glyph + kpi.name,)], 13, office.MUTED)


def _chart(slide: Any, briefing: Briefing, section: Section, box: deck.Box) -> None:
    """The caption and the chart under it."""
    assert section.chart is not None
    left, top, width, height = box
    deck.text(slide, (left, top, width, 0.3), [(section.chart.caption,)], 12, office.MUTED)
    alt = briefing.words.say("chart.alt", title=plain(section.title))
    native.add(slide, section.chart, deck.emu((left, top + 0.32, width, height - 0.32)), alt)


def _tables(file: Any, briefing: Briefing, table: Table) -> None:
    """A table on as many slides as it needs; rows that wrap count for what they take. Long tails stay in the workbook."""
    counts = any(column.kind == "count" for column in table.columns)
    size = COUNT_SIZE if counts else TABLE_SIZE
    rows = table.rows[: MOST_ROWS.get(table.name, len(table.rows))]
    widths = [BODY * column.weight / sum(c.weight for c in table.columns) for column in table.columns]
    heights = [_row_height([shown(cell) for cell in row], widths, size) for row in rows]
    for number, chosen in enumerate(pages_of(heights, BOTTOM - TOP - HEAD_ROW)):
        ids = [name for i in chosen for cell in table.rows[i] for name in cell_ids(cell)]
        slide = _slide(file, briefing, (table.title,), ids, continued=number > 0)
        _grid(slide, table, chosen, widths, heights, size)


def pages_of(heights: Sequence[float], room: float) -> list[list[int]]:
    """Which rows stand on which page: no page over `room`, and the pages about equally full."""
    fewest = max(1, math.ceil(sum(heights) / room))
    for count in range(fewest, len(heights) + 1):
        pages, share = [[]], sum(heights) / count  # type: list[list[int]], float
        for i, height in enumerate(heights):
            filled = sum(heights[j] for j in pages[-1])
            if pages[-1] and (filled + height > room or (filled + height / 2 > share and len(pages) < count)):
                pages.append([])
            pages[-1].append(i)
        if len(pages) <= count:
            return pages
    return [[i] for i in range(len(heights))]


def _row_height(texts: Sequence[str], widths: Sequence[float], size: float) -> float:
    most = max(office.lines(text, size, width - 0.2) for text, width in zip(texts, widths, strict=True))
    return ROW * size / TABLE_SIZE - (0.02 if size < TABLE_SIZE else 0) + (most - 1) * 0.2


def _grid(
    slide: Any, table: Table, chosen: Sequence[int], widths: Sequence[float], heights: Sequence[float], size: float
) -> None:
    """The native table, without the template's fills: a line under each row."""
    height = HEAD_ROW + sum(heights[i] for i in chosen)
    frame = slide.shapes.add_table(
        len(chosen) + 1, len(widths), Inches(LEFT), Inches(TOP), Inches(BODY), Inches(height)
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", safe.line(table.title))
    grid = frame.table
    properties = grid._tbl.tblPr
    properties.set("bandRow", "0")
    style = properties.find(qn("a:tableStyleId"))
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for column, width in enumerate(widths):
        grid.columns[column].width = Inches(width)
    grid.rows[0].height = Inches(HEAD_ROW)
    for column, head in enumerate(table.columns):
        _cell(grid.cell(0, column), (head.title,), office.MUTED, _align(head.kind), size, office.PANEL, bold=True)
    for line, i in enumerate(chosen, 1):
        grid.rows[line].height = Inches(heights[i])
        for column, (head, cell) in enumerate(zip(table.columns, table.rows[i], strict=True)):
            colour = (
                theme.LIGHT.status[cell.status] if cell.status else office.MUTED if head.kind == "ids" else office.INK
            )
            text: Text = (f"{theme.GLYPHS[cell.status]} ", *cell.text) if cell.status else cell.text
            _cell(grid.cell(line, column), text, colour, _align(head.kind), size, bold=bool(cell.status))


def _align(kind: str) -> Any:
    return PP_ALIGN.RIGHT if kind in ("figure", "count", "share", "ids") else PP_ALIGN.LEFT


def _cell(cell: Any, pieces: Text, colour: str, align: Any, size: float, fill: str = "", bold: bool = False) -> None:
    if fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = office.rgb(fill)
    else:
        cell.fill.background()
    cell.margin_left, cell.margin_right = Inches(0.3 if bold and not fill else 0.1), Inches(0.1)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = align
    deck.runs(paragraph, pieces or ("",), size, colour, bold)
    _under(cell)


def _under(cell: Any) -> None:
    """A thin line under the cell; borders stand before the fill in the schema."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "6350"})
    fill = line.makeelement(qn("a:solidFill"), {})
    colour = fill.makeelement(qn("a:srgbClr"), {"val": office.hexa(office.LINE)})
    fill.append(colour)
    line.append(fill)
    properties.insert(0, line)


def _lists(file: Any, briefing: Briefing, section: Section) -> None:
    """Sentences with their glyphs, on as many slides as they need."""
    items = list(section.items[:MOST_ITEMS])
    if len(section.items) > MOST_ITEMS:
        items.append(Item((briefing.words.say("meta.more_elsewhere", n=len(section.items) - MOST_ITEMS),)))
    if section.key == "method":
        items.append(Item((briefing.words.say("method.evidence", annex=briefing.words.entries["method.annex_pptx"]),)))
    short = sum(_item_height(item, ITEM_LARGE) for item in items) < (BOTTOM - TOP) * 0.75
    size = ITEM_LARGE if short else ITEM_SIZE
    pages = pages_of([_item_height(item, size) for item in items], BOTTOM - TOP)
    for number, chosen in enumerate(pages):
        ids = [name for i in chosen for name in used(Section("", "", items[i].text))]
        slide = _slide(
            file, briefing, section.title, [*used(Section("", "", section.title)), *ids], continued=number > 0
        )
        _items(slide, [items[i] for i in chosen], size)


def _one_slide(file: Any, briefing: Briefing, section: Section) -> None:
    """The sentences that lead, and as many items as one slide holds; how many more there are is said."""
    room, shown_items = BOTTOM - TOP, [Item(text) for text in section.lead]
    left = list(section.items)
    while left and sum(_item_height(item, ITEM_SIZE) for item in (*shown_items, left[0])) < room - 0.45:
        shown_items.append(left.pop(0))
    if left:
        shown_items.append(Item((briefing.words.say("meta.more_elsewhere", n=len(left)),)))
    ids = [name for item in shown_items for name in used(Section("", "", item.text))]
    slide = _slide(file, briefing, section.title, [*used(Section("", "", section.title)), *ids])
    _items(slide, shown_items, ITEM_SIZE)


def _item_height(item: Item, size: float) -> float:
    lines = office.lines(plain(item.text), size, BODY - 0.6)
    notes = office.lines(item.note, NOTE_SIZE, BODY - 0.6) if item.note else 0
    return size * 1.35 / 72 * lines + 0.22 * notes + 0.2


def _items(slide: Any, items: Sequence[Item], size: float) -> None:
    top = TOP
    for item in items:
        height = _item_height(item, size)
        glyph, colour = (
            (theme.GLYPHS[item.status], theme.LIGHT.status[item.status]) if item.status else ("■", office.ACCENT)
        )
        high = size * 1.35 / 72
        deck.text(
            slide,
            (LEFT, top, 0.35, high),
            [(glyph,)],
            size if item.status else size * 0.55,
            colour,
            bold=True,
            anchor=MSO_ANCHOR.MIDDLE,
        )
        frame = deck.text(slide, (LEFT + 0.4, top, BODY - 0.4, height), [item.text], size, spacing=1.1).text_frame
        if item.note:
            paragraph = frame.add_paragraph()
            paragraph.space_before = Pt(2)
            deck.runs(paragraph, (item.note,), NOTE_SIZE, office.MUTED)
        top += height
