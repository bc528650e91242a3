"""The export page through the entry point: it says what it will export, makes it, and checks packs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import warehouse
from tests.export.invented import World

APP = warehouse.ROOT / "dashboard" / "app.py"


@pytest.fixture
def app(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """The page, opened on the invented world."""
    monkeypatch.setenv(warehouse.ENVIRONMENT, str(world.warehouse))

    def opened(**query: str) -> AppTest:
        test = AppTest.from_file(str(APP), default_timeout=120)
        test.switch_page("app_pages/export.py")
        for key, value in query.items():
            test.query_params[key] = value
        return test.run()

    return opened


def shown(test: AppTest) -> str:
    assert not test.exception, test.exception
    return "\n".join(element.proto.body for element in test.get("html") if "<style>" not in element.proto.body)


def test_it_shows_what_it_will_say(app: Callable[..., AppTest]) -> None:
    html = shown(app(place="东平区", place_year="2025"))
    assert "东平区2025年承诺目标完成情况" in html
    assert "完成8项（其中超额完成3项）" in html


@pytest.mark.parametrize(("kind", "title"), [("一项指标", "目标完成情况"), ("一年一级", "年承诺目标完成情况")])
def test_other_kinds(app: Callable[..., AppTest], kind: str, title: str) -> None:
    assert title in shown(app(export_kind=kind))


def test_english(app: Callable[..., AppTest]) -> None:
    html = shown(app(lang="English", place="东平区", place_year="2025"))
    assert "8 met (3 of them exceeded)" in html


def test_it_makes_files_that_verify(app: Callable[..., AppTest], tmp_path: Path) -> None:
    from dashboard.export.verify import verify

    test = app(place="东平区", place_year="2025")
    test.pills(key="formats").set_value(["xlsx", "csv"]).run()
    test.button(key="make").click().run()
    shown(test)
    assert not test.warning
    kept = test.session_state["made"]
    assert [name.rsplit(".")[-1] for name, _ in kept.files] == ["xlsx"]
    with zipfile.ZipFile(BytesIO(kept.archive[1])) as archive:
        assert any(name.endswith("evidence.json") for name in archive.namelist())
    path = tmp_path / "pack.zip"
    path.write_bytes(kept.archive[1])
    assert verify(path).problems == []


def test_without_a_browser_it_says_what_is_missing(
    app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    test = app(place="东平区", place_year="2025")
    test.pills(key="formats").set_value(["html", "png"]).run()
    test.button(key="make").click().run()
    assert "apt install chromium" in test.warning[0].value
    assert [name.rsplit(".")[-1] for name, _ in test.session_state["made"].files] == ["html"]


def test_nothing_chosen_makes_nothing(app: Callable[..., AppTest]) -> None:
    test = app()
    test.pills(key="formats").set_value([]).run()
    assert test.button(key="make").disabled
