"""The text in which sentences are read: as long as the normalised one, so that positions are those of both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.names import BLANK
from etl.lexicon import Lexicon
from etl.models import Section
from etl.text import behind_last


def prose(text: str, lexicon: Lexicon, this_year: Sequence[Section] = ()) -> str:
    """The text without what interrupts its statements; blanks stand in its place.

    `this_year`: sections of a meeting held in the very year under review, which call it 今年 and not 去年.
    """
    for section in this_year:
        told = text[section.start : section.end].replace("今年", "去年")
        text = text[: section.start] + told + text[section.end :]
    for unsaid in ("aside", "marks_in_turn", "bullet", "item_number"):
        text = lexicon.patterns[unsaid].sub(lambda m: BLANK * len(m[0]), text)
    return lexicon.patterns["runs_on"].sub(lambda m: _joined(m, lexicon), text)


def _joined(stop: re.Match[str], lexicon: Lexicon) -> str:
    """What stands for a full stop before 完成…: a name as the title of its figures (——固定资产投资。完成24亿元), or a sentence
    that names their sector (第三产业蓬勃发展。实现增加值96亿元), runs on into them.
    """
    text, end = stop.string, stop.start()
    if stop["of_sector"]:
        topic = lexicon.patterns["topic_sentence"].fullmatch(text, behind_last(text, "。\n", end), end)
        return "，" if topic else stop[0]
    title = lexicon.patterns["titled_item"].fullmatch(text, behind_last(text, "\n", end), end)
    return BLANK if title and title["name"] in lexicon.by_alias else stop[0]
