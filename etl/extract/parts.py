"""Parts of a place: whether a figure is that of a zone, of several towns or of a region, and not of the whole."""

from __future__ import annotations

import re

from etl.extract.namer import Namer
from etl.extract.names import Names, names_between
from etl.extract.parsed import Statement
from etl.lexicon import Lexicon
from etl.text import behind_last, first_of, paragraph_start

_OF_WORKS = ("length", "area", "mass", "volume")  # 城区管网9公里: works in a part, no figure that governs what follows
_FAR = 1000  # characters: looked back over no further, lest time grow with the square of a text without full stops
_BRACKET = 40  # characters of a bracket with figures of other areas
_FAR_CLAUSES = 3  # so far an actor at the head of a sentence governs
_NAME_NEAR = 20  # characters in which an indicator's name shows that no part is the actor
_TITLE = re.compile(r"。[^，。；\d]{4,20}。")  # a short sentence that opens a topic
_CLAUSE_HEAD = re.compile("[，：。；“]")  # what ends it


class Parts:
    """Follows which part of the place a text speaks of, statement by statement."""

    def __init__(self, text: str, names: Names, namer: Namer, lexicon: Lexicon, place: str = "") -> None:
        self.text, self.names, self.namer, self.lexicon, self.place = text, names, namer, lexicon, place
        self.since = self.until = 0  # where a part of the place is the subject

    def hold(self, s: Statement) -> bool:
        """Whether a statement is about a part of the place."""
        before = self.text[max(0, s.subject.start - 2) : s.subject.start]
        patterns = self.lexicon.patterns
        if patterns["each"].search(before):
            return True
        if patterns["of_counties"].search(before) and not patterns["county"].search(self.place):
            return True
        return self.of_parent(s) or self._within(s) or self._part_of_own(s) or self._of_nation(s) or self._of_region(s)

    def of_parent(self, s: Statement) -> bool:
        """增长7%（全省6.5%左右、全市6.8%左右）: what stands in brackets behind the own figure is that of another area."""
        opened = self.text.rfind("（", max(0, s.quantity.start - _BRACKET), s.quantity.start)
        if opened < 0 or "）" in self.text[opened : s.quantity.start]:
            return False
        area = self.lexicon.patterns["parent_aside"].search(self.text, opened, s.quantity.start)
        own = self.lexicon.grammar["parent_areas"]
        return area is not None and not self.place.endswith(own[area["area"]])

    def _within(self, s: Statement) -> bool:
        """开发区…，完成投资20亿元: the clause before names a part of the place as its actor."""
        clause = behind_last(self.text, "，。；！\n", s.start)
        if self._own_since(clause, s):
            return False
        if self.since <= s.start < self.until and not self._own_since(self.since, s):
            return True
        head = behind_last(self.text, "。；！\n", clause)
        if self._acts(head, s.start, self.namer.sub_area):
            return True
        paragraph = paragraph_start(self.text, head)
        if paragraph == head:
            return False
        titled = self.lexicon.patterns["part_title"].match(self.text, paragraph, head)  # 加快青江新区建设。…
        if titled and not _TITLE.search(self.text, titled.end() - 1, head):  # no other one since
            return True
        return self._acts(paragraph, head, self.namer.paragraph_part)

    def _of_nation(self, s: Statement) -> bool:
        """我国综合国力跃上新台阶，国内生产总值突破…: the nation is the subject of the sentence, in the report of another place."""
        head = max(behind_last(self.text, "。；！\n", s.start), s.start - _FAR)
        nation = self.lexicon.patterns["nation"].search(self.text, head, s.start)
        if nation is None or self.place.endswith(self.lexicon.grammar["parent_areas"]["全国"]):
            return False
        return not self._own_since(nation.end(), s)

    def _of_region(self, s: Statement) -> bool:
        """陕南固定资产投资高于全省，财政收入增长21.4%: a region whose quantity is named stays the subject of the sentence."""
        head = max(behind_last(self.text, "。！\n", s.start), s.start - _FAR)
        for m in self.lexicon.patterns["region"].finditer(self.text, head, s.start):
            opens = self.text[m.start() - 1 : m.start()] in tuple("，。；：\n") and m["region"] not in self.place
            if opens and any(n.start == m.end() for n in names_between(self.names, m.end(), s.start)):
                return not self._own_since(m.end(), s)
        return False

    def _own_since(self, start: int, s: Statement) -> bool:
        """Whether the words from `start` to the statement name the place itself (全县, 我们)."""
        return self.lexicon.patterns["own_area"].search(self.text, max(start, s.start - _FAR), s.start) is not None

    def _part_of_own(self, s: Statement) -> bool:
        """完成增加值29亿元，占全市的59%; 税收收入36亿元，占税收收入的33%: the amount is that of a part of the place."""
        m = self.lexicon.patterns["of_the_whole"].match(self.text, s.end)
        name = self.text[s.subject.start : s.subject.end]
        if m is None or not (m["area"] or m["name"]):
            return False
        return self.place.endswith(m["area"] or "") and m["name"] in ("", name)

    def note(self, s: Statement) -> None:
        """开发区营业收入增长65%，税收收入增长29%: a part named as a subject stays the subject of its clause list."""
        label = s.subject.indicator
        if not label.startswith("other:") or self.lexicon.patterns["of_air"].search(label):
            return
        parts = list(self.namer.sub_area.finditer(label))
        several = self.lexicon.patterns["several_areas"].match(label)  # 44个县（市）生产总值
        if several and not (
            several["number"] or self.lexicon.patterns["several"].match(self.text, max(0, s.start - 1))
        ):
            several = None
        unit = self.lexicon.units.get(s.quantity.unit)
        dimension = unit.dimension if unit else ""
        if not (parts or several) or dimension in _OF_WORKS:
            return
        if parts and dimension == "count" and parts[-1].end() == len(label.removesuffix("等")):
            return  # 国家级高新区7家: the zones are counted
        aside = self.text.endswith("其中", 0, s.subject.start)  # 甲156亿元，其中园区乙88亿元；…
        strong = several or (not aside and self.namer.strong_part.search(label))
        ends = [i for i in (self.text.find(c, s.end) for c in ("。！\n" if strong else "。；！\n")) if i >= 0]
        self.since, self.until = s.start if s.distributed else s.end, min(ends, default=s.end)

    def _acts(self, start: int, end: int, areas: re.Pattern[str]) -> bool:
        """Whether the words from `start` on open with a part of the place as their actor."""
        strong = areas is self.namer.paragraph_part
        actor = self.text[start : min(start + 24, end)]
        if not strong:
            actor = _CLAUSE_HEAD.split(actor, maxsplit=1)[0][:12]
        found = areas.search(actor)
        if (
            not found
            or self.lexicon.patterns["acting"].match(actor)
            or self.lexicon.patterns["done_to_it"].match(self.text, start + found.end(), end)
            or self.lexicon.patterns["whole_area"].match(actor)
        ):
            return False
        far = self.text.count("，", start, end) > _FAR_CLAUSES
        near = start + _NAME_NEAR
        if self.namer.paragraph_part.search(actor):  # a part by its own name governs, whatever its next clause names
            near = first_of(self.text, "，：。；", start, near)
        return strong or (not far and not names_between(self.names, start, near))
