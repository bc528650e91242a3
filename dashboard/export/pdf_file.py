"""The briefing as PDF: our page with its charts as SVG, printed by the browser. Text can be copied and searched."""

from __future__ import annotations

from pathlib import Path

import plotly.graph_objects as go

from dashboard.export import html_file, images
from dashboard.export.html_file import PRINT_WIDTH
from dashboard.export.model import Briefing


def write(briefing: Briefing, path: Path, renderer: images.Renderer | None = None) -> None:
    """Write the PDF. Raises ImagesUnavailableError without a browser, RenderError where drawing or printing fails."""
    own = renderer or images.Renderer()
    folder = path.parent
    made: list[Path] = []
    try:
        drawn: dict[str, str] = {}
        for name, figure in briefing.figures.items():
            svg = folder / f".{path.stem}.{name}.svg"
            made.append(svg)
            shown = go.Figure(figure)
            shown.update_layout(paper_bgcolor="#FFFFFF", plot_bgcolor="#FFFFFF")
            own.draw(images.Job(shown, svg, "svg", PRINT_WIDTH, int(figure.layout.height)))
            drawn[name] = svg.read_text(encoding="utf-8")
        page = folder / f".{path.stem}.print.html"
        made.append(page)
        html_file.write_for_print(briefing, page, drawn)
        images.print_page(page, path)
    finally:
        for file in made:
            file.unlink(missing_ok=True)
        if renderer is None:
            own.close()
