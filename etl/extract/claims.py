"""Claims: what a review says of its own targets (完成目标105.6%, 控制在目标4300人以内, 目标任务全面完成)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from etl.extract.names import BLANK, Names, names_between
from etl.extract.quantities import Quantity, quantities
from etl.lexicon import Lexicon
from etl.models import Claim, Section
from etl.text import Normal, behind_last, first_of

_ENDS = "。；\n！？"  # of a sentence
_MORE_PERCENTS = re.compile(r"(?:[、和]\d+(?:\.\d+)?%)+")
_TURNED = {"exceeded": "missed", "missed": "met"}  # 高于, 低于 what was to be kept low
_COUNTERS = "条个项户家人名座处件套所类批期"
_COUNTED = re.compile(rf"\d[\d.]*(?:万|亿)?[{_COUNTERS}]")  # 完成28个村的改造任务
_YEAR = re.compile(r"(?<![比较由从])((?:19|20)\d\d)年")
_ALL = "other:目标任务"  # the targets as such
_MARKS = re.compile(r"[，、：；“”（）\x01\d.%]")


class _Patterns:
    """What claims.yaml says, compiled. verdicts: (what it says, whether it needs a %, pattern); words: the others by name."""

    def __init__(self, lexicon: Lexicon) -> None:
        verdicts = [(entry["says"], re.compile(entry["pattern"])) for entry in lexicon.claims["verdicts"]]
        self.verdicts = [(says, "pct" in pattern.groupindex, pattern) for says, pattern in verdicts]
        self.words = {name: re.compile(entry) for name, entry in lexicon.claims.items() if name != "verdicts"}


@lru_cache(maxsize=2)
def _patterns(lexicon: Lexicon) -> _Patterns:
    return _Patterns(lexicon)


class Claims:
    """Reads the claims of one normalised text."""

    def __init__(self, normal: Normal, text: str, names: Names, lexicon: Lexicon, year: int) -> None:
        self.normal, self.text, self.names, self.lexicon, self.year = normal, text, names, lexicon, year
        patterns = _patterns(lexicon)
        self.verdicts, self.words = patterns.verdicts, patterns.words
        self.of_years = False  # whether the section that is read reviews several years

    def read(self, section: Section) -> Iterator[Claim]:
        """The claims of a section, each with the clause that states it."""
        self.of_years = section.role == "five_year_review"
        start = done = section.start
        end = section.end
        for trigger in self.lexicon.patterns["claim_sign"].finditer(self.text, start, end):
            if trigger.start() >= done:
                floor = max(start, behind_last(self.text, _ENDS, trigger.start()))
                done = min(end, first_of(self.text, _ENDS, trigger.end()))
                yield from self._sentence(floor, done)

    def _sentence(self, start: int, end: int) -> Iterator[Claim]:
        taken: list[tuple[int, int]] = []
        percent = self.text.find("%", start, end) >= 0
        for says, of_percents, pattern in self.verdicts:
            for m in pattern.finditer(self.text, start, end) if percent or not of_percents else ():
                if not any(a < m.end() and m.start() < b for a, b in taken):
                    taken.append(m.span())
                    if self._is_said(m, start):
                        yield from self._claims(self._says(says, m, start), m, start)

    def _is_said(self, m: re.Match[str], floor: int) -> bool:
        """Whether the words claim something: not 为实现目标奠定基础, 超预期因素."""
        before = self.text[self._comma(m.start(), floor) : m.start()]
        aimed_at = "了" not in m[0] and self.words["purpose"].search(before)
        if aimed_at or self.words["ahead"].search(self.text, floor, m.start()):
            return False
        return self.words["not_said"].match(self.text, m.end()) is None

    def _says(self, says: str, m: re.Match[str], floor: int) -> str:
        if self.words["denied"].search(self.text, self._comma(m.start(), floor), m.start()):
            return "missed"
        return "near" if says == "met" and self.words["nearly"].search(m[0]) else says

    def _comma(self, at: int, floor: int) -> int:
        return behind_last(self.text, "，：", at, floor)

    def _claims(self, says: str, m: re.Match[str], floor: int) -> Iterator[Claim]:
        groups = m.groupdict()
        if groups.get("pct"):
            yield from self._by_percent(m, floor)
            return
        named = self._object(m)
        if named:
            for indicator in self._all_named(named) or ["other:" + named]:
                yield self._claim(m.start(), m.end(), indicator, None, self._target(m), None, says, m.start())
            return
        start = self._clause(m, floor)
        if "控制在" in m[0] and groups.get("value") and says == "met" and not self._has_ceiling(start, m.start()):
            return
        counted = [q for q in self._quantities(start, m.start()) if q.unit != "百分点"]
        reported = counted[-1] if counted else None
        indicator = self._indicator(start, reported.start if reported else m.start(), floor)
        if indicator == _ALL and reported:  # 31条道路改造任务全部完成
            indicator = self._indicator(reported.number_end, m.start(), reported.number_end)
        comma = self._comma(m.start(), floor)
        if self.words["of_all"].search(m[0]) and comma == m.start():
            indicator, reported = _ALL, None
        elif indicator == _ALL and (short := self._object(m, 2)):  # 完成征兵任务, and nothing else is named
            indicator = "other:" + short
        if indicator == _ALL:
            start = max(start, comma)
        known = self.lexicon.indicators.get(indicator)
        if known and known.direction != "up" and self.words["beside"].match(m[0]):
            says = _TURNED.get(says, says)
        listed = [] if reported else self._all_named(self.text[comma : m.start()])  # 甲、乙和丙完成年度目标: of each
        for one in listed if indicator in listed else [indicator]:
            yield self._claim(start, m.end(), one, reported, self._target(m), None, says, m.start())

    def _by_percent(self, m: re.Match[str], floor: int) -> Iterator[Claim]:
        """完成目标105.6%, and lists: 分别完成年度任务的110%、98%."""
        more = _MORE_PERCENTS.match(self.text, m.end())
        percents = [float(m["pct"]), *(float(p) for p in re.findall(r"\d+(?:\.\d+)?", more[0] if more else ""))]
        start, end = floor if more else self._clause(m, floor), more.end() if more else m.end()
        counted = [q for q in self._quantities(start, m.start()) if q.unit != "百分点"]
        listed = self._named(self._comma(m.start(), floor), m.start())  # 甲、乙分别完成年计划的110%、98%
        for i, percent in enumerate(percents):
            reported = counted[i - len(percents)] if len(counted) >= len(percents) else None
            indicator = self._indicator(start, reported.start if reported else m.start(), floor)
            if not reported and len(listed) == len(percents):
                indicator = listed[i]
            says = "exceeded" if percent > 100 else "met" if percent == 100 else "progress"
            yield self._claim(start, end, indicator, reported, self._target(m), percent, says, m.start())

    def _claim(
        self,
        start: int,
        end: int,
        indicator: str,
        reported: Quantity | None,
        target: tuple[float, str, str] | None,
        percent: float | None,
        says: str,
        words_start: int,
    ) -> Claim:
        a, b = self.normal.span(start, end)
        return Claim(
            indicator, self.lexicon.label(indicator), self.year, self._period(start, end, target), reported.low if reported else None,
            reported.unit if reported else target[2] if target else "", target[0] if target else None,
            target[1] if target else "", percent, self.text[words_start:end].strip("，、"), says, a, b,
        )  # fmt: skip

    def _period(self, start: int, end: int, target: tuple[float, str, str] | None) -> str:
        """`multi` where the claim is on a plan or term of several years, or on another year than the one under review.

        What was kept below a limit for a term (失业率控制在4.5%以内) was so in its last year.
        """
        clause, sentence = self.text[start:end], self.text[behind_last(self.text, _ENDS, start) : end]
        years = set(_YEAR.findall(clause))
        if self.words["several_years"].search(clause) or (years and str(self.year) not in years):
            return "multi"
        if str(self.year) in _YEAR.findall(sentence) or self.words["one_year"].search(sentence):
            return "year"
        if (target and target[1] == "le") or self.words["kept"].search(clause):
            return "year"
        return "multi" if self.of_years or self.words["several_years"].search(sentence) else "year"

    def _quantities(self, start: int, end: int) -> list[Quantity]:
        return [q for q in quantities(self.text, self.lexicon, start, end) if q.unit]

    def _object(self, m: re.Match[str], least: int = 3) -> str:
        """What was done where the claim's own words say it: 完成农村电网改造任务; '' where they are general (全年目标任务),
        or have fewer characters than `least` besides.
        """
        found = self.words["object"].search(m[0])
        if not found:
            return ""
        done = found["object"]
        at = m.start() + found.start("object")
        for q in reversed(self._quantities(at, at + len(done))):
            if q.unit in ("%", "百分点"):
                return ""  # 单位能耗降低4%的目标: it is told by the names of quantities
            counted = q.unit[:1] and q.unit[0] in _COUNTERS  # 28个村: the villages belong to what was done
            end = q.number_end - len(q.unit) + 1 if counted else q.end
            done = done[: q.start - at] + done[end - at :]
        done = self.words["set_by"].sub("", _YEAR.sub("", _COUNTED.sub("", done))).strip("“”、的")
        words = self.words["general"].sub("", _MARKS.sub("", done))
        return done if len(words) >= least and not self.words["about_before"].fullmatch(words) else ""

    def _target(self, m: re.Match[str]) -> tuple[float, str, str] | None:
        """The target number that the claim itself names: 目标4300人以内, 年初确定的5000户目标."""
        groups = m.groupdict()
        if groups.get("value"):
            return float(groups["value"]), "le", groups.get("unit") or ""
        inner = [q for q in self._quantities(*m.span()) if q.unit not in ("%", "百分点")]
        return (inner[0].low, "", inner[0].unit) if len(inner) == 1 else None  # of two, which is the target?

    def _has_ceiling(self, start: int, end: int) -> bool:
        return any(self.lexicon.indicators[i].direction != "up" for i in self._named(start, end))

    def _clause(self, m: re.Match[str], floor: int) -> int:
        """Where the claim's clause begins, reaching back over commas to the words that say what was done."""
        start = m.start()
        for _ in range(3):
            cut = max(self.text.rfind("，", floor, start), floor - 1)
            words = self.text[cut + 1 : m.start()].strip("，、（")
            if len(words) >= 8 or (len(words) >= 5 and self.lexicon.patterns["of_something"].search(words)):
                return cut + 1
            if cut < floor:
                break
            start = cut
        return floor if start == m.start() else max(floor, start)

    def _indicator(self, start: int, end: int, floor: int) -> str:
        """The catalogue quantity named last in the clause that ends at `end`, or before it where the clause goes on about that.

        Else the clause's own words; _ALL where they name nothing.
        """
        own = self._comma(end, start)
        words = self.words["sayers"].sub("", _MARKS.sub("", self.text[own:end]).strip())
        if self.words["about_before"].fullmatch(words):
            words, start = "", floor
        known = self._named(own, end) or ([] if words else self._named(start, end))
        words = self.words["reached"].sub("", words)
        return known[-1] if known else "other:" + words[-16:] if len(words) > 1 else _ALL

    def _all_named(self, words: str) -> list[str]:
        """The catalogue quantities that a list names, where it names nothing besides."""
        found = [self._exactly(item.strip(BLANK + "的")) for item in self.words["in_list"].split(words)]
        return found if all(found) else []

    def _exactly(self, item: str) -> str:
        """The catalogue quantity that an item of a list names, with no more beside the name than such items have; or ''."""
        bare = self.words["behind_name"].sub("", item)
        tried = (item, bare, self.words["before_name"].sub("", bare))
        return next((self.lexicon.by_alias[name] for name in tried if name in self.lexicon.by_alias), "")

    def _named(self, start: int, end: int) -> list[str]:
        """The catalogue quantities named in a stretch, in order."""
        return [i for n in names_between(self.names, start, end) if (i := self.lexicon.by_alias.get(n.alias))]
