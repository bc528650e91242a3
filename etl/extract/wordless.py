"""What a clause without a number is about: 居民收入与经济增长同步, 外贸外资促稳提质, 完成市下达的节能减排任务."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.extract.namer import Namer
from etl.extract.names import BLANK, Names, Subject, names_between
from etl.extract.relations import Relation
from etl.extract.statements import Parser
from etl.lexicon import Lexicon


class WordlessSubjects:
    """Finds them in one normalised text."""

    def __init__(self, names: Names, namer: Namer, parser: Parser, lexicon: Lexicon) -> None:
        self.names, self.namer, self.parser, self.lexicon = names, namer, parser, lexicon
        self.text, self.patterns = parser.text, lexicon.patterns

    def find(self, start: int, end: int, relation: Relation | None) -> list[Subject]:
        """The subjects of `text[start:end]`, which says no number; `relation` is what it says instead, where that is known."""
        region_end = relation.start if relation else end
        verb = self.patterns["verb_in_words"].search(self.text, start + 2, region_end)
        names = names_between(self.names, start, region_end)
        if relation and relation.relation == "handed_down" and not names:
            named = self.patterns["handed_object"].search(self.text, start, end)
            if named and not self._noun(start, relation.start):
                tail = self.patterns["object_end"].search(named["object"])
                kept = tail.start() if tail and tail.start() >= 2 else len(named["object"])
                return self._listed(named.start("object"), named.start("object") + kept)
        short = self._short_name(start, region_end) if not names else None
        if short:
            return [short]
        if names:
            last = names[-1].end
            tail = self.patterns["verb_in_words"].search(self.text, last, region_end)
            listed = re.search("、|和|及", self.text[last : min(region_end, last + 8)])
            stop = tail.start() if tail else region_end if listed else self._suffix_end(last, region_end)
            return self._listed(start, stop - (self.text[stop - 1] == "的"), len(relation.margins) if relation else 0)
        done = self.patterns["to_complete"].fullmatch(self.text, start, region_end)
        if done and not relation:  # 全面完成经济普查任务
            return self._listed(done.start("object"), done.end("object"))
        stop = region_end
        if relation and not verb:
            stop = relation.start
        elif verb:
            stop = verb.start()
        return self._listed(start, max(stop, start))

    def _short_name(self, start: int, end: int) -> Subject | None:
        """进出口量稳质升, 外资保持稳定: a short name, and words."""
        at = self.namer.left.match(self.text, start, end).end()
        for alias in self.lexicon.grammar["short_in_words"]:
            if self.text.startswith(alias, at) and not self.patterns["name_goes_on"].match(
                self.text, at + len(alias), end
            ):
                indicator = self.lexicon.by_exact.get(alias) or self.lexicon.grammar["short_in_words"][alias]
                return Subject(indicator, "", at, at + len(alias), causes=("short_name",))
        return None

    def _suffix_end(self, start: int, end: int) -> int:
        m = self.namer.right.match(self.text[start:end])
        return start + (m.end() if m else 0)

    def _noun(self, start: int, end: int) -> str:
        return self.patterns["leading"].sub("", self.text[start:end].strip("、" + BLANK))

    def _listed(self, start: int, end: int, margins: int = 0) -> list[Subject]:
        lead = self.patterns["leading"].match(self.text[start:end])
        start += lead.end() if lead and lead.end() < end - start else 0
        text = self.patterns["list_end"].sub("", self.text[start:end], count=1)
        end = start + len(text) if len(text) >= 2 else end
        if end - start < 2:
            return []
        subjects = [s for s in self.namer.subjects(self.text, self.names, start, end, said=False) if s.indicator]
        unfolded = [self._economy(s) for s in self.parser.subjects.unfold(subjects, margins, margins > 1)]
        known = [s for s in unfolded if not s.indicator.startswith("other:")]
        if known or len(unfolded) == 1:
            return unfolded
        whole = self.text[start:end].replace(BLANK, "")
        return unfolded if len(unfolded) > 1 and len(whole) <= 24 else unfolded[:1]

    def _economy(self, s: Subject) -> Subject:
        """经济 alone is growth only where a number says so; in words it is no more than itself."""
        return (
            replace(s, indicator="other:" + self.text[s.start : s.end])
            if s.indicator == "gdp" and "short_name" in s.causes
            else s
        )
