"""How right the bundled panel is: rows drawn with a fixed seed, read beside the real reports (panel_sample.yaml)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

SAMPLE = Path(__file__).parent / "panel_sample.yaml"
_Z = 1.96  # of a 95 % interval


def wilson(right: int, drawn: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    share, z2 = right / drawn, _Z * _Z
    middle, width = share + z2 / (2 * drawn), _Z * math.sqrt(share * (1 - share) / drawn + z2 / (4 * drawn * drawn))
    return (middle - width) / (1 + z2 / drawn), (middle + width) / (1 + z2 / drawn)


def sample() -> Mapping[str, Any]:
    return dict(yaml.safe_load(SAMPLE.read_text("utf8")))


def section() -> list[str]:
    """The section of docs/accuracy.md on the panel."""
    read = sample()
    rows, earlier = read["sample"], read["earlier"]
    right = sum(row["right"] for row in rows)
    low, high = wilson(right, len(rows))
    return [
        "## 随附的数字表", "",
        (f"`reports/panel.csv.gz` 是程序自己读出来的。从 {read['panel_rows']:,} 行里按固定种子（{read['seed']}）抽 {len(rows)} 行，逐行对照原报告："
        f"{right} 行正确，{right / len(rows):.1%}（95% 区间 {low:.1%}—{high:.1%}）。"
        "地点、年份、指标与口径、增速或总量、界限、数值、单位都与原文一致才算正确；把相近的另一个量归到同一个指标名下也算错。"
        f"定稿前的一版另读过 {earlier['drawn']} 行，{earlier['right']} 行正确。读错的各行："), "",
        *(f"- {_shown(row['row'])}：{row['why']}" for row in rows if not row["right"]), "",
        "判断由一人阅读作出，逐行记在 `tests/accuracy/panel_sample.yaml`。", "",
    ]  # fmt: skip


def _shown(row: list[Any]) -> str:
    place, year, role, indicator, *_ = row
    return f"{place}，{year} 年报告，{'目标' if role == 'target' else '结果'}，`{indicator}`"
