"""The types that the stages hand to each other. Words as in docs/glossary.md; spans are code points, half open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Hints:
    """What a manifest row says of a file. It wins over the text; a contradiction is recorded as a warning."""

    place: str = ""
    place_code: str = ""
    report_year: int | None = None
    title: str = ""
    url: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One readable input: a file, a member of an archive, or a page fetched from an address.

    `file` is the path shown to people (`archive.zip/member.txt` for a member), `text` the text as read
    (what every offset points into), `sha256` the hash of the bytes.
    `warnings` say in Chinese what of it could not be read (pages without a text layer, undecodable bytes).
    """

    file: str
    sha256: str
    text: str
    title: str = ""
    hints: Hints = Hints()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that could not be read. `reason` says in Chinese what is wrong and what to do."""

    file: str
    reason: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row of a table of figures (reports/figures.csv, or a table collected by hand)."""

    line: int
    place: str
    place_code: str
    report_title: str
    report_year: int
    role: str  # target | outcome
    year: int
    period: str  # year, Q1 ... Q4, H1, Q1-3
    indicator: str
    scope: str
    measure: str
    op: str
    value_low: float | None
    value_high: float | None
    stretch: float | None
    unit: str
    relation: str
    estimated: bool
    headline: bool
    citation: str  # the report, or the address, that the figure was read from
    url: str = ""
    benchmark: str = (
        ""  # what a relative row is set against: 全国, 全省, 全市, an indicator; '' where the table does not say
    )
    confidence: str = "high"  # high, medium, low: as the table's maker judged the reading


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of figures as read: one document of type `figures` for each (place, report_title)."""

    file: str
    sha256: str
    rows: tuple[FigureRow, ...]
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Document:
    """One report, with its facts. Facts that the text leaves open are None or '', and a warning says so."""

    doc_id: str
    source_file: str
    sha256: str
    text: str
    source_url: str = ""
    title: str = ""
    place_id: str = ""
    place_name: str = ""
    place_path: str = ""
    level: str = ""  # country, province, city, district, county, zone
    doc_type: str = "other"  # work_report, plan_report, quarter_plan, news_summary, figures, digest, other
    report_year: int | None = None
    review_year: int | None = None
    plan_year: int | None = None
    plan_period: str = "year"
    published_on: date | None = None
    meeting_on: date | None = None
    citation: str = ""  # of digests and figures: where they were taken from
    status: str = "ok"  # ok, warned, skipped, refused
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document with one role.

    role: review (the year under review), five_year_review, problems, multi_year_plan, plan (the coming year),
    headline (its 主要预期目标 paragraph), quarter_plan, noise. `year` is the year that undated figures in it are about.
    """

    role: str
    start: int
    end: int
    year: int | None = None


@dataclass(slots=True)
class Row:
    """One figure or wordless statement with its evidence. Columns as in CONTRACT.md / docs/schema.md."""

    indicator: str
    indicator_label: str
    measure: str  # growth, level, relative, qualitative
    year: int
    period: str = "year"
    scope: str = ""
    op: str = ""  # eq, ge, le, approx, range; '' where there is no number
    value_low: float | None = None
    value_high: float | None = None
    stretch: float | None = None
    unit: str = ""
    relation: str = ""
    benchmark: str = ""  # what a relative row is set against: an indicator id, 全国, 全省, 全市 ...
    estimated: bool = False
    headline: bool = False
    promise: int = 0  # rows of one clause share it
    char_start: int | None = None
    char_end: int | None = None
    section: str = ""
    confidence: str = "high"  # high, medium, low; always with causes
    causes: tuple[str, ...] = ()


@dataclass(slots=True)
class Claim:
    """What a review says of its own targets."""

    indicator: str
    indicator_label: str
    year: int
    period: str  # year; multi: of a plan or a term of several years, or of another year
    reported: float | None
    unit: str
    target_value: float | None
    target_op: str
    completion_pct: float | None
    words: str  # the claim's own words, e.g. 完成目标105.6%
    verdict: str  # what the claim asserts: met, exceeded, near (基本完成), missed; progress: a completion below 100 %
    char_start: int
    char_end: int


@dataclass(slots=True)
class Mention:
    """A passage of a review that names an indicator and gives no annual figure for the place; `finding` says why."""

    indicator: str
    finding: str  # words, other_year, part_year, multi_year, part_of_area, other_scope, unlinked_number
    char_start: int
    char_end: int


@dataclass(slots=True)
class Extraction:
    """All that was read from one document."""

    sections: list[Section] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
