"""Moving a mended gap changes nothing but where it stands."""

from __future__ import annotations

import pytest
import yaml

from tests.extract import promote, tables


@pytest.mark.parametrize(
    ("chunk", "family", "reason"),
    [
        (
            "- {family: hedges, zh: 甲, en: a, headline: 增长6%, rows: [gdp growth eq 6 %], reason: it fails}\n",
            "hedges",
            "it fails",
        ),
        (
            "- {family: time, zh: 乙, en: b, review: 增长6%, rows: [], mentions: [gdp words], reason: 'a, b and c'}\n",
            "time",
            "a, b and c",
        ),
        (
            "- family: chapters\n  zh: 丙\n  en: c\n  report: |\n    一、回顾\n  rows: []\n  reason: it fails\n",
            "chapters",
            "it fails",
        ),
    ],
)
def test_entry_loses_family_and_reason_only(chunk: str, family: str, reason: str) -> None:
    (before,) = yaml.safe_load(chunk)
    (after,) = yaml.safe_load(promote._promoted(chunk, family, reason))
    assert after == {key: value for key, value in before.items() if key not in ("family", "reason")}


def test_every_gap_is_one_chunk() -> None:
    text = (tables.FOLDER / tables.GAPS).read_text("utf8")
    entries = [yaml.safe_load(chunk)[0] for chunk in promote.chunks(text)]
    assert [entry["en"] for entry in entries] == [case.en for case in tables.gaps()]
    assert all(entry["family"] in {family.name for family in tables.families()} for entry in entries)
