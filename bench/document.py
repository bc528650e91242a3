"""docs/performance.md: sections that a measurement writes are replaced, the others stay as they are."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from datetime import date
from importlib import metadata
from pathlib import Path

from bench.measure import ROOT, processors

DOCUMENT = ROOT / "docs" / "performance.md"
TITLE = "# 速度与规模\n\n各节由测量程序写入（`make bench` 等），只写测得的数字；重测会替换同名的一节。\n"
PACKAGES = ("duckdb", "pyarrow", "pyahocorasick", "pypdfium2", "python-docx", "streamlit", "pandas")


def put(title: str, body: str, path: Path = DOCUMENT) -> None:
    """Write one section. Its title is a heading of the second level."""
    text = path.read_text(encoding="utf-8") if path.exists() else TITLE
    section = f"## {title}\n\n{body.strip()}\n"
    found = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.M | re.S)
    text = found.sub(lambda _: section + "\n", text) if found.search(text) else f"{text.rstrip()}\n\n{section}"
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown, numbers to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def machine() -> str:
    """What it was measured on, in one line."""
    versions = "，".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"{date.today()}，{processors()} 个处理器，{platform.system()} {platform.machine()}，Python {platform.python_version()}，"
        f"{versions}。测量结束时系统负载 {busy:.1f}（大于处理器数时，机器同时在做别的事，按钟表计的时间偏长，处理器时间较可信）。"
    )
