"""Who is let in at /graphql, and for how long."""

import asyncio
from time import monotonic

import httpx
import pytest

from tests.api.conftest import COUNT, House, csrf_of, sign_in

WITHIN = 1.0


def is_stranger(answer: httpx.Response) -> bool:
    return (
        answer.status_code == 401
        and answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        and answer.headers["www-authenticate"] == "Bearer"
        and answer.json().get("data") is None
    )


async def until_stranger(house: House, token: str) -> float:
    """How long the token goes on to work."""
    start = monotonic()
    while not is_stranger(await house.post({"query": COUNT}, authorization=f"Bearer {token}")):
        assert monotonic() - start < 5
        await asyncio.sleep(0.05)
    return monotonic() - start


async def test_a_token_is_let_in(house: House) -> None:
    answer = await house.post({"query": COUNT})
    assert answer.json() == {
        "data": {"tiers": [{"code": "SILVER"}, {"code": "GOLD"}]},
        "extensions": {"cost": {"requested": 2}},
    }
    assert answer.headers["x-schema-fingerprint"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer nobody", "Basic b2xnYTp4", "Bearer mdk_" + "x" * 5000]
)
async def test_who_shows_nothing_valid_is_a_stranger(house: House, authorization: str) -> None:
    assert is_stranger(await house.post({"query": COUNT}, authorization=authorization))


@pytest.mark.parametrize("cookie", ["memberdesk_session=nobody", "memberdesk_session=", 'memberdesk_session="\\x"'])
async def test_a_cookie_of_no_session_is_a_strangers(house: House, cookie: str) -> None:
    async with house.client(headers={"cookie": cookie}) as client:
        assert is_stranger(await client.post("/graphql", json={"query": COUNT}))


async def test_a_stranger_gets_no_schema(house: House) -> None:
    async with house.client() as client:
        assert is_stranger(await client.get("/graphql/schema.graphql"))


async def test_an_expired_token_is_a_strangers(house: House) -> None:
    token = await house.new_token()
    expire = "UPDATE api_token SET expires_at = now() - interval '1 s' WHERE token_hash = sha256($1)"
    await house.tell(expire, token.encode())
    assert is_stranger(await house.post({"query": COUNT}, authorization=f"Bearer {token}"))


async def test_a_revoked_token_stops_working_within_a_second(house: House) -> None:
    token = await house.new_token()
    assert (await house.post({"query": COUNT}, authorization=f"Bearer {token}")).status_code == 200
    await house.tell("UPDATE api_token SET revoked_at = now() WHERE token_hash = sha256($1)", token.encode())
    assert await until_stranger(house, token) < WITHIN


async def test_a_changed_role_counts_within_a_second(house: House) -> None:
    await house.tell("INSERT INTO role (code, name) VALUES ('brief', 'Brief')")
    await house.tell("INSERT INTO type_grant (role_id, type_name) SELECT id, 'Tier' FROM role WHERE code = 'brief'")
    grant = "INSERT INTO class_grant (role_id, sensitivity, read) SELECT id, 'PUBLIC', 'FULL' FROM role WHERE code = $1"
    await house.tell(grant, "brief")
    token = await house.new_token("brief")
    before = await house.post({"query": COUNT}, authorization=f"Bearer {token}")
    await house.tell("DELETE FROM type_grant USING role WHERE role.id = role_id AND role.code = 'brief'")
    await asyncio.sleep(WITHIN)
    after = await house.post({"query": COUNT}, authorization=f"Bearer {token}")
    assert "errors" not in before.json()
    assert after.json()["errors"][0]["extensions"]["code"] == "NOT_IN_YOUR_SCHEMA"
    assert before.headers["x-schema-fingerprint"] != after.headers["x-schema-fingerprint"]


async def test_a_session_needs_its_csrf_token_to_post(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        for headers in ({}, {"x-csrf-token": "wrong"}, {"x-csrf-token": ""}):
            answer = await client.post("/graphql", json={"query": COUNT}, headers=headers)
            assert answer.status_code == 403
            assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        answer = await client.post("/graphql", json={"query": COUNT}, headers={"x-csrf-token": await csrf_of(house)})
    assert answer.json()["data"]["tiers"]


async def test_a_session_may_not_batch_without_its_csrf_token(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        answer = await client.post("/graphql", json=[{"query": COUNT}])
    assert answer.status_code == 403


async def test_a_bearer_token_counts_before_the_cookie(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        answer = await client.post("/graphql", json={"query": COUNT}, headers={"authorization": "Bearer nobody"})
    assert is_stranger(answer)


async def test_a_members_app_sees_its_member_only(house: House) -> None:
    token = await house.new_token("member", "M-0000002")
    query = "{ members(first: 10) { nodes { memberNo } } viewer { kind member { memberNo } } }"
    data = (await house.post({"query": query}, authorization=f"Bearer {token}")).json()["data"]
    assert data["viewer"] == {"kind": "MEMBER", "member": {"memberNo": "M-0000002"}}
    assert data["members"]["nodes"] == [{"memberNo": "M-0000002"}]
