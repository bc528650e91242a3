"""Ways of working that fail, for the worker processes of test_pool."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable

from etl.pool import Batch, Result


def work(batch: Batch, at: Callable[[int], None]) -> Result:
    """Does what the names of the files say; refuses items as the pipeline would."""
    refused = []
    for n, item in enumerate(batch.items):
        at(n)
        if item.refusal:
            refused.append((item.file, item.refusal))
        elif item.file.startswith("dies"):
            os._exit(139)
        elif item.file.startswith("hangs"):
            time.sleep(600)
        elif item.file.startswith("disk full"):
            raise OSError(errno.ENOSPC, "No space left on device")
        elif item.file.startswith("has "):
            refused.append((item.file, str(item.file.split()[1] in sys.modules)))
    return Result(batch.number, len(batch.items), tuple(refused))


def stillborn(batch: Batch, at: Callable[[int], None]) -> Result:
    os._exit(3)
