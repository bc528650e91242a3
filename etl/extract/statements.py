"""Statements: which quantity belongs to which name, as level or as change, and for which time.

A sentence is read from left to right, number by number. Between two numbers stands a gap; its tail is the predicate
(verbs, hedges, times), the rest names the subject. A gap without a subject inherits the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.extract import predicates
from etl.extract.beside import set_beside, without_marks
from etl.extract.namer import Namer
from etl.extract.names import Names, Subject, any_name, name_over
from etl.extract.parsed import (
    GROWTH_NOUNS,
    SPEAKS_OF_LAST_YEAR,
    Found,
    Group,
    Predicate,
    Statement,
    Time,
    kind_of,
    words,
)
from etl.extract.prose import prose
from etl.extract.quantities import Quantity, quantities
from etl.extract.subjects import Subjects
from etl.lexicon import Lexicon
from etl.models import Section
from etl.text import behind_last, first_of, paragraph_start

# no prose runs on for so long without an end: what does is cut, so that the time for it grows with its length only
_SENTENCE = re.compile(r"[^。！？\n]{1,10000}[。！？\n]?")
_PART = re.compile(r"[^；]{1,2000}；?")
_NUMBER = re.compile(r"\d|[百千万亿]")
_AS_IT_IS = {"自然口径", "按自然口径"}
_CLAUSE_BEFORE = 40  # characters of 剔除…， in front of a predicate
_PARTS_OF_YEAR = ("Q1", "H1", "Q1-3", "part")
_LISTED = ("firms", "entities", "_sme")  # what is counted by a register: 新增 is another quantity than the number there
_MONEY_OR_SHARE = ("money", "dollar", "percent", "point", "concentration")


class Parser:
    """Reads statements out of one normalised text. `this_year`: see `prose`."""

    def __init__(
        self, text: str, names: Names, namer: Namer, lexicon: Lexicon, this_year: Sequence[Section] = ()
    ) -> None:
        self.raw = text
        self.text = prose(text, lexicon, this_year)
        self.names = names
        self._estimated = 0, 0  # where all figures are estimates (预计，下同)
        self._carried = 0, "year"  # where the last sentence ended, and the part of the year that it hands on
        self._last: tuple[int, Statement | None] = 0, None  # … and its last statement, where that is of part of a year
        self._whole_year = 0  # where the last sentence ended that told of a whole year
        self.lexicon = lexicon
        self.patterns = lexicon.patterns
        self.subjects = Subjects(self.text, names, namer, lexicon)

    def parse(self, start: int, end: int) -> Iterator[Statement]:
        """Every statement of `text[start:end]`, sentence by sentence."""
        for sentence in _SENTENCE.finditer(self.text, start, end):
            if _NUMBER.search(self.text, *sentence.span()):
                yield from self._sentence(*sentence.span())

    def parse_named(
        self, start: int, end: int, taken: Section | None = None, parts: bool = False
    ) -> Iterator[Statement]:
        """Statements of sentences that name an indicator (with `parts`: or a part of the place) and are not `taken` already."""
        for sentence in _SENTENCE.finditer(self.text, start, end):
            a, b = sentence.span()
            done = taken and taken.start <= a and b <= taken.end
            if not done and _NUMBER.search(self.text, a, b) and self._names(a, b, parts):
                yield from self._sentence(a, b)

    def _names(self, start: int, end: int, parts: bool) -> bool:
        if any_name(self.names, start, end):
            return True
        namer = self.subjects.namer
        if self.patterns["whole_year_after"].match(self.text, start):
            return True
        also = [namer.exact_names.any, self.patterns["composed"], *([namer.sub_area] if parts else [])]
        return any(pattern.search(self.text, start, end) for pattern in also)

    def _sentence(self, start: int, end: int) -> list[Statement]:
        found: list[Statement] = []
        carried = self._carried[1] if self._carried[0] == start and not self.text.endswith("\n", 0, start) else "year"
        time, named = Time(period=carried), ""
        last = self._last[1] if self._last[0] == start else None
        spanned = words().opens_with_span.match(self.text, start)
        dated = self.patterns["opens_dated"].match(self.text, start)
        for part in _PART.finditer(self.text, start, end):
            # 五年来，…2023年达到…；…: the years that the sentence opens with, again
            if spanned and part.start() > start:
                time.year, time.period, time.explicit = None, "multi", False
            if dated and part.start() > start and time.period == "multi":  # 2023年，…，四年累计346亿元；…
                time.year, time.period, time.explicit = int(dated["year"]), "year", True
            time.summed_before, time.summed = time.summed_before or time.summed, False
            before = found[-1:] if found and self.patterns["goes_on_behind"].match(self.text, part.start()) else []
            if not found and last and self.patterns["whole_year_after"].match(self.text, part.start()):
                before = [last]  # 前三季度甲完成194亿元。预计全年完成286亿元
            made = self._part(part.start(), part.end(), time, named, before)
            named = next((s.subject.indicator for s in reversed(made) if s.subject.indicator), named)
            self._compare_on(found, made)
            found += made
        set_beside(found, self.text)
        found = without_marks(found, self.text, self.lexicon)
        opened = carried != "year" or (
            words().opens_with_part.match(self.text, start) is not None
            # behind figures of the whole year in its paragraph it is an aside
            and not paragraph_start(self.text, start) < self._whole_year <= start
        )
        self._last = end, found[-1] if found and found[-1].period in _PARTS_OF_YEAR else None
        self._carried = end, time.period if opened and not time.own else "year"
        if any(s.period == "year" and s.subject.indicator for s in found):
            self._whole_year = end
        return found

    def _compare_on(self, found: list[Statement], made: list[Statement]) -> None:
        """比2010年增长27%；…增长35%: what the first part is compared with holds for the next, until something else is named."""
        before = next((s for s in reversed(found) if s.change and s.period != "multi"), None)  # 年均 stands beside it
        if before is None or not before.period.startswith("since:"):
            return
        for s in made:
            own = self.patterns["compares"].search(self.text, s.start, s.quantity.start)
            if own or (s.explicit_year and s.year != before.year):
                return
            if s.change and s.period == "year" and s.sign == before.sign:
                s.period = before.period

    def _part(self, start: int, end: int, time: Time, named: str, before: list[Statement]) -> list[Statement]:
        """Statements between two ；: subjects and 预计 reach no further, but for what goes on about the last one `before`."""
        groups = self._groups(start, end)
        if not groups:  # words behind the last number comment on it, and govern nothing
            predicates.advance(self.text[start:end], time)
            return []
        estimate = words().estimate.search(self.text, start, end)
        same_below = self.raw.find("下同", start, end) >= 0
        onwards = self.patterns["estimate_onwards"].search(self.raw, start, end) if same_below else None
        if onwards:
            self._estimated = onwards.start(), first_of(self.raw, "\n", end)
        found: list[Statement] = []
        done = [s for s in before if _passes_on(s)]  # those whose subject a later number may inherit
        # 占比由3%提高到5%, 甲占乙的42%: what it is said of is not passed on, nor is anything named before it
        alone = False
        for group in groups:
            made = self._statements(group, time, [] if alone else done, named)
            alone = bool(made) and (made[-1].base or _named_share(made[-1])) and not _passes_on(made[-1])
            told_behind = self.patterns["estimate_behind"].match(self.raw, group.quantities[-1].end)
            for s in made:
                below = self._estimated[0] < group.quantities[-1].end + 1 and group.start < self._estimated[1]
                s.estimated = (
                    below or (estimate is not None and estimate.start() < group.start) or told_behind is not None
                )
                if _passes_on(s):
                    done.append(s)
            if told_behind and made:  # 584亿元，增长5.2%（预计）: of both
                for s in reversed(found):
                    if s.subject != made[-1].subject:
                        break
                    s.estimated = True
            found += made
        predicates.leave(self.text[groups[-1].quantities[-1].end : end], time)
        self._since(found, start, end)
        return found

    def _since(self, found: list[Statement], start: int, end: int) -> None:
        """与2013年相比，2017年甲下降8%，乙下降23%: a comparison at the head of a clause holds for the changes behind it
        that do not say themselves what they are compared with.
        """
        for m in self.patterns["since_year"].finditer(self.text, start, end):
            for s in found:
                behind = s.change and s.period == "year" and s.quantity.start > m.end()
                if behind and not self.patterns["compares"].search(self.text, max(s.start, m.end()), s.quantity.start):
                    s.period = f"since:{predicates.year_of(m) if m['year'] else words().plan_ends[m['plan']]}"

    def _groups(self, start: int, end: int) -> list[Group]:
        """Numbers that stand in one list, joined by nothing but 、 和 及 and hedges."""
        groups: list[Group] = []
        for q in quantities(self.text, self.lexicon, start, end):
            if self._no_value(q):
                continue
            last = groups[-1] if groups else None
            if last and self._joins(last, q):
                last.quantities.append(q)
            else:
                groups.append(Group([q], last.quantities[-1].end if last else start))
        return groups

    def _no_value(self, q: Quantity) -> bool:
        """PM2.5, 4项指标, 投资2000万元以上的项目: numbers that are the value of nothing."""
        if name_over(self.names, q.start) or (not q.unit and self.text.endswith(("保", "争"), 0, q.start)):
            return True  # 保8争9: of what, it does not say
        if (
            q.unit == "%"
            and self.text.startswith("的", q.end)
            and self.text[q.start - 1 : q.start] in tuple("，；：、。")
        ):
            return self.patterns["afterwards"].match(self.text, q.end) is None  # 90%以上的企业…
        if q.unit in ("项", "类", "个") and self.patterns["not_a_value"].match(self.text, q.end):
            return True
        if q.unit == "个" and self.patterns["steps"].search(self.text, q.start, q.end + 3):
            return True
        unit = self.lexicon.units.get(q.unit)
        money = unit is not None and unit.dimension in ("money", "dollar")
        return money and self.patterns["threshold"].match(self.text, q.number_end) is not None

    def _joins(self, group: Group, q: Quantity) -> bool:
        last = group.quantities[-1]
        gap = self.text[last.end : q.start]
        if not gap or not words().joined.fullmatch(gap):
            return False
        if self.patterns["measured"].search(gap) and self.patterns["against"].match(self.text, q.end):
            return False  # 3.3%、低于4.2%的控制目标
        shared = "分别" in self.text[group.gap_start : group.start]
        comma = "，" in gap and not (gap == "，" and shared and q.unit == last.unit)  # else it opens a new statement
        if comma or any(w in gap for w in words().stretch):
            return False
        hedge = words().hedge_end.search(gap)
        if hedge and self.text.endswith(tuple(words().added), 0, group.start):
            return False  # 净增40家、突破620家: what was added, and what is there now
        if not q.unit and last.unit and words().patterns["unit_left_out"].fullmatch(gap + self.text[q.end : q.end + 1]):
            q.unit = last.unit  # 7853元和2610，: of the second number it is not printed
        if not (self._alike(last, q) or (shared and last.unit and q.unit)):
            return False
        q.before = words().hedge[hedge[0]] if hedge else ""
        return True

    def _alike(self, a: Quantity, b: Quantity) -> bool:
        units = self.lexicon.units
        if not a.unit or (a.unit in ("万", "亿", "万亿") and b.unit.startswith(a.unit)):
            return True
        if a.unit == "个" and b.unit == "百分点":  # 分别提高1.6个和2个百分点
            return True
        one, two = units.get(a.unit), units.get(b.unit)
        return one is not None and two is not None and one.dimension == two.dimension

    # --- one group of numbers -------------------------------------------------------------------------------------

    def _statements(self, group: Group, time: Time, done: list[Statement], named: str) -> list[Statement]:
        predicate = predicates.read(self.text, self.names, group.gap_start, group.start)
        gap = self.text[group.gap_start : group.start]
        ended, time.ended = time.ended, False
        timed = predicates.advance(gap, time)
        if self.patterns["ranked"].search(gap):
            return []
        found = self.subjects.find(group, predicate, done, named)
        found.subjects = self.subjects.fit(found, group, predicate.tokens)
        if not found.subjects:
            parts = timed and len(group.quantities) > 1 and words().part_year.search(gap)
            time.own = time.own or bool(parts)  # 一季度、上半年分别增长5.9%、5.6%
            return []
        self._own_period(group, found, time, timed)
        if self.patterns["one_year"].search(
            gap
        ):  # 甲年均增长9%，2021年达216亿元，乙增长32%: the year is that of the first
            inherited = "inherited_subject" in found.causes
            ended = inherited and time.explicit and bool(done) and done[-1].averaged
        time.ended = time.ended or ended
        self._share(group.quantities, predicate.tokens, len(found.subjects))
        return [self._pair(i, group, gap, found, predicate, time, done) for i in range(len(found.subjects))]

    def _own_period(self, group: Group, found: Found, time: Time, timed: bool) -> None:
        """A part of the year named behind a name ends where another quantity is named."""
        part = words().part_year.search(self.text, group.gap_start, group.start) if timed else None
        if part:
            time.own = found.subjects[-1].end <= part.start()
        elif time.own and "inherited_subject" not in found.causes:
            time.period, time.own = "year", False

    def _share(self, values: list[Quantity], tokens: list[str], subjects: int) -> None:
        """What a list says once holds for all: 8亿、6亿美元; 8%、10%左右; 不低于8%和10%."""
        values[0].before = predicates.hedge(tokens)
        if len(values) == 1:
            return
        last = values[-1]
        same = all((q.low, q.high) == (last.low, last.high) for q in values)  # 6.5%和6.5%以上 tells them apart
        closing = last.after and not same and not any(q.after for q in values[:-1])
        for q in values[:-1]:
            points = q.unit == "个" and last.unit == "百分点"
            if not q.unit or points or (q.unit in ("万", "亿", "万亿") and last.unit.startswith(q.unit)):
                q.unit = last.unit
            q.after = last.after if closing else q.after
        if subjects > 1:
            for q in values[1:]:
                q.before = q.before or values[0].before

    def _pair(
        self, i: int, group: Group, gap: str, found: Found, predicate: Predicate, time: Time, done: list[Statement]
    ) -> Statement:
        """The statement of the i-th subject of a group."""
        values, tokens, many = group.quantities, predicate.tokens, len(found.subjects) > 1
        q = values[min(i, len(values) - 1)]
        subject = self._scoped(found.subjects[i], predicate, values[-1].end)
        if subject.scope == "新增" and "inherited_subject" in found.causes:
            all_of_them = not words().reach.isdisjoint(tokens) or self.patterns["all_of_them"].search(gap)
            subject = replace(subject, scope="") if all_of_them else subject  # 新增45家，达到150家（存量150家）
        change, sign, increment = self._direction(subject, q, tokens, done)
        if (
            found.subjects[i].scope == "同口径"
            and "inherited_subject" in found.causes
            and (not change or _AS_IT_IS & set(tokens))
        ):
            subject = replace(subject, scope="")  # 同口径增长2%，自然口径下降6%，完成156亿元
        subject = self._foreign_unit(subject, q, change)
        made = Statement(subject, q, found.start, (values[-1] if many else q).end, change, sign, time.year, "year")
        stock = subject.indicator.endswith(_LISTED) and not subject.scope
        made.period = predicates.period(tokens, gap, time, stock or kind_of(subject, self.lexicon) == "price")
        span = self._span_of_base(subject, done, tokens, gap) if change else ""
        if span:
            made.period = span
        elif (
            change
            and "其中" in gap
            and not self.patterns["one_year"].search(gap)
            and done
            and done[-1].change
            and done[-1].period == "multi"
        ):
            made.period = "multi"  # 年均增长7%，其中甲增长5%
        elif len(values) > 1 and not many:
            made.period = "part"  # one quantity by quarters
        made.base = predicates.is_base(tokens, gap)
        fell = tokens[:1] == ["回落"] and q.unit == "%" and not subject.suffix and GROWTH_NOUNS.isdisjoint(tokens)
        made.compared = bool(
            (self.patterns["compared"].search(gap) and not fell)  # 较上年回落13.5%: an amount that fell
            or self.patterns["against"].match(self.text, values[-1].end)
            or self.patterns["likened"].match(self.text, values[-1].end)
            or self.patterns["share_of_goal"].search(self.text, max(0, q.start - 30), q.start)
        )
        made.increment = increment
        known = words()
        made.endpoint = not known.reach.isdisjoint(tokens)
        if time.summed_before and made.endpoint and made.period == time.period == "multi":
            made.period = "year"
        several = known.multi.intersection(tokens)
        made.averaged = any("均" in token for token in several)
        made.spanned = made.period == time.period == "multi" and not several
        made.summed = time.summed or time.summed_before
        made.explicit_year = time.explicit
        made.behind_span = time.ended and "inherited_subject" not in found.causes
        made.bare = not subject.suffix and all(token in known.hedge for token in tokens)
        made.bare_times = q.unit == "倍" and known.up.isdisjoint(tokens) and known.down.isdisjoint(tokens)
        made.distributed = many
        organised = "按" in tokens and self.patterns["organised"].match(self.text, q.end)  # 增长8%，按9%组织
        if organised or not known.stretch.isdisjoint(tokens) or self.patterns["higher_goal"].search(gap):
            made.effort = "stretch"
        made.causes = (*subject.causes, *found.causes)
        return made

    def _direction(
        self, subject: Subject, q: Quantity, tokens: list[str], done: list[Statement]
    ) -> tuple[bool, int, bool]:
        behind = self.patterns["afterwards"].match(self.text, q.end) if q.unit == "%" else None
        if behind:  # 实现10%的增长
            return True, -1 if behind["down"] else 1, False
        base = done[-1] if done and done[-1].base and done[-1].change and done[-1].subject == subject else None
        return predicates.direction(subject, q, tokens, self.lexicon, base.sign if base else 0)

    def _scoped(self, subject: Subject, predicate: Predicate, end: int) -> Subject:
        """The scope that the predicate, the clause before, or a bracket behind gives: 同口径增长, 剔除…因素，增长, 净增."""
        if subject.scope:
            return subject
        if self._without_some(predicate) or self.patterns["scope_behind"].match(self.raw, end):
            return replace(subject, scope="同口径")
        if not words().added.isdisjoint(predicate.tokens) and subject.indicator.endswith(_LISTED):
            return replace(subject, scope="新增")
        return subject

    def _without_some(self, predicate: Predicate) -> bool:
        """剔除…因素, in the predicate or as a clause of its own right before."""
        known = words()
        if any(
            t in known.same_scope or (t not in known.tokens and known.excluding.fullmatch(t)) for t in predicate.tokens
        ):
            return True
        comma = self.text.rfind("，", 0, predicate.start) + 1
        without = self.patterns["without"].search(self.text[max(0, comma - _CLAUSE_BEFORE) : comma])
        return without is not None and behind_last(self.text, "；。\n", predicate.start) < comma

    def _span_of_base(self, subject: Subject, done: list[Statement], tokens: list[str], gap: str) -> str:
        """由1996年的54亿元增加到157亿元，增长1.9倍: the growth is that of the whole span; '' without a base."""
        base = next((s for s in reversed(done[-6:]) if s.base and not s.change and s.subject == subject), None)
        if base is None or any(t.startswith((*SPEAKS_OF_LAST_YEAR, "比19", "比20")) for t in tokens):
            return ""
        told = self.patterns["one_year"].search(gap) and not self.patterns["compares_year"].search(gap)
        added = (
            done[-1].increment and done[-1].explicit_year and done[-1].subject == subject
        )  # 去年增收8.6亿元、增长28.6%
        if told or added:
            return ""
        return base.period if base.period.startswith("since:") else "multi"

    def _foreign_unit(self, subject: Subject, q: Quantity, change: bool) -> Subject:
        """出口9万辆 is no amount of exports: a name with a foreign unit is another quantity."""
        unit, known = self.lexicon.units.get(q.unit), self.lexicon.indicators.get(subject.indicator)
        if change or unit is None or known is None:
            return subject
        if known.kind == "count":
            foreign = unit.dimension == "percent" or unit.name.endswith(tuple(self.lexicon.grammar["visits"]))
        else:
            foreign = known.kind in ("amount", "rate", "price") and unit.dimension not in _MONEY_OR_SHARE
        if not foreign:
            return subject
        label = self.text[subject.start : subject.end] + unit.name
        return replace(subject, indicator="other:" + label, causes=(*subject.causes, "qualified_name"))


def _named_share(s: Statement) -> bool:
    """甲占乙的比重达到42%: what follows is not about what was named before it. (占全市的9% goes on about that.)"""
    return s.subject.indicator.find("占") > len("other:")


def _passes_on(s: Statement) -> bool:
    """Whether a later number without a subject may inherit this one's."""
    other = s.subject.indicator.startswith("other:")
    if other and words().patterns["more_or_less"].fullmatch(s.subject.indicator):
        return False
    return (
        bool((s.quantity.unit or s.base) and s.subject.indicator)
        and "占" not in s.subject.indicator
        and not (s.compared and other)
    )
