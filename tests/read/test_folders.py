"""Folders and archives: what is found, in which order, under which name, with which hints."""

from __future__ import annotations

import hashlib
import os
import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from etl.models import Hints, Refusal, Source
from etl.read import Limits, discover, read, read_bytes, read_item
from tests.read import makers

DATA = makers.TEXT.encode()
OTHER = (makers.TEXT + "\n又一份。").encode()


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def names(path: Path) -> list[str]:
    return [result.file for result in read(path)]


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    fill(tmp_path, {"乙.txt": DATA, "甲/二.txt": DATA, "甲/一.txt": DATA, "a.txt": DATA, "B.txt": DATA})
    assert names(tmp_path) == ["B.txt", "a.txt", "乙.txt", "甲/一.txt", "甲/二.txt"]


def test_companions_and_hidden_files_are_no_input(tmp_path: Path) -> None:
    companions = [
        "README.md",
        "readme.txt",
        "manifest.csv",
        "sources.csv",
        ".git/config",
        ".x.txt",
        "~$a.docx",
        "Thumbs.db",
    ]
    fill(tmp_path, {"a.txt": DATA, "__MACOSX/a.txt": DATA, **dict.fromkeys(companions, b"file\na.txt\n")})
    assert names(tmp_path) == ["a.txt"]


def test_a_single_file_goes_by_its_name_and_heeds_the_manifest_beside_it(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": DATA, "manifest.csv": "file,place\na.txt,云岭省青河县\nmissing.txt,x\n".encode()})
    [source] = read(tmp_path / "a.txt")
    assert isinstance(source, Source)
    assert (source.file, source.hints.place) == ("a.txt", "云岭省青河县")


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    [refusal] = read(tmp_path / "nowhere")
    assert isinstance(refusal, Refusal)
    assert "找不到" in refusal.reason


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    fill(tmp_path, {"a.pdf": b"%PDF-1.4 broken", "b.txt": DATA, "c.zip": b"PK\x03\x04broken", "d.txt": b""})
    results = {result.file: type(result) for result in read(tmp_path)}
    assert results == {"a.pdf": Refusal, "b.txt": Source, "c.zip": Refusal, "d.txt": Refusal}


def test_links_that_lead_back_and_pipes_are_not_followed(tmp_path: Path) -> None:
    fill(tmp_path, {"x/a.txt": DATA})
    (tmp_path / "x" / "up").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "x" / "pipe")
    (tmp_path / "x" / "dangling.txt").symlink_to(tmp_path / "gone")
    results = {result.file: type(result) for result in read(tmp_path)}
    assert results == {"x/a.txt": Source, "x/dangling.txt": Refusal, "x/pipe": Refusal}


def test_names_in_gbk_on_disk_are_shown_right(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "青河县.txt".encode("gbk"))).write_bytes(DATA)
    assert names(tmp_path) == ["青河县.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_are_named(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": DATA, "b.txt": DATA})
    (tmp_path / "a.txt").chmod(0)
    [refusal, source] = read(tmp_path)
    assert isinstance(refusal, Refusal) and "权限" in refusal.reason
    assert isinstance(source, Source)


# archives


def test_an_archive_is_a_folder(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "包.zip": makers.zipped(
                {"乙.txt": OTHER, "甲.txt": DATA, "子/丙.docx": makers.word(), ".hidden": b"x", "README.md": b"x"}
            )
        },
    )
    results = list(read(tmp_path))
    assert [result.file for result in results] == ["包.zip/乙.txt", "包.zip/子/丙.docx", "包.zip/甲.txt"]
    assert next(result.sha256 for result in results if isinstance(result, Source)) == hashlib.sha256(OTHER).hexdigest()


def test_old_windows_archives_have_their_names_in_gbk(tmp_path: Path) -> None:
    fill(tmp_path, {"a.zip": makers.gbk_zip({"青河县2024年报告.txt": DATA, "云岭区报告.txt": OTHER})})
    assert sorted(names(tmp_path / "a.zip")) == ["a.zip/云岭区报告.txt", "a.zip/青河县2024年报告.txt"]


