"""Extraction: one document → its targets, outcomes, claims and mentions, each with the span of its words."""

from __future__ import annotations

from etl.extract.claims import Claims
from etl.extract.namer import Namer
from etl.extract.names import find_names
from etl.extract.outcomes import Outcomes
from etl.extract.statements import Parser
from etl.extract.targets import Targets
from etl.lexicon import Lexicon, load
from etl.models import Document, Extraction, Section
from etl.places.names import short_name
from etl.segment import segment
from etl.text import Normal, normalise


def own_names(document: Document, lexicon: Lexicon) -> tuple[str, ...]:
    """The forms by which a report calls its own place: 青河县, 青河, 延边州, 高新区, and its parents' names."""
    names = {document.place_name, *document.place_path.split("/")} - {""}
    short = {short_name(n) for n in names}
    short |= {short_name(n) + n[-1] for n in names if n.endswith(("自治州", "自治县", "自治旗"))}
    zone = {call for word, call in lexicon.grammar["zone_names"].items() if word in document.place_name}
    return tuple(sorted({n for n in names | short | zone if len(n) > 1}))


def extract(document: Document, lexicon: Lexicon | None = None) -> Extraction:
    """Read one document. Its years must be known for rows of that side to be made; sections are always returned."""
    lexicon = lexicon or load()
    normal = normalise(document.text)
    quarter = document.doc_type == "quarter_plan"
    sections = segment(normal.text, lexicon, document.review_year, document.plan_year, quarter)
    names = find_names(normal.text, lexicon)
    gdp_named = any(lexicon.by_alias.get(n.alias) == "gdp" for n in names.all)
    namer = Namer(lexicon, own_names(document, lexicon), gdp_named)
    held_in_it = document.meeting_on is not None and document.meeting_on.year == document.review_year
    reviews = [s for s in sections if s.role in ("review", "five_year_review")]
    # before the year is out, 今年 is the one under review, where the plan calls its own 明年
    called = [s for s in sections if s in reviews or "明年" in normal.text[s.start : s.end]] if held_in_it else []
    parser = Parser(normal.text, names, namer, lexicon, called)
    result = Extraction(sections=[_mapped(s, normal) for s in sections])
    if document.plan_year:
        _targets(document, sections, result, Targets(normal, names, namer, parser, lexicon, document.place_name))
    if document.review_year:
        reader = Outcomes(normal, names, namer, parser, lexicon, document.review_year, document.place_name)
        for section in sorted(reviews, key=lambda s: s.role == "five_year_review"):
            reader.review(section)
            reader.named(section)
        reader.looser(reviews)
        result.outcomes, result.mentions = reader.rows, reader.mentions
        claims = Claims(normal, parser.text, names, lexicon, document.review_year)
        for section in reviews:
            result.claims += claims.read(section)
    if not any(s.role == "headline" for s in sections):
        result.warnings.append("未找到主要预期目标段落")
    return result


def _targets(document: Document, sections: list[Section], result: Extraction, reader: Targets) -> None:
    assert document.plan_year
    headline = next((s for s in sections if s.role == "headline"), None)
    if headline:
        reader.headline(headline, document.plan_year, document.plan_period)
    for section in sections:
        if section.role in ("plan", "quarter_plan"):
            reader.elsewhere(section, document.plan_year, document.plan_period, headline)
    result.targets = reader.rows


def _mapped(section: Section, normal: Normal) -> Section:
    start, end = normal.span(section.start, section.end) if section.end > section.start else (0, 0)
    return Section(section.role, start, end, section.year)
