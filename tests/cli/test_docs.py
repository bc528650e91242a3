"""What README and docs say can be done: the commands parse, the links lead somewhere, the figures are those measured."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from dashboard.export import cli as dashboard_cli
from etl import cli as etl_cli
from tests.tools import make_schema

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.en.md")
PAGES = (*READMES, "CHANGELOG.md", "docs/glossary.md", "docs/schema.md")
BLOCK = re.compile(r"```sh\n(.*?)```", re.S)
LINK = re.compile(r"\]\(([^)#\s]+)\)|<img src=\"([^\"]+)\"")
PICTURE_BYTES = 300_000
SETS = re.compile(r"^\| (?:第 )?(\d+)(?: 套)? \| ([\d.]+) / ([\d.]+) \| ([\d.]+) / ([\d.]+) \|$", re.M)


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def commands(page: str) -> list[list[str]]:
    """The lines of the page's command blocks, split as a shell would, without comments."""
    lines = "".join(BLOCK.findall(read(page))).splitlines()
    return [words for line in lines if (words := shlex.split(line, comments=True))]


@pytest.mark.parametrize("page", READMES)
def test_every_command_is_one_that_exists(page: str) -> None:
    """ETL and dashboard lines go through the real parsers, make targets stand in the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.M))
    seen = set()
    for words in commands(page):
        match words:
            case ["python", "-m", "etl", *rest]:
                etl_cli._parser(etl_cli.World()).parse_args(rest)
                seen.add(f"etl {rest[0]}")
            case ["python", "-m", "dashboard", *rest]:
                dashboard_cli.parser().parse_args(rest)
                seen.add(f"dashboard {rest[0]}")
            case ["make", target]:
                assert target in targets
                seen.add(f"make {target}")
            case ["pip", "install", "-r", file] | [*_, "streamlit", "run", file]:
                assert (ROOT / file).is_file()
                seen.add(file)
            case _:
                raise AssertionError(f"{page}: {words}")
    wanted = {"make run", "make test", "requirements.txt", "dashboard/app.py", "dashboard export", "dashboard verify"}
    assert wanted | {f"etl {name}" for name in ("build", "add", "show", "check", "diff")} <= seen


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_are_there(page: str) -> None:
    found = [one or other for one, other in LINK.findall(read(page))]
    missing = [one for one in found if "://" not in one and not ((ROOT / page).parent / one).exists()]
    assert missing == []


def test_pictures_are_small_and_shown() -> None:
    shown = "".join(map(read, READMES))
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    assert pictures
    assert [one.name for one in pictures if one.stat().st_size >= PICTURE_BYTES or one.name not in shown] == []


@pytest.mark.parametrize("page", READMES)
def test_first_scores_are_those_registered(page: str) -> None:
    registered = {
        str(one["set"]): [
            float(one[kind][part]) for kind in ("targets", "outcomes") for part in ("precision", "recall")
        ]
        for one in yaml.safe_load(read("tests/accuracy/first_scores.yaml"))
    }
    assert {number: [float(value) for value in values] for number, *values in SETS.findall(read(page))} == registered


def test_the_tables_page_is_what_the_schema_says() -> None:
    made = make_schema.page()
    assert read("docs/schema.md") == made, "python -m tests.tools.make_schema"
    empty = [line for line in made.splitlines() if line.startswith("| `") and line.endswith("|  |")]
    assert empty == []


def test_the_glossary_has_every_verdict_and_word_of_the_tables() -> None:
    page = read("docs/glossary.md")
    schema = read("etl/sql/schema.sql")
    verdicts = re.search(r"TYPE verdict AS ENUM \((.*?)\)", schema)
    assert verdicts
    words = re.findall(r"'(\w+)'", verdicts[1])
    words += re.findall(r"'(\w+)'", "".join(re.findall(r"CHECK \((?:measure|op|method) IN \((.*?)\)\)", schema)))
    assert [word for word in words if f"`{word}`" not in page] == []
