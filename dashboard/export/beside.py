"""The short sections beside the main ones: targets that are no headline, and the ledger of quiet changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from dashboard.export import changes, safe, sentences
from dashboard.export.blocks import Blocks, betterness
from dashboard.export.compose import Mark, Words
from dashboard.export.data import Row, Subject
from dashboard.export.evidence import Evidence
from dashboard.export.model import Item, Section

LISTED = 10  # names in a sentence
WORST = (
    "missed",
    "unreported",
    "near",
    "unverifiable",
    "met",
    "exceeded",
    "pending",
)  # the order of a list of promises
Ids = Mapping[str, str]


class Made(Protocol):
    """What these sections take of the builder that asks for them."""

    subject: Subject
    blocks: Blocks
    ev: Evidence
    w: Words
    others: list[Row]
    changes: list[Row]
    by_place: bool

    def by_indicator(self, rows: Sequence[Row]) -> dict[str, list[Row]]: ...

    def places_of(self, rows: Sequence[Row]) -> str: ...


def others(made: Made) -> Section | None:
    """The targets beside the headline ones: how many became what, and each; of a whole year indicator by indicator."""
    if not made.others:
        return None
    w, rows = made.w, sorted(made.others, key=lambda row: (WORST.index(row["status"]), betterness(row)))
    pending = all(row["status"] == "pending" for row in rows)
    total = made.blocks.count(rows)
    parts = sentences.parts(made.blocks.verdicts(rows), made.ev, w)
    lead = w("other.pending" if pending else "other.lead", year=made.subject.year, total=total, parts=parts)
    if pending:
        items: tuple[Item, ...] = ()
    elif made.subject.kind == "year":
        items = tuple(_grouped(made, label, part) for label, part in made.by_indicator(rows).items())
    else:
        items = made.blocks.items(rows, made.by_place)
    return Section("others", w.entries["heading.others"], w("title.others", total=total), (lead,), items=items)


def _grouped(made: Made, label: str, rows: Sequence[Row]) -> Item:
    """What became of one indicator, and where."""
    parts = sentences.parts(made.blocks.verdicts(rows), made.ev, made.w)
    return Item(made.w("other.grouped", label=label, parts=parts, names=made.places_of(rows)))


def quiet(made: Made) -> Section | None:
    """The ledger of quiet changes, each in a sentence; of a whole year kind by kind."""
    found = [ids for ids in (changes.entries(row, made.ev) for row in made.changes) if ids]
    if not found:
        return None
    kinds: dict[str, list[Ids]] = {}
    for ids in found:
        kinds.setdefault(str(made.ev[ids["L"]].value), []).append(ids)
    kinds = dict(sorted(kinds.items(), key=lambda item: -len(item[1])))
    names = made.w.entries["list"].join(made.w.entries[f"change.kind.{kind}"] for kind in kinds)
    if made.subject.kind == "year":
        items = tuple(_of_kind(made, part) for part in kinds.values())
    else:
        items = tuple(_one(made, ids) for ids in found)
    years = sorted({int(made.ev[ids["L"]].params["year"]) for ids in found})
    key = "title.changes" if len(years) == 1 else "title.changes_years"
    title = made.w(key, n=_count(made, found), names=names, year=years[0], last=years[-1])
    return Section("changes", made.w.entries["heading.changes"], title, items=items)


def _count(made: Made, found: Sequence[Ids]) -> Mark:
    """How many changes."""
    return made.blocks.mark(made.ev.count([ids["L"] for ids in found]), "numeral")


def _one(made: Made, ids: Ids) -> Item:
    """One change, after its place where there are several."""
    text = changes.sentence(ids, made.ev, made.w)
    colon = "：" if made.w.language == "zh" else ": "
    place = safe.line(made.ev[ids["L"]].params["place_name"])
    return Item((f"{place}{colon}", *text) if made.by_place else text)


def _of_kind(made: Made, found: Sequence[Ids]) -> Item:
    """How many changes of one kind, and where."""
    names = list(dict.fromkeys(safe.line(made.ev[ids["L"]].params["place_name"]) for ids in found))
    listed = made.w.entries["list"].join(names[:LISTED])
    listed += made.w.entries["title.names_more"] if len(names) > LISTED else ""
    kind = changes.label(found[0], made.ev, made.w)
    return Item(made.w("change.grouped", kind=kind, n=_count(made, found), names=listed))
