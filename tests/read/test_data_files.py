"""noise.yml, reasons.yml and columns.yml are checked like code."""

from __future__ import annotations

import re
import string
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.read import reasons, sniff
from etl.read.columns import config


def _load(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load(resources.files("etl.read").joinpath(name).read_text(encoding="utf-8")))


NOISE = _load("noise.yml")


@pytest.mark.parametrize("group", ["classes", "lines", "tails"])
def test_every_noise_pattern_matches_its_examples_and_nothing_else(group: str) -> None:
    for item in NOISE[group]:
        pattern = re.compile(item["pattern"], re.I if group == "classes" else 0)
        match = pattern.search if group == "classes" else pattern.fullmatch
        assert item["examples"] and item["counter_examples"]
        assert [text for text in item["examples"] if not match(text)] == []
        assert [text for text in item["counter_examples"] if match(text)] == []


@pytest.mark.parametrize("group", ["lines", "tails"])
def test_no_counter_example_is_noise_by_another_pattern(group: str) -> None:
    texts = [text for item in NOISE[group] for text in item["counter_examples"]]
    assert [t for t in texts for item in NOISE[group] if re.fullmatch(item["pattern"], t)] == []


def test_every_reason_is_used_and_every_reason_used_is_there() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(reasons.__file__).parent.glob("*.py"))
    used = set(re.findall(r'(?:UnreadableError|reason)\(\s*"(\w+)"', source)) | set(re.findall(r'"(\w+)"', source))
    texts = reasons.texts()
    assert set(re.findall(r'(?:UnreadableError|reason)\(\s*"(\w+)"', source)) <= set(texts)
    assert set(texts) - used == set()


def test_every_kind_that_is_no_format_has_a_reason() -> None:
    kinds = {kind for _, kind in sniff._MAGIC} | {
        "ppt",
        "odt",
        "epub",
        "doc",
        "wps",
        "xls",
        "ole",
        "office_encrypted",
        "xml",
    }
    readable = {"pdf", "zip"}
    packed = {"rar", "7z", "gzip", "bzip2", "xz", "zstd"}
    assert kinds - readable - packed - set(reasons.texts()) == set()


def test_reasons_are_sentences_in_chinese_with_named_blanks() -> None:
    for code, text in reasons.texts().items():
        assert re.search("[一-鿿]{2}", text), code
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text)), code


def test_no_column_name_and_no_word_has_two_meanings() -> None:
    names = [name.lower() for field, item in config()["columns"].items() for name in {field, *item["names"]}]
    assert len(names) == len(set(names))
    for words in config()["words"].values():
        flat = [str(word) for group in words.values() for word in group]
        assert len(flat) == len(set(flat))
