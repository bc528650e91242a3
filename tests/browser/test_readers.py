"""What a careful reader does: leaves doubtful rows out, goes through a chart without a mouse, compares two documents."""

from __future__ import annotations

from collections.abc import Callable
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
