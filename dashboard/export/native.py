"""Charts that Office draws and edits: python-pptx's charts in our look, with their data and evidence ids in the workbook."""

from __future__ import annotations

import math
from io import BytesIO
from typing import Any

import xlsxwriter
from lxml import etree
from pptx import Presentation
from pptx.chart.chart import Chart as OfficeChart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboard import theme
from dashboard.export import office, safe
from dashboard.export.model import Chart, Series, sum_of

TYPES = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked_bar": XL_CHART_TYPE.BAR_STACKED,
    "stacked_column": XL_CHART_TYPE.COLUMN_STACKED,
    "dumbbell": XL_CHART_TYPE.LINE_MARKERS,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
MARKS = {
    "triangle": XL_MARKER_STYLE.TRIANGLE,
    "circle": XL_MARKER_STYLE.CIRCLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "x": XL_MARKER_STYLE.X,
    "square": XL_MARKER_STYLE.SQUARE,
    "dash": XL_MARKER_STYLE.DASH,
}
EVIDENCE_HEAD = "evidence"  # heads the columns of ids, to the right of the data
MANY = 16  # categories: from there labels shrink
STEM_UP, STEM_DOWN = "F", "G"  # columns of the dumbbell's stems: after categories, two series and two columns of ids
STEM = "#A9B0BA"
FEW = 5  # categories: columns stay slim


def add(slide: Any, chart: Chart, box: tuple[int, int, int, int], alt: str, size: float = 12) -> Any:
    """Add `chart` to a slide at `box` (left, top, width, height in EMU); text of `size` pt. Returns the graphic frame."""
    data = CategoryChartData(number_format="General")
    categories, series = _ordered(chart)
    data.categories = categories
    for one in series:
        data.add_series(safe.line(one.name), one.values)
    frame = slide.shapes.add_chart(TYPES[chart.kind], *(Emu(value) for value in box), data)
    made = frame.chart
    made.part.chart_workbook.update_from_xlsx_blob(workbook(chart))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", safe.line(alt))
    _common(made, size, len(series) > 1)
    _STYLES[chart.kind](made, chart, series, size)
    return frame


def parts(chart: Chart, alt: str, size: float = 9) -> tuple[bytes, bytes]:
    """The chart's XML and its workbook, for a file that is no presentation."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    frame = add(slide, chart, (0, 0, 5000000, 3000000), alt, size)
    return frame.chart.part.blob, workbook(chart)


def _ordered(chart: Chart) -> tuple[list[str], list[Series]]:
    """Categories and series as Office wants them: horizontal bars run from below, so they are turned round."""
    names = [safe.line(name) for name in chart.categories]
    if chart.kind not in ("bar", "stacked_bar"):
        return names, list(chart.series)
    turned = [Series(one.name, one.values[::-1], one.ids[::-1], one.colour, one.statuses[::-1]) for one in chart.series]
    return names[::-1], turned


def workbook(chart: Chart) -> bytes:
    """The chart's data as Office expects it (categories, one column a series), then one column of evidence ids a series."""
    categories, series = _ordered(chart)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Sheet1")
    for row, name in enumerate(categories, 1):
        sheet.write_string(row, 0, name)
    for column, one in enumerate(series, 1):
        sheet.write_string(0, column, safe.line(one.name))
        sheet.write_string(0, column + len(series), EVIDENCE_HEAD)
        for row, (value, name) in enumerate(zip(one.values, one.ids, strict=True), 1):
            if value is not None:
                sheet.write_number(row, column, value)
            sheet.write_string(row, column + len(series), name)
    if chart.kind == "dumbbell":
        _stem_columns(sheet, series)
    sheet.set_column(0, 0, 24)
    book.close()
    return out.getvalue()


