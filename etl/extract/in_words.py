"""Rows of the clauses of a target paragraph that say no number: 居民收入与经济增长同步, 完成市下达的节能减排任务."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from etl.extract import relations
from etl.extract.build import confidence
from etl.extract.namer import Namer
from etl.extract.names import BLANK, Names, Subject, names_between
from etl.extract.parsed import Statement
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


@dataclass(slots=True)
class Kept:
    """The rows of a document's targets, and what has to be known of them to make the next one."""

    rows: list[Row] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)  # normalised span of each row
    stated: set[int] = field(default_factory=set)  # where the numbers stand that have a row of their own
    promise: int = 0

    def add(self, row: Row, start: int, end: int) -> None:
        """Keep a row that stands at `start:end` of the normalised text."""
        self.rows.append(row)
        self.spans.append((start, end))

    def next_promise(self) -> int:
        """The number of a promise that no row has been part of."""
        self.promise += 1
        return self.promise


class InWords:
    """Reads them in one document; adds to the rows that are kept already."""

    def __init__(
        self, normal: Normal, names: Names, namer: Namer, parser: Parser, lexicon: Lexicon, kept: Kept
    ) -> None:
        self.normal, self.names, self.lexicon, self.kept = normal, names, lexicon, kept
        self.text = parser.text
        self.patterns = lexicon.patterns
        self.subjects = WordlessSubjects(names, namer, parser, lexicon)

    def read(
        self, section: Section, year: int, period: str, used: list[Statement], add: Callable[[Statement], None]
    ) -> None:
        """Rows of the clauses of a target paragraph in which none of the statements `used` stands.

        `add` makes the row of a number that no statement owns.
        """
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
            if self._loose_number(start, end, year, period, add) or self.patterns["goes_on"].match(self.text, end):
                continue
            if (
                len(clause) < 4
                or self.patterns["no_target"].search(clause)
                or re.match(r"[一二三四五六七八九十]+[、.]", clause)
            ):
                continue
            if any(a <= start < b for a, b in mottos) and not self._bound(start, end):
                continue
            before = len(self.kept.rows)
            made = self._clause(start, end, year, period, previous)
            bare = (
                made and not self.patterns["verb_in_words"].search(clause) and made[0].relation == "words"
            )  # a list of names that goes on
            previous = [*previous, *made] if bare else made or previous
            kept = self.patterns["aim"].fullmatch(clause) or self.patterns["to_complete"].fullmatch(clause)
            if not kept and not any(start in sentence for sentence in leading):
                loose += self.kept.rows[before:]
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
        stated = [s for s in numbered if s.quantity.start in self.kept.stated]
        return [self._wordless_row(s.subject, relation, year, period, s.start, end) for s in stated]

    def _loose_number(self, start: int, end: int, year: int, period: str, add: Callable[[Statement], None]) -> bool:
        """A clause whose number no statement owns is kept as a quantity of its own words."""
        found = [q for q in quantities(self.text, self.lexicon, start, end) if q.unit]
        if (
            not found
            or relations.find(self.text, start, end, self.lexicon)
            or self.patterns["of_plan"].match(self.text, found[-1].end)
            or self.patterns["likened"].match(self.text, found[-1].end)
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
        add(Statement(subject, q, start, q.end, change, sign, year, period, causes=subject.causes))
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
        kept = [i for i, r in enumerate(self.kept.rows) if id(r) not in drop]
        self.kept.rows = [self.kept.rows[i] for i in kept]
        self.kept.spans = [self.kept.spans[i] for i in kept]

    def _clause(self, start: int, end: int, year: int, period: str, previous: list[Row]) -> list[Row]:
        made: list[Row] = []
        for a, b in self._pieces(start, end):
            relation = relations.find(self.text, a, b, self.lexicon)
            if relation and previous and not self._has_name(a, relation.start) and not self._has_object(a, b, relation):
                self._merge(previous, relation, a, b)
                continue
            subjects = self.subjects.find(a, b, relation)
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
        kind = relation.relation if relation else "words"
        span_start, span_end = self.normal.span(min(start, subject.start), end)
        made = Row(
            subject.indicator, self.lexicon.label(subject.indicator),
            relation.measure if relation else "qualitative", year, period, subject.scope,
            value_low=relation.margin if relation and kind in relations.RELATIVE else None,
            unit="百分点" if relation and relation.margin is not None and kind in relations.RELATIVE else "",
            relation=kind, benchmark=relation.benchmark if relation else "", headline=True, promise=self.kept.next_promise(),
            char_start=span_start, char_end=span_end, section="headline",
            causes=subject.causes, confidence=confidence(subject.causes),
        )  # fmt: skip
        self.kept.add(made, start, end)
        return made
