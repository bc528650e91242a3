"""`python -m bench [--sizes 1000 4000 10000] [--workers 2] [--only …] [--folder FOLDER]`: measure, write docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench import peers, reading, scale
from bench.document import machine, put
from bench.measure import processors

PARTS = ("floor", "formats", "peers", "scale")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="测速，结果写入 docs/performance.md")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1000, 4000, 10_000], help="各测多少份报告（可加 60000）"
    )
    parser.add_argument("--sample", type=int, default=2000, help="与下限比较时用多少份")
    parser.add_argument("--workers", type=int, default=min(2, processors()))
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--folder", type=Path, help="放临时文件的文件夹（60000 份约需 10 GB）")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="yanguo-bench-", dir=given.folder) as name:
        folder = Path(name)
        if "floor" in given.only:
            _say("与下限比较")
            put("一个进程与两个进程", reading.against_floor(folder / "floor", given.sample) + f"\n\n{machine()}")
            reading.clear(folder / "floor")
        if "formats" in given.only:
            _say("docx、pdf")
            put("docx 与 pdf", reading.formats(20) + f"\n\n{machine()}")
        if "peers" in given.only:
            _say("与 recognizers-text 并排")
            put("与 recognizers-text 并排", peers.beside(20) + f"\n\n{machine()}")
        if "scale" in given.only:
            _say(f"规模 {given.sizes}")
            adding = scale.Adding()
            for grown, built, size in scale.growth(folder, given.sizes, given.workers):
                put("规模", grown + f"\n\n{machine()}")
                put("看板的查询", scale.asking(built) + f"\n\n{machine()}")
                put("加入一份报告", adding.measure(folder, built, size) + f"\n\n{machine()}")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
