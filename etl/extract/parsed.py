"""What parsing a sentence gives, and the compiled words that it works with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from etl.extract.names import BLANK, Subject
from etl.extract.quantities import Quantity
from etl.lexicon import Lexicon, alternatives, load

GROWTH_NOUNS = {"增速", "增幅", "涨幅", "升幅", "增长率", "降幅"}
SPEAKS_OF_LAST_YEAR = ("同比", "比上年", "较上年", "比去年")


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
    period: str  # year, Q1 ... , part, multi, since:YEAR
    base: bool = False  # the starting value of "由 X 增加到 Y"
    estimated: bool = False
    compared: bool = False  # the number is a margin against another area, year or target
    increment: bool = False  # an amount added, not an amount
    endpoint: bool = False  # 增加到, 达到: the value at the end of a longer time
    explicit_year: bool = False
    bare: bool = False  # no verb stands between name and number
    bare_times: bool = False  # a multiple that no verb of change carries (为2000年的3倍)
    distributed: bool = False
    averaged: bool = False  # 年均, 平均每年
    spanned: bool = False  # the several years that govern it stand before it, not in its own words (五年来，…达到)
    summed: bool = False  # … and they are the years of a sum (五年城镇新增就业…，)
    yearly: bool = False  # 增长29%，年均增长23%: the growth of one year, and the amount in front of it
    beside_yearly: bool = False  # 1.4亿美元，比上年增长12%: the growth on the year before follows
    behind_span: bool = False  # its year is only that which ended the span of another quantity
    beside_average: bool = False  # 达到350亿元，年均增长6%: the yearly average of its own quantity follows
    after_base: bool = False  # 由260亿元增加到350亿元
    effort: str = ""  # stretch where 力争 or the like stands before the number, nearer words aside
    causes: tuple[str, ...] = ()

    @property
    def hedges(self) -> tuple[str, str]:
        """The hedges before and behind the number."""
        return self.quantity.before, self.quantity.after


@dataclass(slots=True)
class Predicate:
    """The words right before a number, read backwards (nearest first). `start` is where they begin."""

    start: int
    tokens: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Time:
    """The time that governs what follows in a sentence."""

    year: int | None = None
    period: str = "year"
    explicit: bool = False
    summed: bool = False  # several years, of a sum (五年累计)
    summed_before: bool = False  # … in front of a ；: what is there now (达到) is no sum
    ended: bool = False  # the year ends a span (由2016年的…提高到2021年的…): what follows may be of the whole span
    own: bool = False  # the period stands behind a name (利润1-11月增长8%), and is that of this quantity only
    outside: tuple[int | None, str, bool] | None = None  # year, period and explicit in front of a bracket that is open


@dataclass(slots=True)
class Group:
    """Numbers of one list (8%和10%), and where the gap before them begins."""

    quantities: list[Quantity]
    gap_start: int

    @property
    def start(self) -> int:
        """Where the first number begins."""
        return self.quantities[0].start


@dataclass(slots=True)
class Found:
    """Subjects of a group of numbers, where they start, and the causes of doubt."""

    subjects: list[Subject] = field(default_factory=list)
    start: int = 0
    causes: tuple[str, ...] = ()


class Endings:
    """The longest of many words, or of a pattern, with which a stretch of text ends."""

    def __init__(self, words: Iterable[str], pattern: str) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[-1], set()).add(len(word))
        self._lengths = {last: sorted(found, reverse=True) for last, found in lengths.items()}
        self._pattern = re.compile(f"(?:{pattern})$")

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def start(self, text: str, floor: int, end: int) -> int:
        """Where in `text[floor:end]` the longest word begins that ends at `end`; `end` where none does."""
        found = self._pattern.search(text, floor, end)
        start = found.start() if found else end
        for length in self._lengths.get(text[end - 1], ()):
            if floor <= end - length and text[end - length : end] in self._words:
                return min(start, end - length)
        return start


class Words:
    """The grammar's words, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        grammar = lexicon.grammar
        self.patterns = lexicon.patterns
        self.up, self.down = set(grammar["up"]), set(grammar["down"])
        self.reach, self.multi = set(grammar["reach"]), set(grammar["multi_year"])
        self.every, self.added = set(grammar["every"]), set(grammar["added"])
        changes = self.up | self.down
        self.endpoints = {w for w in self.reach if w[-1] in "到至为" and any(w.startswith(v) for v in changes)}
        self.rising = tuple(grammar["rising"])
        self.long_up = [w for w in self.up if len(w) > 1]
        self.long_down = [w for w in self.down if len(w) > 1]
        self.stretch = set(lexicon.hedges["stretch"])
        hedges = {w: kind for kind, words in lexicon.hedges["before"].items() for w in words}
        self.hedge = hedges | dict.fromkeys(self.stretch, "stretch")
        self.hedge_end = re.compile(rf"(?:{alternatives(self.hedge)})$")
        self.period_of = {w: p for p, words in grammar["part_year"].items() for w in words}
        self.multi_span = set(grammar["multi_span"])
        self.plan_ends: dict[str, int] = lexicon.headings["plan_ends"]
        self.tokens = Endings(
            self._tokens(lexicon),
            rf"{self.patterns['excluding'].pattern}|{self.patterns['than_area'].pattern}|{self.patterns['handed'].pattern}|(?:比|较|由|从|到|至|于|是|在)?(?:19|20)\d\d年(?:末|底|度)?(?:的)?|[与同和](?:19|20)\d\d年(?:末|底|度)?相?比|是(?:“?(?:{alternatives(self.plan_ends)})”?(?:时期|期间|期?末)?|上一?个?五年|前五年)的|{BLANK}+|[“”]",
        )
        self.excluding = self.patterns["excluding"]
        self.same_scope = {w for w in self._tokens(lexicon) if "同口径" in w or self.excluding.fullmatch(w)}
        times = (*self.period_of, *self.multi_span, "全年", "年末", "年底", "去年", "去年以来", "今年", "当年")
        self.time = re.compile(
            rf"{self.patterns['year'].pattern}|“?(?P<plan>{alternatives(self.plan_ends)})”?时?期?末|(?P<sum>{self.patterns['sum_of_years'].pattern})|(?:{alternatives(times)})"
        )
        # in any time there is: 年, 末, or the end of one of the other words
        self.time_sign = re.compile(alternatives(["年", "末", *(w[-2:] for w in times if "年" not in w)]))
        self.part_year = re.compile(alternatives(self.period_of))
        self.opens_with_part = re.compile(rf"(?:今年|去年|当年|20\d\d年)?(?:{alternatives(self.period_of)})")
        spans = [w for w in self.multi_span if w.endswith(("年", "年来", "年间", "年中"))]
        self.opens_with_span = re.compile(
            rf"(?:“[^”]{{1,6}}”(?:时期|期间|以来)(?:的[两三四五]年)?|{alternatives(spans)})，"
        )
        self.several_years = re.compile(alternatives([*self.multi_span, *self.multi, "累计", "近三年", "近五年"]))
        self.estimate = re.compile(alternatives(grammar["lead_ins"]["estimate"]))
        self.joined = re.compile(rf"(?:[、，]|和|及|与|以及|分别|{alternatives(self.hedge)}|[{BLANK}])*")

    def _tokens(self, lexicon: Lexicon) -> Iterable[str]:
        grammar = lexicon.grammar
        words = [w for key in ("up", "down", "reach", "modifiers", "multi_year", "lists") for w in grammar[key]]
        times = [*self.period_of, "全年"]
        plans = [
            f"{w}“{plan}”{end}" for w in "由从" for plan in self.plan_ends for end in ("末", "末的", "期末", "期末的")
        ]
        return [
            *words,
            *plans,
            *self.hedge,
            *times,
            *(f"{w}的" for w in times),
            "年末",
            "年底",
            "平均值",
            "去年",
            "五年",
        ]


@lru_cache(maxsize=1)
def words() -> Words:
    """The compiled words of the lexicon (once for each process)."""
    return Words(load())


def kind_of(subject: Subject, lexicon: Lexicon) -> str:
    """amount, rate, price, intensity or count: how a number of the subject reads."""
    known = lexicon.indicators.get(subject.indicator)
    if known:
        return known.kind
    return "rate" if lexicon.patterns["rate_label"].search(subject.indicator) else "amount"
