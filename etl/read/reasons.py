"""Why an input was refused: `UnreadableError` carries a code of reasons.yml and what fills its blanks."""

from __future__ import annotations

from functools import cache
from typing import Any

from etl.data import load_yaml


@cache
def texts() -> dict[str, str]:
    """The Chinese reasons by code."""
    return dict(load_yaml("etl.read", "reasons.yml"))


def reason(code: str, **blanks: object) -> str:
    return texts()[code].format(**blanks)


class UnreadableError(Exception):
    """Raised inside the readers; the package's verbs turn it into a `Refusal`."""

    def __init__(self, code: str, **blanks: Any) -> None:
        super().__init__(reason(code, **blanks))

    @classmethod
    def of(cls, text: str) -> UnreadableError:
        """One whose reason was worded already, in another process."""
        error = cls.__new__(cls)
        Exception.__init__(error, text)
        return error


def size(count: int) -> str:
    """A number of bytes for people: 64 MB, 3.5 MB, 900 KB."""
    if count >= 1024 * 1024:
        return f"{count / 1024 / 1024:.4g} MB"
    return f"{count / 1024:.3g} KB"
