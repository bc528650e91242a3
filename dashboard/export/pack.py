"""A pack: the files of one briefing in a folder and a ZIP, with evidence.json and a manifest that names and hashes them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import struct
import uuid
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.export import docx_file, figures, fonts, html_file, images, pdf_file, pptx_file, safe, tables, xlsx_file
from dashboard.export.compose import plain
from dashboard.export.images import Job, Renderer
from dashboard.export.model import Briefing

FORMAT = "yanguo-pack/1"
FORMATS = ("pptx", "docx", "pdf", "xlsx", "html", "png", "print", "svg", "csv", "parquet")
DRAWN = ("pdf", "png", "print", "svg")  # need a browser and a Chinese font
PRINT_SCALE, PRINT_DPI = 3.14, 300  # 1120 px wide → 297 mm at 300 dpi
SCREEN_SCALE = 2.0

Told = Callable[[str], None]


@dataclass
class Result:
    """What an export made: the folder, the ZIP (where asked for), and what could not be made, with the reason."""

    folder: Path
    archive: Path | None = None
    missing: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)  # per image, in the child


def name_of(briefing: Briefing) -> str:
    """The pack's file name: what it is about and the year."""
    subject = briefing.subject
    if subject.kind == "place":
        stem = f"{subject.place['place_name']}_{subject.year}"
    else:
        scope = "_".join(
            filter(None, [subject.area.replace("/", "-"), briefing.words.entries[f"level.{subject.level}"]])
        )
        label = briefing.words.label(subject.indicator) if subject.kind == "indicator" else ""
        stem = "_".join(filter(None, [label, scope, str(subject.year)]))
    return safe.file_name(f"{stem}_{'言果简报' if briefing.words.language == 'zh' else 'yanguo'}")


def export(
    briefing: Briefing,
    formats: Sequence[str],
    out: Path,
    renderer: Renderer | None = None,
    *,
    archive: bool = True,
    told: Told = lambda step: None,
) -> Result:
    """Write the pack to out/<name> (and out/<name>.zip), whole or not at all; an older one of that name is replaced.

    What needs a browser or a font that is not there is left out and named in `missing` and in the manifest.
    """
    name = name_of(briefing)
    out.mkdir(parents=True, exist_ok=True)
    work = out / f".{name}.{uuid.uuid4().hex[:8]}.part"
    work.mkdir()
    try:
        result = Result(out / name)
        _fill(briefing, [one for one in FORMATS if one in formats], work, name, renderer, result, told)
        if result.folder.exists():
            shutil.rmtree(result.folder)
        work.rename(result.folder)
        if archive:
            result.archive = zipped(result.folder, out / f"{name}.zip")
        return result
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _fill(
    briefing: Briefing,
    formats: Sequence[str],
    work: Path,
    name: str,
    renderer: Renderer | None,
    result: Result,
    told: Told,
) -> None:
    """Write every file, then evidence and manifest."""
    briefing.figures = briefing.figures or figures.make(briefing)
    own = renderer
    try:
        if set(formats) & set(DRAWN):
            reason = cannot_draw(briefing)
            result.missing |= {one: reason for one in formats if one in DRAWN and reason}
            own = own or Renderer()
        for one in formats:
            if one not in result.missing:
                told(one)
                _make(one, briefing, work, name, own, result)
    finally:
        if own is not None and renderer is None:
            own.close()
    write_json(work / "evidence.json", evidence_json(briefing))
    write_json(work / "manifest.json", manifest(briefing, work, result.missing))


def cannot_draw(briefing: Briefing) -> str:
    """Why images cannot be drawn here; '' where they can."""
    try:
        images.browser()
        texts = [briefing.title, *(plain(section.title) for section in briefing.sections)]
        fonts.check(
            [*texts, *(row["place_name"] for row in briefing.rows), *(row["indicator_label"] for row in briefing.rows)]
        )
    except (images.ImagesUnavailableError, fonts.FontsMissingError) as error:
        return str(error)
    return ""


def _make(one: str, briefing: Briefing, work: Path, name: str, renderer: Renderer | None, result: Result) -> None:
    """The files of one format."""
    path = work / f"{name}.{one}"
    if one == "pptx":
        pptx_file.write(briefing, path)
    elif one == "docx":
        docx_file.write(briefing, path)
    elif one == "xlsx":
        xlsx_file.write(briefing, path)
    elif one == "html":
        html_file.write(briefing, path)
    elif one in ("csv", "parquet"):
        _tables(one, briefing, work / "data")
    else:
        assert renderer is not None
        try:
            if one == "pdf":
                pdf_file.write(briefing, path, renderer)
            else:
                result.seconds += draw(briefing, one, work / "images", renderer)
        except images.RenderError as error:
            result.missing[one] = str(error)


