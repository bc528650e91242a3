"""Entries of the lexicon that never fire: `python -m tests.accuracy.audit [--reports PATH ...]`.

Reads a corpus (default: all reports beside the project and those of `reports/`) and lists every name, unit, word and pattern
of the lexicon that nothing in it can have fired: names that are never found (a longer name may always stand in their way),
words that never occur, patterns that never match.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from etl import lexicon, read
from etl.extract import relations
from etl.extract.names import find_names
from etl.lexicon import Lexicon
from etl.models import Source
from etl.segment import year_pattern
from etl.text import normalise
from tests.accuracy import beside

_BESIDE = ("history.zip", "districts", "provinces", "years")


def corpus(paths: Iterable[Path]) -> Iterator[str]:
    """The normalised text of every readable report."""
    for path in paths:
        yield from (normalise(found.text).text for found in read.read(path) if isinstance(found, Source))


def _strings(data: Any, path: str) -> Iterator[tuple[str, str]]:
    """(path, word) of every string in lists of lists and mappings; keys of mappings are words of the program."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _strings(value, f"{path}.{key}")
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value, path)


def words(lex: Lexicon) -> dict[tuple[str, str], str]:
    """(where it stands, word) → what must occur in a text for it to fire."""
    found = dict.fromkeys(_strings(lex.grammar, "grammar"), "")
    found |= dict.fromkeys(_strings(lex.hedges, "hedges"), "")
    found |= {("units", name): "" for name in lex.units if not name.startswith(("万", "亿")) or name in ("万", "亿")}
    for indicator in lex.indicators.values():
        found |= {(f"{indicator.id}.exact", name): "" for name in indicator.exact}
        found |= {(f"{indicator.id}.follows", name): "" for name in indicator.follows}
        found |= {(f"{indicator.id}.search", name): "" for name in indicator.search}
    return {(place, word): normalise(word).text for place, word in found}


def patterns(lex: Lexicon) -> dict[tuple[str, str], re.Pattern[str]]:
    """(where it stands, pattern) → the pattern as it is run, with any year."""
    found = {
        ("relations", entry["pattern"]): p
        for entry, (_, _, p) in zip(lex.relations["relations"], relations.patterns(lex), strict=True)
    }
    sources = [("claims", entry["pattern"]) for entry in lex.claims["verdicts"]]
    sources += [
        place
        for place in _strings({k: v for k, v in lex.headings.items() if k != "headline"}, "headings")
        if place[0] != "headings.mark"
    ]
    for place, pattern in sources:
        plain = pattern.replace("{Y}", year_pattern(None))
        found[place, pattern] = re.compile(plain, re.MULTILINE)
    return found


def silent(texts: Iterable[str], lex: Lexicon) -> tuple[int, dict[str, list[str]]]:
    """How many texts were read, and the entries that never fired, by where they stand."""
    names, left_words, left_patterns = set(lex.by_alias), words(lex), patterns(lex)
    count = 0
    for text in texts:
        count += 1
        names -= {name.alias for name in find_names(text, lex).all}
        left_words = {key: word for key, word in left_words.items() if word not in text}
        left_patterns = {key: pattern for key, pattern in left_patterns.items() if not pattern.search(text)}
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(f"{lex.by_alias[name]}.aliases", []).append(name)
    for place, word in sorted([*left_words, *left_patterns]):
        found.setdefault(place, []).append(word)
    return count, found


def main(argv: list[str]) -> int:
    """Print the entries that never fire."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.audit", description="词库中从未用到的条目")
    parser.add_argument(
        "--reports", nargs="+", type=Path, metavar="路径", help="语料（默认：项目旁边的全部报告和 reports/）"
    )
    given = parser.parse_args(argv).reports
    paths = given or [
        p for p in (*(beside.SHARED / "corpus" / name for name in _BESIDE), beside.ROOT / "reports") if p.exists()
    ]
    count, found = silent(corpus(paths), lexicon.load())
    print(f"读了 {count} 份，从未用到的条目 {sum(map(len, found.values()))} 个：")
    for place, entries in found.items():
        print(f"{place}: {'、'.join(entries)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
