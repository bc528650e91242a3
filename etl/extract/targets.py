"""Targets: every clause of the target paragraph becomes a row; elsewhere in the plan, catalogue figures do."""

from __future__ import annotations

from dataclasses import replace

from etl.extract import predicates
from etl.extract.build import bounds, row
from etl.extract.in_words import InWords, Kept
from etl.extract.namer import Namer
from etl.extract.names import Names
from etl.extract.parsed import Statement, kind_of
from etl.extract.parts import Parts
from etl.extract.statements import Parser
from etl.lexicon import Lexicon
from etl.models import Row, Section
from etl.text import Normal, behind_last

_FAR = 1_000  # characters: no sentence is longer


class Targets:
    """Reads the targets of one document."""

    def __init__(
        self, normal: Normal, names: Names, namer: Namer, parser: Parser, lexicon: Lexicon, place: str = ""
    ) -> None:
        self.normal, self.names, self.namer, self.parser, self.lexicon = normal, names, namer, parser, lexicon
        self.text = parser.text
        self.patterns = lexicon.patterns
        self.parts = Parts(parser.text, names, namer, lexicon, place)
        self.kept = Kept()
        self.in_words = InWords(normal, names, namer, parser, lexicon, self.kept)
        self.said: dict[tuple[object, ...], int] = {}  # headline figure → where it is first stated
        self.stretched = -1  # where the subject starts whose stretch was read last

    def headline(self, section: Section, year: int, period: str) -> None:
        """Rows of the target paragraph."""

        def add(s: Statement) -> None:
            self._add(s, year, period, "headline", True)

        statements = [s for s in self.parser.parse(section.start, section.end) if not s.base]
        used: list[Statement] = []
        for s in statements:
            past = not _of_the_year(s, year, period) or self._past_aside(s) or self._opens_past(s)
            if past or self.parts.of_parent(s):
                used.append(s)
            elif s.subject.indicator and (not s.compared or self._own_goal(s)):
                add(s)
                used.append(s)
        self.in_words.read(section, year, period, used, add)

    @property
    def rows(self) -> list[Row]:
        """The rows found so far, in order."""
        return self.kept.rows

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
            dated = s.explicit_year and s.year == year  # 到2028年突破300亿元，2024年增长9%
            if not dated and predicates.later_time(self.text, s.start, year, told, spans=True):
                continue  # 通过五年努力，…。…达到2.3%
            self._add(s, year, period, section.role, False)

    def _past_aside(self, s: Statement) -> bool:
        """城镇新增就业6000人（去年5600人）: what stands in brackets was last year's."""
        return (
            self.patterns["past_aside"].search(self.text, max(0, s.quantity.start - 60), s.quantity.start) is not None
        )

    def _opens_past(self, s: Statement) -> bool:
        """过去一年，甲增长5.6%，…: a sentence, or a clause, of the plan about what has been."""
        clause = behind_last(self.text, "，。；！：\n", s.quantity.start)
        if self.patterns["last_year_opens"].match(self.text, clause):
            return True
        head = behind_last(self.text, "。！\n", s.start, max(0, s.start - _FAR))
        opened = self.patterns["opens_past"].match(self.text, head)
        return opened is not None and not self.patterns["this_year"].search(self.text, opened.end(), s.start)

    def _past(self, s: Statement) -> bool:
        if self.patterns["turns_to_this_year"].search(self.text, s.start, s.quantity.start):
            return False
        head = self.text[max(0, s.start - 30) : s.start]
        return bool(self.patterns["told_past"].search(head.split("。")[-1])) or self._opens_past(s)

    def _add(self, s: Statement, year: int, period: str, section: str, headline: bool) -> None:
        if self._stretches(s) or self._is_floor(s) or self._by_points(s):
            return
        s = self._as_change(s)
        if self._lacks_unit(s):
            if not self.patterns["changes"].search(self.text, s.quantity.start - 2, s.quantity.start):
                return  # a number that only stands behind it: of the next line of a table, a page, a date
            percent = replace(s.quantity, unit="%")  # 增长12，: the sign was lost
            s = replace(s, quantity=percent, change=True, causes=(*s.causes, "unit_missing"))
        made = row(s, self.normal, self.lexicon, year, section, headline=headline)
        made.period = period
        made.scope = made.scope or self._added(s)
        if self._said(made, s, headline):
            return
        made.promise = self._promise(s)
        if s.increment:
            made.causes = (*made.causes, "increment")
            made.confidence = "low"
        self.kept.add(made, s.start, s.end)
        self.kept.stated.add(s.quantity.start)

    def _lacks_unit(self, s: Statement) -> bool:
        known = self.lexicon.indicators.get(s.subject.indicator)
        return known is not None and known.kind in ("amount", "intensity") and not s.quantity.unit and not s.change

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
        self.kept.spans[i] = (self.kept.spans[i][0], s.end)
        self.rows[i].char_start, self.rows[i].char_end = self.normal.span(*self.kept.spans[i])

    def _promise(self, s: Statement) -> int:
        """Level and growth of one quantity in one clause are one promise."""
        if self.rows and "inherited_subject" in s.causes:
            for old in reversed(self.rows[-6:]):
                if old.indicator == s.subject.indicator and old.scope == s.subject.scope:
                    return old.promise
        return self.kept.next_promise()


def _of_the_year(s: Statement, year: int, period: str) -> bool:
    """Whether a statement is about the year planned; what is compared with the year before is."""
    return s.period in ("year", period, f"since:{year - 1}") and (s.year or year) == year
