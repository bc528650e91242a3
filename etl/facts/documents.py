"""One `Source` → its documents, each with place, kind, years and dates. What the text leaves open stays open, with a warning."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import PurePath

from etl.facts.digest import Header, read_header, split_digests
from etl.facts.place import PlaceFinding, read_place
from etl.facts.split import Stretch, openers, split
from etl.facts.words import dates, squeeze, words, years_in
from etl.facts.years import Years, read_years
from etl.models import Document, Hints, Source
from etl.places import Gazetteer, Place

_OPENING = 1500
_DEEPEST = 8000  # an opening sentence that stands deeper is a quotation
_URL = re.compile(r"https?://[^\s\"'<>，。；）)】]+")
_PUBLISHED = re.compile(r"(?:发布|发文|时间|日期|来源|更新|添加)")
_YEAR_FILE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_QUARTER = re.compile(r"第?([一二三四1-4])季度|(上半年)")


def documents(source: Source, gazetteer: Gazetteer) -> list[Document]:
    """The reports in a source, in order. News items on the same page come as doc_type 'other', status 'skipped'."""
    digests = split_digests(source.text)
    if digests:
        found = [_digest(source, source.text[a:b], gazetteer) for a, b in digests]
    else:
        stretches = split(source.text)
        found = [_document(source, s, len(stretches) == 1, gazetteer) for s in stretches]
    taken: set[str] = set()
    for n, document in enumerate(found):
        doc_id = _doc_id(document.text)
        document.doc_id = doc_id if doc_id not in taken else _doc_id(f"{document.text}#{n}")
        taken.add(document.doc_id)
        if document.status == "ok" and document.warnings:
            document.status = "warned"
    return found


def _doc_id(text: str) -> str:
    """16 hex digits of the text's own hash (a repeat inside one file takes its number in)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _document(source: Source, stretch: Stretch, alone: bool, gazetteer: Gazetteer) -> Document:
    text = source.text[stretch.start : stretch.end]
    document = Document(doc_id="", source_file=source.file, sha256=source.sha256, text=text)
    first = next(iter(stretch.openers), None)
    opening = text[: min(first + 120, _OPENING * 4)] if first is not None else text[:_OPENING]
    opened = first is not None and first < _DEEPEST
    document.title = stretch.title or _title(opening) or source.title
    document.doc_type = _kind(text, opening, document.title, opened)
    document.published_on, document.source_url = _published(opening), _url(text)
    if document.doc_type == "other":
        document.status = "skipped"
        document.warnings.append("不是政府工作报告,已略过")
    place = read_place(text, opening, document.title, gazetteer)
    years = read_years(text, opening, document.title)
    if document.doc_type != "other":
        _set_years(document, years, opening)
        _set_place(document, place)
        _hint_file(document, source, gazetteer)
    _apply(document, source.hints if alone else Hints(url=source.hints.url), gazetteer)
    return document


def _title(opening: str) -> str:
    """The line that names the report, without blanks."""
    for line in opening.splitlines()[:40]:
        plain = squeeze(line).strip("【】《》#*= 　")
        plain = re.sub(r"^标题[:：]", "", plain)
        if (
            5 <= len(plain) <= 60
            and re.search(r"工作报告|计划(?:草案)?的?报告|工作要点|执行情况", plain)
            and "代表" not in plain
        ):
            return plain
    return ""


def _kind(text: str, opening: str, title: str, opened: bool) -> str:
    """The doc_type. `opened`: the text has a report's opening sentence near its beginning."""
    w = words()
    plain = squeeze(opening)
    if w.kinds["quarter_plan"].search(title) or (not opened and w.kinds["quarter_plan"].search(plain[:400])):
        return "quarter_plan"
    news = any(p.search(plain[:600]) for p in w.news)
    if news and not opened:
        return "news_summary"
    if w.kinds["plan_report"].search(title) or w.kinds["plan_report"].search(plain[:300]):
        return "plan_report"
    if w.no_report.search(title):
        return "other"
    if opened or w.kinds["work_report"].search(title):
        return "work_report"
    return "work_report" if _reads_like_one(text, opening) else "other"


def _reads_like_one(text: str, opening: str) -> bool:
    """A report without its opening: long, of a year that its chapters tell, with most of what reports hold."""
    if len(text) < 2000 or words().no_report.search(squeeze(opening[:200])):
        return False
    signs = sum(bool(p.search(text)) for p in words().report_signs)
    year, _ = read_years(text, "", "").decided()
    return year is not None and signs >= 4


