"""Commands run in a folder of their own, with their output caught."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.cli import World, main
from tests.invented import write_reports


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with `reports/`."""
    write_reports(tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(place: Path) -> Run:
    def call(*argv: str) -> Said:
        out, err = io.StringIO(), io.StringIO()
        code = main(argv, World(out, err, os.environ))
        assert "Traceback" not in err.getvalue()
        return Said(code, out.getvalue(), err.getvalue())

    return call
