"""docs/accuracy.md, made by one command: `python -m tests.accuracy.page` (`make accuracy`).

Scores the keyed sets with the scorer beside the project, scores and breaks down the blind sets, audits the reports without a
key, and writes the page. Needs the reports beside the project; ends with exit code 1 and a word where they are not there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from etl.pipeline import BuildFailedError
from tests.accuracy import beside, blind, draw, history, panel, score, tally

PAGE = beside.ROOT / "docs" / "accuracy.md"
_KEYED = {
    "districts": "区县报告与季度要点",
    "provinces": "各省报告",
    "years": "同一地方多年",
    "traps": "陷阱",
    "all": "合计",
}
_SPANS = ("2003 年及以前", "2004–2011 年", "2012–2018 年", "2019 年及以后")
_LEVELS = {"country": "全国", "province": "省", "city": "地市", "county": "县区"}
_MEASURES = {"growth": "增速", "level": "水平", "relative": "相对目标", "qualitative": "只有文字"}
_OPS = {"eq": "定数", "approx": "约数", "ge": "下限", "le": "上限", "range": "区间", "": ""}
_COUNTS = {
    "reports": "读到的报告（份）", "rows": "目标与完成情况（行）", "headline_numbers": "目标段里的数（个）", "unowned": "其中没有归入任何一行的",
    "unowned_percent": "占比（%）", "no_headline": "没有找到目标段的报告（份）", "open": "地方或年份定不下来的文件（份）", "implausible": "不合常理的数（行）",
    "reconciled": "两年总量与印出的增速可以互相核对的（组）", "agrees": "其中相符", "explained": "不符但报告说明了原因", "unexplained": "不符且没有说明",
    "constant_prices": "按不变价计算、不能直接核对", "gross": "相差 20 个百分点以上", "uncatalogued_often": "见于 5 份以上报告而不在目录里的量（个）",
}  # fmt: skip


@dataclass(slots=True)
class Found:
    """Everything that the page shows."""

    keyed: dict[str, Any]
    blind: dict[int, dict[str, Any]]
    cases: list[tally.Case]
    counts: dict[str, float]


# --- measuring ------------------------------------------------------------------------------------------------------------


def keyed() -> dict[str, Any]:
    """Figures of the keyed sets, as the scorer's own script gives them."""
    script = beside.SCORER.with_name("score_all.sh")
    beside.need(script)
    with tempfile.TemporaryDirectory(prefix="yanguo-keyed-") as name:
        out = Path(name) / "score.json"
        environ = os.environ | {"PYTHON": sys.executable, "TMPDIR": name, "YANGUO_CACHE": str(Path(name) / "cache")}
        done = subprocess.run(["sh", str(script), "--json", str(out)], cwd=beside.ROOT, env=environ, check=False)
        if done.returncode or not out.is_file():
            raise ValueError("标注报告的评分没有完成（原因见上）")
        found: dict[str, Any] = json.loads(out.read_text("utf8"))
    return found


def measure(warehouse_of_history: Path | None) -> Found:
    """Score and audit everything. Raises NotBesideError, ValueError."""
    beside.need(beside.HISTORY, beside.SCORER, beside.CATALOGUE)
    sets, cases = {}, []
    for number in blind.sets():
        docs = blind.documents(number)
        with score.warehouse([doc["file"] for doc in docs]) as made:
            sets[number] = score.score(number, made, docs).figures
            cases += tally.cases(made, docs, blind.with_quotes(number))
    with history.warehouse(warehouse_of_history) as made:
        counts = history.audit(made).counts
    return Found(keyed(), sets, cases, counts)


