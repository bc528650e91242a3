"""Charts: a DataFrame goes in, a Plotly Figure comes out. Pages and exports use the same; nothing here knows of Streamlit.

Every figure carries its texts in `layout.meta` (title, subtitle, source, legend). `titled` draws them into a copy that can
stand alone (exports, saved images); pages print them as text above the chart instead.
"""

from dashboard.charts.base import CONFIG, Plain, export_patch, for_page, layout_of, titled
from dashboard.charts.board import board
from dashboard.charts.bullets import bullets
from dashboard.charts.counts import bars, holdings, missing_years, tiles
from dashboard.charts.indicator import cascade, gaps, ranking, scatter
from dashboard.charts.shares import shares
from dashboard.charts.years import years

__all__ = [
    "CONFIG",
    "Plain",
    "bars",
    "board",
    "bullets",
    "cascade",
    "export_patch",
    "for_page",
    "gaps",
    "holdings",
    "layout_of",
    "missing_years",
    "ranking",
    "scatter",
    "shares",
    "tiles",
    "titled",
    "years",
]
