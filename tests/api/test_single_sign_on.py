"""Signing in at a provider: a real one on loopback, and what it must not get away with."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import ECKey

from rules.providers import Provider
from settings import Settings
from tests.api.conftest import House, opened
from tests.api.provider import CLIENT, SECRET, Identity, identity
from tests.api.test_identity import _clean, start

__all__ = ["_clean"]


@pytest_asyncio.fixture
async def idp() -> AsyncIterator[Identity]:
    async with identity() as found:
        yield found


@pytest_asyncio.fixture
async def desk(house: House, settings: Settings, idp: Identity) -> AsyncIterator[House]:
    """The house with two providers, the second one with the codes of the first."""
    await start(house)
    work = Provider("work", "Work", idp.issuer, CLIENT, SECRET)
    plus = replace(settings, providers=(work, replace(work, code="other", checks_codes=True)))
    async with opened(plus, house.url, house.token) as found:
        yield found
    await house.tell("DELETE FROM staff_account")


async def away(client: httpx.AsyncClient, code: str = "work", target: str = "/members") -> str:
    """The address that the browser is sent back to by the provider."""
    answer = await client.get(f"/sso/{code}?{urlencode({'next': target})}")
    assert answer.status_code == 303, answer.text
    async with httpx.AsyncClient(trust_env=False) as browser:
        return (await browser.get(answer.headers["location"])).headers["location"]


async def back(client: httpx.AsyncClient, address: str, **other: Any) -> httpx.Response:
    parts = urlsplit(address)
    given = {name: values[0] for name, values in parse_qs(parts.query).items()} | other
    given = {name: value for name, value in given.items() if value is not None}
    return await client.get(f"{parts.path}?{urlencode(given)}")


async def entered(desk: House) -> int:
    async with desk.client() as client:
        return (await back(client, await away(client))).status_code


async def linked(desk: House) -> int:
    return await desk.tell("SELECT count(*) FROM staff_account")


async def test_who_signed_in_there_is_in_here(desk: House) -> None:
    async with desk.client() as client:
        assert "Sign in with Work" in (await client.get("/login")).text
        answer = await back(client, await away(client))
        assert (answer.status_code, answer.headers["location"]) == (303, "/members")
        assert (await client.get("/members")).status_code == 200
    told = await desk.tell(
        "SELECT string_agg(action, ' ' ORDER BY id DESC) FROM (SELECT * FROM audit_event ORDER BY id DESC LIMIT 2) e"
    )
    assert told == "staff.signed_in staff.account_linked"


async def test_the_account_is_known_again_whatever_its_address(desk: House, idp: Identity) -> None:
    assert await entered(desk) == 303
    idp.claims = {"email": "new@example.com", "email_verified": False}
    assert await entered(desk) == 303
    assert await linked(desk) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"aud": [CLIENT, "another"]}, {"aud": None},
        {"azp": "another"}, {"exp": 1}, {"exp": None}, {"iss": "https://evil.example.com"}, {"iss": None},
        {"sub": None}, {"sub": ""}, {"iat": 99999999999},
        {"email_verified": False}, {"email_verified": "true"}, {"email": "nobody@example.com"}, {"email": None},
    ],
    ids=str,
)  # fmt: skip
async def test_a_token_that_says_something_else_lets_nobody_in(desk: House, idp: Identity, claims: dict) -> None:
    idp.claims = claims
    assert await entered(desk) == 401
    assert await linked(desk) == 0


@pytest.mark.parametrize("alg", ["none", "HS256"])
async def test_a_token_without_the_providers_signature_lets_nobody_in(desk: House, idp: Identity, alg: str) -> None:
    idp.lies = {"alg": alg}
    assert await entered(desk) == 401


async def test_a_token_of_another_key_lets_nobody_in(desk: House, idp: Identity) -> None:
    idp.lies = {"key": ECKey.generate_key("P-256", {"kid": "one"})}
    assert await entered(desk) == 401


async def test_new_keys_of_the_provider_are_found(desk: House, idp: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await entered(desk) == 303
    monkeypatch.setattr("api.providers.ASKED_AGAIN_SECONDS", 0)
    idp.keys.append(ECKey.generate_key("P-256", {"kid": "two", "use": "sig"}))
    assert await entered(desk) == 303


async def test_keys_are_not_asked_for_at_every_forgery(desk: House, idp: Identity) -> None:
    assert await entered(desk) == 303
    idp.lies = {"key": ECKey.generate_key("P-256", {"kid": "forged"})}
    fetched = idp.fetched
    assert [await entered(desk) for _ in range(3)] == [401] * 3
    assert idp.fetched == fetched


async def test_a_way_back_works_once(desk: House) -> None:
    async with desk.client() as client:
        address = await away(client)
        assert (await back(client, address)).status_code == 303
        assert (await back(client, address)).status_code == 401


@pytest.mark.parametrize(
    "other", [{"state": "guessed"}, {"state": None}, {"code": None}, {"code": "guessed"}, {"error": "x"}]
)
async def test_a_way_back_that_was_changed_leads_nowhere(desk: House, other: dict) -> None:
    async with desk.client() as client:
        assert (await back(client, await away(client), **other)).status_code == 401


async def test_a_way_back_is_for_the_browser_that_left(desk: House) -> None:
    async with desk.client() as one, desk.client() as other:
        address = await away(one)
        await away(other)
        assert (await back(other, address)).status_code == 401


@pytest.mark.parametrize("iss", ["https://evil.example.com", None])
async def test_an_answer_of_another_issuer_is_not_believed(desk: House, iss: str | None) -> None:
    async with desk.client() as client:
        assert (await back(client, await away(client), iss=iss)).status_code == 401


async def test_an_answer_for_one_provider_is_not_taken_for_another(desk: House) -> None:
    async with desk.client() as client:
        address = (await away(client)).replace("/sso/work/", "/sso/other/")
        assert (await back(client, address)).status_code == 401


async def test_a_provider_that_says_another_name_is_not_asked(desk: House, idp: Identity) -> None:
    idp.lies = {"issuer": "https://evil.example.com"}
    async with desk.client() as client:
        assert (await client.get("/sso/work")).status_code == 502


async def test_who_no_longer_works_here_is_not_let_in(desk: House) -> None:
    assert await entered(desk) == 303
    await desk.tell("UPDATE staff SET is_active = false WHERE username = 'li'")
    assert await entered(desk) == 401


async def test_nobody_is_sent_to_another_site_afterwards(desk: House) -> None:
    async with desk.client() as client:
        answer = await back(client, await away(client, target="https://evil.example.com"))
    assert answer.headers["location"] == "/"


async def test_codes_are_asked_for_unless_the_provider_does(desk: House) -> None:
    secret = (
        "INSERT INTO staff_totp (staff_id, sealed, confirmed_at) SELECT id, 'x', now() FROM staff WHERE username = 'li'"
    )
    await desk.tell(secret)
    async with desk.client() as client:
        assert (await back(client, await away(client))).headers["location"] == "/login/code?next=%2Fmembers"
    async with desk.client() as client:
        assert (await back(client, await away(client, "other"))).headers["location"] == "/members"


async def test_accounts_are_made_only_where_that_is_set(house: House, settings: Settings, idp: Identity) -> None:
    idp.claims = {"email": "new@example.com", "sub": "new"}
    work = Provider("work", "Work", idp.issuer, CLIENT, SECRET, creates_role="finance")
    async with opened(replace(settings, providers=(work,)), house.url, house.token) as desk:
        assert await entered(desk) == 303
    made = await house.tell("SELECT name FROM staff WHERE username = 'new@example.com'")
    await house.tell("DELETE FROM staff_account")
    assert made == "Li Na"