# --- the page ---------------------------------------------------------------------------------------------------------------


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A table in Markdown, the first column to the left and the others to the right."""
    names = list(head)
    lines = [f"| {' | '.join(names)} |", "|---|" + "---:|" * (len(names) - 1)]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]


def _keyed_table(found: dict[str, Any]) -> list[str]:
    head = (
        "标注集",
        "主要目标 n",
        "查准",
        "查全",
        "字段一致",
        "完成情况 n",
        "查准",
        "查全",
        "其他目标查全",
        "自评查全",
        "文件事实",
        "结论",
        "误判“未见报告”",
        "引文不符",
    )
    rows = []
    for name, label in _KEYED.items():
        if name not in found:
            continue
        f = found[name]
        targets, outcomes = f["t"], f["o"]
        none = not targets["n"]
        rows.append(
            [label, *(["–"] * 7 if none else [str(targets["n"]), _ratio(targets["precision"]), _ratio(targets["recall"]), _ratio(targets["exact"]),
             str(outcomes["n"]), _ratio(outcomes["precision"]), _ratio(outcomes["recall"])]),
             _ratio(f["other_targets"]), _ratio(f["claims"]), _ratio(f["facts"]), _ratio(f["verdicts"]), str(f["false_silent"]), str(f["broken"])]
        )  # fmt: skip
    return table(head, rows)


def _blind_table(sets: dict[int, dict[str, Any]]) -> list[str]:
    head = ("盲测集", "量", "标注数", "首次查准", "首次查全", "现在查准", "现在查全", "现在字段一致")
    rows = []
    for number in sorted({*draw.SEEDS, *sets}):
        for key, role, label in (("t", "targets", "主要目标"), ("o", "outcomes", "完成情况")):
            first = score.first_scores().get(number, {}).get(role)
            now = sets.get(number, {}).get(key)
            then = (
                [str(first["labels"]), _ratio(first["precision"]), _ratio(first["recall"])] if first else ["待登记"] * 3
            )
            today = [_ratio(now["precision"]), _ratio(now["recall"]), _ratio(now["exact"])] if now else ["–"] * 3
            rows.append([f"第 {number} 套", label, *then, *today])
    return table(head, rows)


def _breakdown(cases: list[tally.Case], name: str, key: Callable[[tally.Case], str], order: Iterable[str]) -> list[str]:
    rows = []
    grouped = {role: tally.by([c for c in cases if c.role == role], key) for role in ("target", "outcome")}
    for group in order:
        cells = []
        for role in ("target", "outcome"):
            count = grouped[role].get(group)
            cells += [str(count.labels), _ratio(count.precision), _ratio(count.recall)] if count else ["0", "–", "–"]
        if cells[0] != "0" or cells[3] != "0":
            rows.append([group, *cells])
    return table((name, "主要目标 n", "查准", "查全", "完成情况 n", "查准", "查全"), rows)


def kind(case: tally.Case) -> str:
    """The rule family of a case: what kind of statement its label (or its row) is."""
    one = case.one
    op = {"gt": "ge", "lt": "le"}.get(one["op"], one["op"])
    if one["measure"] in ("relative", "qualitative"):
        return _MEASURES[one["measure"]]
    return f"{_MEASURES[one['measure']]}·{_OPS[op]}"


def span(case: tally.Case) -> str:
    """The span of years of a case's report."""
    return _SPANS[draw.times(case.doc["plan_year"])]


def level(case: tally.Case) -> str:
    """The level of place of a case's report."""
    return _LEVELS[case.doc["level"]]


def _extra(case: tally.Case) -> str:
    one = case.one
    if one.get("stretch") is not None:
        return "有力争值"
    if one.get("scope"):
        return "有口径"
    if one["indicator"].startswith("other:"):
        return "目录以外的量"
    if one.get("estimated"):
        return "预计数"
    return "一般"


def _samples() -> list[str]:
    read = yaml.safe_load((blind.FOLDER / "samples.yaml").read_text("utf8")) or []
    if not read:
        return []
    names = {
        "claims": "自评", "targets": "目标", "outcomes": "完成情况", "verdicts": "有数字的结论", "unreported": "未见报告",
        "unverifiable": "无法核验",
    }  # fmt: skip
    rows = [
        [
            names[one["what"]],
            str(one["seed"]),
            str(one["drawn"]),
            str(one["right"]),
            _ratio(one["right"] / one["drawn"]),
            one["note"]["zh"],
        ]
        for one in read
    ]
    lines = [
        "## 抽样阅读",
        "",
        "从没有标注的报告里按固定种子抽取若干行，对照原文逐行判断（`python -m tests.accuracy.sample`）。",
        "2026-11-23 的几次另行抽取，由没有看过程序的人判断。",
        "",
    ]
    return [*lines, *table(("表", "种子", "抽取", "正确", "正确率", "说明"), rows)]


def _passages() -> list[str]:
    """Passages of public pages, first and now: written down, for they are not published and cannot be read again by others."""
    names = {"targets": "目标", "outcomes": "完成情况"}
    rows = [
        [
            names[one["role"]], one["of"]["zh"], str(one["passages"]), str(one.get("labels", "–")),
            *(_ratio(value) for value in (*one["first"], *one.get("now", (None, None)))),
        ]
        for one in yaml.safe_load((blind.FOLDER / "passages.yaml").read_text("utf8"))
    ]  # fmt: skip
    return [
        "## 公开网页上的段落", "",
        ("盲测集里的县和区不多，所以另从公开网页摘了段落，改掉数字转写（一部分按报告的写法补全），先标注、再让没有为它们改过的程序去读；照着改过以后又另摘一批。"
        "只算目录里的指标。段落比整份报告好读，标注人不同，也不随项目发布，不能重跑，只供参考。“现在”是照着改过以后再读同一批。"), "",
        *table(("内容", "来自", "段", "标注数", "首次查准", "首次查全", "现在查准", "现在查全"), rows),
    ]  # fmt: skip


