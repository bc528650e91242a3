"""What the numbers of a sentence say about each other: which is of the last year, of all years, their average, or a mark passed."""

from __future__ import annotations

import itertools

from etl.extract.parsed import SPEAKS_OF_LAST_YEAR, Statement
from etl.lexicon import Lexicon

_JUST_PASSED = 1.5  # times a mark: further up it is another one
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
        elif not one.change and ((following.change and following.averaged) or following.period.startswith("since:")):
            one.beside_average = True  # 甲达14元，乙达8元，年均增长6%和7%; 分别比2018年增加4元和2元
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
    if (
        following.change
        and not one.change
        and any(w in text[one.end : following.quantity.start] for w in SPEAKS_OF_LAST_YEAR)
    ):
        one.beside_yearly = True  # 自营出口1.4亿美元，比上年增长12%
    average = following.change and (following.averaged or times)
    one.beside_average = average or following.period.startswith("since:")


def without_marks(found: list[Statement], text: str, lexicon: Lexicon) -> list[Statement]:
    """突破千亿元大关，达到1064亿元; 完成126亿元，首次突破百亿元大关: the mark that was passed is no figure beside the figure.

    Nor is the limit that it has kept to: 登记失业率3.2%，控制在4%以内.
    """
    passed = set()
    for i, (one, growth, mark) in enumerate(zip(found, found[1:], found[2:], strict=False)):
        told = growth.change and not any(s.change or s.base for s in (one, mark))
        if told and one.subject == growth.subject == mark.subject and _passes(one, mark, growth, text, lexicon):
            passed.add(i + 2)  # 完成126亿元，增长9%，首次突破百亿元大关
    for i, (one, following) in enumerate(itertools.pairwise(found)):
        if one.subject != following.subject or any(s.change or s.base for s in (one, following)):
            continue
        between = one.quantity.number_end, following.quantity.start
        if _marked(one, following, lexicon) and lexicon.patterns["mark_then_figure"].fullmatch(text, *between):
            passed.add(i)
        elif _repeats(one, following, text, lexicon):
            passed.add(i + 1)
    return [s for i, s in enumerate(found) if i not in passed] if passed else found


def _repeats(figure: Statement, mark: Statement, text: str, lexicon: Lexicon) -> bool:
    """Whether what follows a figure is no more than the mark that it passed, or the limit that it kept to."""
    patterns, between = lexicon.patterns, (figure.quantity.number_end, mark.quantity.start)
    if _limited(figure, mark) and patterns["figure_then_limit"].fullmatch(text, *between):
        return True
    if patterns["figure_kept"].fullmatch(text, *between) and _marked(mark, figure, lexicon):
        return True
    return _passes(figure, mark, figure, text, lexicon)


def _passes(figure: Statement, mark: Statement, last: Statement, text: str, lexicon: Lexicon) -> bool:
    """Whether a number is a mark that an exact figure has passed, with nothing between `last` and it."""
    between = lexicon.patterns["figure_then_mark"].fullmatch(text, last.quantity.number_end, mark.quantity.start)
    round_mark = lexicon.patterns["mark"].match(text, mark.quantity.number_end)
    return bool(between and round_mark) and _marked(mark, figure, lexicon)


def _limited(figure: Statement, limit: Statement) -> bool:
    """3.2%，控制在4%以内: whether the second is the limit that the first has kept to."""
    same = figure.quantity.unit == limit.quantity.unit and not set(figure.hedges) - {"", "approx"}
    return same and "le" in limit.hedges and figure.quantity.low <= limit.quantity.low


def _marked(mark: Statement, figure: Statement, lexicon: Lexicon) -> bool:
    """Whether the one is a lower bound that the other, an exact figure, has just passed."""
    units = lexicon.units.get(mark.quantity.unit), lexicon.units.get(figure.quantity.unit)
    if "ge" not in mark.hedges or set(figure.hedges) - {"", "approx"} or None in units:
        return False
    return just_passed(*(s.quantity.low * unit.factor for s, unit in zip((mark, figure), units, strict=True) if unit))


def just_passed(mark: float, figure: float) -> bool:
    """Whether a figure is a little above a mark, so that both may tell of the same."""
    return mark <= figure <= _JUST_PASSED * mark
