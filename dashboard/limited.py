"""`python -m dashboard.limited MB SECONDS -- command …`: run a command with a ceiling on its memory and processor time.

Where the system knows no such ceilings (Windows) the command runs all the same; the caller's time limit still holds.
"""

from __future__ import annotations

import os
import subprocess
import sys


def main(argv: list[str]) -> int:
    """Set the limits, then become the command."""
    if len(argv) < 4 or argv[2] != "--":
        print(__doc__, file=sys.stderr)
        return 2
    megabytes, seconds, command = int(argv[0]), int(argv[1]), argv[3:]
    try:
        import resource
    except ImportError:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the caller's own command
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execvp(command[0], command)  # noqa: S606 - becomes the caller's own command
    raise AssertionError("unreachable")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
