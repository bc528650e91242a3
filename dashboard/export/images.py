"""PNG, SVG and PDF images of figures, drawn by a child process with a time limit that survives its browser dying."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import plotly.graph_objects as go

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0  # a first start on a cold disk
DRAW_SECONDS = 30.0
TRIES = 3  # a figure is drawn anew when the browser died under it
NO_CHROME = (
    "没有找到 Chrome 或 Chromium，PNG、SVG 和 PDF 无法生成；PPTX、DOCX、XLSX、CSV、Parquet、HTML 不受影响。"
    "安装方法：Debian/Ubuntu 运行 apt install chromium；Windows、macOS 安装 Google Chrome；已装在别处的，用环境变量 BROWSER_PATH 指明。"
)


class ImagesUnavailableError(RuntimeError):
    """No browser to draw with; the text says what is missing and how to get it."""


class RenderError(RuntimeError):
    """A figure could not be drawn, even by a new child."""


@dataclass(frozen=True)
class Job:
    """One figure for one file. `format`: png, svg, pdf; width and height in px, multiplied by `scale` for png."""

    figure: go.Figure
    path: Path
    format: str = "png"
    width: int = 1120
    height: int = 630
    scale: float = 2.0


def browser() -> str:
    """The path of the browser that would be used; raises ImagesUnavailableError where there is none."""
    from choreographer.browsers.chromium import Chromium

    found = Chromium.find_browser(skip_local=False)
    if not found or not Path(found).is_file():
        raise ImagesUnavailableError(NO_CHROME)
    return str(found)


class Renderer:
    """One warm child; a context manager. Starts with the first figure, restarts when it died or hung."""

    def __init__(self, draw_seconds: float = DRAW_SECONDS, start_seconds: float = START_SECONDS) -> None:
        self.draw_seconds, self.start_seconds = draw_seconds, start_seconds
        self.starts = 0  # how often a child was started, for those who measure or test
        self.browser_group: int | None = None
        self._child: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._next = 0

    def __enter__(self) -> Renderer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def draw(self, job: Job) -> float:
        """Draw one figure; seconds taken by the child. Raises RenderError after TRIES, ImagesUnavailableError without a browser."""
        browser()
        reason = ""
        for _ in range(TRIES):
            try:
                self._start()
                return self._ask(job)
            except RenderError as error:
                reason = str(error)
                self.kill()
        raise RenderError(f"图片 {job.path.name} 画了 {TRIES} 次都没有成功：{reason}")

    def _start(self) -> None:
        """Start the child and wait until its browser is open."""
        if self._child is not None and self._child.poll() is None:
            return
        self.kill()
        self.starts += 1
        self._answers = queue.Queue()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "dashboard.export.render_child"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
            start_new_session=os.name == "posix",
        )  # fmt: skip
        threading.Thread(target=_listen, args=(self._child, self._answers), daemon=True).start()
        ready = self._answer(self.start_seconds)
        if not ready.get("ready"):
            raise RenderError(f"浏览器没有启动：{ready.get('error', '')}")
        self.browser_group = int(ready["browser"])

    def _ask(self, job: Job) -> float:
        assert self._child is not None
        assert self._child.stdin is not None
        self._next += 1
        task = {
            "id": self._next, "figure": json.loads(job.figure.to_json()), "format": job.format, "width": job.width,
            "height": job.height, "scale": job.scale if job.format == "png" else 1, "path": str(job.path.resolve()),
        }  # fmt: skip
        try:
            self._child.stdin.write(json.dumps(task) + "\n")
            self._child.stdin.flush()
        except OSError as error:
            raise RenderError(f"绘图进程已退出（{error}）") from error
        answer = self._answer(self.draw_seconds)
        if "error" in answer or answer.get("id") != self._next:
            raise RenderError(str(answer.get("error", "绘图进程答非所问")))
        return float(answer["seconds"])

    def _answer(self, seconds: float) -> dict[str, Any]:
        """The child's next line; RenderError where it does not come in time or the child is gone."""
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise RenderError(f"{seconds:g} 秒内没有画完") from None
        if answer is None:
            raise RenderError("绘图进程中途退出")
        return answer

    def close(self) -> None:
        """Let the child end by itself, and end it where it does not."""
        if self._child is not None and self._child.stdin is not None:
            with contextlib.suppress(OSError):
                self._child.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(timeout=5)
        self.kill()

    def kill(self) -> None:
        """End the child and its browser at once."""
        if self.browser_group is not None and os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.browser_group, signal.SIGKILL)
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()
        self._child = self.browser_group = None


def _listen(child: subprocess.Popen[str], answers: queue.Queue[dict[str, Any] | None]) -> None:
    """Pass the child's lines on; None at the end."""
    assert child.stdout is not None
    with contextlib.suppress(ValueError, OSError):
        for line in child.stdout:
            with contextlib.suppress(json.JSONDecodeError):
                answers.put(json.loads(line))
    answers.put(None)


def print_page(html: Path, pdf: Path, seconds: float = 120.0) -> None:
    """Print an HTML file to PDF with the browser; RenderError where it fails or takes longer than `seconds`.

    The browser gets a profile of its own, no network and no header of its own.
    """
    profile = pdf.with_name(f".{pdf.name}.profile")
    command = [
        browser(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}", "--no-pdf-header-footer",
        f"--print-to-pdf={pdf.resolve()}", html.resolve().as_uri(),
    ]  # fmt: skip
    pdf.unlink(missing_ok=True)
    try:
        _run_limited(command, seconds)
    finally:
        _remove(profile)
    if not pdf.is_file() or not pdf.stat().st_size:
        raise RenderError("浏览器没有生成 PDF")


def _run_limited(command: list[str], seconds: float) -> None:
    """Run a command in a session of its own and end all of it when time is up."""
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=os.name == "posix"
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        raise RenderError(f"{seconds:g} 秒内没有打印完") from None


def _remove(folder: Path) -> None:
    """Remove a browser profile; helpers of the browser may hold it for a moment."""
    import shutil

    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
