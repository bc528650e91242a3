"""The real reports beside the project: all of them are read, whole. Skipped where they are not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from etl.models import FigureTable, Source
from etl.read import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus is not beside the project"),
]


@pytest.mark.parametrize(
    ("name", "count"), [("districts", 5), ("provinces", 20), ("years", 25), ("traps", 5), ("history.zip", 1039)]
)
def test_every_report_is_read(name: str, count: int) -> None:
    results = list(read(SHARED / "corpus" / name))
    assert [result for result in results if not isinstance(result, Source)] == []
    assert len(results) == count
    assert all(len(re.findall("[一-鿿]", result.text)) > 500 for result in results if isinstance(result, Source))


def test_no_paragraph_of_a_page_is_lost_and_no_link_is_read() -> None:
    for path in sorted((SHARED / "corpus" / "provinces").glob("*.html")):
        [source] = read(path)
        assert isinstance(source, Source)
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        lines = set(source.text.split("\n"))
        paragraphs = [" ".join(node.text().split()) for node in tree.css("div.article p")]
        assert [text for text in paragraphs if len(text) > 12 and text not in lines] == []
        assert not any(node.text().strip() in source.text for node in tree.css("div.rel li, div.footer"))


def test_pages_of_a_pdf_leave_no_trace() -> None:
    for path in sorted((SHARED / "corpus" / "provinces").glob("*.pdf")):
        [source] = read(path)
        assert isinstance(source, Source)
        assert not re.search(r"file:///|\d+/\d+/\d+, \d+:\d+|^\s*\d{1,3}(?:/\d{1,3})?\s*$", source.text, re.M)


def test_the_hand_made_table_of_figures_has_no_bad_row() -> None:
    [table] = read(SHARED / "figures" / "provinces_2025_2026.csv")
    assert isinstance(table, FigureTable)
    assert len(table.rows) == 1036
    assert table.warnings == ()
