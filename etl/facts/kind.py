"""What kind of document a text is: work report, plan report, work points of a quarter, news summary, or no report."""

from __future__ import annotations

import re

from etl.facts.words import squeeze, words
from etl.facts.years import Years

_HEAD = 600  # characters of a squeezed opening in which a kind shows itself
_SHORTEST = 2000  # characters: a text without an opening sentence that is shorter is no report
_SIGNS, _SIGNS_HEADED = 4, 3  # signs that make a report of such a text; fewer where its chapters name both years
_PERSON = re.compile(r"我[^。，,]{0,3}(?:代表|受)|我[^。，]{0,20}委托")


def kind_of(text: str, opening: str, title: str, opened: bool, years: Years) -> str:
    """The doc_type of a text. `opened`: it has a report's opening sentence near its beginning."""
    w = words()
    plain = squeeze(opening)[-4000:] if opened else squeeze(opening)
    head = plain[:_HEAD]
    if w.kinds["quarter_plan"].search(title) or (not opened and w.kinds["quarter_plan"].search(head)):
        return "quarter_plan"
    if any(p.search(head) for p in w.news) and not (opened and _spoken(text, opening)):
        return "news_summary"
    if w.no_report.search(title) or (not opened and w.no_report.search(head.strip().partition("\n")[0])):
        return "other"
    if w.kinds["plan_report"].search(title) or w.kinds["plan_report"].search(head[:300]):
        return "plan_report"
    if opened or w.kinds["work_report"].search(title):
        return "work_report"
    return "work_report" if _reads_like_one(text, years) else "other"


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
