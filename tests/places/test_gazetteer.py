"""Names and codes of real places: one place, several, or none; the same place under every name that it has had."""

from __future__ import annotations

import pytest

from etl.places import Gazetteer, short_name

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("name", "place_id", "path", "level"),
    [
        ("中国", "100000", "中国", "country"),
        ("国务院", "100000", "中国", "country"),
        ("全国", "100000", "中国", "country"),
        ("江苏省", "320000", "江苏省", "province"),
        ("江苏", "320000", "江苏省", "province"),
        ("广西", "450000", "广西壮族自治区", "province"),
        ("北京市", "110000", "北京市", "province"),
        ("上海市青浦区", "310118", "上海市/青浦区", "district"),
        ("青浦区", "310118", "上海市/青浦区", "district"),
        ("浦东新区", "310115", "上海市/浦东新区", "district"),
        ("江苏省/南通市/通州区", "320612", "江苏省/南通市/通州区", "district"),
        ("南通市通州区", "320612", "江苏省/南通市/通州区", "district"),
        ("北京通州区", "110112", "北京市/通州区", "district"),
        ("河北省保定市易县", "130633", "河北省/保定市/易县", "county"),
        ("河北保定易县", "130633", "河北省/保定市/易县", "county"),
        ("仙桃市", "429004", "湖北省/仙桃市", "county"),
        ("潜江市", "429005", "湖北省/潜江市", "county"),
        ("济源市", "419001", "河南省/济源市", "county"),
        ("神农架林区", "429021", "湖北省/神农架林区", "county"),
        ("吉林市", "220200", "吉林省/吉林市", "city"),
        ("朝阳市", "211300", "辽宁省/朝阳市", "city"),
        ("锡林郭勒盟", "152500", "内蒙古自治区/锡林郭勒盟", "city"),
        ("延边朝鲜族自治州", "222400", "吉林省/延边朝鲜族自治州", "city"),
        ("延边州", "222400", "吉林省/延边朝鲜族自治州", "city"),
        ("海南州", "632500", "青海省/海南藏族自治州", "city"),
        ("大厂县", "131028", "河北省/廊坊市/大厂回族自治县", "county"),
        ("新疆自治区", "650000", "新疆维吾尔自治区", "province"),
        ("东莞市", "441900", "广东省/东莞市", "city"),
        ("雨城区", "511802", "四川省/雅安市/雨城区", "district"),
        ("温州经济技术开发区", "zone:温州经济技术开发区", "浙江省/温州市/温州经济技术开发区", "zone"),
        ("浙江省温州经济技术开发区", "zone:温州经济技术开发区", "浙江省/温州市/温州经济技术开发区", "zone"),
        ("河北省/石家庄市/石家庄高新技术产业开发区", "zone:石家庄高新技术产业开发区", "河北省/石家庄市/石家庄高新技术产业开发区", "zone"),
    ],
)  # fmt: skip
def test_a_name_with_or_without_its_parents_is_one_place(name: str, place_id: str, path: str, level: str) -> None:
    place = GAZETTEER.resolve(name)
    assert place is not None
    assert (place.place_id, place.path, place.level) == (place_id, path, level)
    assert place.path.endswith(place.name)


@pytest.mark.parametrize(
    ("old", "now", "place_id"),
    [
        ("徐水县", "徐水区", "130609"),
        ("清苑县", "清苑区", "130608"),
        ("南通市通州市", "通州区", "320612"),
        ("通州市", "通州区", "320612"),
        ("萧山市", "萧山区", "330109"),
        ("余杭县", "余杭区", "330110"),
        ("富阳市", "富阳区", "330111"),
        ("蓟县", "蓟州区", "120119"),
        ("通县", "通州区", "110112"),
        ("襄樊市", "襄阳市", "420600"),
        ("思茅市", "普洱市", "530800"),
        ("大庸市", "张家界市", "430800"),
        ("驻马店地区", "驻马店市", "411700"),
        ("达县", "达川区", "511703"),
        ("沙县", "沙县区", "350405"),
        ("米林县", "米林市", "540481"),
        ("完县", "顺平县", "130636"),
    ],
)
def test_a_place_keeps_its_id_through_renames_and_upgrades(old: str, now: str, place_id: str) -> None:
    before = GAZETTEER.resolve(old)
    assert before is not None
    assert (before.place_id, before.name) == (place_id, now)
    assert old[-3:] in before.former_names or old in before.former_names


