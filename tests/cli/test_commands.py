"""The commands of the contract: what they do, what they say, and with which exit code they end."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.invented import PLACES, Report


def test_build_with_defaults(run: Any, place: Path) -> None:
    said = run("build", "--workers", "1")
    assert (said.code, said.err) == (0, "")
    assert "已更新：文件 6" in said.out
    assert (place / "warehouse.duckdb").is_file()
    assert "没有变化" in run("build").out


def test_build_from_several_paths_to_a_named_file(run: Any, place: Path) -> None:
    one, two = (place / "reports" / Report(PLACES[n], 2024).name for n in (0, 1))
    assert run("build", "--reports", str(one), str(two), "--warehouse", "x.duckdb", "--workers", "1").code == 0
    with duckdb.connect("x.duckdb", read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (2,)


def test_a_refused_input_gives_exit_code_1_and_one_line_on_stderr(run: Any, place: Path) -> None:
    (place / "reports" / "扫描.pdf").write_bytes(b"%PDF-1.4 broken")
    said = run("build", "--workers", "1")
    assert said.code == 1
    lines = [line for line in said.err.splitlines() if line.startswith("扫描.pdf：")]
    assert len(lines) == 1
    assert len(lines[0]) > len("扫描.pdf：")


def test_only_refused_inputs_give_exit_code_2_and_leave_the_warehouse(run: Any, place: Path) -> None:
    run("build", "--workers", "1")
    before = (place / "warehouse.duckdb").read_bytes()
    (place / "bad").mkdir()
    (place / "bad" / "扫描.pdf").write_bytes(b"%PDF-1.4 broken")
    said = run("build", "--reports", "bad", "--workers", "1")
    assert said.code == 2
    assert "扫描.pdf" in said.err
    assert (place / "warehouse.duckdb").read_bytes() == before


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ((), "缺少参数"),
        (("bild",), "没有 'bild' 这个命令"),
        (("build", "--fast"), "不认识的参数：--fast"),
        (("build", "--workers", "none"), "--workers 的值不对"),
        (("build", "--workers", "0"), "--workers 的值不对"),
        (("build", "--workers"), "后面要有值"),
        (("build", "--corrections", "nowhere.yml"), "找不到更正文件"),
        (("build", "--reports", "nowhere"), "nowhere"),
        (("build", "--warehouse", "no/such/folder/w.duckdb"), "no/such/folder"),
        (("add",), "缺少参数"),
        (("add", "nowhere.txt"), "找不到文件：nowhere.txt"),
        (("show", "nowhere.txt"), "nowhere.txt"),
        (("check", "nowhere.duckdb"), "找不到数据文件"),
        (("check", "reports/manifest.csv"), "不是可读的言果数据文件"),
        (("diff", "nowhere.duckdb", "nowhere.duckdb"), "找不到数据文件"),
    ],
)
def test_wrong_usage_gives_exit_code_2_and_says_what_is_wrong(argv: tuple[str, ...], words: str, run: Any) -> None:
    said = run(*argv)
    assert said.code == 2
    assert words in said.err + said.out


def test_help_is_no_error(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help").code == 0
    assert run("build", "--help").code == 0
    assert "--reports" in capsys.readouterr().out


def test_add_keeps_a_copy_that_a_later_build_has_too(run: Any, place: Path) -> None:
    run("build", "--workers", "1")
    (place / "handed in").mkdir()
    source = Report(PLACES[0], 2026).write(place / "handed in")
    said = run("add", str(source), "--workers", "1")
    assert said.code == 0
    assert "文件 7" in said.out
    assert (place / "reports" / "added" / source.name).read_bytes() == source.read_bytes()
    assert "没有变化" in run("build").out
    (place / "warehouse.duckdb").unlink()
    assert "文件 7" in run("build", "--workers", "1").out


def test_add_twice_keeps_one_copy_and_two_versions_keep_two(run: Any, place: Path) -> None:
    source = Report(PLACES[0], 2026).write(place)
    run("add", str(source), "--workers", "1")
    run("add", str(source), "--workers", "1")
    added = place / "reports" / "added"
    assert [p.name for p in added.iterdir()] == [source.name]
    Report(PLACES[0], 2026, reached=1.5).write(place)
    run("add", str(source), "--workers", "1")
    assert sorted(p.name for p in added.iterdir()) == sorted([source.name, f"{source.stem}-2.txt"])


def test_add_a_folder_and_what_lies_under_reports_already(run: Any, place: Path) -> None:
    (place / "more").mkdir()
    Report(PLACES[2], 2025).write(place / "more")
    here = Report(PLACES[3], 2025).write(place / "reports")
    assert "文件 8" in run("add", "more", str(here), "--workers", "1").out
    assert [p.name for p in (place / "reports" / "added").iterdir()] == ["more"]


def test_add_into_a_warehouse_built_from_elsewhere(run: Any, place: Path) -> None:
    shutil.move("reports", "corpus")
    run("build", "--reports", "corpus", "--workers", "1")
    assert "文件 7" in run("add", str(Report(PLACES[0], 2026).write(place)), "--workers", "1").out


def test_a_refused_file_that_was_added_is_named(run: Any, place: Path) -> None:
    run("build", "--workers", "1")
    (place / "扫描.pdf").write_bytes(b"%PDF-1.4 broken")
    said = run("add", "扫描.pdf", "--workers", "1")
    assert said.code == 1
    assert "added/扫描.pdf：" in said.err


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server on loopback with one report."""
    (tmp_path / "site").mkdir()
    text = Report(PLACES[0], 2026).text()
    (tmp_path / "site" / "2026.html").write_text(
        f"<html><meta charset=utf-8><body><pre>{text}</pre></body></html>", "utf-8"
    )
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_add_an_address(run: Any, place: Path, address: str) -> None:
    said = run("add", f"{address}/2026.html", "--allow-private", "--workers", "1")
    assert said.code == 0
    assert "文件 7" in said.out
    with duckdb.connect("warehouse.duckdb", read_only=True) as connection:
        found = connection.execute(
            "SELECT source_url, plan_year FROM documents WHERE source_file LIKE 'added/%'"
        ).fetchall()
    assert found == [(f"{address}/2026.html", 2026)]