def test_archives_in_archives(tmp_path: Path) -> None:
    deep = makers.zipped({"底.txt": DATA})
    for _ in range(2):
        deep = makers.zipped({"层.zip": deep, "旁.txt": OTHER})
    fill(tmp_path, {"a.zip": deep})
    assert names(tmp_path) == ["a.zip/层.zip/层.zip/底.txt", "a.zip/层.zip/旁.txt", "a.zip/旁.txt"]


def test_a_document_that_is_a_zip_is_no_archive(tmp_path: Path) -> None:
    fill(tmp_path, {"其实是Word.zip": makers.word()})
    [source] = read(tmp_path)
    assert isinstance(source, Source)
    assert source.file == "其实是Word.zip"


def test_an_archive_that_hides_its_name_is_read_too(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "包.dat": makers.zipped(
                {"a.txt": DATA, "b.txt": OTHER, "manifest.csv": "file,place\na.txt,青河县\n".encode()}
            )
        },
    )
    assert [(r.file, r.hints.place) for r in read(tmp_path) if isinstance(r, Source)] == [
        ("包.dat/a.txt", "青河县"),
        ("包.dat/b.txt", ""),
    ]


def test_two_members_of_one_name_are_two(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        import zipfile

        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("x.txt", DATA)
            archive.writestr("x.txt", OTHER)
    assert sorted(len(r.text) for r in read(tmp_path) if isinstance(r, Source)) == [
        len(DATA.decode()),
        len(OTHER.decode()),
    ]


# items


def test_items_can_be_hashed_sent_and_read_elsewhere(tmp_path: Path) -> None:
    inner = makers.zipped({"里.txt": OTHER})
    fill(tmp_path, {"a.txt": DATA, "b.zip": makers.zipped({"c.txt": DATA, "d.zip": inner})})
    items = list(discover(tmp_path))
    assert [item.sha256() for item in items] == [hashlib.sha256(data).hexdigest() for data in (DATA, DATA, OTHER)]
    assert all(pickle.loads(pickle.dumps(item)) == item for item in items)
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        elsewhere = list(pool.map(read_item, items * 20))
    assert elsewhere == [read_item(item) for item in items] * 20


def test_a_stamp_changes_with_the_content(tmp_path: Path) -> None:
    fill(tmp_path, {"a.txt": DATA, "b.zip": makers.zipped({"c.txt": DATA})})
    before = [item.stamp for item in discover(tmp_path)]
    assert [item.stamp for item in discover(tmp_path)] == before
    fill(tmp_path, {"a.txt": OTHER, "b.zip": makers.zipped({"c.txt": OTHER})})
    assert all(old != new.stamp for old, new in zip(before, discover(tmp_path), strict=True))


def test_an_archive_replaced_meanwhile_is_noticed(tmp_path: Path) -> None:
    fill(tmp_path, {"a.zip": makers.zipped({"c.txt": DATA})})
    [item] = discover(tmp_path)
    fill(tmp_path, {"a.zip": makers.zipped({"另.txt": OTHER})})
    [refusal] = read_item(item)
    assert isinstance(refusal, Refusal) and "变动" in refusal.reason
    (tmp_path / "a.zip").unlink()
    assert isinstance(read_item(item)[0], Refusal)
    assert item.sha256() == ""


def test_finding_does_not_unpack(tmp_path: Path) -> None:
    data = makers.zipped({"a.txt": DATA, "b.txt": OTHER})
    position = data.index(b"a.txt") + 5
    fill(tmp_path, {"a.zip": data[:position] + b"\xff" * 10 + data[position + 10 :]})
    items = list(discover(tmp_path))
    assert [item.refusal for item in items] == ["", ""]
    broken, whole = read_item(items[0])[0], read_item(items[1])[0]
    assert isinstance(broken, Refusal) and isinstance(whole, Source)


# manifests

FULL = "file,place,place_code,report_year,title,url,published_on,note\na.txt,云岭省青河县,539901,2025,青河县报告,http://e.invalid/1,2025-01-10,随手记\n"


def hints(path: Path) -> dict[str, Hints]:
    return {result.file: result.hints for result in read(path) if isinstance(result, Source)}


def faults(path: Path) -> list[str]:
    return [result.reason for result in read(path) if isinstance(result, Refusal)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_manifest_row_becomes_hints(tmp_path: Path, encoding: str) -> None:
    fill(tmp_path, {"a.txt": DATA, "b.txt": DATA, "manifest.csv": FULL.encode(encoding)})
    given = Hints("云岭省青河县", "539901", 2025, "青河县报告", "http://e.invalid/1", date(2025, 1, 10))
    assert hints(tmp_path) == {"a.txt": given, "b.txt": Hints()}
    assert faults(tmp_path) == []


def test_the_manifest_nearest_to_a_file_wins(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "manifest.csv": "file,place\nx/a.txt,远\nx/b.txt,远\np.zip/c.txt,远\np.zip/d.txt,远\n".encode(),
            "x/manifest.csv": "file,place\na.txt,近\n".encode(),
            "x/a.txt": DATA,
            "x/b.txt": DATA,
            "p.zip": makers.zipped({"c.txt": DATA, "d.txt": DATA, "manifest.csv": "file,place\nd.txt,近\n".encode()}),
        },
    )
    assert {file: hint.place for file, hint in hints(tmp_path).items()} == {
        "x/a.txt": "近",
        "x/b.txt": "远",
        "p.zip/c.txt": "远",
        "p.zip/d.txt": "近",
    }
    assert faults(tmp_path) == []


FAULTY = {
    "a year that is none": ("file,report_year\na.txt,二五年\n", "第 2 行 report_year"),
    "a date that is none": ("file,published_on\na.txt,2025-02-30\n", "第 2 行 published_on"),
    "a file that is not there": ("file,place\na.txt,甲\nz.txt,乙\n", "z.txt"),
    "a file named twice": ("file,place\na.txt,甲\na.txt,乙\n", "第 3 行"),
    "no file column": ("名称,地区\na.txt,甲\n", "file 一列"),
    "nothing": ("", "file 一列"),
}


@pytest.mark.parametrize("name", FAULTY)
@pytest.mark.parametrize("packed", [False, True])
def test_a_faulty_manifest_is_named_and_the_files_are_read(tmp_path: Path, name: str, packed: bool) -> None:
    text, words = FAULTY[name]
    files = {"a.txt": DATA, "manifest.csv": text.encode()}
    fill(tmp_path, {"p.zip": makers.zipped(files)} if packed else files)
    results = list(read(tmp_path))
    [fault] = [result for result in results if isinstance(result, Refusal)]
    assert words in fault.reason
    assert fault.file == ("p.zip/manifest.csv" if packed else "manifest.csv")
    assert len(results) == 2


@pytest.mark.parametrize(
    "text", ["2025-01-10", "2025/1/10", "2025年1月10日", "2025.01.10", "2025-01-10 09:30".replace(" 09", "T09")]
)
def test_dates_are_understood_as_people_write_them(tmp_path: Path, text: str) -> None:
    fill(tmp_path, {"a.txt": DATA, "manifest.csv": f"file,published_on\na.txt,{text}\n".encode()})
    assert hints(tmp_path)["a.txt"].published_on == date(2025, 1, 10)


# uploads


def test_an_upload_may_be_an_archive_or_a_page_with_hints() -> None:
    results = read_bytes("上传.zip", makers.zipped({"a.txt": DATA, "b.pdf": b"%PDF-broken"}))
    assert [(result.file, type(result)) for result in results] == [
        ("上传.zip/a.txt", Source),
        ("上传.zip/b.pdf", Refusal),
    ]
    [source] = read_bytes("http://e.invalid/x", makers.page(makers.paragraphs()), hints=Hints(url="http://e.invalid/x"))
    assert isinstance(source, Source) and source.hints.url == "http://e.invalid/x"


def test_limits_apply_to_uploads() -> None:
    [refusal] = read_bytes("a.txt", DATA, Limits(file_bytes=100))
    assert isinstance(refusal, Refusal) and "超过上限" in refusal.reason
