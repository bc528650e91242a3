"""The reading modules as machine code, where `make fast` made it: the same rows in less time.

The machine code of each state of the sources lies in a folder of its own, named by their hash and the interpreter: what was
made of other sources is never run. Without it the modules run as they stand.
"""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Where a build of txt spends its time. Not __init__ (data is looked for beside it), not models (compiled objects do not pickle).
_PATTERNS = ("finder.py", "text.py", "extract/*.py", "facts/*.py", "places/*.py", "segment/*.py", "store/rows.py")
_LEFT_OUT = ("__init__.py", "build_data.py")
_FLAVOUR = f"{sys.implementation.cache_tag}-{EXTENSION_SUFFIXES[0]}"


def sources() -> list[Path]:
    """The modules that can be compiled."""
    found = (path for pattern in _PATTERNS for path in (ROOT / "etl").glob(pattern))
    return sorted(path for path in found if path.name not in _LEFT_OUT)


def folder() -> Path:
    """Where the machine code of these very sources lies, or would lie. (It relies on the types of the modules beside it too.)"""
    digest = hashlib.sha256(_FLAVOUR.encode())
    for path in sorted((ROOT / "etl").rglob("*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return ROOT / ".build" / f"machine-{digest.hexdigest()[:16]}"


class _Finder(MetaPathFinder):
    """Finds modules in a folder of machine code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        file = self.folder / (name.replace(".", "/") + EXTENSION_SUFFIXES[0])
        return spec_from_file_location(name, file) if file.is_file() else None


def use() -> None:
    """Take the machine code of these sources, where it was made. `YANGUO_COMPILED=0` leaves it aside."""
    if os.environ.get("YANGUO_COMPILED") != "0" and (ROOT / ".build").is_dir() and (made := folder()).is_dir():
        sys.meta_path.insert(0, _Finder(made))


def used() -> bool:
    """Whether machine code is run."""
    return any(isinstance(finder, _Finder) for finder in sys.meta_path)
