"""The briefing as a workbook: tables with types, formats and filters, and sheets on evidence, sources and method.

Text is always written as text: nothing from a document can run as a formula or become a link. Every number has the id of
its evidence in a column of the group at the right (folded away).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard import theme
from dashboard.export import office, safe, tables
from dashboard.export.compose import Text, ids, plain
from dashboard.export.model import Briefing, Cell, Table, shown

WIDTHS = {
    "path": 22, "indicator": 24, "target": 20, "reason": 46, "target_sentence": 46, "outcome_sentence": 46, "quote": 60,
    "source": 34, "address": 40, "file": 30, "sha256": 24, "rule": 28, "inputs": 24, "place": 14, "value": 16,
}  # fmt: skip
KINDS = {"text": "", "whole": "0", "number": "#,##0.######", "date": "yyyy-mm-dd", "percent": '0.0"%"'}


def write(briefing: Briefing, path: Path) -> None:
    """Write the workbook."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": safe.line(briefing.title), "author": "言果 Yanguo", "comments": briefing.footer})
    maker = Maker(book, briefing)
    maker.summary()
    maker.records("targets", tables.promises(briefing), tables.PROMISES, list(tables.IDS))
    for section in briefing.sections:
        if section.table and section.table.name in ("places", "indicators", "history"):
            maker.counts(section.heading, section.table)
    changes = tables.changes(briefing)
    if changes:
        maker.records("changes", changes, tables.CHANGES, list(tables.CHANGE_IDS))
    maker.records("evidence", tables.evidence(briefing), tables.EVIDENCE, [])
    maker.sources()
    book.close()


