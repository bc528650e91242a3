"""A place's year as one PowerPoint slide with a native, editable chart."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pandas as pd
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.text.text import Font
from pptx.util import Emu, Pt

from dashboard import theme
from dashboard.frames import records
from dashboard.i18n import numbers, words
from dashboard.i18n.texts import Texts

WIDE, HIGH = Emu(12192000), Emu(6858000)  # 16:9
LATIN, EAST_ASIAN = "Calibri", "Microsoft YaHei"
ROWS = 12


def place_slide(rows: pd.DataFrame, t: Texts, *, title: str, source: str) -> bytes:
    """The .pptx of `rows` (queries/place_rows.sql of one year): promised against reported, growth rates and rates in %."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    _text(slide, title, (457200, 320000, 11277600, 700000), 24, bold=True)
    in_percent = rows[(rows["unit"].isin(["%", "百分点"])) & rows["x"].notna()].head(ROWS)
    if len(in_percent):
        _chart(slide, in_percent, t)
    _table(slide, rows.head(ROWS), t)
    _text(slide, source, (457200, 6400000, 11277600, 320000), 10, colour=theme.LIGHT.muted)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _font(font: Font, size: float, bold: bool = False, colour: str = theme.LIGHT.ink) -> None:
    """Both the Latin and the East Asian face are set, or Chinese falls back to whatever is there."""
    font.size, font.bold, font.name = Pt(size), bold, LATIN
    font.color.rgb = RGBColor.from_string(colour.lstrip("#"))
    properties = font._rPr
    for tag in ("a:ea", "a:cs"):
        element = properties.find(qn(tag))
        if element is None:
            element = properties.makeelement(qn(tag), {})
            properties.append(element)
        element.set("typeface", EAST_ASIAN)


def _text(
    slide: Any,
    text: str,
    box: tuple[int, int, int, int],
    size: float,
    bold: bool = False,
    colour: str = theme.LIGHT.ink,
) -> None:
    """A line of text in a box (EMU)."""
    frame = slide.shapes.add_textbox(*(Emu(value) for value in box)).text_frame
    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text = text
    _font(run.font, size, bold, colour)


def _chart(slide: Any, rows: pd.DataFrame, t: Texts) -> None:
    """Clustered bars, target beside outcome, in %."""
    data = CategoryChartData(number_format="0.0")
    data.categories = [t.label(row) for row in records(rows)][::-1]
    data.add_series(t("column.target"), [float(value) for value in rows["x"]][::-1])
    data.add_series(t("column.outcome"), [None if numbers.absent(v) else float(v) for v in rows["outcome_value"]][::-1])
    box = [Emu(v) for v in (457200, 1100000, 5500000, 5200000)]
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data).chart
    chart.has_legend, chart.has_title = True, False
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _font(chart.font, 11)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap, plot.has_data_labels = 60, -5, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = '0.0"%"', False
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    colours = ("#B9C0CC", theme.LIGHT.accent)
    for series, colour in zip(plot.series, colours, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#"))


def _table(slide: Any, rows: pd.DataFrame, t: Texts) -> None:
    """Promised, reported and the verdict with its symbol."""
    heads = [t(f"column.{key}") for key in ("indicator", "target", "outcome", "status")]
    box = [Emu(v) for v in (6150000, 1150000, 5600000, 300000 * (len(rows) + 1))]
    grid = slide.shapes.add_table(len(rows) + 1, 4, *box).table
    for column, width in enumerate((1900000, 1350000, 1150000, 1200000)):
        grid.columns[column].width = Emu(width)
    for column, head in enumerate(heads):
        _cell(grid.cell(0, column), head, theme.LIGHT.muted)
    for i, row in enumerate(records(rows), 1):
        status = row["status"]
        texts = [
            t.label(row),
            words.target(row, t),
            words.outcome(row, t),
            f"{theme.GLYPHS[status]} {t(f'status.{status}')}",
        ]
        for column, text in enumerate(texts):
            _cell(grid.cell(i, column), text, theme.LIGHT.status[status] if column == 3 else theme.LIGHT.ink)


def _cell(cell: Any, text: str, colour: str) -> None:
    """One cell, without the template's fill."""
    cell.fill.background()
    cell.margin_top = cell.margin_bottom = Emu(30000)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = text
    _font(run.font, 11, colour=colour)
