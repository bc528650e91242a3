"""Write the digests that are no plain UTF-8 text (html, docx, pdf, GB18030) from their sources beside this script.

    python tests/tools/make_digests.py [--out reports/digests] [NAME ...]

`digests/清苑区_2021.docx.txt` becomes `清苑区_2021.docx`, `易县_2018.gb18030.txt` becomes `易县_2018.txt` in GB18030. A source is the
text that the ETL shall read: lines, and rows of a table as `|cell|cell|`. UTF-8 digests have no source: they stand in
reports/digests as they are. PDF needs Chromium and a CJK font; the files are committed, so only their editor needs them.
"""

from __future__ import annotations

import argparse
import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

SOURCES = Path(__file__).parent / "digests"
OUT = Path(__file__).parents[2] / "reports" / "digests"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
STYLE = (
    "body{font:12pt/1.8 'Noto Serif CJK SC',serif;margin:2em}h1{font-size:16pt}h2{font-size:14pt}"
    "table{border-collapse:collapse}td,th{border:1px solid #666;padding:.2em .6em}"
)
_HEADING = "一二三四五六七八九"

Block = tuple[str, list[str]]  # kind (heading, table, text) and its lines


def outputs(sources: Path = SOURCES) -> dict[Path, str]:
    """Source → name of the file that is made of it."""
    found = {}
    for source in sorted(sources.glob("*.txt")):
        stem, _, kind = source.stem.rpartition(".")
        found[source] = f"{stem}.txt" if kind == "gb18030" else source.stem
    return found


def _kind(line: str) -> str:
    if line.startswith("|"):
        return "table"
    return "heading" if line[:1] in _HEADING and line[1:2] == "、" else "text"


def blocks(text: str) -> list[Block]:
    """Lines of a source, neighbours of one kind together."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(kind, list(group)) for kind, group in groupby(lines, _kind)]


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def as_html(text: str) -> str:
    """A plain page: a heading, paragraphs, tables."""
    title = next(line.partition("：")[2] for line in text.splitlines() if line.startswith("标题："))
    parts = []
    for kind, lines in blocks(text):
        if kind == "table":
            rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in cells(line)) for line in lines]
            parts.append("<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>")
        else:
            tag = "h2" if kind == "heading" else "p"
            parts += [f"<{tag}>{html.escape(line)}</{tag}>" for line in lines]
    body = "\n".join(parts)
    head = f'<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n<style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="zh-CN">\n<head>\n{head}\n</head>\n<body>\n<article>\n{body}\n</article>\n</body>\n</html>\n'


def write_html(text: str, out: Path) -> None:
    out.write_text(as_html(text), encoding="utf-8")


def write_docx(text: str, out: Path) -> None:
    """Word: headings and paragraphs by style, tables as tables."""
    document = Document()
    font = document.styles["Normal"]
    font.font.name = "Noto Serif CJK SC"
    font.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    for kind, lines in blocks(text):
        if kind == "table":
            rows = [cells(line) for line in lines]
            table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
            for row, values in zip(table.rows, rows, strict=True):
                for cell, value in zip(row.cells, values, strict=True):
                    cell.text = value
        else:
            for line in lines:
                document.add_paragraph(line, style="Heading 1" if kind == "heading" else "Normal")
    document.save(str(out))


def write_pdf(text: str, out: Path) -> None:
    """PDF with a text layer, the CJK font embedded. Raises RuntimeError without Chromium."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        raise RuntimeError("找不到 Chromium，无法生成 PDF（Debian：apt install chromium fonts-noto-cjk）")
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        write_html(text, page)
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile",
        ]
        command = [chromium, *options, f"--print-to-pdf={made}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        shutil.copyfile(made, out)


def write_gb18030(text: str, out: Path) -> None:
    out.write_bytes(text.encode("gb18030"))


WRITERS: dict[str, Callable[[str, Path], None]] = {
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
    "gb18030": write_gb18030,
}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="清苑区_2021.docx …; default: all")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args(argv)
    given.out.mkdir(parents=True, exist_ok=True)
    for source, name in outputs().items():
        if not given.names or name in given.names:
            WRITERS[source.stem.rpartition(".")[2]](source.read_text(encoding="utf-8"), given.out / name)
            sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