def _stem_columns(sheet: Any, series: list[Series]) -> None:
    """The lengths of the stems as formulas of our own, so that they follow when the data are edited."""
    up, down = _lengths(series, 1), _lengths(series, -1)
    for column, head, left, right, values in ((5, "stem +", "B", "C", up), (6, "stem -", "C", "B", down)):
        sheet.write_string(0, column, head)
        for row, value in enumerate(values, 1):
            both = f"AND(ISNUMBER(B{row + 1}),ISNUMBER(C{row + 1}))"
            sheet.write_formula(row, column, f"=IF({both},MAX({left}{row + 1}-{right}{row + 1},0),0)", None, value)


def _common(made: OfficeChart, size: float, legend: bool) -> None:
    """Face, size, legend."""
    made.font.size = Pt(size)
    made.font.color.rgb = office.rgb(office.INK)
    office.faces(made.font._rPr)
    made.has_title = False
    made.has_legend = legend
    if legend:
        made.legend.position = XL_LEGEND_POSITION.TOP
        made.legend.include_in_layout = False
        made.legend.font.size = Pt(size)
        made.legend.font.color.rgb = office.rgb(office.MUTED)
        office.faces(made.legend.font._rPr)
    _once(made._chartSpace, "c:roundedCorners", "0")
    _bare(made._chartSpace)


def _once(space: Any, tag: str, value: str) -> None:
    """Set a switch of the chart space; it stands after c:date1904."""
    element = space.find(qn(tag))
    if element is None:
        element = space.makeelement(qn(tag), {})
        date = space.find(qn("c:date1904"))
        space.insert(0 if date is None else list(space).index(date) + 1, element)
    element.set("val", value)


def _bare(space: Any) -> None:
    """No fill and no frame around the chart; c:spPr stands before c:txPr."""
    shape = space.makeelement(qn("c:spPr"), {})
    etree.SubElement(shape, qn("a:noFill"))
    etree.SubElement(etree.SubElement(shape, qn("a:ln")), qn("a:noFill"))
    for old in space.findall(qn("c:spPr")):
        space.remove(old)
    space.insert(list(space).index(space.find(qn("c:chart"))) + 1, shape)


def _upright(axis: Any) -> None:
    """Category names stay level and wrap; slanted Chinese is hard to read."""
    body = axis.tick_labels.font._element.getparent().getparent().getparent().find(qn("a:bodyPr"))
    body.set("rot", "0")
    body.set("vert", "horz")


def _axis(axis: Any, size: float, labels: bool = True, grid: bool = False) -> None:
    """One axis: thin or no line, muted labels."""
    axis.format.line.color.rgb = office.rgb(office.LINE)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = grid
    if grid:
        axis.major_gridlines.format.line.color.rgb = office.rgb(office.LINE)
        axis.major_gridlines.format.line.width = Pt(0.5)
    axis.tick_labels.font.size = Pt(size)
    axis.tick_labels.font.color.rgb = office.rgb(office.MUTED)
    office.faces(axis.tick_labels.font._rPr)
    if not labels:
        axis.visible = False


def _bar(made: OfficeChart, chart: Chart, series: list[Series], size: float) -> None:
    """One bar a status, each in its colour, its count at the end."""
    plot = made.plots[0]
    plot.gap_width, plot.vary_by_categories = 45, False
    _axis(made.category_axis, size)
    made.category_axis.tick_labels.font.color.rgb = office.rgb(office.INK)
    _axis(made.value_axis, size, labels=False)
    made.value_axis.minimum_scale = 0
    for point, status in enumerate(series[0].statuses):
        fill = plot.series[0].points[point].format.fill
        fill.solid()
        fill.fore_color.rgb = office.rgb(theme.LIGHT.status[status])
    _labels(plot, size + 2, XL_LABEL_POSITION.OUTSIDE_END, office.INK, bold=True)


def _labels(plot: Any, size: float, position: Any, colour: str, bold: bool = False) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, "General", False
    labels.font.size, labels.font.bold = Pt(size), bold
    labels.font.color.rgb = office.rgb(colour)
    office.faces(labels.font._rPr)
    if position is not None:
        labels.position = position


