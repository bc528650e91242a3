"""`python -m etl.compile [level]`: make machine code of the reading modules (etl/compiled.py says how it is found).

Needs mypy (of which mypyc is a part), setuptools and a C compiler; takes a minute or two.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
import tempfile
from pathlib import Path

from etl import compiled


def main(level: str = "2") -> int:
    """Compile, unless that was done. level: how far the C compiler optimises, "0" to "3".

    Returns 2 where it cannot be done, and says what is missing.
    """
    made = compiled.folder()
    if made.is_dir():
        print(f"机器码已在 {made}")
        return 0
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            compile_into(made, level)
    except ImportError as error:
        print(f"缺少 {error.name}：先执行 make setup-test", file=sys.stderr)
        return 2
    except (Exception, SystemExit) as error:
        print(said.getvalue(), error, file=sys.stderr)
        print("没有编译成：要有 C 编译器（如 gcc）和 Python 的头文件。程序照原样运行，不受影响", file=sys.stderr)
        return 2
    print(f"机器码已存入 {made}")
    return 0


def compile_into(made: Path, level: str) -> None:
    """Make the folder `made`, whole or not at all."""
    from mypyc.build import mypycify
    from setuptools import setup

    modules = [path.relative_to(compiled.ROOT).as_posix() for path in compiled.sources()]
    made.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=made.parent, prefix="compiling-") as name, contextlib.chdir(name):
        shutil.copytree(compiled.ROOT / "etl", "etl", ignore=shutil.ignore_patterns("__pycache__"))
        setup(
            name="yanguo",
            ext_modules=mypycify(
                ["--ignore-missing-imports", *modules], opt_level=level, debug_level="0", target_dir="c"
            ),
            script_args=["--quiet", "build_ext", "--build-lib", "made", "--build-temp", "temp"],
        )
        Path("made").rename(made)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
