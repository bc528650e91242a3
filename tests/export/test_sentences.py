"""Sentences by a table of cases: numbers, signs, 百分点 against %, 高于/低于, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard.export import rules, sentences
from dashboard.export.compose import Mark, Words, fill, ids, joined, plain, words
from dashboard.export.evidence import Evidence
from tests.yunling.facts import INDICATORS

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "sentences.yaml").read_text(encoding="utf-8"))
KNOWN = INDICATORS
EMPTY = {
    "scope": "", "stretch": None, "relation": "", "benchmark": "", "headline": True, "place_id": "990101", "place_name": "东平区",
    "year": 2025, "period": "year", "target_quote": "句", "target_start": 0, "target_end": 1, "target_source": "a",
    "target_row_citation": "", "outcome_id": None, "outcome_value": None, "outcome_unit": None, "outcome_row_unit": None,
    "outcome_quote": "句", "outcome_start": 0, "outcome_end": 1, "outcome_source": "b", "outcome_row_citation": "",
    "outcome_measure": None, "outcome_op": "eq", "outcome_low": None, "outcome_high": None, "outcome_scope": "", "estimated": False,
    "reference_row": None, "reference_value": None, "reference_low": None, "reference_high": None, "claim_id": None, "claim_words": None,
    "claim_verdict": None, "claim_target": None, "completion_pct": None, "claim_quote": "句", "claim_start": 0, "claim_end": 1,
    "claim_source": "b", "method": "none", "rule": "", "reason": "", "reason_en": "", "reason_code": "", "outcome_doc_id": "b",
    "status_strict": "met", "status_lenient": "met",
}  # fmt: skip


def number(value: Any) -> Any:
    return None if value == "x" else value


def row_of(case: dict[str, Any]) -> dict[str, Any]:
    """The row that the warehouse would give for a case."""
    indicator, measure, op, low, high, unit = case["target"]
    _, zh, en, direction, _, _ = KNOWN[indicator]
    bound = rules.Bound(op or "eq", _exact(low), _exact(high), unit, direction)
    has_number = number(low) is not None or number(high) is not None
    row = EMPTY | {
        "target_id": case["name"], "indicator": indicator, "label_zh": zh, "label_en": en, "catalogue_direction": direction, "measure": measure,
        "op": op, "value_low": number(low), "value_high": number(high), "unit": unit, "x": float(bound.x) if has_number else None,
        "status": case["status"], "relation": case.get("relation", ""), "stretch": case.get("stretch"), "scope": case.get("scope", ""),
        "reason_code": case.get("code", ""), "estimated": case.get("estimated", False),
    }  # fmt: skip
    if "outcome" in case:
        value, own = case["outcome"]
        measured = "growth" if measure == "relative" else "level" if case.get("method") == "derived" else measure
        row |= {
            "method": case.get("method", "direct"), "outcome_id": "o", "outcome_value": value, "outcome_unit": own, "outcome_row_unit": own,
            "outcome_measure": measured, "outcome_low": value, "outcome_high": value,
        }  # fmt: skip
    if "apart" in case:
        indicator, zh, en = case["apart"]
        row |= {"apart": True, "outcome_indicator": indicator, "outcome_label": zh, "outcome_label_en": en}
    if "reference" in case:
        row |= reference_of(*case["reference"])
    if "claim" in case:
        row |= {
            "method": "claim",
            "claim_id": "c",
            "claim_words": case["claim"][0],
            "completion_pct": case["claim"][1],
            "claim_verdict": "met",
        }
    return row


def reference_of(indicator: str, value: float, unit: str, place: str = "东平区") -> dict[str, Any]:
    return {
        "reference_row": "f", "reference_kind": "outcome", "reference_value": value, "reference_low": value, "reference_high": value,
        "reference_unit": unit, "reference_measure": "growth", "reference_place": place, "reference_year": 2025,
        "reference_indicator": indicator, "reference_label": KNOWN[indicator][1], "reference_label_en": KNOWN[indicator][2],
        "reference_op": "eq", "reference_relation": "", "reference_benchmark": "", "reference_quote": "句", "reference_start": 0,
        "reference_end": 1, "reference_source": "b", "reference_citation": "",
    }  # fmt: skip


def _exact(value: Any) -> Any:
    return None if number(value) is None else rules.exact(value)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_sentence_of_a_promise(case: dict[str, Any], language: str) -> None:
    evidence = Evidence()
    text = sentences.promise(row_of(case), evidence, words(language))
    assert plain(text) == case[language]
    assert all(name in evidence.entries for name in ids(text))


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if "outcome" in c and c.get("method", "direct") == "direct"],
    ids=lambda case: case["name"],
)
def test_cases_state_the_contracts_verdict(case: dict[str, Any]) -> None:
    """The table itself is right: its verdicts follow from its numbers."""
    indicator, _, op, low, high, unit = case["target"]
    bound = rules.Bound(op, _exact(low), _exact(high), unit, KNOWN[indicator][3])
    value = rules.convert(rules.exact(case["outcome"][0]), case["outcome"][1], unit)
    assert value is not None
    assert rules.judge(bound, value) == case["status"]


def counted(*statuses: str) -> tuple[Evidence, list[str]]:
    """An evidence of promises with these verdicts."""
    evidence = Evidence()
    base = row_of(CASES[0])
    return evidence, [
        evidence.promise(base | {"target_id": str(n), "status": status})["verdict"] for n, status in enumerate(statuses)
    ]


def test_lead_of_the_issue() -> None:
    """The example of the issue, word for word but for the full-width punctuation."""
    evidence, verdicts = counted(*["met"] * 5, "near", "missed", "unreported")
    w = words("zh")
    total = sentences.mark(evidence, evidence.count(verdicts), "numeral", w)
    lead = w(
        "lead.place",
        year=2025,
        place="X区",
        total=total,
        noun=w.entries["noun.headline"],
        parts=sentences.parts(verdicts, evidence, w),
    )
    assert plain(lead) == "2025年，X区8项主要预期目标中，完成5项、基本完成1项、未完成1项、未见报告1项。"


@pytest.mark.parametrize(
    ("statuses", "zh", "en"),
    [
        (["met", "exceeded"], "完成2项（其中超额完成1项）", "2 met (1 of them exceeded)"),
        (["missed"], "完成0项、未完成1项", "0 met, 1 missed"),
        (
            ["unverifiable", "pending"],
            "无法核验1项、次年报告未收录1项",
            "1 unverifiable, 1 with the next report not held",
        ),
        (["near", "near", "unreported"], "完成0项、基本完成2项、未见报告1项", "0 met, 2 nearly met, 1 not reported"),
    ],
)
def test_parts_add_up(statuses: list[str], zh: str, en: str) -> None:
    evidence, verdicts = counted(*statuses)
    texts = {language: sentences.parts(verdicts, evidence, words(language)) for language in ("zh", "en")}
    assert (plain(texts["zh"]), plain(texts["en"])) == (zh, en)
    shown = {name: evidence[name] for name in ids(texts["zh"])}
    exceeded = sum(int(e.value or 0) for e in shown.values() if e.params["status"] == ["exceeded"])
    assert sum(int(e.value or 0) for e in shown.values()) - exceeded == len(statuses)


def test_share_leaves_out_what_has_no_verdict() -> None:
    evidence, verdicts = counted("met", "met", "near", "unreported", "unverifiable", "pending", "pending")
    w = words("zh")
    assert plain(sentences.share(verdicts, [], evidence, w)) == "有结论的4项中完成2项，兑现率50%。"
    assert plain(sentences.outside(verdicts, evidence, w)) == "无法核验1项、次年报告未收录2项，不计入兑现率。"


@pytest.mark.parametrize(
    ("before", "tail"),
    [
        (["met", "missed"], "与上年持平"),
        (["missed", "missed", "met"], "比上年提高16.7个百分点"),
        (["met"], "比上年下降50个百分点"),
        (["pending"], ""),
    ],
)
def test_share_against_the_year_before(before: list[str], tail: str) -> None:
    evidence, verdicts = counted("met", "missed", *before)
    text = plain(sentences.share(verdicts[:2], verdicts[2:], evidence, words("zh")))
    assert text == f"有结论的2项中完成1项，兑现率50%{'，' if tail else ''}{tail}。"


def test_no_verdict_no_share() -> None:
    evidence, verdicts = counted("pending", "unverifiable")
    assert sentences.share(verdicts, [], evidence, words("zh")) == ()


def test_fill_keeps_marks_and_merges_strings() -> None:
    mark = Mark("5.4%", "R1")
    assert fill("增长{v}，{w}", v=mark, w="好") == ("增长", mark, "，好")
    assert joined([("a",), (mark,), ("b",)], "、") == ("a、", mark, "、b")
    with pytest.raises(KeyError):
        fill("{nothing}")


def test_both_languages_have_the_same_phrases_and_slots() -> None:
    import re

    zh, en = words("zh"), words("en")
    assert set(zh.entries) == set(en.entries)
    for key, text in zh.entries.items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", en.entries[key])), key


def test_every_phrase_is_used() -> None:
    """A phrase that nothing asks for is a leftover."""
    folder = Path(sentences.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    built = (
        "verb",
        "bound",
        "code",
        "finding",
        "names",
        "rule",
        "method",
        "level",
        "heading",
        "lead",
        "change",
        "part",
        "gap",
        "title",
        "outcome",
        "silent",
    )
    keys = [key for key in words("zh").entries if key.split(".")[0] not in built]
    prefixes = ("meta.title_", "meta.subtitle_", "share.outside")
    unused = [key for key in keys if not any(f"{mark}{key}" in code for mark in "\"'") and not key.startswith(prefixes)]
    assert unused == []


def test_text_of_a_label_is_one_safe_line() -> None:
    w: Words = words("zh")
    assert w.label({"label_zh": "甲\n乙\u202e丙\x00", "label_en": "", "scope": ""}) == "甲 乙丙"
