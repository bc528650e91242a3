"""The child process that draws images: one warm browser, one JSON line in and one out for each figure.

It runs apart from the rest because a browser that dies leaves Kaleido waiting for ever; the parent (images.py) watches the
clock and ends the child. In: {"id", "figure", "format", "width", "height", "scale", "path"}; out: {"id", "seconds"} or
{"id", "error"}; the first line out says {"ready": true, "browser": process group of the browser}.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any


def answer(**values: Any) -> None:
    """One line to the parent."""
    sys.__stdout__.write(json.dumps(values) + "\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]


async def draw(kaleido: Any, task: dict[str, Any]) -> None:
    """Draw one figure to its file, whole or not at all."""
    started = time.perf_counter()
    options = {key: task[key] for key in ("format", "width", "height", "scale")}
    image = await kaleido.calc_fig(task["figure"], opts=options)
    target = Path(task["path"])
    beside = target.with_name(f".{target.name}.part")
    beside.write_bytes(image)
    beside.replace(target)
    answer(id=task["id"], seconds=round(time.perf_counter() - started, 3))


async def serve() -> None:
    """Open the browser, then draw until the parent closes the pipe."""
    from kaleido import Kaleido

    loop = asyncio.get_running_loop()
    # nothing answers at this proxy: Chromium would look up its maker's hosts
    async with Kaleido(n=1, mathjax=False, timeout=None, proxy_server="127.0.0.1:9") as kaleido:
        answer(ready=True, browser=kaleido.subprocess.pid)
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            task = json.loads(line)
            try:
                await draw(kaleido, task)
            except Exception as error:
                answer(id=task["id"], error=f"{type(error).__name__}: {error}")
                return  # whatever went wrong, a new child is the safe way on


def main() -> int:
    """Serve; every failure is told to the parent. Nothing but answers goes to stdout."""
    logging.disable(logging.CRITICAL)
    sys.stdout = sys.stderr
    try:
        asyncio.run(serve())
    except BaseException as error:
        with contextlib.suppress(OSError, ValueError):
            answer(ready=False, error=f"{type(error).__name__}: {error}")
        return 1
    return 0


if __name__ == "__main__":
    code = main()
    os._exit(code)  # threads of a dead browser must not hold the child back
