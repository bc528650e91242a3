"""The whole login: the dashboard's server, a browser, and a small OpenID provider that answers here."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, free_port, serving

pytestmark = pytest.mark.browser
pytest.importorskip("httpx")
jose = pytest.importorskip("joserfc.jwk")

CLAIMS = {
    "allowed": {"email": "a@x.cn", "email_verified": True},
    "other": {"email": "b@y.cn", "email_verified": True},
    "unverified": {"email": "c@x.cn", "email_verified": False},
    "words": {"email": "d@x.cn", "email_verified": "false"},
}


class Provider(ThreadingHTTPServer):
    """Logs in whoever `who` names, without asking."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.url, self.who = f"http://127.0.0.1:{self.server_port}", "allowed"
        self.key = jose.RSAKey.generate_key(2048, {"kid": "k"})
        self.nonces: dict[str, str] = {}


class Answer(BaseHTTPRequestHandler):
    """Discovery, keys, authorization code, token."""

    server: Provider

    def do_GET(self) -> None:
        op, asked = self.server, urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/auth":
            op.nonces[op.who] = query["nonce"]
            self.send_response(302)
            self.send_header(
                "Location", f"{query['redirect_uri']}?" + urlencode({"code": op.who, "state": query["state"]})
            )
            self.end_headers()
        elif asked.path == "/keys":
            self.say({"keys": [op.key.as_dict(private=False)]})
        else:
            ends = {"authorization_endpoint": "/auth", "token_endpoint": "/token", "jwks_uri": "/keys"}
            algorithms = {"id_token_signing_alg_values_supported": ["RS256"]}
            self.say({"issuer": op.url, **{name: op.url + path for name, path in ends.items()}, **algorithms})

    def do_POST(self) -> None:
        from joserfc import jwt

        op, sent = self.server, parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        who, now = sent["code"][0], int(time.time())
        claims = {"iss": op.url, "aud": "yanguo", "sub": who, "iat": now, "exp": now + 60, "nonce": op.nonces[who]}
        token = jwt.encode({"alg": "RS256", "kid": "k"}, claims | CLAIMS[who], op.key)
        self.say({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def say(self, value: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as op:
        threading.Thread(target=op.serve_forever, daemon=True).start()
        yield op
        op.shutdown()


@pytest.fixture(scope="module")
def guarded(provider: Provider, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder, port = tmp_path_factory.mktemp("guarded"), free_port()
    auth = {"redirect_uri": f"http://127.0.0.1:{port}/oauth2callback", "cookie_secret": "0123456789" * 4}
    auth |= {"client_id": "yanguo", "client_secret": "s", "server_metadata_url": f"{provider.url}/.well-known"}
    (folder / ".streamlit").mkdir()
    lines = ["[auth]", *(f'{name} = "{value}"' for name, value in auth.items()), "[yanguo]", 'domains = ["x.cn"]']
    (folder / ".streamlit" / "secrets.toml").write_text("\n".join(lines), encoding="utf-8")
    yield from serving(folder, port, sample_file)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context() as context:
        yield context.new_page()


def _signed_in(page: Page) -> bool:
    return any(one["name"].startswith("_streamlit_user") for one in page.context.cookies())


@pytest.mark.parametrize("who", CLAIMS)
def test_only_who_may_look_gets_in(who: str, provider: Provider, guarded: Server, page: Page) -> None:
    provider.who = who
    page.goto(f"{guarded.url}/export")
    page.get_by_role("button", name="登录").click()
    inside, refused = page.locator(".st-key-language"), page.get_by_text("没有查看的权限")
    expect(inside if who == "allowed" else refused).to_be_visible(timeout=30_000)
    expect(refused if who == "allowed" else inside).to_have_count(0)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible(timeout=30_000)
    for _ in range(100):  # the page may ask for the login before the answer that takes the cookie has come
        if not _signed_in(page):
            break
        page.wait_for_timeout(100)
    assert not _signed_in(page)