def draw(briefing: Briefing, kind: str, folder: Path, renderer: Renderer) -> list[float]:
    """All charts as PNG (png: twice the size on screen; print: at print size) or SVG; seconds for each image."""
    folder.mkdir(parents=True, exist_ok=True)
    seconds = []
    for job in jobs(briefing, kind, folder):
        seconds.append(renderer.draw(job))
        if kind == "print":
            set_dpi(job.path, PRINT_DPI)
    return seconds


def jobs(briefing: Briefing, kind: str, folder: Path) -> list[Job]:
    """The images to draw."""
    made = []
    for n, (key, figure) in enumerate(briefing.figures.items(), 1):
        shown = figures.stand_alone(figure)
        wide, high = int(shown.layout.width), int(shown.layout.height)
        suffix, form, scale = {
            "svg": (".svg", "svg", 1.0),
            "png": ("@2x.png", "png", SCREEN_SCALE),
            "print": ("_print.png", "png", PRINT_SCALE),
        }[kind]
        made.append(Job(shown, folder / f"{n:02d}_{safe.file_name(key)}{suffix}", form, wide, high, scale))
    return made


def set_dpi(path: Path, dpi: int) -> None:
    """Write the resolution into a PNG, so that it prints at its size."""
    data = path.read_bytes()
    per_metre = round(dpi / 0.0254)
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body))
    head = 8 + 25  # signature and IHDR
    path.write_bytes(data[:head] + chunk + data[head:])


def _tables(kind: str, briefing: Briefing, folder: Path) -> None:
    """The tables as CSV or Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {"title": briefing.title, "source": briefing.source_line, "as_of": briefing.as_of}
    held = {
        "promises": (tables.promises(briefing), tables.with_ids(tables.PROMISES, tables.IDS)),
        "evidence": (tables.evidence(briefing), tables.EVIDENCE),
        "sources": (tables.sources(briefing), tables.SOURCES),
    }
    changes = tables.changes(briefing)
    if changes:
        held["changes"] = (changes, tables.with_ids(tables.CHANGES, tables.CHANGE_IDS))
    for name, (records, columns) in held.items():
        if kind == "csv":
            tables.write_csv(records, list(columns), folder / f"{name}.csv")
        else:
            tables.write_parquet(records, columns, folder / f"{name}.parquet", facts)


def evidence_json(briefing: Briefing) -> dict[str, Any]:
    """The evidence as plain data: entries in the order of their making, and the documents that they point into."""
    wanted = {entry.source for entry in briefing.evidence.entries.values()} | {
        str(entry.params.get("searched") or "") for entry in briefing.evidence.entries.values()
    }
    return {
        "format": FORMAT,
        "entries": [entry.as_json() for entry in briefing.evidence.entries.values()],
        "sources": {name: row for name, row in briefing.sources.items() if name in wanted},
        "searches": {key: rows for key, rows in briefing.searches.items() if rows},
    }


def manifest(briefing: Briefing, work: Path, missing: dict[str, str]) -> dict[str, Any]:
    """What the pack holds."""
    files = sorted(path for path in work.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {
        "format": FORMAT,
        "title": briefing.title,
        "subtitle": briefing.subtitle,
        "language": briefing.words.language,
        "kind": briefing.subject.kind,
        "year": briefing.subject.year,
        "source": briefing.source_line,
        "as_of": briefing.as_of,
        "made": briefing.made,
        "verify": "python -m dashboard verify PACK [--reports DIR]",
        "missing": missing,
        "files": [
            {
                "path": path.relative_to(work).as_posix(),
                "bytes": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in files
        ],
    }


def write_json(path: Path, data: Any) -> None:
    """Data as readable JSON; dates as ISO, lone surrogates as U+FFFD."""
    text = json.dumps(data, ensure_ascii=False, indent=1, default=_plain)
    path.write_text(text.encode("utf-8", "replace").decode("utf-8"), encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()[:10]
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def zipped(folder: Path, archive: Path) -> Path:
    """The folder as a ZIP beside it, put in place in one step; the order and the times are always the same."""
    beside = archive.with_name(f".{archive.name}.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", (2000, 1, 1, 0, 0, 0))
                info.compress_type = (
                    zipfile.ZIP_STORED if path.suffix in (".png", ".pptx", ".docx", ".xlsx") else zipfile.ZIP_DEFLATED
                )
                info.external_attr = 0o644 << 16
                file.writestr(info, path.read_bytes())
    beside.replace(archive)
    return archive
