"""Outcomes: what a review says was reached in the year it reviews; and the passages that name an indicator without saying it."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from etl.extract import predicates, relations
from etl.extract.beside import just_passed
from etl.extract.build import confidence, row
from etl.extract.namer import Namer
from etl.extract.names import Name, Names, Subject, names_between
from etl.extract.parsed import SPEAKS_OF_LAST_YEAR, Statement, words
from etl.extract.parts import Parts
from etl.extract.statements import Parser
from etl.lexicon import Lexicon
from etl.models import Mention, Row, Section
from etl.text import Normal, behind_last, first_of, paragraph_start

_PERIODS = ("year", "Q1", "H1", "Q1-3")


class _Spans:
    """Spans that may overlap, to be asked whether one of them holds a name."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))  # the furthest end of those that start so far

    def hold(self, name: Name) -> bool:
        last = bisect_right(self._starts, name.start) - 1
        return last >= 0 and name.end <= self._ends[last]


class Outcomes:
    """Reads the outcomes and mentions of one document."""

    def __init__(
        self,
        normal: Normal,
        names: Names,
        namer: Namer,
        parser: Parser,
        lexicon: Lexicon,
        review_year: int,
        place: str = "",
    ) -> None:
        self.normal, self.names, self.namer, self.parser, self.lexicon = normal, names, namer, parser, lexicon
        self.text = parser.text
        self.year = review_year
        self.place = place
        self.rows: list[Row] = []
        self.mentions: list[Mention] = []
        self.answered: list[tuple[int, int]] = []
        self.findings: dict[int, str] = {}
        self._trade = frozenset(lexicon.grammar["summed_beside"])
        self._flows = {*lexicon.grammar["flows"], *lexicon.grammar["summed"]}
        self.parts = Parts(parser.text, names, namer, lexicon, place)

    def review(self, section: Section) -> None:
        """Rows of one review section; in a five-year review only what is said of its last year."""
        five = section.role == "five_year_review"
        for s in self.parser.parse_named(section.start, section.end, parts=True):
            self.parts.note(s)
            finding = self._finding(s, five and not self._yearly(s))
            if finding:
                self.findings[s.start] = finding
                continue
            self._add(s, five)
            self._flat(s)

    def _yearly(self, s: Statement) -> bool:
        """A sentence of a five-year review that opens with 全年 or the year itself is about that year; so is a 同比."""
        if s.yearly or (s.beside_yearly and s.subject.indicator not in self._flows):
            return True
        head = behind_last(self.text, "。！\n", s.start)
        if s.change and self._year_on_year(head, s):
            return True
        opening = self.lexicon.patterns["opens_year"].match(self.text[head : head + 12])
        if opening and opening["year"] in (None, str(self.year)):
            return True
        paragraph = paragraph_start(self.text, s.start)
        told = list(self.lexicon.patterns["year_told"].finditer(self.text, paragraph, head))
        told_now = told and told[-1]["year"] == str(self.year)
        # 2017年，甲…。乙18亿元。 (growth and limits may be of years)
        if told_now and not s.change and "le" not in s.hedges:
            since = self.text[told[-1].end() : s.quantity.start]
            if s.subject.indicator not in self.lexicon.grammar["flows"]:
                since = self.lexicon.patterns["yearly_mean"].sub("", since)  # it comments on the figure before
            return not words().several_years.search(since)
        return bool(self.lexicon.patterns["opens_whole_year"].search(self.text, paragraph, head))

    def _year_on_year(self, head: int, s: Statement) -> bool:
        """比上年增长5.2%，乙52亿元、增长4.6%; 前三季度上涨6.1%，全年上涨5.6%: a change told of the year, up to the mention of several."""
        told = self.text[head : s.quantity.start]
        at = max(told.rfind(word) for word in (*SPEAKS_OF_LAST_YEAR, "全年"))
        return at >= 0 and not words().several_years.search(told, at)

    def _flat(self, s: Statement) -> None:
        """…8.8亿美元，与上年持平: the amount's growth is 0."""
        m = self.lexicon.patterns["flat"].match(self.text, s.end)
        if not m or s.change or self.lexicon.indicators[s.subject.indicator].kind == "rate":
            return
        self._zero(s.subject, s.start, m.end(), "基本" in m[0])

    def _finding(self, s: Statement, five: bool) -> str:
        """Why a statement is no annual figure of the place for the year; '' where it is one."""
        indicator = s.subject.indicator
        if not indicator or indicator.startswith("other:") or s.base:
            return self._qualified(s) if "qualified_name" in s.causes else "unlinked_number"
        if s.subject.parent_area and self._foreign(s.subject.parent_area):
            return "part_of_area"
        index = s.quantity.unit == "" and self.lexicon.indicators[indicator].kind == "price" and s.quantity.low >= 90
        if s.compared or s.increment or (s.quantity.unit == "" and not index):
            return "unlinked_number"
        if predicates.projected(self.text, s.start):
            return "unlinked_number"
        if self.lexicon.patterns["aimed"].search(self.text[max(0, s.quantity.start - 16) : s.quantity.start]):
            return "unlinked_number"
        other_time = self._other_time(s, five)
        if other_time:
            return other_time
        if s.quantity.unit == "百分点" and self.lexicon.indicators[indicator].kind != "rate":
            return "unlinked_number"
        if not self._fits(s) or (s.bare and s.change and self.lexicon.indicators[indicator].kind == "amount"):
            return "unlinked_number"
        if five and self._of_all_years(s):
            return "multi_year"
        if self.lexicon.patterns["in_steps"].search(self._before(s)):
            return "unlinked_number"
        if self.parts.hold(s):
            return "part_of_area"
        return "words" if s.quantity.worded else ""

    def _of_all_years(self, s: Statement) -> bool:
        """Whether a figure in a review of several years is not that of the last one."""
        indicator = s.subject.indicator
        if s.behind_span and (s.change or indicator in self._flows or indicator in self._trade):
            return True  # 收入由2016年的…提高到2021年的…，新增就业15.3万人: in all these years
        if s.explicit_year and (s.year or self.year) == self.year:
            return self._summed(s) and not self._dated(s)
        stands = (
            s.endpoint
            or self.lexicon.indicators[indicator].kind == "rate"
            or indicator in self.lexicon.grammar["never_summed"]
            or self._grown_to(s)
            or self._part_of_last(s)
        )
        counted = indicator in self.lexicon.grammar["flows"] or s.subject.scope == "新增"
        return s.change or not stands or self._summed(s) or "le" in s.hedges or counted

    def _later(self, s: Statement) -> bool:
        """Whether a statement follows the mention of a later year in its paragraph."""
        told = self.lexicon.patterns["this_year_told"].pattern
        return not s.explicit_year and predicates.later_time(self.text, s.start, self.year, told, spans=False)

    def _other_time(self, s: Statement, five: bool) -> str:
        """multi_year, part_year or other_year where a statement is not about the one year; '' where it is."""
        if s.quantity.unit == "倍" and (
            s.bare_times or (five and s.change) or s.subject.indicator in self.lexicon.grammar["steady"]
        ):
            return "multi_year"
        in_a_row = self.lexicon.patterns["in_a_row"].search(self.parser.raw, s.subject.end, s.quantity.start)
        if s.change and in_a_row and "ge" not in s.hedges:
            return "multi_year"
        yearly = self.lexicon.patterns["yearly_average"].search(self.text, s.subject.end, s.quantity.start)
        if s.change and yearly and not s.subject.indicator.startswith("income"):  # an income's average is over people
            return "multi_year"
        since, kind = s.period.startswith("since:"), self.lexicon.indicators[s.subject.indicator].kind
        if self.lexicon.patterns["beside_term"].match(self.text, s.end):
            return "multi_year"
        if s.beside_average and not s.change and self._summed(s):
            return "multi_year"
        ends_span = s.period == "multi" and (self._ends_span(s) or (in_a_row and kind == "rate"))
        if (s.period == "multi" and not ends_span) or (since and s.period != f"since:{self.year - 1}"):
            return "multi_year"
        if not since and not ends_span and s.period not in _PERIODS:
            return "part_year"
        return "other_year" if (s.year or self.year) != self.year or self._later(s) else ""

    def _ends_span(self, s: Statement) -> bool:
        """五年来，城镇化率达到52%, 生产总值由260亿元增加到350亿元: what was reached at the end of the years that end with this one."""
        if s.change or not (s.spanned and s.endpoint) or self._summed(s):
            return False
        head = behind_last(self.text, "。！\n", s.start)
        before = self.lexicon.patterns["term_compared"].sub("", self.text[head : s.quantity.start])
        ends = [end for plan, end in self.lexicon.headings["plan_ends"].items() if f"{plan}”" in before]
        others = self.lexicon.patterns["other_span"].finditer(before)
        if any(end != self.year for end in ends) or any(m["year"] != str(self.year) for m in others):
            return False
        known = self.lexicon.indicators[s.subject.indicator]
        per_head = known.unit == "元"
        return known.kind == "rate" or s.after_base or per_head or not (s.summed or known.id in self._flows)

    def _summed(self, s: Statement) -> bool:
        """累计完成进出口总额117亿美元: a sum of years in a review of years."""
        clause = self._before(s)
        return "累计" in clause and "全年" not in clause

    def _dated(self, s: Statement) -> bool:
        """Whether the clause of a number names its year itself."""
        return self.lexicon.patterns["one_year"].search(self._before(s)) is not None

    def _before(self, s: Statement) -> str:
        """The words of its clause before a number."""
        return self.text[behind_last(self.text, "，。；！\n", s.quantity.start) : s.quantity.start]

    def _grown_to(self, s: Statement) -> bool:
        """甲38.6亿元、年均增长7.2%: what was reached in the last of the years, unless sums are being told (累计…。)."""
        if not s.beside_average or s.subject.indicator in self._flows:
            return False
        sentence = behind_last(self.text, "。！\n", s.start)
        trade = s.subject.indicator in self._trade
        told = behind_last(self.text, "。！\n", max(0, sentence - 1)) if trade else sentence
        if self.text.find("累计", told, s.quantity.start) >= 0:
            return False
        beside = names_between(self.names, sentence, s.start) if trade else ()
        return not any(self.lexicon.by_alias.get(name.alias) in self._flows for name in beside)  # 利用外资…，进出口…

    def _part_of_last(self, s: Statement) -> bool:
        """进出口总额达到126亿元，其中出口73亿元: a part of what was just found to be of the last year."""
        if not self.answered or s.subject.indicator in self._flows:
            return False
        end = self.answered[-1][1]
        return self.lexicon.patterns["part_follows"].fullmatch(self.text, end, max(end, s.start)) is not None

    def _foreign(self, area: str) -> bool:
        """全国, 全省 or 全市 before a name, in the report of another kind of place."""
        return bool(self.place) and not self.place.endswith(self.lexicon.grammar["parent_areas"][area])

    def _qualified(self, s: Statement) -> str:
        """What the words before a name make of it: part of the year, several years, a part of the place, another quantity."""
        label = s.subject.indicator
        if words().part_year.search(label):
            return "part_year"
        if words().several_years.search(label):
            return "multi_year"
        return "part_of_area" if self.namer.sub_area.search(label) else "other_scope"

    def _fits(self, s: Statement) -> bool:
        """Whether the unit is one that the indicator can have."""
        known = self.lexicon.indicators[s.subject.indicator]
        unit = self.lexicon.units.get(s.quantity.unit)
        if unit is None:
            if known.kind == "price" and s.quantity.low >= 90:
                return True
            return s.quantity.unit in ("百分点", "亿", "万亿", "万")
        if unit.dimension in ("percent", "point", "times"):
            return s.change or (known.kind in ("rate", "price") and known.unit in ("%", "‰", ""))
        if s.change:
            return False
        if known.kind == "amount":
            return unit.dimension in ("money", "dollar")
        if known.id in ("pm25", "pm10"):
            return unit.dimension == "concentration"
        if known.kind == "intensity":
            return unit.name.endswith(("标准煤", "标煤"))
        wanted = self.lexicon.units.get(known.unit)
        return known.kind == "count" and (wanted is None or unit.dimension == wanted.dimension)

    def _add(self, s: Statement, five: bool) -> None:
        made = row(s, self.normal, self.lexicon, self.year, "five_year_review" if five else "review")
        made.period = s.period if s.period in _PERIODS else "year"
        if s.quantity.before == "stretch":
            return
        for old in self.rows:
            if old.indicator == made.indicator and (old.scope, old.measure, old.period, old.unit) == (
                made.scope,
                made.measure,
                made.period,
                made.unit,
            ):
                if (old.value_low, old.value_high) == (made.value_low, made.value_high):
                    self.answered.append((s.start, s.end))
                    return
                if not _same_said_twice(old, made):
                    made.causes = (*made.causes, "second_value")
        if five or s.period == "multi":
            made.causes = (*made.causes, "five_year_review")
        made.confidence = confidence(made.causes)
        self.rows.append(made)
        self.answered.append((s.start, s.end))

    def named(self, section: Section) -> None:
        """Mentions of catalogue names that no row of the section answers, and outcomes set against another figure."""
        answered = _Spans(self.answered)
        for name in names_between(self.names, section.start, section.end):
            indicator = self.lexicon.by_alias.get(name.alias)
            if not indicator or answered.hold(name):
                continue
            known = self.lexicon.indicators[indicator]
            start, end = self._clause(name)
            finding = self.findings.get(name.start) or self._finding_near(name, end)
            unsaid = name.start not in self.findings and not self._number_behind(name, end)
            if unsaid and self._relative(name, start, end, indicator):
                continue
            for one in known.parts + ((known.whole,) if known.whole else ()) or (indicator,):
                a, b = self.normal.span(start, end)
                self.mentions.append(Mention(one, finding, a, b))

    def looser(self, sections: list[Section]) -> None:
        """Mentions by looser words, for indicators that nothing else in the review names."""
        known = {r.indicator for r in self.rows} | {m.indicator for m in self.mentions}
        seen: dict[str, int] = {}
        for section in sections:
            for at, word in self.lexicon.search_words.all(self.text[section.start : section.end]):
                for indicator in self.lexicon.searches[word]:
                    if indicator in known or seen.get(indicator, 0) >= 5:
                        continue
                    seen[indicator] = seen.get(indicator, 0) + 1
                    at_word = section.start + at
                    start, end = self._clause(Name(at_word, at_word + len(word), word))
                    self.mentions.append(Mention(indicator, "words", *self.normal.span(start, end)))

    def _clause(self, name: Name) -> tuple[int, int]:
        return behind_last(self.text, "，。；！\n：", name.start), first_of(self.text, "，。；！\n", name.end)

    def _finding_near(self, name: Name, end: int) -> str:
        near = next((f for at, f in self.findings.items() if name.start - 30 <= at <= end), "")
        if near:
            return near
        return "unlinked_number" if self._number_behind(name, end) else "words"

    def _number_behind(self, name: Name, end: int) -> bool:
        return any(c.isdigit() for c in self.text[name.end : end])

    def _relative(self, name: Name, start: int, end: int, indicator: str) -> bool:
        """一产增加值增幅高于全国: an outcome set against another figure is kept as a row of its own."""
        found = relations.find(self.text, name.end, end, self.lexicon)
        if (
            found
            and "持平" in self.text[found.start : found.end]
            and self._level_with_last_year(name, start, found, indicator)
        ):
            return True
        if not found or found.relation not in ("sync_gdp", "above_gdp", "above_parent", "above_other"):
            return False
        subject = self.namer.subject(self.text, self.names, start, found.start)
        if subject.indicator != indicator:
            return False
        a, b = self.normal.span(name.start, end)
        self.rows.append(
            Row(indicator, self.lexicon.label(indicator), "relative", self.year, scope=subject.scope, value_low=found.margin,
                unit="百分点" if found.margin is not None else "", relation=found.relation, benchmark=found.benchmark, char_start=a, char_end=b, section="review")
        )  # fmt: skip
        return True

    def _level_with_last_year(self, name: Name, start: int, found: relations.Relation, indicator: str) -> bool:
        """与上年持平 is a growth of 0."""
        subject = self.namer.subject(self.text, self.names, start, found.start)
        if subject.indicator != indicator or self.lexicon.indicators[indicator].kind == "rate":
            return False
        self._zero(subject, name.start, found.end, "基本" in self.text[found.start : found.end])
        return True

    def _zero(self, subject: Subject, start: int, end: int, about: bool) -> None:
        a, b = self.normal.span(start, end)
        self.rows.append(
            Row(subject.indicator, self.lexicon.label(subject.indicator), "growth", self.year, scope=subject.scope, op="approx" if about else "eq",
                value_low=0.0, value_high=0.0, unit="%", char_start=a, char_end=b, section="review", confidence="medium", causes=("words_for_zero",))
        )  # fmt: skip


def _same_said_twice(one: Row, other: Row) -> bool:
    """突破千亿元 here, 1064亿元 there: the mark that was passed, and the figure."""
    at, reached = (one, other) if one.op == "ge" else (other, one)
    if at.op != "ge" or reached.op not in ("eq", "approx") or at.value_low is None or reached.value_low is None:
        return False
    return just_passed(at.value_low, reached.value_low)
