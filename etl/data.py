"""Data files of the project's own in YAML: parsed in C where PyYAML has it, in a tenth of the time."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(package: str, name: str) -> Any:
    """The content of a file that lies in a package (etl.lexicon, units.yaml). Raises yaml.YAMLError."""
    return yaml.load(resources.files(package).joinpath(name).read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
