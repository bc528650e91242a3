"""The sections of a briefing: what a place, an indicator or a year finds, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.export import beside, rules, safe, sentences
from dashboard.export.blocks import MIN_LINE_YEARS, SHORT, SILENT, Blocks, betterness, clip, comparable
from dashboard.export.compose import Text, joined
from dashboard.export.data import Row, Subject
from dashboard.export.model import Chart, Item, Section

COMMON_PLACES = 0.8  # of all places of both years: below that, two years' shares are not compared
STANDS_OUT = 2  # promises: fewer are no finding
MAX_COLUMNS = 34  # categories that a chart can hold
SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "省", "市")
FEW = 3  # verdicts: a place with fewer is not called best or worst
LISTED = 10  # names in a sentence
TIED = 2  # names in a title that share the first or the last place
CHARTED = 14  # indicators in a chart


class Builder:
    """The sections of one subject."""

    def __init__(self, subject: Subject, rows: Sequence[Row], blocks: Blocks, searches: dict[str, list[Row]]) -> None:
        self.subject, self.rows, self.blocks, self.searches = subject, rows, blocks, searches
        self.ev, self.w = blocks.ev, blocks.w
        self.now = [row for row in rows if row["year"] == subject.year]
        self.before = [row for row in rows if row["year"] == subject.year - 1]
        self.by_place = subject.kind != "place"
        self.others: list[Row] = []  # promises of the year beside the headline ones
        self.changes: list[Row] = []  # the ledger

    def sections(self) -> list[Section]:
        """All sections that have something to say, in order."""
        made: list[Section | None] = [self.overview()]
        if self.subject.kind == "year":
            made += [self.places(), self.indicators()]
        else:
            made.append(self.targets())
        made += [self.short(), self.silent(), beside.others(self), beside.quiet(self), self.history(), self.line()]
        return [section for section in made if section]

    def _noun(self) -> str:
        return self.w.entries["noun.headline" if all(row["headline"] for row in self.now) else "noun.any"]

    def _counted_places(self, rows: Sequence[Row]) -> Text:
        n = self.ev.count_of(self.blocks.verdicts(rows), "place")
        return self.w(
            "level.counted", n=self.blocks.mark(n, "numeral"), level=self.w.entries[f"level.{self.subject.level}"]
        )

    def overview(self) -> Section:
        """How many promises, what became of them, the share kept."""
        w, now = self.w, self.now
        verdicts, pending = self.blocks.verdicts(now), all(row["status"] == "pending" for row in now)
        values = {
            "year": self.subject.year,
            "place": safe.line(self.subject.place.get("place_name", "")),
            "places": self._counted_places(now) if self.by_place else "",
            "area": w.say("level.in_area", area=self.subject.area) if self.subject.area else "",
            "label": w.label(self.subject.indicator) if self.subject.indicator else "",
            "total": self.blocks.count(now),
            "noun": self._noun(),
            "parts": sentences.parts(verdicts, self.ev, w),
        }
        key = self.subject.kind if not pending else "all_pending_many" if self.by_place else "all_pending"
        share = sentences.share(verdicts, self.blocks.verdicts(self._before()), self.ev, w)
        second = [text for text in (share, sentences.outside(verdicts, self.ev, w)) if text]
        lead = [w(f"lead.{key}", **values), joined(second, " " if w.language == "en" else "")]
        return Section(
            "overview",
            w.entries["heading.overview"],
            self._overview_title(verdicts, pending),
            tuple(text for text in lead if text and not (pending and text is lead[1])),
            () if pending else self.blocks.kpis(now),
            self.blocks.status_chart(now, self.subject.year),
        )

    def _before(self) -> list[Row]:
        """Last year's rows where they can be set beside this year's: about as many verdicts, about the same places."""
        now, before = _decided(self.now), _decided(self.before)
        places, last = ({row["place_id"] for row in rows} for rows in (self.now, self.before))
        return self.before if 2 * before >= now and len(places & last) >= COMMON_PLACES * len(places | last) else []

    def _overview_title(self, verdicts: Sequence[str], pending: bool) -> Text:
        kept, decided = self.ev.count(verdicts, rules.KEPT), self.ev.count(verdicts, rules.DECIDED)
        share = self.ev.share(kept, decided)
        values = {"total": self.blocks.count(self.now), "noun": self._noun()}
        if pending or share is None:
            return self.w("title.overview_pending" if pending else "title.overview_none", **values)
        values |= {"kept": self.blocks.mark(kept, "numeral"), "share": self.blocks.mark(share, "amount")}
        outside = self.ev[decided].value != len(verdicts)
        return self.w(
            "title.overview_outside" if outside else "title.overview",
            decided=self.blocks.mark(decided, "numeral"),
            **values,
        )

    def targets(self) -> Section:
        """Promised against reported, one by one."""
        w, rows = self.w, self.now
        if self.by_place:
            rows = sorted(rows, key=lambda row: (row["gap"] is None, -betterness(row), row["place_id"]))
        heading = "indicator_places" if self.by_place else "targets"
        table = self.blocks.table(rows, "promises", w.say("title.table", year=self.subject.year), self.by_place)
        return Section(
            "targets",
            w.entries[f"heading.{heading}"],
            self._gaps_title(rows),
            chart=self._gaps(rows),
            figure="gaps",
            table=table,
        )

    def _gaps_title(self, rows: Sequence[Row]) -> Text:
        ranked = sorted((row for row in rows if betterness(row)), key=betterness)
        name = (lambda row: short_place(row["place_name"], row["level"])) if self.by_place else self.w.label
        worst = ranked[0] if ranked and betterness(ranked[0]) < 0 else None
        best = ranked[-1] if ranked and betterness(ranked[-1]) > 0 else None
        if best and worst:
            return self.w("title.gaps", best=name(best), worst=name(worst))
        kept = all(row["status"] in rules.KEPT for row in rows)
        if best and kept:
            return self.w("title.gaps_best", best=name(best))
        return self.w("title.gaps_worst", worst=name(worst)) if worst else self.w("title.gaps_plain")

    def _gaps(self, rows: Sequence[Row]) -> Chart | None:
        """The dumbbell of the unit that most rows share (for a place: of all rates of growth)."""
        held = [row for row in rows if comparable(row) and (self.by_place or row["measure"] == "growth")]
        units = [row["unit"] for row in held]
        unit = max(sorted(set(units)), key=units.count, default="")
        held = [row for row in held if row["unit"] == unit][:MAX_COLUMNS]
        names = [short_place(row["place_name"], row["level"]) if self.by_place else self.w.label(row) for row in held]
        growth = all(row["measure"] == "growth" for row in held) and unit == "%"
        caption = self.w.entries["chart.gaps"] if growth else self.w.say("chart.gaps_rate", unit=unit)
        return self.blocks.dumbbell(held, names, caption, unit) if len(held) > 1 else None

    def places(self) -> Section:
        """The year, place by place."""
        groups = self._groups("place_id", lambda row: short_place(row["place_name"], row["level"]))
        shares = {
            name: sum(r["status"] in rules.KEPT for r in part) / n
            for name, part in groups.items()
            if (n := _decided(part)) >= FEW
        }
        groups = dict(sorted(groups.items(), key=lambda item: -shares.get(item[0], -1)))
        title = self.w("title.places_same")
        if len(set(shares.values())) > 1:
            best, worst = (
                self._tied([name for name in shares if shares[name] == end])
                for end in (max(shares.values()), min(shares.values()))
            )
            title = self.w("title.places_best", best=best, worst=worst)
        shown = dict(list(groups.items())[:MAX_COLUMNS])
        return Section(
            "places",
            self.w.entries["heading.places"],
            title,
            chart=self.blocks.stacked(shown, self.w.say("chart.places", year=self.subject.year), "stacked_column"),
            figure="places",
            table=self.blocks.tally(groups, "places", self.w.entries["heading.places"], self.w.entries["names.place"]),
        )

    def _tied(self, names: Sequence[str]) -> str:
        """The first of several that share a place, and 等 where there are more."""
        return self.w.entries["list"].join(names[:TIED]) + (
            self.w.entries["title.names_more"] if len(names) > TIED else ""
        )

    def indicators(self) -> Section:
        """The year, indicator by indicator."""
        groups = self._groups("indicator", self.w.label)
        groups = dict(sorted(groups.items(), key=lambda item: -len(item[1])))
        title: Text = self.w("title.indicators_plain")
        for status, key in (("unreported", "indicators_silent"), ("missed", "indicators_missed")):
            counts = {name: sum(row["status"] == status for row in part) for name, part in groups.items()}
            worst = max(counts, key=lambda name: counts[name])
            if counts[worst] >= STANDS_OUT:
                title = self.w(f"title.{key}", label=worst, n=self.blocks.count(groups[worst], status))
        shown = dict(list(groups.items())[:CHARTED])
        return Section(
            "indicators",
            self.w.entries["heading.indicators"],
            title,
            chart=self.blocks.stacked(shown, self.w.say("chart.indicators", year=self.subject.year), "stacked_bar"),
            figure="indicators",
            table=self.blocks.tally(
                groups, "indicators", self.w.entries["heading.indicators"], self.w.entries["names.indicator"]
            ),
        )

    def _groups(self, key: str, name: Callable[[Row], str], rows: Sequence[Row] | None = None) -> dict[str, list[Row]]:
        """The rows (the year's where none are given) by `key`, named; two of one name stay two."""
        groups: dict[str, list[Row]] = {}
        seen: dict[str, str] = {}
        for row in self.now if rows is None else rows:
            label = seen.get(row[key]) or name(row | {"scope": ""})
            if row[key] not in seen and label in groups:
                label = f"{label} {row[key]}"
            seen[row[key]] = label
            groups.setdefault(label, []).append(row)
        return groups

    def short(self) -> Section | None:
        """What fell short: missed, then nearly met, the widest gap first; of a whole year indicator by indicator."""
        rows = [row for row in self.now if row["status"] in SHORT]
        rows.sort(key=lambda row: (row["status"] == "near", betterness(row)))
        if not rows:
            return None
        key = "short" if {row["status"] for row in rows} == set(SHORT) else rows[0]["status"]
        title = self.w(f"title.{key}", n=self.blocks.count(self.now, *SHORT), names=self._names(rows))
        if self.subject.kind == "year":
            items = tuple(self._short_of(label, part) for label, part in self.by_indicator(rows).items())
        else:
            items = self.blocks.items(rows, self.by_place)
        return Section("short", self.w.entries["heading.short"], title, items=items)

    def silent(self) -> Section | None:
        """What cannot be checked: passed over first, each with what the search found; of a whole year by indicator."""
        rows = sorted((row for row in self.now if row["status"] in SILENT), key=lambda row: SILENT.index(row["status"]))
        if not rows:
            return None
        key = "title.unreported" if all(row["status"] == "unreported" for row in rows) else "title.silent"
        title = self.w(key, n=self.blocks.count(self.now, *SILENT), names=self._names(rows))
        if self.subject.kind == "year":
            items = tuple(self._silent_of(label, part) for label, part in self.by_indicator(rows).items())
        else:
            items = self.blocks.items(rows, self.by_place, self._searched)
        return Section("silent", self.w.entries["heading.silent"], title, items=items)

    def _names(self, rows: Sequence[Row]) -> str:
        """Whose they are, for a title: places of an indicator, else indicators; the most frequent first."""
        if self.subject.kind == "year":
            rows = [row for part in self.by_indicator(rows).values() for row in part]
        return self.blocks.names(rows, by_place=self.subject.kind == "indicator")

    def by_indicator(self, rows: Sequence[Row]) -> dict[str, list[Row]]:
        groups = self._groups("indicator", self.w.label, rows)
        return dict(sorted(groups.items(), key=lambda item: -len(item[1])))

    def places_of(self, rows: Sequence[Row]) -> str:
        """The places of `rows`, short, at most LISTED of them."""
        names = list(dict.fromkeys(short_place(row["place_name"], row["level"]) for row in rows))
        more = self.w.entries["title.names_more"] if len(names) > LISTED else ""
        return self.w.entries["list"].join(names[:LISTED]) + more

    def _short_of(self, label: str, rows: Sequence[Row]) -> Item:
        """How many fell short on one indicator, where, and who most."""
        worst = min(rows, key=betterness)
        tail: Text = ()
        gap = self.ev.promise(worst).get("gap")
        if gap and betterness(worst) < 0:
            tail = self.w(
                "grouped.worst",
                place=short_place(worst["place_name"], worst["level"]),
                gap=self.blocks.mark(gap, "signed"),
            )
        n = self.blocks.count(rows)
        return Item(self.w("grouped.short", label=label, n=n, names=self.places_of(rows), worst=tail), "missed")

    def _silent_of(self, label: str, rows: Sequence[Row]) -> Item:
        """How many are passed over or cannot be checked on one indicator, and where."""
        parts = sentences.parts(self.blocks.verdicts(rows), self.ev, self.w, SILENT)
        return Item(self.w("grouped.silent", label=label, parts=parts, names=self.places_of(rows)), rows[0]["status"])

    def _searched(self, row: Row) -> str:
        """What the search behind a silence found, in a line: the passage that decided, where it is told."""
        held = [found for found in self.searches.get(row["target_id"], []) if found["quote"]]
        if not held:
            told = row["status"] == "unreported" and row["reason_code"] != "unreported"
            return self.w.entries["searched.none"] if told else ""
        code = {"words_outcome": "words", "words_promise": "words"}.get(row["reason_code"], row["reason_code"])
        best = next((found for found in held if found["finding"] == code), held[0])
        finding = self.w.entries.get(f"finding.{best['finding']}", self.w.entries["finding.other"])
        return self.w.say("searched.found", quote=clip(best["quote"]), finding=finding)

    def history(self) -> Section | None:
        """Verdicts by year."""
        years = sorted({row["year"] for row in self.rows if row["status"] != "pending"})
        if len(years) < 2:
            return None
        groups = {str(year): [row for row in self.rows if row["year"] == year] for year in years}
        verdicts = self.blocks.verdicts(row for part in groups.values() for row in part)
        kept, decided = self.ev.count(verdicts, rules.KEPT), self.ev.count(verdicts, rules.DECIDED)
        share = self.ev.share(kept, decided)
        title = self.w("title.history_none")
        if share:
            values = {"kept": self.blocks.mark(kept, "numeral"), "decided": self.blocks.mark(decided, "numeral")}
            title = self.w(
                "title.history", first=years[0], last=years[-1], share=self.blocks.mark(share, "amount"), **values
            )
        return Section(
            "history",
            self.w.entries["heading.history"],
            title,
            chart=self.blocks.stacked(groups, self.w.entries["chart.history"], "stacked_column"),
            figure="history",
            table=self.blocks.tally(groups, "history", self.w.entries["heading.history"], self.w.entries["names.year"]),
        )

    def line(self) -> Section | None:
        """The years as a line: of a place its most telling indicator, of an indicator the medians of all places."""
        if self.subject.kind == "year":
            return None
        series: dict[tuple[str, str, str, str], list[Row]] = {}
        for row in self.rows:
            if comparable(row):
                series.setdefault((row["indicator"], row["scope"], row["measure"], row["unit"]), []).append(row)
        rows = max(
            series.values(),
            key=lambda part: (len({r["year"] for r in part}), len(part), -part[0]["sort_order"]),
            default=[],
        )
        if len({row["year"] for row in rows}) < MIN_LINE_YEARS:
            return None
        return (
            self._medians(rows)
            if self.by_place
            else self._line(list({row["year"]: row for row in reversed(rows)}.values()))
        )

    def _line(self, rows: Sequence[Row]) -> Section:
        """One indicator of one place."""
        label, verdicts = self.w.label(rows[0]), self.blocks.verdicts(rows)
        years, kept = self.ev.count(verdicts, rules.DECIDED), self.ev.count(verdicts, rules.KEPT)
        marks = {"years": self.blocks.mark(years, "numeral"), "kept": self.blocks.mark(kept, "numeral")}
        caption = self.w.say("chart.line", label=label, unit=rows[0]["unit"])
        chart = self.blocks.line(rows, caption, rows[0]["unit"])
        return Section(
            "line",
            self.w.entries["heading.line"],
            self.w("title.line", label=label, **marks),
            chart=chart,
            figure="years",
        )

    def _medians(self, rows: Sequence[Row]) -> Section:
        """One indicator of many places."""
        label, unit = self.w.label(rows[0]), rows[0]["unit"]
        chart = self.blocks.medians(rows, self.w.say("chart.medians", label=label, unit=unit), unit)
        last = [series.ids[-1] for series in chart.series]
        marks = {
            name: self.blocks.mark(entry, "amount") for name, entry in zip(("target", "outcome"), last, strict=True)
        }
        title = self.w("title.medians", label=label, year=chart.categories[-1], **marks)
        return Section("line", self.w.entries["heading.line"], title, chart=chart)


def short_place(name: str, level: str) -> str:
    """A province's name without its kind, as charts show it; other names as they are."""
    if level != "province":
        return safe.line(name)
    return next((name[: -len(suffix)] for suffix in SUFFIXES if name.endswith(suffix)), safe.line(name))


def _decided(rows: Sequence[Row]) -> int:
    return sum(row["status"] in rules.DECIDED for row in rows)
