"""Twenty readers at once: a real server on loopback, sessions over its own WebSocket, each going from page to page.

python -m bench.load [--warehouse FILE] [--sessions 20] [--rounds 4]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.document import machine, put, table
from bench.measure import MIB, ROOT, family, memory

PAGES = ("overview", "place", "indicator", "silence", "search", "data")
THINKING = (1.0, 4.0)  # seconds between two clicks of a reader
PATIENCE = 120.0


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.load", description="看板的负载测试，结果写入 docs/performance.md"
    )
    parser.add_argument("--warehouse", type=Path, default=ROOT / "warehouse.duckdb")
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=4)
    given = parser.parse_args(argv)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"YANGUO_WAREHOUSE": str(given.warehouse.resolve())}
    server = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port), "--server.address", "127.0.0.1"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port)
        alone = asyncio.run(crowd(port, 1, 2))
        found = asyncio.run(crowd(port, given.sessions, given.rounds))
        used = sum(map(memory, family(server.pid)))
    finally:
        server.terminate()
        server.wait(timeout=20)
    put("二十个人同时看", report(given.sessions, alone, found, used) + f"\n\n{machine()}")
    return 0


def wait_for(port: int) -> None:
    """Until the server is healthy. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError("the dashboard does not answer")


Times = dict[str, list[float]]


async def crowd(port: int, sessions: int, rounds: int) -> Times:
    """Seconds from click to finished page, by page; '' counts the sessions that broke off."""
    times: Times = {page: [] for page in PAGES} | {"": []}
    await asyncio.gather(*(reader(port, number, rounds, times) for number in range(sessions)))
    return times


async def reader(port: int, number: int, rounds: int, times: Times) -> None:
    chance = random.Random(number)  # noqa: S311 - nothing secret
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    try:
        async with websockets.connect(
            address, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE
        ) as stream:
            for turn in range(rounds):
                page = PAGES[(number + turn) % len(PAGES)]
                start = time.monotonic()
                await click(stream, page)
                times[page].append(time.monotonic() - start)
                await asyncio.sleep(chance.uniform(*THINKING))
    except (OSError, TimeoutError, RuntimeError, websockets.WebSocketException):
        times[""].append(1)


async def click(stream: websockets.ClientConnection, page: str) -> None:
    """Ask for a page and wait until it is drawn. Raises RuntimeError for an exception on the page."""
    ask = BackMsg()
    ask.rerun_script.page_name = "" if page == PAGES[0] else page  # the first page has no name of its own
    await stream.send(ask.SerializeToString())
    async with asyncio.timeout(PATIENCE):
        while True:
            data = await stream.recv()
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(message.delta.new_element.exception.message)
            if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return


def report(sessions: int, alone: Times, found: Times, used: int) -> str:
    rows = []
    for page in PAGES:
        if found[page]:
            ordered = sorted(found[page])
            one = f"{min(alone[page]):.2f}" if alone[page] else ""
            rows.append(
                (
                    page,
                    len(ordered),
                    one,
                    f"{statistics.median(ordered):.2f}",
                    f"{ordered[int(0.95 * (len(ordered) - 1))]:.2f}",
                )
            )
    return (
        f"{sessions} 个会话，每人点开几页，两次点击之间想 {THINKING[0]:g}—{THINKING[1]:g} 秒；从点击到整页画完（服务器一侧）。"
        f"中途断掉或出错的会话：{len(found[''])}。服务器内存 {used / MIB:.0f} MB。\n\n"
        + table(["页面", "次数", "一个人时（秒）", "中位数（秒）", "95%（秒）"], rows)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
