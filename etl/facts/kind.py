"""What kind of document a text is: work report, plan report, work points of a quarter, news summary, or no report."""

from __future__ import annotations

import re

from etl.facts.words import squeeze, words
from etl.facts.years import Years

_HEAD = 600  # characters of a squeezed opening in which a kind shows itself
_TITLE = 60  # characters: a longer line is no title
_SHORTEST = 2000  # characters: a text without an opening sentence that is shorter is no report
_SIGNS, _SIGNS_HEADED = 4, 3  # signs that make a report of such a text; fewer where its chapters name both years
OPENED = 120  # characters of an opening from its opening sentence on
_PERSON = re.compile(r"我[^。，,]{0,3}(?:代表|受)|我[^。，]{0,20}委托")


def kind_of(text: str, opening: str, title: str, opened: bool, years: Years) -> str:
    """The doc_type of a text. `opened`: its opening ends with 120 characters from a report's opening sentence on."""
    w = words()
    plain = squeeze(opening)[-4000:] if opened else squeeze(opening)
    first_line = plain.strip().partition("\n")[0]
    if _of_another_body(opening, title, opened):
        return "other"
    if not opened and any(w.about_reports.search(line) for line in (title, first_line) if _is_title(line)):
        return "other"
    head = plain[:_HEAD]
    if w.kinds["quarter_plan"].search(title) or (not opened and w.kinds["quarter_plan"].search(head)):
        return "quarter_plan"
    if any(p.search(head) for p in w.news) and not (opened and _spoken(text, opening)):
        return "news_summary"
    if w.no_report.search(title) or (not opened and w.no_report.search(first_line)):
        return "other"
    if w.kinds["plan_report"].search(title) or w.kinds["plan_report"].search(head[:300]):
        return "plan_report"
    if opened or w.kinds["work_report"].search(title):
        return "work_report"
    return "work_report" if _reads_like_one(text, years) else "other"


def _is_title(line: str) -> bool:
    return len(line) <= _TITLE and "报告" in line


def _of_another_body(opening: str, title: str, opened: bool) -> bool:
    """A report of a court, a standing committee, a company …: by who speaks in it, else by its title."""
    speaker = squeeze(opening[-OPENED:]).partition("报告")[0] if opened else title.partition("报告")[0]
    return words().other_bodies.search(speaker) is not None


def _spoken(text: str, opening: str) -> bool:
    """The report itself speaks (我代表…), in its opening or right after a newspaper's introduction."""
    return _PERSON.search(squeeze(text[: len(opening) + 1500])) is not None


def _reads_like_one(text: str, years: Years) -> bool:
    """A report without its opening: long, of a year that its chapters tell, with most of what reports hold."""
    if len(text) < _SHORTEST:
        return False
    year, _ = years.decided()
    if year is None:
        return False
    signs = sum(bool(p.search(text)) for p in words().report_signs)
    headed = year - 1 in years.headed_review and year in years.headed_plan
    return signs >= (_SIGNS_HEADED if headed else _SIGNS)
