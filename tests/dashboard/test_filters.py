"""What pages share of their filters."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def _pages(count: int) -> None:
    import streamlit as st

    from dashboard.i18n.texts import Texts
    from dashboard.ui import filters

    st.text(str(filters.page_number("page", count, 40, Texts("zh"))))


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (40, 1), (41, 2), (120, 3)])
def test_a_page_is_asked_for_where_there_are_several(count: int, pages: int) -> None:
    test = AppTest.from_function(_pages, kwargs={"count": count}).run()
    assert not test.exception
    assert [asked.max for asked in test.number_input] == ([pages] if pages > 1 else [])
    assert test.text[0].value == "1"
    if pages > 1:
        test.number_input[0].set_value(pages).run()
        assert test.text[0].value == str(pages)
