"""The case files: small tables of sentences and of what is to be read from them. Tests run them, the documentation shows them.

A case puts one text into a frame, a report of the invented 青河县 given in January 2024 (review 2023, plan 2024):
`headline` (in the paragraph of 主要预期目标), `plan` (elsewhere in the plan), `review`, `five` (in a review of five years),
`quarter` (work points of a quarter) or `report` (the text is a whole report).

`rows` lists what is read, nothing more and nothing less, in the words
    INDICATOR growth|level OP VALUE [UNIT] [key=value …]
    INDICATOR relative RELATION [MARGIN UNIT] [benchmark=…]
    INDICATOR qualitative RELATION
with VALUE `5`, `5~6` (range). Keys: scope, stretch, year, period, relation, benchmark, estimated, headline, role.
`claims`: INDICATOR VERDICT [multi] [reported=] [unit=] [target=] [pct=]; `mentions`: INDICATOR FINDING; `sections`: ROLE: words in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from etl.extract import extract
from etl.models import Claim, Document, Extraction, Mention, Row

FOLDER = Path(__file__).parent / "cases"
GAPS = "known_gaps.yaml"
YEAR = 2024
_HEAD = "青河县{year}年政府工作报告\n——{year}年1月10日在青河县第十届人民代表大会第三次会议上\n各位代表：\n现在，我代表县人民政府，向大会报告工作，请予审议。\n"
_REVIEW = "一、{last}年工作回顾\n{last}年，面对复杂严峻的形势，全县上下齐心协力，发展稳中有进。{text}\n"
_FIVE = "一、过去五年工作回顾\n过去五年，是青河发展极不平凡的五年。{text}\n"
_PLAN = "二、{year}年工作安排\n{year}年全县经济社会发展的主要预期目标是：{headline}\n三、重点工作\n为实现上述目标，着力抓好以下工作：\n{plan}\n"
_QUARTER = "青河县{year}年第二季度工作要点\n二季度主要目标：{text}\n"
_OTHER_TARGET = "森林覆盖率达到36%"


@dataclass(frozen=True)
class Family:
    """One file of cases: a kind of wording, with its title and rule in both languages."""

    name: str
    title: dict[str, str]
    rule: dict[str, str]
    order: int
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True)
class Case:
    """One text in its frame, and what is to be read from it."""

    family: str
    zh: str
    en: str
    frame: str
    text: str
    rows: tuple[str, ...]
    claims: tuple[str, ...] | None = None
    mentions: tuple[str, ...] | None = None
    sections: tuple[dict[str, str], ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    reason: str = ""

    @property
    def name(self) -> str:
        return f"{self.family}: {self.en}"


FRAMES = ("headline", "plan", "review", "five", "quarter", "report")
_KEYS = {"zh", "en", "rows", "claims", "mentions", "sections", "facts", "reason", *FRAMES}


def _case(family: str, entry: dict[str, Any]) -> Case:
    unknown = set(entry) - _KEYS - ({"family"} if family == "gaps" else set())
    frames = [frame for frame in FRAMES if frame in entry]
    if unknown or len(frames) != 1 or "zh" not in entry or "en" not in entry:
        raise ValueError(f"{family}: bad case {entry}")
    more = {key: tuple(entry[key]) for key in ("claims", "mentions", "sections") if key in entry}
    return Case(
        entry.get("family", family), entry["zh"], entry["en"], frames[0], entry[frames[0]], tuple(entry.get("rows", ())),
        facts=entry.get("facts", {}), reason=entry.get("reason", ""), **more,
    )  # fmt: skip


def _load(path: Path) -> Family:
    data = yaml.safe_load(path.read_text("utf8"))
    cases = tuple(_case(path.stem, entry) for entry in data["cases"])
    return Family(path.stem, data["title"], data["rule"], data["order"], cases)


@cache
def families() -> tuple[Family, ...]:
    """Every family, in the order of the documentation."""
    found = [_load(path) for path in FOLDER.glob("*.yaml") if path.name != GAPS]
    return tuple(sorted(found, key=lambda family: family.order))


@cache
def gaps() -> tuple[Case, ...]:
    """Cases that the rules do not yet read as they should; each says why in `reason`."""
    entries = yaml.safe_load((FOLDER / GAPS).read_text("utf8")) or []
    return tuple(_case("gaps", entry) for entry in entries)


# --- the report around a text -----------------------------------------------------------------------------------------


def frame(case: Case) -> tuple[str, str, str]:
    """The report before the case's text, the text, and the report behind it."""
    last = YEAR - 1
    mark = "\x00"
    head = _HEAD.format(year=YEAR)
    plan = _PLAN.format(year=YEAR, headline=_OTHER_TARGET + "。", plan="扎实做好各项民生实事。")
    if case.frame == "report":
        whole = mark
    elif case.frame == "quarter":
        whole = _QUARTER.format(year=YEAR, text=mark)
    elif case.frame == "review":
        whole = head + _REVIEW.format(last=last, text=mark) + plan
    elif case.frame == "five":
        whole = head + _FIVE.format(text=mark) + plan
    else:
        texts = {"headline": _OTHER_TARGET + "。", "plan": "扎实做好各项民生实事。", case.frame: mark}
        if case.frame == "headline":
            texts["headline"] = f"{_OTHER_TARGET}；{mark}"
        whole = head + _REVIEW.format(last=last, text="") + _PLAN.format(year=YEAR, **texts)
    before, _, behind = whole.partition(mark)
    return before, case.text if case.text[-1] in "。\n" else case.text + "。", behind


