"""What may stand beside the project: the reports of many years, and the scorer with its catalogue."""

from __future__ import annotations

import csv
import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
HISTORY = SHARED / "corpus" / "history.zip"
HISTORY_TABLE = SHARED / "corpus" / "history.csv"
SCORER = SHARED / "score" / "score.py"
CATALOGUE = SHARED / "catalogue.csv"


class NotBesideError(Exception):
    """What a command needs does not stand beside the project. The message says in Chinese what is missing."""


def need(*paths: Path) -> None:
    """Raise NotBesideError for the first path that is not there."""
    for path in paths:
        if not path.exists():
            raise NotBesideError(f"项目旁边没有 {path.relative_to(ROOT.parent)}，没有可以对照的报告，跳过。")


@cache
def scorer() -> ModuleType:
    """The scorer's own module, loaded from its file."""
    need(SCORER, CATALOGUE)
    spec = importlib.util.spec_from_file_location("score_beside", SCORER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = written
    return module


def directions() -> dict[str, str]:
    """Catalogue id → direction, as the scorer takes it."""
    need(CATALOGUE)
    with CATALOGUE.open(encoding="utf8", newline="") as file:
        return {row["indicator"]: row["direction"] for row in csv.DictReader(file)}


def history_table() -> list[dict[str, str]]:
    """One row for each report of the archive: file, place, level, report_year, quality …"""
    need(HISTORY_TABLE)
    with HISTORY_TABLE.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def unpack(files: list[str], folder: Path) -> None:
    """Write the named members of the archive into a folder, byte for byte."""
    need(HISTORY)
    with ZipFile(HISTORY) as archive:
        members = {Path(name).name: name for name in archive.namelist()}
        for file in files:
            (folder / file).write_bytes(archive.read(members[file]))


def text_of(file: str) -> str:
    """The text of one member of the archive, which the labels' offsets point into (code points, line ends as stored)."""
    need(HISTORY)
    with ZipFile(HISTORY) as archive:
        members = {Path(name).name: name for name in archive.namelist()}
        return archive.read(members[file]).decode("utf8")