@pytest.mark.parametrize(
    ("code", "place_id"),
    [
        ("130625", "130609"),
        ("320683", "320612"),
        ("411702", "411702"),
        ("412801", "411702"),
        ("512322", "500231"),
        ("310113", "310113"),
        ("310113000000", "310113"),
        ("100000", "100000"),
    ],
)
def test_old_and_long_codes_lead_to_the_place_of_today(code: str, place_id: str) -> None:
    place = GAZETTEER.by_code(code)
    assert place is not None
    assert place.place_id == place_id


@pytest.mark.parametrize(
    "name", ["鼓楼区", "朝阳区", "通州区", "市中区", "郊区", "新华区", "西湖区", "", "云岭县", "没有这个地方"]
)
def test_a_name_that_several_places_have_or_none_is_none(name: str) -> None:
    assert GAZETTEER.resolve(name) is None


def test_places_of_one_name_stay_apart_and_are_told_by_their_area() -> None:
    drums = GAZETTEER.candidates("鼓楼区")
    assert [p.path for p in drums] == [
        "江苏省/南京市/鼓楼区",
        "江苏省/徐州市/鼓楼区",
        "福建省/福州市/鼓楼区",
        "河南省/开封市/鼓楼区",
    ]
    within = GAZETTEER.resolve("鼓楼区", within=GAZETTEER.resolve("福建省"))
    assert within == drums[2]
    assert GAZETTEER.resolve("鼓楼区", code="410204") == drums[3]


def test_a_code_outranks_a_name() -> None:
    place = GAZETTEER.resolve("通州区", code="110112")
    assert place is not None
    assert place.path == "北京市/通州区"


def test_places_that_were_merged_into_others_stay_places() -> None:
    for name, last in (("下城区", 2022), ("萝岗区", 2013), ("闸北区", 2014)):
        place = GAZETTEER.resolve(name)
        assert place is not None
        assert (place.name, place.until) == (name, last)


def test_parents_go_up_to_the_nation() -> None:
    place = GAZETTEER.by_code("320612")
    assert place is not None
    assert [p.name for p in GAZETTEER.parents(place)] == ["南通市", "江苏省", "中国"]
    assert [p.level for p in GAZETTEER.parents(place)] == ["city", "province", "country"]
    assert not GAZETTEER.parents(GAZETTEER.by_code("100000") or place)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("米易县与易县", ["米易县", "易县"]),
        ("高唐县、唐县", ["高唐县", "唐县"]),
        ("贸易县域经济和示范县创建", []),
        ("全市城区与郊区", []),
        ("上海市普陀区人民政府", ["上海市", "普陀区"]),
        ("", []),
    ],
)
def test_mentions_are_longest_and_leave_ordinary_words_out(text: str, names: list[str]) -> None:
    mentions = GAZETTEER.mentions(text)
    assert [m.name for m in mentions] == names
    assert all(text[m.start : m.end] == m.name for m in mentions)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("徐水区", "徐水"),
        ("易县", "易县"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("恩施土家族苗族自治州", "恩施"),
        ("大厂回族自治县", "大厂"),
        ("浦东新区", "浦东"),
        ("阿鲁科尔沁旗", "阿鲁科尔沁"),
        ("香港特别行政区", "香港"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_short_names_are_counted_by_their_longest_match() -> None:
    counts = GAZETTEER.count_short_names("青浦在上海,青浦区与米易,示范县与合作机制")
    assert counts["青浦"] == 2
    assert counts["上海"] == 1
    assert "范县" not in counts
    assert "合作" not in counts
