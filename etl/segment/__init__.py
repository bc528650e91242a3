"""Sections of a report: what is review, what is plan, and where the paragraph of 主要预期目标 stands.

Works on the normalised text; positions are of that text. `chapters` cuts by chapter marks and titles (a report whose
chapters carry none at the first sentence that opens the plan), `review` tells the one year from the five in what was
done, `headline` finds the target paragraph. Most of the words are in etl/lexicon/headings.yaml.
"""

from __future__ import annotations

from etl.lexicon import Lexicon
from etl.models import Section
from etl.segment import chapters, headline, review
from etl.segment.chapters import Cut
from etl.segment.words import year_pattern

__all__ = ["segment", "year_pattern"]


def segment(
    text: str, lexicon: Lexicon, review_year: int | None, plan_year: int | None, quarter: bool = False
) -> list[Section]:
    """The sections of a normalised text, in order, without gaps; `headline` lies inside the plan and overlaps it."""
    if quarter:
        whole = Section("quarter_plan", 0, len(text), plan_year)
        return [whole, *headline.opened(text, [whole], lexicon, plan_year)]
    cuts = chapters.cuts(text, lexicon, review_year, plan_year)
    sections = _sections(text, cuts, lexicon, review_year, plan_year)
    found = headline.opened(text, sections, lexicon, plan_year)
    if found:
        around = chapters.around_headline(text, cuts, found[0].start, lexicon, plan_year)
        if around != cuts:
            cuts, sections = around, _sections(text, around, lexicon, review_year, plan_year)
    if found and chapters.role_at(cuts, found[0].start) == "multi_year_plan":
        # the year's own targets, named without opening words
        found = headline.densest(text, sections, lexicon, plan_year) or found
    if found and not headline.tells_growth(text, found[0], lexicon):
        # words like a target's, further on in the plan
        dense = headline.densest(text, sections, lexicon, plan_year)
        found = dense if dense and headline.tells_growth(text, dense[0], lexicon) else found
    return sections + (
        found
        or headline.densest(text, sections, lexicon, plan_year)
        or headline.single(text, sections, lexicon, plan_year)
        or headline.densest(
            text, sections, lexicon, plan_year, ("multi_year_plan",)
        )  # the year's stand behind the five years'
    )


def _sections(
    text: str, cuts: list[Cut], lexicon: Lexicon, review_year: int | None, plan_year: int | None
) -> list[Section]:
    cuts = [(0, "review"), *cuts] if not cuts or cuts[0][0] > 0 else cuts
    sections: list[Section] = []
    for (start, role), (end, _) in zip(cuts, [*cuts[1:], (len(text), "")], strict=True):
        if role in ("review", "five_year_review"):
            sections += review.by_paragraph(text, start, end, role, lexicon, review_year)
        elif end > start:
            sections.append(Section(role, start, end, plan_year if role == "plan" else review_year))
    return sections
