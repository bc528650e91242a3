"""What the numbers of a sentence say about each other in a review of several years: the last year, all years, or their average."""

from __future__ import annotations

from etl.extract.parsed import Statement

_FAR = 8  # numbers behind another in which its average is looked for


def set_beside(found: list[Statement], text: str) -> None:
    """Mark the numbers of a sentence that later numbers show to be of the last of several years."""
    for i, one in enumerate(found):
        later = [s for s in found[i + 1 : i + 1 + _FAR] if s.subject == one.subject]
        if not later:
            continue
        following = later[0]
        if following is found[i + 1]:
            _beside_next(one, following, text)
        elif not one.change and following.change and following.averaged:  # 甲达14元，乙达8元，年均增长6%和7%
            one.beside_average = True
        growths = later if one.change else later[1:] if following.change else []
        growth = one if one.change else following
        if growths and not growth.averaged and growth.period == "year" and growths[0].averaged:
            one.beside_average = True
            one.yearly = growth.quantity.low <= 2 * growths[0].quantity.low  # else it is the growth of all the years


def _beside_next(one: Statement, following: Statement, text: str) -> None:
    following.after_base = one.base
    within = following.explicit_year and not (following.change or one.change)
    if within and text.find("其中", one.quantity.end, following.quantity.start) >= 0:  # 累计…218亿元，其中2023年56亿元
        one.period = "multi"
    times = following.quantity.unit == "倍" and following.period == "multi"  # 是2018年的1.4倍
    average = following.change and (following.averaged or times)
    one.beside_average = average or following.period.startswith("since:")
