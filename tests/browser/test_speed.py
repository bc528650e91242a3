"""How fast the dashboard is, as ratios to an empty Streamlit page in the same run (`make bench`).

YANGUO_BENCH_WAREHOUSE names a large warehouse; without it the sample is measured. Rounds of both pages alternate, so that
a busy machine slows both alike. `first screen` is the headline figures and the board; `all` every chart of the page.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.bench]
ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 7
EMPTY = """
import streamlit as st
st.session_state.runs = st.session_state.get("runs", 0) + 1
st.title("x")
st.button("again")
st.write(f"runs {st.session_state.runs}.")
"""
BARE = "() => document.body.innerText.includes('runs ')"
FIRST = "() => document.querySelector('.yg-tiles') && document.querySelector('.st-key-chart-board .main-svg')"
ALL = """() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'))"""


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start a script on a port of its own; all servers end with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(script: Path, port: int, **environment: str) -> str:
        line = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
        line += ["--server.headless", "true", "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"]
        started.append(
            subprocess.Popen(line, cwd=tmp_path, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
        )
        return f"http://127.0.0.1:{port}"

    yield start
    for process in started:
        process.terminate()
        process.wait(10)


def took(page: Any, action: Callable[[], object], *conditions: str) -> list[float]:
    """Milliseconds from `action` until each condition holds."""
    began, times = time.perf_counter(), []
    action()
    for condition in conditions:
        page.wait_for_function(condition, timeout=60_000)
        times.append(1000 * (time.perf_counter() - began))
    return times


def patient(page: Any, address: str, condition: str) -> None:
    """Open `address` until it answers."""
    for _ in range(100):
        try:
            page.goto(address)
            page.wait_for_function(condition, timeout=60_000)
            return
        except Exception:
            time.sleep(0.3)
    raise AssertionError(address)


def test_speed(
    serve: Callable[..., str], chromium: Any, sample_file: Path, tmp_path: Path, free_ports: list[int]
) -> None:
    script = tmp_path / "empty.py"
    script.write_text(EMPTY, encoding="utf-8")
    warehouse = os.environ.get("YANGUO_BENCH_WAREHOUSE", str(sample_file))
    empty = serve(script, free_ports[0])
    own = serve(ROOT / "dashboard" / "app.py", free_ports[1], YANGUO_WAREHOUSE=warehouse)
    page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    patient(page, empty, BARE)
    patient(page, own, ALL)
    loads = [
        (*took(page, lambda: page.goto(empty), BARE), *took(page, lambda: page.goto(own), FIRST, ALL))
        for _ in range(ROUNDS)
    ]
    bare, first, everything = (statistics.median(column) for column in zip(*loads, strict=True))
    again, change, drawing = reruns(page, empty, own)
    print(
        f"\nempty page {bare:.0f} ms, first screen {first:.0f} ms ({first / bare:.2f}), all {everything:.0f} ms ({everything / bare:.2f})"
    )
    print(
        f"bare rerun {again:.0f} ms, drawing {drawing:.0f} ms, filter change {change:.0f} ms ({change / (again + drawing):.2f})"
    )
    assert first / bare < 6 and change / (again + drawing) < 6  # a fall off a cliff; the ratios themselves go to docs


def reruns(page: Any, empty: str, own: str) -> tuple[float, float, float]:
    """A bare rerun, a filter change with all its charts, and the drawing of the same charts alone, in ms."""
    bare, changes, drawings = [], [], []
    for i in range(ROUNDS):
        page.goto(empty)
        page.wait_for_function(BARE)
        press = page.get_by_role("button", name="again").click
        bare += took(page, press, "() => document.body.innerText.includes('runs 2.')")
        page.goto(own)
        page.wait_for_function(ALL)
        year = "2023" if i % 2 else "2024"
        page.locator('[data-testid=stSelectbox]:has-text("年份") input').first.click()
        pick = page.get_by_role("option", name=year, exact=True)
        named = f"() => document.querySelector('.yg-title')?.innerText.includes('{year}')"
        changes.append(took(page, pick.click, named, ALL)[-1])
        drawings.append(page.evaluate(DRAW))
    return statistics.median(bare), statistics.median(changes), statistics.median(drawings)


# every chart of the page drawn once more by the Plotly that drew it: a change of its width makes it do so
DRAW = """async () => {
    const plots = [...document.querySelectorAll('.js-plotly-plot')];
    const began = performance.now();
    const drawn = plots.map(plot => new Promise(done => plot.on('plotly_afterplot', () => done())));
    document.querySelector('.stMainBlockContainer').style.maxWidth = '1100px';
    window.dispatchEvent(new Event('resize'));
    await Promise.race([Promise.all(drawn), new Promise(done => setTimeout(done, 5000))]);
    return performance.now() - began;
}"""
