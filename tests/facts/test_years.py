"""Which year a report is of: each kind of evidence alone, then against each other."""

from __future__ import annotations

from datetime import date

import pytest

from etl.facts.words import dates, year_of, years_in
from etl.facts.years import read_years
from tests.facts.world import body, opening, read


def year(text: str, head: str = "", title: str = "") -> int | None:
    return read_years(head + text, head, title).decided()[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、2020年工作回顾\n", 2021),
        ("一、2020年工作回顾过去一年，全市", 2021),
        ("2020年和“十三五”工作回顾\n", 2021),
        ("一、２０２０年工作的回顾\n", 2021),
        ("一、二○○七年工作回顾\n", 2008),
        ("一、二〇〇七年政府工作回顾\n", 2008),
        ("一、1 9 9 6 年工作的简要回顾\n", 1997),
        ("2012年区国民经济和社会发展计划执行情况\n", 2013),
        ("（一）过去五年和2020年工作回顾\n", 2021),
        ("二、2021年工作安排\n", 2021),
        ("三、2021年经济社会发展总体要求和主要目标\n", 2021),
        ("二、全力做好2021年工作部署\n", 2021),
        ("关于2021年的主要任务\n", 2021),
        ("三、2021年的主要工作\n", 2021),
        ("一、2020年的主要工作\n", 2021),
        ("刚刚过去的2020年，我们", 2021),
        ("2020年，极不平凡、极为不易。", 2021),
        ("2020年，我们重点做了以下工作", 2021),
        ("2021年，我们将抓好五件事", 2021),
        ("2021年经济社会发展主要预期目标是", 2021),
        ("2020年是起步之年。…2021年是关键之年。2020年和2021年", 2021),
        ("今年是“十四五”开局之年", 2021),
        ("今年是十三五规划的收官之年", 2020),
    ],
)
def test_each_kind_of_evidence_tells_the_report_year(text: str, expected: int) -> None:
    assert year(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "没有年份的一段话。",
        "到2035年基本实现现代化",
        "1998年建成的大桥",
        "2021年",
        "2020年工作报告提到",
        "第2020年",
        "12020年工作安排",
    ],
)
def test_what_is_no_evidence_leaves_the_year_open(text: str) -> None:
    chosen, warnings = read_years(text, "", "").decided()
    assert chosen is None
    assert warnings


@pytest.mark.parametrize(
    ("head", "expected", "day"),
    [
        ("——2021年1月18日在青河市第六届人民代表大会第五次会议上\n", 2021, date(2021, 1, 18)),
        ("（二○○八年一月二十六日在省十届人大一次会议上）\n", 2008, date(2008, 1, 26)),
        ("２０２１年２月３日在区第六届人民代表大会会议上", 2021, date(2021, 2, 3)),
        ("（2003年2月16日 韩石）\n", 2003, date(2003, 2, 16)),
        ("2000年1月21日各位代表：", 2000, date(2000, 1, 21)),
    ],
)
def test_the_date_of_the_meeting(head: str, expected: int, day: date) -> None:
    years = read_years(head, head, "")
    assert years.decided()[0] == expected
    assert years.meeting_on == day


def test_a_meeting_at_the_end_of_a_year_speaks_for_the_next_where_the_chapters_do() -> None:
    head = "2022年12月28日在青河市第六届人民代表大会第七次会议上\n"
    assert year("一、2022年工作回顾\n二、2023年重点任务\n", head) == 2023


def test_the_day_of_posting_is_no_meeting() -> None:
    head = "时间：2023-07-29 作者：编辑部 来源：青河人大网 会议\n"
    assert read_years(head, head, "").meeting_on is None


def test_the_national_congress_tells_its_year_by_its_session() -> None:
    head = "现在，我代表国务院，向第十届全国人民代表大会第一次会议报告过去五年的工作"
    assert year("五年来，各项事业全面进步。", head) == 2003


def test_a_review_of_a_plan_period_is_of_the_year_after_it() -> None:
    assert year("一、“十一五”时期经济社会发展的回顾\n五年来，我们") == 2011
    assert year('一、全省人民共同努力，"九五"任务胜利完成\n') == 2001


