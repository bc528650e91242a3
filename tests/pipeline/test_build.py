"""A build from end to end, on invented reports."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from etl import pipeline
from etl.store import differing_tables
from tests.invented import PLACES, Report, write_manifest


def test_reports_become_rows_and_verdicts(build: Any, warehouse: Path, query: Any) -> None:
    outcome = build()
    assert outcome.changed
    assert outcome.refused == []
    documents = query(warehouse, "SELECT place_name, review_year, plan_year, doc_type FROM documents ORDER BY ALL")
    assert documents == [(place, y - 1, y, "work_report") for place in sorted(PLACES[:2]) for y in (2023, 2024, 2025)]
    verdicts = query(
        warehouse,
        "SELECT t.year, t.value_low, o.value_low, c.status::VARCHAR FROM comparisons c JOIN targets t USING (target_id)"
        " JOIN outcomes o ON o.outcome_id = c.outcome_id"
        f" WHERE t.indicator = 'gdp' AND t.measure = 'growth' AND t.place_name = '{PLACES[0]}' ORDER BY 1",
    )
    assert verdicts == [(2023, 6.0, 5.8, "near"), (2024, 6.0, 5.0, "missed")]
    silent = query(
        warehouse, "SELECT DISTINCT year FROM comparisons WHERE indicator = 'retail_sales' AND status = 'unreported'"
    )
    assert sorted(silent) == [(2023,), (2024,)]


def test_every_quote_is_its_slice_in_python_too(build: Any, warehouse: Path, query: Any) -> None:
    build()
    rows = query(
        warehouse,
        "SELECT text, quote, char_start, char_end FROM documents JOIN (SELECT doc_id, quote, char_start, char_end FROM targets"
        " UNION ALL SELECT doc_id, quote, char_start, char_end FROM outcomes"
        " UNION ALL SELECT doc_id, quote, char_start, char_end FROM claims) USING (doc_id)",
    )
    assert len(rows) > 60
    assert all(text[start:end] == quote for text, quote, start, end in rows)


def test_a_build_that_changes_no_row_leaves_the_file_untouched(build: Any, warehouse: Path) -> None:
    build()
    before = warehouse.stat()
    again = build()
    after = warehouse.stat()
    assert not again.changed
    assert again.read == 0
    assert (before.st_ino, before.st_mtime_ns, before.st_size) == (after.st_ino, after.st_mtime_ns, after.st_size)


def test_another_engine_with_the_same_rows_leaves_the_file_untouched(
    build: Any, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    before = warehouse.stat()
    monkeypatch.setattr("etl.store.fingerprint", lambda: "another engine")
    again = build()
    assert again.read == 6, "another engine reads everything again"
    assert not again.changed
    assert warehouse.stat().st_ino == before.st_ino
    assert build().read == 0, "and remembers that it gives the same rows"


def test_the_same_inputs_give_the_same_rows_with_any_number_of_workers(
    build: Any, tmp_path: Path, reports: Path
) -> None:
    one, three = tmp_path / "one.duckdb", tmp_path / "three.duckdb"
    build(one)
    pipeline.build([reports], three, pipeline.Options(workers=3))
    assert differing_tables(one, three) == []


def test_a_refused_file_is_named_with_its_reason_and_the_rest_goes_on(
    build: Any, reports: Path, warehouse: Path, query: Any
) -> None:
    (reports / "坏.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (reports / "空.txt").write_bytes(b"")
    outcome = build()
    assert {Path(file).name for file, _ in outcome.refused} == {"坏.pdf", "空.txt"}
    assert all(reason for _, reason in outcome.refused)
    assert (
        query(warehouse, "SELECT source_file, warnings[1] FROM documents WHERE status = 'refused' ORDER BY 1")
        == outcome.refused
    )
    assert outcome.rows["documents"] == 8
    assert build().refused == outcome.refused, "an unchanged warehouse still names them"


def test_an_error_in_one_document_is_a_refusal(
    build: Any, reports: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from etl import pool

    def fails_on_one(document: Any, lexicon: Any) -> Any:
        if document.plan_year == 2024:
            raise KeyError("a bug")
        return pipeline.Extraction()

    monkeypatch.setattr(pipeline, "extract", fails_on_one)
    monkeypatch.setattr(pool, "run", lambda batches, work, workers, on_item: (work(b, lambda n: None) for b in batches))
    outcome = build()
    assert sorted(Path(file).name for file, _ in outcome.refused) == sorted(f"{place}_2024.txt" for place in PLACES[:2])
    assert "KeyError" in outcome.refused[0][1]
    assert outcome.rows["documents"] == 6


def test_archives_and_folders_give_the_same_rows(reports: Path, build: Any, tmp_path: Path, query: Any) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(reports.iterdir()):
            file.write(path, path.name)
    build(tmp_path / "folder.duckdb")
    build(tmp_path / "zip.duckdb", roots=[archive])
    columns = "place_id, year, indicator, measure, op, value_low, value_high, quote, char_start"
    rows = [
        query(tmp_path / f"{name}.duckdb", f"SELECT {columns} FROM targets ORDER BY ALL") for name in ("folder", "zip")
    ]
    assert rows[0] == rows[1] != []
    assert query(tmp_path / "zip.duckdb", "SELECT min(source_file) FROM documents")[0][0].startswith("all.zip/")


def test_one_file_name_under_two_roots(build: Any, tmp_path: Path, query: Any) -> None:
    for place, folder in zip(PLACES, ("甲", "乙"), strict=False):
        (tmp_path / folder).mkdir()
        report = Report(place, 2025)
        (tmp_path / folder / "报告.txt").write_text(report.text(), encoding="utf-8")
    build(tmp_path / "w.duckdb", roots=[tmp_path / "甲", tmp_path / "乙"])
    files = query(tmp_path / "w.duckdb", "SELECT source_file FROM documents ORDER BY 1")
    assert files == [("乙/报告.txt",), ("甲/报告.txt",)]


def test_copies_of_one_text_stay_visible_and_point_to_the_first(
    build: Any, reports: Path, warehouse: Path, query: Any
) -> None:
    first = reports / Report(PLACES[0], 2024).name
    shutil.copyfile(first, reports / "转载.txt")
    write_manifest(reports, [Report(p, y) for p in PLACES[:2] for y in (2023, 2024, 2025)])
    build()
    copies = query(warehouse, "SELECT doc_id, duplicate_of, source_file FROM documents WHERE source_file IN"
                   f" ('{first.name}', '转载.txt') ORDER BY source_file")  # fmt: skip
    assert copies[0][1] is None
    assert copies[1][:2] == (f"{copies[0][0]}~2", copies[0][0])
    assert len(query(warehouse, f"SELECT 1 FROM targets WHERE doc_id LIKE '{copies[0][0]}%'")) == 2 * len(
        query(warehouse, f"SELECT 1 FROM targets WHERE doc_id = '{copies[0][0]}'")
    )


def test_nothing_to_build_from(build: Any, tmp_path: Path, warehouse: Path) -> None:
    build()
    before = warehouse.read_bytes()
    (tmp_path / "empty").mkdir()
    with pytest.raises(pipeline.BuildFailedError, match="没有找到任何文件"):
        build(roots=[tmp_path / "empty"])
    with pytest.raises(pipeline.BuildFailedError, match="nowhere"):
        build(roots=[tmp_path / "nowhere"])
    assert warehouse.read_bytes() == before


def test_a_file_of_somebody_else_is_not_overwritten(build: Any, warehouse: Path) -> None:
    warehouse.write_text("my thesis, by no means a database", encoding="utf-8")
    with pytest.raises(pipeline.BuildFailedError, match="没有覆盖"):
        build()
    assert warehouse.read_text(encoding="utf-8").startswith("my thesis")


@pytest.mark.parametrize("keep", [0, 5000, 20_000])
def test_a_damaged_warehouse_is_built_anew(keep: int, build: Any, warehouse: Path, query: Any) -> None:
    build()
    whole = warehouse.read_bytes()
    warehouse.write_bytes(whole[:keep])
    assert build().changed
    assert len(query(warehouse, "SELECT 1 FROM documents")) == 6


def test_rows_that_fail_a_check_stop_the_build(
    build: Any, warehouse: Path, monkeypatch: pytest.MonkeyPatch, reports: Path
) -> None:
    build()
    before = warehouse.read_bytes()

    def judge(connection: Any, *_: Any) -> list[str]:
        connection.execute("UPDATE targets SET quote = quote || '。'")
        return []

    monkeypatch.setattr(pipeline, "judge", judge)
    Report(PLACES[2], 2024).write(reports)
    with pytest.raises(pipeline.BuildFailedError, match="target_quotes_are_slices"):
        build()
    assert warehouse.read_bytes() == before
