"""One `Source` → its documents, each with place, kind, years and dates. What the text leaves open stays open, with a warning."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from etl.facts import settle
from etl.facts.digest import read_header, split_digests
from etl.facts.kind import OPENED, kind_of
from etl.facts.place import read_place
from etl.facts.split import Stretch, split
from etl.facts.words import dates, squeeze
from etl.facts.years import read_years
from etl.models import Document, Hints, Source
from etl.places import Gazetteer

_OPENING, _HEAD = 1500, 400  # characters of a text without an opening sentence that may tell title and date, or place
_DEEPEST = 8000  # an opening sentence that stands deeper is a quotation
_LABELLED_URL = re.compile(r"(?:来源|URL|网址|地址|原文|链接|url)[^\n]{0,12}?(https?://[^\s\"'<>，。；）)】]+)")
_PUBLISHED = re.compile(r"(?:发布|发文|时间|日期|来源|更新|添加)")
_TITLE = re.compile(r"工作报告|计划(?:草案)?的?报告|工作要点|执行情况")
_NO_REPORT = "不是政府工作报告,已略过"


def documents(source: Source, gazetteer: Gazetteer) -> list[Document]:
    """The reports in a source, in order. News items on the same page come as doc_type 'other', status 'skipped'."""
    digests = split_digests(source.text)
    if digests:
        found = [_digest(source, source.text[a:b], gazetteer) for a, b in digests]
    else:
        found = [_document(source, stretch, gazetteer) for stretch in split(source.text)]
        _apply_hints(found, source.hints, gazetteer)
    taken: set[str] = set()
    for n, document in enumerate(found):
        doc_id = _doc_id(document.text)
        document.doc_id = doc_id if doc_id not in taken else _doc_id(f"{document.text}#{n}")
        taken.add(document.doc_id)
        settle.name(document)
        document.warnings.extend(source.warnings)
        if document.status == "ok" and document.warnings:
            document.status = "warned"
    return found


def _apply_hints(found: list[Document], hints: Hints, gazetteer: Gazetteer) -> None:
    """A manifest's row is about the one report of its file; of several reports it tells address and date alone."""
    if len(found) == 1 and found[0].status == "skipped" and (hints.place or hints.place_code or hints.report_year):
        found[0].doc_type, found[0].status = "work_report", "ok"
        found[0].warnings = ["正文不像政府工作报告,按清单收录"]
    reports = [d for d in found if d.status != "skipped"]
    for document in found:
        one = len(reports) == 1 and document is reports[0]
        settle.apply(document, hints if one else Hints(url=hints.url, published_on=hints.published_on), gazetteer)


def _doc_id(text: str) -> str:
    """16 hex digits of the text's own hash (a repeat inside one file takes its number in)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _document(source: Source, stretch: Stretch, gazetteer: Gazetteer) -> Document:
    """The facts that the text itself tells, and the file name's where the text leaves them open."""
    text = source.text[stretch.start : stretch.end]
    document = Document(doc_id="", source_file=source.file, sha256=source.sha256, text=text)
    first = next((at for at in stretch.openers if at < _DEEPEST), None)
    opening = text[:_OPENING] if first is None else text[: first + OPENED]
    document.title = stretch.title or _title(opening) or source.title
    years = read_years(text, opening, document.title, opened=first is not None)
    document.doc_type = kind_of(text, opening, document.title, first is not None, years)
    document.published_on = _published(opening, text if stretch.title else "")
    document.source_url = _url(opening)
    if document.doc_type == "other":
        document.status, document.warnings = "skipped", [_NO_REPORT]
        return document
    place = read_place(text, opening if first is not None else text[:_HEAD], document.title, gazetteer)
    settle.set_years(document, years, opening)
    settle.set_place(document, place)
    settle.hint_file(document, source, place, gazetteer)
    if first is None and document.published_on is None:
        document.published_on = years.lone_date
    return document


def _title(opening: str) -> str:
    """The line that names the report, without blanks."""
    for line in opening.splitlines()[:40]:
        plain = squeeze(line).strip("【】《》#*= 　")
        plain = re.sub(r"^标题[:：]", "", plain)
        if 5 <= len(plain) <= 60 and _TITLE.search(plain) and "代表" not in plain:
            return plain
    return ""


def _published(opening: str, item: str) -> date | None:
    """A date beside 发布, 时间 and the like in the page's head; for an item of a list page the date on its last line."""
    for start, _, day in dates(opening[:1200]):
        if _PUBLISHED.search(opening[max(0, start - 12) : start]):
            return day
    last = dates(item.rstrip()[-12:])
    return last[-1][2] if last else None


def _url(opening: str) -> str:
    """An address that the page's head gives as the report's source."""
    match = _LABELLED_URL.search(opening[:1500])
    return match[1] if match else ""


def _digest(source: Source, text: str, gazetteer: Gazetteer) -> Document:
    """A digest states its facts itself: title, place, year, source. A manifest's row wins over its header."""
    header = read_header(text)
    document = Document("", source.file, source.sha256, text, doc_type="digest", citation=header.get("来源"))
    on = dates(header.get("日期"))
    year = re.search(r"\d{4}", header.get("报告年"))
    for key, given in (
        ("来源", document.citation),
        ("地点", header.get("地点") or header.get("代码")),
        ("报告年", year),
    ):
        if not given:
            document.warnings.append(f"摘编缺少“{key}”一行")
    told = Hints(
        header.get("地点"), header.get("代码"), int(year[0]) if year else None, header.get("标题"), header.get("网址")
    )
    settle.apply(document, told, gazetteer, "摘编")
    document.published_on = on[0][2] if on else None
    settle.apply(document, source.hints, gazetteer)
    return document
