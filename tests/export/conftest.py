"""Fixtures of the export's tests: one invented world, its briefings, one pack without and one with what a browser draws."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.export import briefing, data, figures, pack
from dashboard.export.model import Briefing
from tests.export.invented import World

PLAIN = ("pptx", "docx", "xlsx", "html", "csv", "parquet")
Make = Callable[..., Briefing]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The invented world, built once."""
    return World(tmp_path_factory.mktemp("world")).build()


@pytest.fixture(scope="session")
def make(world: World) -> Make:
    """Makes a briefing by kind (place, indicator, year), language and name."""

    def made(kind: str = "place", language: str = "zh", name: str = "") -> Briefing:
        path = world.warehouse
        subject = {
            "place": lambda: data.find_place(name or "东平区", 2025, path),
            "indicator": lambda: data.find_indicator(name or "gdp", 2025, "county_level", path=path),
            "year": lambda: data.find_year(2025, "county_level", path=path),
        }[kind]()
        result = briefing.make(subject, language, path)
        result.figures = figures.make(result)
        return result

    return made


@pytest.fixture(scope="session")
def plain_pack(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pack of all files that need no browser."""
    return pack.export(make(), PLAIN, tmp_path_factory.mktemp("pack"), archive=False).folder


@pytest.fixture
def own_pack(plain_pack: Path, tmp_path: Path) -> Path:
    """A copy of the plain pack that a test may change."""
    return Path(shutil.copytree(plain_pack, tmp_path / "pack"))


def file_of(folder: Path, kind: str) -> Path:
    """The one file of a kind in a pack."""
    (found,) = folder.glob(f"*.{kind}")
    return found
