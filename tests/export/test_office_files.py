"""PPTX, DOCX and XLSX are opened again, and what stands in them is compared with the briefing."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn as word
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn as draw
from pptx.util import Inches

from dashboard.export import annex, deck, docx_file, native, office, pptx_file, readback, xlsx_file
from dashboard.export.compose import plain
from dashboard.export.model import Chart, Series
from tests.export.conftest import Make, file_of
from tests.yunling.facts import HOSTILE


@pytest.fixture(scope="module")
def slides(plain_pack: Path) -> object:
    return Presentation(str(file_of(plain_pack, "pptx")))


@pytest.fixture(scope="module")
def document(plain_pack: Path) -> object:
    return Document(str(file_of(plain_pack, "docx")))


@pytest.fixture(scope="module")
def book(plain_pack: Path) -> object:
    return load_workbook(file_of(plain_pack, "xlsx"))


def all_text(slide) -> str:  # type: ignore[no-untyped-def]
    return "\n".join("".join(t.text or "" for t in p.iter(draw("a:t"))) for p in slide._element.iter(draw("a:p")))


class TestSlides:
    def test_size_and_one_finding_a_slide(self, slides, make: Make) -> None:  # type: ignore[no-untyped-def]
        assert (slides.slide_width, slides.slide_height) == (Inches(13.333), Inches(7.5))
        titles = [slide.shapes.title.text_frame.text for slide in slides.slides]
        assert titles[0] == "东平区2025年承诺目标完成情况"
        findings = [plain(section.title) for section in make().sections]
        assert findings[0] in titles
        assert findings[-1] == titles[-1]
        assert all(titles)

    def test_only_our_layouts(self, slides) -> None:  # type: ignore[no-untyped-def]
        assert [layout.name for layout in slides.slide_layouts] == ["封面", "内容", "空白"]

    def test_theme_is_ours(self, slides) -> None:  # type: ignore[no-untyped-def]
        part = next(rel.target_part for rel in slides.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
        root = etree.fromstring(part.blob)
        faces = {font.tag.rsplit("}")[-1]: font.get("typeface") for font in root.iter(draw("a:latin"), draw("a:ea"))}
        assert faces == {"latin": office.LATIN, "ea": office.EAST_ASIAN}

    def test_every_run_has_both_faces(self, slides) -> None:  # type: ignore[no-untyped-def]
        for slide in slides.slides:
            for run in slide._element.iter(draw("a:r")):
                properties = run.find(draw("a:rPr"))
                assert properties.find(draw("a:latin")).get("typeface") == office.LATIN
                assert properties.find(draw("a:ea")).get("typeface") == office.EAST_ASIAN

    def test_charts_are_native_with_their_data(self, slides, make: Make) -> None:  # type: ignore[no-untyped-def]
        drawn = {section.key: section.chart for section in make().sections if section.chart}
        charts = [shape.chart for slide in slides.slides for shape in slide.shapes if shape.has_chart]
        assert len(charts) == len(drawn)
        gaps = next(
            chart for chart in charts if chart.plots[0].series[0].name == "目标" and len(chart.plots[0].categories) > 3
        )
        assert list(gaps.plots[0].categories) == list(drawn["targets"].categories)
        assert [tuple(series.values) for series in gaps.plots[0].series] == [
            series.values for series in drawn["targets"].series
        ]

    def test_chart_text_has_both_faces(self, slides) -> None:  # type: ignore[no-untyped-def]
        for slide in slides.slides:
            for shape in slide.shapes:
                if shape.has_chart:
                    faces = shape.chart._chartSpace.findall(f".//{draw('a:ea')}")
                    assert {face.get("typeface") for face in faces} == {office.EAST_ASIAN}

    def test_notes_hold_the_evidence(self, slides, make: Make) -> None:  # type: ignore[no-untyped-def]
        table = next(
            slide for slide in slides.slides if slide.shapes.title.text_frame.text.startswith("2025年承诺与报告")
        )
        notes = table.notes_slide.notes_text_frame.text
        assert "“地区生产总值增长5%左右”" in notes
        assert "“预计地区生产总值增长5.4%”" in notes
        assert "东平区2026年政府工作报告" in notes
        row = make().evidence.rows["J1"]
        assert f"[{row['target_start']}–{row['target_end']}]" in notes

    def test_nothing_leaves_the_slide(self, slides) -> None:  # type: ignore[no-untyped-def]
        for slide in slides.slides:
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.top >= 0
                assert shape.left + shape.width <= slides.slide_width + 10
                assert shape.top + shape.height <= slides.slide_height + 10

    def test_every_content_slide_names_source_and_date(self, slides) -> None:  # type: ignore[no-untyped-def]
        for slide in list(slides.slides)[1:]:
            assert "来源：" in all_text(slide)
            assert "数据截至2026年1月20日" in all_text(slide)

    def test_status_has_colour_and_symbol(self, slides) -> None:  # type: ignore[no-untyped-def]
        text = "\n".join(all_text(slide) for slide in slides.slides)
        assert "▲ 超额完成" in text
        assert "× 未完成" in text
        assert "□ 未见报告" in text

    def test_text_of_documents_is_text(self, slides) -> None:  # type: ignore[no-untyped-def]
        assert any(HOSTILE in all_text(slide).replace("\n", "") for slide in slides.slides)

    def test_pictures_of_charts_have_words(self, slides) -> None:  # type: ignore[no-untyped-def]
        for slide in slides.slides:
            for shape in slide.shapes:
                if shape.has_chart or shape.has_table:
                    assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


class TestNativeCharts:
    def test_workbook_has_data_then_ids_then_stems(self) -> None:
        chart = Chart(
            "dumbbell",
            "",
            ("甲", "乙"),
            (Series("目标", (5, 6), ("T1", "T2")), Series("报告", (5.4, None), ("R1", ""), statuses=("met", "missed"))),
            "%",
        )
        rows = list(load_workbook(BytesIO(native.workbook(chart)))["Sheet1"].values)
        assert rows[0] == (None, "目标", "报告", "evidence", "evidence", "stem +", "stem -")
        assert rows[1][:5] == ("甲", 5, 5.4, "T1", "R1")
        assert rows[2][:4] == ("乙", 6, None, "T2")
        assert rows[1][5].startswith("=IF(AND(")

    def test_stems_reach_from_outcome_to_target(self) -> None:
        series = [Series("目标", (5, 6, 1), ("", "", "")), Series("报告", (5.4, 4, None), ("", "", ""))]
        assert native._lengths(series, 1) == [0.0, 2.0, 0.0]
        assert native._lengths(series, -1) == [0.4, 0.0, 0.0]

    @pytest.mark.parametrize(("span", "step"), [(1, 0.2), (5, 1), (14, 2), (30, 5), (75, 10), (0.3, 0.05)])
    def test_round_steps(self, span: float, step: float) -> None:
        assert native._step(span) == pytest.approx(step)

    def test_error_bars_stand_where_the_schema_wants_them(self, slides) -> None:  # type: ignore[no-untyped-def]
        order = ["idx", "order", "tx", "spPr", "marker", "dPt", "dLbls", "trendline", "errBars", "cat", "val", "smooth"]
        for slide in slides.slides:
            for shape in slide.shapes:
                if shape.has_chart:
                    for series in shape.chart._chartSpace.iter(draw("c:ser")):
                        tags = [child.tag.rsplit("}")[-1] for child in series if child.tag.rsplit("}")[-1] in order]
                        assert tags == sorted(tags, key=order.index)


class TestPaging:
    def test_pages_are_full_but_not_over(self) -> None:
        pages = pptx_file.pages_of([0.345] * 31, 4.8)
        assert [i for page in pages for i in page] == list(range(31))
        assert max(len(page) for page in pages) * 0.345 <= 4.8
        assert max(map(len, pages)) - min(map(len, pages)) <= 2

    def test_a_row_higher_than_a_page_stands_alone(self) -> None:
        assert pptx_file.pages_of([9.0, 1.0], 5.0) == [[0], [1]]

    def test_nothing_makes_no_page(self) -> None:
        assert pptx_file.pages_of([], 5.0) == []


class TestDocument:
    def test_body_and_annex(self, document, make: Make) -> None:  # type: ignore[no-untyped-def]
        texts = [paragraph.text for paragraph in document.paragraphs]
        assert texts[0] == "东平区2025年承诺目标完成情况"
        headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
        assert headings[0] == "一、总体情况"
        assert headings[-1] == "附件　数字的依据"
        lead = "2025年，东平区14项主要预期目标中，完成8项（其中超额完成3项）、基本完成2项、未完成1项、未见报告1项、无法核验2项。"
        assert any(text.startswith(lead) for text in texts)

    def test_numbers_are_links_to_the_annex(self, document) -> None:  # type: ignore[no-untyped-def]
        body = document.element.body
        anchors = {link.get(word("w:anchor")) for link in body.iter(word("w:hyperlink"))}
        marks = {mark.get(word("w:name")) for mark in body.iter(word("w:bookmarkStart"))}
        assert len(anchors) > 20
        assert anchors <= marks

    def test_bookmarks_are_unique(self, document) -> None:  # type: ignore[no-untyped-def]
        marks = list(document.element.body.iter(word("w:bookmarkStart")))
        assert (
            len({mark.get(word("w:id")) for mark in marks})
            == len(marks)
            == len({mark.get(word("w:name")) for mark in marks})
        )

    def test_annex_has_both_sentences_and_sources(self, document, make: Make) -> None:  # type: ignore[no-untyped-def]
        proofs = document.tables[-2]
        first = [cell.text for cell in proofs.rows[1].cells]
        assert "“地区生产总值增长5%左右”" in first[1]
        assert "“预计地区生产总值增长5.4%”" in first[2]
        assert len(proofs.rows) == len(annex.proofs(make())) + 1
        sources = [[cell.text for cell in row.cells] for row in document.tables[-1].rows[1:]]
        assert any(len(row[2]) == 64 and row[1].startswith("https://") for row in sources)

    def test_charts_are_native(self, plain_pack: Path) -> None:
        with zipfile.ZipFile(file_of(plain_pack, "docx")) as file:
            names = file.namelist()
            charts = [name for name in names if name.startswith("word/charts/chart")]
            assert len(charts) == 4
            for name in charts:
                root = etree.fromstring(file.read(name))
                relation = root.find(draw("c:externalData")).get(draw("r:id"))
                rels = etree.fromstring(file.read(name.replace("charts/", "charts/_rels/") + ".rels"))
                targets = {rel.get("Id"): rel.get("Target") for rel in rels}
                assert f"word/{targets[relation].removeprefix('../')}" in names

    def test_chinese_is_mainland_chinese(self, document) -> None:  # type: ignore[no-untyped-def]
        languages = {element.get(word("w:eastAsia")) for element in document.styles.element.iter(word("w:lang"))}
        assert languages == {"zh-CN"}

    def test_both_faces_in_styles(self, document) -> None:  # type: ignore[no-untyped-def]
        fonts = document.styles["Normal"].element.rPr.rFonts
        assert fonts.get(word("w:eastAsia")) == "仿宋"
        assert fonts.get(word("w:ascii")) == "Times New Roman"


class TestWorkbook:
    def test_sheets(self, book) -> None:  # type: ignore[no-untyped-def]
        assert book.sheetnames == ["总体情况", "逐项对照", "历年情况", "悄然变化", "依据", "来源与方法"]

    def test_types_and_formats(self, book) -> None:  # type: ignore[no-untyped-def]
        sheet = book["逐项对照"]
        heads = {cell.value: cell.column for cell in sheet[1]}
        low, year, gap = (sheet.cell(2, heads[name]) for name in ("目标下限", "年份", "差距"))
        assert (low.value, low.number_format) == (5, "#,##0.######")
        assert (year.value, year.number_format) == (2025, "0")
        assert gap.value == 0.4
        dates = [cell for row in book["来源与方法"].iter_rows(min_row=2, max_row=3) for cell in row if cell.is_date]
        assert {date.number_format for date in dates} == {"yyyy-mm-dd"}

    def test_filters_and_frozen_heads(self, book) -> None:  # type: ignore[no-untyped-def]
        for name in ("逐项对照", "历年情况", "依据"):
            assert book[name].auto_filter.ref
            assert book[name].freeze_panes

    def test_no_formula_and_no_link_anywhere(self, book) -> None:  # type: ignore[no-untyped-def]
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    assert cell.hyperlink is None
        texts = [cell.value for row in book["逐项对照"].iter_rows() for cell in row]
        assert HOSTILE in texts

    def test_numbers_carry_ids(self, book, make: Make) -> None:  # type: ignore[no-untyped-def]
        sheet = book["历年情况"]
        heads = [cell.value for cell in sheet[1]]
        assert "依据·完成" in heads
        shown = sheet.cell(2, heads.index("完成") + 1).value
        entry = make().evidence[sheet.cell(2, heads.index("依据·完成") + 1).value]
        assert entry.value == shown

    def test_evidence_sheet_is_whole(self, book, make: Make) -> None:  # type: ignore[no-untyped-def]
        assert book["依据"].max_row == len(make().evidence.entries) + 1


@pytest.mark.parametrize("kind", ["pptx", "docx", "xlsx", "html"])
def test_every_shown_number_knows_its_entry(plain_pack: Path, make: Make, kind: str) -> None:
    shown = list(readback.read(file_of(plain_pack, kind)))
    held = make().evidence.entries
    assert len(shown) > 40
    assert {one.id for one in shown if one.id} <= set(held)
    assert all(one.id for one in shown)


@pytest.mark.parametrize("kind", ["place", "indicator", "year"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_and_language_opens(make: Make, tmp_path: Path, kind: str, language: str) -> None:
    briefing = make(kind, language)
    for module, suffix in ((pptx_file, "pptx"), (docx_file, "docx"), (xlsx_file, "xlsx")):
        module.write(briefing, tmp_path / f"x.{suffix}")
    assert len(Presentation(str(tmp_path / "x.pptx")).slides) > 4
    assert len(Document(str(tmp_path / "x.docx")).tables) >= 3
    assert len(load_workbook(tmp_path / "x.xlsx").worksheets) >= 4


def test_control_characters_do_not_break_the_xml(make: Make, tmp_path: Path) -> None:
    """A quote with what XML cannot hold (as documents may have it) still makes files that open."""
    briefing = make()
    entry = briefing.evidence["T1"]
    from dataclasses import replace

    briefing.evidence.entries["T1"] = replace(entry, quote="地区\x00生\x0b产\ud800总值增长5%左右")
    briefing.title = "东平\x01区\ud83d"
    for module, suffix in ((pptx_file, "pptx"), (docx_file, "docx"), (xlsx_file, "xlsx")):
        module.write(briefing, tmp_path / f"x.{suffix}")
        with zipfile.ZipFile(tmp_path / f"x.{suffix}") as file:
            for name in file.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(file.read(name))


def test_page_number_is_a_field(slides) -> None:  # type: ignore[no-untyped-def]
    fields = [field.get("type") for field in list(slides.slides)[2]._element.iter(draw("a:fld"))]
    assert fields == ["slidenum"]
    assert deck.HIGH == 7.5
