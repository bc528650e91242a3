"""Packs: what is in them, that they verify, and that what was changed is named."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn as word
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn as draw

from dashboard.export import pack, rework
from dashboard.export.evidence import Evidence, from_json
from dashboard.export.verify import PackError, verify
from tests.export.conftest import Make, file_of
from tests.export.invented import World


def entries(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads((folder / "evidence.json").read_text(encoding="utf-8"))["entries"])


def change(folder: Path, name: str, edit: Callable[[dict[str, Any]], None]) -> None:
    """Edit one entry of evidence.json, and the manifest with it, as someone would who knows how."""
    path = folder / "evidence.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    edit(next(entry for entry in data["entries"] if entry["id"] == name))
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    hashes(folder)


def hashes(folder: Path) -> None:
    """Make the manifest fit the files again."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for item in manifest["files"]:
        item["sha256"] = hashlib.sha256((folder / item["path"]).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_manifest_names_and_hashes_every_file(plain_pack: Path) -> None:
    manifest = json.loads((plain_pack / "manifest.json").read_text(encoding="utf-8"))
    held = {path.relative_to(plain_pack).as_posix() for path in plain_pack.rglob("*") if path.is_file()} - {
        "manifest.json"
    }
    assert {item["path"] for item in manifest["files"]} == held
    assert manifest["missing"] == {}
    assert manifest["as_of"] == "数据截至2026年1月20日"


def test_evidence_says_where_everything_stands(plain_pack: Path, world: World) -> None:
    data = json.loads((plain_pack / "evidence.json").read_text(encoding="utf-8"))
    target = next(entry for entry in data["entries"] if entry["id"] == "T1")
    source = data["sources"][target["source"]]
    text = (world.reports / source["source_file"]).read_text(encoding="utf-8")
    assert text[target["start"] : target["end"]] == target["quote"] == "地区生产总值增长5%左右"
    assert source["sha256"] == hashlib.sha256((world.reports / source["source_file"]).read_bytes()).hexdigest()
    assert source["source_url"].startswith("https://")


def test_an_untouched_pack_agrees(plain_pack: Path) -> None:
    report = verify(plain_pack)
    assert report.problems == []
    assert report.entries == len(entries(plain_pack)) > 100
    assert report.shown > 300


@pytest.mark.parametrize("kind", ["indicator", "year"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_packs_agree(make: Make, tmp_path: Path, kind: str, language: str) -> None:
    made = pack.export(make(kind, language), ("pptx", "docx", "xlsx", "html"), tmp_path)
    assert made.archive is not None
    assert verify(made.archive).problems == []


def test_every_method_and_status_of_the_world_is_worked_out_again(make: Make) -> None:
    evidence = make("year").evidence
    seen = {(entry.params["method"], entry.value) for entry in evidence.entries.values() if entry.kind == "verdict"}
    assert {"direct", "derived", "relative", "claim", "none"} <= {method for method, _ in seen}
    assert {"exceeded", "met", "near", "missed", "unreported", "unverifiable"} <= {status for _, status in seen}
    for entry in evidence.entries.values():
        assert rework.agrees(entry.value, rework.value(entry, evidence.entries)), entry.id


def test_json_keeps_an_entry(make: Make) -> None:
    evidence = make().evidence
    for entry in evidence.entries.values():
        again = from_json(json.loads(json.dumps(entry.as_json())))
        assert (again.id, again.value, again.inputs, again.quote) == (entry.id, entry.value, entry.inputs, entry.quote)


@pytest.mark.parametrize(
    ("name", "edit", "told"),
    [
        ("R1", lambda e: e.update(value=5.8, params=e["params"] | {"value_low": 5.8, "value_high": 5.8}), "没有 5.8"),
        ("R1", lambda e: e.update(quote="地区生产总值增长5.9%"), "没有 5.4"),
        ("T1", lambda e: e["params"].update(value_low=4, value_high=4), "没有 4"),
        ("G1", lambda e: e.update(value=0.9), "重算是 0.4"),
        ("J3", lambda e: e.update(value="met"), "重算是 missed"),
        ("N2", lambda e: e.update(value=9), "重算是 8"),
        ("N2", lambda e: e["inputs"].append("J999"), "J999"),
        ("P7", lambda e: e.update(value=100), "重算是 99.2"),
        ("D5", lambda e: e.update(value=6), "重算是 5"),
    ],
)
def test_a_changed_entry_is_named(own_pack: Path, name: str, edit: Callable[[dict[str, Any]], None], told: str) -> None:
    change(own_pack, name, edit)
    problems = verify(own_pack).problems
    assert any(problem.startswith(name) and told in problem for problem in problems), problems


def test_a_changed_file_is_named(own_pack: Path) -> None:
    with (own_pack / "data" / "promises.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")
    assert any("promises.csv" in problem and "SHA-256" in problem for problem in verify(own_pack).problems)


def test_a_missing_file_is_named(own_pack: Path) -> None:
    file_of(own_pack, "docx").unlink()
    assert any(".docx" in problem and "包里没有" in problem for problem in verify(own_pack).problems)


def test_a_number_changed_on_a_slide_is_named(own_pack: Path) -> None:
    path = file_of(own_pack, "pptx")
    deck = Presentation(str(path))
    run = next(r for s in deck.slides for r in s._element.iter(draw("a:r")) if r.find(draw("a:rPr")).get("bmk") == "R1")
    run.find(draw("a:t")).text = "6.4%"
    deck.save(str(path))
    hashes(own_pack)
    (problem,) = verify(own_pack).problems
    assert "6.4%" in problem
    assert "5.4%" in problem
    assert "R1" in problem


def test_a_number_changed_in_a_chart_is_named(own_pack: Path) -> None:
    path = file_of(own_pack, "pptx")
    deck = Presentation(str(path))
    chart = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    value = next(chart._chartSpace.iter(draw("c:val"))).find(f".//{draw('c:v')}")
    value.text = "77"
    deck.save(str(path))
    hashes(own_pack)
    (problem,) = verify(own_pack).problems
    assert "77" in problem
    assert "图表" in problem


def test_numbers_changed_in_word_excel_and_html_are_named(own_pack: Path) -> None:
    path = file_of(own_pack, "docx")
    document = Document(str(path))
    link = next(
        link for link in document.element.body.iter(word("w:hyperlink")) if link.get(word("w:anchor")) == "ev_N2"
    )
    next(link.iter(word("w:t"))).text = "9"
    document.save(str(path))
    path = file_of(own_pack, "xlsx")
    book = load_workbook(path)
    heads = [cell.value for cell in book["逐项对照"][1]]
    book["逐项对照"].cell(2, heads.index("报告") + 1).value = 5.9
    book.save(path)
    path = file_of(own_pack, "html")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('data-evidence="G1">+0.4个百分点', 'data-evidence="G1">+0.9个百分点'), encoding="utf-8"
    )
    hashes(own_pack)
    problems = verify(own_pack).problems
    assert [problem.split(" ")[0].rsplit(".")[-1] for problem in problems] == ["docx", "html", "xlsx"], problems


def test_turning_a_sign_round_is_named(own_pack: Path) -> None:
    path = file_of(own_pack, "html")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(">下降2.1%<", ">增长2.1%<"), encoding="utf-8")
    hashes(own_pack)
    assert any("增长2.1%" in problem for problem in verify(own_pack).problems)


class TestAgainstTheReports:
    def test_sentences_stand_where_they_are_said_to(self, plain_pack: Path, world: World) -> None:
        report = verify(plain_pack, world.reports)
        assert report.problems == []
        assert (report.sources, report.notes) == (5, [])
        assert report.sentences > 30

    def test_reports_in_a_zip_are_found(self, plain_pack: Path, world: World, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "reports.zip", "w") as archive:
            for path in world.reports.iterdir():
                archive.write(path, f"报告/{path.name}")
        report = verify(plain_pack, tmp_path)
        assert (report.sources, report.problems) == (5, [])

    def test_a_changed_report_is_named(self, plain_pack: Path, world: World, tmp_path: Path) -> None:
        for path in world.reports.iterdir():
            text = path.read_text(encoding="utf-8")
            (tmp_path / path.name).write_text(text.replace("增长5.4%", "增长5.3%"), encoding="utf-8")
        problems = verify(plain_pack, tmp_path).problems
        assert len(problems) == 1
        assert "东平区2026年政府工作报告" in problems[0]
        assert "内容已变" in problems[0]

    def test_offsets_that_point_elsewhere_are_named(self, own_pack: Path, world: World) -> None:
        change(own_pack, "T1", lambda e: e.update(start=e["start"] + 1, end=e["end"] + 1))
        assert any(
            problem.startswith("T1：") and "不是" in problem for problem in verify(own_pack, world.reports).problems
        )

    def test_reports_that_are_not_held_are_said(self, plain_pack: Path, tmp_path: Path) -> None:
        report = verify(plain_pack, tmp_path)
        assert report.problems == []
        assert len(report.notes) == 5


class TestHostilePacks:
    def test_no_pack_at_all(self, tmp_path: Path) -> None:
        (tmp_path / "x.zip").write_bytes(b"nothing")
        with pytest.raises(PackError, match="不是导出包"):
            verify(tmp_path / "x.zip")

    def test_another_format(self, own_pack: Path) -> None:
        (own_pack / "manifest.json").write_text('{"format": "other"}', encoding="utf-8")
        with pytest.raises(PackError, match="格式"):
            verify(own_pack)

    def test_a_path_out_of_the_folder(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr("../evil.txt", "x")
        with pytest.raises(PackError, match="越出"):
            verify(tmp_path / "x.zip")
        assert not (tmp_path.parent / "evil.txt").exists()

    def test_a_manifest_that_points_outside(self, own_pack: Path) -> None:
        manifest = json.loads((own_pack / "manifest.json").read_text(encoding="utf-8"))
        manifest["files"].append({"path": "../../etc/passwd", "sha256": ""})
        (own_pack / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert any("passwd" in problem and "包里没有" in problem for problem in verify(own_pack).problems)

    def test_broken_office_files(self, own_pack: Path) -> None:
        for kind in ("pptx", "docx", "xlsx"):
            file_of(own_pack, kind).write_bytes(b"PK\x03\x04 broken")
        hashes(own_pack)
        assert sum("打不开" in problem for problem in verify(own_pack).problems) == 3


def test_a_zip_is_the_same_every_time(make: Make, tmp_path: Path) -> None:
    made = pack.export(make(), ("csv", "html"), tmp_path)
    assert made.archive is not None
    first = made.archive.read_bytes()
    assert pack.zipped(made.folder, tmp_path / "again.zip").read_bytes() == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert all(name.startswith(f"{made.folder.name}/") for name in archive.namelist())


def test_a_failed_export_leaves_nothing(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.export import docx_file

    def fail(*_: object) -> None:
        raise OSError("磁盘已满")

    monkeypatch.setattr(docx_file, "write", fail)
    with pytest.raises(OSError, match="磁盘已满"):
        pack.export(make(), ("pptx", "docx"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_older_pack_is_replaced(make: Make, tmp_path: Path) -> None:
    first = pack.export(make(), ("csv",), tmp_path, archive=False).folder
    (first / "old.txt").write_text("x", encoding="utf-8")
    second = pack.export(make(), ("csv",), tmp_path, archive=False).folder
    assert first == second
    assert not (second / "old.txt").exists()


def test_evidence_of_a_promise_is_made_once(make: Make) -> None:
    evidence: Evidence = make().evidence
    row = evidence.rows["J1"]
    before = len(evidence.entries)
    assert evidence.promise(row)["target"] == "T1"
    assert len(evidence.entries) == before


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["export"], 2, "请指明导出什么"),
        (["export", "--place", "无此地"], 2, "没有找到地区"),
        (["export", "--indicator", "无此指标"], 2, "没有找到指标"),
        (["export", "--place", "东平区", "--format", "doc"], 2, "没有这种格式"),
        (["export", "--place", "东平区", "--indicator", "gdp"], 2, "分开导出"),
        (["export", "--place", "东平区", "--year", "1999"], 2, "1999"),
        (["verify", "nothing.zip"], 2, "没有找到"),
        (["nonsense"], 2, ""),
    ],
)
def test_wrong_usage(
    world: World, tmp_path: Path, arguments: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from dashboard.export.cli import main

    if arguments[0] == "export":
        arguments = [*arguments, "--warehouse", str(world.warehouse), "--out", str(tmp_path)]
    assert main(arguments) == code
    assert told in capsys.readouterr().err.replace("\n", "")


def test_missing_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from dashboard.export.cli import main

    assert main(["export", "--place", "东平区", "--warehouse", str(tmp_path / "none.duckdb")]) == 2
    assert "python -m etl build" in capsys.readouterr().err.replace("\n", "")


def test_command_line_from_end_to_end(world: World, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    base = [sys.executable, "-m", "dashboard"]
    done = subprocess.run(
        [*base, "export", "--place", "东平区", "--format", "xlsx,html,csv", "--lang", "both", "--warehouse", str(world.warehouse), "--out", str(tmp_path)],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    archives = sorted(tmp_path.glob("*.zip"))
    assert len(archives) == 2
    for archive in archives:
        done = subprocess.run([*base, "verify", str(archive)], cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "全部相符" in done.stdout
