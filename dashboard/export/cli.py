"""`python -m dashboard export …` and `python -m dashboard verify PACK`. Messages are Chinese; exit codes as in the contract:
0 done (verify: everything agrees), 1 done but something is missing or disagrees, 2 wrong usage or nothing could be made.
"""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from dashboard import warehouse
from dashboard.export import briefing, data, images, pack, safe
from dashboard.export.findings import Report
from dashboard.export.verify import PackError, verify
from dashboard.i18n.words import DOUBT

EXAMPLES = """例：
  python -m dashboard export --place 东平区                        一个地区的全套简报
  python -m dashboard export --indicator gdp --level province      一项指标，各省
  python -m dashboard export --year 2025 --level province          一年一级，全部指标
  python -m dashboard export --each --level province --format png  各省各一套图
  python -m dashboard verify 导出包.zip --reports 报告文件夹        逐个数字重新核算
"""
BATCH_FORMATS = ("png",)
WORKERS = 2
SHOWN_PROBLEMS = 200


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        "python -m dashboard", epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = top.add_subparsers(dest="command", required=True)
    made = commands.add_parser(
        "export", help="导出图表和简报", epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--place", metavar="地区", help="全称、完整路径或区划代码")
    made.add_argument("--indicator", metavar="指标", help="编号（gdp）或中文全称")
    made.add_argument("--year", type=int, metavar="年份", help="目标所属年份（默认最近有结论的一年）")
    made.add_argument("--level", choices=list(data.LEVELS), default=None, help="地区级别（默认全部）")
    made.add_argument("--area", default="", metavar="路径", help="只看某地以下，如 江苏省/南通市")
    made.add_argument(
        "--doubt",
        choices=list(DOUBT),
        default="shown",
        help="存疑数据：shown 列出并标明（默认），hidden 隐去，sure 只留可信度高的",
    )
    made.add_argument("--each", action="store_true", help="该级别的每个地区各一套（默认只出图）")
    made.add_argument(
        "--format", default="", metavar="格式", help=f"用逗号分开：{','.join(pack.FORMATS)}，或 all（默认）"
    )
    made.add_argument("--lang", choices=("zh", "en", "both"), default="zh", help="语言（默认中文）")
    made.add_argument("--out", type=Path, default=Path("exports"), metavar="文件夹", help="默认 exports/")
    made.add_argument("--no-zip", action="store_true", help="不另存 ZIP")
    made.add_argument("--warehouse", type=Path, metavar="文件", help="默认 warehouse.duckdb")
    made.add_argument(
        "--workers", type=int, default=WORKERS, metavar="N", help=f"--each 时同时绘图的进程数（默认 {WORKERS}）"
    )
    check = commands.add_parser("verify", help="重新核算导出包里的每个数字")
    check.add_argument("pack", type=Path, help="导出的文件夹或 ZIP")
    check.add_argument("--reports", type=Path, metavar="文件夹", help="报告所在处：与原文逐句核对")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command."""
    console, errors = Console(), Console(stderr=True)
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as stop:
        return 0 if stop.code == 0 else 2
    try:
        if arguments.command == "verify":
            return check(arguments, console, errors)
        return export(arguments, console, errors)
    except (data.SubjectError, PackError) as error:
        errors.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
    except warehouse.WarehouseError as error:
        errors.print(_trouble(error), style="red", markup=False, highlight=False, soft_wrap=True)
    except OSError as error:
        errors.print(f"写不了文件：{error}", style="red", markup=False, highlight=False, soft_wrap=True)
    return 2


def _trouble(error: warehouse.WarehouseError) -> str:
    reason = {"missing": "没有找到数据仓库", "damaged": "数据仓库读不出来", "empty": "数据仓库里没有可比的承诺"}
    return (
        f"{reason.get(error.kind, error.kind)}：{error.path}。先运行 python -m etl build，或用 --warehouse 指明文件。"
    )


def formats_of(text: str, default: Sequence[str]) -> tuple[str, ...]:
    """The formats named; raises SubjectError for one that is none."""
    if not text:
        return tuple(default)
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    if "all" in names:
        return pack.FORMATS
    unknown = [name for name in names if name not in pack.FORMATS]
    if unknown:
        raise data.SubjectError(f"没有这种格式：{'、'.join(unknown)}。可用：{'、'.join(pack.FORMATS)}、all。")
    return tuple(names)


def subjects(arguments: argparse.Namespace) -> list[data.Subject]:
    """What the command line asks for."""
    path, level = arguments.warehouse, arguments.level or "all"
    if arguments.each:
        year = data.find_year(arguments.year, level, arguments.area, path).year
        rows = data.members(level, year, arguments.area, path)
        return [data.find_place(row["place_id"], year, path) for row in rows]
    if arguments.place and arguments.indicator:
        raise data.SubjectError("--place 和 --indicator 请分开导出。")
    if arguments.place:
        return [data.find_place(arguments.place, arguments.year, path)]
    if arguments.indicator:
        return [data.find_indicator(arguments.indicator, arguments.year, level, arguments.area, path)]
    if arguments.year is None and arguments.level is None:
        raise data.SubjectError(
            "请指明导出什么：--place 地区，或 --indicator 指标，或 --year 年份 --level 级别。加 --help 看例子。"
        )
    return [data.find_year(arguments.year, level, arguments.area, path)]


@dataclass
class Task:
    """One briefing to be made."""

    subject: data.Subject
    language: str


def export(arguments: argparse.Namespace, console: Console, errors: Console) -> int:
    """Make the packs that are asked for."""
    chosen = [replace(subject, most=DOUBT[arguments.doubt]) for subject in subjects(arguments)]
    languages = ("zh", "en") if arguments.lang == "both" else (arguments.lang,)
    tasks = [Task(subject, language) for subject in chosen for language in languages]
    formats = formats_of(arguments.format, BATCH_FORMATS if arguments.each else pack.FORMATS)
    out: Path = arguments.out
    if arguments.each:
        out = out / safe.file_name(
            f"{arguments.area.replace('/', '-') or '全部'}_{arguments.level or 'all'}_{chosen[0].year}"
        )
    workers = max(1, min(arguments.workers, len(tasks))) if arguments.each else 1
    results: list[pack.Result] = []
    failed: list[str] = []
    with _progress(console) as bar:
        steps = len(tasks) * len(formats)
        line = bar.add_task("导出", total=steps)
        for result in run(
            tasks, formats, out, arguments, workers, lambda step: bar.update(line, advance=1, description=step)
        ):
            if isinstance(result, pack.Result):
                results.append(result)
            else:
                failed.append(result)
        bar.update(line, completed=steps, description="完成")
    return _tell(results, failed, out, arguments, console, errors)


def _progress(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=not console.is_terminal)


def run(
    tasks: Sequence[Task],
    formats: Sequence[str],
    out: Path,
    arguments: argparse.Namespace,
    workers: int,
    told: pack.Told,
) -> Iterator[pack.Result | str]:
    """Make the packs with `workers` warm renderers; yields each result, or what went wrong with it."""
    waiting: queue.Queue[Task] = queue.Queue()
    done: queue.Queue[pack.Result | str] = queue.Queue()
    for task in tasks:
        waiting.put(task)
    threads = [
        threading.Thread(target=_work, args=(waiting, done, formats, out, arguments, told), daemon=True)
        for _ in range(workers)
    ]
    for thread in threads:
        thread.start()
    for _ in tasks:
        yield done.get()
    for thread in threads:
        thread.join()


def _work(
    waiting: queue.Queue[Task],
    done: queue.Queue[pack.Result | str],
    formats: Sequence[str],
    out: Path,
    arguments: argparse.Namespace,
    told: pack.Told,
) -> None:
    """One worker: a renderer of its own, one task after the other until none is left."""
    with images.Renderer() as renderer:
        while True:
            try:
                task = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                made = briefing.make(task.subject, task.language, arguments.warehouse)
                zipped = not (arguments.no_zip or arguments.each)
                done.put(pack.export(made, formats, out, renderer, archive=zipped, told=told))
            except Exception as error:
                name = (
                    task.subject.place.get("place_name")
                    or task.subject.indicator.get("label_zh")
                    or str(task.subject.year)
                )
                done.put(f"{name}：{error}")


def _tell(
    results: Sequence[pack.Result],
    failed: Sequence[str],
    out: Path,
    arguments: argparse.Namespace,
    console: Console,
    errors: Console,
) -> int:
    """Say what was made and what was not."""
    if arguments.each and results and not arguments.no_zip:
        console.print(
            f"已写入 {pack.zipped(out, out.with_name(f'{out.name}.zip'))}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    shown = results if not arguments.each else []
    for result in shown:
        console.print(f"已写入 {result.archive or result.folder}", highlight=False, markup=False, soft_wrap=True)
    drawn = [second for result in results for second in result.seconds]
    if arguments.each:
        console.print(
            f"{len(results)} 个地区，{len(drawn)} 张图，在 {out}", highlight=False, markup=False, soft_wrap=True
        )
    reasons = {reason: kinds for result in results for reason, kinds in _by_reason(result.missing).items()}
    for reason, kinds in reasons.items():
        errors.print(
            f"没有生成 {'、'.join(kinds)}：{reason}", style="yellow", highlight=False, markup=False, soft_wrap=True
        )
    for text in failed:
        errors.print(f"没有导出 {text}", style="red", highlight=False, markup=False, soft_wrap=True)
    if not results:
        return 2
    return 1 if reasons or failed else 0


def _by_reason(missing: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, reason in missing.items():
        found.setdefault(reason, []).append(kind.upper())
    return found


def check(arguments: argparse.Namespace, console: Console, errors: Console) -> int:
    """Verify a pack and say what was found."""
    if not arguments.pack.exists():
        raise PackError(f"没有找到 {arguments.pack}。")
    if arguments.reports is not None and not arguments.reports.exists():
        raise PackError(f"没有找到报告文件夹 {arguments.reports}。")
    report = verify(arguments.pack, arguments.reports)
    plain: dict[str, Any] = {"highlight": False, "markup": False, "soft_wrap": True}
    for problem in report.problems[:SHOWN_PROBLEMS]:
        errors.print(f"不符　{problem}", style="red", **plain)
    if len(report.problems) > SHOWN_PROBLEMS:
        errors.print(f"……共 {len(report.problems)} 处不符", style="red", **plain)
    for note in report.notes:
        errors.print(f"未核　{note}", style="yellow", **plain)
    console.print(_summary(report, arguments.reports is not None), **plain)
    return 1 if report.problems else 0


def _summary(report: Report, with_sources: bool) -> str:
    texts = [f"重算 {report.entries} 个数字和结论", f"核对文件中 {report.shown} 处"]
    if with_sources:
        texts.append(f"与 {report.sources} 份来源核对 {report.sentences} 处")
    return f"{'，'.join(texts)}：{'全部相符' if not report.problems else f'{len(report.problems)} 处不符'}。"


def run_main() -> None:
    """For `python -m dashboard`."""
    sys.exit(main())
