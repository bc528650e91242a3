"""Shared filters, drawn by the entry point and bound to the address; each page names those that it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard.frames import records
from dashboard.i18n.texts import Texts
from dashboard.i18n.words import DOUBT
from dashboard.ui import shell, state


@dataclass(frozen=True)
class Chosen:
    """What the filters say."""

    year: int = 0
    level: str = "all"  # a key of LEVEL_GROUPS
    area: str = ""
    place: str = ""
    place_name: str = ""
    indicator: str = ""
    any_year: int = 0  # 0: all years
    any_indicator: str = ""  # '': all indicators
    doubt: str = "shown"  # a key of DOUBT

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of places that are looked at."""
        return state.LEVEL_GROUPS[self.level]

    @property
    def parameters(self) -> dict[str, object]:
        """As parameters of queries."""
        return {
            "year": self.year,
            "levels": self.levels,
            "area": self.area,
            "place": self.place,
            "indicator": self.indicator,
            "most": self.most,
        }

    @property
    def most(self) -> int:
        """The most doubt that a row may be in."""
        return DOUBT[self.doubt]


def draw(names: tuple[str, ...], t: Texts) -> Chosen:
    """Draw the filters of `names` in a row, and return what they say; the others keep their defaults."""
    chosen = Chosen()
    if not names:
        return chosen
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        for name in names:
            chosen = replace(chosen, **_DRAW[name](chosen, t))
        with st.popover(t("filter.terms"), icon=":material/help:", width="content"):
            st.markdown(t("status.help_all") + "\n\n" + t("filter.share_help"))
    st.session_state["chosen"] = chosen
    return chosen


def chosen() -> Chosen:
    """What the filters of this run said."""
    return st.session_state.get("chosen") or Chosen()


def tell_hidden(t: Texts, **scope: Any) -> None:
    """Say how many rows of `scope` (year, place, indicator, status) the filter of doubtful rows hides; nothing if it is off."""
    shell.note(hidden(chosen(), t, **scope))


def hidden(found: Chosen, t: Texts, **scope: Any) -> str:
    """The line of `tell_hidden`, '' if the filter is off."""
    if found.doubt == "shown":
        return ""
    asked = found.parameters | {"year": 0, "place": "", "indicator": "", "status": ""} | scope
    return t("doubt.told", n=int(state.ask("doubtful", asked)["hidden"].iloc[0]))


def choose(
    key: str,
    label: str,
    options: Mapping[str, str],
    default: str = "",
    *,
    segments: bool = False,
    forget: str = "",
    **more: Any,
) -> str:
    """A choice bound to the address: `options` maps ids to labels, the address shows the label, the id is returned.

    The choice outlives a switch of language, in which its label changes. Another choice lets go of the filter named by
    `forget`, which then takes its own default.
    """
    by_label, memory = {text: name for name, text in options.items()}, st.session_state.setdefault("choices", {})
    if st.session_state.get(key) is not None and st.session_state[key] not in by_label:
        if memory.get(key) in options:
            st.session_state[key] = options[memory[key]]
        else:
            st.session_state.pop(key)
    labels = list(by_label)
    first = options.get(default, labels[0])
    let_go = (lambda: st.session_state.pop(forget, None)) if forget else None
    if segments:
        picked = st.segmented_control(
            label, labels, default=first, key=key, bind="query-params", required=True, on_change=let_go, **more
        )
    else:
        picked = st.selectbox(
            label,
            labels,
            index=labels.index(first),
            key=key,
            bind="query-params",
            filter_mode="contains",
            on_change=let_go,
            **more,
        )
    memory[key] = by_label[picked or first]
    return str(memory[key])


