"""The blind sets hold figures only, fit their reports, and are counted as the scorer counts them."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import pytest

from etl import lexicon
from tests.accuracy import beside, blind, score, tally
from tests.accuracy.draw import SEEDS, SIZE, draw, times

SETS = blind.sets()
with_reports = [
    pytest.mark.corpus,
    pytest.mark.skipif(not beside.HISTORY.is_file(), reason="the reports are not beside the project"),
]
_LONGEST_NAME = 28  # characters of the name of a quantity; more would be a sentence


@pytest.mark.parametrize("number", SETS)
def test_labels_are_figures_only(number: int) -> None:
    for line in (blind.FOLDER / f"blind{number}.jsonl").read_text("utf8").splitlines():
        label = json.loads(line)
        assert set(label) <= set(blind.FIELDS)
        words = [value.removeprefix("other:") for value in label.values() if isinstance(value, str)]
        assert not any(re.search("[，。；：\n]", word) or len(word) > _LONGEST_NAME for word in words), words
        assert set(label.get("note", "").split()) <= set(blind.NOTES)


@pytest.mark.parametrize("number", SETS)
def test_labels_are_complete(number: int) -> None:
    docs = {doc["doc"]: doc for doc in blind.documents(number)}
    known = lexicon.load().indicators
    for label in blind.labels(number):
        doc = docs[label["doc"]]
        assert label["year"] == doc["plan_year" if label["role"] == "target" else "review_year"]
        assert label["indicator"] in known or label["indicator"].startswith("other:")
        assert 0 <= label["char_start"] < label["char_end"]
        assert label["measure"] in ("growth", "level", "relative", "qualitative")
        if label["measure"] in ("growth", "level"):
            assert label["op"] and (label["low"], label["high"]) != (None, None)


@pytest.mark.parametrize("number", SETS)
def test_every_set_has_a_first_score_or_waits_for_one(number: int) -> None:
    assert set(score.first_scores()[number]) == {"targets", "outcomes"}


def test_sets_share_no_report() -> None:
    files = [doc["file"] for number in SETS for doc in blind.documents(number)]
    assert len(files) == len(set(files))


@pytest.mark.parametrize(
    ("year", "span"), [(1997, 0), (2003, 0), (2004, 1), (2011, 1), (2012, 2), (2019, 3), (2025, 3)]
)
def test_spans_of_years(year: int, span: int) -> None:
    assert times(year) == span


def _holds(quote: str, value: float) -> bool:
    plain = unicodedata.normalize("NFKC", quote).replace(",", "")
    return abs(value) in [float(figure) for figure in re.findall(r"\d+(?:\.\d+)?", plain)]


SIZES = {6: 30, 11: 57, 12: 56, 13: 59, 18: 22}  # the others: 60


class TestBesideTheReports:
    pytestmark = with_reports

    @pytest.mark.parametrize("number", sorted(SEEDS))
    def test_draw(self, number: int) -> None:
        drawn = [row["file"] for row in draw(number)]
        assert len(set(drawn)) == len(drawn)
        assert len(drawn) == SIZES.get(number, SIZE)
        if number in SETS:
            held = [doc["file"] for doc in blind.documents(number)]
            assert held == [file for file in drawn if file in set(held)]

    @pytest.mark.parametrize("number", SETS)
    def test_quotes_hold_their_numbers(self, number: int) -> None:
        labels = blind.with_quotes(number)
        assert all(label["quote"].strip() == label["quote"] != "" for label in labels)
        numeric = [label for label in labels if label["low"] is not None]
        elsewhere = [label for label in numeric if not _holds(label["quote"], label["low"])]
        assert len(elsewhere) <= 0.02 * len(numeric)  # 持平 for 0, 千亿元 for 1000, digits set apart by blanks

    def test_cases_add_up_to_the_score(self) -> None:
        number, some = SETS[0], 12
        docs = blind.documents(number)[:some]
        labels = [label for label in blind.with_quotes(number) if label["doc"] in {doc["doc"] for doc in docs}]
        with score.warehouse([doc["file"] for doc in docs]) as made:
            figures = score.score(number, made, docs).figures
            cases = tally.cases(made, docs, labels)
        for key, role in (("t", "target"), ("o", "outcome")):
            sums = tally.count(case for case in cases if case.role == role)
            of_scorer: dict[str, Any] = figures[key]
            assert sums.labels == of_scorer["n"] > 0
            assert sums.precision == pytest.approx(of_scorer["precision"])
            assert sums.recall == pytest.approx(of_scorer["recall"])
            assert sums.exact == pytest.approx(of_scorer["exact"] * sums.right)
