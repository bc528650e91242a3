"""The rows of `manifest.csv` about pages that were fetched: which address, which bytes, on which day."""

from __future__ import annotations

import csv
import io
import os
from datetime import date
from pathlib import Path

from etl.read.decode import decode
from etl.read.manifest import COLUMNS
from etl.read.reasons import UnreadableError

OWN = ("sha256", "fetched_on")  # beside the columns of every manifest


def note(folder: Path, file: str, url: str, sha256: str, fetched_on: date) -> None:
    """Write a page's row. What stands in the manifest already, other columns too, stays as it is."""
    path = folder / "manifest.csv"
    header, rows = _read(path)
    header += [name for name in ("file", "url", *OWN) if name not in header]
    if any(row.get("file") == file for row in rows):
        return
    rows.append({"file": file, "url": url, "sha256": sha256, "fetched_on": fetched_on.isoformat()})
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    part = folder / f".manifest.csv.part-{os.getpid()}"
    try:
        part.write_text(text.getvalue(), encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    if not path.exists():
        return list(COLUMNS), []
    try:
        lines = list(csv.reader(io.StringIO(decode(path.read_bytes()), newline="")))
    except csv.Error as error:
        raise UnreadableError("manifest", detail=str(error)) from None
    if not lines:
        return list(COLUMNS), []
    header = [cell.strip().lower() for cell in lines[0]]
    if "file" not in header:
        raise UnreadableError("manifest_header")
    return header, [dict(zip(header, cells, strict=False)) for cells in lines[1:] if any(cells)]
