"""Places: division codes, names old and new, parents; one place keeps one id through renames."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from etl.finder import Finder
from etl.places.names import NAMES, short_name

NATION_ID = "100000"
_SPLIT = re.compile(r"[/／\s>·]+")
_LONGEST = 60  # characters: a longer text is no name
_ZONE = re.compile(f"(?:{'|'.join(NAMES.zones)})$")
_NO_SHORT_NAMES = NAMES.generic_short | NAMES.compounds  # found all the same, so that no name is found inside of one


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `place_id` is its newest six-digit code (`zone:<name>` for a development zone), stable through renames.

    `level`: country, province, city, district, county, zone. `path` names the parents and the place (江苏省/南通市/通州区).
    `until` is the last year in which it existed (None: it still does).
    """

    place_id: str
    name: str
    path: str
    level: str
    parent_id: str
    former_names: tuple[str, ...] = ()
    until: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A name of a place in a text, [start, end). `places` are all that it may mean, the living ones first."""

    start: int
    end: int
    name: str
    places: tuple[Place, ...]


class Gazetteer:
    """All places with their names. Make it with `Gazetteer.load()`; it is built once for each process."""

    def __init__(self, places: list[Place], codes: dict[str, str]) -> None:
        self._places = {p.place_id: p for p in places}
        self._codes = codes
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._by_short: dict[str, list[Place]] = defaultdict(list)
        for place in sorted(places, key=lambda p: (p.until is not None, p.place_id)):
            self._add(self._by_name, place.name, place)
            self._add(self._by_short, short_name(place.name), place)
        for place in places:
            for former in place.former_names:
                self._add(self._by_name, former, place)
                self._add(self._by_short, short_name(former), place)
        for place in places:
            if place.until is None and (alias := _plain(place.name)) and alias not in self._by_name:
                self._add(self._by_name, alias, place)
        for alias in NAMES.nation:
            self._add(self._by_name, alias, self._places[NATION_ID])
        self._children: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            if place.until is None and place.parent_id:
                self._children[place.parent_id].append(place)
        self._names: Finder | None = None
        self._shorts: Finder | None = None

    @staticmethod
    def _add(index: dict[str, list[Place]], name: str, place: Place) -> None:
        if place not in index[name]:
            index[name].append(place)

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Gazetteer:
        """The gazetteer of `data/places.csv`."""
        return Gazetteer(*_read())

    def by_code(self, code: str) -> Place | None:
        """The place that has or had this division code (6 digits, or longer codes that begin with them)."""
        code = code.strip()
        place_id = code if code in self._places else self._codes.get(code[:6], "")
        return self._places.get(place_id)

    def get(self, place_id: str) -> Place | None:
        return self._places.get(place_id)

    def parents(self, place: Place) -> list[Place]:
        """The places above, nearest first; the nation is the last one."""
        result = []
        parent = self._places.get(place.parent_id)
        while parent is not None:
            result.append(parent)
            parent = self._places.get(parent.parent_id)
        return result

    def children(self, place: Place) -> list[Place]:
        """The living places right below, in the order of their codes."""
        return list(self._children.get(place.place_id, ()))

    def is_within(self, place: Place, area: Place) -> bool:
        """True for the area itself and everything below it."""
        return place.place_id == area.place_id or any(p.place_id == area.place_id for p in self.parents(place))

    def candidates(self, name: str) -> list[Place]:
        """Every place with this full or former name; where there is none, those with this short name. Living and current first."""
        name = name.strip()
        found = self._by_name.get(name)
        return list(found if found else self._by_short.get(name, ()))

    def shorts(self, short: str) -> list[Place]:
        """The living places with this short name (通州 → 通州区 of Beijing and of Nantong), else those that once had it."""
        named = self._by_short.get(short) or self._by_name.get(short, [])
        found = [p for p in named if p.until is None]
        return [p for p in found if short in (short_name(p.name), p.name)] or found

    @staticmethod
    def _counted_as(place: Place) -> str:
        """The name that counts for a place: its short name, or its full one where the short one is an ordinary word (惠民县)."""
        short = short_name(place.name)
        return place.name if short in NAMES.generic_short else short

    def count_short_names(self, text: str) -> Counter[str]:
        """How often each short name stands in a text, longest match first. Short names that are ordinary words are left out."""
        if self._shorts is None:
            words = {self._counted_as(p) for places in self._by_short.values() for p in places} | self._by_short.keys()
            words = {name for name in words if len(name) >= 2 and name not in NAMES.generic}
            self._shorts = Finder(words | _NO_SHORT_NAMES)
        return Counter(name for _, name in self._shorts.find(text) if name not in _NO_SHORT_NAMES)

    def resolve(self, name: str, code: str = "", within: Place | None = None) -> Place | None:
        """The one place meant, or None where none or several fit.

        `name` may carry its parents (上海市宝山区, 江苏省/南通市/通州区, 河北保定易县). A code decides by itself.
        `within` narrows to an area. Names of development zones give a place of level zone.
        """
        if code and (place := self.by_code(code)) is not None:
            return place
        name = _SPLIT.sub("/", name.strip()).strip("/")
        if not name or len(name) > _LONGEST:
            return None
        found = self._parse(name)
        if within is not None:
            found = [p for p in found if self.is_within(p, within)]
        found = self._prefer(found)
        if len(found) == 1:
            return found[0]
        return self._zone(name, within) if not found else None

    def _parse(self, name: str) -> list[Place]:
        """The places that the whole name can mean: the last part, under the parts before it."""
        whole = self.candidates(name)
        if whole or len(name) < 3:
            return whole
        found = []
        for cut in range(2, len(name)):
            head, tail = name[:cut].rstrip("/"), name[cut:].lstrip("/")
            tails = self.candidates(tail) if tail and (tail in self._by_name or tail in self._by_short) else []
            if not tails or not head:
                continue
            areas = self._parse(head)
            found += [p for p in tails if any(p != a and self.is_within(p, a) for a in areas) and p not in found]
        return found

    def _prefer(self, found: list[Place]) -> list[Place]:
        """Living places before gone ones; a province before others of its short name, a city before the county that it took it from."""
        found = [p for p in found if p.until is None] or found
        upper = [p for p in found if p.level == "province"] or [
            p for p in found if all(self.is_within(other, p) for other in found)
        ]
        return upper if len(upper) == 1 else found

    def _zone(self, name: str, within: Place | None) -> Place | None:
        """A development zone: known by its ending, its parent by the beginning of its name."""
        last = name.split("/")[-1]
        match = _ZONE.search(last)
        if match is None or (match.start() == 0 and "/" not in name and within is None):
            return None
        last = self._without_province(last)
        known = self._places.get(f"zone:{last}")
        if known is not None:
            return known
        parent = self._zone_parent(name, within)
        path = f"{parent.path}/{last}" if parent.place_id != NATION_ID else last
        return Place(f"zone:{last}", last, path, "zone", parent.place_id)

    def _without_province(self, name: str) -> str:
        """浙江省温州经济技术开发区 → 温州经济技术开发区: a province before a name that begins with a place of its own."""
        for cut in range(3, min(8, len(name) - 4)):
            areas = [p for p in self._by_name.get(name[:cut], ()) if p.level == "province"]
            below = [p for n in (2, 3, 4) for p in self._by_short.get(name[cut : cut + n], ())]
            if areas and any(self.is_within(p, areas[0]) for p in below):
                return name[cut:]
        return name

    def _zone_parent(self, name: str, within: Place | None) -> Place:
        """The place that the zone's name begins with, or the parts before the last one; else the area given, else the nation."""
        head, _, last = name.rpartition("/")
        if head and (parent := self.resolve(head)) is not None:
            return parent
        for cut in range(len(last) - 2, 1, -1):
            found = self._prefer([p for p in self._parse(last[:cut]) if within is None or self.is_within(p, within)])
            if found:
                rank = {"province": 0, "city": 1, "county": 2, "district": 2}
                best = min(rank.get(p.level, 3) for p in found)
                found = [p for p in found if rank.get(p.level, 3) == best]
            if len(found) == 1:
                return found[0]
        return within or self._places[NATION_ID]

    def mentions(self, text: str) -> list[PlaceMention]:
        """Full names of places in a text, leftmost longest (米易县 is no 易县). Names that are ordinary words (城区) are left out."""
        result: list[PlaceMention] = []
        if self._names is None:
            words = {name for name in self._by_name if name not in NAMES.generic and name not in NAMES.nation}
            self._names = Finder(words | NAMES.compounds)
        for start, name in self._names.find(text):
            if name not in NAMES.compounds:
                result.append(PlaceMention(start, start + len(name), name, tuple(self._by_name[name])))
        return result


