"""The sample warehouse, and the app opened on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import warehouse
from tests.dashboard import sample

APP = warehouse.ROOT / "dashboard" / "app.py"


@pytest.fixture(scope="session")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample warehouse; do not write to it."""
    path = tmp_path_factory.mktemp("warehouse") / "sample.duckdb"
    sample.build(path)
    return path


@pytest.fixture
def opened(sample_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The sample as the dashboard's warehouse."""
    monkeypatch.setenv(warehouse.ENVIRONMENT, str(sample_path))
    monkeypatch.setenv("YANGUO_PROPOSALS", str(tmp_path / "proposals.yml"))
    monkeypatch.setenv("YANGUO_REPORTS", str(tmp_path / "reports"))
    return sample_path


@pytest.fixture
def app(opened: Path) -> Iterator[Callable[..., AppTest]]:
    """How to open a page with query parameters, as in `app("place", place="云溪区")`."""

    def start(page: str = "overview", **query: str) -> AppTest:
        test = AppTest.from_file(str(APP), default_timeout=60)
        if page != "overview":
            test.switch_page(f"app_pages/{page}.py")
        for key, value in query.items():
            test.query_params[key] = value
        return test.run()

    yield start