def test_an_address_that_gives_nothing_is_named_and_the_rest_is_added(run: Any, place: Path, address: str) -> None:
    said = run("add", f"{address}/nothing.html", "--allow-private")
    assert said.code == 2
    assert f"{address}/nothing.html：" in said.err
    assert not (place / "warehouse.duckdb").exists()
    file = str(Report(PLACES[1], 2026).write(place))
    said = run("add", f"{address}/nothing.html", file, "--allow-private", "--workers", "1")
    assert said.code == 1
    assert "文件 7" in said.out


def test_private_addresses_only_when_allowed(run: Any, address: str) -> None:
    said = run("add", f"{address}/2026.html")
    assert said.code == 2
    assert f"{address}/2026.html：" in said.err


def test_show_for_people(run: Any, place: Path) -> None:
    said = run("show", str(place / "reports" / Report(PLACES[0], 2024).name))
    assert said.code == 0
    for words in (PLACES[0], "回顾年 2023", "目标年 2024", "§ headline", "目标 2024 gdp growth approx 6%", "「地区生产总值增长6.0%左右」",
                  "结果 2023 gdp growth eq", "自评 2023 urban_new_jobs 完成目标的104%"):  # fmt: skip
        assert words in said.out


def test_show_as_json(run: Any, place: Path) -> None:
    path = place / "reports" / Report(PLACES[0], 2024).name
    said = run("show", "--json", str(path))
    (found,) = json.loads(said.out)
    assert found["place_name"] == PLACES[0]
    text = path.read_text(encoding="utf-8")
    assert [t["quote"] for t in found["targets"]] == [text[t["char_start"] : t["char_end"]] for t in found["targets"]]
    assert {t["indicator"] for t in found["targets"]} >= {"gdp", "budget_revenue", "retail_sales"}


def test_show_of_a_file_that_cannot_be_read(run: Any, place: Path) -> None:
    (place / "扫描.pdf").write_bytes(b"%PDF-1.4 broken")
    said = run("show", "扫描.pdf")
    assert said.code == 2
    assert "✗ 扫描.pdf：" in said.out


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_reader_that_has_seen_enough_ends_it_quietly(place: Path, root: Path) -> None:
    """As in `python -m etl show … | head`."""
    path = place / "reports" / Report(PLACES[0], 2024).name
    command = [sys.executable, "-m", "etl", "show", str(path)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as shown:
        assert shown.stdout is not None
        assert shown.stderr is not None
        shown.stdout.close()
        assert shown.stderr.read() == ""
    assert shown.returncode == 0


def test_check_of_a_sound_and_of_a_broken_warehouse(run: Any, place: Path) -> None:
    run("build", "--workers", "1")
    assert run("check").code == 0
    with duckdb.connect("warehouse.duckdb") as connection:
        connection.execute("UPDATE targets SET quote = quote || '。'")
    said = run("check", "warehouse.duckdb")
    assert said.code == 1
    assert "target_quotes_are_slices" in said.err


def test_diff_shows_gains_and_losses_with_their_sentences(run: Any, place: Path) -> None:
    run("build", "--warehouse", "old.duckdb", "--workers", "1")
    Report(PLACES[0], 2024, reached=9.9, promised=6.5).write(place / "reports")
    Report(PLACES[0], 2026).write(place / "reports")
    run("build", "--warehouse", "new.duckdb", "--workers", "1")
    said = run("diff", "old.duckdb", "new.duckdb")
    assert said.code == 0
    assert "+ 目标 2024 gdp growth approx 6.5%  「地区生产总值增长6.5%左右」" in said.out
    assert "- 目标 2024 gdp growth approx 6%  「地区生产总值增长6.0%左右」" in said.out
    assert "+ 结果 2023 gdp growth eq 9.9%" in said.out
    assert f"{Report(PLACES[0], 2026).name} #1 目标年：— → 2026" in said.out
    assert "目标：增 7，减 1" in said.out
    assert "near → exceeded" in said.out
    nothing = run("diff", "old.duckdb", "old.duckdb")
    assert nothing.out == "文件信息变化 0 处，结论变化 0 处\n"


def test_the_program_itself(place: Path, root: Path) -> None:
    """As people start it: from the project's folder, its output piped."""
    command = [
        sys.executable,
        "-m",
        "etl",
        "build",
        "--reports",
        str(place / "reports"),
        "--warehouse",
        str(place / "w.duckdb"),
    ]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert "文件 6" in done.stdout


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv"])
def test_the_template_is_written_once_and_never_over_a_file(run: Any, place: Path, name: str) -> None:
    said = run("template", name)
    assert said.code == 0 and name in said.out
    before = (place / name).read_bytes()
    assert run("template", name).code == 2
    assert (place / name).read_bytes() == before


@pytest.mark.parametrize("name", ["nowhere/表.xlsx", "nowhere/表.csv"])
def test_a_template_of_another_kind_or_in_no_folder_is_refused(run: Any, place: Path, name: str) -> None:
    assert run("template", "表.doc").code == 2
    said = run("template", name)
    assert said.code == 2 and "无法写入" in said.err
    assert not (place / "nowhere").exists()
