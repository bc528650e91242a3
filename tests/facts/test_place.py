"""Which place a report is of: one table for each kind of evidence."""

from __future__ import annotations

import pytest

from tests.facts.world import body, opening, read


def paths(text: str, **more: object) -> list[str]:
    return [d.place_path for d in read(text, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("——2021年1月18日在青河市第六届人民代表大会第五次会议上\n青河市市长 韩石\n" + opening(), "云岭省/青河市"),
        (
            "2021年1月18日在云岭省青河市东溪区第六届人民代表大会第五次会议上\n" + opening("区人民政府"),
            "云岭省/青河市/东溪区",
        ),
        ("青河市西溪区人民政府区长 韩石\n" + opening("区人民政府"), "云岭省/青河市/西溪区"),
        (opening("石桥县人民政府"), "云岭省/青河市/石桥县"),
        (opening("桥县人民政府"), "云岭省/青河市/桥县"),
        ("石桥县2021年政府工作报告\n" + opening("县人民政府"), "云岭省/青河市/石桥县"),
        ("2021年云岭省政府工作报告\n" + opening("省人民政府"), "云岭省"),
        ("碧原自治区主席 韩石\n" + opening("自治区人民政府"), "碧原自治区"),
        ("在海东市听潮区第六届人民代表大会第五次会议上\n" + opening("区人民政府"), "海东市/听潮区"),
        ("望山市第四届人民代表大会第二次会议文件\n" + opening(), "云岭省/青河市/望山市"),
        (opening("国务院"), "中国"),
        ("白溪苗族自治州州长 韩石\n" + opening("州人民政府"), "云岭省/白溪苗族自治州"),
        (opening("西溪县人民政府"), "云岭省/青河市/西溪区"),
        ("望山经济技术开发区2021年工作报告\n" + opening("管委会"), "云岭省/青河市/望山市/望山经济技术开发区"),
        (opening("青河高新区管理委员会"), "云岭省/青河市/青河高新区"),
    ],
)
def test_the_opening_names_the_place(head: str, expected: str) -> None:
    assert paths(head + body("全区")) == [expected]


def test_the_office_that_speaks_outranks_a_name_in_the_title() -> None:
    """A page that files a city's report under its province."""
    text = "2021年云岭省人民政府工作报告\n" + opening("市人民政府") + body("全市", name="青河")
    assert paths(text) == ["云岭省/青河市"]


@pytest.mark.parametrize(
    ("office", "area", "name", "expected"),
    [
        ("市人民政府", "全市", "青河", "云岭省/青河市"),
        ("县人民政府", "全县", "石桥", "云岭省/青河市/石桥县"),
        ("省人民政府", "全省", "云岭", "云岭省"),
        ("州人民政府", "全州", "白溪", "云岭省/白溪苗族自治州"),
    ],
)
def test_a_body_names_itself_where_the_opening_does_not(office: str, area: str, name: str, expected: str) -> None:
    support = "省委、省政府关心云岭大地。青河、临川、望山、通湖一起向前。"
    assert paths(opening(office) + body(area, name=name) + support) == [expected]


def test_a_name_that_nothing_bears_out_stays_open() -> None:
    """A word that happens to be a district's name: its city and province are never mentioned."""
    [document] = read(opening("区人民政府") + body("全区", name="东溪"))
    assert document.place_id == ""
    assert document.status == "warned"
    assert "东溪" in document.warnings[0]


def test_a_town_is_not_taken_for_its_county() -> None:
    [document] = read("石桥县柳溪镇2021年政府工作报告\n" + opening("镇人民政府") + body("全镇", name="石桥"))
    assert document.place_id == ""
    assert document.warnings == ["乡镇的报告,乡镇不在区划数据内"]


def test_a_report_that_names_no_place_stays_open() -> None:
    [document] = read(opening("县人民政府") + body("全县"))
    assert (document.place_id, document.place_name, document.level) == ("", "", "")
    assert any("未写明是哪个地方" in w for w in document.warnings)


def test_two_places_of_one_name_are_told_by_the_places_around_them() -> None:
    head = opening("通湖区人民政府")
    assert paths(head + body("全区") + "省委、市委部署，临川主城一体，云岭东部崛起，临川港扩能。") == [
        "云岭省/临川市/通湖区"
    ]
    assert paths(head + body("全区") + "自治区党委部署，碧海港扩能，碧原牧场提质，碧海大道通车。") == [
        "碧原自治区/碧海市/通湖区"
    ]


def test_two_places_of_one_name_stay_open_where_nothing_tells_them_apart() -> None:
    [document] = read(opening("通湖区人民政府") + body("全区"))
    assert document.place_id == ""
    assert "地点同名" in document.warnings[0]


def test_a_district_of_a_municipality_has_no_province_above() -> None:
    [document] = read("听潮区区长 韩石\n" + opening("区人民政府") + body("全区"))
    assert (document.place_name, document.level, document.place_id) == ("听潮区", "district", "970101")


def test_the_foot_of_a_page_names_the_government_whose_site_it_is() -> None:
    text = opening("县人民政府") + body("全县") + "\n主办单位：石桥县人民政府办公室　备案号123\n"
    [document] = read(text)
    assert document.place_path == "云岭省/青河市/石桥县"
    assert document.warnings == ["地点取自页脚的主办单位:云岭省/青河市/石桥县"]
    [elsewhere] = read(text.replace("石桥县", "青河市"))
    assert elsewhere.place_id == ""


def test_names_with_letters_set_apart_are_read() -> None:
    spaced = "　".join("在青河市第六届人民代表大会第五次会议上")
    assert paths(spaced + "\n" + opening() + body()) == ["云岭省/青河市"]


def test_a_file_name_fills_what_the_text_leaves_open_and_says_so() -> None:
    text = opening("通湖区人民政府") + body("全区")
    [document] = read(text, file="deep/临川市通湖区_2021.txt")
    assert document.place_path == "云岭省/临川市/通湖区"
    assert document.warnings == ["地点取自文件名:云岭省/临川市/通湖区"]


def test_a_file_name_never_changes_what_the_text_says() -> None:
    [document] = read(opening("石桥县人民政府") + body("全县"), file="桥县_2023.txt")
    assert (document.place_path, document.report_year) == ("云岭省/青河市/石桥县", 2021)
    assert document.warnings == []


def test_a_file_name_that_the_text_never_mentions_fills_nothing() -> None:
    [document] = read(opening("县人民政府") + body("全县"), file="平林县_2021.txt")
    assert document.place_id == ""


def test_a_manifest_wins_and_a_contradiction_is_told() -> None:
    [document] = read(opening("石桥县人民政府") + body("全县"), place="云岭省临川市平林县")
    assert document.place_path == "云岭省/临川市/平林县"
    assert document.status == "warned"
    assert "清单写的地点是云岭省/临川市/平林县,正文是云岭省/青河市/石桥县" in document.warnings[0]


def test_a_manifest_that_agrees_or_is_closer_leaves_no_warning() -> None:
    assert read(opening("石桥县人民政府") + body("全县"), place_code="990121")[0].warnings == []
    [zone] = read("青河市市长 韩石\n" + opening() + body(), place="青河经济技术开发区")
    assert (zone.place_id, zone.level, zone.warnings) == ("zone:青河经济技术开发区", "zone", [])


def test_a_place_that_a_manifest_gives_and_nobody_knows_is_told() -> None:
    [document] = read(opening("县人民政府") + body("全县"), place="无名县")
    assert document.place_id == ""
    assert any("清单中的地点无法识别:无名县" in w for w in document.warnings)
