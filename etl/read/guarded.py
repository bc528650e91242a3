"""A pdf that may unpack to far more than it shows is read in a process of its own, with a bound on memory and time.

`suspicious` tells such files by their streams; all others are read in this process. `python -m etl.read.guarded` is the
process: the file on standard input, the limits as JSON in the first argument, the result as JSON on standard output.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

from etl.read.limits import MIB, Deadline, Limits
from etl.read.reasons import UnreadableError

ONE_STREAM, ALL_STREAMS = 8 * MIB, 64 * MIB  # unpacked; a stream or a file with more is read under guard
SMALL_STREAM = 1024  # bytes as packed; smaller streams are not looked into
_DEFLATE_RATIO = 1032  # the most that deflate can do
_STREAM = re.compile(rb"stream\r?\n?")
_SIGNS = (  # each begins with a literal, so that the search is quick
    re.compile(rb"/Encrypt\b"),  # streams that cannot be looked into
    re.compile(rb"/LZWDecode\b"),
    re.compile(rb"/Filter\s*(?:\[\s*/\w+\s*/|\d+\s+\d+\s+R)"),
    re.compile(rb"R\s+(\d+ \d+ R)(?:\s+\1){20}"),  # one stream many times
)
_DRAWING = re.compile(rb"/Subtype\s*/Form\b")  # two of them may stand in each other
_ESCAPED = re.compile(rb"/[^\s/<>\[\]()]*#[0-9A-Fa-f]{2}[^\s/<>\[\]()]*")
_ESCAPED_SIGNS = frozenset(b"/Encrypt /Filter /FlateDecode /LZWDecode /Subtype /Form /Contents".split())


def suspicious(data: bytes) -> bool:
    """True for a pdf whose content may unpack to more than ONE_STREAM, or that hides how much it is."""
    if any(sign.search(data) for sign in _SIGNS) or len(_DRAWING.findall(data)) > 1:
        return True
    if any(_name(name) in _ESCAPED_SIGNS for name in _ESCAPED.findall(data)):
        return True
    if len(data) * _DEFLATE_RATIO < ONE_STREAM:
        return False
    total, position = 0, 0
    while match := _STREAM.search(data, position):
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        if end - match.end() > SMALL_STREAM:
            unpacked = _unpacked(data[match.end() : end])
            total += unpacked
            if unpacked > ONE_STREAM or total > ALL_STREAMS:
                return True
        position = end + len(b"endstream")
    return False


def _name(escaped: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), escaped)


def _unpacked(stream: bytes) -> int:
    """Bytes that a deflated stream gives, counted up to ONE_STREAM + 1; 0 for a stream packed otherwise."""
    try:
        return len(zlib.decompressobj().decompress(stream, ONE_STREAM + 1))
    except zlib.error:
        return 0


def guarded(data: bytes, limits: Limits) -> tuple[str, str, tuple[str, ...]]:
    """What `etl.read.pdf.pdf` gives, worked out in a process of its own. Raises UnreadableError."""
    command = [sys.executable, "-m", __name__, json.dumps(dataclasses.asdict(limits))]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=limits.seconds + 5, env=environment, check=True
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise UnreadableError("pdf_heavy") from error
    if "refusal" in answer:
        raise UnreadableError.of(answer["refusal"])
    return answer["title"], answer["text"], tuple(answer["warnings"])


def _bound(limits: Limits) -> None:
    """Bounds that the system enforces, where it can."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent remains
        return
    seconds = int(limits.seconds) + 2
    resource.setrlimit(resource.RLIMIT_AS, (limits.guarded_bytes, limits.guarded_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    from etl.read.pdf import pdf

    limits = Limits(**json.loads(sys.argv[1]))
    _bound(limits)
    try:
        title, text, warnings = pdf(sys.stdin.buffer.read(), limits, Deadline(limits.seconds))
        answer: dict[str, object] = {"title": title, "text": text, "warnings": warnings}
    except UnreadableError as error:
        answer = {"refusal": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
