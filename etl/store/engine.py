"""The fingerprint of the engine: whatever can change what is read from the same bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_KINDS = {".py", ".sql", ".yml", ".yaml", ".csv", ".tsv", ".json", ".txt"}
# the libraries that turn files into text
_READERS = ("lxml", "openpyxl", "pypdfium2", "python-docx", "selectolax")


@cache
def fingerprint() -> str:
    """16 hex digits over the code and data of `etl/` and the versions of the reader libraries."""
    digest = hashlib.sha256()
    for path in sorted(p for p in _ROOT.rglob("*") if p.suffix in _KINDS and "__pycache__" not in p.parts):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    for name in _READERS:
        digest.update(f"{name} {_version(name)}\0".encode())
    return digest.hexdigest()[:16]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
