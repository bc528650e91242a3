"""Imports: the ETL as a process of its own, with limits on size, time and memory; the dashboard goes on serving.

`preview` says what would be read from a file; `Job` adds files and brings the warehouse up to date.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard import warehouse

ENVIRONMENT = "YANGUO_REPORTS"
UPLOAD_MB = 64  # one file; .streamlit/config.toml says the same to the browser
SHOW_SECONDS, SHOW_MB = 60, 2048
ADD_SECONDS, ADD_MB = 1800, 4096
GRACE_SECONDS = 5  # beyond the processor time, for waiting
OUTPUT_BYTES = 16_000_000  # what a preview may say
FILES = 200  # of a folder, that one preview looks at


@dataclass(frozen=True)
class Preview:
    """What would be read from one file. `trouble` is a key of the texts (failed, timeout), '' where all went well."""

    name: str
    documents: list[dict[str, Any]] = field(default_factory=list)
    trouble: str = ""
    code: int = 0
    said: str = ""


def reports_folder() -> Path:
    """The folder named by YANGUO_REPORTS, else reports/ of the project."""
    return Path(os.environ.get(ENVIRONMENT) or warehouse.ROOT / "reports")


def safe_name(name: str) -> str:
    """The last part of an uploaded file's name, without anything that a path or a shell could read otherwise."""
    last = re.split(r"[\\/]", name)[-1]
    kept = re.sub(r"[^\w.\-（）()《》、]+", "_", last).lstrip(".-")
    stem, dot, ending = kept.rpartition(".")
    return f"{(stem or ending)[:80]}{dot if stem else ''}{ending[:10] if stem else ''}" or "upload"


def command(mb: int, seconds: int, *arguments: str) -> list[str]:
    """The ETL's command line under limits."""
    return [
        sys.executable,
        "-m",
        "dashboard.limited",
        str(mb),
        str(seconds),
        "--",
        sys.executable,
        "-m",
        "etl",
        *arguments,
    ]


def preview(path: Path, name: str = "", seconds: int = SHOW_SECONDS) -> Preview:
    """What `python -m etl show` reads from one file, within the limits."""
    name = name or path.name
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = _start(command(SHOW_MB, seconds, "show", "--json", str(path)), out, err)
        try:
            code = process.wait(seconds + GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            _stop(process)
            return Preview(name, trouble="timeout")
        said = _read(err, 4000)
        try:
            documents = json.loads(_read(out, OUTPUT_BYTES) or "[]")
        except ValueError:
            documents = []
        if code not in (0, 1) or (not documents and code):
            return Preview(name, trouble="failed", code=code, said=said)
        return Preview(name, [d for d in documents if isinstance(d, dict)], code=code, said=said)


def template(kind: str, seconds: int = SHOW_SECONDS) -> bytes:
    """The empty table of figures as `python -m etl template` writes it; `kind` is xlsx or csv. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix="yanguo-template-") as folder, tempfile.TemporaryFile() as said:
        path = Path(folder) / f"template.{kind}"
        process = _start(command(SHOW_MB, seconds, "template", str(path)), said, subprocess.STDOUT)
        try:
            process.wait(seconds + GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            _stop(process)
        if not path.is_file():
            raise OSError(_read(said, 4000))
        return path.read_bytes()


def files_under(path: Path) -> list[Path]:
    """The file itself, or the files of a folder, the first FILES of them."""
    if path.is_file():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
    return found[:FILES]


def _start(line: Sequence[str], out: Any, err: Any) -> subprocess.Popen[bytes]:
    """A process in a group of its own, in the project's folder, without a terminal."""
    return subprocess.Popen(  # noqa: S603 - our own program, paths as single arguments
        line,
        stdout=out,
        stderr=err,
        stdin=subprocess.DEVNULL,
        cwd=warehouse.ROOT,
        start_new_session=True,
        env={
            **os.environ,
            "PYTHONPATH": str(warehouse.ROOT),
            "PYTHONIOENCODING": "utf-8",
            "TERM": "dumb",
            "NO_COLOR": "1",
        },
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: first asked, then made to."""
    for sign, patience in ((signal.SIGTERM, 5), (getattr(signal, "SIGKILL", signal.SIGTERM), 5)):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, sign) if hasattr(os, "killpg") else process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return


def _read(handle: Any, limit: int) -> str:
    """The beginning of what a process said."""
    handle.seek(0)
    return bytes(handle.read(limit)).decode("utf-8", "replace")


class Job:
    """At most one addition at a time, in the background. `state`: idle, running, done, partly, failed, timeout."""

    def __init__(self) -> None:
        self.state, self.said, self.started = "idle", "", 0.0
        self._lock = threading.Lock()

    def start(self, sources: Sequence[str], seconds: int = ADD_SECONDS) -> bool:
        """Begin to add; False where another addition is running."""
        with self._lock:
            if self.state == "running":
                return False
            self.state, self.said, self.started = "running", "", time.monotonic()
        threading.Thread(target=self._run, args=(list(sources), seconds), daemon=True).start()
        return True

    def _run(self, sources: list[str], seconds: int) -> None:
        line = command(
            ADD_MB,
            seconds,
            "add",
            "--reports",
            str(reports_folder()),
            "--warehouse",
            str(warehouse.default_path()),
            "--",
            *sources,
        )
        state, said = "failed", ""
        try:
            with tempfile.TemporaryFile() as out:
                process = _start(line, out, subprocess.STDOUT)
                try:
                    state = {0: "done", 1: "partly"}.get(process.wait(seconds), "failed")
                except subprocess.TimeoutExpired:
                    _stop(process)
                    state = "timeout"
                said = _read(out, 20_000)
        except OSError as error:
            said = str(error)
        finally:
            self.said, self.state = said, state
