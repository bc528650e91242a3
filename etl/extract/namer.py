"""Reads noun phrases: a catalogue name with its scope, or a plain noun phrase (`other:`)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.extract.names import BLANK, Name, Names, Subject, name_over, names_between
from etl.extract.noun_words import Beginnings, LeadIns, areas, noun_words
from etl.lexicon import Lexicon
from etl.text import behind_last, first_of

_MARKS_BEFORE = "，、；：\n" + BLANK
_FAR = 60  # characters before a name that may be lead-ins: what is longer is no noun phrase


class Namer:
    """Reads noun phrases. One for each document, because the place's own name may stand before any quantity."""

    def __init__(self, lexicon: Lexicon, own_names: tuple[str, ...] = (), gdp_named: bool = False) -> None:
        self.lexicon, self.patterns = lexicon, lexicon.patterns
        self.gdp_named = gdp_named  # the document calls it 生产总值, so 增加值 alone is that of some sector
        self.left = LeadIns(lexicon, own_names)
        words = noun_words(lexicon)
        self.right, self.scope_of, self.heading_end = words.right, words.scope_of, words.heading_end
        self.exact_names, self.elliptic_names = words.exact_names, words.elliptic_names
        self.ambiguous, self.taken = words.ambiguous, words.taken
        self.composed, self.unless = words.composed, words.unless
        self.headless, self.idle, self.kept = words.headless, words.idle, words.kept
        self.part, self.strong_part, self.sub_area = areas(lexicon, own_names)
        self.paragraph_part = words.paragraph_part

    def subject(self, text: str, names: Names, start: int, end: int, previous: str = "", context: str = "") -> Subject:
        """The quantity that `text[start:end]` names.

        `previous` is the indicator named before it, `context` the sentence before it (for 出口, 支出, 总产 …).
        """
        while start < end and text[start] in _MARKS_BEFORE:
            start += 1
        inside = names_between(names, start, end)
        for name in inside[:2]:
            named = self._with_name(text, start, end, name)
            if named:
                return named
        left = self.left.match(text, start, end)
        composed = self._composed(text, start, end)
        if composed:
            return composed
        whole = any(n.alias in self.lexicon.by_alias for n in inside)  # others are only parts of a ratio
        short = self.elliptic(text, start, end, previous, context, left) if not whole else None
        short = short or self._exact(text, start, end, context, left)
        return short or self._other(text, left, end, whole)

    def _with_name(self, text: str, start: int, end: int, name: Name) -> Subject | None:
        left = self.left.fullmatch(text, start, name.start) or self._glued(text, start, name.start)
        if not left:
            return None
        rest = text[name.end : end]
        indicator = self.lexicon.by_alias.get(name.alias, "")
        if rest:
            ratio = self._ratio(name, rest)
            if not ratio and self.patterns["share_begins"].match(rest):
                return None
            indicator, rest = ratio or (indicator, rest)
        if not indicator or (rest and not self._same_quantity(indicator, rest)):
            return None
        if name.alias in self.lexicon.grammar["total_beside_local"] and self._beside(text, start, "地方"):
            indicator = "total_fiscal_revenue"
        scope, at = self._scope(left, name)
        if scope == "新增" and not self.patterns["counted_unit"].search(self.lexicon.indicators[indicator].unit):
            return None
        if scope in self.lexicon.grammar["same_wording"] and indicator in self.lexicon.grammar["same_wording"][scope]:
            scope = ""
        return Subject(indicator, scope, at, name.end, rest.replace(BLANK, ""), parent_area=left["parent"] or "")

    def _composed(self, text: str, start: int, end: int) -> Subject | None:
        """A name put together from a few words (地级城市空气质量平均优良天数比率), which some lead-ins may be among."""
        if not self.patterns["composed"].search(text, start, end):
            return None
        most = self.left.match(text, start, end)
        for begin in range(start, most.end() + 1):
            for indicator, pattern in self.composed:
                found = pattern.match(text, begin, end)
                left = self.left.fullmatch(text, start, begin) if found else None
                if found and left and self.right.fullmatch(text, found.end(), end):
                    scope = self.scope_of[left["scope"]] if left["scope"] else ""
                    suffix = text[found.end() : end].replace(BLANK, "")
                    return Subject(indicator, scope, begin, found.end(), suffix, parent_area=left["parent"] or "")
        return None

    def _same_quantity(self, indicator: str, rest: str) -> bool:
        """Whether the words behind a name leave it what it is: 增速, 总量; not 占比, unless it is a rate itself."""
        if not self.right.fullmatch(rest):
            return False
        kind = self.lexicon.indicators[indicator].kind
        if rest.startswith("率") and kind != "rate":  # 工业增加值率
            return False
        if "净增" in rest:  # 投资净增额: what was added to an amount
            return kind == "count"
        return not self.patterns["share_word"].search(rest) or kind == "rate"

    def _glued(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """经济运行稳中有进全年地区生产总值…: a heading glued to its sentence, which 全年, 全市 or 预计 opens."""
        whole = self.heading_end.search(text, start + 6, end)
        if whole and whole.end() == end:
            return self.left.fullmatch(text, end, end)
        for m in reversed(list(self.patterns["opens_sentence"].finditer(text, start + 6, end))):
            if not self.part.search(text, start, m.start()) and text[m.start() - 1] not in "区镇业企的占于与和比对":
                found = self.left.fullmatch(text, m.start(), end)
                if found:
                    return found
        return None

    def _scope(self, left: re.Match[str], name: Name) -> tuple[str, int]:
        if left["scope"]:
            return self.scope_of[left["scope"]], left.start("scope")
        for scope in ("区级", "县级", "市级", "本级"):
            if name.alias.startswith(scope):
                return scope, name.start
        if "同口径" in name.alias:
            return "同口径", name.start
        return ("新增", name.start) if name.alias.startswith("新增") and "企业" in name.alias else ("", name.start)

    def _ratio(self, name: Name, rest: str) -> tuple[str, str] | None:
        """研发经费支出相当于地区生产总值的比例 → the rate, and what follows the ratio's words."""
        found = self.patterns["share_of_whole"].match(rest)
        if not found:
            return None
        whole = self.patterns["words_of_whole"].sub("", found["whole"].replace(BLANK, "").rstrip("的"))
        for indicator in self.lexicon.indicators.values():
            if name.alias.removeprefix("全社会") in indicator.ratio.get("part", ()) and (
                whole in indicator.ratio["whole"] or "地区" + whole in indicator.ratio["whole"]
            ):
                return indicator.id, rest[found.end() :]
        return None

    def ratio_of(self, previous: str, words: str) -> str:
        """研发投入180亿元，占地区生产总值比重5.8%: the rate that the quantity before makes with the whole named."""
        found = (
            self.patterns["share_of_whole"].match(words)
            if words.startswith("占") and previous in self.lexicon.indicators
            else None
        )
        if not found:
            return ""
        parts = set(self.lexicon.indicators[previous].aliases)
        whole = found["whole"].rstrip("的").removeprefix("全市").removeprefix("全省")
        for known in self.lexicon.indicators.values():
            if parts & set(known.ratio.get("part", ())) and (
                whole in known.ratio["whole"] or "地区" + whole in known.ratio["whole"]
            ):
                return known.id
        return ""

    def elliptic(
        self, text: str, start: int, end: int, previous: str, context: str, left: re.Match[str] | None = None
    ) -> Subject | None:
        left = left or self.left.match(text, start, end)
        for begin, aliases in self._beginnings(text, start, end, self.elliptic_names, left):
            for alias in aliases:
                if text.startswith(alias, begin) and self.right.fullmatch(text[begin + len(alias) : end]):
                    for indicator, behind in self.lexicon.follows[alias]:
                        if previous in behind or any(b in context for b in behind if b not in self.lexicon.indicators):
                            return Subject(indicator, "", begin, begin + len(alias), causes=("elliptic_name",))
        return None

    def _exact(self, text: str, start: int, end: int, context: str, left: re.Match[str]) -> Subject | None:
        for begin, aliases in self._beginnings(text, start, end, self.exact_names, left):
            for alias in aliases:
                if text.startswith(alias, begin) and self.right.fullmatch(text[begin + len(alias) : end]):
                    found = self._short(text, start, begin, end, alias, context, left)
                    if found:
                        return found
        return None

    def _beginnings(
        self, text: str, start: int, end: int, names: Beginnings, left: re.Match[str]
    ) -> Iterator[tuple[int, Sequence[str]]]:
        """Where one of the names may begin behind lead-ins, and which: behind all of `left`, or less (地方收入 may be a name itself)."""
        at = left.end()
        for begin in range(at, max(start, at - _FAR) - 1, -1):
            here = names.at(text, begin, end)
            if here and (begin == at or self.left.fullmatch(text, start, begin)):
                yield begin, here

    def _short(
        self, text: str, start: int, begin: int, end: int, alias: str, context: str, left: re.Match[str]
    ) -> Subject | None:
        """A name that is valid only as the whole noun phrase, unless the words before it are about something else."""
        known = self.lexicon.indicators[self.lexicon.by_exact[alias]]
        if known.kind != "rate" and self.patterns["share_word"].search(text, begin, end):
            return None
        if alias in self.ambiguous and (
            self._of_a_part(context + text[start:begin]) or (alias == "增加值" and self.gdp_named)
        ):
            return None
        if alias in self.unless and self.unless[alias].search(context + text[start:begin]):
            return None
        stop = begin + len(alias)
        if alias == "财政收入" and self._beside(text, start):
            return Subject("total_fiscal_revenue", "", begin, stop, causes=("short_name",))
        scope = self.scope_of[left["scope"]] if left["scope"] and begin >= left.end("scope") else ""
        return Subject(self.lexicon.by_exact[alias], scope, begin, stop, text[stop:end], ("short_name",))

    def is_level(self, words: str) -> bool:
        """Whether the words name a level of government and nothing else (其中市本级)."""
        return self.scope_of.get(words.removeprefix("其中"), "").endswith("级")

    def _of_a_part(self, context: str) -> bool:
        """Whether the words before speak of firms, sectors or zones; those inside a catalogue name do not count."""
        if not self.taken.search(context):
            return False
        known = [
            at + 1 for at, name in self.lexicon.names.iter(context) if not context.endswith("占", 0, at - len(name) + 1)
        ]
        # 跨境电商…，实际使用外资增长6%，出口增长9%: the whole again; not behind 口岸进出口总值…
        if known and not self.taken.search(context, behind_last(context, "，。；：（", known[-1]), known[-1]):
            context = context[known[-1] :]
        for _, alias in self.lexicon.names.iter(context):
            context = context.replace(alias, BLANK)
        return bool(self.taken.search(context))

    def _beside(self, text: str, at: int, begins: str = "") -> bool:
        """Whether the sentence, or the next, names the general budget revenue (by a name that so begins): then 财政收入 is the total."""
        end = first_of(text, "。\n", at)
        following = first_of(text, "。\n", end + 1) if text[end : end + 1] == "。" else end
        sentence = text[behind_last(text, "。\n", at) : min(following, end + 60)]
        return any(
            alias.startswith(begins) and self.lexicon.by_alias.get(alias) == "budget_revenue"
            for _, alias in self.lexicon.names.iter(sentence)
        )

    def _other(self, text: str, left: re.Match[str], end: int, qualified: bool) -> Subject:
        """A quantity that the catalogue lacks, or a catalogue name with a qualifier that makes it another one."""
        kept = self.kept.search(text, left.start(), left.end())
        at = kept.start() if kept else left.end()
        phrase = text[at:end].replace(BLANK, "").strip("，、：；“”\n的")
        scope = self.scope_of[left["scope"]] if left["scope"] else ""
        if not 2 <= len(phrase) <= 36:
            return Subject("", scope if scope == "新增" else "", at, end)
        return Subject(
            "other:" + phrase,
            scope if scope == "新增" else "",
            at,
            end,
            causes=("qualified_name",) if qualified else ("uncatalogued",),
        )

    def items(self, text: str, names: Names, start: int, end: int) -> list[tuple[int, int]]:
        """The items of a list joined by 、 和 及, names kept whole."""
        if not self.patterns["list_join"].search(text, start, end):
            return [(start, end)] if end > start else []
        cuts, at = [], start
        for m in self.patterns["list_join"].finditer(text, start, end):
            if name_over(names, m.start()) or name_over(names, m.end() - 1):
                continue
            cuts.append((at, m.start()))
            at = m.end()
        cuts.append((at, end))
        return [(a, b) for a, b in cuts if b > a]

    def subjects(
        self,
        text: str,
        names: Names,
        start: int,
        end: int,
        previous: str = "",
        context: str = "",
        said: bool = True,
    ) -> list[Subject]:
        """The quantities that a phrase lists; a head shared by the list (工业、制造业投资) is given to each item.

        With `said`, items that already say something (… 同步增长) are no part of the list.
        """
        composed = self._composed(text, start, end)
        if composed:
            return [composed]
        spans = self.items(text, names, start, end)
        if len(spans) == 1:
            a, b = spans[0]
            return [self.subject(text, names, a, b, previous, context + text[start:a])]
        finished = said and [
            i
            for i, (a, b) in enumerate(spans[:-1])
            if self.patterns["item_said"].search(text, a, b) and not names_between(names, b - 1, b)
        ]
        spans = spans[finished[-1] + 1 :] if finished else spans
        if len(spans) > 1:
            spans = [(a, b) for a, b in spans if not self.idle.fullmatch(text, a, b)] or spans
        found: list[Subject] = []
        before = previous
        for a, b in spans:
            subject = self.subject(text, names, a, b, before, context + text[start:a])
            found.append(subject)
            before = subject.indicator
        if len(found) > 1 and found[0].indicator.startswith("other:") and self.part.search(found[0].indicator):
            return [
                replace(s, indicator="other:" + s.indicator, causes=(*s.causes, "qualified_name")) if s.indicator else s
                for s in found
            ]
        if len(spans) > 1 and self.patterns["capacity"].search(text, *spans[-1]):  # 粮食、肉类加工能力
            return [replace(s, indicator=f"other:{text[a:b]}") for s, (a, b) in zip(found, spans, strict=True)]
        if len(spans) > 1 and self.patterns["share_at_end"].search(text, *spans[-1]):
            found = self._share_tail(text, spans, found)
        share = self.patterns["shared_whole"].search(text, *spans[-1]) if len(spans) > 1 else None
        if share:  # 甲、乙、丙占地区生产总值比重: each is a share
            tail = text[share.start() : spans[-1][1]]
            return [
                s if s.indicator and "占" in text[a:b] else replace(s, indicator=f"other:{text[a:b]}{tail}")
                for s, (a, b) in zip(found, spans, strict=True)
            ]
        if len(found) > 1:
            found = self._share_head(text, spans, found)
            found = self._share_fall(self._share_scope(found))
        return found

    def _share_tail(self, text: str, spans: list[tuple[int, int]], found: list[Subject]) -> list[Subject]:
        """工业投资、民间投资占比: each is a share."""
        tail = self.patterns["share_at_end"].search(text, *spans[-1])
        assert tail
        made = []
        for s, (a, b) in zip(found, spans, strict=True):
            if s.indicator and not self.patterns["share_at_end"].search(text, a, b):
                label = text[s.start : b] + tail[0]
                s = replace(s, indicator=self.lexicon.by_alias.get(label) or "other:" + label)
            made.append(s)
        return made

    def _share_head(self, text: str, spans: list[tuple[int, int]], found: list[Subject]) -> list[Subject]:
        last = found[-1]
        if last.indicator.startswith("other:") and "uncatalogued" in last.causes:
            tail = text[last.start : spans[-1][1]]
        else:
            tail = text[last.start : last.end]
        for i, (a, b) in enumerate(spans[:-1]):
            if (
                found[i].indicator
                and not found[i].indicator.startswith("other:")
                and "short_name" not in found[i].causes
            ):
                continue
            while a < b and text[a] == BLANK:
                a += 1
            left = self.left.match(text, a, b)
            # the whole item, and without the words that may stand before a name
            items = [(at, text[at:b].replace(BLANK, "")) for at in dict.fromkeys((a, left.end()))]
            for cut, (at, item) in itertools.product(range(len(tail)), items):
                indicator = item and self.lexicon.by_alias.get(item + tail[cut:])
                if indicator and indicator != last.indicator:
                    found[i] = Subject(indicator, last.scope, at, b, causes=("shared_head",))
                    break
        return found

    def _share_scope(self, found: list[Subject]) -> list[Subject]:
        """新增规上企业8家、高新技术企业5家 and 地方级财政收入、税收收入同口径: a scope said once holds for the list."""
        suffix_scope = next((self.scope_of[w] for w in ("同口径",) if w in found[-1].suffix), "")
        scope = suffix_scope or (found[0].scope if found[0].scope == "新增" else "")
        if not scope:
            return found
        return [replace(s, scope=s.scope or scope) for s in found]

    def _share_fall(self, found: list[Subject]) -> list[Subject]:
        """二氧化硫、化学需氧量减排率: the fall that ends a list is that of each item."""
        last = found[-1].suffix
        if not any(word in last for word in self.lexicon.grammar["down"] if len(word) > 1):
            return found
        return [s if s.suffix or not s.indicator else replace(s, suffix=last) for s in found]
