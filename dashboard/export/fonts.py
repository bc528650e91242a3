"""Is there a font for everything that will be drawn? Asked before anything is drawn, because a missing one gives no error."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard import theme

# the digits' face first: in PDF, digits of a Chinese face cannot be copied out
LATIN = "'Source Sans', Arial, 'Liberation Sans', 'DejaVu Sans'"
CHINESE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "SimHei",
)
FAMILY = f"{LATIN}, {theme.FONT}"
_FILES = {  # where fontconfig is missing
    "win32": (
        Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
        ("msyh.ttc", "msyh.ttf", "simhei.ttf", "simsun.ttc"),
    ),
    "darwin": (Path("/System/Library/Fonts"), ("PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Medium.ttc")),
}
ADVICE = "安装方法：Debian/Ubuntu 运行 apt install fonts-noto-cjk；其他系统安装“思源黑体 / Noto Sans CJK SC”，或任一种中文字体。"


class FontsMissingError(RuntimeError):
    """No font for Chinese; the text names what is missing and how to install it."""


@dataclass(frozen=True)
class Check:
    """`family`: a font that has the Chinese; `missing`: characters that no font has."""

    family: str
    missing: str = ""


def check(texts: Iterable[str]) -> Check:
    """Look for fonts for `texts`. Raises FontsMissingError where there is no Chinese font at all.

    Single characters that no installed font holds (rare place names) are named in the result, not an error.
    """
    wanted = "".join(sorted({char for text in texts for char in text if ord(char) > 0xFF and char.isprintable()}))
    if shutil.which("fc-list") is None:
        return Check(_by_file())
    family = _chinese()
    if not family:
        raise FontsMissingError(f"没有中文字体，图片和 PDF 中的汉字会变成方框，已停止绘制。{ADVICE}")
    return Check(family, "".join(_uncovered(wanted)))


def _by_file() -> str:
    """Windows and macOS bring Chinese fonts; look whether one is there."""
    folder, names = _FILES.get(sys.platform, (Path(), ()))
    found = next((name for name in names if (folder / name).exists()), "")
    if not found:
        raise FontsMissingError(f"没有找到中文字体，也没有 fc-list 命令可以查看，已停止绘制。{ADVICE}")
    return found


@lru_cache(maxsize=1)
def _chinese() -> str:
    """The first installed font for simplified Chinese, a known one where there is one."""
    families = _list(":lang=zh-cn")
    return next((name for name in CHINESE if name in families), families[0] if families else "")


def _list(pattern: str) -> list[str]:
    """The families that match a fontconfig pattern."""
    done = subprocess.run(["fc-list", pattern, "family"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603, S607
    return sorted({name.strip() for line in done.stdout.splitlines() for name in line.split(",") if name.strip()})


def _uncovered(chars: Sequence[str]) -> list[str]:
    """The characters that no font has, by halves: nearly always one question settles it."""
    if not chars or _list(f":charset={' '.join(f'{ord(char):x}' for char in chars)}"):
        return []
    if len(chars) == 1:
        return [chars[0]]
    middle = len(chars) // 2
    return _uncovered(chars[:middle]) + _uncovered(chars[middle:])
