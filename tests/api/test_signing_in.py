"""A password becomes a session, and a session ends."""

import asyncio
from http.cookies import SimpleCookie
from statistics import median
from time import perf_counter

import httpx
import pytest

from tests.api.conftest import COUNT, House, csrf_of, sign_in

COOKIE = "memberdesk_session"


def cookie_of(answer: httpx.Response) -> "SimpleCookie":
    return SimpleCookie("\r\n".join(answer.headers.get_list("set-cookie")))


async def test_the_right_password_gives_a_safe_cookie(house: House) -> None:
    async with house.client() as client:
        answer = await sign_in(client)
    given = cookie_of(answer)[COOKIE]
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert given["httponly"] is True
    assert given["samesite"] == "lax"
    assert given["path"] == "/"
    assert given["domain"] == ""


async def test_off_this_machine_the_cookie_is_for_https_only(house: House) -> None:
    async with house.client() as near, house.client(headers={"host": "desk.example.com"}) as far:
        assert not cookie_of(await sign_in(near))[COOKIE]["secure"]
        assert cookie_of(await sign_in(far))[f"__Host-{COOKIE}"]["secure"]


async def test_the_table_holds_no_token_that_could_be_used(house: House) -> None:
    async with house.client() as client:
        token = cookie_of(await sign_in(client))[COOKIE].value
    kept = await house.tell("SELECT string_agg(s::text, ' ') FROM staff_session s")
    assert token not in kept
    assert await house.tell("SELECT count(*) FROM staff_session WHERE token_hash = sha256($1)", token.encode()) == 1


async def test_every_sign_in_begins_a_new_session(house: House) -> None:
    async with house.client() as client:
        client.cookies.set(COOKIE, "chosen-by-someone-else")
        first = cookie_of(await sign_in(client))[COOKIE].value
        second = cookie_of(await sign_in(client))[COOKIE].value
    assert len({first, second, "chosen-by-someone-else"}) == 3


@pytest.fixture(autouse=True)
async def _untried(house: House) -> None:
    await house.tell("DELETE FROM attempt")


async def test_a_wrong_password_and_an_unknown_name_are_told_alike(house: House) -> None:
    async with house.client() as client:
        wrong = await sign_in(client, password="wrong password")
        unknown = await sign_in(client, username="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("olga", "NAME") == unknown.text.replace("nobody", "NAME")
    assert "set-cookie" not in wrong.headers
    assert "set-cookie" not in unknown.headers


async def test_an_unknown_name_takes_as_long_as_a_known_one(house: House) -> None:
    async def took(username: str) -> float:
        start = perf_counter()
        async with house.client() as client:
            await sign_in(client, username, password="wrong password")
        return perf_counter() - start

    known = median([await took("olga") for _ in range(5)])
    unknown = median([await took("nobody") for _ in range(5)])
    assert 0.4 < known / unknown < 2.5


@pytest.mark.parametrize("form", [{}, {"username": "olga"}, {"password": "x"}, {"username": " ", "password": "x"}])
async def test_an_incomplete_form_is_told_what_it_lacks(house: House, form: dict[str, str]) -> None:
    async with house.client() as client:
        answer = await client.post("/login", data=form)
    assert answer.status_code == 422
    assert "Enter your username and your password." in answer.text


async def test_who_may_no_longer_work_here_is_not_let_in(house: House) -> None:
    await house.tell("UPDATE staff SET is_active = false WHERE username = 'olga'")
    try:
        async with house.client() as client:
            answer = await sign_in(client)
    finally:
        await house.tell("UPDATE staff SET is_active = true WHERE username = 'olga'")
    assert answer.status_code == 401


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
async def test_a_form_of_another_site_is_refused(house: House, headers: dict[str, str]) -> None:
    async with house.client(headers=headers) as client:
        answer = await sign_in(client)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_sign_in_leads_back_to_where_one_was(house: House) -> None:
    async with house.client() as client:
        assert (await sign_in(client, next="/members?q=li&sort=name")).headers["location"] == "/members?q=li&sort=name"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "evil.example", "", "/\t/evil.example", "/\r\nSet-Cookie: a=b", "http:/evil.example", "///evil.example"],
)  # fmt: skip
async def test_sign_in_leads_nowhere_else(house: House, target: str) -> None:
    async with house.client() as client:
        assert (await sign_in(client, next=target)).headers["location"] == "/"


async def test_signing_out_ends_the_session_on_the_server(house: House) -> None:
    async with house.client() as client:
        token = cookie_of(await sign_in(client))[COOKIE].value
        csrf = await csrf_of(house)
        answer = await client.post("/logout", data={"csrf": csrf})
    async with house.client(headers={"cookie": f"{COOKIE}={token}", "x-csrf-token": csrf}) as thief:
        later = await thief.post("/graphql", json={"query": COUNT})
        page = await thief.get("/members")
    assert answer.headers["location"] == "/login"
    assert cookie_of(answer)[COOKIE].value == ""
    assert later.status_code == 401
    assert page.headers["location"].startswith("/login")


async def test_signing_out_needs_the_sessions_csrf_token(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        assert (await client.post("/logout", data={"csrf": "wrong"})).status_code == 403
        assert (await client.get("/members")).status_code == 200


@pytest.mark.parametrize("change", ["ended_at = now()", "expires_at = now()"])
async def test_an_ended_session_stops_working_within_a_second(house: House, change: str) -> None:
    async with house.client(headers={"x-csrf-token": "?"}) as client:
        await sign_in(client)
        client.headers["x-csrf-token"] = await csrf_of(house)
        before = await client.post("/graphql", json={"query": COUNT})
        await house.tell(f"UPDATE staff_session SET {change}")
        await asyncio.sleep(0.9)
        after = await client.post("/graphql", json={"query": COUNT})
    assert (before.status_code, after.status_code) == (200, 401)


async def test_signing_in_and_out_are_recorded(house: House) -> None:
    count = "SELECT count(*) FROM audit_event WHERE action = $1"
    before = [await house.tell(count, action) for action in ("staff.signed_in", "staff.signed_out")]
    async with house.client() as client:
        await sign_in(client)
        await client.post("/logout", data={"csrf": await csrf_of(house)})
    after = [await house.tell(count, action) for action in ("staff.signed_in", "staff.signed_out")]
    assert after == [n + 1 for n in before]
