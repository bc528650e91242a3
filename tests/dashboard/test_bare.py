"""The entry point run by itself, outside a server: as an import by another process would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from dashboard import warehouse


def test_it_runs_through_without_a_server(sample_path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(warehouse.ROOT / "dashboard" / "app.py")],
        cwd=tmp_path,
        env=os.environ | {warehouse.ENVIRONMENT: str(sample_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