def _summary(found: Found) -> list[str]:
    total = found.keyed["all"]
    firsts = [
        f"set {n}: targets {first['targets']['precision']:.3f} / {first['targets']['recall']:.3f}, outcomes {first['outcomes']['precision']:.3f} / {first['outcomes']['recall']:.3f}"
        for n, first in sorted(score.first_scores().items())
        if first["targets"] and first["outcomes"]
    ]
    weak = yaml.safe_load((blind.FOLDER / "words.yaml").read_text("utf8"))["weaknesses"]
    return [
        "## Summary in English", "",
        "How well figures are read, measured with the scorer that stands beside the project; precision / recall throughout.", "",
        (f"- Keyed sets (a floor that no change may break): headline targets {total['t']['precision']:.3f} / {total['t']['recall']:.3f}, "
        f"outcomes {total['o']['precision']:.3f} / {total['o']['recall']:.3f}, claims' recall {_ratio(total['claims'])}, document facts {_ratio(total['facts'])}."),
        f"- Blind sets (60 reports each, 30 in set 6, drawn with a fixed seed, labelled by reading before any rule was tried on them), first scores: {'; '.join(firsts)}.",
        (f"- {found.counts['reports']:.0f} reports without a key: {found.counts['unowned_percent']:g} % of the numbers in target paragraphs belong to no row; "
        f"{found.counts['no_headline']:.0f} reports without a target paragraph found; {found.counts['implausible']:.0f} implausible values among {found.counts['rows']:.0f} rows."),
        "- Known weaknesses:", *(f"  - {one['en']}" for one in weak), "",
    ]  # fmt: skip


def page(found: Found) -> str:
    """The page from what was measured."""
    weak = yaml.safe_load((blind.FOLDER / "words.yaml").read_text("utf8"))["weaknesses"]
    kinds = [f"{_MEASURES[m]}·{_OPS[op]}" for m in ("growth", "level") for op in ("eq", "approx", "ge", "le", "range")]
    lines = [
        "# 读得准不准", "",
        ("本页由 `make accuracy` 生成（`python -m tests.accuracy.page`），用项目旁边的评分程序衡量。查准：读出来的有多少是对的；"
        "查全：该读的有多少读到了；字段一致：读对的里面，限定词、口径、力争值也都一致的比例。"), "",
        "## 标注过的报告", "",
        "项目旁边带标注的报告，规则在它们上面修改过，所以只作底线：任何改动都不许低于它。", "", *_keyed_table(found.keyed),
        "## 盲测", "",
        (f"每套 {draw.SIZE} 份报告（第 6 套 30 份），按固定种子从各年代、各层级抽取，先按指南逐份阅读标注，再让程序去读；抽法写在 `tests/accuracy/draw.py` 里。"
        "“首次”是修改任何规则之前的得分，才是真正的盲测成绩；用它改过规则之后就不再是盲测，于是抽下一套。标注只存数字和位置，不存原文；"
        "评分：`python -m tests.accuracy.score`。"), "", *_blind_table(found.blind),
        "### 按说法的种类（各套合计，现在）", "", *_breakdown(found.cases, "种类", kind, [*kinds, _MEASURES["relative"], _MEASURES["qualitative"]]),
        *_breakdown(found.cases, "特征", _extra, ("一般", "有口径", "有力争值", "预计数", "目录以外的量")),
        "### 按地方层级", "", *_breakdown(found.cases, "层级", level, _LEVELS.values()),
        "### 按年代", "", *_breakdown(found.cases, "年代", span, _SPANS), *_passages(), *_samples(),
        *panel.section(),
        "## 没有标注的报告", "",
        "项目旁边的全部历史报告，没有答案可对，但能看出问题（`python -m tests.accuracy.history`）。", "",
        *table(("项目", "数"), ([label, f"{found.counts[name]:g}"] for name, label in _COUNTS.items())),
        "## 已知的弱点", "", *(f"- {one['zh']}" for one in weak), "- 还读不对的说法列在 [什么算目标](targets.md) 的末尾，每一句都是一个等待修好的测试。", "",
        *_summary(found),
    ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def main(argv: list[str]) -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.page", description="生成 docs/accuracy.md")
    parser.add_argument("--history", type=Path, metavar="文件", help="由 history.zip 建好的数据文件（默认新建一个）")
    parser.add_argument("--output", type=Path, default=PAGE, metavar="文件")
    arguments = parser.parse_args(argv)
    try:
        found = measure(arguments.history)
    except (beside.NotBesideError, BuildFailedError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    arguments.output.write_text(page(found), "utf8")
    print(f"已写入 {arguments.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
