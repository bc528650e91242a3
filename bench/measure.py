"""Running things and taking their time, processor time and memory."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NUMBERS = re.compile(r"\d+(?:\.\d+)?(?:%|个百分点|万亿元|亿元|万元|元|万人|万吨|亿斤|万户|家|人)")
MIB = 1024 * 1024


@dataclass(frozen=True)
class Run:
    """seconds: by the clock. cpu: processor seconds of the process and its children. peak: memory of all of them, bytes."""

    seconds: float
    cpu: float
    peak: int = 0


def command(arguments: Sequence[str], timeout: float = 7200) -> Run:
    """`python -m …` run to its end. Raises RuntimeError where it fails."""
    start = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    watched = _Watch(process.pid)
    _, errors = process.communicate(timeout=timeout)
    seconds = time.monotonic() - start
    watched.stop()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(arguments)}: {errors.decode(errors='replace')[-2000:]}")
    return Run(seconds, sum(watched.cpu.values()), watched.peak)


class _Watch:
    """Memory and processor time of a process and its children, looked at five times a second (Linux; else 0)."""

    def __init__(self, pid: int) -> None:
        self.pid, self.peak, self.cpu, self.ended = pid, 0, dict[int, float](), threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        ticks = os.sysconf("SC_CLK_TCK")
        while not self.ended.wait(0.2):
            members = family(self.pid)
            self.peak = max(self.peak, sum(map(memory, members)))
            for pid, used in members.items():
                self.cpu[pid] = used / ticks

    def stop(self) -> None:
        self.ended.set()
        self.thread.join()


def family(pid: int) -> dict[int, int]:
    """A process and everything below it, with the processor time that each has used (ticks)."""
    children: dict[int, list[int]] = {}
    used: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        own = int(stat.parent.name)
        children.setdefault(int(fields[1]), []).append(own)
        used[own] = int(fields[11]) + int(fields[12])
    found, left = {}, [pid]
    while left:
        one = left.pop()
        if one in used:
            found[one] = used[one]
        left += children.get(one, [])
    return found


def memory(pid: int) -> int:
    """Memory that is this process's own (proportional share of what is shared), bytes."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def cpu_of(work: Callable[[], object], times: int = 3) -> float:
    """Median processor seconds of a piece of work in this process."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def wall_of(work: Callable[[], object], times: int = 5) -> float:
    """Median seconds by the clock."""
    found = []
    for _ in range(times):
        start = time.monotonic()
        work()
        found.append(time.monotonic() - start)
    return statistics.median(found)


def floor(files: Sequence[Path]) -> None:
    """What cannot be had for less: read, decode, one regex pass."""
    for file in files:
        sum(1 for _ in NUMBERS.finditer(file.read_bytes().decode("utf-8")))


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
