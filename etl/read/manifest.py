"""manifest.csv: what a person knows of the files beside it. Its rows become the `hints` of what is read."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date

from etl.models import Hints
from etl.read.decode import decode
from etl.read.reasons import UnreadableError, reason

COLUMNS = ("file", "place", "place_code", "report_year", "title", "url", "published_on")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?")


@dataclass(slots=True)
class Manifest:
    """Rows by the file that they are about (a path relative to the manifest's folder)."""

    rows: dict[str, Hints] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, load: Callable[[], bytes]) -> Manifest:
        """A manifest from its bytes; what is wrong with it is kept in `faults`, it never raises."""
        try:
            return cls.parse(decode(load()))
        except (UnreadableError, OSError) as error:
            return cls(faults=[str(error)])

    @classmethod
    def parse(cls, text: str) -> Manifest:
        manifest = cls()
        try:
            rows = list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error as error:
            return cls(faults=[reason("manifest", detail=str(error))])
        header = [cell.strip().lower() for cell in rows[0]] if rows else []
        if "file" not in header:
            return cls(faults=[reason("manifest_header")])
        for number, cells in enumerate(rows[1:], 2):
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name in COLUMNS}
            if row.get("file"):
                manifest._add(number, row)
        return manifest

    def _add(self, number: int, row: dict[str, str]) -> None:
        file = posixpath.normpath(row["file"].replace("\\", "/"))
        if file in self.rows:
            self.faults.append(reason("manifest", detail=f"第 {number} 行：{file} 写了两次，后一行没有采用"))
            return
        self.rows[file] = Hints(
            place=row.get("place", ""),
            place_code=row.get("place_code", ""),
            report_year=self._year(number, row.get("report_year", "")),
            title=row.get("title", ""),
            url=row.get("url", ""),
            published_on=self._date(number, row.get("published_on", "")),
        )

    def _year(self, number: int, text: str) -> int | None:
        match = re.fullmatch(r"(\d{4})(?:\.0)?\s*年?", text)
        if text and not match:
            self.faults.append(
                reason("manifest", detail=f"第 {number} 行 report_year：“{text[:40]}”不是年份，这一格没有采用")
            )
        return int(match[1]) if match else None

    def _date(self, number: int, text: str) -> date | None:
        if not text:
            return None
        try:
            match = _DATE.fullmatch(text)
            if match:
                return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
        self.faults.append(
            reason(
                "manifest",
                detail=f"第 {number} 行 published_on：“{text[:40]}”不是日期（如 2025-01-14），这一格没有采用",
            )
        )
        return None

    def problems(self, folder: str, files: Set[str]) -> Iterator[str]:
        """What a person should mend: faults of the rows, and rows about files that are not there."""
        yield from self.faults
        for file in self.rows:
            full = posixpath.join(folder, file) if folder else file
            if (
                full not in files
                and not any(other.startswith(full + "/") for other in files)
                and ".zip/" not in file.lower()
            ):
                yield reason("manifest", detail=f"没有找到它写的文件 {file}")


@dataclass(frozen=True, slots=True)
class Manifests:
    """The manifests on the way to a file, outermost first: (folder, manifest)."""

    chain: tuple[tuple[str, Manifest], ...] = ()

    def with_manifest(self, folder: str, manifest: Manifest) -> Manifests:
        return replace(self, chain=(*self.chain, (folder, manifest)))

    def since(self, outer: Manifests) -> tuple[tuple[str, Manifest], ...]:
        return self.chain[len(outer.chain) :]

    def of(self, file: str) -> Hints:
        """What they say of a file; the manifest nearest to it wins."""
        for folder, manifest in reversed(self.chain):
            if folder and not file.startswith(folder + "/"):
                continue
            hints = manifest.rows.get(file[len(folder) + 1 :] if folder else file)
            if hints is not None:
                return hints
        return Hints()
