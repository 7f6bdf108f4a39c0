"""Looking with the eyes of another: as he sees it, read-only, told to everybody whom it concerns."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx
import pytest_asyncio

from actions.staff import create
from jobs.viewing import end_views
from tests.api.conftest import PASSWORD, House, csrf_of, sign_in

START = """mutation($user: String, $role: String, $reason: String!) {
  viewAsStart(username: $user, roleCode: $role, reason: $reason) { name until userErrors { code message } } }"""
END = "mutation { viewAsEnd { name userErrors { code } } }"
ME = "{ viewer { name roles viewingAs { name isRole by } } }"
PHONE = '{ member(by: {memberNo: "M-0000001"}) { phone birthday } }'
TAG = """mutation($id: ID!) { memberTag(id: $id, tag: "seen") { userErrors { code message } } }"""


@dataclass
class Browser:
    """A signed-in person."""

    house: House
    client: httpx.AsyncClient
    csrf: str

    async def ask(self, query: str, **given: Any) -> dict[str, Any]:
        self.house.front.state.callers.forget()
        headers = {"x-csrf-token": self.csrf}
        return (await self.client.post("/graphql", json={"query": query, "variables": given}, headers=headers)).json()

    async def data(self, query: str, **given: Any) -> Any:
        answer = await self.ask(query, **given)
        assert "errors" not in answer, answer
        return next(iter(answer["data"].values()))


async def _person(house: House, username: str, role: str) -> None:
    connection = await asyncpg.connect(house.url)
    if not await connection.fetchval("SELECT EXISTS (SELECT FROM staff WHERE username = $1)", username):
        await create(connection, "test", username, role, PASSWORD, username.title())
    await connection.close()


@pytest_asyncio.fixture
async def olga(house: House) -> AsyncIterator[Browser]:
    """An administrator."""
    await _person(house, "cleo", "customer_service")
    async with house.client() as client:
        await sign_in(client)
        yield Browser(house, client, await csrf_of(house))


EVENTS = """SELECT array_agg(action ORDER BY id) FROM audit_event
    WHERE action LIKE 'view_as.%' AND at > now() - interval '1 min'"""


async def _events(house: House) -> list[str]:
    return await house.tell(EVENTS) or []


async def test_a_person_is_seen_with_until_it_is_ended(house: House, olga: Browser) -> None:
    before = len(await _events(house))
    assert (await olga.data(PHONE))["birthday"] == "1990-03-14"
    started = await olga.data(START, user="cleo", reason="She asked for help")
    assert (started["name"], started["userErrors"]) == ("Cleo", [])
    me = await olga.data(ME)
    assert me == {
        "name": "Cleo",
        "roles": ["customer_service"],
        "viewingAs": {"name": "Cleo", "isRole": False, "by": "Olga"},
    }
    assert (await olga.data(PHONE))["birthday"] is None
    assert (await olga.data(END))["userErrors"] == []
    assert (await olga.data(ME))["viewingAs"] is None
    assert (await _events(house))[before:] == ["view_as.started", "view_as.ended"]


async def test_nothing_can_be_changed_meanwhile(house: House, olga: Browser) -> None:
    member = f"mem_{await house.tell('SELECT id FROM member LIMIT 1')}"
    await olga.data(START, role="customer_service", reason="Training")
    (error,) = (await olga.data(TAG, id=member))["userErrors"]
    assert (error["code"], "only read" in error["message"]) == ("FORBIDDEN", True)
    assert not await house.tell("SELECT EXISTS (SELECT FROM tag WHERE name = 'seen')")
    assert (await olga.client.post("/preferences")).status_code == 403
    await olga.data(END)


async def test_it_cannot_be_nested(olga: Browser) -> None:
    await olga.data(START, role="supervisor", reason="Training")
    assert "errors" in await olga.ask(START, role="auditor", reason="More")
    await olga.data(END)
    await olga.data(START, role="admin", reason="Training")
    (error,) = (await olga.data(START, role="auditor", reason="More"))["userErrors"]
    assert error["code"] == "FORBIDDEN"
    await olga.data(END)


async def test_it_ends_by_itself(house: House, olga: Browser) -> None:
    await olga.data(START, role="auditor", reason="Training")
    lasts = await house.tell("SELECT extract(minutes FROM until - at) FROM view_as WHERE ended_at IS NULL")
    assert lasts == 30
    await house.tell("UPDATE view_as SET until = now(), at = now() - interval '1 min' WHERE ended_at IS NULL")
    assert (await olga.data(ME))["viewingAs"] is None
    assert (await olga.data(END))["userErrors"] == [{"code": "STATE"}]


async def test_a_reason_and_one_other_are_needed(olga: Browser) -> None:
    for given in ({"reason": ""}, {"reason": "Why"}, {"reason": "Why", "user": "cleo", "role": "auditor"},
                  {"reason": "Why", "user": "nobody"}, {"reason": "Why", "user": "olga"}):  # fmt: skip
        assert len((await olga.data(START, **given))["userErrors"]) == 1, given
    assert (await olga.data(ME))["viewingAs"] is None


async def test_whoever_may_not_has_no_such_mutation(house: House, olga: Browser) -> None:
    async with house.client() as client:
        await sign_in(client, "cleo")
        cleo = Browser(house, client, await csrf_of(house))
        assert "errors" in await cleo.ask(START, role="auditor", reason="Curious")


async def test_with_the_permission_alone_nobody_sees_more_than_his_own_roles(house: House, olga: Browser) -> None:
    grant = "INSERT INTO role_permission (role_id, permission) SELECT id, 'access.view_as' FROM role WHERE code = $1"
    await house.tell(grant, "customer_service")
    async with house.client() as client:
        await sign_in(client, "cleo")
        cleo = Browser(house, client, await csrf_of(house))
        for given in ({"role": "auditor"}, {"role": "admin"}, {"user": "olga"}):
            assert (await cleo.data(START, reason="Curious", **given))["userErrors"][0]["code"] == "FORBIDDEN"
        assert (await cleo.data(START, reason="Training", role="customer_service"))["userErrors"] == []
        await house.tell("DELETE FROM role_permission WHERE permission = $1", "access.view_as")
        assert (await cleo.data(ME))["viewingAs"] is None


async def test_the_member_reads_who_looked(house: House, olga: Browser) -> None:
    await olga.data(START, user="cleo", reason="She asked for help")
    await olga.data(PHONE)
    await olga.data(PHONE)
    await olga.data(END)
    report = '{ member(by: {memberNo: "M-0000001"}) { accessReport { nodes { kind actor reason } } } }'
    lines = [n for n in (await olga.data(report))["accessReport"]["nodes"] if n["kind"] == "VIEW_AS"]
    assert lines[:1] == [{"kind": "VIEW_AS", "actor": "Olga", "reason": "She asked for help"}]


async def test_a_token_cannot_look_with_the_eyes_of_another(house: House) -> None:
    body = {"query": START, "variables": {"role": "auditor", "reason": "Why"}}
    payload = (await house.post(body)).json()["data"]["viewAsStart"]
    assert payload["userErrors"][0]["code"] == "STATE"


TOLD = """SELECT array_agg(DISTINCT m.member_no) FROM disclosure d JOIN member m ON m.id = d.member_id
    WHERE d.kind = 'VIEW_AS' AND d.reason = $1"""


async def test_every_member_that_is_read_is_told_wherever_he_stands(house: House, olga: Browser) -> None:
    await olga.data(START, user="cleo", reason="Looking at lists")
    listed = "{ members(first: 3) { nodes { n: memberNo } } }"
    answer = await olga.data(listed)
    assert await house.tell(TOLD, "Looking at lists") == sorted(node["n"] for node in answer["nodes"])
    assert answer["nodes"][0].keys() == {"n"}
    await olga.data("query($n: Int!) { orders(first: $n) { nodes { number } } }", n=3)
    inner = await olga.data(
        "query Orders { orders(first: 3) { nodes { ...of } } } fragment of on Order { member { name } }"
    )
    assert all(node["member"] is None or node["member"].keys() == {"name"} for node in inner["nodes"])
    await olga.data(END)


async def test_nobody_listens_for_members_with_the_eyes_of_another(house: House, olga: Browser) -> None:
    await olga.data(START, user="cleo", reason="Listening")
    headers = {"accept": "text/event-stream", "x-csrf-token": olga.csrf}
    body = {"query": "subscription { ticketChanged { member { name } } }"}
    answer = await olga.client.post("/graphql", json=body, headers=headers)
    assert "With the eyes of another" in answer.text
    await olga.data(END)


async def test_when_its_time_is_over_an_event_says_so(house: House, olga: Browser) -> None:
    await olga.data(START, role="auditor", reason="Training")
    await house.tell("UPDATE view_as SET until = now(), at = now() - interval '1 min' WHERE ended_at IS NULL")
    await end_views(house.url)
    assert (await _events(house))[-1] == "view_as.expired"
    before = len(await _events(house))
    await end_views(house.url)
    assert len(await _events(house)) == before


async def test_a_look_at_a_members_page_is_told_once_an_hour(house: House, olga: Browser) -> None:
    told = "SELECT count(*) FROM disclosure WHERE kind = 'LOOK' AND actor = 'Olga' AND at > now() - interval '5 min'"
    before = await house.tell(told)
    for _ in range(2):
        assert (await olga.client.get("/members/M-0000002")).status_code == 200
    assert await house.tell(told) == before + 1
    await olga.data("{ members(first: 5) { nodes { name } } }")
    assert await house.tell(told) == before + 1
