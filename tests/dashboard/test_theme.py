"""Status colours: distinct for colour-blind readers, readable on their paper, one symbol each."""

from __future__ import annotations

import itertools
import math

import pytest

from dashboard import theme

# Machado, Oliveira & Fernandes 2009, severity 1.0, for linear RGB
VISIONS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
APART = 18.0  # CIE76 distance; about 2 is the smallest that can be seen side by side
GRAPHIC, TEXT = 3.0, 4.5  # WCAG AA contrast


def linear(colour: str) -> list[float]:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(1.0, max(0.0, c)) for c in rgb)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab([sum(row[j] * rgb[j] for j in range(3)) for row in VISIONS[vision]])


def contrast(one: str, other: str) -> float:
    low, high = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", theme.MODES)
@pytest.mark.parametrize("vision", VISIONS)
def test_every_pair_of_statuses_stays_apart(mode: str, vision: str) -> None:
    colours = theme.tokens(mode).status
    near = {
        (a, b): round(math.dist(seen(colours[a], vision), seen(colours[b], vision)), 1)
        for a, b in itertools.combinations(theme.STATUSES, 2)
    }
    assert {pair: gap for pair, gap in near.items() if gap < APART} == {}


@pytest.mark.parametrize("mode", theme.MODES)
def test_contrast_of_text_and_symbols(mode: str) -> None:
    t = theme.tokens(mode)
    assert contrast(t.ink, t.paper) >= 7 and contrast(t.muted, t.paper) >= TEXT and contrast(t.accent, t.paper) >= TEXT
    assert contrast(t.muted, t.panel) >= TEXT
    faint = {s for s, colour in t.status.items() if contrast(colour, t.paper) < GRAPHIC}
    assert faint <= {"pending"}  # a promise that waits is meant to recede; its symbol and its words tell it


def test_every_status_has_its_own_colour_symbol_and_glyph() -> None:
    for known in (theme.SYMBOLS, theme.GLYPHS, theme.LIGHT.status, theme.DARK.status):
        assert list(known) == list(theme.STATUSES) and len(set(known.values())) == len(theme.STATUSES)


def test_mix_and_tint() -> None:
    assert theme.mix("#FF0000", "#0000FF", 0.5) == "#800080"
    assert theme.tint("#102030", 0.25) == "rgba(16,32,48,0.25)"
