"""The briefing as a document: two to four pages of findings, then an annex with every number's two sentences and sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt

from dashboard import theme
from dashboard.export import annex, docx_parts, office
from dashboard.export.compose import Text, Words, ids, plain
from dashboard.export.docx_parts import Writer, shade, tight
from dashboard.export.model import Briefing, Cell, Chart, Column, Item, Section, Table

WIDTH = 16.2  # cm between the margins
BODY_ITEMS = {"place": 12, "indicator": 10, "year": 6}  # sentences of a list in the body; the rest stands in the annex
BODY_ROWS = {"indicators": 8}  # rows of a table in the body, where it is long
HEIGHTS = {"bar": 5.2, "stacked_bar": 7.5, "stacked_column": 5.8, "dumbbell": 6.2, "line": 5.6}  # cm


def write(briefing: Briefing, path: Path) -> None:
    """Write the document."""
    Maker(briefing).make().save(str(path))


class Maker:
    """One document."""

    def __init__(self, briefing: Briefing) -> None:
        self.b, self.w = briefing, briefing.words
        self.file = docx_parts.new(briefing.title, self.w.language)
        self.writer = Writer(self.w.language)

    def make(self) -> Any:
        """Title, chapters, annex."""
        self._frame()
        self._title()
        for n, section in enumerate(self.b.sections):
            self._chapter(n, section)
        self._annex()
        return self.file

    def _frame(self) -> None:
        """Header and footer of every page."""
        page = self.file.sections[0]
        head = tight(page.header.paragraphs[0], "right")
        self.writer.runs(head, (f"{self.w.entries['meta.series']}　{self.b.title}",), 9, office.MUTED, "table")
        foot = tight(page.footer.paragraphs[0], "center")
        self.writer.runs(foot, ("— ",), 9, office.MUTED, "table")
        docx_parts.field(foot, "PAGE")
        self.writer.runs(foot, (" —",), 9, office.MUTED, "table")

    def _title(self) -> None:
        paragraph = self.file.add_paragraph(style="Title")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(4)
        self.writer.runs(paragraph, (self.b.title,))
        meta = tight(self.file.add_paragraph(), "center", after=10)
        self.writer.runs(meta, (f"{self.b.subtitle}　{self.b.as_of}　{self.b.made}",), 10, office.MUTED, "table")

    def _heading(self, n: int, text: str) -> None:
        numeral = self.w.entries["heading.numerals"].split()[n]
        paragraph = self.file.add_paragraph(style="Heading 1")
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12), Pt(4)
        self.writer.runs(paragraph, (self.w.say("heading.number", n=numeral, text=text),))

    def _chapter(self, n: int, section: Section) -> None:
        self._heading(n, section.heading)
        if section.key == "method":
            self._method(section)
            return
        for text in section.lead or (self._sentence(section.title),):
            self._paragraph(text)
        if section.chart and section.key != "targets":
            self._chart(section, section.chart)
        if section.table and section.key != "history":
            self._table(section.table, BODY_ROWS.get(section.table.name, len(section.table.rows)))
        if section.chart and section.key == "targets":
            self._chart(section, section.chart)
        if section.items:
            self._items(section.items)

    def _sentence(self, title: Text) -> Text:
        """A finding as a sentence of its own."""
        return (*title, self.w.entries["stop"])

    def _paragraph(self, text: Text) -> None:
        paragraph = self.file.add_paragraph()
        style = paragraph.paragraph_format
        style.space_after, style.line_spacing = Pt(4), 1.4
        style.first_line_indent = Cm(0.85) if self.w.language == "zh" else Cm(0)
        self.writer.runs(paragraph, text)
        self._trace(paragraph, text)

    def _trace(self, paragraph: Any, text: Text) -> None:
        """The ids of a sentence, raised behind it, for readers on paper."""
        names = ids(text)
        if names:
            self.writer.superscript(paragraph, f"[{annex.trace(names)}]")

    def _items(self, items: Sequence[Item]) -> None:
        most = BODY_ITEMS[self.b.subject.kind]
        for item in items[:most]:
            paragraph = self.file.add_paragraph()
            style = paragraph.paragraph_format
            style.left_indent, style.first_line_indent = Cm(0.85), Cm(-0.6)
            style.space_after, style.line_spacing = Pt(2), 1.2
            if item.status:
                self.writer.runs(
                    paragraph, (f"{theme.GLYPHS[item.status]} ",), 11, theme.LIGHT.status[item.status], "table"
                )
            self.writer.runs(paragraph, (*item.text, self.w.entries["stop"]))
            self._trace(paragraph, item.text)
            if item.note:
                paragraph.add_run().add_break()
                self.writer.runs(paragraph, (item.note,), 9.5, office.MUTED)
        if len(items) > most:
            more = tight(self.file.add_paragraph(), before=2, after=4)
            more.paragraph_format.left_indent = Cm(0.85)
            key = "meta.more" if self.b.subject.kind != "year" else "meta.more_elsewhere"
            self.writer.runs(more, (self.w.say(key, n=len(items) - most),), 10, office.MUTED)

    def _chart(self, section: Section, drawn: Chart) -> None:
        caption = tight(self.file.add_paragraph(), "center", before=6, after=0)
        caption.paragraph_format.keep_with_next = True
        self.writer.runs(caption, (drawn.caption,), 9.5, office.MUTED, "table")
        place = tight(self.file.add_paragraph(), "center", before=0, after=6)
        height = HEIGHTS[drawn.kind]
        if drawn.kind == "bar":
            height = 1.0 + 0.6 * len(drawn.categories)
        elif drawn.kind == "stacked_bar":
            height = 1.5 + 0.44 * len(drawn.categories)
        alt = self.w.say("chart.alt", title=plain(section.title))
        docx_parts.chart(self.file, place, drawn, (WIDTH, height), alt)

    def _table(self, table: Table, most: int) -> None:
        """The rows as a table; what is left out is counted under it."""
        columns = table.columns
        widths = [WIDTH * column.weight / sum(c.weight for c in columns) for column in columns]
        rows = table.rows[:most]
        grid = docx_parts.table(self.file, len(rows) + 1, widths)
        size = 9.5 if len(columns) < 8 else 8.5
        for cell, column in zip(grid.rows[0].cells, columns, strict=True):
            shade(cell, office.PANEL)
            self.writer.runs(
                tight(cell.paragraphs[0], _align(column)), (column.title,), size, office.MUTED, "table", bold=True
            )
        for line, row in zip(list(grid.rows)[1:], rows, strict=True):
            for place, column, cell in zip(line.cells, columns, row, strict=True):
                self._cell(place, column, cell, size)
        after = tight(self.file.add_paragraph(), before=2, after=6)
        if len(table.rows) > most:
            self.writer.runs(after, (self.w.say("meta.more", n=len(table.rows) - most),), 9, office.MUTED, "table")
        self.writer.runs(
            after, (self.b.footer if len(table.rows) <= most else f"　{self.b.footer}",), 8, office.MUTED, "table"
        )

    def _cell(self, place: Any, column: Column, cell: Cell, size: float) -> None:
        paragraph = tight(place.paragraphs[0], _align(column), 1.0, 1.0)
        colour = (
            theme.LIGHT.status[cell.status] if cell.status else office.MUTED if column.kind == "ids" else office.INK
        )
        text: Text = (f"{theme.GLYPHS[cell.status]} ", *cell.text) if cell.status else cell.text
        self.writer.runs(paragraph, text, size, colour, "table", bold=bool(cell.status))

    def _method(self, section: Section) -> None:
        evidence = self.w.say("method.evidence", annex=self.w.entries["method.annex_docx"])
        for text in [
            (self.b.source_line + self.w.entries["stop"],),
            *(item.text for item in section.items),
            (evidence,),
        ]:
            paragraph = tight(self.file.add_paragraph(), before=1, after=2)
            paragraph.paragraph_format.line_spacing = 1.1
            self.writer.runs(paragraph, text, 9)

    def _annex(self) -> None:
        """Every promise with both sentences, every made number, every source."""
        self.file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        heading = self.file.add_paragraph(style="Heading 1")
        self.writer.runs(heading, (self.w.entries["heading.annex"],))
        self._proofs(annex.proofs(self.b))
        self._made([name for name in self.b.evidence.entries if name.startswith("N")])
        self._sources()

    def _heads(self, grid: Any, *keys: str) -> None:
        for cell, key in zip(grid.rows[0].cells, keys, strict=True):
            shade(cell, office.PANEL)
            head = self.w.entries[f"names.{key}"]
            self.writer.runs(tight(cell.paragraphs[0]), (head,), 8.5, office.MUTED, "table", bold=True)

    def _proofs(self, proofs: Sequence[annex.Proof]) -> None:
        grid = docx_parts.table(self.file, len(proofs) + 1, (4.0, 6.1, 6.1))
        self._heads(grid, "evidence", "target_sentence", "outcome_sentence")
        for row, one in zip(list(grid.rows)[1:], proofs, strict=True):
            first, target, outcome = row.cells
            paragraph = tight(first.paragraphs[0])
            self.writer.bookmarks(paragraph, one.ids)
            self.writer.runs(paragraph, (f"[{one.name}] {one.subject}",), 8.5, office.INK, "table", bold=True)
            status = tight(first.add_paragraph())
            self.writer.runs(status, (one.head,), 8.5, one.colour, "table", bold=True)
            self.writer.runs(tight(first.add_paragraph()), (", ".join(one.ids),), 7, office.MUTED, "table")
            self._side(target, one.target, one.target_sentence, one.target_source)
            self._side(outcome, one.outcome, one.outcome_sentence, one.outcome_source)
            if one.reason:
                self.writer.runs(tight(outcome.add_paragraph()), (one.reason,), 7.5, office.MUTED, "table")

    def _side(self, cell: Any, value: str, sentence: str, source: str) -> None:
        self.writer.runs(tight(cell.paragraphs[0]), (value,), 8.5, office.INK, "table", bold=True)
        if sentence:
            self.writer.runs(tight(cell.add_paragraph()), (sentence,), 8.5)
        if source:
            self.writer.runs(tight(cell.add_paragraph()), (source,), 7.5, office.MUTED, "table")

    def _made(self, names: Sequence[str]) -> None:
        """The numbers made from others, in two columns."""
        docx_parts.columns(self.file.add_section(WD_SECTION.CONTINUOUS), 2)
        for name in names:
            paragraph = tight(self.file.add_paragraph(), before=0, after=0)
            self.writer.bookmarks(paragraph, (name,))
            self.writer.runs(paragraph, (annex.figure_line(name, self.b),), 7.5, office.MUTED, "table")

    def _sources(self) -> None:
        docx_parts.columns(self.file.add_section(WD_SECTION.CONTINUOUS), 1)
        grid = docx_parts.table(self.file, len(self.b.sources) + 1, (5.2, 5.4, 5.6))
        self._heads(grid, "source", "address", "sha256")
        for row, source in zip(list(grid.rows)[1:], self.b.sources.values(), strict=True):
            texts = source_texts(source, self.w)
            for cell, text in zip(row.cells, texts, strict=True):
                self.writer.runs(tight(cell.paragraphs[0]), (text,), 7.5, office.INK, "table")


def source_texts(row: dict[str, Any], w: Words) -> tuple[str, str, str]:
    """Title with its kind, address, hash."""
    kind = {"digest": w.entries["meta.digest"], "figures": w.entries["meta.figures"]}.get(row["doc_type"], "")
    title = f"{row['citation'] or row['title']}（{kind}）" if kind else row["title"]
    return title, row["source_url"] or row["source_file"], row["sha256"]


def _align(column: Column) -> str:
    return "right" if column.kind in ("figure", "count", "share", "ids") else "left"
