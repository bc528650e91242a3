"""Claims: what a review says of its own targets (完成目标105.6%, 控制在目标4300人以内, 目标任务全面完成)."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.extract.names import Name, Namer, names_between
from etl.extract.quantities import Quantity, quantities
from etl.lexicon import Lexicon
from etl.models import Claim
from etl.text import Normal

_TRIGGER = re.compile(r"目标|任务|指标|计划|预期|预算|控制在")
_SENTENCE = re.compile(r"[^。！？；\n]+")


@lru_cache(maxsize=2)
def _compiled(lexicon_id: int, source: tuple[tuple[str, str], ...]) -> list[tuple[str, re.Pattern[str]]]:
    return [(says, re.compile(pattern)) for says, pattern in source]


def claims(
    normal: Normal, text: str, names: list[Name], namer: Namer, lexicon: Lexicon, start: int, end: int, year: int
) -> list[Claim]:
    """The claims of `text[start:end]` (normalised), each with the clause that states it."""
    patterns = _compiled(id(lexicon), tuple((e["says"], e["pattern"]) for e in lexicon.claims["verdicts"]))
    found: list[Claim] = []
    for sentence in _SENTENCE.finditer(text, start, end):
        if not _TRIGGER.search(sentence[0]):
            continue
        taken: list[tuple[int, int]] = []
        for says, pattern in patterns:
            for m in pattern.finditer(text, sentence.start(), sentence.end()):
                if any(a < m.end() and m.start() < b for a, b in taken):
                    continue
                taken.append(m.span())
                found.extend(_read(says, m, sentence, normal, text, names, namer, lexicon, year))
    return found


def _read(
    says: str,
    m: re.Match[str],
    sentence: re.Match[str],
    normal: Normal,
    text: str,
    names: list[Name],
    namer: Namer,
    lexicon: Lexicon,
    year: int,
) -> list[Claim]:
    groups = m.groupdict()
    start, subject_end = _subject_span(m, sentence, text)
    ceiling = says == "met" and "控制在" in m[0] and groups.get("value") is not None
    before = quantities(text, lexicon, start, m.start())
    percents = [float(groups["pct"])] if groups.get("pct") else []
    if percents:
        tail = re.compile(r"(?:[、和]\d+(?:\.\d+)?%)+").match(text, m.end())
        if tail:
            percents += [float(p) for p in re.findall(r"\d+(?:\.\d+)?", tail[0])]
    if ceiling and not _is_ceiling_name(text, start, m.start(), names, lexicon):
        return []
    end = m.end() + (len(tail[0]) if percents and tail else 0)
    counted = [q for q in before if q.unit and q.unit not in ("百分点",)]
    made = []
    for i, percent in enumerate(percents or [None]):
        reported = (
            counted[-len(percents) + i]
            if percents and len(counted) >= len(percents)
            else (counted[-1] if counted and not percents else None)
        )
        target = _target(m, text, lexicon, groups)
        name_end = reported.start if reported else subject_end
        indicator, label = _indicator(text, names, namer, lexicon, start, name_end)
        a, b = normal.span(start, end)
        made.append(
            Claim(
                indicator, label, year, reported.low if reported else None, reported.unit if reported else (target[2] if target else ""),
                target[0] if target else None, target[1] if target else "", percent, text[m.start() : end].strip("，、"),
                _verdict(says, percent), a, b,
            )
        )  # fmt: skip
    return made


def _verdict(says: str, percent: float | None) -> str:
    if says != "by_percent" or percent is None:
        return says
    return "exceeded" if percent > 100 else "met" if percent == 100 else "progress"


def _target(
    m: re.Match[str], text: str, lexicon: Lexicon, groups: dict[str, str | None]
) -> tuple[float, str, str] | None:
    """The target number that the claim itself names: 目标4300人以内, 年初确定的5000户目标."""
    if groups.get("value"):
        return float(groups["value"] or 0), "le", groups.get("unit") or ""
    inner: list[Quantity] = [
        q for q in quantities(text, lexicon, m.start(), m.end()) if q.unit and q.unit not in ("%", "百分点")
    ]
    return (inner[-1].low, "", inner[-1].unit) if inner else None


def _is_ceiling_name(text: str, start: int, end: int, names: list[Name], lexicon: Lexicon) -> bool:
    inside = names_between(names, start, end)
    return any(lexicon.indicators[i].direction != "up" for n in inside if (i := lexicon.by_alias.get(n.alias)))


def _subject_span(m: re.Match[str], sentence: re.Match[str], text: str) -> tuple[int, int]:
    """The clause of the claim, reaching back over commas to the words that say what was done."""
    start = m.start()
    floor = sentence.start()
    for _ in range(3):
        cut = max(text.rfind("，", floor, start), floor - 1)
        words = text[cut + 1 : m.start()].strip("，、（")
        if len(words) >= 5 and (re.search(r"\d|率|人数|任务|项目|计划", words) or len(words) >= 8):
            return cut + 1, m.start()
        if cut < floor:
            break
        start = cut
    return max(floor, start if start != m.start() else floor), m.start()


def _indicator(text: str, names: list[Name], namer: Namer, lexicon: Lexicon, start: int, end: int) -> tuple[str, str]:
    inside = names_between(names, start, end)
    known = [i for n in inside if (i := lexicon.by_alias.get(n.alias))]
    if known:
        return known[-1], lexicon.label(known[-1])
    words = re.sub(r"[，、：；“”（）\x01\d.%]", "", text[start:end]).strip()
    label = words[-16:] or "目标任务"
    return "other:" + label, label
