"""What every chart shares: an empty figure with its texts, markers of a status, and the copy with its texts drawn in."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import theme
from dashboard.frames import Row
from dashboard.i18n import words
from dashboard.i18n.texts import Texts

CONFIG = {"displaylogo": False, "displayModeBar": True, "scrollZoom": False, "doubleClick": False, "locale": "en"}
TITLE_LINE, SUBTITLE_LINE, SOURCE_SPACE, LEGEND_SPACE = 24, 18, 40, 26  # px
EXPORT_WIDTH = 1120  # px


def empty(mode: str, height: int, *, title: str, subtitle: str = "", source: str = "") -> go.Figure:
    """A figure of `layout` without traces yet."""
    shown = layout(mode, height, title=title, subtitle=subtitle, source=source)
    return go.Figure(layout=shown | {"template": theme.template(mode)})  # checked once, not for every figure


class Plain(go.Figure):
    """A figure of plain values. Plotly checks them only when somebody asks for more than the values themselves, which a
    page never does: checking takes five times as long as making them.
    """

    @classmethod
    def of(cls, data: list[dict[str, Any]], layout: dict[str, Any]) -> Plain:
        """A figure of these traces and this layout."""
        made = cls.__new__(cls)
        made.__dict__["_plain"] = {"data": data, "layout": layout}
        return made

    def __getattr__(self, name: str) -> Any:
        """Whatever Plotly keeps in a figure: it is made now."""
        plain = self.__dict__.pop("_plain", None)
        if plain is None:
            raise AttributeError(name)
        super().__init__(**plain)
        return getattr(self, name)

    def to_dict(self) -> dict[str, Any]:
        """The values."""
        plain = self.__dict__.get("_plain")
        if plain is None:
            return dict(super().to_dict())
        return {"data": [dict(trace) for trace in plain["data"]], "layout": dict(plain["layout"])}


def layout_of(figure: go.Figure) -> dict[str, Any]:
    """The layout as plain values."""
    return dict(figure.to_dict()["layout"] if isinstance(figure, Plain) else figure.layout.to_plotly_json())


def layout(mode: str, height: int, *, title: str, subtitle: str = "", source: str = "") -> dict[str, Any]:
    """The layout that all charts begin with, as plain values: the template of `mode`, `height` px, the texts in meta."""
    return {
        "template": theme.plain_template(mode),
        "height": height,
        "showlegend": False,
        "meta": {"title": title, "subtitle": subtitle, "source": source, "mode": mode, "legend": []},
    }


def for_page(figure: go.Figure) -> go.Figure:
    """The figure as a page draws it: the template's values written out, the texts left to the page.

    Streamlit hands Plotly every figure twice. With a template or meta, which Plotly cannot compare, it would draw both times.
    """
    values = figure.to_dict()
    layout = {key: value for key, value in values["layout"].items() if key not in ("template", "meta")}
    for key, usual in values["layout"].get("template", {}).get("layout", {}).items():
        for name in {key, *(name for name in layout if key in ("xaxis", "yaxis") and name.startswith(key))}:
            layout[name] = _over(usual, layout.get(name))
    return Plain.of(values["data"], layout | {"datarevision": 1})


def _over(usual: Any, own: Any) -> Any:
    """`own` over `usual`, value by value."""
    if own is None:
        return usual
    if not (isinstance(usual, dict) and isinstance(own, dict)):
        return own
    return {**usual, **{key: _over(usual.get(key), value) for key, value in own.items()}}


def legend(figure: go.Figure, statuses: Iterable[str], t: Texts) -> None:
    """Remember which statuses the chart shows: pages print the legend as text, saved images draw it above the source."""
    entries = legend_of(statuses, t, doubt=any(trace.name == t("status.doubt") for trace in figure.data))
    figure.update_layout(meta=figure.layout.meta | {"legend": entries})


def legend_of(statuses: Iterable[str], t: Texts, *, doubt: bool) -> list[list[str]]:
    """The entries of a legend: status, glyph, name."""
    shown = set(statuses)
    entries = [[status, theme.GLYPHS[status], t(f"status.{status}")] for status in theme.STATUSES if status in shown]
    return [*entries, ["doubt", theme.DOUBT, t("status.doubt")]] if doubt else entries


def marker(status: str, mode: str, size: float = 11) -> dict[str, Any]:
    """The marker of a status: its one colour and its one symbol."""
    colour = theme.tokens(mode).status[status]
    line = 2.2 if theme.SYMBOLS[status].endswith("-open") else 0
    return {"symbol": theme.SYMBOLS[status], "color": colour, "size": size, "line": {"width": line, "color": colour}}


def doubts(figure: go.Figure, spots: Iterable[tuple[Any, Any, Row]], t: Texts, mode: str) -> None:
    """A question mark beside each of `spots` (x, y, row) whose row is in doubt."""
    for trace in doubt_traces(spots, t, mode):
        figure.add_trace(trace)


def doubt_traces(spots: Iterable[tuple[Any, Any, Row]], t: Texts, mode: str) -> list[dict[str, Any]]:
    """The trace of the question marks; none where no row is in doubt."""
    held = [(x, y) for x, y, row in spots if words.doubtful(row)]
    if not held:
        return []
    return [
        {
            "type": "scatter",
            "x": [x for x, _ in held],
            "y": [y for _, y in held],
            "mode": "text",
            "name": t("status.doubt"),
            "text": ["\u2002\u2002" + theme.DOUBT] * len(held),
            "textposition": "middle right",
            "textfont": {"size": theme.PX_SMALL, "color": theme.tokens(mode).ink},
            "hoverinfo": "skip",
        }
    ]


def width_of(text: str) -> float:
    """How wide `text` is, in units of a Chinese character; for wrapping without a browser."""
    return sum(1.0 if ord(char) > 0x2E7F else 0.55 for char in text)


def wrap(text: str, width: float) -> list[str]:
    """`text` in lines of about `width` Chinese characters; breaks at spaces in Latin text, anywhere in Chinese."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(text: str) -> list[str]:
    """Latin words with their space, Chinese characters one by one."""
    pieces: list[str] = []
    for char in text:
        latin = ord(char) <= 0x2E7F
        if latin and pieces and pieces[-1] and ord(pieces[-1][-1]) <= 0x2E7F and not pieces[-1].endswith(" "):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def safe(text: str) -> str:
    """Text of a document or a place in a Plotly label: Plotly reads a little HTML, so it is escaped."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def small(text: str, colour: str, size: int = theme.PX_SMALL) -> str:
    """A smaller span in a Plotly label; `text` is escaped by the caller."""
    return f'<span style="font-size:{size}px;color:{colour}">{text}</span>'


def balanced(text: str, width: float) -> list[str]:
    """`text` in as few lines as `wrap` needs, of about the same length: no orphan at the end."""
    count = len(wrap(text, width))
    return wrap(text, max(width_of(text) / count + 0.6, 2)) if count > 1 else [text]


def export_patch(figure: go.Figure, width: int = EXPORT_WIDTH) -> dict[str, Any]:
    """The layout values that turn the chart on screen into one that stands alone: texts, margins, size (px)."""
    shown = layout_of(figure)
    meta, t = shown["meta"], theme.tokens(shown["meta"]["mode"])
    title = wrap(meta["title"], (width - 48) / theme.PX_TITLE)
    subtitle = wrap(meta["subtitle"], (width - 48) / theme.PX_SMALL) if meta["subtitle"] else []
    head = len(title) * TITLE_LINE + len(subtitle) * SUBTITLE_LINE + 26
    foot = SOURCE_SPACE + (LEGEND_SPACE if meta["legend"] else 0)
    margin = shown.get("margin", {})
    top, bottom = int(margin.get("t", 8)), int(margin.get("b", 8))
    height = int(shown["height"]) + head + foot
    lines = "<br>".join(safe(line) for line in title)
    for line in subtitle:
        lines += "<br>" + small(f'<span style="font-family:{theme.FONT_PLAIN}">{safe(line)}</span>', t.muted)
    notes = [_foot_note(small(safe(meta["source"]), t.muted), -(bottom + foot - 10))]
    if meta["legend"]:
        spans = [
            f'<span style="color:{t.status.get(s, t.ink)}">{glyph}</span> {safe(label)}'
            for s, glyph, label in meta["legend"]
        ]
        notes.append(_foot_note(small("　".join(spans), t.muted), -(bottom + foot - SOURCE_SPACE + 4)))
    return {
        "title": {
            "text": lines,
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 24, "t": 20},
        },
        "annotations": notes,
        "margin": {"l": 16 + int(margin.get("l", 8)), "r": 24, "t": top + head, "b": bottom + foot},
        "width": width,
        "height": height,
    }


def _foot_note(text: str, shift: float) -> dict[str, Any]:
    """A line under the chart, `shift` px from the bottom of the plot."""
    return {
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": shift,
        "showarrow": False,
        "align": "left",
    }


def titled(figure: go.Figure, width: int = EXPORT_WIDTH) -> go.Figure:
    """A copy of `figure` that stands alone, `width` px wide: title, subtitle, legend and source line drawn in."""
    patch, alone = export_patch(figure, width), copy.deepcopy(figure)
    alone.update_layout(title=patch["title"], margin=patch["margin"], width=patch["width"], height=patch["height"])
    for note in patch["annotations"]:
        alone.add_annotation(**note)
    return alone


def short(text: str, width: float) -> str:
    """`text` cut to about `width` Chinese characters."""
    return text if width_of(text) <= width else wrap(text, width - 1)[0] + "…"


def named_rows(figure: go.Figure, keys: Sequence[str], names: Iterable[str], width: float, **more: Any) -> None:
    """A y axis of rows from the top: `keys` place them, `names` (cut to about `width` Chinese characters) stand beside them."""
    labels = [safe(short(name, width)) for name in names]
    rows = {"type": "category", "categoryorder": "array", "categoryarray": list(keys)[::-1], "tickvals": list(keys)}
    figure.update_yaxes(**(rows | {"ticktext": labels, "fixedrange": True} | more))


def padded(values: Iterable[float], share: float = 0.12) -> list[float]:
    """An axis range around `values` with some air."""
    held = [value for value in values if value is not None and not math.isnan(value)]
    if not held:
        return [0.0, 1.0]
    low, high = min(held), max(held)
    air = (high - low) * share or abs(high) * share or 1.0
    return [low - air, high + air]