def test_a_title_that_is_wrong_loses_against_the_chapters() -> None:
    [document] = read("2021年青河市政府工作报告\n" + opening() + body(review="2011年", plan="2012年"))
    assert (document.report_year, document.review_year, document.plan_year) == (2012, 2011, 2012)


def test_a_title_that_names_the_year_under_review_is_told() -> None:
    text = (
        "青河市人民政府2000年政府工作报告\n" + opening() + "一、去年及“九五”工作回顾\n"
        "2000年是实施“九五”计划的最后一年。全市生产总值增长9.4%。\n二、今年的工作\n"
        "今年是“十五”计划的第一年。2001年，我们将继续向前。\n"
    )
    [document] = read(text)
    assert document.report_year == 2001
    assert document.review_year == 2000


def test_equal_evidence_for_two_years_stays_open_and_is_told() -> None:
    years = read_years("二、2016年工作安排\n二、2020年工作安排\n", "", "")
    chosen, warnings = years.decided()
    assert chosen is None
    assert "相互矛盾" in warnings[0]


def test_thin_evidence_is_marked() -> None:
    chosen, warnings = read_years("", "", "2019年青河市政府工作报告").decided()
    assert chosen == 2019
    assert "证据较少" in warnings[0]


def test_a_change_of_term_reviews_five_years_and_still_the_year_before() -> None:
    text = (
        "2017年2月10日在青河市第七届人民代表大会第一次会议上\n" + opening() + "一、过去五年工作回顾\n"
        "2016年，全市地区生产总值达到803亿元，是2011年的1.6倍。\n二、今后五年的奋斗目标\n到2021年，再上一个台阶。\n"
        "三、2017年重点工作\n今年要抓好六件事。\n"
    )
    [document] = read(text)
    assert (document.report_year, document.review_year, document.plan_year) == (2017, 2016, 2017)


def test_a_file_name_gives_the_year_only_where_the_text_leaves_it_open() -> None:
    text = "青河市市长 韩石\n" + opening() + "我们的工作都做得不错，2019年也一样。全市上下齐心。"
    [document] = read(text, file="青河市_2019.txt")
    assert (document.report_year, document.review_year) == (2019, 2018)
    assert "年份取自文件名:2019" in document.warnings
    [clear] = read("青河市市长 韩石\n" + opening() + body(), file="青河市_2019.txt")
    assert (clear.report_year, clear.warnings) == (2021, [])


def test_a_manifest_gives_the_year_and_a_contradiction_is_told() -> None:
    [document] = read("青河市市长 韩石\n" + opening() + body(), report_year=2020)
    assert (document.report_year, document.review_year, document.plan_year) == (2020, 2019, 2020)
    assert "清单写的年份是2020,正文是2021,以清单为准" in document.warnings


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2008", 2008),
        ("２００８", 2008),
        ("二○○八", 2008),
        ("二〇〇八", 2008),
        ("二零零八", 2008),
        ("二00八", 2008),
        ("一九九九", 1999),
        ("1 9 9 7", 1997),
        ("0000", None),
        ("2999", None),
        ("二八", None),
    ],
)
def test_years_are_read_in_every_writing(written: str, expected: int | None) -> None:
    assert year_of(written) == expected


def test_years_are_found_with_their_place() -> None:
    text = "自２００８年起，到 2010 年，二○一二年；12020年、1.2010年不算"
    assert [(text[a:b], y) for a, b, y in years_in(text)] == [
        ("２００８年", 2008),
        ("2010 年", 2010),
        ("二○一二年", 2012),
    ]


def test_impossible_dates_are_none() -> None:
    assert dates("2021年2月30日与2021年13月1日") == []
    assert [d for _, _, d in dates("2021-02-28与2021/3/1与2021.4.2与二〇二一年十二月三十一日")] == [
        date(2021, 2, 28),
        date(2021, 3, 1),
        date(2021, 4, 2),
        date(2021, 12, 31),
    ]
