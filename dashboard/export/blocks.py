"""The pieces that briefings are built from: counts, tables, native charts, lists. Each takes rows and gives content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dashboard import theme
from dashboard.export import forms, rules, safe, sentences
from dashboard.export.compose import Mark, Text, Words, joined
from dashboard.export.data import Row
from dashboard.export.evidence import Evidence
from dashboard.export.model import Cell, Chart, Column, Item, Kpi, Series, Table, mark_cell, text_cell

SHORT = ("missed", "near")
SILENT = ("unreported", "unverifiable")
MIN_LINE_YEARS = 3  # fewer points are no line
NAMES = 3  # how many names a title lists
NAME_LENGTH = 24  # characters of a name in a title


class Blocks:
    """Makers of content that share the evidence and the words of one briefing."""

    def __init__(self, evidence: Evidence, words: Words) -> None:
        self.ev, self.w = evidence, words

    def verdicts(self, rows: Iterable[Row]) -> list[str]:
        """The ids of the rows' verdicts."""
        return [self.ev.promise(row)["verdict"] for row in rows]

    def mark(self, entry_id: str, form: str) -> Mark:
        """An entry printed in one of its forms."""
        return sentences.mark(self.ev, entry_id, form, self.w)

    def count(self, rows: Sequence[Row], *statuses: str) -> Mark:
        """How many of `rows` have one of `statuses`."""
        return self.mark(self.ev.count(self.verdicts(rows), statuses), "numeral")

    def kpis(self, rows: Sequence[Row]) -> tuple[Kpi, ...]:
        """The four big numbers: share kept, kept, short of target, unreported."""
        verdicts = self.verdicts(rows)
        share = self.ev.share(self.ev.count(verdicts, rules.KEPT), self.ev.count(verdicts, rules.DECIDED))
        found = [Kpi(self._name("kpi_share"), self.mark(share, "amount"))] if share else []
        found.append(Kpi(self._name("kpi_kept"), self.count(rows, *rules.KEPT), "met"))
        found.append(Kpi(self._name("kpi_short"), self.count(rows, *SHORT), "missed"))
        found.append(Kpi(self._name("kpi_silent"), self.count(rows, "unreported"), "unreported"))
        return tuple(found)

    def _name(self, key: str) -> str:
        return self.w.entries[f"names.{key}"]

    def names(self, rows: Sequence[Row], by_place: bool) -> str:
        """The first names of `rows`, and 等 where there are more."""
        names = (safe.line(row["place_name"]) if by_place else self.w.label(row) for row in rows)
        labels = list(dict.fromkeys(clip(name, NAME_LENGTH) for name in names))
        text = self.w.entries["list"].join(labels[:NAMES])
        return text + (self.w.entries["title.names_more"] if len(labels) > NAMES else "")

    def items(
        self, rows: Sequence[Row], by_place: bool, searched: Callable[[Row], str] | None = None
    ) -> tuple[Item, ...]:
        """One sentence a row."""
        made = []
        for row in rows:
            text = sentences.promise(row, self.ev, self.w)
            prefix: Text = (
                (f"{safe.line(row['place_name'])}{'：' if self.w.language == 'zh' else ': '}",) if by_place else ()
            )
            made.append(Item(joined([prefix, text], ""), row["status"], searched(row) if searched else ""))
        return tuple(made)

    def table(self, rows: Sequence[Row], name: str, title: str, by_place: bool) -> Table:
        """Promised, reported, gap and verdict, one promise a row."""
        first = (
            Column("place", self._name("place"), weight=1.7)
            if by_place
            else Column("indicator", self._name("indicator"), weight=2.2)
        )
        columns = (
            first,
            Column("target", self._name("target"), "figure", 1.75),
            Column("outcome", self._name("outcome"), "figure", 1.4),
            Column("gap", self._name("gap"), "figure", 1.5),
            Column("verdict", self._name("verdict"), "status", 1.35),
            Column("evidence", self._name("ref"), "ids", 0.6),
        )
        return Table(name, title, columns, tuple(self._row(row, by_place) for row in rows))

    def _row(self, row: Row, by_place: bool) -> tuple[Cell, ...]:
        ids, ev = self.ev.promise(row), self.ev
        target, verdict = ev[ids["target"]], ids["verdict"]
        outcome = ids.get("growth") or ids.get("outcome")
        name = self.w.doubtful(safe.line(row["place_name"]), row) if by_place else self.w.marked(row)
        value = target.value if isinstance(target.value, (int, float)) else None
        cells = [text_cell(name), mark_cell(self.mark(ids["target"], "target"), value, target.unit)]
        cells.append(
            mark_cell(self.mark(ids["claim"], "words")) if "claim" in ids else self._outcome_cell(outcome, row)
        )
        if "gap" in ids:
            gap = ev[ids["gap"]]
            cells.append(mark_cell(self.mark(gap.id, "signed"), _number(gap.value), gap.unit))
        else:
            cells.append(text_cell("—"))
        label = Mark(forms.status(ev[verdict], self.w), verdict)
        cells.append(mark_cell(label, status=row["status"]))
        cells.append(text_cell(verdict[1:]))
        return tuple(cells)

    def _outcome_cell(self, outcome: str | None, row: Row) -> Cell:
        if not outcome or self.ev[outcome].value is None or row["method"] == "none":
            return text_cell("—")
        entry = self.ev[outcome]
        form = "signed" if entry.params.get("measure") == "growth" and float(entry.value or 0) < 0 else "amount"
        return mark_cell(self.mark(outcome, form), _number(entry.value), entry.unit)

    def tally(self, groups: dict[str, list[Row]], name: str, title: str, heading: str) -> Table:
        """Counts by status, one group a row, with the share kept."""
        every = {row["status"] for part in groups.values() for row in part}
        statuses = (("kept", rules.KEPT), *((one, (one,)) for one in sentences.PARTS if one in every))
        columns = [Column("group", heading, weight=2.2), Column("total", self._name("total"), "count")]
        columns += [Column(key, self._name(key), "count") for key, _ in statuses]
        columns.append(Column("share", self._name("share"), "share", 1.2))
        rows = []
        for label, part in groups.items():
            verdicts = self.verdicts(part)
            counts = [self.ev.count(verdicts), *(self.ev.count(verdicts, wanted) for _, wanted in statuses)]
            cells = [text_cell(label), *(mark_cell(self.mark(n, "numeral"), _number(self.ev[n].value)) for n in counts)]
            share = self.ev.share(counts[1], self.ev.count(verdicts, rules.DECIDED))
            cells.append(
                mark_cell(self.mark(share, "amount"), _number(self.ev[share].value), "%") if share else text_cell("—")
            )
            rows.append(tuple(cells))
        return Table(name, title, tuple(columns), tuple(rows))

    def status_chart(self, rows: Sequence[Row], year: int) -> Chart:
        """How many promises got each verdict."""
        verdicts = self.verdicts(rows)
        held = [status for status in theme.STATUSES if self.ev[self.ev.count(verdicts, (status,))].value]
        ids = tuple(self.ev.count(verdicts, (status,)) for status in held)
        labels = tuple(f"{theme.GLYPHS[status]} {self.w.texts(f'status.{status}')}" for status in held)
        series = Series(self._name("count"), tuple(_number(self.ev[n].value) for n in ids), ids, statuses=tuple(held))
        return Chart("bar", self.w.say("chart.status", year=year), labels, (series,))

    def stacked(self, groups: dict[str, list[Row]], caption: str, kind: str) -> Chart:
        """Verdicts of each group, stacked."""
        every = [row for part in groups.values() for row in part]
        series = []
        for status in theme.STATUSES:
            if not any(row["status"] == status for row in every):
                continue
            ids = tuple(self.ev.count(self.verdicts(part), (status,)) for part in groups.values())
            values = tuple(_number(self.ev[n].value) or None for n in ids)
            name = f"{theme.GLYPHS[status]} {self.w.texts(f'status.{status}')}"
            series.append(Series(name, values, ids, colour=theme.LIGHT.status[status]))
        return Chart(kind, caption, tuple(groups), tuple(series))

    def dumbbell(self, rows: Sequence[Row], names: Sequence[str], caption: str, unit: str) -> Chart | None:
        """Targets and outcomes of `rows` (all in `unit`), one pair a category; None where there is nothing to set side by side."""
        if not rows:
            return None
        ids = [self.ev.promise(row) for row in rows]
        targets = Series(
            self._name("target"),
            tuple(_number(self.ev[i["target"]].value) for i in ids),
            tuple(i["target"] for i in ids),
            colour=theme.LIGHT.muted,
        )
        answers = [i.get("growth") or i.get("outcome") or "" for i in ids]
        outcomes = Series(
            self._name("outcome"),
            tuple(_number(self.ev[a].value) if a else None for a in answers),
            tuple(answers),
            statuses=tuple(row["status"] for row in rows),
        )
        return Chart("dumbbell", caption, tuple(names), (targets, outcomes), unit)

    def line(self, rows: Sequence[Row], caption: str, unit: str) -> Chart | None:
        """Target and outcome of one indicator through the years (oldest first)."""
        ordered = sorted(rows, key=lambda row: row["year"])
        chart = self.dumbbell(ordered, [str(row["year"]) for row in ordered], caption, unit)
        return chart and Chart("line", chart.caption, chart.categories, chart.series, unit)

    def medians(self, rows: Sequence[Row], caption: str, unit: str) -> Chart:
        """The middle target and the middle outcome of each year (oldest first)."""
        years = sorted({row["year"] for row in rows})
        made: dict[str, list[str]] = {"target": [], "outcome": []}
        for year in years:
            ids = [self.ev.promise(row) for row in rows if row["year"] == year]
            for kind, names in made.items():
                names.append(self.ev.median([one[kind] for one in ids], unit) or "")
        colours = {"target": theme.LIGHT.muted, "outcome": theme.LIGHT.accent}
        series = [
            Series(
                self._name(f"median_{kind}"),
                tuple(_number(self.ev[n].value) for n in names),
                tuple(names),
                colours[kind],
            )
            for kind, names in made.items()
        ]
        return Chart("line", caption, tuple(map(str, years)), tuple(series), unit)


def clip(text: object, length: int = 60) -> str:
    """`text` on one line, at most `length` characters."""
    shown = safe.line(text)
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"


def comparable(row: Row) -> bool:
    """Whether target and outcome of `row` are two numbers in one unit."""
    if row["x"] is None or row["outcome_value"] is None or row["method"] != "direct":
        return False
    return rules.convert(rules.exact(1), row["outcome_unit"] or "", row["unit"]) == 1


def betterness(row: Row) -> float:
    """The gap in margins of the target, positive where the outcome is better; 0 where there is none."""
    if row["gap"] is None or not row["margin"] or row["method"] not in ("direct", "derived"):
        return 0.0
    return float((1 if row["direction"] == "up" else -1) * row["gap"] / row["margin"])


def _number(value: object) -> float | int | None:
    return value if isinstance(value, (int, float)) else None
