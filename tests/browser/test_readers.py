"""What a careful reader does: leaves doubtful rows out, goes through a chart without a mouse, compares two documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]


def choose(page: Any, label: str, option: str) -> None:
    """Pick an option in a select box as a person does."""
    page.locator(f'[data-testid=stSelectbox]:has-text("{label}") input').first.click()
    page.get_by_role("option", name=option, exact=True).click()


def test_doubtful_rows_are_marked_then_hidden_and_the_address_keeps_it(visit: Visit) -> None:
    seen = visit("/place?place=东平区&place_year=2024")
    assert seen.page.locator(".yg-table .yg-doubt").count() == 1
    choose(seen.page, "存疑数据", "隐去")
    seen.page.wait_for_function("decodeURIComponent(location.search).includes('doubt=隐去')")
    page = seen.settled()
    page.get_by_text("已隐去 1 行存疑数据").wait_for()
    assert page.locator(".yg-doubt").count() == 0
    address = page.url.removeprefix(seen.server.url)
    assert visit(address).page.get_by_text("已隐去 1 行存疑数据").count() == 1
    assert seen.errors == []


def test_a_chart_is_walked_by_keyboard_down_to_the_sentence(visit: Visit) -> None:
    """Tab reaches the chart, which says its finding; arrows go from point to point; Enter opens both sentences."""
    seen = visit("/?year=2024")
    page = seen.page
    chart = page.locator(".st-key-chart-board [data-testid=stPlotlyChart]")
    page.locator("[data-testid=stNumberInput], [data-testid=stSelectbox] input").last.focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if chart.evaluate("chart => chart === document.activeElement"):
            break
    assert chart.evaluate("chart => chart === document.activeElement")
    finding = page.locator(".yg-h2", has_text="2024年承诺中").inner_text()
    assert chart.get_attribute("role") == "figure" and finding in (chart.get_attribute("aria-label") or "")
    told = page.locator("#told-chart-board")
    assert "回车打开原句" in told.inner_text() and chart.get_attribute("aria-describedby") == told.get_attribute("id")
    page.keyboard.press("ArrowRight")
    first = told.inner_text()
    page.keyboard.press("ArrowDown")
    second = told.inner_text()
    assert first.startswith("1 / ") and second.startswith("2 / ") and "承诺" in second and "结论" in second
    ring = page.locator(".st-key-chart-board .yg-ring").bounding_box()
    marks = page.locator(".st-key-chart-board path.point").all()
    spots = [
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in (mark.bounding_box() for mark in marks)
    ]
    middle = (ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    assert min(abs(x - middle[0]) + abs(y - middle[1]) for x, y in spots) < 2
    page.keyboard.press("Enter")
    page.wait_for_selector(".yg-pair")
    place = second.split("地区 ")[1].split("，")[0]
    assert seen.title().startswith(place)
    page.go_back()
    page.wait_for_selector(".st-key-chart-board .js-plotly-plot")
    assert seen.errors == []


def test_rows_under_a_chart_lead_to_the_sentence_by_keyboard(visit: Visit) -> None:
    page = visit("/?year=2024").page
    page.locator("details summary").first.focus()
    page.keyboard.press("Enter")
    link = page.locator("details[open] tbody a").first
    said = link.get_attribute("aria-label")
    page.keyboard.press("Tab")  # the table, which scrolls
    page.keyboard.press("Tab")  # its first row
    assert link.evaluate("link => link === document.activeElement") and said.startswith("查看: 地区 ")
    page.keyboard.press("Enter")
    page.wait_for_selector(".yg-pair")


def test_a_gap_is_shown_plain_and_saved_as_text(visit: Visit) -> None:
    """+0.4 stands as it is in the table; in the CSV no spreadsheet runs it."""
    page = visit("/place?place=东平区&place_year=2024").page
    page.locator("details summary").first.click()
    cells = page.locator("details[open] tbody td").all_inner_texts()
    assert any(cell.startswith("+") for cell in cells) and not any(cell.startswith("'") for cell in cells)
    with page.expect_download() as download:
        page.locator('button[data-format="csv"]').first.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert ",'+" in text and ",+" not in text


@pytest.mark.parametrize("address", ["/?part=历年与地图", "/place?place=云溪区", "/indicator", "/silence", "/data"])
def test_every_chart_is_reached_and_says_its_finding(visit: Visit, address: str) -> None:
    page = visit(address).settled()
    charts = page.locator("[data-testid=stPlotlyChart]")
    titles = page.locator(".yg-h2").all_inner_texts()
    for chart in charts.all():
        chart.focus()
        assert chart.evaluate("chart => chart === document.activeElement")
        assert any((chart.get_attribute("aria-label") or "").startswith(title) for title in titles)
        page.keyboard.press("End")
        assert page.locator(".yg-told:not(:empty)").inner_text()
        page.keyboard.press("Escape")
    assert charts.count()


def test_two_documents_are_compared_down_to_the_sentence(visit: Visit) -> None:
    seen = visit("/place?place=东平区")
    seen.page.get_by_role("button", name="逐条对照").click()
    seen.page.get_by_text("两份文件说法不同的数字").wait_for()
    seen.page.wait_for_function("decodeURIComponent(location.search).includes('tab=报告')")
    row = seen.page.locator("tr", has_text="9.9%")
    row.get_by_role("link", name="在报告中阅读").last.click()
    seen.page.wait_for_selector("#here")
    assert seen.page.locator("#here").inner_text() == "地区生产总值增长9.9%" and seen.errors == []


def test_the_filter_of_doubt_outlives_a_page_without_it(visit: Visit) -> None:
    seen = visit("/?year=2024&doubt=隐去")
    for name, path in (("证据", "evidence"), ("区县", "place")):
        seen.page.get_by_role("link", name=name, exact=True).click()
        seen.page.wait_for_function(f"location.pathname.endsWith('/{path}')")
        seen.settled()
    seen.page.get_by_text("行存疑数据").wait_for()
    seen.page.wait_for_function("decodeURIComponent(location.search).includes('doubt=隐去')")
    assert seen.errors == []


def test_a_quiet_change_leads_to_what_was_said_before_and_after(visit: Visit) -> None:
    page = visit("/place?place=云溪区&tab=自评与变化").page
    row = page.locator("tr", has_text="上年数字由6.8%改为6.3%")
    assert row.get_by_role("link").all_inner_texts() == ["之前", "之后"]
    row.get_by_role("link", name="之后").click()
    page.wait_for_selector("#here")
    assert "地区生产总值" in page.locator("#here").inner_text()
