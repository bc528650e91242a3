"""Tables of figures as documents: one for each place and report, rows that cite, promises shared by a clause."""

from __future__ import annotations

from dataclasses import dataclass

from etl import figures
from etl.models import Document, Extraction, FigureTable
from etl.read import read_bytes

LABELS = {"gdp": "地区生产总值", "income": "居民人均可支配收入", "grain": "粮食产量"}
HEADER = "place,report,role,year,indicator,scope,measure,op,value_low,value_high,unit,relation,estimated,citation,url\n"
YUNLING = "云岭省,2025年云岭省政府工作报告,"


@dataclass(frozen=True)
class Place:
    place_id: str
    name: str
    path: str
    level: str


class Gazetteer:
    """Two invented places."""

    def resolve(self, name: str, code: str = "") -> Place | None:
        return {
            "云岭省": Place("990000", "云岭省", "云岭省", "province"),
            "青河县": Place("990121", "青河县", "云岭省/临川市/青河县", "county"),
        }.get(name)


def documents(rows: str, aliases: dict[str, str] | None = None) -> list[tuple[Document, Extraction]]:
    [table] = read_bytes("figures.csv", (HEADER + rows).encode())
    assert isinstance(table, FigureTable), table
    return figures.documents(table, Gazetteer(), LABELS, aliases)


def test_one_document_for_each_place_and_report() -> None:
    found = documents(
        YUNLING + "target,2025,gdp,,growth,approx,6,6,%,,,,\n"
        "青河县,2025年青河县政府工作报告,target,2025,gdp,,growth,ge,7,,%,,,县政府网站,http://e.invalid/q\n"
        + YUNLING + "outcome,2024,gdp,,level,eq,1.2,1.2,万亿元,,true,,\n"
    )  # fmt: skip
    assert [(d.place_id, d.place_path, d.level, d.title, d.doc_type) for d, _ in found] == [
        ("990000", "云岭省", "province", "2025年云岭省政府工作报告", "figures"),
        ("990121", "云岭省/临川市/青河县", "county", "2025年青河县政府工作报告", "figures"),
    ]
    first, second = found
    assert (first[0].report_year, first[0].review_year, first[0].plan_year, first[0].plan_period) == (
        2025,
        2024,
        2025,
        "year",
    )
    assert (len(first[1].targets), len(first[1].outcomes)) == (1, 1)
    assert (second[0].citation, second[0].source_url) == ("县政府网站", "http://e.invalid/q")
    assert (first[0].text, first[0].status, first[0].citation) == ("", "ok", "2025年云岭省政府工作报告")


def test_rows_have_no_offsets_and_say_where_their_confidence_comes_from() -> None:
    [(_, extraction)] = documents(YUNLING + "outcome,2024,grain,,level,eq,900,900,万吨,,true,,\n")
    [row] = extraction.outcomes
    assert (row.indicator_label, row.char_start, row.char_end, row.estimated) == ("粮食产量", None, None, True)
    assert (row.confidence, row.causes, row.section, row.headline) == ("high", (figures.CAUSE,), "review", False)


def test_level_and_growth_of_one_statement_are_one_promise() -> None:
    [(_, extraction)] = documents(
        YUNLING + "target,2025,gdp,,level,eq,1.3,1.3,万亿元,,,,\n"
        + YUNLING + "target,2025,grain,,level,ge,900,,万吨,,,,\n"
        + YUNLING + "target,2025,gdp,,growth,approx,6,6,%,,,,\n"
        + YUNLING + "target,2025,gdp,省级,growth,approx,5,5,%,,,,\n"
    )  # fmt: skip
    assert [(row.indicator, row.scope, row.promise) for row in extraction.targets] == [
        ("gdp", "", 1),
        ("grain", "", 2),
        ("gdp", "", 1),
        ("gdp", "省级", 3),
    ]


def test_indicators_by_id_label_alias_or_as_other() -> None:
    [(document, extraction)] = documents(
        "".join(
            f"{YUNLING}target,2025,{name},,growth,ge,{i},,%,,,,\n"
            for i, name in enumerate(
                ["gdp", "地区 生产总值", "GDP总量", "other:粮食产量", "other:茶叶产量", "茶园面积", "gpd"]
            )
        ),
        {"GDP总量": "gdp", "古怪": "unknown"},
    )
    assert [(row.indicator, row.indicator_label) for row in extraction.targets] == [
        ("gdp", "地区生产总值"),
        ("gdp", "地区生产总值"),
        ("gdp", "地区生产总值"),
        ("grain", "粮食产量"),
        ("other:茶叶产量", "茶叶产量"),
        ("other:茶园面积", "茶园面积"),
    ]
    assert document.status == "warned"
    assert "第 8 行指标“gpd”" in document.warnings[0]


def test_an_unknown_place_stays_open_with_a_warning() -> None:
    [(document, _)] = documents("无名县,报告,target,2025,gdp,,growth,ge,6,,%,,,,\n")
    assert (document.place_id, document.place_name, document.status) == ("", "", "warned")
    assert "无名县" in document.warnings[0] and "第 2 行" in document.warnings[0]


def test_repeats_are_left_out_by_name() -> None:
    same = YUNLING + "target,2025,gdp,,growth,ge,6,,%,,,,\n"
    [(document, extraction)] = documents(same + same)
    assert len(extraction.targets) == 1
    assert "第 3 行与第 2 行重复" in document.warnings[0]


def test_above_the_parent_of_a_province_is_above_the_nation() -> None:
    [(_, province)] = documents(YUNLING + "target,2025,income,,relative,,,,,above_parent,,,\n")
    [(_, county)] = documents("青河县,报告,target,2025,income,,relative,,,,,above_parent,,,\n")
    assert province.targets[0].benchmark == "全国"
    assert county.targets[0].benchmark == ""


def test_what_the_table_could_not_use_is_told_with_its_first_document() -> None:
    [(document, _)] = documents(
        YUNLING + "target,2025,gdp,,growth,ge,6,,%,,,,\n" + YUNLING + "target,,gdp,,growth,ge,6,,%,,,,\n"
    )
    assert document.warnings[0].startswith("figures.csv：第 3 行 年份")
    assert document.status == "warned"


def test_the_id_depends_on_what_is_said_not_on_where_it_lies() -> None:
    rows = YUNLING + "target,2025,gdp,,growth,ge,6,,%,,,,\n"
    [(first, _)], [(second, _)] = documents(rows), documents("\n" + rows)
    [(other, _)] = documents(rows.replace("6", "7"))
    assert first.doc_id == second.doc_id
    assert first.doc_id != other.doc_id
    assert len(first.doc_id) == 16


def test_a_plan_period_shared_by_all_targets_is_the_documents() -> None:
    [table] = read_bytes(
        "figures.csv", ("period," + HEADER + "一季度," + YUNLING + "target,2025,gdp,,growth,ge,6,,%,,,,\n").encode()
    )
    assert isinstance(table, FigureTable)
    [(document, _)] = figures.documents(table, Gazetteer(), LABELS)
    assert document.plan_period == "Q1"