def _stacked(made: OfficeChart, chart: Chart, series: list[Series], size: float) -> None:
    """Verdicts stacked, the count in each piece."""
    many = len(chart.categories) > MANY
    plot = made.plots[0]
    plot.gap_width, plot.overlap = (35 if many else 60 if len(chart.categories) > FEW else 140), 100
    _axis(made.category_axis, size - (2 if many else 0))
    made.category_axis.tick_labels.font.color.rgb = office.rgb(office.INK)
    _upright(made.category_axis)
    _axis(made.value_axis, size, labels=False)
    made.value_axis.minimum_scale = 0
    made.value_axis.maximum_scale = max(sum_of(column) for column in zip(*(one.values for one in series), strict=True))
    for shown, one in zip(plot.series, series, strict=True):
        shown.format.fill.solid()
        shown.format.fill.fore_color.rgb = office.rgb(one.colour)
        shown.format.line.color.rgb = office.rgb(office.PAPER)
        labels = shown.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "General", False
        labels.position = XL_LABEL_POSITION.CENTER
        labels.font.size = Pt(size - (3 if many else 1))
        labels.font.color.rgb = office.rgb(office.readable(one.colour))
        office.faces(labels.font._rPr)


def _dumbbell(made: OfficeChart, chart: Chart, series: list[Series], size: float) -> None:
    """Target and outcome as two marks on a stem, one pair a category."""
    many = len(chart.categories) > MANY
    plot = made.plots[0]
    _axis(made.category_axis, size - (2 if many else 0))
    made.category_axis.tick_labels.font.color.rgb = office.rgb(office.INK)
    made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _upright(made.category_axis)
    _axis(made.value_axis, size, grid=True)
    _span(made, series)
    target, outcome = plot.series
    _no_line(target)
    _no_line(outcome)
    _mark(target.marker, "dash", office.MUTED, 12)
    for point, status in enumerate(series[1].statuses):
        _status_mark(outcome.points[point].marker, status, 10)
    _mark(outcome.marker, "circle", office.ACCENT, 10)
    _stems(outcome, series)
    _pair_labels(target, outcome, series, size - (4 if many else 2))


def _span(made: OfficeChart, series: list[Series]) -> None:
    """A scale with round steps through zero that leaves room for the labels above and below."""
    values = [value for one in series for value in one.values if value is not None]
    if not values:
        return
    low, high = min(values), max(values)
    if low <= high / 3 or low < 0:  # marks are no bars: zero stands there only where it is near
        low, high = min(0.0, low), max(0.0, high)
    room = (high - low) * 0.12 or abs(high) * 0.2 or 1
    step = _step(high - low + room)
    axis = made.value_axis
    axis.major_unit = step
    axis.maximum_scale = math.ceil((high + room if high > 0 else 0) / step) * step
    axis.minimum_scale = math.floor((low - room if low else 0) / step) * step


def _step(span: float) -> float:
    """A round step that cuts `span` into four to eight."""
    size = 10.0 ** math.floor(math.log10(span / 4))
    return next(size * factor for factor in (1, 2, 5, 10) if span / (size * factor) <= 8)


def _no_line(series: Any) -> None:
    series.smooth = False
    series.format.line.fill.background()


def _mark(marker: Any, style: str, colour: str, size: int, hollow: bool = False) -> None:
    marker.style, marker.size = MARKS[style], size
    marker.format.line.color.rgb = office.rgb(colour)
    marker.format.line.width = Pt(1.75)
    if hollow:
        marker.format.fill.background()
    else:
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = office.rgb(colour)


def _status_mark(marker: Any, status: str, size: int) -> None:
    """The one colour and the one symbol of a status."""
    _mark(marker, office.MARKERS[status], theme.LIGHT.status[status], size, status in office.HOLLOW)


