"""Whatever the bytes, the readers answer with a Source, a FigureTable or a Refusal, and with text that can be stored."""

from __future__ import annotations

import codecs

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl.models import FigureTable, Refusal, Source
from etl.read import Limits, read_bytes
from etl.read.manifest import Manifest
from tests.read import makers

LIMITS = Limits(file_bytes=1 << 20, package_bytes=1 << 20, seconds=10)
SEEDS = {
    "docx": makers.word(["一、目标", [["指标", "目标"], ["产值", "6%"]], "二、任务"]),
    "pdf": makers.pdf([makers.REPORT, makers.REPORT]),
    "ofd": makers.ofd([[(1, "一"), (2, "二")]]),
    "html": makers.page("<table><tr><td>甲</td></tr></table>" + makers.paragraphs()),
    "zip": makers.zipped(
        {
            "a.txt": makers.TEXT.encode(),
            "b.zip": makers.zipped({"c.html": makers.page(makers.paragraphs())}),
            "manifest.csv": b"file\na.txt\n",
        }
    ),
    "csv": "地区,报告,类别,年份,指标,计量方式,数值,单位\n云岭省,报告,目标,2025,gdp,增速,6,%\n".encode(),
    "mht": b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
    + makers.page(makers.paragraphs())
    + b"\r\n--b--",
}
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(name: str, data: bytes) -> None:
    results = read_bytes(name, data, LIMITS)
    assert results or b"PK" in data[:2]
    for result in results:
        result.file.encode("utf-8")
        if isinstance(result, Source):
            assert result.text.strip()
            assert "\0" not in result.text + result.title
            (result.text + result.title).encode("utf-8")
        elif isinstance(result, Refusal):
            result.reason.encode("utf-8")
            assert result.reason
        else:
            assert isinstance(result, FigureTable)
            assert result.rows


@FUZZ
@given(st.binary(max_size=2000), st.sampled_from(["a.txt", "a.csv", "a.docx", "a.wps", "a.zip"]))
@example(b"", "a.txt")
def test_any_bytes(data: bytes, name: str) -> None:
    check(name, data)


@FUZZ
@given(st.text(max_size=500), st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-8-sig", "big5"]))
def test_any_text_in_any_encoding(text: str, encoding: str) -> None:
    check("a.txt", text.encode(encoding, "replace"))


@FUZZ
@given(
    st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=20, max_size=300),
    st.sampled_from(["utf-8", "gb18030"]),
)
def test_chinese_comes_back_as_it_was(text: str, encoding: str) -> None:
    [result] = read_bytes("a.txt", text.encode(encoding))
    assert isinstance(result, Source)
    assert result.text == text


@FUZZ
@given(
    st.text(
        alphabet=st.sampled_from("年增长目标全县地区生产总值完成投资亿元，。、5%8 \n"), min_size=10, max_size=300
    ).filter(lambda t: t.strip())
)
def test_chinese_comes_back_from_utf16_with_and_without_a_mark(text: str) -> None:
    for mark, encoding in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ):
        if not mark and sum(ch < "\x7f" for ch in text) * 20 < len(text):
            continue
        [result] = read_bytes("a.txt", mark + text.encode(encoding))
        assert isinstance(result, Source)
        assert result.text == text


@FUZZ
@given(st.sampled_from(sorted(SEEDS)), st.data())
def test_damaged_files_of_every_format(kind: str, data: st.DataObject) -> None:
    whole = bytearray(SEEDS[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        action = data.draw(st.sampled_from(["flip", "cut", "insert", "copy"]))
        if action == "flip":
            whole[at] = data.draw(st.integers(0, 255))
        elif action == "cut":
            del whole[at : at + data.draw(st.integers(1, 200))]
        elif action == "insert":
            whole[at:at] = data.draw(st.binary(max_size=20))
        else:
            whole[at:at] = whole[max(0, at - 100) : at]
        if not whole:
            break
    check(f"a.{kind}", bytes(whole))


@FUZZ
@given(st.text(alphabet=st.sampled_from("<>/=\"'! abpdivtrclasnhref&;#x80。，增长目标\n\t"), max_size=400))
def test_any_markup(markup: str) -> None:
    check("a.html", ("<html>" + markup).encode())


XML = st.recursive(
    st.sampled_from(["<w:t>字</w:t>", "<w:tab/>", "<w:br/>", "文"]),
    lambda inner: st.tuples(
        st.sampled_from(
            ["p", "r", "tbl", "tr", "tc", "sdt", "sdtContent", "del", "ins", "txbxContent", "pPr", "numPr"]
        ),
        st.lists(inner, max_size=4),
    ).map(lambda pair: f"<w:{pair[0]}>{''.join(pair[1])}</w:{pair[0]}>"),
    max_leaves=25,
)


@FUZZ
@given(XML)
def test_any_tree_of_word_elements(body: str) -> None:
    check("a.docx", makers.word_xml(body))


CELLS = st.lists(
    st.lists(
        st.text(alphabet=st.sampled_from("目标结果25060.-+%eE,左右以上年亿元∞NaN\"'\n "), max_size=12), max_size=10
    ),
    max_size=6,
)


@FUZZ
@given(CELLS)
def test_any_cells_below_a_good_header(rows: list[list[str]]) -> None:
    header = "地区,报告,类别,年份,指标,计量方式,下限,上限,单位,关系\n"
    good = "云岭省,报告,目标,2025,gdp,增速,6,,%,\n"
    check("a.csv", (header + good + "\n".join(",".join(cells) for cells in rows)).encode())


@FUZZ
@given(st.binary(max_size=300))
def test_any_manifest(data: bytes) -> None:
    for head in (b"", b"file,report_year,published_on\n"):
        manifest = Manifest.read(lambda head=head: head + data)  # type: ignore[misc]
        assert all(isinstance(problem, str) for problem in manifest.problems("", set()))