def document(case: Case, before: str, text: str, behind: str) -> Document:
    """The document that a case is read as."""
    quarter = case.frame == "quarter"
    facts: dict[str, Any] = {
        "doc_type": "quarter_plan" if quarter else "work_report", "report_year": YEAR, "review_year": None if quarter else YEAR - 1,
        "plan_year": YEAR, "plan_period": "Q2" if quarter else "year", "place_name": "青河县", "place_path": "云岭省/临川市", "level": "county",
    } | case.facts  # fmt: skip
    return Document(doc_id="case", source_file="case.txt", sha256="", text=before + text + behind, **facts)


_read: dict[tuple[str, str, str], tuple[Extraction, Document]] = {}


def read(case: Case, text: str | None = None) -> tuple[Extraction, Document]:
    """What is read from a case's text (or from another one in its place): rows outside that text are left out."""
    own = frame(case)[1] if text is None else text
    key = (case.frame, own, repr(case.facts))
    if key not in _read:
        _read[key] = _extracted(case, own)
    return _read[key]


def _extracted(case: Case, own: str) -> tuple[Extraction, Document]:
    before, _, behind = frame(case)
    made = document(case, before, own, behind)
    found = extract(made)
    low, high = len(before), len(before) + len(own)

    def inside(one: Row | Claim | Mention) -> bool:
        return one.char_start is not None and low <= one.char_start < high

    found.targets = [row for row in found.targets if inside(row)]
    found.outcomes = [row for row in found.outcomes if inside(row)]
    found.claims = [claim for claim in found.claims if inside(claim)]
    found.mentions = [mention for mention in found.mentions if inside(mention)]
    return found, made


def line_before(case: Case) -> int:
    """How many characters of the report stand before the case's text in its line."""
    before = frame(case)[0]
    return len(before) - (before.rfind("\n") + 1)


# --- rows as words ----------------------------------------------------------------------------------------------------


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def words(row: Row, role: str, case: Case) -> str:
    """A row in the notation of the case files; what is as the frame has it by itself is left out."""
    target = role == "target"
    parts = [row.indicator, row.measure]
    if row.measure in ("growth", "level"):
        value = _number(row.value_low if row.value_low is not None else row.value_high)
        parts += [row.op, f"{value}~{_number(row.value_high)}" if row.op == "range" else value]
    else:
        parts += [row.relation, _number(row.value_low)]
    parts.append(row.unit)
    usual = {
        "role": {"review": "outcome", "five": "outcome", "report": ""}.get(case.frame, "target"),
        "year": str(YEAR if target else YEAR - 1),
        "period": "Q2" if case.frame == "quarter" else "year",
        "headline": "no" if case.frame == "plan" or not target else "yes",
        "benchmark": "gdp"
        if row.relation in ("sync_gdp", "above_gdp")
        else "上年"
        if row.relation == "not_below_last_year"
        else "",
        "estimated": "no",
        "scope": "",
    }
    keys = {
        "role": role, "scope": row.scope, "stretch": _number(row.stretch), "year": str(row.year), "period": row.period,
        "relation": row.relation if row.measure in ("growth", "level") else "", "benchmark": row.benchmark,
        "estimated": "yes" if row.estimated and not target else "no", "headline": "yes" if row.headline else "no",
    }  # fmt: skip
    parts += [f"{key}={value}" for key, value in keys.items() if value != usual.get(key, "")]
    return " ".join(part for part in parts if part)


def claim_words(claim: Claim) -> str:
    """A claim in the notation of the case files."""
    keys = {
        "reported": _number(claim.reported), "unit": claim.unit, "target": _number(claim.target_value),
        "pct": _number(claim.completion_pct),
    }  # fmt: skip
    period = [] if claim.period == "year" else [claim.period]
    return " ".join(
        [claim.indicator, claim.verdict, *period, *(f"{key}={value}" for key, value in keys.items() if value)]
    )


def rows(found: Extraction, case: Case) -> list[str]:
    """The rows that were read, in the notation of the case files, in the order of the text."""
    both = [(row, "target") for row in found.targets] + [(row, "outcome") for row in found.outcomes]
    return [words(row, role, case) for row, role in both]


def mentions(found: Extraction) -> set[str]:
    """The mentions that were read, in the notation of the case files."""
    return {f"{mention.indicator} {mention.finding}" for mention in found.mentions}


def every() -> Iterator[Case]:
    """Every case that is to pass."""
    for family in families():
        yield from family.cases
