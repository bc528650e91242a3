"""The chain: inputs → read → facts → extract → shards → warehouse → judge → check → publish."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl import cluster, facts, figures, lexicon, places, pool, read, store
from etl.extract import extract
from etl.judge import judge
from etl.judge.corrections import CorrectionError, digest, load
from etl.models import Document, Extraction, FigureTable, Refusal

log = logging.getLogger("etl")

Rename = dict[tuple[str, str], str]  # (source file, doc_id as read) → id to be given
_BATCH_ITEMS = 50
_CLUSTER_WORKERS = 16  # for which batches are cut, whatever the size of the cluster
_BATCH_BYTES = 16_000_000
_THREADS = 2  # in which places are judged at the same time: each holds some 80 MB
_MANY = 1_000  # inputs: a build of more needs its memory more than quick workers for an input that is read twice


class BuildFailedError(Exception):
    """Nothing was built; the old warehouse stands as it was. The message says in Chinese why."""


@dataclass(slots=True)
class Hooks:
    """How a build speaks to the one who started it."""

    say: Callable[[str], None] = lambda text: None
    refused: Callable[[str, str], None] = lambda file, reason: None
    progress: Callable[[int, int], None] = lambda done, total: None


@dataclass(slots=True)
class Outcome:
    """What a build did. refused: (file, reason) of every refused input that the warehouse knows of."""

    changed: bool
    read: int
    taken_over: int
    rows: dict[str, int] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Options:
    """workers: processes (0: one for each processor). cluster: address of a Dask scheduler instead of processes.

    keep_missing: rows of inputs that are not found under the paths stay as they are (`add`).
    """

    workers: int = 0
    corrections: Path | None = None
    cluster: str = ""
    keep_missing: bool = False
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)


def documents(item: read.Item) -> Iterator[tuple[Document, Extraction] | Refusal]:
    """Everything in one input: its reports with what was extracted from them, and what could not be read."""
    words, gazetteer = lexicon.load(), places.Gazetteer.load()
    for found in read.read_item(item):
        if isinstance(found, Refusal):
            yield found
        elif isinstance(found, FigureTable):
            yield from figures.documents(found, gazetteer, *_names(words))
        else:
            for document in facts.documents(found, gazetteer):
                skipped = document.status == "skipped"
                yield document, Extraction() if skipped else extract(document, words)


def _names(words: lexicon.Lexicon) -> tuple[dict[str, str], dict[str, str]]:
    return {i.id: i.zh for i in words.indicators.values()}, words.by_alias


def work(batch: pool.Batch, at: Callable[[int], None]) -> pool.Result:
    """Do a batch: write its shard, return what is worth telling. Runs in worker processes and on clusters."""
    shard, refusals, traces, count = store.Shard(), [], [], 0
    for n, item in enumerate(batch.items):
        at(n)
        results: list[tuple[Document, Extraction] | Refusal] = []
        try:
            results.extend(documents(item))
        except Exception as error:
            traces.append(f"{item.file}\n{traceback.format_exc()}")
            results = [Refusal(item.file, f"程序处理时出错（{type(error).__name__}），请将文件报告给开发者")]
        for result in results:
            count += 1
            if isinstance(result, Refusal):
                refusals.append((result.file, result.reason))
                shard.add(store.refusal_rows(result, item.file))
            else:
                document, extraction = result
                document.doc_id = batch.rename.get((document.source_file, document.doc_id), document.doc_id)
                shard.add(store.document_rows(document, extraction, item.file))
        shard.add({"inputs": [(item.file, _sha256(item, results), store.hints_digest(item))]})
    shard.write(batch.folder, batch.number)
    return pool.Result(batch.number, count, tuple(refusals), tuple(traces))


def _sha256(item: read.Item, results: Sequence[tuple[Document, Extraction] | Refusal]) -> str:
    """Hash of the input's bytes. '' where nothing was read: such an input is tried again by the next build."""
    if item.refusal:
        return ""
    hashes = {r.sha256 if isinstance(r, Refusal) else r[0].sha256 for r in results}
    return hashes.pop() if len(hashes) == 1 else item.sha256()


