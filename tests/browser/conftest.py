"""The real server on the sample warehouse, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.dashboard import sample

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "test-output" / "screenshots"
# the script has run, nothing waits for its code, every chart is drawn
SETTLED = """() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'))"""
# Streamlit's page looks for its server below the page's own path first; the answer 404 is how it finds the right one
PROBES = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Server:
    """A running dashboard and the folder of its warehouse."""

    url: str
    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def free_ports() -> list[int]:
    """Two ports that nobody listens on."""
    return [free_port(), free_port()]


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of tests/dashboard, made once."""
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    sample.build(path)
    return path


@pytest.fixture(scope="session")
def server(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`streamlit run dashboard/app.py` from another folder, as a user's shell would."""
    yield from serving(tmp_path_factory.mktemp("served"), free_port(), sample_file)


def serving(folder: Path, port: int, sample_file: Path) -> Iterator[Server]:
    """The dashboard on a copy of the sample, until the generator is closed."""
    shutil.copyfile(sample_file, folder / "warehouse.duckdb")
    environment = {
        **os.environ,
        "YANGUO_WAREHOUSE": str(folder / "warehouse.duckdb"),
        "YANGUO_REPORTS": str(folder / "reports"),
        "YANGUO_PROPOSALS": str(folder / "proposals.yml"),
        "YANGUO_CACHE": str(folder / "cache"),
    }
    environment.pop("PYTHONPATH", None)
    line = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py"), "--server.port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(line, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield Server(f"http://127.0.0.1:{port}", folder)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def wait(address: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Until the server answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


@dataclass
class Visit:
    """One reader on one page."""

    page: Page
    server: Server
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Keep what the browser complains of, and every request that goes elsewhere."""
        own = (self.server.url, self.server.url.replace("http", "ws"), "data:", "blob:")
        self.page.on(
            "console", lambda message: self._heard(message.type, message.text, message.location.get("url", ""))
        )
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "request", lambda request: None if request.url.startswith(own) else self.outside.append(request.url)
        )

    def _heard(self, kind: str, text: str, address: str) -> None:
        if kind == "error" and not address.endswith(PROBES):
            self.errors.append(f"{text} {address}")

    def settled(self) -> Page:
        """Wait until the page has its title and its charts, and nothing is running."""
        self.page.wait_for_selector(".yg-title")
        self.page.wait_for_function(SETTLED)
        return self.page

    def title(self) -> str:
        return self.settled().locator(".yg-title").inner_text()

    def shot(self, name: str) -> None:
        """The whole page as a picture, kept as test output."""
        page = self.settled()
        height = page.evaluate("document.querySelector('.stMain').scrollHeight")
        size = page.viewport_size or {"width": 1440, "height": 1000}
        page.set_viewport_size({"width": size["width"], "height": min(int(height) + 80, 6000)})
        page.wait_for_timeout(400)
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png")


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Callable[..., Visit]]:
    """How to open an address as a new reader, with the width of the screen and light or dark."""
    contexts = []

    def start(address: str = "/", *, width: int = 1440, scheme: str = "light") -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", accept_downloads=True, color_scheme=scheme
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        found = Visit(context.new_page(), server)
        found.watch()
        found.page.goto(server.url + address)
        found.settled()
        return found

    yield start
    for context in contexts:
        context.close()
