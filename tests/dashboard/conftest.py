"""The sample warehouse, and the app opened on it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import warehouse

HERE = Path(__file__).resolve().parent
APP = warehouse.ROOT / "dashboard" / "app.py"


def load_sample() -> ModuleType:
    """tests/dashboard/sample.py as a module, whatever the import mode."""
    spec = importlib.util.spec_from_file_location("yanguo_sample", HERE / "sample.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["yanguo_sample"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The module that makes the sample."""
    return load_sample()


@pytest.fixture(scope="session")
def sample_path(sample: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
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


def bodies(test: AppTest) -> str:
    """All HTML that the page shows, without the style sheet."""
    return "\n".join(element.proto.body for element in test.get("html") if "<style>" not in element.proto.body)