def build(
    reports: Sequence[Path], warehouse: Path, options: Options = Options(), hooks: Hooks | None = None
) -> Outcome:
    """Bring `warehouse` up to date with everything under `reports`, in one step or not at all.

    Raises BuildFailedError, with the old warehouse untouched.
    """
    hooks = hooks or Hooks()
    if not options.cluster:
        pool.prepare()
    try:
        with store.staging(warehouse.absolute(), hooks.say) as staging:
            return _build(reports, staging, options, hooks)
    except store.NotAWarehouseError:
        raise BuildFailedError(f"{warehouse} 不是言果的数据文件，没有覆盖它；请用 --warehouse 指定另一个文件") from None
    except (OSError, duckdb.Error) as error:
        raise BuildFailedError(_trouble(warehouse, error)) from error
    except (pool.WorkerFailedError, CorrectionError) as error:
        raise BuildFailedError(str(error)) from error


def _build(reports: Sequence[Path], staging: store.Staging, options: Options, hooks: Hooks) -> Outcome:
    facts_of_build = {"schema": store.SCHEMA_VERSION, "engine": store.fingerprint()}
    facts_of_build["corrections"] = digest(load(options.corrections))
    hashes = store.Hashes(staging.warehouse, store.cache_folder(options.environ))
    items = store.gather(reports)
    if not items:
        raise BuildFailedError(f"没有找到任何文件：{'、'.join(map(str, reports))}")
    last = store.last(staging.warehouse)
    plan = _plan(items, last, hashes, facts_of_build, staging, options)
    changed = not plan.nothing_to_do or last is None or last.info.get("corrections") != facts_of_build["corrections"]
    if changed:
        with ThreadPoolExecutor(2) as aside:
            copied = aside.submit(store.copy_warehouse, staging) if plan.take_over else None  # while the workers read
            aside.submit(_load_data)
            _read(plan.read, staging.shards, options, hooks)
            if len(plan.read) > _MANY and not options.cluster:
                pool.release()
            if copied:
                copied.result()
                aside.submit(store.sync, staging.new)  # the most of it is on the disk before the build is done
            try:
                _assemble(plan, items, staging, facts_of_build, options, hooks)
            except duckdb.Error as error:
                if not store.wants_memory(error):
                    raise
                log.info("%s", error)
                _begin_again(plan, staging)
                _assemble(plan, items, staging, facts_of_build, options, hooks, sparing=False)
        changed = last is None or not store.same_content(staging.new, staging.warehouse, quick=plan.take_over)
        if changed:
            staging.publish()
    with store.open_readonly(staging.warehouse) as connection:
        known = store.known_inputs(connection) if plan.read else {}
        refused, rows = store.refusals(connection), store.counts(connection)
    for item in plan.read:
        hashes.learn(item, known.get(item.file, ("", ""))[0])
    hashes.save(staging.warehouse, facts_of_build["engine"])
    for file, reason in refused:
        hooks.refused(file, reason)
    return Outcome(changed, len(plan.read), len(items) - len(plan.read), rows, refused)


def _begin_again(plan: store.Plan, staging: store.Staging) -> None:
    """Make the place of the new file what it was before `_assemble`."""
    staging.new.unlink()
    shutil.rmtree(staging.more_shards, ignore_errors=True)
    if plan.take_over:
        store.copy_warehouse(staging)


def _load_data() -> None:
    """What is needed once the shards are there."""
    lexicon.load()
    places.Gazetteer.load()


def _plan(
    items: list[read.Item],
    last: store.Last | None,
    hashes: store.Hashes,
    now: dict[str, str],
    staging: store.Staging,
    options: Options,
) -> store.Plan:
    """Rows of the last warehouse are taken over where this very engine made them, or is known to make the same."""
    if last is None:
        return store.Plan(items)
    before = {"engine": last.info.get("engine", "")}
    if hashes.matches(staging.warehouse, now["engine"]):
        before["engine"] = now["engine"]
    if all(now[key] == before.get(key, last.info.get(key)) for key in ("schema", "engine")):
        return store.plan(items, last.inputs, hashes, options.keep_missing)
    missing = last.inputs.keys() - {item.file for item in items}
    if options.keep_missing and missing:
        raise BuildFailedError(
            f"程序或词库已更新，要重读全部报告，但有 {len(missing)} 个文件不在给定的文件夹里（如 {min(missing)}）；"
            "请用 build --reports 指定全部文件夹重新建立"
        )
    return store.Plan(items)


