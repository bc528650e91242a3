"""The page on what counts as a target, made from the cases that the tests run: `python -m tests.extract.document`.

Writes docs/targets.md (Chinese) and docs/targets.en.md. A test holds both against the cases.
"""

from __future__ import annotations

import sys
from pathlib import Path

from etl import lexicon
from tests.extract import tables

DOCS = Path(__file__).resolve().parents[2] / "docs"
FILES = {"zh": DOCS / "targets.md", "en": DOCS / "targets.en.md"}

_MEASURE = {"zh": {"growth": "增速", "level": "水平"}, "en": {"growth": "growth", "level": "level"}}
_OP = {
    "zh": {"eq": "{}", "approx": "约 {}", "ge": "不低于 {}", "le": "不高于 {}", "range": "{}"},
    "en": {"eq": "{}", "approx": "about {}", "ge": "at least {}", "le": "at most {}", "range": "{}"},
}
_RELATION = {
    "zh": {
        "sync_gdp": "与经济增长同步", "above_gdp": "快于经济增长", "above_parent": "高于{}", "above_other": "高于{}", "not_below_last_year": "不低于上年",
        "positive": "正增长", "stable": "保持稳定", "handed_down": "上级下达", "words": "只有文字",
    },
    "en": {
        "sync_gdp": "in step with economic growth", "above_gdp": "faster than economic growth", "above_parent": "above {}", "above_other": "above {}",
        "not_below_last_year": "not below last year", "positive": "positive growth", "stable": "stable", "handed_down": "handed down from above", "words": "words only",
    },
}  # fmt: skip
_PARENT = {"全国": "the nation", "全省": "the province", "全市": "the city"}
_PERIOD = {
    "Q1": ("一季度", "Q1"),
    "Q2": ("二季度", "Q2"),
    "H1": ("上半年", "first half"),
    "Q1-3": ("前三季度", "first three quarters"),
}
_ROLE = {"zh": {"target": "目标：", "outcome": "完成情况："}, "en": {"target": "Target: ", "outcome": "Outcome: "}}
_FINDING = {
    "words": ("只有文字", "words only"), "other_year": ("别的年份", "another year"), "part_year": ("部分时段", "part of the year"),
    "multi_year": ("几年合计", "several years"), "part_of_area": ("部分地区", "part of the area"), "other_scope": ("别的口径", "another scope"),
    "unlinked_number": ("数归别的量", "the number belongs to something else"),
}  # fmt: skip
_VERDICT = {
    "met": ("自称完成", "says met"), "exceeded": ("自称超额完成", "says exceeded"), "missed": ("自称未完成", "says missed"),
    "near": ("自称基本完成", "says nearly met"), "progress": ("自报完成进度", "says how far"),
}  # fmt: skip
_TEXT = {
    "zh": {
        "title": "什么算目标，什么算完成情况",
        "intro": "本页由测试用的例句生成（`python -m tests.extract.document`），每一句都由测试逐条核对：中间一栏写的就是程序读出来的，不多也不少。"
        "例句是为测试而写的，地名是虚构的；除另有说明外，出自青河县 2024 年 1 月的报告，回顾 2023 年，安排 2024 年。",
        "head": "| 原文 | 读作 | 说明 |", "nothing": "（不成行）", "frame": {
            "headline": "（目标段）", "plan": "（计划其他段落）", "review": "（回顾）", "five": "（五年回顾）", "quarter": "（季度要点）", "report": "（整篇）"},
        "gaps": "还读不对的说法", "gaps_rule": "下面的句子应当读作中间一栏，程序目前还做不到；修好一条，移走一条。", "count": "共 {} 句。",
        "other_page": "[English](targets.en.md)",
    },
    "en": {
        "title": "What counts as a target, and what as an outcome",
        "intro": "This page is made from the sentences that the tests run (`python -m tests.extract.document`): what the middle column says is what the "
        "program reads, nothing more and nothing less. The sentences were written for the tests and their places are invented; unless said otherwise they "
        "stand in a report of January 2024 that reviews 2023 and plans 2024.",
        "head": "| Text | Read as | Note |", "nothing": "(no row)", "frame": {
            "headline": "(target paragraph)", "plan": "(elsewhere in the plan)", "review": "(review)", "five": "(review of five years)",
            "quarter": "(work points of a quarter)", "report": "(whole report)"},
        "gaps": "Not read right yet", "gaps_rule": "These sentences should be read as the middle column says, and are not yet. Each leaves the list when it is mended.",
        "count": "{} sentences.", "other_page": "[中文](targets.md)",
    },
}  # fmt: skip


def _label(indicator: str, language: str) -> str:
    known = lexicon.load().indicators.get(indicator)
    if known:
        return known.zh if language == "zh" else known.en
    name = indicator.removeprefix("other:")
    return f"{name}（目录外）" if language == "zh" else f"{name} (not in the catalogue)"


def _value(number: str, unit: str) -> str:
    between = " ~ " if number.startswith("-") else "–"
    return f"{number.replace('~', between)}{'' if unit in ('%', '‰') else ' '}{unit}".strip()


