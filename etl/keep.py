"""`add`: copies of what a person hands in, kept under `reports/added/` so that a later build has it too."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from etl.read.names import numbered
from etl.read.reasons import UnreadableError

FOLDER = "added"


class CannotKeepError(Exception):
    """The input cannot be kept; the message says in Chinese why."""


def keep(
    sources: Sequence[str], reports: Path, fetch: Callable[[str, Path], Path]
) -> tuple[list[Path], list[tuple[str, str]]]:
    """Keep a copy of each file, folder or address under `reports/added/`.

    Returns where each now lies, and (address, reason) of those that could not be fetched. What lies under `reports`
    already stays where it is. `fetch(url, folder)` saves a page and returns its path. Raises CannotKeepError: before
    anything is copied where a path does not exist, and where the folder cannot be written to.
    """
    missing = [source for source in sources if not _is_address(source) and not Path(source).exists()]
    if missing:
        raise CannotKeepError(f"找不到文件：{'、'.join(missing)}")
    folder = reports / FOLDER
    kept: list[Path] = []
    failed: list[tuple[str, str]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source in sources:
            try:
                kept.append(fetch(source, folder) if _is_address(source) else _keep(Path(source), folder, reports))
            except UnreadableError as error:
                failed.append((source, str(error)))
    except shutil.Error as error:
        raise CannotKeepError(f"无法复制：{error}") from error
    except OSError as error:
        raise CannotKeepError(f"无法写入 {folder}：{error.strerror or error}") from error
    return kept, failed


def _is_address(source: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]+://", source, re.I) is not None


def _keep(source: Path, folder: Path, reports: Path) -> Path:
    if source.resolve().is_relative_to(reports.resolve()):
        return source
    wanted = next(name for name in numbered(folder, source.resolve().name) if not name.exists() or _same(source, name))
    if not wanted.exists():
        part = folder / f".{wanted.name}.part-{os.getpid()}"
        if source.is_dir():
            shutil.copytree(source, part)
        else:
            shutil.copyfile(source, part)
        part.replace(wanted)
    return wanted


def _same(one: Path, other: Path) -> bool:
    if one.is_dir() != other.is_dir():
        return False
    if not one.is_dir():
        return filecmp.cmp(one, other, shallow=False)
    names = sorted(p.relative_to(one) for p in one.rglob("*"))
    return names == sorted(p.relative_to(other) for p in other.rglob("*")) and all(
        (one / n).is_dir() or filecmp.cmp(one / n, other / n, shallow=False) for n in names
    )