def _read(items: list[read.Item], folder: Path, options: Options, hooks: Hooks, rename: Rename | None = None) -> None:
    """Read, extract, write shards: batch by batch, in worker processes or on a cluster."""
    done = 0

    def on_item() -> None:
        nonlocal done
        done += 1
        hooks.progress(min(done, len(items)), len(items))

    workers = _CLUSTER_WORKERS if options.cluster else options.workers or _processors()
    batches = list(_batches(items, folder, rename or {}, workers))
    hooks.progress(0, len(items))
    if options.cluster:
        results = cluster.run(batches, work, options.cluster, on_item)
    else:
        results = pool.run(batches, work, min(workers, len(batches)), on_item)
    for result in results:
        for trace in result.traces:
            log.debug("%s", trace)


def _batches(items: list[read.Item], folder: Path, rename: Rename, workers: int) -> Iterator[pool.Batch]:
    """Inputs in order, some fifty to a batch, fewer where they are large or few."""
    most = max(1, min(_BATCH_ITEMS, -(-len(items) // (4 * workers))))
    part: list[read.Item] = []
    number = size = 0
    for item in items:
        if part and (len(part) >= most or size + item.size > _BATCH_BYTES):
            yield pool.Batch(number, tuple(part), folder, rename)
            part, size, number = [], 0, number + 1
        part.append(item)
        size += item.size
    if part:
        yield pool.Batch(number, tuple(part), folder, rename)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _assemble(
    plan: store.Plan,
    items: list[read.Item],
    staging: store.Staging,
    facts_of_build: dict[str, str],
    options: Options,
    hooks: Hooks,
    sparing: bool = True,
) -> None:
    """Make the new file: rows taken over, rows from the shards, verdicts; checked, or BuildFailedError."""
    with store.open_new(staging, plan.take_over, sparing) as connection:
        touched = store.forget(connection, plan.gone)
        copies = store.find_copies(connection, staging.shards, {item.file for item in items})
        again = [item for item in items if item.file in copies.redo]
        if again:
            staging.more_shards.mkdir()
            _read(again, staging.more_shards, options, hooks, copies.rename)
            touched |= store.forget(connection, sorted(copies.redo))
        store.load_shards(connection, staging.shards, except_inputs=copies.redo)
        store.load_shards(connection, staging.more_shards)
        store.mark_copies(connection)
        _refuse_empty(connection)
        store.fill_indicators(connection, lexicon.load())
        store.fill_places(connection, places.Gazetteer.load())
        fresh = {item.file for item in (*plan.read, *again)} if plan.take_over else None
        suspects = None if fresh is None else touched | store.places_of(connection, fresh)
        threads = min(_THREADS, options.workers or _processors())
        judged = judge(connection, load(options.corrections), suspects, store.write_out, threads)
        store.set_info(connection, facts_of_build)
        places_judged = judged if plan.take_over else None
        documents_read = store.documents_of(connection, fresh)
        if found := store.violations(connection, documents_read, places_judged, store.write_out):
            raise BuildFailedError("数据未通过检查，旧数据文件没有改动：\n" + "\n".join(f"  {f}" for f in found))


def _refuse_empty(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute("SELECT status = 'refused', source_file, warnings FROM documents LIMIT 1000").fetchall()
    if all(refused for refused, _, _ in rows):
        lines = "\n".join(f"  {file}：{'；'.join(reasons)}" for _, file, reasons in rows)
        raise BuildFailedError(f"没有一个文件能够读取：\n{lines}")


def _trouble(warehouse: Path, error: OSError | duckdb.Error) -> str:
    """What went wrong outside of any input, in words that say what to do."""
    text = str(error)
    if (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)) or "No space left" in text:
        return f"磁盘空间不足，旧数据文件没有改动；请在 {warehouse.parent} 所在的磁盘腾出空间后重试"
    if isinstance(error, PermissionError) or (isinstance(error, OSError) and error.errno == errno.EROFS):
        return f"没有写入 {warehouse.parent} 的权限，旧数据文件没有改动；请换一个文件夹（--warehouse）或修改权限"
    if isinstance(error, FileNotFoundError) and not warehouse.parent.is_dir():
        return f"文件夹 {warehouse.parent} 不存在"
    if isinstance(error, duckdb.IOException) and "lock" in text.lower():
        return f"另一个程序正在写 {warehouse}，旧数据文件没有改动；请先关闭它"
    return f"未能建成数据文件，旧数据文件没有改动：{type(error).__name__}: {text}"