def _stems(outcome: Any, series: list[Series]) -> None:
    """A line from each outcome to its target: error bars that the workbook's last two columns work out."""
    element = outcome._element.makeelement(qn("c:errBars"), {})
    for tag, value in (("errDir", "y"), ("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "1")):
        etree.SubElement(element, qn(f"c:{tag}"), {"val": value})
    for side, column, lengths in (("plus", STEM_UP, _lengths(series, 1)), ("minus", STEM_DOWN, _lengths(series, -1))):
        reference = etree.SubElement(etree.SubElement(element, qn(f"c:{side}")), qn("c:numRef"))
        etree.SubElement(reference, qn("c:f")).text = f"Sheet1!${column}$2:${column}${len(lengths) + 1}"
        cache = etree.SubElement(reference, qn("c:numCache"))
        etree.SubElement(cache, qn("c:formatCode")).text = "General"
        etree.SubElement(cache, qn("c:ptCount"), {"val": str(len(lengths))})
        for i, length in enumerate(lengths):
            point = etree.SubElement(cache, qn("c:pt"), {"idx": str(i)})
            etree.SubElement(point, qn("c:v")).text = repr(length)
    line = etree.SubElement(etree.SubElement(element, qn("c:spPr")), qn("a:ln"), {"w": "25400"})
    fill = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", office.hexa(STEM))
    before = outcome._element.find(qn("c:cat"))
    outcome._element.insert(list(outcome._element).index(before), element)


def _lengths(series: list[Series], side: int) -> list[float]:
    """How far each target lies above (side 1) or below (-1) its outcome; 0 where it does not."""
    pairs = zip(series[0].values, series[1].values, strict=True)
    return [0.0 if x is None or v is None else max(0.0, round(side * (x - v), 6)) for x, v in pairs]


def _pair_labels(target: Any, outcome: Any, series: list[Series], size: float) -> None:
    """The higher value above its mark, the lower one below."""
    for point, (x, v) in enumerate(zip(series[0].values, series[1].values, strict=True)):
        up = x is None or v is None or v >= x
        pairs = ((outcome, v, up, office.INK, True), (target, x, not up, office.MUTED, False))
        for shown, value, above, colour, bold in pairs:
            if value is None:
                continue
            label = shown.points[point].data_label
            label.position = XL_LABEL_POSITION.ABOVE if above else XL_LABEL_POSITION.BELOW
            label.font.size, label.font.bold = Pt(size), bold
            label.font.color.rgb = office.rgb(colour)
            office.faces(label.font._rPr)
            _show_value(label)


def _show_value(label: Any) -> None:
    """Show the value alone, in the workbook's own format, so that it follows when the data are edited."""
    element = label._get_or_add_dLbl()
    for tag, on in (("showLegendKey", 0), ("showVal", 1), ("showCatName", 0), ("showSerName", 0), ("showPercent", 0)):
        child = element.find(qn(f"c:{tag}"))
        if child is not None:
            child.set("val", str(on))


def _line(made: OfficeChart, chart: Chart, series: list[Series], size: float) -> None:
    """Targets as a stepped mark, outcomes as a line with the verdict's symbols."""
    plot = made.plots[0]
    _axis(made.category_axis, size)
    made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _upright(made.category_axis)
    _axis(made.value_axis, size, grid=True)
    _span(made, series)
    target, outcome = plot.series
    target.smooth = outcome.smooth = False
    target.format.line.color.rgb = office.rgb(office.MUTED)
    target.format.line.width, target.format.line.dash_style = Pt(1.5), MSO_LINE.DASH
    outcome.format.line.color.rgb = office.rgb(office.ACCENT)
    outcome.format.line.width = Pt(2.5)
    _mark(target.marker, "dash", office.MUTED, 12)
    for point, status in enumerate(series[1].statuses):
        _status_mark(outcome.points[point].marker, status, 11)
    _mark(outcome.marker, "circle", office.ACCENT, 11)
    _pair_labels(target, outcome, series, size - 1)


_STYLES = {"bar": _bar, "stacked_bar": _stacked, "stacked_column": _stacked, "dumbbell": _dumbbell, "line": _line}
