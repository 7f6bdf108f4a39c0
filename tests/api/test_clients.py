"""What programs may when they come in: limits, origins, the end of tokens, and what is noted of their use."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from actions.tokens import add
from tests.api.conftest import COUNT, House, sign_in
from tests.api.sockets import Refused, socket
from tests.api.test_websocket import ask, greet

SHOP, EVIL = "https://shop.example.com", "https://evil.example"
LISTED = f'["{SHOP}"]'
NOBODY = "mem_00000000-0000-0000-0000-000000000000"
FREEZE = f'mutation {{ memberFreeze(id: "{NOBODY}", reason: "x") {{ userErrors {{ code }} }} }}'
PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}


async def program(house: House, role: str = "storefront", **columns: Any) -> str:
    """A token of a new program."""
    connection = await asyncpg.connect(house.url)
    try:
        names = "".join(f", {name}" for name in columns)
        holes = "".join(f", ${n}" for n in range(1, len(columns) + 1))
        client = await connection.fetchval(
            f"INSERT INTO api_client (code, name{names}) VALUES (gen_random_uuid()::text, 'Shop'{holes}) RETURNING id",
            *columns.values(),
        )
        link = "INSERT INTO api_client_role (client_id, role_id) SELECT $1, id FROM role WHERE code = $2"
        await connection.execute(link, client, role)
        return (await add(connection, client, "Web", "test"))[0]
    finally:
        await connection.close()


async def asked(house: House, token: str, query: str = COUNT, **headers: str) -> httpx.Response:
    return await house.post({"query": query}, authorization=f"Bearer {token}", **headers)


def code_of(answer: httpx.Response) -> str:
    return answer.json()["errors"][0]["extensions"]["code"]


async def test_a_program_sees_only_the_types_it_is_limited_to(house: House) -> None:
    token = await program(house, "admin", types='["Tier"]')
    assert (await asked(house, token)).json()["data"]
    for query in ("{ stores { code } }", "{ members(first: 1) { nodes { id } } }", "{ tiers { benefits { code } } }"):
        assert code_of(await asked(house, token, query)) == "NOT_IN_YOUR_SCHEMA"


async def test_a_program_does_only_what_it_is_limited_to(house: House) -> None:
    token = await program(house, "admin", permissions='["members.freeze"]')
    assert (await asked(house, token, FREEZE)).json()["data"]
    unfreeze = FREEZE.replace("memberFreeze", "memberUnfreeze").replace("mutation", "mutation Other")
    assert (await asked(house, token, unfreeze)).json()["data"]
    assert code_of(await asked(house, token, FREEZE.replace("memberFreeze", "memberCancel"))) == "NOT_IN_YOUR_SCHEMA"


async def test_a_read_only_program_has_no_mutation(house: House) -> None:
    token = await program(house, "admin", reads_only=True)
    assert (await asked(house, token, "{ members(first: 1) { nodes { id } } }")).json()["data"]["members"]["nodes"]
    assert code_of(await asked(house, token, FREEZE)) in ("NOT_IN_YOUR_SCHEMA", "INVALID")
    async with house.client() as client:
        sdl = (await client.get("/graphql/schema.graphql", headers={"authorization": f"Bearer {token}"})).text
    assert "type Mutation" not in sdl
    query = '{ member(by: {memberNo: "M-0000001"}) { fieldAccess { field canWrite } } }'
    told = (await asked(house, token, query)).json()["data"]["member"]["fieldAccess"]
    assert {entry["canWrite"] for entry in told} == {False}


@pytest.mark.parametrize("columns", [{"is_active": False}, {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}], ids=str)
async def test_a_program_that_has_ended_is_a_stranger(house: House, columns: dict[str, Any]) -> None:
    assert (await asked(house, await program(house, **columns))).status_code == 401


async def test_a_switched_off_program_is_a_stranger_within_a_second(house: House) -> None:
    token = await program(house)
    assert (await asked(house, token)).status_code == 200
    await house.tell("UPDATE api_client SET is_active = false FROM api_token t WHERE t.client_id = api_client.id"
                     " AND t.token_hash = sha256($1)", token.encode())  # fmt: skip
    await asyncio.sleep(0.6)
    assert (await asked(house, token)).status_code == 401


async def test_a_page_of_a_listed_origin_may_use_the_token(house: House) -> None:
    token = await program(house, origins=LISTED)
    answer = await asked(house, token, origin=SHOP)
    assert answer.json()["data"]
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", [EVIL, "null", f"{SHOP}.evil.example", SHOP.replace("https", "http"), f"{SHOP}:444"])
async def test_a_page_of_another_origin_may_not(house: House, origin: str) -> None:
    token = await program(house, origins=LISTED)
    answer = await asked(house, token, origin=origin)
    assert (answer.status_code, code_of(answer)) == (403, "FORBIDDEN")
    assert "access-control-allow-origin" not in answer.headers


async def test_an_origin_of_one_program_is_none_of_anothers(house: House) -> None:
    await program(house, origins=LISTED)
    answer = await asked(house, await program(house), origin=SHOP)
    assert answer.status_code == 403


async def test_a_preflight_is_answered_for_listed_origins_only(house: House) -> None:
    await program(house, origins=LISTED)
    async with house.client() as client:
        good = await client.options("/graphql", headers=PREFLIGHT | {"origin": SHOP})
        bad = await client.options("/graphql", headers=PREFLIGHT | {"origin": EVIL})
    assert (good.status_code, good.headers["access-control-allow-origin"]) == (204, SHOP)
    assert "authorization" in good.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in good.headers
    assert (bad.status_code, "access-control-allow-origin" in bad.headers) == (403, False)


async def test_a_page_of_a_listed_origin_reads_why_its_token_is_refused(house: House) -> None:
    await program(house, origins=LISTED)
    answer = await asked(house, "mdk_nobody", origin=SHOP)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, SHOP)


async def test_a_cookie_is_not_taken_from_another_site(house: House) -> None:
    await program(house, origins=LISTED)
    async with house.client() as client:
        await sign_in(client)
        csrf = await house.tell("SELECT csrf_token FROM staff_session ORDER BY created_at DESC LIMIT 1")
        answer = await client.post("/graphql", json={"query": COUNT}, headers={"origin": SHOP, "x-csrf-token": csrf})
    assert answer.status_code == 401


@pytest.mark.parametrize("in_greeting", [True, False])
async def test_a_socket_of_another_site_needs_a_token_for_it(house: House, in_greeting: bool) -> None:
    bearer = f"Bearer {await program(house, origins=LISTED)}"
    headers, greeting = ({}, {"Authorization": bearer}) if in_greeting else ({"authorization": bearer}, {})
    async with socket(house.front, origin=SHOP, **headers) as own:
        assert (await greet(own, **greeting))["type"] == "connection_ack"
        assert (await ask(own, COUNT))["payload"]["data"]
    async with socket(house.front, origin=EVIL, **headers) as foreign:
        with pytest.raises(Refused):
            await greet(foreign, **greeting)


async def test_an_open_socket_learns_that_its_token_has_ended(house: House) -> None:
    token = await program(house)
    async with socket(house.front, authorization=f"Bearer {token}") as opened:
        await greet(opened)
        assert (await ask(opened, COUNT))["payload"]["data"]
        await opened.answer()
        await house.tell("UPDATE api_token SET revoked_at = now() WHERE token_hash = sha256($1)", token.encode())
        await asyncio.sleep(0.6)
        assert "UNAUTHENTICATED" in str(await ask(opened, COUNT))


async def test_the_use_of_a_token_is_noted_at_most_once_a_minute(house: House) -> None:
    token = await program(house)
    used = "SELECT last_used_at FROM api_token WHERE token_hash = sha256($1)"

    async def noted() -> datetime | None:
        await asked(house, token)
        await asyncio.sleep(0.7)
        return await house.tell(used, token.encode())

    first = await noted()
    assert datetime.now(UTC) - first < timedelta(seconds=5)
    assert await noted() == first
    back = "UPDATE api_token SET last_used_at = now() - interval '61 s' WHERE token_hash = sha256($1)"
    await house.tell(back, token.encode())
    await asyncio.sleep(0.6)
    assert await noted() > first
    address = "SELECT last_address FROM api_token WHERE token_hash = sha256($1)"
    assert await house.tell(address, token.encode()) == "127.0.0.1"


async def test_a_note_that_must_wait_keeps_nobody_waiting(house: House) -> None:
    token = await program(house)
    holder = await asyncpg.connect(house.url)
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("SELECT FROM api_token WHERE token_hash = sha256($1) FOR UPDATE", token.encode())
    async with asyncio.timeout(3):
        assert (await asked(house, token)).json()["data"]
    await transaction.rollback()
    await holder.close()


@pytest.mark.parametrize("status", ["MERGED", "ERASED"])
async def test_a_token_of_a_merged_or_erased_member_is_a_stranger(house: House, status: str) -> None:
    into = "(SELECT id FROM member WHERE member_no = 'M-0000001')" if status == "MERGED" else "NULL"
    token = await house.new_token("member", "M-0000005")
    assert (await asked(house, token)).status_code == 200
    change = "UPDATE member SET status = '{}', merged_into_id = {} WHERE member_no = 'M-0000005'"
    await house.tell(change.format(status, into))
    await asyncio.sleep(0.6)
    assert (await asked(house, token)).status_code == 401
    await house.tell(change.format("ACTIVE", "NULL"))
