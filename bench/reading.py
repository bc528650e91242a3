"""One process against the floor; pdf and docx against their reader libraries."""

from __future__ import annotations

import gc
import io
import shutil
from pathlib import Path

import docx
import pypdfium2

from bench.corpus import Report, write
from bench.document import table
from bench.measure import command, cpu_of, floor
from etl import pipeline, read
from tests.read import makers  # files of each format, made by hand


def against_floor(folder: Path, count: int) -> str:
    """One build with one process, one with two; the floor is taken in the same run."""
    files = sorted(write(folder, count).rglob("*.txt"))
    characters = sum(len(file.read_text(encoding="utf-8")) for file in files)
    least = cpu_of(lambda: floor(files))
    rows: list[tuple[object, ...]] = [
        ("下限：读入、解码、一遍正则", f"{least:.2f}", f"{least:.2f}", f"{characters / least / 1e6:.1f}", "1")
    ]
    runs = {}
    for workers in (1, 2):
        warehouse = folder.parent / f"floor{workers}.duckdb"
        run = command(
            ["etl", "build", "--reports", str(folder), "--warehouse", str(warehouse), "--workers", str(workers)]
        )
        runs[workers] = run
        speed = characters / run.seconds / 1e6
        rows.append(
            (
                f"整个 ETL，{workers} 个进程",
                f"{run.seconds:.1f}",
                f"{run.cpu:.1f}",
                f"{speed:.2f}",
                f"{run.cpu / least:.0f}",
            )
        )
        warehouse.unlink()
    items = list(read.discover(folder))[:: max(1, count // 200)]
    share = sum(item.size for item in items) / sum(file.stat().st_size for file in files)
    list(pipeline.documents(items[0]))  # words and places are loaded, and
    gc.collect()
    gc.freeze()  # kept out of the search for garbage, as in the workers
    only = cpu_of(lambda: [list(pipeline.documents(item)) for item in items])
    gc.unfreeze()
    rows.append(
        (
            "其中读取、判定、抽取",
            "",
            f"{only / share:.1f}",
            f"{characters * share / only / 1e6:.2f}",
            f"{only / share / least:.0f}",
        )
    )
    return (
        f"{count} 份仿真报告（txt，UTF-8），{characters / 1e6:.1f} 百万字；两个进程是一个进程的 "
        f"{runs[1].seconds / runs[2].seconds:.2f} 倍快。“整个 ETL”含启动、装入、判定、检查与发布。\n\n"
        + table(["", "秒（钟表）", "秒（处理器）", "百万字／秒（钟表）", "是下限的几倍（处理器）"], rows)
    )


def formats(count: int) -> str:
    """For each format: library alone, ETL on txt, ETL on the format, and the ratio of the last to the sum of the others."""
    texts = [Report(number).text() for number in range(count)]
    plain = cpu_of(lambda: [_etl("a.txt", text.encode()) for text in texts])
    rows = []
    for suffix, make, library in (("docx", _docx, _docx_text), ("pdf", _pdf, _pdf_text)):
        files = [make(text) for text in texts]
        alone = cpu_of(lambda files=files, library=library: [library(data) for data in files])  # type: ignore[misc]
        whole = cpu_of(lambda files=files, suffix=suffix: [_etl(f"a.{suffix}", data) for data in files])  # type: ignore[misc]
        rows.append((suffix, f"{alone:.2f}", f"{plain:.2f}", f"{whole:.2f}", f"{whole / (alone + plain):.2f}"))
    return f"{count} 份仿真报告，处理器秒，三次的中位数。\n\n" + table(
        ["格式", "读取库单独", "ETL 读 txt", "ETL 读此格式", "比值（目标 ≤ 1.3）"], rows
    )


def _etl(name: str, data: bytes) -> None:
    from etl import facts, lexicon, places
    from etl.extract import extract

    words, gazetteer = lexicon.load(), places.Gazetteer.load()
    for source in read.read_bytes(name, data):
        for document in facts.documents(source, gazetteer):  # type: ignore[arg-type]
            extract(document, words)


def _docx(text: str) -> bytes:
    return makers.word(text.split("\n"))


def _docx_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def _pdf(text: str) -> bytes:
    lines = [line[at : at + 40] for line in text.split("\n") for at in range(0, max(1, len(line)), 40)]
    return makers.pdf([lines[at : at + 45] for at in range(0, len(lines), 45)])


def _pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
