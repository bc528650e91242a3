"""A source becomes its documents: split, kind, titles, dates, digests; their text is the source's own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.facts import documents
from tests.facts.world import body, gazetteer, opening, read, source


def report(place: str, year: int, office: str) -> str:
    return (
        f"{place}{year}年政府工作报告\n——{year}年1月9日在{place}第六届人民代表大会会议上\n{opening(office)}"
        f"{body('全' + place[-1], f'{year - 1}年', f'{year}年')}"
    )


def listing(*items: tuple[str, str]) -> str:
    return "\n".join(
        f"• 【{place}】{place}2021年政府工作报告\n\n    {text}\n\n    2025-07-08\n" for place, text in items
    )


def test_a_file_of_several_reports_is_several_documents() -> None:
    text = report("青河市", 2020, "市人民政府") * 2 + report("石桥县", 2021, "县人民政府") * 2
    found = read(text)
    assert "".join(d.text for d in found) == text
    assert [(d.place_name, d.report_year) for d in found] == [("青河市", 2020)] * 2 + [("石桥县", 2021)] * 2
    assert len({d.doc_id for d in found}) == 4


def test_items_of_a_list_page_are_documents_and_news_among_them_is_skipped() -> None:
    long = "青河港务集团的吊机换了新装。" * 60
    text = listing(
        ("石桥县", opening("石桥县人民政府") + body("全县")), ("平林县", opening("平林县人民政府") + body("全县"))
    )
    text += f"• 【青河市】青河港务集团换新装\n\n    {long}\n\n    2025-07-07\n"
    found = read(text)
    assert "".join(d.text for d in found) == text
    assert [(d.place_name, d.doc_type, d.status) for d in found] == [
        ("石桥县", "work_report", "ok"),
        ("平林县", "work_report", "ok"),
        ("", "other", "skipped"),
    ]
    assert found[0].published_on == date(2025, 7, 8)
    assert found[0].title == "石桥县2021年政府工作报告"


def test_an_abstract_before_its_report_is_no_report_of_its_own() -> None:
    text = "内容摘要：\n" + opening("石桥县人民政府") + "......\n" + report("石桥县", 2021, "县人民政府")
    assert len(read(text)) == 1


def test_thanks_in_the_name_of_the_government_open_no_report() -> None:
    text = report("青河市", 2021, "市人民政府") + "在此，我代表市人民政府，向全体劳动者表示感谢！\n" + body()
    assert len(read(text)) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (report("青河市", 2021, "市人民政府"), "work_report"),
        (body("全县") + "县委坚强领导。各位代表，存在一些问题。", "work_report"),
        ("关于青河市2020年国民经济和社会发展计划执行情况与2021年计划草案的报告\n受市人民政府委托，现将有关情况报告如下，请予审议。\n" + body(), "plan_report"),
        ("青河市人民政府2021年第一季度工作要点\n一、促进增长。全市生产总值增长6%。\n", "quarter_plan"),
        ("1月16日，在东溪区人民代表大会上，区长韩石代表区人民政府向大会作工作报告。\n报告分三部分。\n" + body("全区"), "news_summary"),
        ("本报讯 昨日，市长韩石作政府工作报告时指出，\n" + body(), "news_summary"),
        ("1月16日，市长韩石代表市人民政府作政府工作报告。全文如下：\n" + opening() + body(), "work_report"),
        ("青河市2020年国民经济和社会发展统计公报\n" + body() * 2, "other"),
        ("青河市国民经济和社会发展第十四个五年规划纲要\n" + body() * 2, "other"),
        ("关于青河市2023年国民经济和社会发展计划上半年执行情况的报告\n" + "上半年，全市生产总值增长5%。" * 90, "other"),
        ("青河市2023年上半年工作总结和下半年工作安排\n" + "上半年，全市生产总值增长5%。" * 90, "other"),
        ("2021年政府工作报告重点任务进展情况\n" + "各项任务按序推进。" * 300, "other"),
        ("青河港务集团的吊机换了新装。" * 90, "other"),
        ("", "other"),
        ("青河市中级人民法院工作报告\n各位代表：\n现在，我代表市中级人民法院，向大会报告工作，请予审议。\n" + body(), "other"),
        ("各位代表：\n我代表市人大常委会向大会报告工作，请予审议。\n" + body(), "other"),
        ("市人大代表分团审议政府工作报告\n代表们认为，报告求真务实。" + body(), "other"),
        ("县人大二次会议隆重开幕\n县长韩石代表县人民政府作《政府工作报告》。《报告》共分四个部分。\n" + body("全县"), "news_summary"),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str) -> None:
    [document] = read(text)
    assert document.doc_type == kind
    assert (document.status == "skipped") == (kind == "other")


def test_the_papers_of_a_congress_are_told_apart() -> None:
    court = (
        "石桥县人民法院工作报告\n各位代表：\n现在，我代表县人民法院，向大会报告工作，请予审议。\n"
        + "审结案件，化解纠纷。" * 200
    )
    found = read(report("石桥县", 2021, "县人民政府") + court)
    assert [(d.doc_type, d.status) for d in found] == [("work_report", "ok"), ("other", "skipped")]
    assert found[1].text.startswith("石桥县人民法院工作报告")


def test_the_work_points_of_a_quarter_plan_it_and_review_nothing() -> None:
    text = (
        "返回上一级\n青河市东溪区人民政府办公室关于印发2016年第一季度工作要点的通知\n2016.03.15\n"
        "东溪区人民政府2016年第一季度工作要点\n一、全区生产总值增长6.1%。\n"
    )
    [document] = read(text)
    assert (document.report_year, document.review_year, document.plan_year) == (2016, None, 2016)
    assert document.plan_period == "Q1"
    assert (document.place_name, document.published_on, document.meeting_on) == ("东溪区", date(2016, 3, 15), None)


@pytest.mark.parametrize(
    ("printed", "period"), [("第二季度", "Q2"), ("3季度", "Q3"), ("四季度", "Q4"), ("上半年", "H1")]
)
def test_periods(printed: str, period: str) -> None:
    [document] = read(f"青河市人民政府2016年{printed}工作要点\n一、全市生产总值增长6.1%。\n")
    assert document.plan_period == period


def test_a_report_that_prints_no_title_is_called_by_its_year_and_place() -> None:
    assert read(opening("石桥县人民政府") + body("全县"))[0].title == "2021年石桥县政府工作报告"
    assert read(opening("国务院") + body("全国"))[0].title == "2021年国务院政府工作报告"
    assert read("政府工作报告\n" + opening("石桥县人民政府") + body("全县"))[0].title == "2021年石桥县政府工作报告"


def test_the_head_of_a_page_gives_address_and_date() -> None:
    text = (
        "标题：石桥县政府工作报告\n发布时间：2021-03-02\n来源URL：http://example.org/a.html\n"
        + opening("石桥县人民政府")
        + body("全县")
    )
    [document] = read(text)
    assert document.source_url == "http://example.org/a.html"
    assert document.published_on == date(2021, 3, 2)
    assert document.title == "石桥县政府工作报告"


def test_a_manifest_gives_title_address_and_date() -> None:
    [document] = read(
        opening("石桥县人民政府") + body("全县"), title="页", url="https://example.org/b", published_on=date(2021, 4, 1)
    )
    assert (document.source_url, document.published_on) == ("https://example.org/b", date(2021, 4, 1))


def test_a_manifest_that_lists_a_text_makes_it_a_report() -> None:
    [document] = read("全县人民勤劳，收成很好。" * 40, place="石桥县", report_year=2021)
    assert (document.doc_type, document.status, document.place_name) == ("work_report", "warned", "石桥县")
    assert document.report_year == 2021


def test_a_manifest_of_a_file_with_news_is_about_its_one_report() -> None:
    news = "青河港务集团的吊机换了新装。" * 150
    text = listing(("石桥县", opening("县人民政府") + body("全县")))
    text += f"• 【青河市】青河港务集团换新装\n\n    {news}\n"
    first, second = read(text, place="石桥县")
    assert (first.place_name, second.place_name, second.status) == ("石桥县", "", "skipped")


def test_the_same_text_has_the_same_id_wherever_it_lies() -> None:
    text = report("青河市", 2021, "市人民政府")
    [one], [other] = read(text, file="a/1.txt"), read(text, file="b/2.txt", place="临川市")
    assert one.doc_id == other.doc_id
    assert len(one.doc_id) == 16
    assert read(text + "完")[0].doc_id != one.doc_id


DIGEST = (
    "言果摘编\n标题:2021年石桥县政府工作报告(摘编)\n来源：2021年石桥县政府工作报告\n网址:https://example.org/c\n"
    "地点:云岭省/青河市/石桥县\n报告年:2021\n日期:2021-01-09\n说明:摘编,非原文。\n\n一、2020年工作回顾\n2020年，全县生产总值增长5%。\n"
)


def test_a_digest_states_its_facts_in_its_header() -> None:
    [document] = read(DIGEST)
    assert document.doc_type == "digest"
    assert document.text == DIGEST
    assert (document.title, document.citation) == ("2021年石桥县政府工作报告(摘编)", "2021年石桥县政府工作报告")
    assert (document.place_path, document.report_year, document.review_year) == ("云岭省/青河市/石桥县", 2021, 2020)
    assert (document.source_url, document.published_on) == ("https://example.org/c", date(2021, 1, 9))
    assert (document.status, document.warnings) == ("ok", [])


def test_a_digest_that_lacks_a_line_says_which() -> None:
    [document] = read(DIGEST.replace("来源：2021年石桥县政府工作报告\n", ""))
    assert document.warnings == ["摘编缺少“来源”一行"]
    assert document.status == "warned"


def test_several_digests_in_a_file_are_several_documents() -> None:
    text = DIGEST + DIGEST.replace("石桥", "平林").replace("云岭省/青河市", "云岭省/临川市")
    assert [d.place_name for d in read(text)] == ["石桥县", "平林县"]
    assert "".join(d.text for d in read(text)) == text


@given(
    st.text(max_size=400), st.sampled_from([report("石桥县", 2021, "县人民政府"), DIGEST, ""]), st.text(max_size=200)
)
def test_any_text_is_cut_without_loss_and_nothing_is_raised(before: str, middle: str, after: str) -> None:
    text = before + middle + after
    found = documents(source(text), gazetteer())
    assert "".join(d.text for d in found) == text
    assert all((d.place_id == "") == (d.place_path == "") for d in found)
    assert all(d.review_year in (None, (d.report_year or 0) - 1) for d in found)
