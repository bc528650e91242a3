"""Pages from addresses: a server on loopback that behaves in every wrong way, and the addresses that are never asked."""

from __future__ import annotations

import contextlib
import csv
import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from etl.read import discover
from etl.read.fetch import FetchLimits, fetch, is_public, save
from etl.read.limits import MIB
from etl.read.reasons import UnreadableError
from tests.read import makers

PAGE = "<!DOCTYPE html><html><head><meta charset='gb2312'></head><body><p>青河县二零二五年工作报告。</p></body></html>".encode(
    "gb2312"
)
LIMITS = FetchLimits(seconds=1.5, page_bytes=100_000, redirects=3)


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with contextlib.suppress(OSError):
            getattr(self, "do_" + self.path.strip("/").partition("/")[0].partition(".")[0].partition("?")[0])()

    def send(self, data: bytes, status: int = 200, /, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def do_page(self) -> None:
        self.send(PAGE)

    def do_packed(self) -> None:
        self.send(gzip.compress(PAGE), Content_Encoding="gzip")

    def do_bomb(self) -> None:
        self.send(gzip.compress(bytes(3_000_000)), Content_Encoding="gzip")

    def do_half(self) -> None:
        self.send(gzip.compress(PAGE)[:60], Content_Encoding="gzip")

    def do_short(self) -> None:
        self.send(PAGE, Content_Length=str(len(PAGE) + 10))

    def do_large(self) -> None:
        self.send(b"x", Content_Length=str(200_000))

    def do_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 8192)

    def do_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip()

    def do_dripheader(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip()

    def drip(self) -> None:
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def do_gone(self) -> None:
        self.send(b"", 404)

    def do_empty(self) -> None:
        self.send(b"")

    def do_nonsense(self) -> None:
        self.wfile.write(b"SSH-2.0-server\r\n\r\n")

    def do_once(self) -> None:
        self.send(b"", 302, Location="/page.html?a=1")

    def do_round(self) -> None:
        self.send(b"", 302, Location="/round")

    def do_tofile(self) -> None:
        self.send(b"", 302, Location="file:///etc/passwd")

    def do_toftp(self) -> None:
        self.send(b"", 302, Location="ftp://127.0.0.1/x")

    def do_docx(self) -> None:
        self.send(makers.word(["青河县工作报告。"]))

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/page.html", "/packed", "/once"])
def test_a_page_comes_as_it_is(site: str, path: str) -> None:
    page = fetch(site + path, allow_private=True, limits=LIMITS)
    assert page.data == PAGE
    assert page.fetched_on == date.today()
    assert page.final_url.startswith(site)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/bomb", "超过上限"),
        ("/large", "超过上限"),
        ("/endless", "超过上限"),
        ("/half", "不完整"),
        ("/short", "不完整"),
        ("/nonsense", "不合规"),
        ("/gone", "404"),
        ("/empty", "空文件"),
        ("/round", "3 次"),
        ("/tofile", "只能读取 http"),
        ("/toftp", "只能读取 http"),
        ("/drip", "1.5 秒"),
        ("/dripheader", "1.5 秒"),
    ],
)
def test_what_goes_wrong_is_said_in_time(site: str, path: str, said: str) -> None:
    start = time.monotonic()
    with pytest.raises(UnreadableError, match=said):
        fetch(site + path, allow_private=True, limits=LIMITS)
    assert time.monotonic() - start < 6


def test_loopback_is_not_asked_unless_allowed(site: str) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"):
        with pytest.raises(UnreadableError, match=r"本机或内部网络|找不到网站"):
            fetch(f"http://{host}:{site.rpartition(':')[2]}/page", limits=LIMITS)


def test_a_name_that_leads_inside_is_not_followed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One public address beside a private one does not help."""
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("93.184.216.34", "10.0.0.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(UnreadableError, match=r"report\.example 是本机或内部网络"):
        fetch("http://report.example/", limits=LIMITS)


def test_a_redirect_inside_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def get(parts: object, allow_private: bool, *_: object) -> str:
        asked.append(str(parts))
        assert not allow_private
        return "http://127.0.0.1/" if len(asked) == 1 else pytest.fail("asked")

    import etl.read.fetch as module

    real = module._get
    monkeypatch.setattr(module, "_get", lambda *a: get(*a) if not asked else real(*a))
    with pytest.raises(UnreadableError, match="本机或内部网络"):
        fetch("http://report.example/", limits=LIMITS)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.com/a", "只能读取"),
        ("file:///etc/passwd", "只能读取"),
        ("http://", "网址不完整"),
        ("http://a:99999/", "网址不完整"),
        ("http://x\r\nHost: y/", "网址不完整"),
        ("http://user:secret@example.com/", "用户名或密码"),
        ("http://name.invalid/", "找不到网站"),
        ("http://" + "甲" * 300 + "/", "网址不完整|找不到网站"),
    ],
)
def test_addresses_that_are_none(url: str, said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as caught:
        fetch(url, limits=LIMITS)
    assert "secret" not in str(caught.value)


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnreadableError, match="连不上 127"):
        fetch(f"http://127.0.0.1:{port}/", allow_private=True, limits=LIMITS)


def test_no_certificate(site: str) -> None:
    with pytest.raises(UnreadableError, match=r"安全证书|连不上"):
        fetch(site.replace("http:", "https:") + "/page", allow_private=True, limits=LIMITS)


def test_kept_with_address_hash_and_day(site: str, tmp_path: Path) -> None:
    url = f"{site}/page/2025年报告.html?id=3"
    path = save(url, tmp_path, allow_private=True)
    assert save(url, tmp_path, allow_private=True) == path
    assert path.read_bytes() == PAGE
    assert path.suffix == ".html"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([path.name, "manifest.csv"])
    with (tmp_path / "manifest.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["url"] == url
    assert row["sha256"] == hashlib.sha256(PAGE).hexdigest()
    assert row["fetched_on"] == date.today().isoformat()
    (item,) = discover(tmp_path)
    assert item.hints.url == url


def test_a_new_version_of_a_page_is_kept_beside_the_old(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save(f"{site}/page.html", tmp_path, allow_private=True)
    monkeypatch.setattr("tests.read.test_fetch.PAGE", PAGE + b"<!-- new -->")
    second = save(f"{site}/page.html", tmp_path, allow_private=True)
    assert first != second
    assert [item.hints.url for item in discover(tmp_path)] == [f"{site}/page.html"] * 2


def test_the_suffix_is_by_what_it_is(site: str, tmp_path: Path) -> None:
    assert save(f"{site}/docx/get.php", tmp_path, allow_private=True).suffix == ".docx"
    assert save(f"{site}/docx/manifest", tmp_path, allow_private=True).name != "manifest.csv"


def test_a_manifest_that_is_there_keeps_its_rows(site: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("青河县工作报告", encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("file,place,mine\na.txt,青河县,x\n", encoding="utf-8")
    path = save(f"{site}/page", tmp_path, allow_private=True)
    with (tmp_path / "manifest.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["place"], row["mine"]) for row in rows] == [("a.txt", "青河县", "x"), (path.name, "", "")]


def test_the_default_limit_is_the_readers_own() -> None:
    assert FetchLimits().page_bytes == 64 * MIB
