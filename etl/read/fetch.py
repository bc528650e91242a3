"""One page from an address, kept as it came. Only http and https, only public addresses unless allowed, within limits."""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import os
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from etl.read import fetched
from etl.read.limits import DEFAULT, Deadline
from etl.read.names import numbered, skipped
from etl.read.package import open_package
from etl.read.reasons import UnreadableError, size
from etl.read.sniff import package, sniff

_AGENT = "yanguo/0.1 (+python http.client)"
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 64 * 1024
_SUFFIXES = {
    "html": ".html",
    "pdf": ".pdf",
    "docx": ".docx",
    "xlsx": ".xlsx",
    "ofd": ".ofd",
    "zip": ".zip",
    "mhtml": ".mht",
}
_TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """seconds: for the whole fetch, redirects included. page_bytes: of the page, unpacked. redirects: how many at most."""

    seconds: float = 30.0
    page_bytes: int = DEFAULT.file_bytes
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Page:
    """url: as asked for. final_url: where it was found. data: the bytes as the server sent them, transfer packing undone."""

    url: str
    final_url: str
    data: bytes
    fetched_on: date = field(default_factory=date.today)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def save(url: str, folder: Path, allow_private: bool = False, limits: FetchLimits | None = None) -> Path:
    """Fetch a page into `folder`, with a row in its manifest; returns the file. The same bytes are kept once.

    Raises UnreadableError (what is wrong with the address or its answer) or OSError (the folder cannot be written to).
    """
    page = fetch(url, allow_private, limits)
    wanted = next(p for p in numbered(folder, _name(page)) if not p.exists() or p.read_bytes() == page.data)
    if not wanted.exists():
        part = folder / f".{wanted.name}.part-{os.getpid()}"
        try:
            part.write_bytes(page.data)
            part.replace(wanted)
        finally:
            part.unlink(missing_ok=True)
    fetched.note(folder, wanted.name, page.url, page.sha256, page.fetched_on)
    return wanted


def fetch(url: str, allow_private: bool = False, limits: FetchLimits | None = None) -> Page:
    """The page at an address. Every address on the way is checked, redirects too. Raises UnreadableError."""
    limits = limits or FetchLimits()
    deadline = Deadline(limits.seconds)
    at = url.strip()
    for _ in range(limits.redirects + 1):
        found = _get(checked(at), allow_private, limits, deadline)
        if isinstance(found, bytes):
            return Page(url.strip(), at, found)
        at = urljoin(at, found)
    raise UnreadableError("url_redirects", limit=limits.redirects)


def checked(url: str) -> SplitResult:
    """The address, with everything outside ASCII escaped. Raises UnreadableError for one that is not to be asked for."""
    if any(ord(c) < 33 or ord(c) == 127 for c in url):
        raise UnreadableError("url_wrong", url=_shown(url))
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise UnreadableError("url_wrong", url=_shown(url)) from None
    if parts.scheme not in ("http", "https"):
        raise UnreadableError("url_scheme", url=_shown(url))
    if not name:
        raise UnreadableError("url_wrong", url=_shown(url))
    if parts.username is not None or parts.password is not None:
        raise UnreadableError("url_password")
    place = (f"[{name}]" if ":" in name else name) + (f":{port}" if port is not None else "")
    path, query = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"), quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return SplitResult(parts.scheme, place, path, query, "")


def _get(parts: SplitResult, allow_private: bool, limits: FetchLimits, deadline: Deadline) -> bytes | str:
    """One request: the page's bytes, or where the server sends us on to."""
    host = parts.hostname or ""
    try:
        with _ended_at(deadline, _connect(host, _port(parts), allow_private, deadline)) as plain:
            connection = http.client.HTTPConnection(host, _port(parts))
            connection.sock = _secured(plain, host) if parts.scheme == "https" else plain
            headers = {
                "User-Agent": _AGENT,
                "Accept": "*/*",
                "Accept-Encoding": "gzip, identity",
                "Connection": "close",
            }
            connection.request("GET", urlunsplit(("", "", parts.path, parts.query, "")), headers=headers)
            found = _answer(connection.getresponse(), limits)
            _left(deadline)  # an answer without a length looks whole when it is cut
            return found
    except UnreadableError:
        if deadline.passed():  # what the cut left behind
            raise UnreadableError("url_slow", limit=f"{limits.seconds:g}") from None
        raise
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        raise _trouble(error, host, limits, deadline) from None


