"""What a person does, in real Chromium on the real server."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
ADDRESSES = {
    "overview": "/",
    "place": "/place?place=云溪区",
    "place-years": "/place?place=云溪区&tab=历年",
    "indicator": "/indicator",
    "silence": "/silence",
    "evidence": "/evidence?target=t-990101-2024-gdp",
    "document": "/evidence?doc=990101-2024",
    "search": "/search?q=就业",
    "data": "/data",
    "import": "/import",
}
HAN = "[...document.querySelectorAll('.stApp')].map(e => e.innerText).join(' ').match(/[\\u4e00-\\u9fff]{2,}/g) ?? []"


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ADDRESSES)
def test_each_page_opens_without_complaints(visit: Visit, name: str, width: int) -> None:
    """No error in the console, no request that leaves the machine, nothing wider than the screen."""
    seen = visit(ADDRESSES[name], width=width)
    page = seen.settled()
    wide = page.evaluate("(m => m.scrollWidth - m.clientWidth)(document.querySelector('.stMain'))")
    seen.shot(f"{name}-{width}")
    assert (seen.errors, seen.outside, wide) == ([], [], 0)
    assert page.locator("[data-testid=stException]").count() == 0 and "出错" not in seen.title()


def test_dark_follows_the_reader(visit: Visit) -> None:
    seen = visit("/place?place=云溪区", scheme="dark")
    ground = seen.page.evaluate("getComputedStyle(document.querySelector('.js-plotly-plot .main-svg')).backgroundColor")
    assert ground == "rgb(20, 24, 29)"
    seen.shot("place-dark")


def choose(page: Any, label: str, option: str) -> None:
    """Pick an option in a select box as a person does."""
    page.locator(f'[data-testid=stSelectbox]:has-text("{label}") input').first.click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_filter_changes_the_chart_and_the_address(visit: Visit) -> None:
    seen = visit("/")
    before = seen.page.locator(".st-key-chart-board .js-plotly-plot").inner_text()
    choose(seen.page, "层级", "地市")
    seen.page.wait_for_function("decodeURIComponent(location.search).includes('level=地市')")
    # the address changes before the run that it asks for has begun
    seen.page.wait_for_function("document.querySelector('.st-key-chart-board').innerText.includes('临川市')")
    page = seen.settled()
    after = page.locator(".st-key-chart-board .js-plotly-plot").inner_text()
    assert after != before and "临川市" in after and "东平区" not in after


def test_the_address_restores_the_view_for_another_person(visit: Visit) -> None:
    first = visit("/")
    choose(first.page, "年份", "2022")
    first.page.wait_for_function("location.search.includes('year=2022')")
    assert "2022年" in first.title()
    address = first.page.url.removeprefix(first.server.url)
    assert "2022年" in visit(address).title()


def test_from_the_board_to_the_sentence_and_back(visit: Visit) -> None:
    seen = visit("/?year=2024")
    point = seen.page.locator(".st-key-chart-board .js-plotly-plot path.point").first
    box = point.bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.page.wait_for_selector(".yg-pair mark")
    assert "/evidence?target=" in seen.page.url
    seen.page.locator("a[data-go=place]").first.click()
    seen.page.wait_for_selector(".st-key-chart-bullets .js-plotly-plot")
    seen.page.go_back()
    seen.page.wait_for_selector(".yg-pair")
    seen.page.go_back()
    seen.page.wait_for_selector(".st-key-chart-board .js-plotly-plot")
    assert "2024年" in seen.title() and seen.page.url.endswith("year=2024")
    seen.page.go_forward()
    seen.page.wait_for_selector(".yg-pair")
    assert seen.errors == []


def test_links_are_real_addresses(visit: Visit) -> None:
    """A link opens the same in a new tab, without the session."""
    seen = visit("/place?place=云溪区")
    link = seen.page.locator("a[data-go=evidence]").first
    assert visit("/" + link.get_attribute("href")).page.locator(".yg-pair").count() == 1


@pytest.mark.parametrize("name", ["overview", "place", "indicator", "silence", "data", "import", "search"])
def test_the_language_switch_leaves_no_chinese_of_the_interface(visit: Visit, name: str, sample_file: Path) -> None:
    seen = visit(ADDRESSES[name])
    seen.page.get_by_role("radio", name="English").or_(seen.page.get_by_text("English", exact=True)).first.click()
    seen.page.wait_for_function("location.search.includes('lang=English')")
    seen.settled()
    seen.page.wait_for_function("document.documentElement.lang === 'en'")  # told by the frame, before the page is run
    seen.page.wait_for_timeout(300)
    seen.settled()
    with duckdb.connect(str(sample_file), read_only=True) as connection:
        rows = connection.execute(
            "SELECT place_path FROM places UNION ALL SELECT title FROM documents UNION ALL SELECT text FROM documents "
            "UNION ALL SELECT source_file FROM documents UNION ALL SELECT unnest(warnings) FROM documents"
        ).fetchall()
    known = "\n".join(value for (value,) in rows if value) + "中文 言果"
    assert {run for run in seen.page.evaluate(HAN) if run not in known} == set()
    assert seen.errors == []


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", b"\xef\xbb\xbf")])
def test_a_chart_saves_itself(visit: Visit, kind: str, begins: bytes) -> None:
    seen = visit("/?year=2024")
    title = seen.page.locator(".yg-h2", has_text="未完成最多").inner_text()
    with seen.page.expect_download() as download:
        seen.page.locator(f'button[data-format="{kind}"]').first.click()
    data = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename.endswith(f".{kind}") and data.startswith(begins)
    if kind == "svg":  # it stands alone: title, legend and source are in it
        text = data.decode()
        assert title in text and "来源" in text and "超额完成" in text
    if kind == "png":
        assert len(data) > 20_000
    assert seen.page.locator(".st-key-chart-board .js-plotly-plot .gtitle").count() == 0  # the page is as it was
    assert seen.errors == []


def test_the_slide_downloads(visit: Visit) -> None:
    seen = visit("/place?place=云溪区&place_year=2024")
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="下载本页幻灯片").click()
    names = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())).namelist()
    assert "ppt/charts/chart1.xml" in names or any(name.startswith("ppt/charts/") for name in names)


def test_tables_download(visit: Visit) -> None:
    seen = visit("/data?data_tab=下载&format=XLSX")
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="下载 documents.xlsx").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_numbers_of_a_chart_are_reached_by_keyboard(visit: Visit) -> None:
    page = visit("/").page
    summary = page.locator("details summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open] table th").first.inner_text() == "地区"


def test_markup_of_a_report_is_never_run(visit: Visit) -> None:
    page = visit("/evidence?doc=990101-2024").page
    assert "<script>window.hacked=1</script>" in page.locator(".yg-read").inner_text()
    assert page.evaluate("window.hacked") is None


def test_search(visit: Visit) -> None:
    seen = visit("/search")
    box = seen.page.get_by_label("检索词")
    box.fill("就业 云溪区")
    box.press("Enter")
    seen.page.wait_for_selector(".yg-hit mark")
    seen.page.wait_for_function("location.search.includes('q=')")
    seen.page.get_by_role("link", name="在报告中阅读").first.click()
    seen.page.wait_for_selector("#here")
    assert seen.errors == []


def uploaded(seen: Any) -> None:
    """Wait until the file is there, not only its name."""
    seen.page.wait_for_selector("[data-testid=stFileChip]")
    seen.page.wait_for_function("!document.querySelector('[data-testid=stFileChip] [role=progressbar]')")
    seen.page.wait_for_timeout(300)
    seen.settled()


REPORT = """2024年云岭县政府工作报告
——2024年1月10日在云岭县第十届人民代表大会第三次会议上
一、2023年工作回顾
过去一年，全县地区生产总值增长6.2%，城镇新增就业3200人。
二、2024年工作安排
今年经济社会发展主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%。
"""


@pytest.mark.parametrize("hostile", [False, True])
def test_a_report_is_previewed(visit: Visit, hostile: bool) -> None:
    """What was read shows before it counts; markup and a strange name stay text."""
    seen = visit("/import")
    text = REPORT.replace("云岭县", "云岭县<img src=x onerror='window.hacked=1'>", 1) if hostile else REPORT
    name = "../<b>x</b>报告.txt" if hostile else "报告.txt"
    seen.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )
    uploaded(seen)
    seen.page.get_by_role("button", name="读一读").click()
    seen.page.wait_for_selector(".yg-hit table", timeout=90_000)
    assert "一般公共预算收入增长5%" in seen.page.locator(".yg-hit").inner_text()
    assert seen.page.evaluate("window.hacked") is None and seen.page.locator(".yg-hit img").count() == 0
    assert seen.errors == []


@pytest.mark.parametrize(("kind", "begins"), [("XLSX", b"PK"), ("CSV", "\ufeff地区".encode())])
def test_the_template_downloads(visit: Visit, kind: str, begins: bytes) -> None:
    seen = visit("/import")
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name=f"下载模板（{kind}）").click()
    data = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == f"言果数字表模板.{kind.lower()}" and data.startswith(begins)
    assert seen.errors == []


def test_a_binary_is_refused_in_words(visit: Visit) -> None:
    seen = visit("/import")
    seen.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(
        {"name": "坏.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 \x00\x01 broken"}
    )
    uploaded(seen)
    seen.page.get_by_role("button", name="读一读").click()
    seen.page.wait_for_selector(".yg-hit", timeout=90_000)
    assert "坏" in seen.page.locator(".yg-hit").inner_text() and seen.page.locator(".yg-hit table").count() == 0


def test_a_rebuilt_warehouse_shows_without_a_restart(visit: Visit, tmp_path: Path) -> None:
    seen = visit("/?year=2024")
    assert "东平区" in seen.page.locator(".st-key-chart-board").inner_text()
    kept, other = tmp_path / "kept.duckdb", tmp_path / "other.duckdb"
    shutil.copyfile(seen.server.warehouse, kept)
    shutil.copyfile(seen.server.warehouse, other)
    with duckdb.connect(str(other)) as connection:
        connection.execute("DELETE FROM comparisons WHERE place_id = '990101'")
    try:
        shutil.move(other, seen.server.warehouse)
        seen.page.reload()
        assert "东平区" not in seen.settled().locator(".st-key-chart-board").inner_text()
        seen.server.warehouse.write_bytes(b"broken")
        seen.page.reload()
        assert "读不出来" in seen.title()
    finally:
        shutil.copyfile(kept, seen.server.warehouse)
    time.sleep(0.1)
    assert "2024年" in visit("/?year=2024").title()
