"""The texts of the interface: zh.yaml and en.yaml hold the same keys, with {names} to fill in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).resolve().parent


def flatten(tree: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """A nested mapping as dotted keys."""
    flat: dict[str, str] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        flat.update(flatten(value, f"{name}.") if isinstance(value, dict) else {name: str(value)})
    return flat


class Texts:
    """The texts of one language. Calling it with a key gives the text; an unknown key is an error, not a blank."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(language)
        self.language = language
        tree = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
        self.entries = flatten(tree)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text of `key` with `values` filled in; raises KeyError where the key is not known."""
        text = self.entries[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in self.entries

    def get(self, key: str, default: str) -> str:
        """The text of `key`, or `default`: for keys that come from data."""
        return self.entries.get(key, default)

    def label(self, row: Any) -> str:
        """The label of an indicator in a row with label_zh and label_en."""
        return str(row["label_zh"] if self.language == "zh" else row["label_en"])


@cache
def texts(language: str = "zh") -> Texts:
    """The texts of `language`; Chinese where the language is not known."""
    return Texts(language if language in LANGUAGES else "zh")
