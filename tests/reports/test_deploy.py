"""What stands around the program: the list of licences is fresh, the container runs as an ordinary user and is looked after."""

from __future__ import annotations

from pathlib import Path

from tests.tools.list_licences import OUT, pinned, text

ROOT = Path(__file__).parents[2]


def test_every_dependency_is_listed_with_a_licence() -> None:
    """The versions of another Python or system may differ; the names may not."""
    listed = OUT.read_text(encoding="utf-8")
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    fresh = text(requirements)
    for name, version in pinned(requirements):
        if f"| {name} |" in fresh:
            assert f"| {name} | {version} |" in listed, f"run tests/tools/list_licences.py: {name}"
    assert "见其网站" not in listed
    assert "AGPL" not in listed


def test_the_container() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER yanguo" in lines
    assert lines.index("USER yanguo") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    # the browser of the exports leaves processes behind that somebody must reap
    assert 'ENTRYPOINT ["tini", "--"]' in lines
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".streamlit/secrets.toml", "reports/added"} <= set(ignored)
