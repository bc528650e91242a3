"""How names of places are built: endings, peoples, words that are no names of their own (names.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.data import load_yaml


@dataclass(frozen=True, slots=True)
class Names:
    """The words of names.yaml."""

    nation: tuple[str, ...]
    suffixes: dict[str, tuple[str, ...]]
    peoples: tuple[str, ...]
    not_places: frozenset[str]
    generic: frozenset[str]
    generic_short: frozenset[str]
    compounds: frozenset[str]
    zones: tuple[str, ...]


def _load() -> Names:
    raw = load_yaml("etl.places", "names.yaml")
    return Names(
        nation=tuple(raw["nation"]),
        suffixes={k: tuple(v) for k, v in raw["suffixes"].items()},
        peoples=tuple(sorted(raw["peoples"], key=len, reverse=True)),
        not_places=frozenset(raw["not_places"]),
        generic=frozenset(raw["generic"]),
        generic_short=frozenset(raw["generic_short"]),
        compounds=frozenset(raw["compounds"]),
        zones=tuple(raw["zones"]),
    )


NAMES = _load()
_ENDINGS = sorted({s for group in NAMES.suffixes.values() for s in group}, key=len, reverse=True)
_AUTONOMOUS = re.compile(f"(?:{'|'.join(NAMES.peoples)})*(?:自治[州县旗]|自治区)$")


@lru_cache(maxsize=8192)
def short_name(name: str) -> str:
    """The name without its ending: 徐水区 → 徐水, 广西壮族自治区 → 广西, 延边朝鲜族自治州 → 延边. 易县 stays (one character is no name)."""
    autonomous = _AUTONOMOUS.search(name)
    if autonomous and autonomous.start() >= 2:
        return name[: autonomous.start()]
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name
