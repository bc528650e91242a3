"""云岭省, which does not exist: its places and the indicators that its reports speak of. Every invented warehouse uses them."""

from __future__ import annotations

from typing import Any, NamedTuple

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>&产值'


class Place(NamedTuple):
    """A row of the table places."""

    place_id: str
    place_name: str
    place_path: str
    level: str
    parent_id: str | None
    former_names: tuple[str, ...] = ()


class Indicator(NamedTuple):
    """A row of the table indicators, but for its order."""

    indicator: str
    label_zh: str
    label_en: str
    direction: str
    unit: str
    price_basis: str


PLACES = {
    place.place_id: place
    for place in (
        Place("100000", "全国", "全国", "country", None),
        Place("990000", "云岭省", "云岭省", "province", "100000"),
        Place("980000", "海岳省", "海岳省", "province", "100000"),
        Place("990100", "临川市", "云岭省/临川市", "city", "990000"),
        Place("990200", "青河市", "云岭省/青河市", "city", "990000"),
        Place("990101", "东平区", "云岭省/临川市/东平区", "district", "990100"),
        Place("990102", "云溪区", "云岭省/临川市/云溪区", "district", "990100"),
        Place("990103", "石桥区", "云岭省/临川市/石桥区", "district", "990100"),
        Place("990121", "松口县", "云岭省/临川市/松口县", "county", "990100", ("松口镇",)),
        Place("990122", "白沙县", "云岭省/临川市/白沙县", "county", "990100"),
        Place("990201", "南浦区", "云岭省/青河市/南浦区", "district", "990200"),
        Place("990202", "北苑区", "云岭省/青河市/北苑区", "district", "990200"),
        Place(
            "990221",
            "金沙江畔彝族傣族哈尼族傈僳族自治县",
            "云岭省/青河市/金沙江畔彝族傣族哈尼族傈僳族自治县",
            "county",
            "990200",
        ),
    )
}
INDICATORS = {
    row.indicator: row
    for row in (
        Indicator("gdp", "地区生产总值", "Gross regional product", "up", "亿元", "constant"),
        Indicator("industrial_va", "规模以上工业增加值", "Value added of larger industry", "up", "亿元", "constant"),
        Indicator("fixed_investment", "固定资产投资", "Fixed asset investment", "up", "亿元", "nominal"),
        Indicator("retail_sales", "社会消费品零售总额", "Retail sales", "up", "亿元", "nominal"),
        Indicator("budget_revenue", "一般公共预算收入", "General public budget revenue", "up", "亿元", "nominal"),
        Indicator("income_all", "居民人均可支配收入", "Disposable income per head", "up", "元", "nominal"),
        Indicator("urban_new_jobs", "城镇新增就业", "New urban jobs", "up", "人", "none"),
        Indicator("surveyed_unemployment", "城镇调查失业率", "Surveyed urban unemployment", "down", "%", "none"),
        Indicator("cpi", "居民消费价格", "Consumer prices", "ceiling", "%", "none"),
        Indicator("rd_intensity", "研发经费投入强度", "R&D intensity", "up", "%", "none"),
        Indicator("energy_intensity", "单位地区生产总值能耗", "Energy use per unit of output", "down", "%", "constant"),
        Indicator("pm25", "PM2.5平均浓度", "PM2.5 concentration", "down", "微克/立方米", "none"),
        Indicator("grain_output", "粮食产量", "Grain output", "up", "万吨", "none"),
        Indicator("trade_total", "进出口总额", "Foreign trade", "up", "亿元", "nominal"),
        Indicator("other:云雾茶产量", "云雾茶产量", "云雾茶产量", "up", "万斤", "none"),
        Indicator("other:hostile", HOSTILE, HOSTILE, "up", "亿元", "none"),
    )
}


def place_rows() -> list[dict[str, Any]]:
    """The table places."""
    return [place._asdict() | {"former_names": list(place.former_names)} for place in PLACES.values()]


def indicator_rows() -> list[dict[str, Any]]:
    """The table indicators, in the order in which they stand here."""
    return [
        row._asdict() | {"in_catalogue": not row.indicator.startswith("other:"), "sort_order": order}
        for order, row in enumerate(INDICATORS.values())
    ]
