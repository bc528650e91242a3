"""Machine code of the reading modules: the same rows, and never those of other sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import corpus
from etl import compiled
from etl.store import differing_tables
from tests.invented import write_reports

USED = "from etl import compiled; print(compiled.used())"


def run(project: Path, *arguments: str, interpreted: bool = False) -> str:
    """Run Python in a copy of the project, with machine code where it is there and wanted."""
    environ = {key: value for key, value in os.environ.items() if key != "YANGUO_COMPILED"}
    if interpreted:
        environ["YANGUO_COMPILED"] = "0"
    done = subprocess.run(
        [sys.executable, *arguments], cwd=project, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler")
def test_the_same_rows_and_only_of_the_same_sources(root: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(root / "etl", project / "etl", ignore=shutil.ignore_patterns("__pycache__"))
    run(project, "-m", "etl.compile", "0")  # not optimised: the machine code of the same C, in a third of the time
    write_reports(project / "reports")
    corpus.write(project / "reports" / "more", 60)

    build = ("-m", "etl", "build", "--workers", "2", "--warehouse")
    assert run(project, "-c", USED).strip() == "True"
    run(project, *build, "machine.duckdb")
    assert run(project, "-c", USED, interpreted=True).strip() == "False"
    run(project, *build, "python.duckdb", interpreted=True)
    assert differing_tables(project / "machine.duckdb", project / "python.duckdb") == []

    changed = project / "etl" / "models.py"  # not compiled, but relied on
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert run(project, "-c", USED).strip() == "False"


def test_every_pattern_finds_its_modules() -> None:
    names = {path.relative_to(compiled.ROOT / "etl").as_posix() for path in compiled.sources()}
    assert {"text.py", "extract/targets.py", "segment/headline.py", "facts/place.py", "places/gazetteer.py"} <= names
    assert not {name for name in names if name.endswith("__init__.py")}
