"""The parts behind the pages: sentences from data, files, slides, the reader, imports."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from dashboard import files, importing, insights, limited, passages, reader, slides, tables, warehouse
from dashboard.i18n import texts
from dashboard.ui import pieces
from etl.cli import main as etl_main

T = texts("zh")


def test_counts_and_share() -> None:
    found = insights.tally(
        pd.Series(["met", "exceeded", "near", "missed", "unreported", "unverifiable", "pending", "met"])
    )
    assert (found.promises, found.kept, found.decided) == (8, 3, 6) and found.share == 0.5
    assert insights.Counts(pending=3).share != insights.Counts(pending=3).share  # NaN: nothing is decided


def test_stands_out_names_the_extremes() -> None:
    places = pd.DataFrame(
        [("甲县", 8, 6, 1, 0), ("乙县", 8, 2, 3, 3)], columns=["place_name", "decided", "kept", "missed", "unreported"]
    )
    indicators = pd.DataFrame(
        [("税收", "Tax", 8, 5), ("投资", "Investment", 8, 1)], columns=["label_zh", "label_en", "decided", "missed"]
    )
    lines = " ".join(insights.stands_out(places, indicators, T))
    assert "**税收**：5 个地区" in lines and "未见报告最多的是**乙县**" in lines
    assert "最高的是**甲县**" in lines and "最低的是**乙县**" in lines
    assert insights.stands_out(places.head(0), indicators.head(0), T) == []


def test_streaks_need_three_years_without_a_gap() -> None:
    def rows(years: list[int], status: str) -> pd.DataFrame:
        return pd.DataFrame(
            [
                dict(indicator="a", label_zh="甲", label_en="A", decides=True, period="year", status=status, year=y)
                for y in years
            ]
        )

    assert insights.streaks(rows([2022, 2023, 2024], "met"), T) == ["甲连续 3 年完成"]
    assert insights.streaks(rows([2021, 2022, 2023, 2024], "missed"), T) == ["甲连续 4 年未完成"]
    assert insights.streaks(rows([2020, 2023, 2024], "met"), T) == []


def test_guarded_cells() -> None:
    frame = tables.guarded(pd.DataFrame({"a": ["=1+1", "+x", "-x", "@x", "正常", None, ""], "n": range(7)}))
    assert list(frame["a"][:5]) == ["'=1+1", "'+x", "'-x", "'@x", "正常"] and list(frame["n"]) == list(range(7))


@pytest.mark.parametrize("kind", files.FORMATS)
def test_downloads_hold_the_table(kind: str, sample_path: Path) -> None:
    table = warehouse.table("documents", sample_path)
    data = files.as_file(table, kind)
    if kind == "Parquet":
        back = pd.read_parquet(io.BytesIO(data))
    elif kind == "CSV":
        assert data.startswith(b"\xef\xbb\xbf")
        back = pd.read_csv(io.BytesIO(data), dtype={"place_id": str})
    else:
        back = pd.read_excel(io.BytesIO(data), dtype={"place_id": str})
    assert len(back) == len(table) and list(back.columns) == list(table.columns)
    assert list(back["place_id"].dropna()) == list(table["place_id"].dropna())


def test_xlsx_runs_nothing() -> None:
    data = files.as_file(pd.DataFrame({"a": ["=HYPERLINK(1)", "https://example.com", "x" * 40_000]}), "XLSX")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet["A"][1:]] == ["s", "s", "s"] and not sheet._hyperlinks
    assert len(str(sheet["A4"].value)) == files.CELL


def test_slide_has_a_native_chart_with_both_faces(sample_path: Path) -> None:
    rows = warehouse.query("place_rows", {"place": "990101", "most": 2}, sample_path)
    data = slides.place_slide(rows[rows["year"] == 2024], T, title="东平区", source="来源")
    deck = Presentation(io.BytesIO(data))
    shapes = list(deck.slides[0].shapes)
    chart = next(shape.chart for shape in shapes if shape.has_chart)
    assert [series.name for series in chart.plots[0].series] == ["承诺", "报告"]
    assert abs(deck.slide_width / deck.slide_height - 16 / 9) < 0.01
    runs = [p.runs[0] for shape in shapes if shape.has_text_frame for p in shape.text_frame.paragraphs if p.runs]
    assert runs and all(
        run.font._rPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}ea") is not None for run in runs
    )


def test_reader_marks_the_place_and_what_was_read() -> None:
    text = "第一段。\n全县增长8%，税收增长5%。\n第三段。"
    start = text.index("全县")
    tax = text.index("税收")
    mentions = pd.DataFrame(
        {"kind": ["target", "outcome"], "char_start": [start, tax], "char_end": [start + 6, tax + 6]}
    )
    found = reader.pieces(text, mentions, start, start + 6)
    assert "".join(piece.text for piece in found) == text
    assert [(p.kind, p.text) for p in found if p.kind] == [("here", "全县增长8%"), ("outcome", "税收增长5%")]
    before, after, number = reader.neighbours(mentions, start)
    assert before is None and after is not None and after["char_start"] == tax and number == 1


@pytest.mark.parametrize("address", ["", "x", "9-3", "5", "-1-5", "99999-999999", "1-2-3"])
def test_reader_takes_nonsense_for_nothing(address: str) -> None:
    assert reader.span("短文", address) == (0, 0)


def test_long_paragraphs_are_cut() -> None:
    text = "前" * 2000 + "中" + "后" * 2000
    before, quote, after = passages.around(text, 2000, 2001)
    assert quote == "中" and len(before) == len(after) == passages.REACH + 2


def test_only_web_addresses_become_links() -> None:
    assert "<a " not in pieces.outside("javascript:alert(1)") and "<a " not in pieces.outside("file:///etc/passwd")
    assert pieces.outside('https://x.cn/"onclick="y').count('"') == 6  # href, target, rel: nothing breaks out


def test_highlighting_escapes() -> None:
    assert pieces.highlighted("<b>就业</b>", ["就业"]) == "&lt;b&gt;<mark>就业</mark>&lt;/b&gt;"
    assert pieces.highlighted("aXa", ["a", "x"]) == "<mark>a</mark><mark>X</mark><mark>a</mark>"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("报告.txt", "报告.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\报告 (1).docx", "报告_(1).docx"),
        ("--help", "help"),
        (".bashrc", "bashrc"),
        ("a\x00b\n;rm -rf.txt", "a_b_rm_-rf.txt"),
        ("", "upload"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
    ],
)
def test_uploaded_names_are_made_safe(given: str, expected: str) -> None:
    assert importing.safe_name(given) == expected


REPORT = """2024年云岭县政府工作报告
——2024年1月10日在云岭县第十届人民代表大会第三次会议上
一、2023年工作回顾
过去一年，全县地区生产总值增长6.2%，城镇新增就业3200人。
二、2024年工作安排
今年经济社会发展主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%。
"""


def test_preview_reads_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    found = importing.preview(path)
    assert found.trouble == "" and len(found.documents) == 1
    assert {row["indicator"] for row in found.documents[0]["targets"]} >= {"gdp", "budget_revenue"}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_the_one_of_the_command_line(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"own.{kind}"
    assert etl_main(["template", str(path)]) == 0
    made = importing.template(kind)
    if kind == "csv":
        assert made == path.read_bytes()
        return
    sheets = [openpyxl.load_workbook(file) for file in (io.BytesIO(made), path)]
    cells = [[[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()] for book in sheets]
    assert cells[0] == cells[1] and len(cells[0]) > 2


def test_a_template_that_is_not_written_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OSError, match="模板的文件名"):
        importing.template("doc")


def test_preview_stops_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "command", lambda *_: ["sleep", "60"])
    monkeypatch.setattr(importing, "GRACE_SECONDS", 0)
    began = time.monotonic()
    assert importing.preview(tmp_path / "x.txt", seconds=1).trouble == "timeout"
    assert time.monotonic() - began < 8


def test_preview_of_a_failure(tmp_path: Path) -> None:
    found = importing.preview(tmp_path / "none.txt")
    assert found.trouble == "failed" and found.code == 2 and found.said


def test_limits_hold(tmp_path: Path) -> None:
    code = "import sys\ntry:\n    b'x' * (3 << 30)\nexcept MemoryError:\n    sys.exit(7)"
    import subprocess
    import sys

    line = [sys.executable, str(Path(limited.__file__)), "512", "10", "--", sys.executable, "-c", code]
    assert subprocess.run(line, check=False, timeout=60).returncode == 7
    assert limited.main(["1", "2"]) == 2


def test_adding_brings_the_warehouse_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(warehouse.ENVIRONMENT, str(tmp_path / "w.duckdb"))
    monkeypatch.setenv(importing.ENVIRONMENT, str(tmp_path / "reports"))
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    job = importing.Job()
    assert job.start([str(path)])
    assert not job.start([str(path)])  # one at a time
    deadline = time.monotonic() + 120
    while job.state == "running" and time.monotonic() < deadline:
        time.sleep(0.2)
    assert job.state in ("done", "partly"), job.said
    assert (tmp_path / "reports" / "added" / "report.txt").exists()
    assert len(warehouse.query("facts", {}, tmp_path / "w.duckdb"))


def test_a_failed_addition_leaves_the_warehouse(
    sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(warehouse.ENVIRONMENT, str(sample_path))
    monkeypatch.setenv(importing.ENVIRONMENT, str(tmp_path / "reports"))
    before = warehouse.identity(sample_path)
    job = importing.Job()
    job.start([str(tmp_path / "none.txt")])
    while job.state == "running":
        time.sleep(0.1)
    assert job.state == "failed" and job.said and warehouse.identity(sample_path) == before


def test_config_and_code_agree_on_upload_size() -> None:
    import tomllib

    config = tomllib.loads((warehouse.ROOT / "dashboard" / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] == importing.UPLOAD_MB and config["server"]["address"] == "127.0.0.1"
    assert json.dumps(config["browser"]) == '{"gatherUsageStats": false}'
