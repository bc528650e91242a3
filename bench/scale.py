"""How cost grows with the corpus; adding one report to what is there; the dashboard's questions on the largest."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from bench.corpus import YEARS, NextReport, write
from bench.document import table
from bench.measure import MIB, command, wall_of
from dashboard import warehouse as questions

LIMIT_MS = 100


def growth(folder: Path, sizes: Sequence[int], workers: int) -> Iterator[tuple[str, Path, int]]:
    """Builds from nothing at each size. Gives, after each, the table so far, the warehouse and its size."""
    rows, written = [], 0
    for size in sorted(sizes):
        write(folder / "reports", size - written, written)
        written, built = size, folder / f"w{size}.duckdb"
        run = command(_build(folder, built, workers))
        rows.append(
            (f"{size:,}", f"{run.seconds:.0f}", f"{run.cpu:.0f}", f"{size / run.seconds:.1f}", f"{1000 * run.cpu / size:.0f}",
             f"{run.peak / MIB:.0f}", f"{built.stat().st_size / MIB:.0f}")
        )  # fmt: skip
        head = [
            "报告数",
            "秒（钟表）",
            "秒（处理器）",
            "份／秒",
            "处理器毫秒／份",
            "内存峰值 MB（各进程合计）",
            "数据文件 MB",
        ]
        yield f"从空白建库，{workers} 个进程，txt。\n\n" + table(head, rows), built, size


class Adding:
    """What it takes to add one report, to warehouses of several sizes."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str]] = []

    def measure(self, folder: Path, built: Path, size: int, times: int = 3) -> str:
        """The next report of a place that is held, `times` times, and a build that finds nothing to do; the table so far."""
        first, runs = folder / "reports" / "000", []
        manifest = first / "manifest.csv"
        places = manifest.read_text(encoding="utf-8")
        command(_build(folder, built, 1))  # knows the files' stamps from now on
        for number in range(times):
            one = NextReport(number * YEARS)
            (first / f"{one.name}.txt").write_text(one.text(), encoding="utf-8")
            places += f"{one.name}.txt,{one.place}\n"
            manifest.write_text(places, encoding="utf-8")
            runs.append(command(_build(folder, built, 1)))
        idle = command(_build(folder, built, 1)).seconds
        for number in range(times):
            (first / f"{NextReport(number * YEARS).name}.txt").unlink()
        manifest.write_text("".join(places.splitlines(keepends=True)[:-times]), encoding="utf-8")
        seconds, cpu = (statistics.median(getattr(run, kind) for run in runs) for kind in ("seconds", "cpu"))
        self.rows.append((f"{size:,}", f"{seconds:.1f}", f"{cpu:.1f}", f"{idle:.1f}"))
        head = ["库中的报告数", "加入一份，秒（钟表）", "秒（处理器，各进程合计）", "没有变化时，秒（钟表）"]
        return f"含启动，{times} 次的中位数；加入的是库中已有地方的下一年报告。\n\n" + table(head, self.rows)


def _build(folder: Path, warehouse: Path, workers: int) -> list[str]:
    return [
        "etl",
        "build",
        "--reports",
        str(folder / "reports"),
        "--warehouse",
        str(warehouse),
        "--workers",
        str(workers),
    ]


def asking(largest: Path, times: int = 5) -> str:
    """Every question of the dashboard, with values that the warehouse holds; milliseconds, the file staying attached between them."""
    with duckdb.connect(str(largest), read_only=True) as connection:
        target, place, year, indicator, doc = connection.execute(
            "SELECT target_id, place_id, year, indicator, target_doc_id FROM comparisons "
            "WHERE status = 'met' AND decides ORDER BY target_id LIMIT 1"
        ).fetchall()[0]
        documents = connection.execute("SELECT count(*) FROM documents").fetchall()[0][0]
    levels = ["country", "province", "city", "district", "county", "zone"]
    values = {
        "year": year, "levels": levels, "area": "", "place": place, "places": [place], "target": target, "period": "year",
        "indicator": indicator, "targets": [target], "a": "就业", "b": "", "c": "", "d": "", "kind": "", "limit": 20, "most": 2, "offset": 0, "status": "",
        "every": True, "docs": [doc], "doc": doc,
    }  # fmt: skip
    found = [
        (wall_of(lambda name=name: questions.query(name, values, largest), times) * 1000, name)  # type: ignore[misc]
        for name in questions.names()
    ]
    slow = [(f"`{name}`", f"{ms:.0f}") for ms, name in sorted(found, reverse=True)[:12]]
    within = sum(ms < LIMIT_MS for ms, _ in found)
    return (
        f"{documents:,} 个文件的库，{len(found)} 个查询（{times} 次的中位数，文件在提问之间保持打开）：{within} 个在 {LIMIT_MS} 毫秒以内，"
        f"中位数 {statistics.median(ms for ms, _ in found):.0f} 毫秒。最慢的：\n\n" + table(["查询", "毫秒"], slow)
    )
