"""Places inside the house are not asked because another server says so."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from actions.anchoring import Anchor
from actions.recording import record, seal
from api import reaching
from api.providers import Client
from rules.providers import Provider
from rules.reaching import NotReachable, check_address, is_outside
from rules.refusals import Refused
from tests.api.provider import CLIENT, SECRET, Identity, identity

INSIDE = ["127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
          "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
          "255.255.255.255", "240.0.0.1", "ff02::1", "not an address", ""]  # fmt: skip
HOME = "https://login.example.com"


@pytest.mark.parametrize("place", INSIDE)
def test_a_place_inside_is_recognized(place: str) -> None:
    assert not is_outside(place)


@pytest.mark.parametrize("place", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_a_place_outside_is_recognized(place: str) -> None:
    assert is_outside(place)


@pytest.mark.parametrize(
    "address",
    ["http://login.example.com/x", "file:///etc/passwd", "gopher://x/1", "https://a:b@login.example.com/x", "//x/y", "",
     "https://", "ftp://login.example.com/"],
)  # fmt: skip
def test_only_plain_addresses_over_tls_are_asked(address: str) -> None:
    with pytest.raises(NotReachable):
        check_address(address, HOME)


@pytest.mark.parametrize("place", ["169.254.169.254", "10.1.2.3", "::1"])
async def test_a_name_that_leads_inside_is_not_asked(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _lead(monkeypatch, place)
    with pytest.raises(NotReachable):
        await reaching.ask("GET", "https://keys.example.net/jwks", HOME)


async def test_the_place_that_was_judged_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere the second time changes nothing."""
    asked: list[httpx.Request] = []
    _lead(monkeypatch, "93.184.216.34")
    transport = httpx.MockTransport(lambda request: asked.append(request) or httpx.Response(200, json={}))
    plain = httpx.AsyncClient
    monkeypatch.setattr(reaching.httpx, "AsyncClient", lambda **known: plain(transport=transport, **known))
    await reaching.ask("GET", "https://keys.example.net/jwks", HOME)
    (request,) = asked
    assert (request.url.host, request.headers["host"]) == ("93.184.216.34", "keys.example.net")
    assert request.extensions["sni_hostname"] == "keys.example.net"


@pytest.mark.parametrize("endpoint", ["jwks_uri", "token_endpoint"])
async def test_a_provider_that_names_a_place_inside_is_refused(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with identity() as idp, _inner_server() as inner:
        client = Client(Provider("work", "Work", idp.issuer, CLIENT, SECRET), "http://127.0.0.1/sso/work/callback")
        known = await client._about()
        known.metadata[endpoint] = f"http://localhost:{inner.port}/secret"
        asked = client._keys(known, True) if endpoint == "jwks_uri" else client._token(known, "code", "verifier")
        with pytest.raises(Refused):
            await asked
        assert inner.fetched == 0


async def test_a_redirect_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with identity() as idp:
        answer = await reaching.ask(
            "GET", f"{idp.issuer}/authorize?redirect_uri=http://localhost/x&state=1", idp.issuer
        )
    assert answer.status_code == 303


async def test_heads_of_the_audit_chain_are_sent_to_no_other_address(
    connection: asyncpg.Connection, tmp_path: Path
) -> None:
    await record(connection, "ana", "points.earn", "Member", None, {})
    await seal(connection)
    async with identity() as idp:
        moved = f"{idp.issuer}/authorize?redirect_uri={idp.issuer}/jwks&state=1"
        assert await Anchor(tmp_path / "heads", moved).tell(connection) is None
        assert idp.fetched == 0


@asynccontextmanager
async def _inner_server() -> AsyncIterator[Identity]:
    async with identity() as inner:
        yield inner


def _lead(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    async def found(*_: Any, **__: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 443))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", found)
