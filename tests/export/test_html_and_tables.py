"""The page, and the tables as CSV and Parquet."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from selectolax.lexbor import LexborHTMLParser

from dashboard.export import html_file, tables
from tests.export.conftest import Make, file_of
from tests.yunling.facts import HOSTILE


@pytest.fixture(scope="module")
def page(plain_pack: Path) -> LexborHTMLParser:
    return LexborHTMLParser(file_of(plain_pack, "html").read_text(encoding="utf-8"))


def test_nothing_is_loaded_from_outside(page: LexborHTMLParser) -> None:
    for name in ("src", "href", "data", "action"):
        for node in page.css(f"[{name}]"):
            assert (node.attributes[name] or "").startswith("#")
    assert not page.css("link, iframe, object, embed, img, base, form")
    policy = page.css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"]
    assert "default-src 'none'" in (policy or "")


def test_markup_of_documents_is_text(plain_pack: Path, page: LexborHTMLParser) -> None:
    raw = file_of(plain_pack, "html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in raw
    assert HOSTILE in page.body.text()  # type: ignore[union-attr]


def test_every_number_leads_to_its_evidence(page: LexborHTMLParser) -> None:
    targets = {node.attributes["id"] for node in page.css("[id]")}
    links = page.css("a[data-evidence]")
    assert len(links) > 60
    assert {link.attributes["href"] for link in links} <= {f"#{name}" for name in targets}


def test_svg_ids_of_two_charts_do_not_meet() -> None:
    one = '<svg><clipPath id="a"/><g clip-path="url(#a)"/><use href="#a"/></svg>'
    assert html_file._svg(one, "x") == '<svg><clipPath id="x-a"/><g clip-path="url(#x-a)"/><use href="#x-a"/></svg>'


def test_print_page_needs_no_script(make: Make, tmp_path: Path) -> None:
    briefing = make()
    path = tmp_path / "print.html"
    html_file.write_for_print(briefing, path, dict.fromkeys(briefing.figures, "<svg></svg>"))
    text = path.read_text(encoding="utf-8")
    assert "<script" not in text
    assert text.count("<svg") == len(briefing.figures)


def test_latin_face_stands_first(page: LexborHTMLParser) -> None:
    """Or digits of a PDF cannot be copied out."""
    style = page.css_first("style").text()
    family = re.search(r"html \{[^}]*font: 15px/1.7 ([^;]+);", style)
    assert family
    assert family[1].index("Arial") < family[1].index("Noto Sans CJK SC")


def test_csv_cells_are_harmless_and_complete(plain_pack: Path, make: Make) -> None:
    path = plain_pack / "data" / "promises.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(tables.promises(make()))
    for row in rows:
        for name, cell in row.items():
            assert not cell.startswith(("=", "+", "@", "\t")), (name, cell)
            if cell.startswith("-"):
                float(cell)  # a number, not a formula
    assert any(row["indicator"] == f"'{HOSTILE}" for row in rows)
    assert {"5.4", "-2.1"} <= {row["outcome"] for row in rows}


def test_parquet_has_types_and_the_same_rows(plain_pack: Path, make: Make) -> None:
    table = pq.read_table(plain_pack / "data" / "promises.parquet")
    kinds = {field.name: str(field.type) for field in table.schema}
    assert (kinds["year"], kinds["gap"], kinds["place"]) == ("int64", "double", "string")
    assert table.column("gap").to_pylist()[0] == 0.4
    assert HOSTILE in table.column("indicator").to_pylist()
    assert b"yanguo" in table.schema.metadata
    assert str(pq.read_table(plain_pack / "data" / "sources.parquet").schema.field("published").type) == "date32[day]"
    assert table.num_rows == len(tables.promises(make()))
