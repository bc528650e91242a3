"""Which place a report is of: what its opening says, else the names that its body uses of itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from etl.facts.words import squeeze, words
from etl.places import Gazetteer, Place, short_name
from etl.places.names import NAMES

OFFICE, TITLE, NAMED = 5.0, 3.0, 1.0
_BODY_LEAST = 6  # a short name must stand this often in a body to name the report's place by itself
_PLAINLY = 10  # as often, a province or city needs nothing else to bear its name out
_SAMPLE = 4000  # characters of the beginning that mostly settle it
_TAIL = 500  # characters of the end, where each name counts threefold
_FOOT = 800  # characters at the end in which a page tells whose site it is
_WE, _PARTY = 3, 6  # 我市, and 在…市委的坚强领导下, in mentions of 全市
_LEAD, _LEAD_WITH_PARTS, _LEAD_OVER_PART = 2.0, 1.3, 1.6  # how many times as often as another name the first must stand
_UNFIT = 0.5  # a name that does not end as the report calls its own area counts half
_BELOW = 2  # places below that bear a name out
_ABOVE = 3  # mentions that the words 省委, 自治区党委 are worth, for a place in a province or an autonomous region
_CHILD_CAP = 3  # mentions of one place below that count as support


_ZONE = re.compile(
    r"(?:^|[\n，。、：:；（(《“\"—-]|代表|关于|中共|[在为]|年)"
    rf"(?P<name>(?:(?!代表|关于|中共|我)[\u4e00-\u9fff]){{2,16}}?(?:{'|'.join(NAMES.zones)}))"
    r"(?:党工委、)?(?:管委会|管理委员会|(?:[12][09]\d\d年)?(?:政府)?工作(?:报告|总结))"
)


@dataclass(slots=True)
class PlaceFinding:
    """The place found, or None with a warning. `considered`: the places between which the text leaves it open."""

    place: Place | None = None
    warnings: list[str] = field(default_factory=list)
    considered: list[Place] = field(default_factory=list)


def read_place(text: str, opening: str, title: str, gazetteer: Gazetteer) -> PlaceFinding:
    """The opening's own words first, then the body's."""
    plain = squeeze(opening)
    if re.search(r"代表国务院", plain):
        return PlaceFinding(gazetteer.by_code("100000"))
    scores = _opening_scores(plain, gazetteer)
    for place, weight in _opening_scores(squeeze(title) + "\n", gazetteer).items():
        scores[place] = max(scores[place], weight)
    own = _own_level(text, opening)
    if own.word in words().below_county:
        return PlaceFinding(None, ["乡镇的报告,乡镇不在区划数据内"])
    if own.word == "国":
        return PlaceFinding(gazetteer.by_code("100000"))
    zone = _zone_named(plain + "\n" + squeeze(title), gazetteer) if own.word in ("管委会", "区", "") else None
    if zone is not None:
        return PlaceFinding(zone)
    fitting = {p: s for p, s in scores.items() if s >= TITLE and (not own.sure or _fits(p, own.word))}
    best = _best(fitting)
    if len(best) == 1:
        return PlaceFinding(best[0])
    if best:
        return _among(best, text, gazetteer)
    finding = _from_body(text, own, gazetteer)
    return finding if finding.place is not None else _from_foot(text, own, gazetteer) or finding


def _zone_named(opening: str, gazetteer: Gazetteer) -> Place | None:
    """A development zone that the opening gives the report to: 代表X开发区管委会, X高新区2020年工作报告."""
    for match in _ZONE.finditer(opening):
        place = gazetteer.resolve(match["name"])
        if place is not None:
            return place
    return None


def _opening_scores(opening: str, gazetteer: Gazetteer) -> defaultdict[Place, float]:
    """Places named in the opening, weighed by what stands around the name; a chain (上海市普陀区) counts for its last."""
    scores: defaultdict[Place, float] = defaultdict(float)
    mentions = gazetteer.mentions(opening)
    for i, mention in enumerate(mentions):
        following = opening[mention.end : mention.end + 14]
        if (
            i + 1 < len(mentions)
            and mentions[i + 1].start == mention.end
            and _chained(mention.places, mentions[i + 1].places, gazetteer)
        ):
            continue
        meant = list(mention.places)
        if i and mentions[i - 1].end == mention.start:
            meant = [
                p for p in meant if any(gazetteer.is_within(p, a) and p != a for a in mentions[i - 1].places)
            ] or meant
        living = [p for p in meant if p.until is None] or meant
        meant = [p for p in living if p.name == mention.name] or living
        weight = _weight(opening, mention.start, following)
        for place in meant:
            scores[place] = max(scores[place], weight) + (0.1 if scores[place] else 0)
    return scores


def _chained(areas: tuple[Place, ...], places: tuple[Place, ...], gazetteer: Gazetteer) -> bool:
    return any(p != a and gazetteer.is_within(p, a) for p in places for a in areas)


def _weight(opening: str, start: int, following: str) -> float:
    if words().office.match(following):
        return OFFICE
    line_start = opening.rfind("\n", 0, start) + 1
    line_end = opening.find("\n", start)
    line = opening[line_start : line_end if line_end >= 0 else len(opening)]
    return TITLE if len(line) <= 60 and "报告" in line[start - line_start :] else NAMED


def _best(scores: dict[Place, float]) -> list[Place]:
    if not scores:
        return []
    top = max(scores.values())
    return [p for p, s in scores.items() if s >= top - 1e-9]


def _among(places: list[Place], text: str, gazetteer: Gazetteer) -> PlaceFinding:
    """Several places of one name: the one whose parents the text names most; the words for the levels above must fit."""
    above = next((ending for ending, said in words().above.items() if any(w in text for w in said)), "市")
    support = {}
    for place in places:
        parents = [p for p in gazetteer.parents(place) if p.level != "country"]
        fits = bool(parents) and parents[-1].name.endswith(above)
        support[place.place_id] = sum(text.count(short_name(p.name)) for p in parents) + (_ABOVE if fits else 0)
    ranked = sorted(places, key=lambda p: -support[p.place_id])
    first, second = support[ranked[0].place_id], support[ranked[1].place_id]
    if first >= 2 and first >= 2 * second + 1:
        return PlaceFinding(ranked[0])
    names = "、".join(p.path for p in ranked)
    return PlaceFinding(None, [f"地点同名,正文未能区分:{names}"], ranked)


@dataclass(frozen=True, slots=True)
class Own:
    """How a report calls its own area: the ending 省 市 区 县 州 旗 盟, 自治区, 管委会, or ''. `sure`: its opening sentence says so."""

    word: str
    sure: bool = False


def _own_level(text: str, opening: str) -> Own:
    """By its opening (代表市人民政府), else by how often it says 全市, 我市 and 在…市委的坚强领导下."""
    w = words()
    start = squeeze(text[: len(opening) + 1500])
    office = w.own_office.search(start)
    if office:
        word = office["word"] or "管委会"
        return Own(w.own_endings.get(word, word), True)
    counts = Counter(w.own_area.findall(text))
    for ending in "省市区县州旗盟":
        counts[ending] += _WE * text.count(f"我{ending}")
    if text.count("全国") + _WE * text.count("我国") > 2 * sum(counts.values()) + 10:
        return Own("国")
    for party in w.own_party.finditer(start):
        ending = w.own_endings.get(party["word"], party["word"])[-1]
        counts[ending] += _PARTY
    word = max(counts, key=lambda c: counts[c])
    if counts[word] < 3:
        return Own("")
    return Own("自治区" if word == "区" and text.count("自治区") >= 5 else word)


def _fits(place: Place, word: str) -> bool:
    """Whether a place can be what the report calls its own area: 全市 is not said of a county, nor 全县 of a city."""
    if not word or place.level == "country":
        return True
    if word == "管委会":
        return place.level in ("district", "zone")
    names = (place.name, *place.former_names)
    if word == "区":
        return place.level == "zone" or any(n.endswith("区") and not n.endswith("自治区") for n in names)
    return any(n.endswith(word) for n in names)


def _from_body(text: str, own: Own, gazetteer: Gazetteer) -> PlaceFinding:
    """The place that the body names most, among those that the report can call its own: its beginning first, then all of it."""
    if text.count(" ") > len(text) // 5:  # 池 州 市: letters set apart
        text = squeeze(text)
    if len(text) > 2 * _SAMPLE:
        finding = _named_most(text[:_SAMPLE] + "\n" + text[-_TAIL:], own, gazetteer)
        if finding.place is not None:
            return finding
    return _named_most(text, own, gazetteer)


def _from_foot(text: str, own: Own, gazetteer: Gazetteer) -> PlaceFinding | None:
    """The government whose site the page stands on (主办:X区人民政府), where it is one that the report can call its own."""
    foot = squeeze(text[-_FOOT:])
    for mention in gazetteer.mentions(foot):
        if own.sure and words().site_of.search(foot[: mention.start]) and words().office.match(foot[mention.end :]):
            fits = [p for p in mention.places if p.until is None and _fits(p, own.word)]
            if len(fits) == 1:
                return PlaceFinding(fits[0], [f"地点取自页脚的主办单位:{fits[0].path}"])
    return None


def _named_most(text: str, own: Own, gazetteer: Gazetteer) -> PlaceFinding:
    totals = _body_scores(text, own, gazetteer)
    ranked = sorted(totals.items(), key=lambda item: -item[1])[:8]
    if not ranked or ranked[0][1] < _BODY_LEAST:
        return PlaceFinding(None, ["正文未写明是哪个地方的报告"])
    first, most = ranked[0]
    equals = [p for p, n in ranked if n == most]
    if len(equals) > 1:
        return _among(equals, text, gazetteer)
    share = 1.0 if not _parts_named(first, text, gazetteer) else _LEAD_WITH_PARTS / _LEAD
    rivals = [(p, n) for p, n in ranked[1:] if most < n * share * _lead(first, p, own, gazetteer)]
    if rivals:
        names = "、".join(f"{p.path}({n:.0f}次)" for p, n in (ranked[0], rivals[0]))
        warning = f"正文未写明是哪个地方的报告,提到较多的有:{names}"
        return PlaceFinding(None, [warning], [first, *(p for p, _ in rivals)])
    plainly = most >= _PLAINLY and first.level in ("province", "city")
    if not plainly and not _borne_out(first, text, gazetteer):
        return PlaceFinding(None, [f"正文未写明是哪个地方的报告,只多次提到“{short_name(first.name)}”"], [first])
    return PlaceFinding(first)


def _parts_named(place: Place, text: str, gazetteer: Gazetteer) -> bool:
    """A city's report names most of its counties and districts."""
    below = gazetteer.children(place)
    return len(below) >= _BELOW and sum(short_name(p.name) in text for p in below) >= 0.6 * len(below)


