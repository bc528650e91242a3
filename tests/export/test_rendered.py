"""LibreOffice turns the files into pages: nothing is cut, Chinese is Chinese, the briefing has two to four pages."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from dashboard.export import docx_file, pptx_file
from dashboard.export.compose import plain
from tests.export.conftest import Make, file_of

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def pages_of(path: Path, folder: Path) -> pypdfium2.PdfDocument:
    """The file as PDF, by a LibreOffice with a profile of its own."""
    command = [
        str(OFFICE),
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=os.environ | {"HOME": str(folder)})
    return pypdfium2.PdfDocument(folder / f"{path.stem}.pdf")


def text_of(page: pypdfium2.PdfPage) -> str:
    return "".join(page.get_textpage().get_text_bounded().split())


def save_images(document: pypdfium2.PdfDocument, kind: str) -> None:
    """Keep the pages as test output, to be looked at."""
    folder = os.environ.get("YANGUO_TEST_OUTPUT")
    if folder:
        target = Path(folder) / "export"
        target.mkdir(parents=True, exist_ok=True)
        for n, page in enumerate(document, 1):
            page.render(scale=1.2).to_pil().save(target / f"{kind}_{n:02d}.png")


def ink_touches_edge(page: pypdfium2.PdfPage, margin: int = 3) -> bool:
    """Whether anything but paper stands at the right or lower edge."""
    image = page.render(scale=1.0).to_pil().convert("L")
    wide, high = image.size
    strips = (image.crop((wide - margin, 0, wide, high)), image.crop((0, high - margin, wide, high)))
    return any(strip.getextrema()[0] < 200 for strip in strips)


def test_slides(plain_pack: Path, make: Make, tmp_path: Path) -> None:
    document = pages_of(file_of(plain_pack, "pptx"), tmp_path)
    save_images(document, "pptx")
    texts = [text_of(page) for page in document]
    wide, high = document[0].get_size()
    assert wide / high == pytest.approx(16 / 9, abs=0.01)
    for section in make().sections:
        title = "".join(plain(section.title).split())
        assert any(title in text for text in texts), title
    assert any("固定资产投资下降2.1%，低于目标10.1个百分点（目标：8%）" in text for text in texts)
    assert not any(ink_touches_edge(page) for page in list(document)[1:])


@pytest.mark.parametrize("kind", ["place", "indicator", "year"])
def test_briefing_has_two_to_four_pages_and_an_annex(make: Make, tmp_path: Path, kind: str) -> None:
    docx_file.write(make(kind), tmp_path / "a.docx")
    document = pages_of(tmp_path / "a.docx", tmp_path)
    save_images(document, f"docx_{kind}")
    texts = [text_of(page) for page in document]
    annex = next(n for n, text in enumerate(texts) if "附件数字的依据" in text)
    assert 2 <= annex <= 4
    assert "一、总体情况" in texts[0]
    assert not any(ink_touches_edge(page) for page in document)


def test_english_slides(make: Make, tmp_path: Path) -> None:
    pptx_file.write(make("place", "en"), tmp_path / "a.pptx")
    document = pages_of(tmp_path / "a.pptx", tmp_path)
    save_images(document, "pptx_en")
    text = "".join(text_of(page) for page in document)
    assert "Fixedassetinvestmentdown2.1%,10.1percentagepointsbelowtarget(target:8%)" in text
    assert "完成" not in text.replace("完成目标任务的103.5%", "")


def test_workbook(plain_pack: Path, tmp_path: Path) -> None:
    document = pages_of(file_of(plain_pack, "xlsx"), tmp_path)
    save_images(document, "xlsx")
    text = "".join(text_of(page) for page in document)
    assert "东平区2025年承诺目标完成情况" in text
    assert "=HYPERLINK" in text
