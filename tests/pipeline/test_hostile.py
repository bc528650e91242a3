"""Hostile inputs through the whole pipeline: each refused by name or read, in bounded time; the good reports beside them are read."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import facts, lexicon, pipeline, places, read
from etl.extract import extract
from etl.models import Source
from tests.invented import PLACES, Report, write_manifest
from tests.read import makers

HEAD = Report(PLACES[0], 2025).text().rstrip("。\n")
REPEATED = (
    "1，", "1.", "一", "百分之一", "增长", "地区生产总值", "地区生产总值、", "地区生产总值增长6%、", "6%、", "（", "（）", " ", "\n \n", "；",
    "2024年", "-", "以上", "1\t", "[1]", "\0", "\u202e地区\u202c", "分别增长", "一、2024年工作回顾\n", "主要预期目标是：", "一季度",
    "完成目标的105%", "占地区生产总值比重", "由5%增加到6%", "高于全国平均水平", "：", "“", "%", "亿元", "发展",
)  # fmt: skip


def _deep_zip() -> bytes:
    data = makers.zipped({"a.txt": "青河县".encode()})
    for _ in range(12):
        data = makers.zipped({"inner.zip": data})
    return data


def _entity() -> bytes:
    return makers.word_xml(
        "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "炸弹.zip": lambda: makers.zipped({"a.txt": bytes(90_000_000)}),
    "层层.zip": _deep_zip,
    "越界.zip": lambda: makers.zipped({"../../evil.txt": b"x"}),
    "实体.docx": _entity,
    "加密.pdf": lambda: makers.pdf([["青河县"]], encrypt=True),
    "残缺.pdf": lambda: makers.pdf([["青河县"]])[:300],
    "长行.txt": lambda: b"1" * 20_000_000,
    "冒名.docx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "表.csv.gz": lambda: gzip.compress(bytes(50_000_000)),
    "孤立代理.txt": lambda: "青河县\ud800".encode("utf-16-le", "surrogatepass"),
    "空.txt": lambda: b"",
}


def test_a_folder_of_hostile_files(tmp_path: Path) -> None:
    """Every hostile file is named once with its reason, the good report is read, memory and time stay within bounds."""
    folder = tmp_path / "reports"
    folder.mkdir()
    report = Report(PLACES[0], 2025)
    report.write(folder)
    write_manifest(folder, [report])
    for name, make in HOSTILE.items():
        (folder / name).write_bytes(make())
    with (folder / "一千兆.txt").open("wb") as file:  # a gigabyte, without the room for it
        file.truncate(1 << 30)
    (folder / "圈").symlink_to(folder)
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "etl", "build", "--reports", str(folder), "--warehouse", str(tmp_path / "w.duckdb"), "--workers", "1"],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - start < 200
    with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as connection:
        status = dict(
            connection.execute("SELECT source_file, any_value(status::VARCHAR) FROM documents GROUP BY 1").fetchall()
        )
        assert connection.execute("SELECT count(*) > 5 FROM targets").fetchone() == (True,)
    assert status[report.name] in ("ok", "warned")
    for name in (*HOSTILE, "一千兆.txt"):
        found = [state for file, state in status.items() if file == name or file.startswith(name + "/")]
        assert found and not set(found) & {"ok", "warned"}, (name, status)
        assert name == "孤立代理.txt" or set(found) == {"refused"}, (name, found)
        if set(found) == {"refused"}:
            assert done.stderr.count(f"{name}：") + done.stderr.count(f"{name}/") >= 1, name
    assert not (tmp_path.parent / "evil.txt").exists()


def _seconds(text: str) -> float:
    words, gazetteer = lexicon.load(), places.Gazetteer.load()
    start = time.process_time()
    for source in read.read_bytes("a.txt", text.encode("utf-8")):
        if isinstance(source, Source):
            for document in facts.documents(source, gazetteer):
                extract(document, words)
    return time.process_time() - start


@pytest.mark.parametrize("repeated", REPEATED, ids=lambda text: repr(text)[:20])
def test_time_grows_with_length_only(repeated: str) -> None:
    """No text makes the rules run away: 12,000 characters of anything take a few times what a report of that length takes."""
    assert _seconds(HEAD + "，" + repeated * (12_000 // len(repeated)) + "。\n") < 12


@pytest.mark.soak
@pytest.mark.parametrize("repeated", REPEATED, ids=lambda text: repr(text)[:20])
def test_time_grows_with_length_only_at_length(repeated: str) -> None:
    assert _seconds(HEAD + "，" + repeated * (900_000 // len(repeated)) + "。\n") < 300


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that nobody can write to")
def test_a_folder_that_nobody_can_write_to(reports: Path) -> None:
    """Not even root creates files in /sys: the build says so, and what it is to do about it."""
    with pytest.raises(pipeline.BuildFailedError, match=r"权限|不存在"):
        pipeline.build([reports], Path("/sys/yanguo.duckdb"), pipeline.Options(workers=1))


@pytest.mark.soak
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_disk_that_is_full(reports: Path, tmp_path: Path, build: Any) -> None:
    """A real small disk: the old warehouse stays whole, nothing is left beside it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], capture_output=True, check=False
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        build(disk / "w.duckdb")
        before = (disk / "w.duckdb").read_bytes()
        (disk / "ballast").write_bytes(bytes(12 * 1024 * 1024 - len(before) - 600_000))
        Report(PLACES[2], 2025).write(reports)
        with pytest.raises(pipeline.BuildFailedError, match="空间不足"):
            build(disk / "w.duckdb")
        assert (disk / "w.duckdb").read_bytes() == before
        assert sorted(path.name for path in disk.iterdir()) == ["ballast", "w.duckdb"]
    finally:
        subprocess.run(["umount", str(disk)], check=False)
