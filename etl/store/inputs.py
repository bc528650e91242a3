"""What a build has before it: the inputs under the given paths, and how each stands to the last warehouse."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import duckdb

from etl.models import Hints
from etl.read import Item, discover
from etl.store.hashes import Hashes

# from this share of changed inputs on, a new file is built from nothing: quicker than deleting from the old one
_REBUILD_SHARE = 0.5


@dataclass(slots=True)
class Plan:
    """read: inputs to be read. gone: paths of the last warehouse whose rows do not stay (changed or no longer there).

    take_over: whether the other rows are taken over from the last warehouse; otherwise everything is read.
    """

    read: list[Item]
    gone: list[str] = field(default_factory=list)
    take_over: bool = False

    @property
    def nothing_to_do(self) -> bool:
        return self.take_over and not self.read and not self.gone


def gather(roots: Sequence[Path]) -> list[Item]:
    """Every input under the roots, in order, each once and each under a name of its own."""
    found: dict[tuple[str, tuple[int, ...]], Item] = {}
    for root in roots:
        is_folder = root.is_dir()
        prefix = f"{root.resolve().name}/" if is_folder and len(roots) > 1 else ""
        for item in discover(root.absolute() if is_folder else root):
            if prefix:
                item = replace(item, file=prefix + item.file)
            if not is_folder:
                item = replace(item, path=str(Path(item.path).absolute()))  # workers may start elsewhere
            place = (item.path, item.where)
            known = found.get(place)
            if known is None:
                found[place] = item
            elif item.refusal and item.refusal not in known.refusal:  # several faults of one file
                found[place] = replace(known, refusal="；".join(filter(None, (known.refusal, item.refusal))))
    return list(_named_apart(found.values()))


def _named_apart(items: Iterable[Item]) -> Iterable[Item]:
    taken: set[str] = set()
    for item in items:
        name, n = item.file, 1
        while name in taken:
            n += 1
            name = f"({n})/{item.file}"
        taken.add(name)
        yield item if n == 1 else replace(item, file=name)


def hints_digest(item: Item) -> str:
    """Fingerprint of what is known of an input beside its content: a manifest's words, a refusal on sight."""
    return _digest(item.hints, item.refusal)


@lru_cache(maxsize=4_096)  # reports of one place often have the same hints
def _digest(hints: Hints, refusal: str) -> str:
    if hints == Hints() and not refusal:
        return ""
    return hashlib.sha256(repr((hints, refusal)).encode("utf-8", "replace")).hexdigest()[:16]


def plan(items: Sequence[Item], known: dict[str, tuple[str, str]], hashes: Hashes, keep_missing: bool) -> Plan:
    """Compare the inputs with those of the last warehouse (`known`: path → hash, hints).

    keep_missing: rows of inputs that are not among `items` stay.
    """
    changed = [item for item in items if _state(item, known, hashes) != known.get(item.file)]
    here = {item.file for item in items}
    gone = [item.file for item in changed if item.file in known]
    if not keep_missing:
        gone += sorted(known.keys() - here)
        if len({*gone, *(item.file for item in changed)}) > _REBUILD_SHARE * len(items):
            return Plan(list(items))
    return Plan(changed, gone, take_over=True)


def _state(item: Item, known: dict[str, tuple[str, str]], hashes: Hashes) -> tuple[str, str]:
    """Hash and hints as they are now. What the last warehouse does not know is not hashed here: it is read anyway."""
    return (hashes.sha256(item) if item.file in known else "", hints_digest(item))


def known_inputs(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    rows = connection.execute("SELECT path, sha256, hints FROM inputs").fetchall()
    return {path: (sha256, hints) for path, sha256, hints in rows}
