"""Where the labelled reports lie beside the project: our figures are those of their keys, our sentences are not theirs."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from etl import read
from etl.models import Source
from tests.reports.bundle import ROOT, body, digests, figures, figures_by_report

CORPUS = ROOT.parent / "shared" / "corpus"
RUN = 25  # letters and digits in a row that no digest may share with a report: the length of a list of two figures
SETS = ("districts", "years", "provinces")
# labelled on other grounds than a figure of the year: the table leaves these out
_LEFT_OUT = ("optional", "multi-year", "covers the whole period", "year not stated", "very likely a slip")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the labelled reports are not beside the project"),
]


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _reports() -> Iterator[str]:
    for folder in SETS:
        for item in read.discover(CORPUS / folder):
            yield from (found.text for found in read.read_item(item) if isinstance(found, Source))


def test_no_digest_shares_a_run_with_a_report() -> None:
    texts = {d.source_file: _plain(body(d)) for d in digests()}
    grams = {text[i : i + RUN]: file for file, text in texts.items() for i in range(len(text) - RUN + 1)}
    shared = set()
    for report in map(_plain, _reports()):
        shared |= {(grams[g], g) for i in range(len(report) - RUN + 1) if (g := report[i : i + RUN]) in grams}
    assert shared == set()


def _labels() -> Iterator[tuple[str, dict[str, Any]]]:
    """(place name, label) of every label that holds a number."""
    for name in SETS:
        documents = map(json.loads, (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines())
        places = {d["doc"]: re.split("[省市](?=.)", d["place"])[-1] for d in documents}
        for line in (CORPUS / f"{name}.gold.jsonl").read_text("utf-8").splitlines():
            label = json.loads(line)
            if label["measure"] in ("growth", "level"):
                yield places[label["doc"]], label


def _is_of_its_year(label: dict[str, Any]) -> bool:
    """False for labels on other grounds than a figure of the year; the table leaves those out."""
    bound_of_five_years = "five-year" in label["note"] and label["op"] in ("ge", "le")
    return not bound_of_five_years and not any(words in label["note"] for words in _LEFT_OUT)


def _figure(place: str, low: float | None, high: float | None, row: Mapping[str, Any]) -> tuple[object, ...]:
    op = {"gt": "ge", "lt": "le"}.get(row["op"], row["op"])
    scope = "" if row["scope"] == "可比" else row["scope"]  # how growth was counted is no scope
    bounds = (None if op == "le" else low, None if op == "ge" else high)
    return (place, row["role"], int(row["year"]), row["indicator"], scope, row["measure"], op, *bounds, row["unit"])


def _held(rows: Iterable[Mapping[str, str]]) -> set[tuple[object, ...]]:
    def value(text: str) -> float | None:
        return float(text) if text else None

    return {
        _figure(r["place"].split("/")[-1], value(r["value_low"]), value(r["value_high"]), r) for r in rows if r["op"]
    }


def test_the_table_holds_every_labelled_figure() -> None:
    wanted = {
        _figure(place, label["low"], label["high"], label) for place, label in _labels() if _is_of_its_year(label)
    }
    assert wanted - _held(figures()) == set()


def test_a_digest_holds_no_figure_that_its_key_lacks() -> None:
    labelled = {_figure(place, label["low"], label["high"], label) for place, label in _labels()}
    by_report = figures_by_report()
    for digest in digests():
        if digest.report_year == 2025 and digest.level == "province":
            continue  # its outcomes of 2024 have no label
        rows = _held(by_report[(digest.place_path, digest.citation)])
        assert {figure for figure in rows if figure[-2] != 0} <= labelled, digest.title  # 持平 is labelled in words
