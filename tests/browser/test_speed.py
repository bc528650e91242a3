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
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import plotly
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.bench]
ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 11
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
    rounds = reruns(page, plotly_alone(page.context), empty, own)
    print(
        f"\nload of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; medians, ratios round by round"
    )
    ratios = {
        "first screen": ratio((first, bare) for bare, first, _ in loads),
        "all": ratio((everything, bare) for bare, _, everything in loads),
        "filter change": ratio((change, bare + drawing) for bare, change, drawing in rounds),
    }
    for names, columns in (
        (("empty page", "first screen", "all"), loads),
        (("bare rerun", "filter change", "drawing"), rounds),
    ):
        for name, column in zip(names, zip(*columns, strict=True), strict=True):
            print(f"{name} {statistics.median(column):.0f} ms" + (f" ({ratios[name]:.2f})" if name in ratios else ""))
    assert max(ratios.values()) < 6  # a fall off a cliff; the ratios themselves go to docs


def ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """The median of the quotients: what slows a round slows both sides of it."""
    return statistics.median(one / other for one, other in pairs)


def plotly_alone(context: Any) -> Any:
    """An empty page that has Plotly and nothing else."""
    page = context.new_page()
    page.add_script_tag(content=(Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text("utf-8"))
    return page


def reruns(page: Any, alone: Any, empty: str, own: str) -> list[tuple[float, float, float]]:
    """Of each round a bare rerun, a filter change with all its charts, and the same charts drawn on the page `alone`, in ms."""
    rounds = []
    for i in range(ROUNDS):
        page.bring_to_front()  # a page behind another gets no frames
        page.goto(empty)
        page.wait_for_function(BARE)
        press = page.get_by_role("button", name="again").click
        (bare,) = took(page, press, "() => document.body.innerText.includes('runs 2.')")
        page.goto(own)
        page.wait_for_function(ALL)
        year = "2023" if i % 2 else "2024"
        page.locator('[data-testid=stSelectbox]:has-text("年份") input').first.click()
        pick = page.get_by_role("option", name=year, exact=True)
        named = f"() => document.querySelector('.yg-title')?.innerText.includes('{year}')"
        change = took(page, pick.click, named, ALL)[-1]
        figures = page.evaluate(FIGURES)
        alone.bring_to_front()
        rounds.append((bare, change, alone.evaluate(DRAW, figures)))
    return rounds


# every chart of the page, drawn by Plotly alone on an empty page
DRAW = """async (figures) => {
    let total = 0;
    for (const { data, layout } of figures) {
        const place = document.createElement('div');
        document.body.append(place);
        const began = performance.now();
        await Plotly.newPlot(place, data, layout, {});
        total += performance.now() - began;
        place.remove();
    }
    return total;
}"""
FIGURES = """() => JSON.parse(JSON.stringify([...document.querySelectorAll('.js-plotly-plot')].map(
    ({ data, layout }) => ({ data, layout }))))"""
