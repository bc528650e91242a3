"""Images by a child process: sizes, a browser that dies or hangs, no browser, no font; PDF text that can be copied."""

from __future__ import annotations

import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import pypdfium2
import pytest

from dashboard.export import fonts, images, pack, pdf_file
from dashboard.export.images import Job, Renderer
from tests.export.conftest import Make, file_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def figure(title: str = "东平区 5.4%") -> go.Figure:
    made = go.Figure(go.Bar(x=["甲", "乙"], y=[1, 2]))
    return made.update_layout(title=title, font_family=fonts.FAMILY)


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a PNG."""
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", data[16:24])
    return wide, high


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as made:
        yield made


@pytest.mark.browser
class TestDrawing:
    def test_png_in_two_sizes(self, renderer: Renderer, tmp_path: Path) -> None:
        renderer.draw(Job(figure(), tmp_path / "a.png", "png", 400, 300, 2))
        renderer.draw(Job(figure(), tmp_path / "b.png", "png", 400, 300, 3.14))
        assert size_of(tmp_path / "a.png") == (800, 600)
        assert size_of(tmp_path / "b.png") == (1256, 942)

    def test_svg_holds_the_text(self, renderer: Renderer, tmp_path: Path) -> None:
        renderer.draw(Job(figure(), tmp_path / "a.svg", "svg", 400, 300))
        assert "东平区 5.4%" in (tmp_path / "a.svg").read_text(encoding="utf-8")

    @pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at the browser's command line")
    def test_the_browser_cannot_go_online(self, renderer: Renderer, tmp_path: Path) -> None:
        renderer.draw(Job(figure(), tmp_path / "a.svg", "svg", 400, 300))
        given = Path(f"/proc/{renderer.browser_group}/cmdline").read_bytes().split(b"\0")
        proxy = next(argument for argument in given if argument.startswith(b"--proxy-server="))
        host, port = proxy.removeprefix(b"--proxy-server=").decode().rsplit(":", 1)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((host, int(port)), timeout=5).close()

    def test_chinese_is_no_box(self, renderer: Renderer, tmp_path: Path) -> None:
        """Two different characters do not look the same, as boxes would."""
        for name in ("东", "区"):
            renderer.draw(Job(figure(name), tmp_path / f"{name}.png", "png", 200, 150, 1))
        assert (tmp_path / "东.png").read_bytes() != (tmp_path / "区.png").read_bytes()

    def test_one_warm_child_for_many(self, tmp_path: Path) -> None:
        with Renderer() as own:
            for n in range(5):
                own.draw(Job(figure(), tmp_path / f"{n}.svg", "svg", 300, 200))
            assert own.starts == 1
        assert len(list(tmp_path.glob("*.svg"))) == 5

    def test_print_size_carries_its_resolution(self, make: Make, renderer: Renderer, tmp_path: Path) -> None:
        pack.draw(make(), "print", tmp_path, renderer)
        for path in tmp_path.glob("*_print.png"):
            data = path.read_bytes()
            at = data.index(b"pHYs")
            assert struct.unpack(">IIB", data[at + 4 : at + 13]) == (11811, 11811, 1)
            assert abs(size_of(path)[0] - 1120 * pack.PRINT_SCALE) < 1


@pytest.mark.browser
@pytest.mark.skipif(os.name != "posix", reason="process groups")
class TestABrowserThatDies:
    def test_killed_between_two_figures(self, tmp_path: Path) -> None:
        with Renderer() as own:
            own.draw(Job(figure(), tmp_path / "a.png", "png", 300, 200, 1))
            assert own.browser_group
            os.killpg(own.browser_group, signal.SIGKILL)
            started = time.monotonic()
            own.draw(Job(figure(), tmp_path / "b.png", "png", 300, 200, 1))
            assert time.monotonic() - started < own.start_seconds
            assert own.starts == 2
        assert size_of(tmp_path / "b.png") == (300, 200)

    def test_killed_in_the_middle_of_a_batch(self, tmp_path: Path) -> None:
        """Every figure is there in the end, and none is half written."""
        with Renderer() as own:
            own.draw(Job(figure(), tmp_path / "first.png", "png", 300, 200, 1))

            def kill() -> None:
                time.sleep(0.6)
                if own.browser_group:
                    os.killpg(own.browser_group, signal.SIGKILL)

            thread = threading.Thread(target=kill)
            thread.start()
            jobs = [Job(figure(str(n)), tmp_path / f"{n}.png", "png", 600, 400, 2) for n in range(8)]
            for job in jobs:
                own.draw(job)
            thread.join()
            assert own.starts == 2
        for n in range(8):
            assert size_of(tmp_path / f"{n}.png") == (1200, 800)
        assert not list(tmp_path.glob(".*part"))

    def test_a_browser_that_hangs_is_ended_in_time(self, tmp_path: Path) -> None:
        with Renderer(draw_seconds=2.0) as own:
            own.draw(Job(figure(), tmp_path / "a.png", "png", 300, 200, 1))
            assert own.browser_group
            os.killpg(own.browser_group, signal.SIGSTOP)
            started = time.monotonic()
            own.draw(Job(figure(), tmp_path / "b.png", "png", 300, 200, 1))
            assert 2 <= time.monotonic() - started < 40
            assert own.starts == 2

    def test_no_process_is_left(self, tmp_path: Path) -> None:
        with Renderer() as own:
            own.draw(Job(figure(), tmp_path / "a.png", "png", 300, 200, 1))
            group = own.browser_group
            assert group
        for _ in range(50):
            try:
                os.killpg(group, 0)
            except ProcessLookupError:
                return
            time.sleep(0.1)
        pytest.fail("the browser is still there")

    def test_a_figure_that_cannot_be_drawn_is_an_error_with_its_name(self, tmp_path: Path) -> None:
        with Renderer() as own, pytest.raises(images.RenderError, match=r"no\.png"):
            own.draw(Job(figure(), tmp_path / "missing folder" / "no.png", "png", 300, 200, 1))


class TestWithoutBrowserOrFont:
    def test_no_browser_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
        with pytest.raises(images.ImagesUnavailableError, match="apt install chromium"):
            images.browser()

    def test_everything_else_is_made_and_the_rest_is_named(
        self, make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
        result = pack.export(make(), pack.FORMATS, tmp_path / "out")
        assert set(result.missing) == {"pdf", "png", "print", "svg"}
        made = {path.suffix for path in result.folder.rglob("*")}
        assert {".pptx", ".docx", ".xlsx", ".html", ".csv", ".parquet"} <= made
        assert not made & {".pdf", ".png", ".svg"}
        assert "apt install chromium" in (result.folder / "manifest.json").read_text(encoding="utf-8")

    def test_command_line_says_so_and_returns_1(
        self,
        make: Make,
        world: object,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        from dashboard.export.cli import main

        monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
        path = str(world.warehouse)  # type: ignore[attr-defined]
        assert (
            main(
                [
                    "export",
                    "--place",
                    "东平区",
                    "--format",
                    "csv,png",
                    "--warehouse",
                    path,
                    "--out",
                    str(tmp_path / "out"),
                ]
            )
            == 1
        )
        told = capsys.readouterr().err.replace("\n", "")
        assert "没有生成 PNG" in told
        assert "apt install chromium" in told

    def test_no_chinese_font_stops_before_drawing(
        self, make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(fonts, "_chinese", lambda: "")
        monkeypatch.setattr(fonts.shutil, "which", lambda name: name)
        with pytest.raises(fonts.FontsMissingError, match="fonts-noto-cjk"):
            fonts.check(["东平区"])
        monkeypatch.setattr(images, "browser", lambda: "browser")
        result = pack.export(make(), ("csv", "png"), tmp_path)
        assert "方框" in result.missing["png"]

    def test_missing_characters_are_found_by_halves(self, monkeypatch: pytest.MonkeyPatch) -> None:
        held = set("东平区县市")

        def listed(pattern: str) -> list[str]:
            chars = [chr(int(code, 16)) for code in pattern.removeprefix(":charset=").split()]
            return ["a font"] if set(chars) <= held else []

        monkeypatch.setattr(fonts, "_list", listed)
        assert fonts._uncovered("东平㛃区县𬭚") == ["㛃", "𬭚"]

    def test_windows_and_mac_are_asked_by_file(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(fonts.shutil, "which", lambda name: None)
        monkeypatch.setattr(fonts.sys, "platform", "win32")
        monkeypatch.setitem(fonts._FILES, "win32", (tmp_path, ("msyh.ttc",)))
        with pytest.raises(fonts.FontsMissingError, match="没有找到中文字体"):
            fonts.check(["东"])
        (tmp_path / "msyh.ttc").write_bytes(b"")
        assert fonts.check(["东"]).family == "msyh.ttc"


@pytest.mark.browser
def test_pdf_text_can_be_copied_and_searched(make: Make, renderer: Renderer, tmp_path: Path) -> None:
    briefing = make()
    pdf_file.write(briefing, tmp_path / "a.pdf", renderer)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    plain = "".join(text.split())
    for wanted in (
        "东平区2025年承诺目标完成情况",
        "完成8项（其中超额完成3项）、基本完成2项、未完成1项、未见报告1项、无法核验2项",
        "固定资产投资下降2.1%，低于目标10.1个百分点",
        "“预计地区生产总值增长5.4%”",
        "66.7%",
    ):
        assert wanted in plain, wanted
    assert not any(0x2E80 <= ord(char) <= 0x2FDF or 0xE000 <= ord(char) <= 0xF8FF for char in text)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf"]


@pytest.mark.browser
def test_page_draws_its_charts_without_errors_and_without_the_net(plain_pack: Path, chromium: Browser) -> None:
    told: list[str] = []
    asked: list[str] = []
    context = chromium.new_context()
    page = context.new_page()
    page.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: told.append("a dialog opened"))
    try:
        page.goto(file_of(plain_pack, "html").as_uri())
        page.wait_for_selector("#fig-gaps .main-svg")
        assert page.locator(".main-svg").count() >= 3
        page.click('a[data-evidence="R1"] >> nth=0')
        assert page.evaluate("location.hash") == "#R1"
    finally:
        context.close()
    assert not told, f"the page complained: {told}"
    assert [url.split(":")[0] for url in asked] == ["file"], f"asked for: {asked}"


@pytest.mark.browser
def test_printing_has_a_time_limit(tmp_path: Path) -> None:
    page = tmp_path / "slow.html"
    page.write_text("<script>while (true) {}</script>", encoding="utf-8")
    started = time.monotonic()
    with pytest.raises(images.RenderError, match="3 秒"):
        images.print_page(page, tmp_path / "a.pdf", seconds=3)
    assert time.monotonic() - started < 20
    assert [path.name for path in tmp_path.iterdir()] == ["slow.html"]


@pytest.mark.browser
def test_batch_of_all_places_in_one_command(world: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from dashboard.export.cli import main

    path = str(world.warehouse)  # type: ignore[attr-defined]
    arguments = [
        "export",
        "--each",
        "--level",
        "county_level",
        "--year",
        "2025",
        "--warehouse",
        path,
        "--out",
        str(tmp_path),
    ]
    assert main(arguments) == 0
    assert "4 个地区" in capsys.readouterr().out
    (folder,) = (entry for entry in tmp_path.iterdir() if entry.is_dir())
    drawn = sorted(image.relative_to(folder).parts[0] for image in folder.rglob("*@2x.png"))
    assert len(set(drawn)) == 4
    assert (tmp_path / f"{folder.name}.zip").is_file()
