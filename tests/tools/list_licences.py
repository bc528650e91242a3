"""Write docs/licences.md: the licences of what requirements.txt pins, from the metadata of the installed packages.

python tests/tools/list_licences.py [--out docs/licences.md]
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs" / "licences.md"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.M)
_SHORT = 60  # a licence field that is longer is the text of one


def pinned(requirements: str) -> list[tuple[str, str]]:
    return _PIN.findall(requirements)


def licence(package: metadata.PackageMetadata) -> str:
    """The licence as the package names it: expression, classifier, or first line of its field. '' where it names none."""
    if package.get("License-Expression"):
        return str(package["License-Expression"])
    classifiers = [c.rsplit(" :: ", 1)[1] for c in package.get_all("Classifier") or [] if c.startswith("License :: ")]
    named = [c for c in classifiers if c != "OSI Approved"]
    field = next(iter(str(package.get("License") or "").strip().splitlines()), "")
    return "；".join(named) or field[:_SHORT]


def text(requirements: str) -> str:
    rows = []
    for name, version in sorted(pinned(requirements), key=lambda pin: pin[0].lower()):
        try:
            package = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # only for other systems
        home = package.get("Home-page") or next(
            (u.split(",", 1)[1].strip() for u in package.get_all("Project-URL") or []), ""
        )
        rows.append(f"| {name} | {version} | {licence(package) or '（见其网站）'} | {home} |")
    return (
        "# 依赖的许可\n\n由 `python tests/tools/list_licences.py` 从已安装的包的元数据生成；版本以 `requirements.txt` 为准。\n"
        "本项目自己的代码见 `LICENSE`（MIT）。行政区划数据的来源和许可见 `etl/places/`。\n\n"
        "| 包 | 版本 | 许可 | 网址 |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args(argv)
    given.out.write_text(text((ROOT / "requirements.txt").read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