def _plain(name: str) -> str:
    """The everyday name of an autonomous place: 延边州, 大厂县, 广西自治区; '' for others."""
    for ending in ("自治州", "自治县", "自治旗", "自治区"):
        if name.endswith(ending) and short_name(name) + ending != name:
            return short_name(name) + (ending if ending == "自治区" else ending[-1])
    return ""


def _read() -> tuple[list[Place], dict[str, str]]:
    """Places and code → place id (a code dealt out twice belongs to the latest place)."""
    lines = resources.files("etl.places").joinpath("data/places.csv").read_text("utf-8").splitlines()
    table = {row["place_id"]: row for row in csv.DictReader(lines)}
    nation = Place(NATION_ID, NAMES.nation[0], NAMES.nation[0], "country", "", NAMES.nation[1:])
    places, codes = [nation], {NATION_ID: NATION_ID}
    dated: dict[str, int] = {}
    for place_id, row in table.items():
        spans = [entry.split(":") for entry in row["former"].split("|") if entry]
        former = tuple(dict.fromkeys(name for _, name, _ in spans if name != row["name"]))
        until = int(row["until"]) if row["until"] else None
        places.append(Place(place_id, row["name"], _path(row, table), row["level"], row["parent_id"], former, until))
        spans.append([place_id[:6], row["name"], f"-{until or 9999}"])
        for code, _, years in spans:
            last = int(years.rpartition("-")[2])
            if not place_id.startswith("zone:") and last >= dated.get(code, 0):
                dated[code], codes[code] = last, place_id
    return places, codes


def _path(row: dict[str, str], table: dict[str, dict[str, str]]) -> str:
    names = [row["name"]]
    while (parent := table.get(row["parent_id"])) is not None:
        row = parent
        names.append(row["name"])
    return "/".join(reversed(names))
