"""From the warehouse to a briefing: which sections a place, an indicator or a year gets, and what each of them finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dashboard.export import data, safe
from dashboard.export.blocks import Blocks
from dashboard.export.builder import Builder
from dashboard.export.compose import Words, words
from dashboard.export.data import Row, Subject
from dashboard.export.evidence import Evidence
from dashboard.export.model import Briefing, Item, Section


def make(subject: Subject, language: str = "zh", path: Path | None = None, today: dt.date | None = None) -> Briefing:
    """The briefing of `subject`. Raises SubjectError where the warehouse holds no promise of it."""
    rows = data.promises(subject, path)
    core = headline(rows)
    if not any(row["year"] == subject.year for row in core):
        raise data.SubjectError(f"数据仓库里没有 {subject.year} 年符合条件的承诺。")
    evidence, w = Evidence(), words(language)
    searches = data.searches([row["target_id"] for row in core], path)
    builder = Builder(subject, core, Blocks(evidence, w), searches)
    builder.others = others(rows, core, subject.year)
    builder.changes = data.changes(subject, path)
    sections = builder.sections()
    briefing = Briefing(subject, w, evidence, *_titles(subject, w), sections, core, searches=builder.searches)
    briefing.sources = data.sources(evidence.documents(), path)
    _provenance(briefing, builder.now, data.facts(path), today or dt.date.today())
    hidden = len(data.promises(replace(subject, most=2), path)) - len(rows) if subject.most < 2 else None
    sections.append(_method(briefing, hidden))
    return briefing


def headline(rows: Sequence[Row]) -> list[Row]:
    """The headline promises; of a place's year without any, all that it has."""
    held = {(row["place_id"], row["year"]) for row in rows if row["headline"]}
    return [row for row in rows if row["headline"] or (row["place_id"], row["year"]) not in held]


def others(rows: Sequence[Row], core: Sequence[Row], year: int) -> list[Row]:
    """The promises of `year` beside those of `core`."""
    held = {row["target_id"] for row in core}
    return [row for row in rows if row["year"] == year and row["target_id"] not in held]


def _titles(subject: Subject, w: Words) -> tuple[str, str]:
    level = w.entries[f"level.{subject.level}"]
    area = w.say("level.in_area", area=subject.area) if subject.area else ""
    values = {
        "place": safe.line(subject.place.get("place_name", "")),
        "path": safe.line(subject.place.get("place_path", "")).replace("/", " · "),
        "label": w.label(subject.indicator) if subject.indicator else "",
        "year": subject.year,
        "level": level[:1].upper() + level[1:],
        "area": area,
    }
    return w.say(f"meta.title_{subject.kind}", **values), w.say(f"meta.subtitle_{subject.kind}", **values)


def _provenance(briefing: Briefing, now: Sequence[Row], facts: Row, today: dt.date) -> None:
    """The source line and the dates."""
    w = briefing.words
    used = {name for row in now for name in (row["target_source"], row["outcome_source"]) if name}
    titles = [safe.line(briefing.sources[name]["title"]) for name in sorted(used) if name in briefing.sources]
    if len(titles) == 1:
        briefing.source_line = w.say("meta.source_one", title=titles[0])
    elif len(titles) == 2:
        briefing.source_line = w.say("meta.sources_two", a=titles[0], b=titles[1])
    else:
        briefing.source_line = w.say("meta.source", documents=len(briefing.sources))
    dates = [row["published_on"] or row["meeting_on"] for row in briefing.sources.values()]
    held = [date for date in dates if date is not None]
    if held:
        briefing.as_of = w.say("meta.as_of", date=day(max(held), w))
    else:
        years = [row["report_year"] for row in briefing.sources.values() if row["report_year"]]
        briefing.as_of = w.say("meta.as_of_year", year=max(years, default=facts["latest_year"]))
    briefing.made = w.say("meta.made", date=day(today, w))


def day(date: dt.date, w: Words) -> str:
    """A date as each language writes it."""
    return f"{date.year}年{date.month}月{date.day}日" if w.language == "zh" else f"{date:%Y-%m-%d}"


def _method(briefing: Briefing, hidden: int | None) -> Section:
    """How the numbers came about, and where they can be looked up; how many doubtful rows are left out, where they are."""
    w = briefing.words
    kinds = {row["doc_type"] for row in briefing.sources.values()}
    keys = ["count", "share", "met", "silent"] + (["digest"] if kinds & {"digest", "figures", "news_summary"} else [])
    items = [Item((w.entries[f"method.{key}"],)) for key in keys]
    if hidden is not None:
        items.append(Item((w.say("method.hidden", n=hidden),)))
    return Section("method", w.entries["heading.method"], w("title.method"), items=tuple(items))
