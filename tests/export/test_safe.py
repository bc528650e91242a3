"""Text from documents is data: XML, spreadsheets, file names."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dashboard.export import safe


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1+1", "－1", "＠x", "−5", "\n@x"]
)
def test_no_cell_starts_a_formula(text: str) -> None:
    assert safe.cell(text).startswith("'")


@pytest.mark.parametrize("text", ["地区生产总值", "5%左右", "", "a=b", "1-2", "(=1)"])
def test_other_cells_stay(text: str) -> None:
    assert safe.cell(text) == text


@given(st.text(st.characters(codec=None)))
def test_any_text_makes_valid_xml(text: str) -> None:
    element = etree.Element("t")
    element.text = safe.xml_text(text)
    assert etree.fromstring(etree.tostring(element)).tag == "t"


@given(st.text(st.characters(codec=None)))
def test_any_text_makes_a_safe_file_name(text: str) -> None:
    name = safe.file_name(text)
    assert name
    assert len(name.encode("utf-8")) <= safe.NAME_BYTES + 1
    assert not set(name) & set('<>:"/\\|?*' + "".join(map(chr, range(32))))
    assert name == name.strip(" .")
    assert name not in (".", "..")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("东平区_2025", "东平区_2025"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1", "_com1"),
        ("名字. ", "名字"),
        ("...", "未命名"),
        ("", "未命名"),
        ("报告\u202egpj.exe", "报告gpj.exe"),
    ],
)
def test_file_names(text: str, name: str) -> None:
    assert safe.file_name(text) == name


def test_long_names_are_cut_at_a_character() -> None:
    name = safe.file_name("县" * 200)
    assert set(name) == {"县"}
    assert len(name.encode()) <= safe.NAME_BYTES


@given(st.text(string.printable + "县\u200b\u202e\x00"))
def test_a_line_is_one_line(text: str) -> None:
    assert "\n" not in safe.line(text)
    assert "\u202e" not in safe.line(text)