def page_number(key: str, count: int, size: int, t: Texts) -> int:
    """Which page of `count` rows, `size` to a page, is wanted: asked (and kept in the address) where there are several, else 1."""
    pages = -(-count // size)
    if pages <= 1:
        return 1
    return int(st.number_input(t("overview.board.page", n=pages), 1, pages, 1, key=key, bind="query-params", width=110))


@state.kept
def all_years() -> tuple[int, ...]:
    """Years with comparisons, newest first."""
    return tuple(int(year) for year in dict.fromkeys(state.ask("years")["year"]))


@state.kept
def default_year() -> int:
    """The latest year with enough verdicts to say something: a quarter of what the best year has."""
    decided = state.ask("years").groupby("year")["decided"].sum()
    rich = decided[decided >= max(1, decided.max() / 4)]
    return int(rich.index.max() if len(rich) else decided.index.max())


@state.kept
def level_groups() -> tuple[str, ...]:
    """The levels, and groups of them, at which places are held."""
    held = set(state.ask("levels")["level"])
    groups = [g for g, levels in state.LEVEL_GROUPS.items() if g == "all" or held & set(levels)]
    return tuple(g for g in groups if g != "county_level" or {"district", "county"} <= held)


@state.kept
def default_level() -> str:
    """The level with the most verdicts in the default year; districts and counties where they are level."""
    years, groups = state.ask("years"), level_groups()
    now = years[years["year"] == default_year()]
    wanted = [group for group in ("county_level", "district", "county", "city", "province") if group in groups]
    counts = {group: now[now["level"].isin(state.LEVEL_GROUPS[group])]["decided"].sum() for group in wanted}
    return max(wanted, key=lambda group: counts[group]) if counts and max(counts.values()) else "all"


def _year(found: Chosen, t: Texts) -> Mapping[str, Any]:
    years = {str(year): str(year) for year in all_years()}
    return {"year": int(choose("year", t("filter.year"), years, str(default_year())))}


def _place_year(found: Chosen, t: Texts) -> Mapping[str, Any]:
    years = state.ask("place_years", place=found.place)
    decided = years[years["decided"] > 0]
    default = str((decided if len(decided) else years)["year"].iloc[0])
    options = {str(year): str(year) for year in years["year"]}
    return {"year": int(choose("place_year", t("filter.year"), options, default))}


def _level(found: Chosen, t: Texts) -> Mapping[str, Any]:
    groups = {group: t(f"level.{group}") for group in level_groups()}
    return {"level": choose("level", t("filter.level"), groups, default_level())}


def _area(found: Chosen, t: Texts) -> Mapping[str, Any]:
    return {"area": choose("area", t("filter.area"), {"": t("filter.area_all"), **areas()})}


@state.kept
def areas() -> Mapping[str, str]:
    """The areas, by their paths."""
    return {str(path): str(path) for path in state.ask("areas")["path"]}


def _place(found: Chosen, t: Texts) -> Mapping[str, Any]:
    labels = place_labels()
    place = choose("place", t("filter.place"), labels, default_place(), forget="place_year")
    return {"place": place, "place_name": labels[place].split(" · ")[0]}


def _indicator(found: Chosen, t: Texts) -> Mapping[str, Any]:
    return {"indicator": choose("indicator", t("filter.indicator"), indicator_labels(t))}


def _any_year(found: Chosen, t: Texts) -> Mapping[str, Any]:
    years = {"0": t("filter.all_years")} | {str(year): str(year) for year in all_years()}
    return {"any_year": int(choose("in_year", t("filter.year"), years))}


def _any_indicator(found: Chosen, t: Texts) -> Mapping[str, Any]:
    return {"any_indicator": choose("about", t("filter.indicator"), {"": t("filter.all"), **indicator_labels(t)})}


def _doubt(found: Chosen, t: Texts) -> Mapping[str, Any]:
    options = {name: t(f"doubt.{name}") for name in DOUBT}
    kept = st.session_state.get("choices", {}).get("doubt", "shown")
    if kept != "shown" and "doubt" not in st.session_state and "doubt" not in st.query_params:
        st.session_state["doubt"] = options[kept]  # a page without this filter lay between
    return {"doubt": choose("doubt", t("filter.doubt"), options, help=t("doubt.help"))}


_DRAW: dict[str, Callable[[Chosen, Texts], Mapping[str, Any]]] = {
    "year": _year,
    "place_year": _place_year,
    "level": _level,
    "area": _area,
    "place": _place,
    "indicator": _indicator,
    "any_year": _any_year,
    "any_indicator": _any_indicator,
    "doubt": _doubt,
}


@state.kept
def place_labels() -> Mapping[str, str]:
    """place_id → its name; where two places share a name, their parents are named too."""
    places = state.ask("places")
    names = places["place_name"].value_counts()
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for row in records(places):
        above = "/".join(str(row["place_path"]).split("/")[:-1])
        label = (
            row["place_name"] if names[row["place_name"]] == 1 else f"{row['place_name']} · {above or row['place_id']}"
        )
        labels[row["place_id"]] = label if label not in taken else f"{label} · {row['place_id']}"
        taken.add(labels[row["place_id"]])
    return labels


@state.kept
def default_place() -> str:
    """The county-level place with the most verdicts: the best first sight."""
    places = state.ask("places")
    lower = places[places["level"].isin(["district", "county"])]
    best = (lower if len(lower) else places).sort_values("decided", ascending=False, kind="stable")
    return str(best["place_id"].iloc[0])


@state.kept
def indicator_labels(t: Texts) -> Mapping[str, str]:
    """indicator → its label in the language; a label that occurs twice gets its id."""
    labels: dict[str, str] = {}
    for row in records(state.ask("indicators")):
        label = t.label(row)
        labels[row["indicator"]] = label if label not in labels.values() else f"{label} ({row['indicator']})"
    return labels
