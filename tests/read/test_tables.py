"""Tables of figures: told by their header, read row by row, faults named by row and column."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl.models import FigureRow, FigureTable, Refusal, Source
from etl.read import Limits, read, read_bytes, template
from etl.read.columns import config

ENGLISH = "place,report,role,year,indicator,scope,measure,op,value_low,value_high,stretch,unit,relation,estimated"
CHINESE = "地区,报告,类别,年份,指标,口径,计量方式,符号,下限,上限,争取值,单位,关系,预计"
ROWS = {
    ENGLISH: (
        "云岭省,2025年云岭省政府工作报告,target,2025,gdp,,growth,approx,6,6,,%,,False",
        "云岭省,2025年云岭省政府工作报告,outcome,2024,gdp,,level,eq,1.2,1.2,,万亿元,,True",
    ),
    CHINESE: (
        "云岭省,2025年云岭省政府工作报告,目标,2025年,gdp,,增速,左右,6,6,,%,,否",
        "云岭省,2025年云岭省政府工作报告,完成,2024,gdp,,总量,等于,1.2,,,万亿元,,是",
    ),
}


def table(text: str | bytes, name: str = "figures.csv", limits: Limits = Limits()) -> FigureTable:  # noqa: B008
    [result] = read_bytes(name, text if isinstance(text, bytes) else text.encode(), limits)
    assert isinstance(result, FigureTable), result
    return result


def refused(text: str, name: str = "figures.csv", limits: Limits = Limits()) -> str:  # noqa: B008
    [result] = read_bytes(name, text.encode(), limits)
    assert isinstance(result, Refusal), result
    return result.reason


def row(**cells: str) -> FigureRow:
    """The one row of a table whose other cells are sound."""
    [found] = table(_csv(cells)).rows
    return found


def fault(**cells: str) -> str:
    good = "云岭省,报告,目标,2025,gdp,增速,左右,6,%"
    text = _csv(cells)
    header = text.split("\n", 1)[0]
    other = dict(
        zip(["地区", "报告", "类别", "年份", "指标", "计量方式", "符号", "下限", "单位"], good.split(","), strict=True)
    )
    found = table(text + _line([other.get(name, "") for name in header.strip().split(",")]))
    assert len(found.rows) == 1
    return found.warnings[0]


def _csv(cells: dict[str, str]) -> str:
    base = {
        "地区": "云岭省",
        "报告": "2025年云岭省政府工作报告",
        "类别": "目标",
        "年份": "2025",
        "指标": "gdp",
        "计量方式": "增速",
        "符号": "",
        "下限": "",
        "上限": "",
        "单位": "%",
    }
    base.update(cells)
    return _line(list(base)) + _line(list(base.values()))


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _xlsx(rows: list[list[Any]], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["这一页是封面"])
    sheet = book.create_sheet("数据")
    for cells in rows:
        sheet.append(cells)
    for cell, shown in (formats or {}).items():
        sheet[cell].number_format = shown
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("header", ROWS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_same_rows_in_two_languages_and_every_encoding(header: str, encoding: str, delimiter: str) -> None:
    found = table("\r\n".join([header, *ROWS[header]]).replace(",", delimiter).encode(encoding)).rows
    assert [
        (r.line, r.place, r.role, r.year, r.measure, r.op, r.value_low, r.value_high, r.unit, r.estimated)
        for r in found
    ] == [
        (2, "云岭省", "target", 2025, "growth", "approx", 6.0, 6.0, "%", False),
        (3, "云岭省", "outcome", 2024, "level", "eq", 1.2, 1.2, "万亿元", True),
    ]
    assert {(r.report_title, r.report_year, r.citation, r.period) for r in found} == {
        ("2025年云岭省政府工作报告", 2025, "2025年云岭省政府工作报告", "year")
    }
    assert [r.headline for r in found] == [True, False]


def test_an_xlsx_is_read_from_the_sheet_with_the_header_below_a_title() -> None:
    data = _xlsx(
        [
            ["云岭省主要指标"],
            [],
            CHINESE.split(","),
            ["云岭省", "2025年报告", "目标", 2025, "gdp", None, "增速", "左右", 0.06, None, None, None, None, None],
        ],
        {"I4": "0%"},
    )
    found = table(data, "figures.xlsx")
    assert [(r.line, r.year, r.value_low, r.value_high, r.unit) for r in found.rows] == [(4, 2025, 6.0, 6.0, "%")]


def test_a_table_is_told_by_its_header_whatever_its_name() -> None:
    text = "\n".join([ENGLISH, *ROWS[ENGLISH]])
    assert len(table(text, "figures.txt").rows) == 2
    prose = "云岭省，面积不大，人口不多，产业不强，位置不偏。\n" * 5
    assert isinstance(read_bytes("report.csv", prose.encode())[0], Source)


def test_a_useless_header_is_refused_and_says_what_it_lacks() -> None:
    assert refused("名称,数字\n甲,1\n").count("（") >= 4
    why = refused("地区,年份,指标,数值\n云岭省,2025,gdp,6\n")
    assert "类别（role）" in why and "年份" not in why.split("；")[0]
    assert "只有表头" in refused(ENGLISH + "\n")
    assert "第 2 行 年份" in refused(ENGLISH + "\n云岭省,2025年报告,target,,gdp,,,,,,,,,\n")


VALUES = {
    "a number": ({"下限": "6"}, ("ge", 6, None, "%")),
    "both bounds alike": ({"下限": "6", "上限": "6"}, ("eq", 6, 6, "%")),
    "both bounds": ({"下限": "5", "上限": "6"}, ("range", 5, 6, "%")),
    "upper bound only": ({"上限": "3"}, ("le", None, 3, "%")),
    "one value": ({"数值": "6"}, ("eq", 6, 6, "%")),
    "one value, at most": ({"数值": "3", "符号": "以内"}, ("le", None, 3, "%")),
    "one value, at least": ({"数值": "6", "符号": "≥"}, ("ge", 6, None, "%")),
    "hedge and unit behind the number": ({"数值": "6%左右", "单位": ""}, ("approx", 6, 6, "%")),
    "unit behind the number": ({"数值": "1.2万亿元", "单位": "", "计量方式": "总量"}, ("eq", 1.2, 1.2, "万亿元")),
    "thousands": ({"数值": "1,234.5", "单位": "亿元", "计量方式": "总量"}, ("eq", 1234.5, 1234.5, "亿元")),
    "full-width": ({"数值": "－３．５％", "单位": ""}, ("eq", -3.5, -3.5, "%")),
    "a fall": ({"上限": "-3", "符号": "以内"}, ("le", None, -3, "%")),
}


@pytest.mark.parametrize("name", VALUES)
def test_values(name: str) -> None:
    cells, expected = VALUES[name]
    found = row(**cells)
    assert (found.op, found.value_low, found.value_high, found.unit) == expected


WORDS = {
    "relative": ({"计量方式": "", "关系": "与经济增长同步", "单位": ""}, ("relative", "sync_gdp", "")),
    "parent named by the words": (
        {"计量方式": "", "关系": "高于全省平均", "单位": ""},
        ("relative", "above_parent", "全省"),
    ),
    "handed down": ({"计量方式": "", "关系": "handed_down", "单位": ""}, ("qualitative", "handed_down", "")),
    "words only": ({"计量方式": "文字", "单位": ""}, ("qualitative", "words", "")),
    "benchmark column": (
        {"计量方式": "相对", "关系": "above_other", "单位": "", "参照对象": "income_urban"},
        ("relative", "above_other", "income_urban"),
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_rows_without_a_number(name: str) -> None:
    cells, expected = WORDS[name]
    found = row(**cells)
    assert (found.measure, found.relation, found.benchmark) == expected
    assert found.value_low is None


FAULTS = {
    "no place": ({"地区": "", "下限": "6"}, "第 2 行 地区（place）：空"),
    "a year that is none": ({"年份": "二五", "下限": "6"}, "第 2 行 年份（year）：“二五”"),
    "a year out of range": ({"年份": "1025", "下限": "6"}, "年份（year）"),
    "a role that is none": ({"类别": "希望", "下限": "6"}, "类别（role）：“希望”，认不出；可填：目标、结果"),
    "no measure": ({"计量方式": "", "下限": "6"}, "计量方式（measure）"),
    "no number": ({}, "数值（value）"),
    "a number that is none": ({"下限": "六"}, "下限（value_low）：“六”，不是数字"),
    "an infinite number": ({"下限": "9" * 400}, "不是数字"),
    "a range in one cell": ({"数值": "5-6"}, "区间请分填"),
    "a range upside down": ({"下限": "6", "上限": "5"}, "下限不大于上限"),
    "two numbers for one": ({"下限": "5", "上限": "6", "符号": "左右"}, "应是 区间"),
    "hedge against op": ({"数值": "6%左右", "符号": "以上"}, "不一致"),
    "unit against unit": ({"数值": "6亿元", "单位": "万元"}, "单位（unit）"),
    "no unit": ({"数值": "6", "单位": ""}, "单位（unit）"),
    "a code that is none": ({"下限": "6", "区划代码": "53"}, "区划代码（place_code）"),
    "neither yes nor no": ({"下限": "6", "预计": "也许"}, "请填 是 或 否"),
    "no source": ({"下限": "6", "报告": ""}, "报告（report_title）"),
    "a period that is none": ({"下限": "6", "时段": "春天"}, "时段（period）"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_row_is_named_and_the_next_one_is_read(name: str) -> None:
    cells, words = FAULTS[name]
    assert words in fault(**cells)


def test_cells_that_ran_apart_or_together_are_named() -> None:
    good, more = ROWS[ENGLISH]
    apart = table("\n".join([ENGLISH, good, more + ",234"]))
    assert "第 3 行有 15 格" in apart.warnings[0]
    together = table("\n".join([ENGLISH, good, '云岭省,"2025年报告' + ("\n" + more) * 8]))
    assert "引号没有配对" in together.warnings[0]


def test_remarks_blank_rows_and_known_extra_columns_are_passed_over_and_unknown_ones_named() -> None:
    good, _ = ROWS[ENGLISH]
    found = table("\n".join([ENGLISH + ",note,scpoe", "# 说明", "", good + ",随手,区级"]))
    assert [r.line for r in found.rows] == [4]
    assert found.warnings == ("认不出这些列，没有采用：scpoe",)


def test_many_bad_rows_are_counted_not_listed() -> None:
    good, _ = ROWS[ENGLISH]
    found = table("\n".join([ENGLISH, good, *["云岭省,x,目标,年,gdp,,,,,,,,,"] * 300]))
    assert len(found.warnings) == 201
    assert "另有 100 行" in found.warnings[-1]


def test_rows_are_limited() -> None:
    good, _ = ROWS[ENGLISH]
    assert "表格超过 20 行" in refused("\n".join([ENGLISH, *[good] * 30]), limits=Limits(table_rows=20))


def test_the_report_year_comes_from_its_column_its_title_or_the_year() -> None:
    assert row(下限="6", 报告年份="2026").report_year == 2026
    assert row(下限="6", 报告="云岭省政府工作报告").report_year == 2025
    assert row(下限="6", 类别="结果", 报告="云岭省政府工作报告").report_year == 2026
    assert row(下限="6", 类别="结果", 报告="2026年报告", 年份="2025").report_year == 2026


def test_optional_columns() -> None:
    found = row(
        数值="6",
        力争="7",
        时段="上半年",
        口径="区级",
        出处="县志",
        网址="http://e.invalid/",
        可信度="中",
        主要目标="否",
        区划代码="530102000000",
    )
    assert (found.stretch, found.period, found.scope, found.citation, found.url) == (
        7.0,
        "H1",
        "区级",
        "县志",
        "http://e.invalid/",
    )
    assert (found.confidence, found.headline, found.place_code) == ("medium", False, "530102")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_template_can_be_filled_and_read(tmp_path: Path, suffix: str) -> None:
    path = template(tmp_path / f"模板.{suffix}")
    [empty] = read(path)
    assert isinstance(empty, Refusal) and "只有表头" in empty.reason
    filled = {
        "地区": "云岭省",
        "报告": "2025年报告",
        "类别": "目标",
        "年份": "2025",
        "指标": "地区生产总值",
        "计量方式": "增速",
        "数值": "6",
        "单位": "%",
    }
    names = [item["names"][0] for item in config()["columns"].values()]
    cells = [filled.get(name, "") for name in names]
    if suffix == "csv":
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(_line(cells))
    else:
        book = openpyxl.load_workbook(path)
        assert [cell.value for cell in book["数据"][1]] == names
        book["数据"].append(cells)
        book.save(path)
    [found] = read(path)
    assert isinstance(found, FigureTable)
    assert (found.rows[0].indicator, found.rows[0].value_low, found.warnings) == ("地区生产总值", 6.0, ())


def test_a_table_under_gzip() -> None:
    text = (ENGLISH + "\n" + "\n".join(ROWS[ENGLISH])).encode()
    packed = gzip.compress(text)
    assert table(packed, "panel.csv.gz").rows == table(text).rows
    assert table(packed, "panel.csv.gz").file == "panel.csv.gz"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (gzip.compress("青河县工作报告。".encode()), "a.txt.gz", "gzip 压缩包"),
        (gzip.compress(ENGLISH.encode())[:40], "a.csv.gz", "损坏"),
        (b"\x1f\x8b" + b"x" * 50, "a.csv.gz", "损坏"),
        (gzip.compress(bytes(6_000_000)), "a.csv.gz", "疑似压缩炸弹"),
        (gzip.compress(bytes(80_000_000)), "a.csv.gz", "超过上限"),
    ],
)
def test_what_under_gzip_is_refused(data: bytes, name: str, said: str) -> None:
    [result] = read_bytes(name, data)
    assert isinstance(result, Refusal)
    assert said in result.reason
