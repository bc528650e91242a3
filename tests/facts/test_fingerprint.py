"""The same report on another site is recognised, another report is not."""

from __future__ import annotations

import random

import pytest

from etl.facts import fingerprint, similarity
from tests.facts.world import opening


def text(seed: int, clauses: int = 400) -> str:
    rng = random.Random(seed)
    made = (
        "".join(rng.choices("青河石桥望山临川东溪西平林通湖白溪老城更新开工港口吞吐培训治理道路", k=rng.randint(7, 20)))
        for _ in range(clauses)
    )
    return "，".join(made) + "。"


def test_page_furniture_and_line_breaks_change_little() -> None:
    original = text(1)
    wrapped = "首页 > 政务公开 > 正文\n字号 打印\n" + opening() + original.replace("，", ",\n") + "\n关闭窗口"
    assert similarity(fingerprint(original), fingerprint(wrapped)) > 0.95


def test_a_corrected_version_is_still_the_same_report() -> None:
    original = text(2)
    parts = original.split("，")
    for at in range(0, len(parts), 20):
        parts[at] = "这一句后来改过" + str(at)
    assert 0.8 < similarity(fingerprint(original), fingerprint("，".join(parts))) < 1


def test_other_reports_have_next_to_nothing_in_common() -> None:
    assert similarity(fingerprint(text(3)), fingerprint(text(4))) < 0.05


@pytest.mark.parametrize("empty", ["", "短", "，，。。"])
def test_a_text_without_clauses_is_like_nothing(empty: str) -> None:
    assert fingerprint(empty) == []
    assert similarity(fingerprint(empty), fingerprint(text(5))) == 0.0


def test_a_fingerprint_is_short_sorted_and_the_same_every_time() -> None:
    prints = fingerprint(text(6))
    assert prints == sorted(set(prints)) == fingerprint(text(6))
    assert len(prints) == 96
    assert all(0 <= p < 2**32 for p in prints)
    assert len(fingerprint(text(6), size=10)) == 10
