"""Shared filters, drawn by the entry point and bound to the address; each page names those that it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from dashboard.i18n.texts import Texts
from dashboard.ui import state


@dataclass
class Chosen:
    """What the filters say."""

    year: int = 0
    levels: list[str] = field(default_factory=list)
    level: str = "all"
    area: str = ""
    place: str = ""
    place_name: str = ""
    indicator: str = ""

    @property
    def parameters(self) -> dict[str, object]:
        """As parameters of queries."""
        return {
            "year": self.year, "levels": self.levels, "area": self.area, "place": self.place, "indicator": self.indicator,
        }


def draw(names: tuple[str, ...], t: Texts) -> Chosen:
    """Draw the filters of `names` in a row, and return what they say; the others keep their defaults."""
    chosen = Chosen(levels=state.LEVEL_GROUPS["all"])
    if not names:
        return chosen
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        for name in names:
            _DRAW[name](chosen, t)
    st.session_state["chosen"] = chosen
    return chosen


def chosen() -> Chosen:
    """What the filters of this run said."""
    return st.session_state.get("chosen") or Chosen(levels=state.LEVEL_GROUPS["all"])


def _select(key: str, label: str, options: list[str], default: str) -> str:
    """A select box bound to the address; its options are the labels themselves, which is what the address shows."""
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    index = options.index(default) if default in options else 0
    return str(st.selectbox(label, options, index=index, key=key, bind="query-params", filter_mode="contains"))


def _year(into: Chosen, t: Texts) -> None:
    years = state.ask("years")
    decided = years[years["decided"] > 0]
    default = str((decided if len(decided) else years)["year"].iloc[0])
    into.year = int(_select("year", t("filter.year"), [str(year) for year in years["year"]], default))


def _level(into: Chosen, t: Texts) -> None:
    held = set(state.ask("levels")["level"])
    groups = [g for g, levels in state.LEVEL_GROUPS.items() if g == "all" or held & set(levels)]
    if not {"district", "county"} <= held:
        groups = [g for g in groups if g != "county_level"]
    labels = {t(f"level.{group}"): group for group in groups}
    default = t("level.county_level") if "county_level" in groups else t("level.all")
    into.level = labels[_select("level", t("filter.level"), list(labels), default)]
    into.levels = state.LEVEL_GROUPS[into.level]


def _area(into: Chosen, t: Texts) -> None:
    everywhere = t("filter.area_all")
    paths = list(state.ask("areas")["path"])
    label = _select("area", t("filter.area"), [everywhere, *paths], everywhere)
    into.area = "" if label == everywhere else label


def _place(into: Chosen, t: Texts) -> None:
    labels = place_labels(state.ask("places"))
    by_label = {label: place for place, label in labels.items()}
    label = _select("place", t("filter.place"), list(by_label), default_place(state.ask("places"), labels))
    into.place = by_label[label]
    into.place_name = label.split(" · ")[0]


def _indicator(into: Chosen, t: Texts) -> None:
    held = state.ask("indicators")
    labels = indicator_labels(held, t)
    by_label = {label: indicator for indicator, label in labels.items()}
    into.indicator = by_label[_select("indicator", t("filter.indicator"), list(by_label), next(iter(by_label)))]


_DRAW: dict[str, Callable[[Chosen, Texts], None]] = {
    "year": _year, "level": _level, "area": _area, "place": _place, "indicator": _indicator,
}


def place_labels(places: pd.DataFrame) -> dict[str, str]:
    """place_id → its name; where two places share a name, their parents are named too."""
    names = places["place_name"].value_counts()
    labels: dict[str, str] = {}
    for _, row in places.iterrows():
        above = "/".join(str(row["place_path"]).split("/")[:-1])
        label = row["place_name"] if names[row["place_name"]] == 1 else f"{row['place_name']} · {above or row['place_id']}"
        labels[row["place_id"]] = label if label not in labels.values() else f"{label} · {row['place_id']}"
    return labels


def default_place(places: pd.DataFrame, labels: dict[str, str]) -> str:
    """The county-level place with the most promises: the best first sight."""
    lower = places[places["level"].isin(["district", "county"])]
    best = (lower if len(lower) else places).sort_values("promises", ascending=False)
    return labels[best["place_id"].iloc[0]]


def indicator_labels(indicators: pd.DataFrame, t: Texts) -> dict[str, str]:
    """indicator → its label in the language; a label that occurs twice gets its id."""
    labels: dict[str, str] = {}
    for _, row in indicators.iterrows():
        label = t.label(row)
        labels[row["indicator"]] = label if label not in labels.values() else f"{label} ({row['indicator']})"
    return labels
