"""requirements*.txt are compiled from pyproject.toml: each dependency is there, with a pin that satisfies it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version


def pins(path: Path) -> dict[str, Version]:
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    found = {}
    for line in filter(None, lines):
        match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;]+)(?: *;.*)?", line)
        assert match, f"not a pin: {line}"
        found[canonicalize_name(match[1])] = Version(match[2])
    return found


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return loaded


@pytest.mark.parametrize(("file", "extra"), [("requirements.txt", ""), ("requirements-test.txt", "test")])
def test_every_dependency_is_pinned_within_its_bounds(
    file: str, extra: str, root: Path, project: dict[str, Any]
) -> None:
    wanted = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    pinned = pins(root / file)
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name} is missing: make requirements"
        assert requirement.specifier.contains(pinned[name]), (
            f"{name} {pinned[name]} against {requirement}: make requirements"
        )


def test_direct_pins_are_all_asked_for(root: Path, project: dict[str, Any]) -> None:
    """What no longer stands in pyproject.toml is gone from requirements.txt too."""
    text = (root / "requirements.txt").read_text(encoding="utf-8")
    direct = re.findall(
        r"^([a-z0-9._-]+)(?:\[[^]]*\])?==\S+\n(?:    # via yanguo \(pyproject\.toml\)|(?:    #.*\n)*?    #   yanguo \(pyproject\.toml\))",
        text,
        re.M,
    )
    assert direct
    assert {canonicalize_name(name) for name in direct} == {
        canonicalize_name(Requirement(r).name) for r in project["dependencies"]
    }


def test_both_files_pin_the_same_versions(root: Path) -> None:
    run_time, test = pins(root / "requirements.txt"), pins(root / "requirements-test.txt")
    assert {name: test.get(name) for name in run_time} == run_time


def test_no_registry_is_named(root: Path) -> None:
    for file in ("requirements.txt", "requirements-test.txt", "pyproject.toml"):
        text = (root / file).read_text(encoding="utf-8")
        assert not re.search(r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://|file://", text), file


def test_what_the_cluster_needs_is_tested(project: dict[str, Any]) -> None:
    assert set(project["optional-dependencies"]["cluster"]) <= set(project["optional-dependencies"]["test"])
