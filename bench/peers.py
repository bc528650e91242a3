"""recognizers-text on the same sentences, where it is installed: it is no dependency (last release 2019, wants an old emoji)."""

from __future__ import annotations

import re
from collections.abc import Callable

from bench.corpus import Report
from bench.document import table
from bench.measure import cpu_of
from etl.extract.quantities import quantities
from etl.lexicon import load
from etl.text import normalise

INSTALL = "pip install recognizers-text-number 'emoji<2'"


def beside(count: int) -> str:
    """Speed on the sentences with numbers of `count` made reports, and how many percentages each finds, as a table."""
    texts = (Report(number).text() for number in range(count))
    sentences = [s for text in texts for s in re.findall(r"[^。\n]*\d[^。\n]*", text)]
    characters = sum(map(len, sentences))
    rows = [
        _row("一遍正则（下限）", _floor, sentences, characters),
        _row("本项目：规范化，找出带单位的数", _own, sentences, characters),
    ]
    peer = _peer()
    if peer:
        rows.append(_row("recognizers-text：找出百分数", peer, sentences, characters))
    note = "" if peer else f"\n\n没有装 recognizers-text，未比较；要比较，先 `{INSTALL}`。"
    return (
        f"{len(sentences)} 句带数字的仿真句子，{characters / 1e3:.0f} 千字，处理器时间，三次的中位数。\n\n"
        + table(["", "万字／秒", "找到的百分数"], rows)
        + note
    )


def _row(what: str, find: Callable[[str], int], sentences: list[str], characters: int) -> tuple[object, ...]:
    seconds = cpu_of(lambda: [find(sentence) for sentence in sentences])
    return what, f"{characters / seconds / 1e4:,.1f}", sum(map(find, sentences))


def _floor(sentence: str) -> int:
    return len(re.findall(r"\d+(?:\.\d+)?%", sentence))


def _own(sentence: str) -> int:
    return sum(q.unit == "%" for q in quantities(normalise(sentence).text, load()))


def _peer() -> Callable[[str], int] | None:
    try:
        from recognizers_number import recognize_percentage  # type: ignore[import-not-found]
        from recognizers_text import Culture  # type: ignore[import-not-found]
    except ImportError:
        return None
    return lambda sentence: len(recognize_percentage(sentence, Culture.Chinese))
