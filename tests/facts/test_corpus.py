"""Document facts on the labelled reports that may stand beside the project: every one of them right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl import facts, read
from etl.models import Document, Source
from etl.places import Gazetteer

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SETS = ("districts", "provinces", "years", "traps")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="no labelled reports beside the project"),
]


def documents(name: str) -> list[Document]:
    gazetteer = Gazetteer.load()
    sources = [s for s in read.read(CORPUS / name) if isinstance(s, Source)]
    return [document for source in sources for document in facts.documents(source, gazetteer)]


def same_place(document: Document, named: str) -> bool:
    whole = document.place_path.replace("/", "")
    return document.level == "country" if named == "国务院" else bool(whole) and whole.endswith(named.replace("/", ""))


@pytest.mark.parametrize("name", SETS)
def test_place_and_years_of_every_labelled_report(name: str) -> None:
    found = documents(name)
    wrong = []
    for line in (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines():
        key = json.loads(line)
        fits = [
            d
            for d in found
            if Path(d.source_file).name == key["file"]
            and same_place(d, key["place"])
            and (d.review_year, d.plan_year) == (key["review_year"], key["plan_year"])
        ]
        if len(fits) != 1:
            wrong.append(
                (
                    key,
                    [(d.place_path, d.review_year, d.plan_year) for d in found if d.source_file.endswith(key["file"])],
                )
            )
    assert wrong == []


def test_the_page_with_eight_reports_holds_two_news_items_too() -> None:
    page = [d for d in documents("districts") if Path(d.source_file).name.startswith("001_")]
    assert [d.doc_type for d in page] == ["work_report"] * 8 + ["other"] * 2
    assert [d.status for d in page[8:]] == ["skipped"] * 2