def _trouble(error: Exception, host: str, limits: FetchLimits, deadline: Deadline) -> UnreadableError:
    if isinstance(error, TimeoutError) or deadline.passed():
        return UnreadableError("url_slow", limit=f"{limits.seconds:g}")
    if isinstance(error, ssl.SSLError):
        return UnreadableError("url_certificate", host=host, detail=error.reason or type(error).__name__)
    if isinstance(error, OSError):
        return UnreadableError("url_unreachable", host=host, detail=error.strerror or type(error).__name__)
    return UnreadableError("url_broken", host=host, detail=type(error).__name__)


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _secured(plain: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


@contextmanager
def _ended_at(deadline: Deadline, plain: socket.socket) -> Iterator[socket.socket]:
    """The connection, cut when the time is over: a server that sends a byte now and then does not hold us."""
    handle = plain.dup()

    def cut() -> None:
        with suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_left(deadline), cut)
    timer.daemon = True
    timer.start()
    try:
        yield plain
    finally:
        timer.cancel()
        cut()
        handle.close()
        plain.close()


def _connect(host: str, port: int, allow_private: bool, deadline: Deadline) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise UnreadableError("url_no_host", host=host) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(is_public(address) for address in addresses):
        raise UnreadableError("url_private", host=host)
    trouble: OSError | None = None
    for address in dict.fromkeys(addresses):
        try:
            return socket.create_connection((address, port), timeout=_left(deadline))
        except TimeoutError:
            raise
        except OSError as error:
            trouble = error
    raise trouble or OSError()


def is_public(address: str) -> bool:
    """False for loopback, private, link-local, reserved, multicast and the like, also where IPv6 wraps such an IPv4."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _left(deadline: Deadline) -> float:
    left = deadline.left()
    if left <= 0:
        raise TimeoutError
    return left


def _answer(answer: http.client.HTTPResponse, limits: FetchLimits) -> bytes | str:
    if answer.status in _REDIRECTS and answer.getheader("Location"):
        return str(answer.getheader("Location")).strip()
    if answer.status != 200:
        raise UnreadableError("url_status", status=answer.status)
    packing = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise http.client.UnknownTransferEncoding(packing)
    if (answer.length or 0) > limits.page_bytes:
        raise UnreadableError("too_big", size=size(answer.length or 0), limit=size(limits.page_bytes))
    data = b"".join(_unpacked(_chunks(answer), packing, limits.page_bytes))
    if answer.length:  # promised, and not sent
        raise http.client.IncompleteRead(b"")
    if not data:
        raise UnreadableError("empty")
    return data


def _chunks(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    while chunk := answer.read(_CHUNK):
        yield chunk


def _unpacked(chunks: Iterator[bytes], packing: str, most: int) -> Iterator[bytes]:
    """The page's bytes. Raises UnreadableError once there are more than `most`, packed or not."""
    total = 0
    for part in chunks if packing == "identity" else _unzipped(chunks):
        total += len(part)
        if total > most:
            raise UnreadableError("too_big", size=f"{size(most)} 以上", limit=size(most))
        yield part


def _unzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for chunk in chunks:
        while chunk:
            yield stream.decompress(chunk, _CHUNK * 16)
            chunk = stream.unconsumed_tail
    if not stream.eof:
        raise zlib.error("unfinished")


def _name(page: Page) -> str:
    """A file name from the address, its suffix by what the bytes are."""
    parts = urlsplit(page.url)
    host, last = (parts.hostname or "page").removeprefix("www."), unquote(parts.path.rstrip("/").rpartition("/")[2])
    stem, dot, suffix = last.rpartition(".")
    if not dot or len(suffix) > 5:
        stem, suffix = last, ""
    kind = sniff(page.data)
    if kind == "zip":
        with suppress(UnreadableError), open_package(page.data) as opened:
            kind = package(set(opened.namelist()[:2000]))
    given = f".{suffix.lower()}" if suffix else ""
    ending = _SUFFIXES.get(kind) or (given if given in _TEXTS else ".txt" if kind == "text" else ".bin")
    mark = hashlib.sha256(page.url.encode("utf-8", "replace")).hexdigest()[:8]
    name = re.sub(r"[^\w.-]+", "_", "_".join(filter(None, (host, stem[:60])))).strip("._") or "page"
    name = f"{name}_{mark}{ending}"
    return f"网页_{name}" if skipped(name) else name


def _shown(url: str) -> str:
    return re.sub(r"[^\x21-\x7e\u4e00-\u9fff]", "?", url)[:200]