def _benchmark(name: str, language: str) -> str:
    if name in _PARENT:
        return name if language == "zh" else _PARENT[name]
    return _label(name, language) if name else ""


def reading(row: str, language: str) -> str:
    """A row of the case files in words of one language."""
    tokens = row.split(" ")
    keys = dict(token.split("=", 1) for token in tokens if "=" in token)
    plain = [token for token in tokens if "=" not in token]
    indicator, measure, kind, *rest = plain
    unit = rest[1] if len(rest) > 1 else ""
    if measure in _MEASURE[language]:
        said = f"{_MEASURE[language][measure]} {_OP[language][kind].format(_value(rest[0], unit))}"
    else:
        said = _RELATION[language][kind].format(_benchmark(keys.get("benchmark", ""), language))
        if rest:
            said += f"，幅度 {_value(*rest)}" if language == "zh" else f", by {_value(rest[0], 'points')}"
    role = _ROLE[language].get(keys.get("role", ""), "")
    return f"{role}{_label(indicator, language)}{'：' if language == 'zh' else ': '}{said}{_more(keys, unit, language)}"


def _more(keys: dict[str, str], unit: str, language: str) -> str:
    zh = language == "zh"
    parts = []
    if "stretch" in keys:
        parts.append(f"力争 {_value(keys['stretch'], unit)}" if zh else f"stretch {_value(keys['stretch'], unit)}")
    if "scope" in keys:
        parts.append(f"口径：{keys['scope']}" if zh else f"scope {keys['scope']}")
    if "year" in keys:
        parts.append(f"{keys['year']} 年" if zh else keys["year"])
    if "period" in keys:
        parts.append(_PERIOD[keys["period"]][0 if zh else 1])
    if keys.get("estimated") == "yes":
        parts.append("预计数" if zh else "estimate")
    if keys.get("headline") == "no" and "role" in keys:
        parts.append("非主要目标" if zh else "not a headline target")
    return ("（" + "，".join(parts) + "）" if zh else " (" + ", ".join(parts) + ")") if parts else ""


def _claim(claim: str, language: str) -> str:
    zh = language == "zh"
    indicator, verdict, *rest = claim.split(" ")
    keys = dict(token.split("=", 1) for token in rest if token != "multi")
    said = [_VERDICT[verdict][0 if zh else 1]]
    if "multi" in rest:
        said.append("不是当年的目标" if zh else "not a target of the year")
    if "pct" in keys:
        said.append(f"为目标的 {keys['pct']}%" if zh else f"{keys['pct']}% of the target")
    if "target" in keys:
        said.append(
            f"目标 {_value(keys['target'], keys.get('unit', ''))}"
            if zh
            else f"target {_value(keys['target'], keys.get('unit', ''))}"
        )
    return f"{'自评：' if zh else 'Claim: '}{_label(indicator, language)} – {('，' if zh else ', ').join(said)}"


def _mention(mention: str, language: str) -> str:
    indicator, finding = mention.split(" ")
    zh = language == "zh"
    return f"{'提到：' if zh else 'Mention: '}{_label(indicator, language)}{'（' if zh else ' ('}{_FINDING[finding][0 if zh else 1]}{'）' if zh else ')'}"


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|").replace("\r", "").replace("\n", "<br>")


def _line(case: tables.Case, language: str) -> str:
    said = [reading(row, language) for row in case.rows]
    said += [_claim(claim, language) for claim in case.claims or ()]
    said += [_mention(mention, language) for mention in case.mentions or ()]
    text = _TEXT[language]
    frame = text["frame"][case.frame]  # type: ignore[index]
    note = case.zh if language == "zh" else case.en
    return f"| {_cell(case.text)} | {'<br>'.join(map(_cell, said)) or text['nothing']} | {_cell(note)}{'' if language == 'zh' else ' '}{frame} |"


def _table(cases: tuple[tables.Case, ...], language: str) -> list[str]:
    return [str(_TEXT[language]["head"]), "|---|---|---|", *(_line(case, language) for case in cases), ""]


def page(language: str) -> str:
    """The whole page in one language (zh or en)."""
    text = _TEXT[language]
    cases = list(tables.every())
    lines = [
        f"# {text['title']}",
        "",
        str(text["other_page"]),
        "",
        f"{text['intro']}{'' if language == 'zh' else ' '}{str(text['count']).format(len(cases))}",
        "",
    ]
    for family in tables.families():
        lines += [f"## {family.title[language]}", "", family.rule[language], "", *_table(family.cases, language)]
    if tables.gaps():
        lines += [f"## {text['gaps']}", "", str(text["gaps_rule"]), "", *_table(tables.gaps(), language)]
    return "\n".join(lines).rstrip() + "\n"


def write() -> None:
    """Write both pages."""
    for language, path in FILES.items():
        path.write_text(page(language), "utf8")


if __name__ == "__main__":
    write()
    sys.exit(0)