class Maker:
    """One workbook."""

    def __init__(self, book: Any, briefing: Briefing) -> None:
        self.book, self.b, self.w = book, briefing, briefing.words
        self._formats: dict[str, Any] = {}
        self._names: set[str] = set()

    def style(self, **properties: Any) -> Any:
        """A format, made once."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": office.EAST_ASIAN, "font_size": 10, "font_color": office.INK, "valign": "vcenter"}
            self._formats[key] = self.book.add_format(base | properties)
        return self._formats[key]

    def sheet(self, name: str) -> Any:
        """A new sheet; the name is made safe, short and its own."""
        clean = "".join("_" if char in "[]:*?/\\'" else char for char in safe.line(name))[:28] or "Sheet"
        unique, n = clean, 2
        while unique.casefold() in self._names:
            unique, n = f"{clean}{n}", n + 1
        self._names.add(unique.casefold())
        sheet = self.book.add_worksheet(unique)
        sheet.hide_gridlines(2)
        return sheet

    def _name(self, key: str) -> str:
        return self.w.entries.get(f"names.{key}", key)

    def head(self, sheet: Any, row: int, titles: Sequence[str]) -> None:
        """The heading row."""
        style = self.style(
            bold=True,
            font_color=office.MUTED,
            bg_color=office.PANEL,
            bottom=1,
            bottom_color=office.LINE,
            text_wrap=True,
        )
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, style)

    def value(self, sheet: Any, row: int, column: int, value: Any, kind: str, **properties: Any) -> None:
        """One cell by its kind; what is not there stays empty, long text wraps."""
        if kind == "text" and len(str(value or "")) > 24:
            properties["text_wrap"] = True
        style = self.style(bottom=1, bottom_color=office.LINE, num_format=KINDS[kind] or "@", **properties)
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif kind == "date":
            sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), style)
        elif kind == "text":
            sheet.write_string(row, column, safe.xml_text(value)[:32000], style)
        else:
            sheet.write_number(row, column, float(value), style)

    def summary(self) -> None:
        """Title, sentences, dates."""
        sheet = self.sheet(self.w.entries["heading.overview"])
        sheet.set_column(0, 0, 110)
        sheet.set_column(1, 1, 22)
        sheet.write_string(0, 0, safe.line(self.b.title), self.style(bold=True, font_size=18))
        sheet.write_string(
            1, 0, safe.line(f"{self.b.subtitle}　{self.b.as_of}　{self.b.made}"), self.style(font_color=office.MUTED)
        )
        row = 3
        for section in self.b.sections:
            if section.key == "method":
                continue
            sheet.write_string(
                row,
                0,
                plain(section.title),
                self.style(bold=True, font_color=office.ACCENT, font_size=12, text_wrap=True),
            )
            row += 1
            for text, status in [
                *((text, "") for text in section.lead),
                *((item.text, item.status) for item in section.items),
            ]:
                glyph = f"{theme.GLYPHS[status]} " if status else ""
                sheet.write_string(row, 0, safe.xml_text(glyph + plain(text)), self.style(text_wrap=True))
                self._trace(sheet, row, text)
                row += 1
            row += 1
        sheet.write_string(row, 0, self.b.footer, self.style(font_color=office.MUTED))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _trace(self, sheet: Any, row: int, text: Text) -> None:
        """The ids of a sentence's numbers, in the order of their appearance, beside it."""
        sheet.write_string(row, 1, " ".join(ids(text)), self.style(font_color=office.MUTED, text_wrap=True))

    def records(self, name: str, rows: Sequence[tables.Record], columns: dict[str, str], proven: Sequence[str]) -> None:
        """A table of records with filters; `proven` are the columns whose evidence stands in the folded group at the right."""
        titles = {name: self.w.entries[f"heading.{name}"] for name in ("targets", "changes")}
        titles["evidence"] = self._name("evidence")
        sheet = self.sheet(titles[name])
        evidence = self._name("evidence")
        self.head(
            sheet, 0, [*(self._name(key) for key in columns), *(f"{evidence}·{self._name(key)}" for key in proven)]
        )
        for line, row in enumerate(rows, 1):
            for column, (key, kind) in enumerate(columns.items()):
                extra = self._status(row, key)
                self.value(sheet, line, column, row[key], kind, **extra)
            for column, key in enumerate(proven, len(columns)):
                self.value(sheet, line, column, row[f"id_{key}"], "text", font_color=office.MUTED)
        for column, key in enumerate(columns):
            sheet.set_column(column, column, WIDTHS.get(key, 11))
        if proven:
            sheet.set_column(len(columns), len(columns) + len(proven) - 1, 9, None, {"level": 1, "hidden": True})
            sheet.set_column(len(columns) + len(proven), len(columns) + len(proven), 3, None, {"collapsed": True})
        self._finish(sheet, len(rows), len(columns) + len(proven), 2 if name == "targets" else 1)

    def _status(self, row: tables.Record, key: str) -> dict[str, Any]:
        """The colour of a verdict, by the entry that it belongs to."""
        if key != "verdict":
            return {}
        status = str(self.b.evidence[row["id_verdict"]].value)
        return {"font_color": theme.LIGHT.status[status], "bold": True}

    def counts(self, title: str, table: Table) -> None:
        """Counts by status, with the share kept in per cent."""
        sheet = self.sheet(title)
        evidence = self._name("evidence")
        marked = [i for i, column in enumerate(table.columns) if column.kind in ("count", "share")]
        heads = [column.title for column in table.columns]
        self.head(sheet, 0, [*heads, *(f"{evidence}·{heads[i]}" for i in marked)])
        for line, row in enumerate(table.rows, 1):
            for column, (head, cell) in enumerate(zip(table.columns, row, strict=True)):
                kind = {"count": "whole", "share": "percent"}.get(head.kind, "text")
                self.value(sheet, line, column, _content(cell, kind), kind)
            for column, i in enumerate(marked, len(heads)):
                self.value(sheet, line, column, row[i].id, "text", font_color=office.MUTED)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, len(heads) - 1, 10)
        sheet.set_column(len(heads), len(heads) + len(marked) - 1, 9, None, {"level": 1, "hidden": True})
        sheet.set_column(len(heads) + len(marked), len(heads) + len(marked), 3, None, {"collapsed": True})
        self._finish(sheet, len(table.rows), len(heads) + len(marked), 1)

    def _finish(self, sheet: Any, rows: int, columns: int, frozen: int) -> None:
        """Filters, frozen heads, a page that prints."""
        if rows:
            sheet.autofilter(0, 0, rows, columns - 1)
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(8 if columns > 14 else 9)  # A3 for the wide ones
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{self.b.footer.replace('&', '&&')}&R&8&P / &N")

    def sources(self) -> None:
        """Sources, then the method."""
        rows = tables.sources(self.b)
        sheet = self.sheet(self.w.entries["title.method"])
        self.head(sheet, 0, [self._name(key) for key in tables.SOURCES])
        for line, row in enumerate(rows, 1):
            for column, (key, kind) in enumerate(tables.SOURCES.items()):
                self.value(sheet, line, column, row[key], kind)
        for column, key in enumerate(tables.SOURCES):
            sheet.set_column(column, column, WIDTHS.get(key, 12))
        line = len(rows) + 2
        method = next(section for section in self.b.sections if section.key == "method")
        evidence = self.w.say("method.evidence", annex=self.w.entries["method.annex_xlsx"])
        for text in [*(plain(item.text) for item in method.items), evidence, self.b.footer]:
            sheet.merge_range(line, 0, line, len(tables.SOURCES) - 1, "", self.style(text_wrap=True))
            sheet.write_string(line, 0, safe.xml_text(text), self.style(text_wrap=True))
            sheet.set_row(line, 30)
            line += 1
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)


def _content(cell: Cell, kind: str) -> Any:
    return shown(cell) if kind == "text" else cell.value
