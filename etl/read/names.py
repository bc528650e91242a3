"""Names of files: which are no input (hidden files, companions of reports, leftovers of programs), which to try for a copy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

from etl.data import load_yaml


@cache
def _skipped() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    data = load_yaml("etl.read", "names.yml")
    return frozenset(data["names"]), tuple(data["stems"]), tuple(data["prefixes"])


def skipped(path: str) -> bool:
    """True for a path (in a folder or archive) that is passed over without a word."""
    names, stems, prefixes = _skipped()
    parts = path.split("/")
    base = parts[-1].lower()
    if any(part.startswith(prefixes) and part not in (".", "..") for part in parts):
        return True
    return base in names or base.split(".")[0] in stems


def numbered(folder: Path, name: str) -> Iterator[Path]:
    """Where a copy may be kept, in the order to try: name.txt, name-2.txt, name-3.txt …"""
    yield folder / name
    stem, suffix = Path(name).stem, Path(name).suffix
    yield from (folder / f"{stem}-{n}{suffix}" for n in count(2))
