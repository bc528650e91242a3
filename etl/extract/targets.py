"""Targets: every clause of the target paragraph becomes a row; elsewhere in the plan, catalogue figures do."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.extract import predicates, relations
from etl.extract.build import bounds, confidence, row
from etl.extract.namer import Namer
from etl.extract.names import BLANK, Names, Subject, names_between
from etl.extract.parsed import Statement, kind_of
from etl.extract.parts import Parts
from etl.extract.quantities import quantities
from etl.extract.statements import Parser
from etl.extract.wordless import WordlessSubjects
from etl.lexicon import Lexicon
from etl.models import Row, Section
from etl.text import Normal, behind_last, first_of

_LONGEST_CLAUSE = 1_000  # characters: what is longer is no prose
_CLAUSE = re.compile(r"[^，；。：！\n]+")
_SENTENCE = re.compile(r"[^。！\n]+")
_PARAGRAPH = re.compile(r"[^\n]+")
_DIGIT = re.compile(r"\d(?!\d*年)")
_WORDS = ("words", "stable", "positive")  # relations to nothing else


class Targets:
    """Reads the targets of one document."""

    def __init__(
        self, normal: Normal, names: Names, namer: Namer, parser: Parser, lexicon: Lexicon, place: str = ""
    ) -> None:
        self.normal, self.names, self.namer, self.parser, self.lexicon = normal, names, namer, parser, lexicon
        self.text = parser.text
        self.patterns = lexicon.patterns
        self.parts = Parts(parser.text, names, namer, lexicon, place)
        self.in_words = WordlessSubjects(names, namer, parser, lexicon)
        self.rows: list[Row] = []
        self.spans: list[tuple[int, int]] = []  # normalised span of each row
        self.said: dict[tuple[object, ...], int] = {}  # headline figure → where it is first stated
        self.promise = 0
        self.stated: set[int] = set()  # where the numbers stand that have a row of their own
        self.stretched = -1  # where the subject starts whose stretch was read last

    def headline(self, section: Section, year: int, period: str) -> None:
        """Rows of the target paragraph."""
        statements = [s for s in self.parser.parse(section.start, section.end) if not s.base]
        used: list[Statement] = []
        for s in statements:
            if not _of_the_year(s, year, period) or self._past_aside(s) or self._opens_past(s):
                used.append(s)
            elif s.subject.indicator and (not s.compared or self._own_goal(s)):
                self._add(s, year, period, "headline", True)
                used.append(s)
        self._wordless(section, year, period, used)

    def _own_goal(self, s: Statement) -> bool:
        """生产总值增长目标5.5%, 实现增长8%的目标: the goal is this one, not another with which the number is compared."""
        if self.patterns["own_goal"].fullmatch(self.text, s.subject.end, s.quantity.start):
            return True
        beside = self.patterns["compared"].search(self.text[s.subject.end : s.quantity.start])
        return beside is None and self.patterns["against"].match(self.text, s.end) is not None

    def elsewhere(self, section: Section, year: int, period: str, taken: Section | None) -> None:
        """Numeric catalogue targets in the plan outside the target paragraph."""
        for s in self.parser.parse_named(section.start, section.end, taken):
            self.parts.note(s)
            if taken and taken.start <= s.start < taken.end:
                continue
            if (
                s.subject.indicator.startswith("other:")
                or not s.subject.indicator
                or s.base
                or (s.compared and not self._own_goal(s))
                or s.increment
            ):
                continue
            if not _of_the_year(s, year, period) or "distant_name" in s.causes:
                continue
            if self._past(s) or self._past_aside(s) or self.parts.hold(s) or predicates.projected(self.text, s.start):
                continue
            told = self.patterns["this_year"].pattern
            if predicates.later_time(self.text, s.start, year, told, spans=True):  # 通过五年努力，…。…达到2.3%
                continue
            self._add(s, year, period, section.role, False)

    def _past_aside(self, s: Statement) -> bool:
        """城镇新增就业6000人（去年5600人）: what stands in brackets was last year's."""
        return (
            self.patterns["past_aside"].search(self.text, max(0, s.quantity.start - 60), s.quantity.start) is not None
        )

    def _opens_past(self, s: Statement) -> bool:
        """过去一年，甲增长5.6%，…: a sentence of the plan about what has been."""
        head = behind_last(self.text, "。！\n", s.start, max(0, s.start - _LONGEST_CLAUSE))
        opened = self.patterns["opens_past"].match(self.text, head)
        return opened is not None and not self.patterns["this_year"].search(self.text, opened.end(), s.start)

    def _past(self, s: Statement) -> bool:
        head = self.text[max(0, s.start - 30) : s.start]
        return bool(self.patterns["told_past"].search(head.split("。")[-1])) or self._opens_past(s)

    def _add(self, s: Statement, year: int, period: str, section: str, headline: bool) -> None:
        if self._stretches(s) or self._is_floor(s) or self._by_points(s):
            return
        s = self._as_change(s)
        made = row(s, self.normal, self.lexicon, year, section, headline=headline)
        made.period = period
        made.scope = made.scope or self._added(s)
        if self._said(made, s, headline):
            return
        made.promise = self._promise(s)
        if s.increment:
            made.causes = (*made.causes, "increment")
            made.confidence = "low"
        self.rows.append(made)
        self.spans.append((s.start, s.end))
        self.stated.add(s.quantity.start)

    def _by_points(self, s: Statement) -> bool:
        """增速回调0.2个百分点: how much a growth changes is no growth."""
        known = self.lexicon.indicators.get(s.subject.indicator)
        return s.quantity.unit == "百分点" and known is not None and known.kind in ("amount", "count")

    def _as_change(self, s: Statement) -> Statement:
        """降低1微克/立方米, 削减8000吨: an amount taken off is a change, though no percentage."""
        known = self.lexicon.indicators.get(s.subject.indicator)
        if not s.increment or known is None:
            return s
        falls = self._falls(s)
        rate = kind_of(s.subject, self.lexicon) == "rate"
        return replace(s, change=True, sign=-1 if falls else 1) if rate or (falls and not self._counts(s)) else s

    def _added(self, s: Statement) -> str:
        """The scope of an amount added (增加150元, 增加20家): it is no level."""
        if not s.increment or s.change or not s.quantity.unit or self._falls(s):
            return ""
        if s.subject.indicator.startswith("other:"):
            return ""
        return "新增" if self._counts(s) else "增量"

    def _falls(self, s: Statement) -> bool:
        return self.patterns["falls"].search(self.text, s.subject.end, s.quantity.start) is not None

    def _counts(self, s: Statement) -> bool:
        unit = self.lexicon.units.get(s.quantity.unit)
        return unit is not None and unit.dimension == "count"

    def _said(self, made: Row, s: Statement, headline: bool) -> bool:
        """An earlier sentence of the target paragraph states the same figure: this one explains or repeats it."""
        values = (made.indicator, made.scope, made.measure, made.unit, made.value_low, made.value_high)
        if not headline:
            return values in self.said
        return self.text.find("。", self.said.setdefault(values, s.end), s.start) >= 0

    def _stretches(self, s: Statement) -> bool:
        """9%、力争10%: the second number is the stretch of the first."""
        goes_on = self.stretched == s.start and self.patterns["listed_on"].search(
            self.text, max(0, s.quantity.start - 8), s.quantity.start
        )
        if (
            ("stretch" not in (s.quantity.before, s.effort) and not goes_on)
            or not self.rows
            or "inherited_subject" not in s.causes
        ):
            return False
        i = self._last_of(s)
        if i is None:
            return False
        _, low, high = bounds(s)
        self.rows[i].stretch = low if low is not None else high
        self._reach_to(i, s)
        self.stretched = s.start
        return True

    def _is_floor(self, s: Statement) -> bool:
        """力争10%，确保8%: the second number is the target, the first one its stretch."""
        assured = self.patterns["assured"].search(self.text, max(0, s.quantity.start - 12), s.quantity.start)
        i = self._last_of(s) if assured and "inherited_subject" in s.causes else None
        if i is None:
            return False
        row = self.rows[i]
        op, low, high = bounds(s)
        if row.stretch is not None or row.value_low is None or low is None or low >= row.value_low:
            return False
        row.stretch, row.op, row.value_low, row.value_high = row.value_low, op, low, high
        self._reach_to(i, s)
        return True

    def _last_of(self, s: Statement) -> int | None:
        """Which of the last rows is about the same quantity in the same unit."""
        for i in range(len(self.rows) - 1, max(-1, len(self.rows) - 4), -1):
            last = self.rows[i]
            same = last.indicator == s.subject.indicator and last.scope == s.subject.scope
            if same and (last.measure == "growth") == s.change and last.unit == s.quantity.unit:
                return i
        return None

    def _reach_to(self, i: int, s: Statement) -> None:
        """Let the quote of a row reach to the end of a statement that adds to it."""
        self.spans[i] = (self.spans[i][0], s.end)
        self.rows[i].char_start, self.rows[i].char_end = self.normal.span(*self.spans[i])

    def _promise(self, s: Statement) -> int:
        """Level and growth of one quantity in one clause are one promise."""
        if self.rows and "inherited_subject" in s.causes:
            for old in reversed(self.rows[-6:]):
                if old.indicator == s.subject.indicator and old.scope == s.subject.scope:
                    return old.promise
        self.promise += 1
        return self.promise

    # --- clauses without a number ---------------------------------------------------------------------------------

    def _wordless(self, section: Section, year: int, period: str, used: list[Statement]) -> None:
        previous: list[Row] = []
        loose: list[Row] = []
        numbered: list[Statement] = []  # those of the clause before
        leading = self._leading(section)
        mottos = self._mottos(section)
        for m in _CLAUSE.finditer(self.text, section.start, section.end):
            start, end = m.span()
            mark = self.patterns["item_mark"].match(self.text, start, end)
            start = mark.end() if mark else start
            here = [s for s in used if start <= s.quantity.start < end]
            if here or any(s.start < end and start < s.end for s in used):
                behind = max((s.end for s in here), default=end)
                previous, numbered = self._also_bound(here, behind, end, year, period) or [], here
                continue
            bound = self._also_bound(numbered, start, end, year, period)
            numbered = []
            if bound is not None:
                previous = bound
                continue
            clause = self.text[start:end].strip("、" + BLANK)
            if len(clause) > _LONGEST_CLAUSE:
                continue
            if self._loose_number(start, end, year, period) or self.patterns["goes_on"].match(self.text, end):
                continue
            if (
                len(clause) < 4
                or self.patterns["no_target"].search(clause)
                or re.match(r"[一二三四五六七八九十]+[、.]", clause)
            ):
                continue
            if any(a <= start < b for a, b in mottos) and not self._bound(start, end):
                continue
            before = len(self.rows)
            made = self._clause(start, end, year, period, previous)
            bare = (
                made and not self.patterns["verb_in_words"].search(clause) and made[0].relation == "words"
            )  # a list of names that goes on
            previous = [*previous, *made] if bare else made or previous
            kept = self.patterns["aim"].fullmatch(clause) or self.patterns["to_complete"].fullmatch(clause)
            if not kept and not any(start in sentence for sentence in leading):
                loose += self.rows[before:]
        self._drop_loose(loose)

    def _also_bound(self, numbered: list[Statement], start: int, end: int, year: int, period: str) -> list[Row] | None:
        """增长6%，与经济增长同步: rows of a relation behind a number, for the subjects of that number; None without one.

        增长6%，努力高于全国: no rows, for what is only striven for beyond a number is no second promise.
        """
        relation = relations.find(self.text, start, end, self.lexicon) if numbered else None
        if not relation or relation.relation not in relations.RELATIVE or self._has_name(start, relation.start):
            return None
        if self.patterns["striven"].search(self.text, start, relation.start):
            return []
        stated = [s for s in numbered if s.quantity.start in self.stated]
        return [self._wordless_row(s.subject, relation, year, period, s.start, end) for s in stated]

    def _loose_number(self, start: int, end: int, year: int, period: str) -> bool:
        """A clause whose number no statement owns is kept as a quantity of its own words."""
        found = [q for q in quantities(self.text, self.lexicon, start, end) if q.unit]
        if (
            not found
            or relations.find(self.text, start, end, self.lexicon)
            or self.patterns["of_plan"].match(self.text, found[-1].end)
        ):
            return False
        q = found[-1]
        words = self.patterns["reached"].sub("", self.text[start : q.start]).strip("、" + BLANK)
        raised = self.patterns["from_to"].match(words)
        if raised:  # 提高甲的比重，由13%提高到14%
            before = self.text[behind_last(self.text, "，；。：！\n", start - 1) : start - 1]
            words = self.patterns["raised"].sub("", before)
        if len(words) < 2 or len(words) > 24:
            return False
        indicator = self.lexicon.by_alias.get(words) or "other:" + words
        subject = Subject(indicator, "", start, q.start, causes=("unlinked_words",))
        rate = q.unit in ("%", "百分点") and not raised
        change = rate and bool(self.patterns["changes"].search(self.text, start, q.start))
        sign = -1 if self.patterns["falls"].search(self.text, start, q.start) else 1
        self._add(
            Statement(subject, q, start, q.end, change, sign, year, period, causes=subject.causes),
            year,
            period,
            "headline",
            True,
        )
        return True

    def _leading(self, section: Section) -> list[range]:
        """The first sentence, and the first one that says a number: what stands there is a target in any words."""
        first = range(section.start, first_of(self.text, "。！", section.start + 1, section.end))
        digit = _DIGIT.search(self.text, section.start, section.end)
        if digit is None:
            return [first]
        start = behind_last(self.text, "。！\n", digit.start(), section.start)
        return [first, range(start, first_of(self.text, "。！", digit.start(), section.end))]

    def _mottos(self, section: Section) -> list[tuple[int, int]]:
        """促进经济平稳增长。地区生产总值增长6%: the sentence without a number in front of its paragraph's targets."""
        found: list[tuple[int, int]] = []
        for paragraph in _PARAGRAPH.finditer(self.text, section.start, section.end):
            sentences = list(_SENTENCE.finditer(self.text, *paragraph.span()))[:2]
            if [bool(re.search(r"\d", m[0])) for m in sentences] == [False, True]:
                found.append(sentences[0].span())
        return found

    def _bound(self, start: int, end: int) -> bool:
        """Whether a clause is bound to something: another figure, or what is handed down."""
        relation = relations.find(self.text, start, end, self.lexicon)
        return relation is not None and relation.relation not in _WORDS

    def _drop_loose(self, loose: list[Row]) -> None:
        """Behind the first sentence only what is bound to something, or speaks of indicators, is a target."""
        drop = {
            id(r)
            for r in loose
            if (r.indicator.startswith("other:") and r.relation in _WORDS and "指标" not in r.indicator)
            or ("short_name" in r.causes and r.relation == "words")
        }
        kept = [i for i, r in enumerate(self.rows) if id(r) not in drop]
        self.rows = [self.rows[i] for i in kept]
        self.spans = [self.spans[i] for i in kept]

    def _clause(self, start: int, end: int, year: int, period: str, previous: list[Row]) -> list[Row]:
        made: list[Row] = []
        for a, b in self._pieces(start, end):
            relation = relations.find(self.text, a, b, self.lexicon)
            if relation and previous and not self._has_name(a, relation.start) and not self._has_object(a, b, relation):
                self._merge(previous, relation, a, b)
                continue
            subjects = self.in_words.find(a, b, relation)
            rows = [self._wordless_row(s, r, year, period, a, b) for s, r in self._apart(subjects, relation)]
            made.extend(rows)
            previous = rows or previous
        return made

    def _apart(
        self, subjects: list[Subject], relation: relations.Relation | None
    ) -> list[tuple[Subject, relations.Relation | None]]:
        """Each subject with its own margin: 城乡居民收入分别高于经济增速0.5个和1个百分点."""
        if not relation or len(relation.margins) < 2:
            return [(s, relation) for s in subjects]
        if len(subjects) != len(relation.margins):
            return [(s, replace(relation, margins=())) for s in subjects]
        return [(s, replace(relation, margins=(m,))) for s, m in zip(subjects, relation.margins, strict=True)]

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Split at 、 where a new name with its own predicate begins behind a finished one."""
        cuts, at = [], start
        for m in re.compile("、").finditer(self.text, start, end):
            head = relations.find(self.text, at, m.start(), self.lexicon) or self.patterns["stated"].search(
                self.text, at, m.start()
            )
            before = head.start() if isinstance(head, re.Match) else head.start if head else at
            if head and names_between(self.names, m.end(), end) and names_between(self.names, at, before):
                tail = names_between(self.names, m.end(), end)[0]
                if tail.start - m.end() <= 6 and relations.find(self.text, tail.end, end, self.lexicon):
                    cuts.append((at, m.start()))
                    at = m.end()
        return [*cuts, (at, end)]

    def _has_name(self, start: int, end: int) -> bool:
        words = self.patterns["nameless"].sub("", self.text[start:end])
        return bool(names_between(self.names, start, end)) or len(words) >= 2

    def _has_object(self, start: int, end: int, relation: relations.Relation) -> bool:
        """完成市下达节能减排目标: what is handed down is named, so the clause does not go on about the one before."""
        named = (
            self.patterns["handed_object"].search(self.text, start, end) if relation.relation == "handed_down" else None
        )
        return bool(named and not self.patterns["no_object"].fullmatch(named["object"]))

    def _merge(self, previous: list[Row], relation: relations.Relation, start: int, end: int) -> None:
        """A second clause on the same subject: 进一步下降，达到市下达目标; 高于经济增速、高于全国平均."""
        for old in previous:
            if old.relation in _WORDS:
                old.relation, old.benchmark, old.value_low = relation.relation, relation.benchmark, relation.margin
                old.measure = relation.measure
            assert old.char_start is not None
            old.char_end = self.normal.span(start, end)[1]

    def _wordless_row(
        self, subject: Subject, relation: relations.Relation | None, year: int, period: str, start: int, end: int
    ) -> Row:
        self.promise += 1
        kind = relation.relation if relation else "words"
        span_start, span_end = self.normal.span(min(start, subject.start), end)
        made = Row(
            subject.indicator, self.lexicon.label(subject.indicator),
            relation.measure if relation else "qualitative", year, period, subject.scope,
            value_low=relation.margin if relation and kind in relations.RELATIVE else None,
            unit="百分点" if relation and relation.margin is not None and kind in relations.RELATIVE else "",
            relation=kind, benchmark=relation.benchmark if relation else "", headline=True, promise=self.promise,
            char_start=span_start, char_end=span_end, section="headline",
            causes=subject.causes, confidence=confidence(subject.causes),
        )  # fmt: skip
        self.rows.append(made)
        self.spans.append((start, end))
        return made


def _of_the_year(s: Statement, year: int, period: str) -> bool:
    """Whether a statement is about the year planned; what is compared with the year before is."""
    return s.period in ("year", period, f"since:{year - 1}") and (s.year or year) == year