def _set_years(document: Document, years: Years, opening: str) -> None:
    year, warnings = years.decided()
    document.meeting_on = years.meeting_on
    if document.doc_type == "quarter_plan":
        _set_quarter(document, opening)
        return
    document.warnings += warnings
    if year is not None:
        document.report_year, document.review_year, document.plan_year = year, year - 1, year
    headed = {y + 1 for y in years.headed_review} | years.headed_plan
    if year is not None and headed and year not in headed:
        told = "、".join(str(y) for y in sorted(years.headed_review | years.headed_plan))
        document.warnings.append(f"章节标题写的是 {told} 年,与取定的 {year} 年不符")


def _set_quarter(document: Document, opening: str) -> None:
    """Work points of a quarter: they review nothing; the year is the one that stands before the quarter's name."""
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


def _set_place(document: Document, finding: PlaceFinding) -> None:
    document.warnings += finding.warnings
    if finding.place is not None:
        _put(document, finding.place)


def _put(document: Document, place: Place) -> None:
    document.place_id, document.place_name = place.place_id, place.name
    document.place_path, document.level = place.path, place.level


def _hint_file(document: Document, source: Source, gazetteer: Gazetteer) -> None:
    """The weakest hint: a file name's place and year fill what the text leaves open, never change it."""
    stem = PurePath(source.file.rsplit("/", 1)[-1]).stem
    mentions = gazetteer.mentions(stem)
    if not document.place_id and len(mentions) == 1:
        place = gazetteer.resolve(mentions[0].name)
        if place is not None and document.text.count(place.name[:2]) >= 3:
            _put(document, place)
            document.warnings.append(f"地点取自文件名:{place.path}")
    year = _YEAR_FILE.search(stem)
    if (
        document.report_year is None
        and year
        and document.doc_type != "quarter_plan"
        and year[1] + "年" in document.text
    ):
        document.report_year = document.plan_year = int(year[1])
        document.review_year = int(year[1]) - 1
        document.warnings.append(f"年份取自文件名:{year[1]}")


def _apply(document: Document, hints: Hints, gazetteer: Gazetteer) -> None:
    """What a manifest says wins; what it contradicts is told."""
    if hints.place or hints.place_code:
        place = gazetteer.resolve(hints.place, hints.place_code)
        if place is None:
            document.warnings.append(f"清单中的地点无法识别:{hints.place or hints.place_code}")
        else:
            if document.place_id and document.place_id != place.place_id:
                document.warnings.append(f"清单写的地点是{place.path},正文是{document.place_path},以清单为准")
            document.warnings = [
                w for w in document.warnings if not w.startswith(("正文未写明是哪个地方", "地点同名", "地点取自"))
            ]
            _put(document, place)
    if hints.report_year is not None:
        if document.report_year not in (None, hints.report_year):
            document.warnings.append(f"清单写的年份是{hints.report_year},正文是{document.report_year},以清单为准")
        document.warnings = [
            w for w in document.warnings if not w.startswith(("年份证据不足", "年份证据较少", "年份取自"))
        ]
        document.report_year = document.plan_year = hints.report_year
        document.review_year = None if document.doc_type == "quarter_plan" else hints.report_year - 1
    document.title = hints.title or document.title
    document.source_url = hints.url or document.source_url
    document.published_on = hints.published_on or document.published_on


def _published(opening: str) -> date | None:
    """A date beside 发布, 时间 and the like in the page's head."""
    for start, _, day in dates(opening[:1200]):
        if _PUBLISHED.search(opening[max(0, start - 12) : start]):
            return day
    return None


def _url(text: str) -> str:
    match = _URL.search(text[:1500])
    return match[0] if match else ""


def _digest(source: Source, text: str, gazetteer: Gazetteer) -> Document:
    """A digest states its facts itself; what it leaves out is read from its body."""
    header: Header = read_header(text)
    document = _document(
        Source(source.file, source.sha256, text, header.get("标题")), Stretch(0, len(text)), True, gazetteer
    )
    document.doc_type, document.status = "digest", "ok"
    document.warnings = [w for w in document.warnings if not w.startswith("不是政府工作报告")]
    on = [day for _, _, day in dates(header.get("日期"))]
    year = re.search(r"\d{4}", header.get("报告年"))
    place = header.get("地点") or header.get("代码")
    hints = Hints(
        header.get("地点"),
        header.get("代码"),
        int(year[0]) if year else None,
        header.get("标题"),
        header.get("网址"),
        on[0] if on else None,
    )
    _apply(document, hints, gazetteer)
    document.citation = header.get("来源")
    for key, given in (("来源", document.citation), ("地点", place), ("报告年", year)):
        if not given:
            document.warnings.append(f"摘编缺少“{key}”一行")
    _apply(document, source.hints, gazetteer)
    return document
