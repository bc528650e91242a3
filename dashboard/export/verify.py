"""`verify`: work every number of a pack out again, offline, and name what no longer agrees.

Four questions: are the files those of the manifest; does every number follow from its evidence; do the files show those
numbers; and, where the reports are held, do the sentences still stand where they are said to stand.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dashboard.export import forms, readback, rework, rules
from dashboard.export.compose import words
from dashboard.export.evidence import Entry, from_json
from dashboard.export.findings import Report
from dashboard.export.pack import FORMAT

MOST_BYTES = 2 << 30  # of an unpacked pack


class PackError(Exception):
    """Not a pack, or one that cannot be read; the text says why in Chinese."""


@contextmanager
def opened(pack: Path) -> Iterator[Path]:
    """The folder of a pack, unpacked beside where it is a ZIP. Raises PackError."""
    if pack.is_dir():
        yield pack
        return
    if not zipfile.is_zipfile(pack):
        raise PackError(f"{pack} 不是导出包：应是文件夹或 .zip。")
    folder = Path(tempfile.mkdtemp(prefix="yanguo-pack-"))
    try:
        _unpack(pack, folder)
        inner = [path for path in folder.iterdir() if path.is_dir()]
        yield inner[0] if len(inner) == 1 and not (folder / "manifest.json").exists() else folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(pack: Path, folder: Path) -> None:
    """Unpack, never outside `folder`, never more than MOST_BYTES."""
    with zipfile.ZipFile(pack) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
            raise PackError(f"{pack} 解开后过大，没有处理。")
        for info in archive.infolist():
            target = (folder / info.filename).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise PackError(f"{pack} 里有越出文件夹的路径 {info.filename}，没有处理。")
            archive.extract(info, folder)


def verify(pack: Path, reports: Path | None = None) -> Report:
    """Check a pack (folder or ZIP), with the reports where a folder of them is given."""
    report = Report()
    with opened(pack) as folder:
        manifest, evidence = _json(folder / "manifest.json"), _json(folder / "evidence.json")
        if manifest.get("format") != FORMAT or evidence.get("format") != FORMAT:
            raise PackError(f"{pack} 的格式不是 {FORMAT}：由别的版本写成，或不是导出包。")
        entries = _entries(evidence)
        _files(folder, manifest, report)
        _numbers(entries, report)
        for file in sorted(folder.iterdir()):
            if file.suffix.lower() in readback.READABLE:
                _shown(file, entries, report)
        if reports is not None:
            from dashboard.export import originals

            originals.check(entries, evidence.get("sources", {}), reports, report)
    return report


def _json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise PackError(f"读不了 {path.name}：{error}") from error


def _entries(evidence: dict[str, Any]) -> dict[str, Entry]:
    try:
        made = [from_json(item) for item in evidence["entries"]]
    except (KeyError, TypeError) as error:
        raise PackError(f"evidence.json 缺少内容：{error}") from error
    return {entry.id: entry for entry in made}


def _files(folder: Path, manifest: dict[str, Any], report: Report) -> None:
    """Every file of the manifest is there and unchanged."""
    for item in manifest.get("files", []):
        path = folder / str(item["path"])
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            report.problems.append(f"{item['path']}：清单上有，包里没有")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != item["sha256"]:
            report.problems.append(f"{item['path']}：文件已被改动（SHA-256 与清单不符）")


def _numbers(entries: dict[str, Entry], report: Report) -> None:
    """Every entry follows from its sentence or its inputs."""
    for entry in entries.values():
        report.entries += 1
        try:
            made = rework.value(entry, entries)
        except rework.Disagreement as found:
            report.problems.append(f"{_name(entry)}：{found}")
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            report.problems.append(f"{_name(entry)}：算不出来（{error}）")
        else:
            if not rework.agrees(entry.value, made):
                report.problems.append(f"{_name(entry)}：证据里是 {entry.value}，重算是 {made}")


def _name(entry: Entry) -> str:
    """The id with what it is about."""
    about = [str(entry.params[key]) for key in ("place_name", "year", "label_zh") if entry.params.get(key)]
    return f"{entry.id}（{' '.join(about)}）" if about else entry.id


def _shown(file: Path, entries: dict[str, Entry], report: Report) -> None:
    """The numbers that a file shows are those of the evidence."""
    try:
        found = list(readback.read(file))
    except Exception as error:
        report.problems.append(f"{file.name}：打不开（{type(error).__name__}: {error}）")
        return
    if not found:
        report.problems.append(f"{file.name}：没有带证据编号的数字（文件可能被别的程序重新保存过）")
    for one in found:
        report.shown += 1
        wrong = _differs(one, entries.get(one.id))
        if wrong:
            report.problems.append(f"{file.name} {one.where}：{wrong}")


def _differs(one: readback.Shown, entry: Entry | None) -> str:
    """What is wrong with a number as shown; '' where nothing is."""
    if entry is None:
        return f"“{one.text or one.value}”的证据 {one.id or '（空）'} 不在 evidence.json"
    if one.value is not None:
        return _value_differs(one.value, entry)
    allowed = {text for language in ("zh", "en") for text in forms.forms(entry, words(language)).values()}
    shown = (one.text or "").strip()
    return "" if shown in allowed else f"写的是“{shown}”，证据 {_name(entry)} 是“{_usual(entry)}”"


def _value_differs(value: float, entry: Entry) -> str:
    held = {entry.value, *(entry.params.get(name) for name in ("value_low", "value_high"))}
    exact = [rules.exact(number) for number in held if isinstance(number, (int, float))]
    if any(abs(rules.exact(value) - number) <= abs(number) * rules.exact("1e-9") for number in exact):
        return ""
    return f"写的是 {value:g}，证据 {_name(entry)} 是 {entry.value}"


def _usual(entry: Entry) -> str:
    """The entry as it is mostly printed."""
    shown = forms.forms(entry, words("zh"))
    return next((shown[name] for name in ("status", "target", "amount", "words") if name in shown), str(entry.value))