def _borne_out(place: Place, text: str, gazetteer: Gazetteer) -> bool:
    """A report names the province or city that it is in, or places below its own: a word that is a name by chance does not."""
    parents = [p for p in gazetteer.parents(place) if p.level != "country"]
    if any(short_name(p.name) in text for p in parents):
        return True
    below = [p for p in gazetteer.children(place) if short_name(p.name) not in NAMES.generic_short]
    return sum(short_name(p.name) in text for p in below) >= _BELOW


def _lead(first: Place, other: Place, own: Own, gazetteer: Gazetteer) -> float:
    """How many times as often as another place the first must be named: its own parts and parents are named in any report."""
    if gazetteer.is_within(first, other):
        return 0.0
    if any(short_name(p.name) == short_name(other.name) for p in gazetteer.parents(first)):
        return 0.0  # 吉林 in a report of 通化市 is the province
    if gazetteer.is_within(other, first):
        return 0.0 if own.sure else _LEAD_OVER_PART
    return _LEAD


def _body_scores(text: str, own: Own, gazetteer: Gazetteer) -> dict[Place, float]:
    """How often the body names each place that can be its own; the places right below a place support it."""
    counts = gazetteer.count_short_names(text)
    for name, n in gazetteer.count_short_names(text[-_TAIL:]).items():
        counts[name] += 2 * n
    totals: defaultdict[Place, float] = defaultdict(float)
    for name, n in counts.items():
        for place in gazetteer.shorts(name):
            if place.until is not None or place.level == "country":
                continue
            fits = _fits(place, own.word)
            if fits or not own.sure:
                totals[place] += n if fits else n * _UNFIT
            parent = gazetteer.get(place.parent_id)
            if parent is not None and parent.level != "country" and _fits(parent, own.word):
                totals[parent] += min(n, _CHILD_CAP)
    return totals
