"""Seconds for each image, warm against cold, and for a whole set of places: `python -m dashboard.export.measure`.

Prints the table that docs/performance.md shows under "Images". Cold: a new child and browser for each image, as
plotly's write_image does it; warm: one child for all.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import kaleido
import plotly

from dashboard import warehouse
from dashboard.export import briefing, data, figures, images, pack
from dashboard.export.images import Job, Renderer

COLD, PLACES = 5, 31
ROOT = Path(__file__).resolve().parents[2]


def jobs(folder: Path, level: str, year: int | None, path: Path | None) -> list[Job]:
    """Three charts for each of the first PLACES places."""
    subject = data.find_year(year, level, path=path)
    made: list[Job] = []
    for row in data.members(level, subject.year, path=path)[:PLACES]:
        one = briefing.make(data.find_place(row["place_id"], subject.year, path), "zh", path)
        one.figures = figures.make(one)
        made += [
            Job(job.figure, folder / f"{row['place_id']}-{job.path.name}", job.format, job.width, job.height, job.scale)
            for job in pack.jobs(one, "png", folder)
        ]
    return made


def cold(job: Job) -> float:
    """Wall seconds of one image with a child of its own."""
    started = time.perf_counter()
    with Renderer() as renderer:
        renderer.draw(job)
    return time.perf_counter() - started


def warm(many: Sequence[Job]) -> tuple[float, list[float]]:
    """Wall seconds of the start with the first image, and of each further one."""
    seconds: list[float] = []
    with Renderer() as renderer:
        for job in many:
            started = time.perf_counter()
            renderer.draw(job)
            seconds.append(time.perf_counter() - started)
    return seconds[0], seconds[1:]


def batch(folder: Path, level: str, year: int, path: Path | None, workers: int) -> float:
    """Wall seconds of the whole command."""
    command = [
        sys.executable,
        "-m",
        "dashboard",
        "export",
        "--each",
        "--level",
        level,
        "--year",
        str(year),
        "--out",
        str(folder),
    ]
    command += ["--workers", str(workers), "--no-zip", *(["--warehouse", str(path)] if path else [])]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - started


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m dashboard.export.measure")
    parser.add_argument("--warehouse", type=Path)
    parser.add_argument("--level", default="province", choices=list(data.LEVELS))
    parser.add_argument("--year", type=int)
    arguments = parser.parse_args(argv)
    path: Path | None = arguments.warehouse
    year = data.find_year(arguments.year, arguments.level, path=path).year
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = jobs(folder, arguments.level, year, path)
        starts = [cold(job) for job in many[:COLD]]
        first, rest = warm(many)
        bigger = [Job(job.figure, job.path, "png", job.width, job.height, pack.PRINT_SCALE) for job in many[:12]]
        _, printed = warm(bigger)
        vector = [Job(job.figure, job.path.with_suffix(".svg"), "svg", job.width, job.height) for job in many[:12]]
        _, svg = warm(vector)
        sets = {workers: batch(folder / str(workers), arguments.level, year, path, workers) for workers in (1, 2)}
    print(table(len(many), starts, first, rest, printed, svg, sets, path))
    return 0


def table(
    n: int,
    starts: list[float],
    first: float,
    rest: list[float],
    printed: list[float],
    svg: list[float],
    sets: dict[int, float],
    path: Path | None,
) -> str:
    """The Markdown of docs/performance.md."""
    middle = statistics.median
    rows = [
        ("one image, cold (a browser for each), PNG 2×", f"{middle(starts):.2f} s", f"{len(starts)}"),
        ("first image of a warm renderer (start included)", f"{first:.2f} s", "1"),
        ("each further image, warm, PNG 2×", f"{middle(rest):.2f} s", f"{len(rest)}"),
        ("each further image, warm, PNG at print size (300 dpi)", f"{middle(printed):.2f} s", f"{len(printed)}"),
        ("each further image, warm, SVG", f"{middle(svg):.2f} s", f"{len(svg)}"),
        *(
            (
                f"whole set, {n} images, one command, {workers} worker{'s' * (workers > 1)}",
                f"{sets[workers]:.0f} s",
                "1",
            )
            for workers in sets
        ),
    ]
    head = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, plotly {plotly.__version__}, kaleido {_version()}"
    file = path or warehouse.default_path()
    lines = [
        f"{head}, load {os.getloadavg()[0]:.1f}, `{file.name}`",
        "",
        "| | median | n |",
        "|---|---|---|",
        *(f"| {a} | {b} | {c} |" for a, b, c in rows),
    ]
    return "\n".join([*lines, "", f"cold ÷ warm: {middle(starts) / middle(rest):.1f}"])


def _version() -> str:
    from importlib.metadata import version

    return version(kaleido.__name__)


if __name__ == "__main__":
    images.browser()
    sys.exit(main())
