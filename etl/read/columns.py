"""columns.yml, loaded once: what the columns of a table of figures are called, and what the words in them mean."""

from __future__ import annotations

from functools import cache
from typing import Any

from etl.data import load_yaml


@cache
def config() -> dict[str, Any]:
    return dict(load_yaml("etl.read", "columns.yml"))


@cache
def fields() -> dict[str, str]:
    """Column name, as `key` writes it → field."""
    return {key(name): field for field, item in config()["columns"].items() for name in (field, *item["names"])}


def key(cell: str) -> str:
    """A column name without what people add to it: blanks, capitals, marks of required columns."""
    return "".join(cell.split()).lower().strip("*＊:：")


@cache
def meanings(field: str) -> dict[str, str]:
    """Word (lower case) → what it means, for the cells of a field."""
    return {
        str(word).lower(): str(meaning)
        for meaning, words in config()["words"][field].items()
        for word in (meaning, *words)
    }


@cache
def choices(field: str) -> tuple[str, ...]:
    """The words to offer for a field, one for each meaning."""
    return tuple(str(words[0]) for words in config()["words"][field].values())


@cache
def hedges() -> tuple[tuple[str, str], ...]:
    """Words of a bound that may stand behind a number (左右, 以上), the longest first, each with its op."""
    pairs = ((str(word), str(op)) for op, words in config()["words"]["op"].items() for word in words if len(word) > 1)
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def label(field: str) -> str:
    """A column as people find it in their table: 地区（place）."""
    return f"{config()['columns'][field]['names'][0]}（{field}）"
