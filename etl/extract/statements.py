"""Statements: which quantity belongs to which name, as level or as change, and for which time.

A sentence is read from left to right, number by number. Between two numbers stands a gap; its tail is the predicate
(verbs, hedges, times), the rest names the subject. A gap without a subject inherits the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from etl.extract.names import BLANK, Name, Namer, Subject, names_between
from etl.extract.quantities import Quantity, quantities
from etl.lexicon import Lexicon, alternatives

_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_PART = re.compile(r"[^；]+；?")
_BRACKET = re.compile(
    r"（[^（）\d]{0,40}）|在[^，。；]{2,40}?(?:的)?基础上，?|(?:扣除|剔除)(?:物价|价格)[^，。；]{0,8}因素(?:影响)?后?，?|按可比(?:价格?|口径)(?:计算)?，?"
    r"|在[^，。；]{2,40}情况下，?|按[^，。；同]{1,8}口径(?:计算)?|比(?:19|20)\d\d年[^，。；\d]{2,10}(?=增长|下降)"
)
_YEAR = re.compile(r"(?P<how>比|较|由|从|以|是|于|相比|相当于|在|至|到)?(?P<year>(?:19|20)\d\d|二〇[〇一二三四五六七八九]{2}|一九[〇一二三四五六七八九]{2})年(?P<kind>末|底|度)?")
_COMPARED = re.compile(
    r"(?:(?:高于|低于|快于|慢于|好于|高出|超出|超过|跑赢|领先|大于|优于)(?:[^，。；]{0,16})"
    r"(?:全国|全省|全市|全区|全州|平均|预期|目标|计划|同期|增速|水平|城镇|全部|生产总值|GDP|经济增长|上年|去年|年初|农村)"
    r"|(?:比|较)(?:去年|上年)(?:同期)?(?:高|低|快|慢|回落)|(?:比|较)(?:[^，。；]{0,10})(?:全国|全省|全市|全州|平均|预期|目标|计划|农村|城镇|增速)"
    r"|(?:高|快|低|慢|超)(?:出)?(?:全国|全省|全市|平均|预期|目标))[^，。；\d]{0,12}$"
    r"|(?:目标|任务|计划|进度|预算)(?:任务|数|值)?的?$"
)
_COMMENT = re.compile(r"[^，；。]*(?:最(?:好|高|快|低|大|多|优)|新高|以来新|连续\d|连续[一二三四五六七八九十]|位次|排名|居全|以来首|少有|罕见)[^，；。]*(?=[，；。])")
_AGAINST = re.compile(r"(?:的)?(?:年度|年初|省定|市定|全年|既定|控制)?(?:预期|目标|计划|控制线|任务)")
_COMMENTARY = re.compile(r"居|位|第\d|新高|首次|首位|历史|台阶|最好|排名|增幅|扭转|连续|全国|全省|全市|增速|突破|水平|创")
_GROWTH_NOUNS = {"增速", "增幅", "涨幅", "升幅", "增长率", "降幅"}
_AFTERWARDS = re.compile(r"的(?:正)?(?P<up>增长|增幅|增速|涨幅)|的(?P<down>下降|降幅|负增长)")
_HIGHER_GOAL = re.compile("(?:奋斗|力争|争取|攀高|冲刺|挑战)目标(?:为|是)?$")
_SAID = re.compile("保持|突破|首次|跨越|跨过|迈上|站上|再创|创历史|实现|扭转|稳居|居全|连续|由一季度|呈")
_LOOSE = re.compile("占|比重|比例|企业|项目|带动|贡献|拉动|质量|结构")
_ENDED = re.compile(r"(?:的)?(?:认定|申报|培育|入库)?(?:[，。；、和及\n]|$)")
_WITHOUT = re.compile(r"(?:^|[，。；\n])(?:排除|剔除|扣除|不含|不包括|不计|还原)[^，。；\d]{2,20}，$")
_RANKED = re.compile(r"(?:第|前|列|居|排名|位列|位居|超额)$")


@dataclass(slots=True)
class Statement:
    """One subject with one quantity."""

    subject: Subject
    quantity: Quantity
    start: int  # the shortest clause that holds name and number, in the normalised text
    end: int
    change: bool  # a change on the year before, not a level
    sign: int
    year: int | None  # as stated or inherited; None: the section's own
    period: str  # year, Q1 ... , part, multi
    base: bool = False  # the starting value of "由 X 增加到 Y"
    estimated: bool = False
    compared: bool = False  # the number is a margin against another area, year or target
    increment: bool = False  # an amount added, not an amount
    endpoint: bool = False  # 增加到, 达到: the value at the end of a longer time
    explicit_year: bool = False
    bare: bool = False  # no verb stands between name and number
    distributed: bool = False
    effort: str = ""  # stretch where 力争 or the like stands before the number, nearer words aside
    causes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Predicate:
    """The words right before a number, read backwards."""

    start: int
    tokens: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Time:
    year: int | None = None
    period: str = "year"
    explicit: bool = False


@dataclass(slots=True)
class _Group:
    """Numbers of one list: 8%和10%."""

    quantities: list[Quantity]
    gap_start: int


class Parser:
    """Reads statements out of one normalised text."""

    def __init__(self, text: str, names: list[Name], namer: Namer, lexicon: Lexicon) -> None:
        self.text = _BRACKET.sub(lambda m: BLANK * len(m[0]), text)
        self.names = names
        self.namer = namer
        self.lexicon = lexicon
        grammar = lexicon.grammar
        self.up, self.down = set(grammar["up"]), set(grammar["down"])
        self.reach, self.multi = set(grammar["reach"]), set(grammar["multi_year"])
        before = {w: kind for kind, words in lexicon.hedges["before"].items() for w in words}
        self.endpoints = {w for w in self.reach if w[-1] in "到至为" and any(w.startswith(v) for v in self.up | self.down)}
        self.before = before | dict.fromkeys(lexicon.hedges["stretch"], "stretch")
        self.tokens = _tokens(id(lexicon), _token_words(lexicon))
        self.times = _times(id(lexicon), _time_words(lexicon))
        self.period_of = {w: p for p, words in grammar["part_year"].items() for w in words}
        self.part_words = re.compile(alternatives(self.period_of))
        self.span_words = re.compile(alternatives([*grammar["multi_span"], *grammar["multi_year"], "累计", "近三年", "近五年"]))
        self.estimate = re.compile(alternatives(grammar["lead_ins"]["estimate"]))

    def parse(self, start: int, end: int) -> Iterator[Statement]:
        """Every statement of `text[start:end]`, sentence by sentence."""
        for sentence in _SENTENCE.finditer(self.text, start, end):
            if not any(c.isdigit() or c in "百千万" for c in sentence[0]):
                continue
            time = _Time()
            for part in _PART.finditer(self.text, sentence.start(), sentence.end()):
                yield from self._part(part.start(), part.end(), time)

    def _part(self, start: int, end: int, time: _Time) -> Iterator[Statement]:
        estimate = self.estimate.search(self.text, start, end)
        done: list[Statement] = []
        last_end = start
        for group in self._groups(start, end):
            first = group.quantities[0]
            made = self._statements(group, time, done)
            for s in made:
                s.estimated = estimate is not None and estimate.start() < first.start
            done.extend(m for m in made if m.quantity.unit and m.subject.indicator and "占" not in m.subject.indicator and not (m.compared and m.subject.indicator.startswith("other:")))
            last_end = group.quantities[-1].end
            yield from made
        if last_end == start:  # words behind the last number comment on it, and govern nothing
            self._advance(self.text[start:end], time)

    def _groups(self, start: int, end: int) -> Iterator[_Group]:
        """Numbers that stand in one list, joined by nothing but 、 和 及 and hedges."""
        joined = re.compile(rf"(?:[、，]|和|及|与|以及|分别|{alternatives(self.before)}|[{BLANK}])*")
        group: _Group | None = None
        for q in quantities(self.text, self.lexicon, start, end):
            if any(n.start <= q.start < n.end for n in names_between(self.names, q.start - 12, q.start + 24)):
                continue
            if q.unit in ("项", "类", "个") and self.text.startswith(("指标", "约束性", "主要"), q.end):
                continue
            gap = self.text[group.quantities[-1].end : q.start] if group else ""
            last = group.quantities[-1] if group else None
            shared = group is not None and "分别" in self.text[group.gap_start : group.quantities[0].start]
            comma = "，" in gap and not (gap == "，" and shared)  # else a comma opens a new statement
            if group and last and gap and joined.fullmatch(gap) and not comma and (self._alike(last, q) or shared and last.unit and q.unit) and not self._stretch(gap):
                q.before = self._before(gap)
                group.quantities.append(q)
                continue
            if group:
                yield group
            group = _Group([q], last.end if last else start)
        if group:
            yield group

    def _stretch(self, gap: str) -> bool:
        return any(w in gap for w in self.lexicon.hedges["stretch"])

    def _alike(self, a: Quantity, b: Quantity) -> bool:
        units = self.lexicon.units
        if not a.unit or (a.unit in ("万", "亿", "万亿") and b.unit.startswith(a.unit)):
            return True
        one, two = units.get(a.unit), units.get(b.unit)
        return one is not None and two is not None and one.dimension == two.dimension

    def _before(self, words: str) -> str:
        found = [self.before[w] for w in sorted(self.before, key=len, reverse=True) if words.endswith(w)]
        return found[0] if found else ""

    # --- one group of numbers -------------------------------------------------------------------------------------

    def _statements(self, group: _Group, time: _Time, done: list[Statement]) -> list[Statement]:
        first = group.quantities[0]
        gap_start = group.gap_start
        predicate = self._predicate(gap_start, first.start)
        gap = self.text[gap_start : first.start]
        self._advance(gap, time)
        if _RANKED.search(gap):
            return []
        subjects, start, causes = self._subjects(gap_start, predicate, group, done)
        subjects = self._fit(subjects, len(group.quantities), gap, predicate.tokens)
        if not subjects:
            return []
        return self._pair(group, subjects, start, causes, predicate, time, gap, done)

    def _pair(self, group: _Group, subjects: list[Subject], start: int, causes: tuple[str, ...], predicate: _Predicate, time: _Time, gap: str, done: list[Statement]) -> list[Statement]:
        values = group.quantities
        self._share_unit(values)
        self._share_hedge(values)
        values[0].before = self._hedge(predicate.tokens)
        if len(subjects) > 1 and len(values) > 1:
            for q in values[1:]:
                q.before = q.before or values[0].before
        compared = bool(_COMPARED.search(gap) or _AGAINST.match(self.text, values[-1].end))
        clause = max(self.text.rfind(c, 0, predicate.start) for c in "，；。\n") + 1
        without = bool(_WITHOUT.search(self.text[max(0, clause - 30) : clause]))
        made = []
        for i, subject in enumerate(subjects):
            q = values[min(i, len(values) - 1)]
            if (any("同口径" in t for t in predicate.tokens) or without) and not subject.scope:
                subject = replace(subject, scope="同口径")
            if {"净增", "净增长"} & set(predicate.tokens) and self._kind(subject) == "count" and not subject.scope:
                subject = replace(subject, scope="新增")
            change, sign, increment = self._direction(subject, q, predicate.tokens)
            behind = _AFTERWARDS.match(self.text, q.end) if q.unit == "%" else None
            if behind:  # 实现10%的增长
                change, sign, increment = True, -1 if behind["down"] else 1, False
            subject = self._unit_fits(subject, q, change)
            many = len(subjects) > 1
            end = (values[-1] if many and len(values) > 1 else q).end
            tokens = predicate.tokens
            made.append(
                Statement(
                    subject, q, start, end, change, sign,
                    year=time.year, period="multi" if change and self._spans_years(subject, done, tokens) else "part" if len(values) > 1 and not many else self._period(tokens, gap, time), base=self._is_base(tokens, gap),
                    compared=compared, increment=increment, endpoint=bool(self.reach & set(tokens)),
                    explicit_year=time.explicit, bare=not tokens and not subject.suffix, distributed=many, effort="stretch" if set(tokens) & set(self.lexicon.hedges["stretch"]) or _HIGHER_GOAL.search(gap) else "", causes=(*subject.causes, *causes),
                )
            )  # fmt: skip
        return made

    def _spans_years(self, subject: Subject, done: list[Statement], tokens: list[str]) -> bool:
        """由1996年的54亿元增加到157亿元，增长1.9倍: the growth is that of the whole span."""
        if any(t.startswith(("同比", "比上年", "较上年", "比去年", "比19", "比20")) for t in tokens):
            return False
        return any(s.base and s.subject == subject for s in done[-3:])

    def _unit_fits(self, subject: Subject, q: Quantity, change: bool) -> Subject:
        """出口9万辆 is no amount of exports: a short name with a foreign unit is another quantity."""
        unit, known = self.lexicon.units.get(q.unit), self.lexicon.indicators.get(subject.indicator)
        if change or unit is None or known is None or known.kind not in ("amount", "rate") or unit.dimension in ("money", "dollar", "percent", "point", "concentration"):
            return subject
        return replace(subject, indicator="other:" + self.text[subject.start : subject.end] + unit.name, causes=(*subject.causes, "qualified_name"))

    def _share_unit(self, values: list[Quantity]) -> None:
        """8亿、6亿美元 and 5和3%: the unit said last holds for the list."""
        last = values[-1].unit
        for q in values[:-1]:
            if not q.unit:
                q.unit = last
            elif q.unit in ("万", "亿", "万亿") and last.startswith(q.unit):
                q.unit = last

    def _share_hedge(self, values: list[Quantity]) -> None:
        """分别增长8%、10%左右: a hedge said once at the end holds for the list."""
        if len(values) > 1 and values[-1].after and not any(q.after for q in values[:-1]):
            for q in values[:-1]:
                q.after = values[-1].after

    def _hedge(self, tokens: list[str]) -> str:
        for token in tokens:  # nearest first
            if token in self.before:
                return self.before[token]
        return ""

    def _period(self, tokens: list[str], gap: str, time: _Time) -> str:
        if "累计" in tokens and "全年" not in gap and "全年" not in tokens and time.period == "year":
            return "multi"
        if self.multi & set(tokens) or re.search(r"是(?:19|20)\d\d年的", gap):
            return "multi"
        for m in _YEAR.finditer(gap):
            if m["how"] in ("比", "较", "相比") and self._own_year(m) is not None:
                return f"since:{self._own_year(m)}"
        return time.period

    def _own_year(self, m: re.Match[str]) -> int:
        digits = m["year"]
        return int(digits) if digits.isascii() else int("".join(str("〇一二三四五六七八九".index(c)) for c in digits))

    def _is_base(self, tokens: list[str], gap: str) -> bool:
        return bool(re.search(r"(?:由|从)(?:[^，。；到至]{0,14})$", gap)) and not {"到", "至"} & set(tokens)

    def _direction(self, subject: Subject, q: Quantity, tokens: list[str]) -> tuple[bool, int, bool]:
        """(is a change, its sign, is an amount added) from the predicate, the name's tail and the kind of quantity."""
        kind = self._kind(subject)
        growth_named = re.search("增速|增幅|涨幅|增长率|增长速度", subject.suffix)
        percent = q.unit in ("%", "百分点", "倍", "‰", "成")
        for token in tokens:
            if kind == "rate" and token in _GROWTH_NOUNS and len(tokens) > 1:
                continue  # 失业率、价格涨幅分别控制在…: the noun belongs to the other item
            if token in self.down or token in self.up:
                sign = -1 if token in self.down else 1
                if "postposed_name" in subject.causes and not percent:
                    return False, 1, False
                if kind == "count" and token in ("净增", "净增长") and not percent:
                    return False, 1, False
                return (True, sign, False) if percent else (False, 1, True)
            if token in self.endpoints:
                return (percent and bool(growth_named)), 1, False
            if token in ("到", "至") and len(tokens) > 1 or token[0] in "到至" and token[1:2].isdigit():
                return (False, 1, False)
        if kind == "price" and q.low >= 90:  # an index, last year = 100
            return False, 1, False
        if not percent:
            return False, 1, False
        for word in sorted(self.down, key=len, reverse=True):
            if len(word) > 1 and word in subject.suffix:
                return True, -1, False
        if any(len(w) > 1 and w in subject.suffix for w in self.up):
            return True, 1, False
        if q.unit == "百分点":
            return True, 1, False
        if kind == "amount" and tokens and tokens[0] in ("实现", "完成"):  # a part of the amount, not a change
            return False, 1, True
        return (kind in ("amount", "price", "intensity", "count"), 1, False)

    def _kind(self, subject: Subject) -> str:
        known = self.lexicon.indicators.get(subject.indicator)
        if known:
            return known.kind
        label = subject.indicator
        return "rate" if re.search(r"(?:率|比重|占比|比例|强度)$", label) else "amount"

    # --- words before the number ----------------------------------------------------------------------------------

    def _predicate(self, start: int, end: int) -> _Predicate:
        """Read predicate words backwards from the number; stop at the first word that is none, or at a comma."""
        found = _Predicate(end)
        at = end
        while at > start:
            m = self.tokens.search(self.text, max(start, at - 14), at)
            if not m or m.end() != at or m.start() == m.end():
                break
            token = m[0]
            name = names_between(self.names, at - 24, at)
            if name and name[-1].end == at:
                break
            found.tokens.append(token)
            at = m.start()
        found.start = at
        return found

    def _advance(self, words: str, time: _Time) -> None:
        """Let the times named in `words` govern what follows; a comment (为2020年以来最好水平) names none."""
        words = _COMMENT.sub(lambda c: BLANK * len(c[0]), words)
        for m in self.times.finditer(words):
            word = m[0]
            if m["year"]:
                clause = re.split("[，。；]", words[: m.start()])[-1]
                if m["how"] in ("比", "较", "由", "从", "以", "是", "相比", "相当于") or re.search(r"[比较与](?!例|上年|去年|重)", clause):
                    continue
                time.year, time.explicit, time.period = self._own_year(m), True, "year"
            elif words[max(0, m.start() - 1) : m.start()] in ("比", "较", "与"):
                continue
            elif word in self.period_of:
                time.period = self.period_of[word]
            elif word in ("全年", "年末", "年底"):
                time.period = "year"
            elif word in self.lexicon.grammar["multi_span"]:
                time.period = "multi"

    # --- subjects --------------------------------------------------------------------------------------------------

    def _subjects(self, gap_start: int, predicate: _Predicate, group: _Group, done: list[Statement]) -> tuple[list[Subject], int, tuple[str, ...]]:
        """The subjects of a group of numbers, where they start, and the causes of doubt."""
        text = self.text
        previous = done[-1].subject.indicator if done else ""
        clause = self._clause_start(gap_start, predicate.start)
        if not predicate.tokens and text[predicate.start - 1] == "、" and predicate.start == group.quantities[0].start and predicate.start - 1 > gap_start:
            return [], 0, ()  # an item of a list, its number not
        behind = self._postposed(group.quantities[-1], predicate)
        if behind:
            return [behind], predicate.start, ()
        own = text[clause : predicate.start].strip("、，和及" + BLANK)
        if done and clause == gap_start and text[clause] == "、" and own in self.lexicon.follows:
            clause += 1
        context = text[max(text.rfind(c, 0, clause) for c in "。；\n！") + 1 : clause]
        if own and done and (self.namer.headless.fullmatch(own) or _HIGHER_GOAL.search(own)):
            start = clause + (text[clause] in "、和及")
            elliptic = self.namer.elliptic(text, start, predicate.start, previous, context or text[gap_start - 40 : gap_start])
            if elliptic:
                return [elliptic], elliptic.start, ()
            return self._inherited(group, done, own)
        if own:
            subjects = self.namer.subjects(text, self.names, clause, predicate.start, previous, context)
            if done and text[gap_start] in "、和及" and done[-1].subject.scope == "新增":
                subjects = [self._also_new(s) for s in subjects]
            said = subjects and all("qualified_name" in s.causes for s in subjects) and _SAID.search(own)
            if any(s.indicator for s in subjects) and not self._ends_idle(own) and not said:
                return subjects, self._first(subjects), ()
            return self._distant(gap_start, predicate.start, len(group.quantities))
        between = text[gap_start:clause].strip("、，：（）" + BLANK)
        if between:
            distant = self._distant(gap_start, predicate.start, len(group.quantities))
            if distant[0] or not _COMMENTARY.search(between) or names_between(self.names, gap_start, clause):
                return distant
        return self._inherited(group, done, own)

    def _clause_start(self, start: int, end: int) -> int:
        """Where the clause begins that ends at `end`; a mark inside a name is none."""
        for m in reversed(list(re.finditer("[，：\n（）]", self.text[start:end]))):
            at = start + m.start()
            if not any(n.start <= at < n.end for n in names_between(self.names, at - 24, at + 24)):
                return at + 1
        return start

    def _ends_idle(self, own: str) -> bool:
        """增速连续四个季度居第1位、全年: nothing but a time stands behind the last 、, or nothing at all."""
        head, mark, tail = own.rpartition("、")
        return bool(mark) and bool(self.namer.idle.fullmatch(tail)) and bool(_COMMENTARY.search(head))

    def _also_new(self, s: Subject) -> Subject:
        """新增甲类企业7家、乙类企业3家: what is new governs the list."""
        known = self.lexicon.indicators.get(s.indicator)
        return replace(s, scope="新增") if (known is None or known.kind == "count") and not s.scope else s

    def _postposed(self, q: Quantity, predicate: _Predicate) -> Subject | None:
        """新增10家高新技术企业: the name stands behind its number."""
        unit = self.lexicon.units.get(q.unit)
        if unit is None or unit.dimension != "count":
            return None
        if self.text[predicate.start - 1 : predicate.start] in "，；：、" and predicate.start == q.start:
            noun = re.compile(r"[^，。；、：\n\x01%\d]{2,16}(?=[，。；、\n])").match(self.text, q.end)
            if noun:
                return Subject("other:" + noun[0], "", q.start, noun.end(), causes=("postposed_name",))
        name = next((n for n in names_between(self.names, q.end, q.end + 24) if n.start == q.end), None)
        known = self.lexicon.indicators.get(self.lexicon.by_alias.get(name.alias, "")) if name else None
        if name is None or known is None or known.kind != "count" or not _ENDED.match(self.text, name.end):
            return None
        verb = self.text[max(0, predicate.start - 6) : q.start]
        scope = next((scope for word, scope in self.namer.scope_of.items() if scope == "新增" and verb.endswith(word)), "")
        return Subject(known.id, scope, q.start, name.end, causes=("postposed_name",))

    def _first(self, subjects: list[Subject]) -> int:
        return min(s.start for s in subjects if s.indicator)

    def _distant(self, start: int, end: int, count: int) -> tuple[list[Subject], int, tuple[str, ...]]:
        """Names at the head of a clause whose own words stand between them and the numbers."""
        text = self.text
        for m in reversed(list(re.finditer(r"[^，：]+", text[start:end]))):
            a, b = m.start() + start, m.end() + start
            names = names_between(self.names, a, b)
            if not names:
                continue
            left = self.namer.left.fullmatch(text, a, names[0].start)
            words = text[names[-1].end : b]
            if not left or _LOOSE.search(words):
                return [], 0, ()
            subjects = self.namer.subjects(text, self.names, a, names[-1].end)
            if all(s.indicator for s in subjects) and (len(subjects) in (1, count)):
                return subjects, self._first(subjects), ("distant_name",)
            return [], 0, ()
        return [], 0, ()

    def _inherited(self, group: _Group, done: list[Statement], head: str = "") -> tuple[list[Subject], int, tuple[str, ...]]:
        if not done:
            return [], 0, ()
        count = len(group.quantities)
        last = done[-1]
        gap = self.text[group.gap_start : group.quantities[0].start]
        if count == 1 and "分别" in gap and not last.distributed:
            count = 2  # said once for two
        if count == 1:
            same = [s for s in done if s.start == last.start and s.distributed]
            if last.distributed and len(same) > 1:
                every = any(w in self.text[group.gap_start : group.quantities[0].start] for w in self.lexicon.grammar["every"])
                return ([s.subject for s in same], last.start, ("inherited_subject",)) if every else ([], 0, ())
            subject = last.subject
            if subject.scope == "新增" and head.lstrip("、，") in ("总量", "总数", "数量", "保有量", "总规模"):
                subject = replace(subject, scope="")
            return [subject], last.start, ("inherited_subject",)
        levels: list[Statement] = []
        for s in done:
            if all(s.subject != other.subject for other in levels):
                levels.append(s)
        chosen = levels[-count:]
        if len(chosen) < count:
            return [], 0, ()
        return [s.subject for s in chosen], min(s.start for s in chosen), ("inherited_subject",)

    def _fit(self, subjects: list[Subject], count: int, gap: str, tokens: list[str]) -> list[Subject]:
        """Make the list of subjects as long as the list of numbers, or give it up."""
        every = bool({"分别", *self.lexicon.grammar["every"]} & set(tokens))
        subjects = self._unfold(subjects, count, every)
        if count == 1 and len(subjects) > 1 and not every and all(self._kind(s) == "count" for s in subjects):
            phrase = self.text[subjects[0].start : subjects[-1].end]
            return [Subject("other:" + phrase, "", subjects[0].start, subjects[-1].end, causes=("sum_of_list",))]
        if len(subjects) == count or count == 1:
            return subjects
        if len(subjects) == 1 and any(w in gap for w in self.period_of):
            return subjects  # one quantity by quarters
        return []

    def _unfold(self, subjects: list[Subject], count: int, shared: bool) -> list[Subject]:
        """城乡居民收入 is two quantities where two numbers (or 分别) follow, and one otherwise."""
        unfolded: list[Subject] = []
        for s in subjects:
            known = self.lexicon.indicators.get(s.indicator)
            if not known or not known.parts:
                unfolded.append(s)
                continue
            room = count - (len(subjects) - 1)
            split = room == len(known.parts) or (shared and len(subjects) == 1) or not known.whole and count <= 1
            for part in known.parts if split else (known.whole,) if known.whole else ():
                unfolded.append(Subject(part, s.scope, s.start, s.end, s.suffix, s.causes))
        return unfolded


def _token_words(lexicon: Lexicon) -> str:
    grammar = lexicon.grammar
    words = [*grammar["up"], *grammar["down"], *grammar["reach"], *grammar["modifiers"], *grammar["multi_year"], *grammar["lists"]]
    words += [w for group in lexicon.hedges["before"].values() for w in group] + lexicon.hedges["stretch"]
    words += [w for group in grammar["part_year"].values() for w in group] + ["年末", "年底", "平均值", "去年", "五年", "全年"]
    return alternatives(words)


@lru_cache(maxsize=4)
def _tokens(lexicon_id: int, words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words}|(?:比|较|由|从|到|至|于|是|在)?(?:19|20)\d\d年(?:末|底|度)?(?:的)?|{BLANK}+|[“”])$")


def _time_words(lexicon: Lexicon) -> str:
    grammar = lexicon.grammar
    return alternatives([*(w for group in grammar["part_year"].values() for w in group), *grammar["multi_span"], "全年", "年末", "年底"])


@lru_cache(maxsize=4)
def _times(lexicon_id: int, words: str) -> re.Pattern[str]:
    return re.compile(rf"{_YEAR.pattern}|(?:{words})")
