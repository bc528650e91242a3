"""The short sections of a briefing: targets beside the headline ones, and the ledger of quiet changes, each with its evidence."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from dashboard.export import annex, briefing, changes, data, pack, rework
from dashboard.export.compose import ids, plain, words
from dashboard.export.evidence import Evidence
from dashboard.export.model import Briefing, Section
from dashboard.export.verify import verify
from tests.export.conftest import file_of
from tests.export.invented import World

Make = Callable[..., Briefing]


def section(made: Briefing, key: str) -> Section:
    (found,) = [one for one in made.sections if one.key == key]
    return found


@pytest.mark.parametrize("kind", ["place", "year"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_targets_have_a_section(kind: str, language: str, make: Make) -> None:
    found = section(make(kind, language), "others")
    told = plain(found.lead[0]) + "".join(plain(item.text) for item in found.items)
    assert ("研发经费投入强度" if language == "zh" else "R&D intensity") in told and ids(found.lead[0])
    assert all(ids(item.text) for item in found.items)


def test_headline_counts_leave_them_out(make: Make) -> None:
    made = make()
    assert all(row["headline"] for row in made.rows) and "研发" not in "".join(
        plain(item.text) for item in section(made, "short").items
    )


def test_the_ledger_has_a_section(make: Make) -> None:
    place, year = section(make(), "changes"), section(make("year"), "changes")
    assert plain(place.title) == "2025年2处悄然变化：限度放松"
    assert [plain(item.text) for item in place.items] == [
        "地区生产总值目标限度放松：2024年6%，2025年5%左右",
        "社会消费品零售总额目标限度放松：2024年5%，2025年5%—6%",
    ]
    assert [plain(item.text) for item in year.items] == ["限度放松：2处（东平区）"]
    assert {name[0] for name in ids(place.items[0].text)} == {"L", "V", "W"}


def test_every_file_shows_them_with_their_evidence(plain_pack: Path, make: Make) -> None:
    book = openpyxl.load_workbook(file_of(plain_pack, "xlsx"))
    rows = list(book["悄然变化"].iter_rows(values_only=True))
    assert len(rows) == 3 and "限度放松" in rows[1] and {"L1", "V1", "W1"} <= set(rows[1])
    html = file_of(plain_pack, "html").read_text(encoding="utf-8")
    assert 'data-evidence="L1"' in html and '<span id="W2">' in html and "其他目标" in html
    slides = Presentation(str(file_of(plain_pack, "pptx"))).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert sum("悄然变化" in title for title in titles) == 1
    assert sum("主要预期目标之外" in title for title in titles) == 1
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides)
    assert "[L1] 东平区 · 地区生产总值 · 2025 — 限度放松 (V1, W1, L1)" in notes
    with (plain_pack / "data" / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["id_change"] for row in csv.DictReader(file)] == ["L1", "L2"]
    assert [proof.name for proof in annex.proofs(make())][-2:] == ["L1", "L2"]


def test_verify_works_them_out_again(own_pack: Path) -> None:
    assert verify(own_pack).problems == []
    path = own_pack / "evidence.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    for entry in held["entries"]:
        if entry["id"] == "L1":
            entry["value"] = "number_to_words"
        if entry["id"] == "W2":
            entry["params"]["op"], entry["params"]["value_high"] = "ge", None
    path.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    told = "\n".join(verify(own_pack).problems)
    assert "L1" in told and "L2" in told and "bound_softened" in told


def test_a_slide_holds_what_it_can_and_says_how_many_more(make: Make, tmp_path: Path) -> None:
    made = make()
    long = section(made, "changes")
    made.sections = [replace(long, items=long.items * 20) if one is long else one for one in made.sections]
    made.figures = {}
    result = pack.export(made, ("pptx",), tmp_path, archive=False)
    slides = [s for s in Presentation(str(file_of(result.folder, "pptx"))).slides if "悄然变化" in s.shapes.title.text]
    assert len(slides) == 1
    assert any("见工作簿和证据文件" in shape.text_frame.text for shape in slides[0].shapes if shape.has_text_frame)
    lowest = max(shape.top + shape.height for shape in slides[0].shapes if shape.has_text_frame)
    assert lowest <= Presentation(str(file_of(result.folder, "pptx"))).slide_height


def side(kind: str, year: int, indicator: str = "gdp", **values: Any) -> dict[str, Any]:
    """A row of the struct that sql/changes.sql gives."""
    plain_row = {
        "id": f"{kind}-{year}-{indicator}", "kind": kind, "doc_id": f"d{year}", "place_id": "990101", "place_name": "东平区",
        "year": year, "indicator": indicator, "indicator_label": indicator, "scope": "", "measure": "growth", "op": "eq",
        "value_low": None, "value_high": None, "stretch": None, "unit": "%", "relation": "", "benchmark": "", "headline": True,
        "char_start": 0, "char_end": 4, "citation": "", "label_zh": "甲", "label_en": "A", "direction": "up",
    }  # fmt: skip
    return plain_row | {"quote": "甲增长6%，增长5%，10亿元，8亿元，增长25%，目标7%"} | values


def number(value: float, **more: Any) -> dict[str, Any]:
    return {"value_low": value, "value_high": value} | more


AMOUNT = {"measure": "level", "unit": "亿元"}
# kind → the sides of a change that is one, and of a row that is none
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "outcome_restated": (
        {"before": side("outcome", 2024, **number(6)), "after": side("outcome", 2024, **number(5))},
        {"before": side("outcome", 2024, **number(6)), "after": side("outcome", 2024, **number(6))},
    ),
    "outcome_implied": (
        {
            "before": side("outcome", 2024, **number(10), **AMOUNT),
            "after": side("outcome", 2025, **number(10), **AMOUNT),
            "growth": side("outcome", 2025, **number(25)),
        },
        {
            "before": side("outcome", 2024, **number(8), **AMOUNT),
            "after": side("outcome", 2025, **number(10), **AMOUNT),
            "growth": side("outcome", 2025, **number(25)),
        },
    ),
    "target_adjusted": (
        {"before": side("target", 2025, **number(6)), "after": side("target", 2025, **number(5))},
        {"before": side("target", 2025, **number(6)), "after": side("target", 2025, **number(6))},
    ),
    "target_remembered": (
        {"before": side("target", 2025, **number(6)), "claim": side("claim", 2025, value_low=7.0, words="目标7%")},
        {"before": side("target", 2025, **number(6)), "claim": side("claim", 2025, value_low=6.0, words="目标6%")},
    ),
    "indicator_switched": (
        {"before": side("target", 2024, **number(6)), "after": side("target", 2025, "cpi", **number(5))},
        {"before": side("target", 2024, **number(6)), "after": side("target", 2025, **number(5))},
    ),
    "indicator_dropped": (
        {"before": side("target", 2024, **number(6))},
        {"before": side("target", 2025, **number(6))},
    ),
    "bound_softened": (
        {"before": side("target", 2024, op="ge", value_low=6), "after": side("target", 2025, **number(6, op="approx"))},
        {"before": side("target", 2024, **number(6, op="approx")), "after": side("target", 2025, op="ge", value_low=6)},
    ),
    "number_to_relative": (
        {
            "before": side("target", 2024, **number(6)),
            "after": side("target", 2025, op="", relation="sync_gdp", unit=""),
        },
        {"before": side("target", 2024, op="", relation="sync_gdp"), "after": side("target", 2025, **number(6))},
    ),
    "number_to_words": (
        {"before": side("target", 2024, **number(6)), "after": side("target", 2025, op="", relation="words", unit="")},
        {"before": side("target", 2024, op="", relation="words"), "after": side("target", 2025, **number(6))},
    ),
}


def made_of(kind: str, sides: dict[str, Any]) -> tuple[Evidence, dict[str, str]]:
    about = {"place_id": "990101", "place_name": "东平区", "year": 2025, "indicator": "gdp"}
    empty = dict.fromkeys(("before", "after", "growth", "claim"))
    evidence = Evidence()
    return evidence, changes.entries(
        {"kind": kind, "label_zh": "甲", "label_en": "A"} | about | empty | sides, evidence
    )


def test_every_kind_is_known_here() -> None:
    assert set(KINDS) == set(changes.KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_follows_from_its_sides(kind: str) -> None:
    evidence, made = made_of(kind, KINDS[kind][0])
    for entry in evidence.entries.values():
        assert rework.agrees(entry.value, rework.value(entry, evidence.entries)), entry
    for language in ("zh", "en"):
        w = words(language)
        text = changes.sentence(made, evidence, w)
        assert w.entries[f"change.kind.{kind}"] in plain(text) and "{" not in plain(text)
        assert {"L1", "V1"} <= set(ids(text)) and (
            "W1" in ids(text) or "H1" in ids(text) or kind == "indicator_dropped"
        )


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_change_is_found_out(kind: str) -> None:
    evidence, made = made_of(kind, KINDS[kind][1])
    with pytest.raises(rework.Disagreement):
        rework.value(evidence[made["L"]], evidence.entries)


def test_a_change_without_whole_evidence_is_not_told() -> None:
    evidence, made = made_of("bound_softened", {"before": side("target", 2024, **number(6))})
    assert made == {} and evidence.entries == {}
    assert made_of("a_kind_of_later", KINDS["bound_softened"][0])[1] == {}


def test_doubtful_promises_are_marked_or_left_out(make: Make, world: World) -> None:
    made = make()
    doubtful = [row | {"doubt": 2} for row in made.rows if row["year"] == 2025][:1]
    assert made.words.marked(doubtful[0]).endswith("（存疑）") and not made.words.marked(made.rows[0]).endswith(
        "（存疑）"
    )
    sure = briefing.make(replace(data.find_place("东平区", 2025, world.warehouse), most=0), "zh", world.warehouse)
    method = "".join(plain(item.text) for item in section(sure, "method").items)
    assert "已隐去0行存疑数据" in method and "存疑" not in "".join(
        plain(item.text) for item in section(made, "method").items
    )


def test_without_others_there_is_no_section(make: Make) -> None:
    assert not [one for one in make("indicator").sections if one.key == "others"]


def test_entries_of_a_pack_are_what_they_were(plain_pack: Path) -> None:
    held = json.loads((plain_pack / "evidence.json").read_text(encoding="utf-8"))["entries"]
    kinds = {entry["id"][0]: entry["kind"] for entry in held}
    assert kinds["L"] == "quiet" and kinds["V"] == kinds["W"] == "target"
