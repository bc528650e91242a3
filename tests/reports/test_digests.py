"""The digests: readable in every format, each names its source, each holds exactly the figures of its report."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal

import pytest

from etl.models import Document
from tests.reports.bundle import DIGESTS, body, digests, figures_by_report
from tests.tools.make_digests import outputs

_YEARS_AND_NAMES = re.compile(r"PM2\.5|(?:19|20)\d\d年")
CLAIMED = {"青浦区_2021.txt": {Decimal("105.6"), Decimal(4750)}}  # a claim's figures, which are no row of the table


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", _YEARS_AND_NAMES.sub("", text))}


def _id(document: Document) -> str:
    return document.source_file


def test_the_corpus_is_wide_enough() -> None:
    assert len(digests()) >= 30
    assert len({d.place_id for d in digests()}) >= 10
    below_city = [d for d in digests() if d.level in ("district", "county", "zone")]
    assert len(below_city) > len(digests()) / 2
    assert {d.report_year for d in digests() if d.place_name == "清苑区"} == set(range(2020, 2026))


def test_every_format_is_there() -> None:
    kinds = {path.suffix for path in DIGESTS.iterdir()}
    assert kinds == {".txt", ".html", ".docx", ".pdf"}
    assert any(_encoding(path.read_bytes()) == "gb18030" for path in DIGESTS.glob("*.txt"))
    documents = [zipfile.ZipFile(path).read("word/document.xml") for path in DIGESTS.glob("*.docx")]
    assert any(b"<w:tbl>" in xml for xml in documents)


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


@pytest.mark.parametrize("document", digests(), ids=_id)
def test_a_digest_names_its_report(document: Document) -> None:
    assert document.doc_type == "digest"
    assert document.status == "ok", document.warnings
    assert document.title == f"{document.citation}（摘编）"
    assert str(document.report_year) in document.citation
    assert document.plan_year == document.report_year
    assert document.review_year == (document.report_year or 0) - 1
    assert "摘编，非原文" in document.text


@pytest.mark.parametrize("document", digests(), ids=_id)
def test_the_figures_of_a_digest_are_those_of_the_table(document: Document) -> None:
    rows = figures_by_report()[(document.place_path, document.citation)]
    fields = ("value_low", "value_high", "stretch")
    table = {abs(Decimal(row[f])) for row in rows for f in fields if row[f]} - {Decimal(0)}  # 持平 is put in words
    assert _numbers(body(document)) - CLAIMED.get(document.source_file, set()) == table


@pytest.mark.parametrize(("source", "name"), outputs().items(), ids=lambda value: str(getattr(value, "name", value)))
def test_a_made_file_says_what_its_source_says(source: object, name: str) -> None:
    text = source.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    document = next(d for d in digests() if d.source_file == name)
    assert _squeezed(document.text) == _squeezed(text.replace("|", " "))


def test_every_source_is_made_and_nothing_else_needs_one() -> None:
    made = set(outputs().values())
    assert made <= {path.name for path in DIGESTS.iterdir()}
    plain = {path.name for path in DIGESTS.iterdir()} - made
    assert {name.rpartition(".")[2] for name in plain} == {"txt"}
