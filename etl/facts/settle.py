"""Put the facts into a `Document`: the text's own, then a file name's where the text is silent, then a manifest's, which wins."""

from __future__ import annotations

import re
from pathlib import PurePath

from etl.facts.place import PlaceFinding
from etl.facts.words import squeeze, years_in
from etl.facts.years import Years
from etl.models import Document, Hints, Source
from etl.places import Gazetteer, Place, short_name

_YEAR_FILE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_QUARTER = re.compile(r"第?([一二三四1-4])季度|(上半年)")
_BARE_TITLES = ("", "政府工作报告", "工作报告")
_OPEN_PLACE = ("正文未写明是哪个地方", "地点同名", "地点取自", "乡镇的报告")
_OPEN_YEAR = ("年份证据", "年份取自", "章节标题写的是", "季度工作要点未写明")


def set_years(document: Document, years: Years, opening: str) -> None:
    """Report, review and plan year; a quarter's work points review nothing."""
    if document.doc_type == "quarter_plan":
        _set_quarter(document, opening)
        return
    year, warnings = years.decided()
    document.warnings += warnings
    document.meeting_on = years.meeting_on
    if year is None:
        return
    document.report_year, document.review_year, document.plan_year = year, year - 1, year
    headed = {y + 1 for y in years.headed_review} | years.headed_plan
    if headed and year not in headed:
        told = "、".join(str(y) for y in sorted(years.headed_review | years.headed_plan))
        document.warnings.append(f"章节标题写的是 {told} 年,与取定的 {year} 年不符")


def _set_quarter(document: Document, opening: str) -> None:
    """The year is the one that stands before the quarter's name."""
    for part in (squeeze(document.title), squeeze(opening)):
        quarter = _QUARTER.search(part)
        if quarter is None:
            continue
        named = [year for _, _, year in years_in(part[max(0, quarter.start() - 12) : quarter.start()])]
        if named:
            document.plan_period = "H1" if quarter[2] else "Q" + str("一二三四".find(quarter[1]) + 1 or quarter[1])
            document.report_year = document.plan_year = named[-1]
            return
    document.warnings.append("季度工作要点未写明年份或季度")


def set_place(document: Document, finding: PlaceFinding) -> None:
    """The place found in the text, or why there is none."""
    document.warnings += finding.warnings
    if finding.place is not None:
        _put(document, finding.place)


def _put(document: Document, place: Place) -> None:
    document.place_id, document.place_name = place.place_id, place.name
    document.place_path, document.level = place.path, place.level


def hint_file(document: Document, source: Source, finding: PlaceFinding, gazetteer: Gazetteer) -> None:
    """The weakest hint: a file name's place and year fill what the text leaves open, where the text bears them out."""
    stem = PurePath(source.file.rsplit("/", 1)[-1]).stem
    if not document.place_id:
        place = _place_in_name(stem, finding, gazetteer)
        if place is not None and (place in finding.considered or document.text.count(short_name(place.name)) >= 2):
            document.warnings = [w for w in document.warnings if not w.startswith(_OPEN_PLACE)]
            _put(document, place)
            document.warnings.append(f"地点取自文件名:{place.path}")
    year = _YEAR_FILE.search(stem)
    if (
        document.report_year is None
        and year
        and document.doc_type != "quarter_plan"
        and f"{year[1]}年" in document.text
    ):
        _put_year(document, int(year[1]))
        document.warnings.append(f"年份取自文件名:{year[1]}")


def _place_in_name(stem: str, finding: PlaceFinding, gazetteer: Gazetteer) -> Place | None:
    """The one place that a file name names: among those that the text may mean, else the only one of its name."""
    mentions = gazetteer.mentions(stem)
    if not mentions:
        return None
    considered = [p for p in finding.considered if p in mentions[-1].places]
    if len(considered) == 1:
        return considered[0]
    return gazetteer.resolve("".join(m.name for m in mentions))


def _put_year(document: Document, year: int) -> None:
    document.report_year = document.plan_year = year
    document.review_year = None if document.doc_type == "quarter_plan" else year - 1


def apply(document: Document, hints: Hints, gazetteer: Gazetteer, teller: str = "清单") -> None:
    """What a manifest (or the header of a digest: `teller`) says wins; what it contradicts is told."""
    if hints.place or hints.place_code:
        place = gazetteer.resolve(hints.place, hints.place_code)
        if place is None:
            document.warnings.append(f"{teller}中的地点无法识别:{hints.place or hints.place_code}")
        else:
            _apply_place(document, place, gazetteer, teller)
    if hints.report_year is not None:
        if document.report_year not in (None, hints.report_year):
            document.warnings.append(
                f"{teller}写的年份是{hints.report_year},正文是{document.report_year},以{teller}为准"
            )
        document.warnings = [w for w in document.warnings if not w.startswith(_OPEN_YEAR)]
        _put_year(document, hints.report_year)
    document.title = hints.title or document.title
    document.source_url = hints.url or document.source_url
    document.published_on = hints.published_on or document.published_on


def _apply_place(document: Document, place: Place, gazetteer: Gazetteer, teller: str) -> None:
    read = gazetteer.get(document.place_id) if document.place_id else None
    if read is not None and not gazetteer.is_within(place, read):
        document.warnings.append(f"{teller}写的地点是{place.path},正文是{document.place_path},以{teller}为准")
    document.warnings = [w for w in document.warnings if not w.startswith(_OPEN_PLACE)]
    _put(document, place)


def name(document: Document) -> None:
    """A report that prints no title but 政府工作报告 is called by its year and place."""
    if (
        document.title in _BARE_TITLES
        and document.doc_type == "work_report"
        and document.place_name
        and document.report_year
    ):
        place = "国务院" if document.level == "country" else document.place_name
        document.title = f"{document.report_year}年{place}政府工作报告"
