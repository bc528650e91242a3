"""The one look of every chart: tokens of light and dark, a colour and a symbol for each status, the Plotly template.

The status colours start from Okabe and Ito's palette, darkened for contrast on paper and moved apart until every pair
stays distinct under simulated protanopia, deuteranopia and tritanopia (tests/dashboard/test_theme.py measures it).
A status is never told by colour alone: each has its own symbol, in charts (Plotly) and in running text (glyph).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import plotly.graph_objects as go

STATUSES = ("exceeded", "met", "near", "missed", "unreported", "unverifiable", "pending")
KEPT = ("exceeded", "met")
DECIDED = ("exceeded", "met", "near", "missed", "unreported")  # what the share kept is a share of
OPEN = ("unverifiable", "pending")  # outside the share, shown beside it

SYMBOLS = {
    "exceeded": "triangle-up",
    "met": "circle",
    "near": "diamond",
    "missed": "x",
    "unreported": "square-open",
    "unverifiable": "line-ew-open",
    "pending": "circle-open",
}
GLYPHS = {
    "exceeded": "▲",
    "met": "●",
    "near": "◆",
    "missed": "×",
    "unreported": "□",
    "unverifiable": "–",
    "pending": "○",
}

DOUBT = "?"  # beside the symbol of a row in doubt

FONT = "'Source Sans', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
FONT_PLAIN = FONT.replace("'", "")  # for style attributes inside labels
TITLE_FONT = "'Songti SC', 'Noto Serif CJK SC', 'Source Han Serif SC', 'SimSun', serif"
PX_TITLE, PX_TEXT, PX_SMALL = 17, 13, 11


@dataclass(frozen=True)
class Tokens:
    """Colours of one mode, as #RRGGBB."""

    name: str
    paper: str
    panel: str
    ink: str
    muted: str
    line: str
    accent: str
    band: str  # tolerance band
    status: dict[str, str]


LIGHT = Tokens(
    name="light",
    paper="#FBFAF8",
    panel="#F2F0EB",
    ink="#1D2530",
    muted="#5D6672",
    line="#DEDAD2",
    accent="#23456B",
    band="#E4DFD3",
    status={
        "exceeded": "#1F57B8",
        "met": "#12A06C",
        "near": "#C07C00",
        "missed": "#B5381A",
        "unreported": "#701C74",
        "unverifiable": "#66636A",
        "pending": "#9DA7BF",
    },
)
DARK = Tokens(
    name="dark",
    paper="#14181D",
    panel="#1D232A",
    ink="#E6E8EB",
    muted="#A3ACB7",
    line="#333B45",
    accent="#8FB4DC",
    band="#2B333D",
    status={
        "exceeded": "#5A9BFA",
        "met": "#3FD68A",
        "near": "#E8D24A",
        "missed": "#E47033",
        "unreported": "#BA8AC5",
        "unverifiable": "#B4C6BE",
        "pending": "#5A706C",
    },
)
MODES = {"light": LIGHT, "dark": DARK}


def tokens(mode: str) -> Tokens:
    """The tokens of `mode`; light for a mode that is not known."""
    return MODES.get(mode, LIGHT)


def tint(colour: str, alpha: float) -> str:
    """`colour` (#RRGGBB) as rgba() with `alpha` between 0 and 1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def mix(colour: str, ground: str, share: float) -> str:
    """`share` of `colour` over `ground`, as #RRGGBB: a tint that needs no transparency (slides, prints)."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


@cache
def template(mode: str = "light") -> go.layout.Template:
    """The Plotly template of `mode`; pages and exports use the same."""
    t = tokens(mode)
    axis = {
        "gridcolor": t.line,
        "linecolor": t.line,
        "zerolinecolor": t.line,
        "tickfont": {"size": PX_SMALL, "color": t.muted},
        "title": {"font": {"size": PX_SMALL, "color": t.muted}},
        "automargin": True,
    }
    layout = {
        "font": {"family": FONT, "size": PX_TEXT, "color": t.ink},
        "title": {"font": {"family": TITLE_FONT, "size": PX_TITLE, "color": t.ink}, "x": 0, "xanchor": "left"},
        "paper_bgcolor": t.paper,
        "plot_bgcolor": t.paper,
        "colorway": [t.accent, *t.status.values()],
        "xaxis": axis,
        "yaxis": axis,
        "hoverlabel": {"bgcolor": t.panel, "bordercolor": t.line, "font": {"family": FONT, "size": 12, "color": t.ink}},
        "hovermode": "closest",
        "dragmode": False,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"size": PX_SMALL},
            "itemclick": False,
        },
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
    }
    return go.layout.Template(layout=layout)


@cache
def plain_template(mode: str = "light") -> dict[str, Any]:
    """The same as plain values; do not change them."""
    return dict(template(mode).to_plotly_json())
