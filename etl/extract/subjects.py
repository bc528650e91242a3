"""Whose number it is: the subjects of a group of numbers, named before it, behind it, further away, or inherited."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.extract.namer import Namer
from etl.extract.names import BLANK, Names, Subject, name_over, names_between
from etl.extract.parsed import GROWTH_NOUNS, Found, Group, Predicate, Statement, kind_of, words
from etl.extract.quantities import Quantity
from etl.lexicon import Lexicon
from etl.text import behind_last

_LAST_MARK = re.compile("(?s:.*)[，：\n（）]")
_CLAUSE = re.compile("[^，：]+")
_BRACKET = 300  # characters: no bracket that lists parts is longer
_AROUND = "、，和及" + BLANK  # what stands around the words of a clause
_STOCK = ("总量", "总数", "数量", "保有量", "总规模")
_BEHIND = re.compile(r"[^，。；、：\n\x01%\d]{2,24}(?=[，。；、\n])")


class Subjects:
    """Finds subjects in one normalised text."""

    def __init__(self, text: str, names: Names, namer: Namer, lexicon: Lexicon) -> None:
        self.text, self.names, self.namer, self.lexicon = text, names, namer, lexicon
        self.patterns = lexicon.patterns

    def find(self, group: Group, predicate: Predicate, done: list[Statement], named: str = "") -> Found:
        """The subjects of a group of numbers.

        `done` are the statements before it in the same part of the sentence, `named` the indicator named in the part before.
        """
        text, done = self.text, self._outside(group, done)
        behind = self._postposed(group.quantities[-1], predicate)
        if behind:
            return Found([behind], predicate.start)
        if self._itemised(group, predicate):
            return Found()
        clause = self._clause_start(group.gap_start, predicate.start)
        behind_aside = text.rfind(BLANK, clause, predicate.start) + 1
        goes_on = behind_aside and self.namer.headless.fullmatch(text, behind_aside, predicate.start)
        if goes_on and not self.patterns["share_word"].search(text, behind_aside, predicate.start):
            clause = behind_aside  # 粮食在…的情况下，总产达到80万吨; not 相当于地区生产总值（GDP）比例
        own = text[clause : predicate.start].strip(_AROUND)
        goal = self.patterns["higher_goal"].search(text, clause, group.start)
        if own and (self.namer.headless.fullmatch(own) or (done and goal)):
            return self._headless(group, clause, predicate, own, done)
        ranked = done and text[predicate.start - 1] == "、" and self.patterns["rank"].fullmatch(own)
        if own and done and (ranked or self.namer.idle.fullmatch(own)):
            return self._inherited(group, done, own)
        if own and self.namer.is_level(own):  # 其中市本级2.4亿元: a part of the quantity before, and of what follows
            return Found([Subject("other:" + own, "", clause, predicate.start, causes=("qualified_name",))], clause)
        if own:
            return self._named(group, clause, predicate, own, done, named)
        between = self.patterns["excluding"].sub("", text[group.gap_start : clause]).strip("、，：（）" + BLANK)
        if between:
            distant = self._distant(group, predicate.start)
            commented = self.patterns["commentary"].search(between)
            if distant.subjects or not commented or names_between(self.names, group.gap_start, clause):
                return distant
        return self._inherited(group, done, own)

    def _outside(self, group: Group, done: list[Statement]) -> list[Statement]:
        """12.6亿元（其中甲8.2亿元），增长7%: what stands in a bracket that is closed passes nothing on."""
        closed = self.text.rfind("）", group.gap_start, group.start)
        opened = self.text.rfind("（", max(0, closed - _BRACKET), closed) if closed >= 0 else -1
        return [s for s in done if s.end <= opened] or done if 0 <= opened < group.gap_start else done

    def fit(self, found: Found, group: Group, tokens: list[str]) -> list[Subject]:
        """Make the list of subjects as long as the list of numbers, or give it up."""
        count = len(group.quantities)
        every = "分别" in tokens or not words().every.isdisjoint(tokens)
        subjects = self.unfold(found.subjects, count, every)
        if count == 1 and len(subjects) > 1 and not every and self._things(subjects, group.quantities[0]):
            start, end = subjects[0].start, subjects[-1].end  # one number for a list of things is their sum
            return [Subject("other:" + self.text[start:end], "", start, end, causes=("sum_of_list",))]
        if len(subjects) == count or count == 1:
            return subjects
        by_quarter = any(w in self.text[group.gap_start : group.start] for w in words().period_of)
        return subjects if len(subjects) == 1 and by_quarter else []

    def _things(self, subjects: list[Subject], q: Quantity) -> bool:
        unit = self.lexicon.units.get(q.unit)
        counted = (
            unit is not None and unit.dimension == "count" and all(s.indicator.startswith("other:") for s in subjects)
        )
        in_one_name = len({(s.start, s.end) for s in subjects}) == 1  # 引进内外资60亿元
        sum_of_money = in_one_name and unit is not None and unit.dimension in ("money", "dollar")
        return counted or sum_of_money or all(kind_of(s, self.lexicon) == "count" for s in subjects)

    def unfold(self, subjects: list[Subject], count: int, shared: bool) -> list[Subject]:
        """城乡居民收入 is two quantities where two numbers (or 分别) follow, and one otherwise."""
        unfolded: list[Subject] = []
        for s in subjects:
            known = self.lexicon.indicators.get(s.indicator)
            if not known or not known.parts:
                unfolded.append(s)
                continue
            room = count - (len(subjects) - 1)
            split = room == len(known.parts) or (shared and len(subjects) == 1) or (not known.whole and count <= 1)
            kept = known.parts if split else (known.whole,) if known.whole else ()
            unfolded.extend(replace(s, indicator=part) for part in kept)
        return unfolded

    def _itemised(self, group: Group, predicate: Predicate) -> bool:
        """A number that is an item of a list by itself (粮食、810吨)."""
        at = predicate.start
        return not predicate.tokens and at == group.start and at - 1 > group.gap_start and self.text[at - 1] == "、"

    def _headless(self, group: Group, clause: int, predicate: Predicate, own: str, done: list[Statement]) -> Found:
        """总量突破800家: the clause goes on about the quantity before it, unless its words name one of their own."""
        text = self.text
        start = clause + (text[clause] in "、和及")
        context = self._context(clause) or text[max(0, group.gap_start - 40) : group.gap_start]
        elliptic = self.namer.elliptic(
            text, start, predicate.start, done[-1].subject.indicator if done else "", context
        )
        if elliptic:
            return Found([elliptic], elliptic.start)
        share = self.patterns["loose"].search(own)  # 第三产业…，比重27%: another quantity
        if names_between(self.names, group.gap_start, clause) and not share:
            named = self._distant(group, clause)  # 外资稳中有升，总量达15亿美元
            if named.subjects:
                return named
        return self._inherited(group, done, own)

    def _named(
        self, group: Group, clause: int, predicate: Predicate, own: str, done: list[Statement], named: str
    ) -> Found:
        text = self.text
        previous = done[-1].subject.indicator if done else named
        if done and done[-1].subject.scope == "新增":
            previous = ""  # 新增规上企业10户，实现产值8亿元: of which, it does not say
        # 67个县（市）规模以上工业增加值; not 34个市考断面
        several = text.endswith("个", 0, group.gap_start) and not self.patterns["river_section"].match(own)
        if several and (own[0] in "县市区州镇乡村省" or self.namer.sub_area.match(own)):
            return Found([Subject("other:" + own, "", clause, predicate.start, causes=("qualified_name",))], clause)
        ratio = self.namer.ratio_of(previous, own)
        if ratio:
            return Found([Subject(ratio, "", clause, predicate.start, causes=("elliptic_name",))], done[-1].start)
        if done and clause == group.gap_start and text[clause] == "、" and own in self.lexicon.follows:
            clause += 1
        subjects = self.namer.subjects(text, self.names, clause, predicate.start, previous, self._context(clause))
        if done and text[group.gap_start] in "、和及" and done[-1].subject.scope == "新增":
            subjects = [self._also_new(s) for s in subjects]
        # a part of the quantity before, whatever it is called; or its year, or one of those before (分别增长5%、7%，其中后者达…)
        if (
            done
            and not done[-1].distributed
            and own.startswith("其中")
            and not self.patterns["year_of_whole"].match(own)
        ):
            subjects = [self._part_of(s, done[-1].subject) for s in subjects]
        said = all("qualified_name" in s.causes for s in subjects) and self.patterns["said"].search(own)
        clear = any(s.indicator for s in subjects) and not self._ends_idle(own)
        if clear and not said:
            return Found(subjects, _first(subjects))
        distant = self._distant(group, predicate.start)
        if distant.subjects or not clear:
            return distant
        return Found(subjects, _first(subjects))  # another quantity: later numbers must not go past it

    def _part_of(self, s: Subject, whole: Subject) -> Subject:
        same = s.indicator and (s.indicator, s.scope) == (whole.indicator, whole.scope)
        product = whole.indicator.startswith("other:") and self.patterns["product"].search(whole.indicator)
        if product and s.indicator in self.lexicon.grammar["summed_beside"]:  # 食用菌产值67亿元，其中出口2860万美元
            same = True
        if not same or s.indicator == "budget_revenue":  # 财政收入…，其中地方收入…: the part is what is meant
            return s
        return replace(s, indicator="other:" + self.text[s.start : s.end], causes=(*s.causes, "qualified_name"))

    def _context(self, clause: int) -> str:
        """The words of the sentence's part before a clause."""
        return self.text[behind_last(self.text, "。；\n！", clause) : clause]

    def _clause_start(self, start: int, end: int) -> int:
        """Where the clause begins that ends at `end`; a mark inside a name is none."""
        while mark := _LAST_MARK.match(self.text, start, end):
            if not name_over(self.names, mark.end() - 1):
                return mark.end()
            end = mark.end() - 1
        return start

    def _ends_idle(self, own: str) -> bool:
        """增速连续四个季度居第1位、全年: nothing but a time stands behind the last 、, or nothing at all."""
        head, mark, tail = own.rpartition("、")
        return bool(mark and self.namer.idle.fullmatch(tail) and self.patterns["commentary"].search(head))

    def _also_new(self, s: Subject) -> Subject:
        """新增甲类企业7家、乙类企业3家: what is new governs the list."""
        known = self.lexicon.indicators.get(s.indicator)
        return replace(s, scope="新增") if (known is None or known.kind == "count") and not s.scope else s

    def _postposed(self, q: Quantity, predicate: Predicate) -> Subject | None:
        """新增10家高新技术企业: the name stands behind its number."""
        unit = self.lexicon.units.get(q.unit)
        if unit is None or unit.dimension != "count":
            return None
        if self.text[predicate.start - 1 : predicate.start] in "，；：、" and all(
            token in self.lexicon.grammar["accomplish"] for token in predicate.tokens
        ):  # 21个村出列, 实现3万人脱贫
            noun = _BEHIND.match(self.text, q.end)
            if noun:
                return Subject("other:" + noun[0], "", q.start, noun.end(), causes=("postposed_name",))
        name = next((n for n in names_between(self.names, q.end, q.end + 24) if n.start == q.end), None)
        known = self.lexicon.indicators.get(self.lexicon.by_alias.get(name.alias, "")) if name else None
        if (
            name is None
            or known is None
            or known.kind != "count"
            or not self.patterns["ended"].match(self.text, name.end)
        ):
            return None
        verb = self.text[max(0, predicate.start - 6) : q.start]
        new = any(scope == "新增" and verb.endswith(word) for word, scope in self.namer.scope_of.items())
        return Subject(known.id, "新增" if new else "", q.start, name.end, causes=("postposed_name",))

    def _distant(self, group: Group, end: int) -> Found:
        """Names at the head of a clause whose own words stand between them and the numbers."""
        text = self.text
        for m in reversed(list(_CLAUSE.finditer(text, group.gap_start, end))):
            names = names_between(self.names, *m.span())
            if not names:
                continue
            left = self.namer.left.fullmatch(text, m.start(), names[0].start)
            if not left or self.patterns["loose"].search(text, names[-1].end, m.end()):
                return Found()
            subjects = self.namer.subjects(text, self.names, m.start(), names[-1].end)
            if all(s.indicator for s in subjects) and len(subjects) in (1, len(group.quantities)):
                return Found(subjects, _first(subjects), ("distant_name",))
            return Found()
        return Found()

    def _inherited(self, group: Group, done: list[Statement], head: str) -> Found:
        """The subjects of the statements before: the last one, or as many as there are numbers."""
        if not done:
            return Found()
        last, count = done[-1], len(group.quantities)
        gap = self.text[group.gap_start : group.start]
        growth = group.quantities[0].unit == "%" and any(noun in gap for noun in GROWTH_NOUNS)
        if growth and kind_of(last.subject, self.lexicon) == "rate":
            return Found()  # 服务业增加值占比达48%，增速达6%: not the growth of the share
        every = any(w in gap for w in words().every)
        if count == 1 and last.distributed:
            same = [s.subject for s in done if s.start == last.start and s.distributed]
            if len(same) > 1:
                return Found(same, last.start, ("inherited_subject",)) if every else Found()
        if count == 1 and every and "%" in group.quantities[0].unit:
            levels = _levels(done)
            if len(levels) > 1:  # 甲30万件，乙20亿元，均增长20%
                return Found([s.subject for s in levels], levels[0].start, ("inherited_subject",))
        if count == 1 and "分别" in gap and not last.distributed:
            count = 2  # said once for two
        if count == 1:
            stock = last.subject.scope == "新增" and (
                head.lstrip("、，") in _STOCK or self.patterns["now_at"].search(gap)
            )
            subject = replace(last.subject, scope="") if stock else last.subject
            return Found([self._of_one_year(subject, gap)], last.start, ("inherited_subject",))
        together = done[-count:]
        if len(together) == count and all(s.distributed and s.start == last.start for s in together):
            subjects = [self._of_one_year(s.subject, gap) for s in together]  # of the same list, in its order
            return Found(subjects, last.start, ("inherited_subject",))
        different: dict[Subject, Statement] = {}
        for s in done:
            different.setdefault(s.subject, s)
        chosen = list(different.values())[-count:]
        if len(chosen) < count:
            return Found()
        subjects = [self._of_one_year(s.subject, gap) for s in chosen]
        return Found(subjects, min(s.start for s in chosen), ("inherited_subject",))

    def _of_one_year(self, subject: Subject, gap: str) -> Subject:
        """四年累计实际利用外资1120万美元，其中2023年408万美元: what a year is named of is the quantity, not the sum."""
        summed = self.patterns["summed_name"].match(subject.indicator.removeprefix("other:"))
        if not summed or not self.patterns["one_year"].search(gap):
            return subject
        named = self.lexicon.by_alias.get
        known = named(summed["verb"] + summed["name"]) or named(summed["name"])
        return Subject(known, "", subject.start, subject.end) if known else subject


def _first(subjects: list[Subject]) -> int:
    return min(s.start for s in subjects if s.indicator)


def _levels(done: list[Statement]) -> list[Statement]:
    """The last statements of a list, one for each quantity, that give levels and no change yet."""
    found: list[Statement] = []
    for s in reversed(done):
        if s.change or any(s.subject.indicator == other.subject.indicator for other in found):
            break
        found.insert(0, s)
    return found
