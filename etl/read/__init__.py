"""Reading: a file, a folder or an archive → `Source`, `FigureTable` or `Refusal`, one at a time, in a stable order.

`read` does it in one go. `discover` and `read_item` do it in two steps, so that a build can skip what it knows and share
the reading among processes. `read_bytes` reads an upload or a fetched page. None of them raises for what an input holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl.models import FigureTable, Hints, Refusal, Source
from etl.read.content import Readable, contents
from etl.read.items import NO_HINTS, Item, discover, load
from etl.read.limits import DEFAULT, Limits
from etl.read.reasons import UnreadableError, reason
from etl.read.tables import template

__all__ = ["Item", "Limits", "discover", "read", "read_bytes", "read_item", "template"]


def read(path: Path | str, limits: Limits = DEFAULT) -> Iterator[Source | FigureTable | Refusal]:
    """Everything under a path (file, folder, .zip), one result at a time."""
    for item in discover(path, limits):
        yield from read_item(item, limits)


def read_item(item: Item, limits: Limits = DEFAULT) -> list[Readable]:
    """What one item holds: as a rule one result; several for an archive that does not call itself .zip."""
    if item.refusal:
        return [Refusal(item.file, item.refusal)]
    try:
        data = load(item, limits)
    except UnreadableError as error:
        return [Refusal(item.file, str(error))]
    except PermissionError:
        return [Refusal(item.file, reason("no_permission"))]
    except (OSError, ValueError) as error:
        return [Refusal(item.file, reason("io", detail=getattr(error, "strerror", None) or type(error).__name__))]
    except MemoryError:
        return [Refusal(item.file, reason("out_of_memory"))]
    return contents(item.file, data, limits, item.hints)


def read_bytes(name: str, data: bytes, limits: Limits = DEFAULT, hints: Hints = NO_HINTS) -> list[Readable]:
    """What an upload or a fetched page holds. `name` is shown to people; the type is decided by the bytes."""
    return contents(name, data, limits, hints)
