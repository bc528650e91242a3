"""Every page, opened through the entry point: what it says, what filters do, what it never does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml
from streamlit.testing.v1 import AppTest

from dashboard import corrections, warehouse
from dashboard.frames import first
from tests.yunling.rows import SCHEMA

PAGES = ("overview", "place", "indicator", "silence", "evidence", "search", "data", "import")
App = Callable[..., AppTest]
HAN = re.compile(r"[\u4e00-\u9fff]")


FAULTS = ("这一页出错了", "This page failed")


def shown(test: AppTest, fault: bool = False) -> str:
    """All HTML of the page but the style sheet; a page that failed is an error unless it is meant to."""
    assert not test.exception, test.exception
    html = "\n".join(e.proto.body for e in test.get("html") if "<style>" not in e.proto.body)
    assert any(text in html for text in FAULTS) == fault, html
    return html


def visible(html: str) -> str:
    """The text that a reader sees."""
    return re.sub(r"<[^>]+>", " ", html)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["中文", "English"])
def test_every_page_opens_in_both_languages(app: App, page: str, lang: str) -> None:
    html = shown(app(page, lang=lang))
    assert "yg-title" in html and "None" not in visible(html) and "nan" not in visible(html)


def test_overview_counts_promises_by_the_contract(app: App, opened: Path) -> None:
    html = visible(shown(app("overview", year="2024")))
    with warehouse.connect(opened) as connection:
        kept, decided = connection.execute(
            "SELECT count(*) FILTER (status IN ('met', 'exceeded')), count(*) FILTER (status NOT IN ('pending', 'unverifiable')) "
            "FROM comparisons JOIN places USING (place_id) WHERE decides AND year = 2024 AND level IN ('district', 'county')"
        ).fetchone() or (0, 0)
    assert f"{100 * kept / decided:.0f}%" in html and str(kept) in html and f"其中 {decided} 项" in html


def test_where_dots_are_too_many_those_of_the_year_are_drawn(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    few = shown(app("indicator"))
    monkeypatch.setattr("dashboard.app_pages.indicator.MOST_DOTS", 1)
    many = shown(app("indicator"))
    assert "只画" not in few and "只画" in many


def test_a_filter_changes_the_page(app: App) -> None:
    test = app("overview")
    before = shown(test)
    test.selectbox(key="year").select("2022").run()
    assert "2022年承诺" in shown(test) and shown(test) != before
    test.selectbox(key="level").select("省级").run()
    assert "省级" in shown(test)


def test_the_address_restores_the_view(app: App) -> None:
    test = app("overview", year="2023", level="地市", area="云岭省", sort="未完成从多到少")
    html = shown(test)
    assert "2023年承诺" in html and "地市 · 云岭省" in html
    assert test.selectbox(key="sort").value == "未完成从多到少"


def test_an_address_with_nonsense_falls_back(app: App) -> None:
    html = shown(app("overview", year="1066", level="<script>", area="'; DROP TABLE targets; --"))
    assert "2025年承诺" in html


def test_a_choice_outlives_the_language(app: App) -> None:
    test = app("overview", level="省级")
    test.segmented_control(key="lang").set_value("English").run()
    assert "Provinces" in shown(test) and test.selectbox(key="level").value == "Provinces"


@pytest.mark.parametrize("page", PAGES)
def test_english_pages_hold_no_chinese_but_data(app: App, page: str, opened: Path) -> None:
    """What stays Chinese is a name, a unit or a sentence of the warehouse; nothing of the interface."""
    query = {"target": "t-990101-2024-gdp"} if page == "evidence" else {"q": "就业"} if page == "search" else {}
    text = visible(re.sub(r'title="[^"]*"', "", shown(app(page, lang="English", **query))))
    with warehouse.connect(opened) as connection:
        known = connection.execute(
            "SELECT place_name FROM places UNION ALL SELECT place_path FROM places UNION ALL SELECT title FROM documents "
            "UNION ALL SELECT source_file FROM documents UNION ALL SELECT citation FROM documents UNION ALL SELECT text FROM documents "
            "UNION ALL SELECT unnest(warnings) FROM documents UNION ALL SELECT unnest(former_names) FROM places"
        ).fetchall()
    corpus = "\n".join(value for (value,) in known if value)
    strange = {run for run in re.findall(r"[\u4e00-\u9fff]{2,}", text) if run not in corpus}
    assert strange == set()


def test_place_page_has_chart_table_and_slide(app: App) -> None:
    test = app("place", place="东平区", place_year="2024")
    html = shown(test)
    assert "云岭省 / 临川市 / 东平区" in html and 'href="evidence?target=t-990101-2024-gdp"' in html
    assert len(test.get("plotly_chart")) == 1 and test.get("download_button")


@pytest.mark.parametrize(
    ("tab", "word"),
    [("历年", "历年承诺"), ("同级比较", "同级比较"), ("自评与变化", "增速与数额对不上"), ("报告", "政府工作报告")],
)
def test_place_tabs(app: App, tab: str, word: str) -> None:
    assert word in shown(app("place", place="云溪区", tab=tab))


def test_former_names_are_told(app: App) -> None:
    assert "曾用名：松口镇" in shown(app("place", place="松口县"))


def test_the_ledger_is_told_in_the_language(app: App) -> None:
    assert "上年数字由6.8%改为6.3%" in shown(app("place", place="云溪区", tab="自评与变化"))
    assert "sample outcome_restated" in shown(app("place", place="云溪区", tab="Claims and changes", lang="English"))


def test_evidence_shows_both_sentences(app: App, opened: Path) -> None:
    with warehouse.connect(opened) as connection:
        row = connection.execute(
            "SELECT target_id, t.quote, o.quote FROM rows r JOIN targets t USING (target_id) JOIN outcomes o USING (outcome_id)"
            " WHERE o.quote IS NOT NULL AND r.place_id = '990101' LIMIT 1"
        ).fetchone()
    assert row
    html = shown(app("evidence", target=row[0]))
    assert f"<mark>{row[1]}</mark>" in html and f"<mark>{row[2]}</mark>" in html
    assert "https://www.example.gov.cn/" in html


def test_markup_in_a_report_stays_text(app: App) -> None:
    html = shown(app("evidence", doc="990101-2024"))
    assert "&lt;script&gt;window.hacked=1&lt;/script&gt;" in html and "<script" not in html
    assert "$x^2$" in html and "[链接](javascript:alert(1))" in html


def test_digests_are_marked(app: App) -> None:
    assert "摘编，非原文" in shown(app("evidence", target="t-990122-2023-gdp"))


def test_tables_of_figures_cite(app: App, opened: Path) -> None:
    with warehouse.connect(opened) as connection:
        row = connection.execute("SELECT target_id FROM targets WHERE place_id = '980000' LIMIT 1").fetchone()
    assert row
    html = shown(app("evidence", target=row[0]))
    assert "原文未收录" in html and "海岳省政府工作报告" in html and "<mark>" not in html


def test_unknown_evidence_is_told(app: App) -> None:
    assert "没有找到这项承诺" in shown(app("evidence", target="' OR 1=1 --"))
    assert "没有找到这份文件" in shown(app("evidence", doc="none", at="9-1"))


def test_an_error_report_becomes_a_proposal(app: App, tmp_path: Path) -> None:
    test = app("evidence", target="t-990101-2024-gdp")
    test.button[0].click().run()
    assert "请写明理由" in test.warning[0].value
    test.text_area(key="correction_reason").set_value("原文是6.6%: [x] 'y'\n第二行")
    test.button[0].click().run()
    assert test.success
    text = (tmp_path / "proposals.yml").read_text(encoding="utf-8")
    (found,) = yaml.safe_load(text)
    assert (found["action"], found["table"], found["reason"]) == ("flag", "targets", "原文是6.6%: [x] 'y'\n第二行")
    assert found["match"]["indicator"] == "gdp" and found["expect"]["quote"]


@pytest.mark.parametrize("side", ["target", "outcome"])
def test_a_proposal_is_an_entry_that_corrections_take(side: str, opened: Path, tmp_path: Path) -> None:
    """A maintainer can move it to corrections.yml as it is, and it finds its row."""
    judge = pytest.importorskip("etl.judge.corrections")
    row = first(warehouse.query("evidence", {"target": known_pair(opened)}))
    path = corrections.propose(row, side, "数字有误", "")
    (loaded,) = judge.load(path)
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(opened, copy)
    with duckdb.connect(str(copy)) as connection:
        judge.apply_corrections(connection, [loaded])
        assert connection.execute("SELECT outcome FROM corrections").fetchall() == [("applied",)]


def known_pair(path: Path) -> str:
    """A promise with a quote on both sides."""
    with warehouse.connect(path) as connection:
        row = connection.execute(
            "SELECT target_id FROM rows r JOIN targets t USING (target_id) JOIN outcomes o USING (outcome_id)"
            " WHERE o.quote IS NOT NULL AND t.quote IS NOT NULL"
        ).fetchone()
    assert row
    return str(row[0])


def test_search_finds_and_marks(app: App) -> None:
    html = shown(app("search", q="就业 2024"))
    assert "<mark>就业</mark>" in html and 'data-go="evidence"' in html
    assert "没有找到" in shown(app("search", q="不会有的词"))


def test_search_in_full_texts(app: App) -> None:
    assert "……" in shown(app("search", q="攻坚克难", **{"in": "全文"}))


def test_a_report_held_twice_is_told_once(app: App, opened: Path) -> None:
    with warehouse.connect(opened) as connection:
        row = connection.execute(
            "SELECT quote, year, place_name, doc_id, duplicate_of FROM claims JOIN documents USING (doc_id) WHERE duplicate_of IS NOT NULL"
        ).fetchone()
    assert row
    quote, year, place, copy, original = row
    found = warehouse.query("search_quotes", search(quote, year, "claim"), opened)
    assert original in set(found["doc_id"]) and copy not in set(found["doc_id"])
    texts = warehouse.query("search_texts", search(quote, 0, ""), opened)
    assert original in set(texts["doc_id"]) and copy not in set(texts["doc_id"])
    html = shown(app("place", place=place, tab="自评与变化"))
    assert f"doc={original}&amp;at" in html and f"doc={copy}" not in html


def search(word: str, year: int, kind: str) -> dict[str, object]:
    """The parameters of a search for one word."""
    return {"a": word, "b": "", "c": "", "d": "", "year": year, "kind": kind, "limit": 100, "offset": 0}


def test_search_words_are_data(app: App) -> None:
    for words in ("%", "' OR '1'='1", "<img src=x onerror=alert(1)>", "_" * 500):
        html = shown(app("search", q=words))
        assert "<img" not in html


def test_silence_lists_what_was_searched(app: App, opened: Path) -> None:
    html = shown(app("silence", level="全部层级"))
    with warehouse.connect(opened) as connection:
        found = connection.execute(
            "SELECT count(*) FROM comparisons WHERE decides AND status = 'unreported'"
        ).fetchone()
    assert found and f"共 {found[0]} 项" in html and "只有文字表述" in html


def test_silence_is_not_claimed_where_no_report_is_held_in_full(
    sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.duckdb"
    shutil.copyfile(sample_path, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE documents SET doc_type = 'digest'")
        connection.execute("UPDATE comparisons SET status = 'pending' WHERE status = 'unreported'")
    monkeypatch.setenv(warehouse.ENVIRONMENT, str(path))
    test = AppTest.from_file(str(warehouse.ROOT / "dashboard" / "app.py"), default_timeout=60)
    test.switch_page("app_pages/silence.py")
    assert "没有报告全文" in shown(test.run())


@pytest.mark.parametrize("tab", ["收录情况", "文件间差异", "警告与拒收", "准确率", "数据字典", "下载"])
def test_data_tabs(app: App, tab: str) -> None:
    html = shown(app("data", data_tab=tab))
    expected = {
        "收录情况": "年份不连续",
        "文件间差异": "1 处数字，两份文件说法不同（1 个地区）",
        "警告与拒收": "没有文字层",
        "数据字典": "outcome_value",
        "下载": "schema_version",
    }
    assert expected.get(tab, "accuracy.md") in html


def test_two_documents_that_differ_are_set_side_by_side(app: App) -> None:
    """The hint on the place page, the list in its reports and on the data page: both values, sentences and sources."""
    hint = shown(app("place", place="东平区"))
    assert "说法不同" not in hint and any(
        "（2024年）" in button.label for button in app("place", place="东平区").button
    )
    assert not any("说法不同" in button.label for button in app("place", place="云溪区").button)
    for html in (shown(app("place", place="东平区", tab="报告")), shown(app("data", data_tab="文件间差异"))):
        assert "9.9%" in html and "地区生产总值增长9.9%" in html and "东平区2025年计划报告" in html
        assert "东平区2025年政府工作报告" in html and 'href="evidence?doc=990101-2025-plan&amp;at=' in html
    assert "没有发现" in shown(app("data", data_tab="文件间差异", area="云岭省/青河市"))
    assert "Document used" in shown(app("data", data_tab="Differences between documents", lang="English"))


@pytest.mark.parametrize("kind", ["missing", "damaged", "empty"])
def test_a_warehouse_that_cannot_be_read_says_what_to_do(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.duckdb"
    if kind == "damaged":
        path.write_bytes(b"not a database")
    if kind == "empty":
        with duckdb.connect(str(path)) as connection:
            connection.execute(SCHEMA.read_text(encoding="utf-8"))
    monkeypatch.setenv(warehouse.ENVIRONMENT, str(path))
    test = AppTest.from_file(str(warehouse.ROOT / "dashboard" / "app.py"), default_timeout=60).run()
    assert {"missing": "还没有数据仓库", "damaged": "读不出来", "empty": "还没有可比的承诺"}[kind] in shown(test)
    assert "python -m etl build" in test.markdown[0].value


def test_a_rebuilt_warehouse_shows_without_restart(
    sample_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "w.duckdb", tmp_path / "new.duckdb"
    shutil.copyfile(sample_path, path)
    shutil.copyfile(sample_path, other)
    monkeypatch.setenv(warehouse.ENVIRONMENT, str(path))
    test = AppTest.from_file(str(warehouse.ROOT / "dashboard" / "app.py"), default_timeout=60).run()
    assert "东平区" in shown(test)
    with duckdb.connect(str(other)) as connection:
        connection.execute("DELETE FROM comparisons WHERE place_id = '990101'")
    other.replace(path)
    assert "东平区" not in shown(test.run())


def test_a_fault_of_one_page_is_told_calmly(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.app_pages import overview

    monkeypatch.setattr(overview, "board", lambda *_: 1 / 0)
    test = app("overview")
    assert "ZeroDivisionError" not in shown(test, fault=True)
