"""The rules' data: complete, in both languages, and in step with the units and the schema."""

from __future__ import annotations

import csv
import itertools
import re

import duckdb
import pytest

from etl.judge import judge, policy, run
from tests.judge.world import ROOT, warehouse

TEXTS, FINDINGS, SCOPES, POLICY = (policy.read(f"{name}.yml") for name in ("texts", "findings", "scopes", "policy"))
LISTS = {
    "labels": TEXTS["labels"], "rules": TEXTS["rules"], "findings": TEXTS["findings"], "reasons": TEXTS["reasons"],
    "phrases": TEXTS["phrases"], "relations": TEXTS["relations"], "sources": TEXTS["sources"], "gaps": TEXTS["gaps"],
    "doc_types": TEXTS["doc_types"], "ledger": FINDINGS["ledger"], "ledger_labels": FINDINGS["ledger_labels"],
    "causes": FINDINGS["causes"], "wordings": FINDINGS["wordings"], "claim_findings": FINDINGS["claim_findings"],
}  # fmt: skip
FIELDS = {
    "promised",
    "reported",
    "found",
    "ref",
    "gap",
    "label",
    "name",
    "scope",
    "year",
    "next_year",
    "period",
    "source",
    "benchmark",
    "value",
    "doctype",
    "passage",
}
LEDGER_FIELDS = {"name", "before", "after", "year", "after_year", "last_year", "other"}


@pytest.mark.parametrize("name", LISTS)
def test_texts_are_in_both_languages(name: str) -> None:
    for row in LISTS[name]:
        assert row["zh"], row
        assert row["en"].strip(), row
        assert not re.search(r"[一-鿿]", re.sub(r"“[^”]*”", "", row["en"])), row


@pytest.mark.parametrize("name", LISTS)
def test_keys_occur_once(name: str) -> None:
    key = next(k for k in LISTS[name][0] if k not in ("zh", "en", "priority"))
    keys = [row[key] for row in LISTS[name]]
    assert len(set(keys)) == len(keys)


def test_reasons_use_only_fields_that_are_filled_and_the_same_in_both_languages() -> None:
    for rows, fields in ((TEXTS["reasons"], FIELDS), (FINDINGS["ledger"], LEDGER_FIELDS)):
        for row in rows:
            assert set(re.findall(r"\{(\w+)\}", row["zh"])) <= fields, row
            assert set(re.findall(r"\{(\w+)\}", row["en"])) <= fields, row


def test_every_way_of_putting_a_number_has_a_phrase() -> None:
    keys = {row["key"] for row in TEXTS["phrases"]}
    ways = itertools.product(("level", "growth", "price", "points"), ("eq", "ge", "le", "approx", "range"), "+-")
    wanted = {".".join(way) for way in ways}
    assert {key for key in wanted if not key.startswith("level.")} <= keys
    assert wanted - keys == set()


def test_dimensions_that_rules_name_exist_among_the_units() -> None:
    dimensions = {row["dimension"] for row in policy.units()}
    assert set(POLICY["rate_dimensions"]) | set(POLICY["plausible"]["plausible_dimensions"]) <= dimensions


@pytest.mark.parametrize(
    ("unit", "same_as", "times"),
    [
        ("万亿元", "亿元", 1e4),
        ("万人", "人", 1e4),
        ("亿斤", "万吨", 5),
        ("亿美元", "万美元", 1e4),
        ("‰", "%", 0.1),
        ("万户", "户", 1e4),
    ],
)
def test_units_convert(unit: str, same_as: str, times: float) -> None:
    rows = {row["unit"]: row for row in policy.units()}
    assert rows[unit]["dimension"] == rows[same_as]["dimension"]
    assert rows[unit]["factor"] / rows[same_as]["factor"] == pytest.approx(times)


def test_percent_and_points_are_two_dimensions() -> None:
    rows = {row["unit"]: row["dimension"] for row in policy.units()}
    assert rows["%"] != rows["百分点"]


def test_the_scopes_of_one_indicator_are_in_one_class() -> None:
    for entry in SCOPES["wording"]:
        assert "" in entry["scopes"], entry


def test_rows_of_a_list_must_have_the_same_keys() -> None:
    with pytest.raises(ValueError, match="differ"):
        policy._table(duckdb.connect(), "j_x", [{"a": 1}, {"b": 2}])


def test_steps_say_their_grain_and_leave_nothing_behind() -> None:
    for step in run.steps():
        assert step.read_text(encoding="utf-8").startswith("-- "), step.name
    connection = warehouse()
    judge(connection)
    assert connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall() == []


def test_an_empty_warehouse_is_judged_and_labelled() -> None:
    connection = warehouse()
    judge(connection)
    assert connection.execute("SELECT count(*) FROM comparisons").fetchone() == (0,)
    assert connection.execute("SELECT zh FROM verdict_labels WHERE status = 'unreported'").fetchone() == ("未见报告",)
    for table in (
        "verdict_rules",
        "finding_labels",
        "ledger_kinds",
        "cause_labels",
        "wording_labels",
        "claim_finding_labels",
    ):
        assert connection.execute(f"SELECT count(*) > 3 FROM {table}").fetchone() == (True,)


@pytest.mark.parametrize("page", ["method.md", "method.en.md"])
def test_the_method_page_names_every_rule_and_change_and_its_numbers(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    rules = {row["rule"] for row in TEXTS["rules"]}
    kinds = {row["kind"] for row in FINDINGS["ledger"]}
    assert {name for name in rules | kinds if name not in text} == set()
    for row in POLICY["tolerance"]:
        assert re.search(rf"\b{row['n'] * 100:g} ?%", text)
        assert re.search(rf"\b{row['m'] * 100:g} ?%", text)
    assert f"{POLICY['full_report']['min_review_share'] * 100:g}" in text
    assert f"−{POLICY['relative_slack']}" in text


def test_the_sample_of_silences_is_what_the_page_says() -> None:
    with (ROOT / "docs" / "silence-sample.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    right = sum(row["judgement"] == "right" for row in rows)
    assert len(rows) >= 100
    for page, said in (
        ("method.md", "抽取 {n} 条，逐条读回顾部分，{right} 条正确（{share}%"),
        ("method.en.md", "{n} drawn with a fixed seed were read: {right} right ({share} %"),
    ):
        share = f"{100 * right / len(rows):.1f}"
        expected = said.format(n=len(rows), right=right, share=share)
        assert expected in (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert all(int(row["target_start"]) < int(row["target_end"]) for row in rows)
