"""`python -m etl …`: build, add, show, check, diff, template.

Exit codes: 0 done; 1 done, but some inputs were refused (or some checks failed); 2 wrong usage, or nothing could be built.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TextIO

import duckdb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from xlsxwriter.exceptions import FileCreateError

from etl import diff, keep, pipeline, show, store
from etl.read import fetch
from etl.read import template as write_template

DONE, SOME_REFUSED, FAILED = 0, 1, 2
_REPORTS, _WAREHOUSE, _CORRECTIONS = Path("reports"), Path("warehouse.duckdb"), Path("corrections.yml")


@dataclass(frozen=True, slots=True)
class World:
    """What a command sees of the world outside."""

    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def say(self, text: str) -> None:
        print(text, file=self.stdout)

    def warn(self, text: str) -> None:
        print(text, file=self.stderr)


class UsageError(Exception):
    """Wrong usage; the message says in Chinese what is wrong."""


def main(argv: Sequence[str], world: World | None = None) -> int:
    """Run one command; returns its exit code. Never shows a traceback for what a user can get wrong."""
    world = world or World()
    try:
        arguments = _parser(world).parse_args(argv)
    except UsageError as error:
        world.warn(str(error))
        return FAILED
    except SystemExit as stop:  # --help
        return int(stop.code or 0)
    logging.basicConfig(level=logging.DEBUG if arguments.verbose else logging.WARNING, format="%(message)s")
    try:
        return int(arguments.command(arguments, world))
    except (UsageError, pipeline.BuildFailedError, keep.CannotKeepError) as error:
        world.warn(str(error))
        return FAILED
    except KeyboardInterrupt:
        world.warn("已中止，旧数据文件没有改动")
        return FAILED


def run() -> NoReturn:
    """The program: a request to end is heard like Ctrl+C, so that nothing half-made stays behind."""
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough (`| head`); what is still buffered goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    sys.exit(code)


def build(arguments: argparse.Namespace, world: World) -> int:
    return _build(arguments.reports or [_REPORTS], arguments, world)


def add(arguments: argparse.Namespace, world: World) -> int:
    """Keep copies under `<reports>/added/`, then build; other rows of the warehouse stay, wherever they came from."""
    save = partial(fetch.save, allow_private=arguments.allow_private)
    kept, failed = keep.keep(arguments.source, arguments.reports, save)
    for path in kept:
        world.say(f"已存入 {path}")
    for source, reason in failed:
        world.warn(f"{source}：{reason}")
    if not kept:
        return FAILED
    code = _build([arguments.reports], arguments, world, keep_missing=True)
    return SOME_REFUSED if failed else code


def _build(reports: list[Path], arguments: argparse.Namespace, world: World, keep_missing: bool = False) -> int:
    corrections = arguments.corrections or (_CORRECTIONS if _CORRECTIONS.is_file() else None)
    if corrections is not None and not corrections.is_file():
        raise UsageError(f"找不到更正文件：{corrections}")
    options = pipeline.Options(arguments.workers, corrections, arguments.cluster, keep_missing, world.environ)
    with _progress(world) as progress:
        hooks = pipeline.Hooks(world.warn, lambda file, reason: world.warn(f"{file}：{reason}"), progress)
        outcome = pipeline.build(reports, arguments.warehouse, options, hooks)
    rows = outcome.rows
    what = "已更新" if outcome.changed else "没有变化，文件未改动"
    world.say(
        f"{arguments.warehouse} {what}：文件 {rows['documents']}，目标 {rows['targets']}，结果 {rows['outcomes']}，"
        f"自评 {rows['claims']}，对照 {rows['comparisons']}（本次读取 {outcome.read}，沿用 {outcome.taken_over}）"
    )
    if outcome.refused:
        world.warn(f"有 {len(outcome.refused)} 个文件未能读取（原因见上，也记在 documents 表里）")
    return SOME_REFUSED if outcome.refused else DONE


def show_file(arguments: argparse.Namespace, world: World) -> int:
    items = store.gather([arguments.file])
    found = [one for item in items for one in pipeline.documents(item)]
    if arguments.json:
        world.say(json.dumps(show.as_json(found), ensure_ascii=False, indent=2, default=str))
    else:
        show.as_text(found, world.say)
    refused = [one for one in found if isinstance(one, show.Refusal)]
    if arguments.json:
        for refusal in refused:
            world.warn(f"{refusal.file}：{refusal.reason}")
    return DONE if not refused else FAILED if len(refused) == len(found) else SOME_REFUSED


def check(arguments: argparse.Namespace, world: World) -> int:
    path = _existing(arguments.warehouse)
    with _readable(path), store.open_readonly(path) as connection:
        found = store.violations(connection)
    for finding in found:
        world.warn(str(finding))
    total = len(store.checks())
    world.say(f"{path}：{total - len(found)} 项检查通过" + (f"，{len(found)} 项不通过" if found else ""))
    return SOME_REFUSED if found else DONE


def compare(arguments: argparse.Namespace, world: World) -> int:
    with _readable(arguments.old), _readable(arguments.new):
        found = diff.difference(_existing(arguments.old), _existing(arguments.new))
    diff.report(found, world.say)
    return DONE


def template(arguments: argparse.Namespace, world: World) -> int:
    """Write the empty table of figures; a file that is there already is never written over."""
    path: Path = arguments.file
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise UsageError("模板的文件名要以 .xlsx 或 .csv 结尾")
    if path.exists():
        raise UsageError(f"{path} 已经存在，没有改动；请换一个文件名")
    try:
        write_template(path)
    except (OSError, FileCreateError) as error:
        raise UsageError(f"无法写入 {path}：{error}") from error
    world.say(f"已写入 {path}：填好后用 python -m etl add {path} 加入")
    return DONE


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(f"找不到数据文件：{path}")
    return path


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise UsageError(f"{path} 不是可读的言果数据文件：{str(error).splitlines()[0]}") from error


@contextmanager
def _progress(world: World) -> Iterator[Callable[[int, int], None]]:
    """A progress bar, on a terminal only."""
    if not world.stderr.isatty():
        yield lambda done, total: None
        return
    columns = (TextColumn("读取报告"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=world.stderr), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


# what argparse says, in Chinese
_SAID = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (\S+): invalid choice: ('[^']*').*", r"没有 \2 这个命令"),
    (r"argument (\S+): invalid \S+ value: ('.*')", r"\1 的值不对：\2"),
    (r"argument (\S+): expected (?:at least )?one argument", r"\1 后面要有值"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for said, meant in _SAID:
            message = re.sub(said, meant, message)
        raise UsageError(f"用法不对：{message}\n{self.format_usage().strip()}")


def _parser(world: World) -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m etl", description="言果：读报告，建数据文件")
    parser.set_defaults(verbose=False)
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=_Parser, dest="name")

    def command(name: str, does: Callable[[argparse.Namespace, World], int], words: str) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
        one.set_defaults(command=does)
        one.add_argument("-v", "--verbose", action="store_true", help="显示内部细节")
        return one

    one = command("build", build, "读取报告，建立或更新数据文件")
    one.add_argument(
        "--reports", nargs="+", action="extend", type=Path, metavar="路径", help="文件夹、文件或 zip（默认 reports/）"
    )
    _build_options(one)
    one = command("add", add, "把文件或网址存入 reports/added/，并更新数据文件")
    one.add_argument("source", nargs="+", metavar="文件或网址")
    one.add_argument("--reports", type=Path, default=_REPORTS, metavar="文件夹", help="存入哪个文件夹（默认 reports/）")
    one.add_argument("--allow-private", action="store_true", help="允许读取本机和内部网络的网址")
    _build_options(one)
    one = command("show", show_file, "显示从一个文件读出的内容")
    one.add_argument("file", type=Path, metavar="文件")
    one.add_argument("--json", action="store_true", help="以 JSON 输出")
    one = command("check", check, "检查数据文件是否满足全部约束")
    one.add_argument("warehouse", nargs="?", type=Path, default=_WAREHOUSE, metavar="数据文件")
    one = command("diff", compare, "比较两个数据文件：增减的行与变化的结论")
    one.add_argument("old", type=Path, metavar="旧")
    one.add_argument("new", type=Path, metavar="新")
    one = command("template", template, "写一个数字表模板（.xlsx 或 .csv），手工收集的数字照它填写")
    one.add_argument("file", type=Path, metavar="文件")
    return parser


def _build_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--warehouse", type=Path, default=_WAREHOUSE, metavar="文件", help="数据文件（默认 warehouse.duckdb）"
    )
    parser.add_argument("--workers", type=_count, default=0, metavar="N", help="进程数（默认与处理器数相同）")
    parser.add_argument("--corrections", type=Path, metavar="文件", help="人工更正（默认 corrections.yml，若有）")
    parser.add_argument("--cluster", default="", metavar="地址", help="Dask 调度器地址，如 tcp://10.0.0.5:8786")


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


__all__: list[Any] = ["DONE", "FAILED", "SOME_REFUSED", "World", "main", "run"]
