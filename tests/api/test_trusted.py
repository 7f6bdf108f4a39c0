"""Trusted documents: asked by their hashes in every lane, and from some programs nothing else is taken."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
import pytest_asyncio

from database.reading import ReadConnections
from resolvers.planner.plans import View
from rules.documents import hash_of
from settings import Settings
from tests.api.conftest import House, opened
from tests.api.sockets import socket
from tests.api.streams import stream
from tests.api.test_clients import program
from tests.api.test_websocket import greet

TIERS = "query Tiers { tiers { code } }"
OTHER = "query Tiers { tiers { code  } }"
SCHEMA = "{ __schema { queryType { name } } }"
CHANGED = "subscription Changed { ticketChanged { number } }"
FREEZE = 'mutation Freeze($id: ID!) { memberFreeze(id: $id, reason: "x") { userErrors { code } } }'
SWITCH = "UPDATE api_client SET only_trusted = $2 WHERE id = (SELECT client_id FROM api_token WHERE name = $1)"
REGISTER = """mutation ($code: String!, $documents: [TrustedDocumentInput!]!) {
    trustedDocumentsRegister(clientCode: $code, documents: $documents) { added userErrors { message path } } }"""
REMOVE = "mutation ($id: ID!) { trustedDocumentRemove(id: $id) { client { code } userErrors { code } } }"
LISTED = """query ($code: String!) { apiClient(code: $code) {
    documents { nodes { id name sha256 text lastUsedOn registeredBy } } } }"""
NEWER = "application/graphql-response+json"
FROZEN = "SELECT count(*) FROM member WHERE status = 'FROZEN'"


@dataclass
class App:
    """A program with its registered documents."""

    house: House
    code: str
    token: str

    async def ask(self, body: Any, house: House | None = None, **headers: str) -> Any:
        return await (house or self.house).post(body, authorization=f"Bearer {self.token}", **headers)

    async def get(self, **parts: str) -> Any:
        async with self.house.client() as client:
            headers = {"authorization": f"Bearer {self.token}"}
            return await client.get(f"/graphql?{urlencode(parts)}", headers=headers)

    async def switch(self, is_on: bool) -> None:
        await self.house.tell("UPDATE api_client SET only_trusted = $2 WHERE code = $1", self.code, is_on)
        await asyncio.sleep(0.6)

    async def register(self, *texts: str) -> Any:
        documents = [{"name": f"Document {n}", "text": text} for n, text in enumerate(texts)]
        asked = {"query": REGISTER, "variables": {"code": self.code, "documents": documents}}
        return (await self.house.post(asked)).json()["data"]["trustedDocumentsRegister"]

    async def listed(self) -> list[dict[str, Any]]:
        asked = {"query": LISTED, "variables": {"code": self.code}}
        return (await self.house.post(asked)).json()["data"]["apiClient"]["documents"]["nodes"]


async def made(house: House, *texts: str, is_bound: bool = False) -> App:
    token = await program(house, "admin", only_trusted=is_bound)
    code = await house.tell("SELECT code FROM api_client ORDER BY id DESC LIMIT 1")
    app = App(house, code, token)
    if texts:
        assert await app.register(*texts) == {"added": len(texts), "userErrors": []}
    return app


@pytest_asyncio.fixture
async def bound(house: House) -> AsyncIterator[App]:
    """A program that may ask nothing but three documents."""
    yield await made(house, TIERS, FREEZE, CHANGED, is_bound=True)


def by_hash(text: str, **more: Any) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash_of(text)}}} | more


def by_id(text: str, **more: Any) -> dict[str, Any]:
    return {"documentId": f"sha256:{hash_of(text)}"} | more


def code_of(answer: Any) -> str | None:
    body = answer if isinstance(answer, dict) else answer.json()
    return body["errors"][0]["extensions"]["code"] if body.get("errors") else None


@pytest.mark.parametrize("named", [by_hash, by_id])
async def test_a_document_is_asked_by_its_hash(bound: App, named: Any) -> None:
    answer = await bound.ask(named(TIERS))
    assert answer.json()["data"]["tiers"]
    batch = (await bound.ask([named(TIERS), named(TIERS)])).json()
    assert all(one["data"]["tiers"] for one in batch)


async def test_a_document_is_asked_by_its_hash_in_an_address(bound: App) -> None:
    extensions = orjson.dumps(by_hash(TIERS)["extensions"]).decode()
    for parts in (by_id(TIERS), {"extensions": extensions}, {"query": TIERS}):
        assert (await bound.get(**parts)).json()["data"]["tiers"]


async def test_a_document_is_asked_by_its_hash_over_a_socket(bound: App) -> None:
    async with socket(bound.house.front, authorization=f"Bearer {bound.token}") as ws:
        await greet(ws)
        await ws.send(type="subscribe", id="1", payload=by_hash(TIERS))
        assert (await ws.answer())["payload"]["data"]["tiers"]
        assert (await ws.answer())["type"] == "complete"
        for key, payload in (("2", {"query": OTHER}), ("3", by_id(OTHER)), ("4", {"query": "{ broken"})):
            await ws.send(type="subscribe", id=key, payload=payload)
            answer = await ws.answer()
            assert (answer["id"], answer["type"]) == (key, "error")
            assert answer["payload"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"
        await ws.send(type="subscribe", id="5", payload=by_id(CHANGED))
        await asyncio.sleep(0.1)
        await bound.house.tell("UPDATE ticket SET status = 'OPEN', updated_at = now() WHERE number = 'T-000001'")
        await bound.house.tell("UPDATE ticket SET status = 'NEW', updated_at = now() WHERE number = 'T-000001'")
        assert (await ws.answer())["payload"]["data"]["ticketChanged"]["number"] == "T-000001"


async def events(app: App, body: dict[str, Any]) -> Any:
    answer = await app.ask(body, accept="text/event-stream")
    return (
        orjson.loads(answer.text.partition("data: ")[2].partition("\n\n")[0])
        if "data: " in answer.text
        else answer.json()
    )


async def test_a_document_is_asked_by_its_hash_as_events(bound: App) -> None:
    assert (await events(bound, by_id(TIERS)))["data"]["tiers"]
    assert code_of(await events(bound, {"query": OTHER})) == "DOCUMENT_NOT_TRUSTED"


@pytest.mark.parametrize("query", [OTHER, SCHEMA, "{ __typename }", "{ broken", "", FREEZE + " "])
async def test_nothing_else_is_taken_nor_parsed(bound: App, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(View, "document", lambda *given: parsed.append(given[1]))
    before = await bound.house.tell(FROZEN)
    member = await bound.house.tell("SELECT id FROM member WHERE status = 'ACTIVE' LIMIT 1")
    body = {"query": query, "variables": {"id": f"mem_{member}"}}
    for answer in (await bound.ask(body), await bound.ask([body, by_id(TIERS)]), await bound.get(query=query or " ")):
        assert (code_of(answer), answer.status_code) == ("DOCUMENT_NOT_TRUSTED", 200)
    newer = await bound.ask(body, accept=NEWER)
    assert (code_of(newer), newer.status_code) == ("DOCUMENT_NOT_TRUSTED", 400)
    assert parsed == []
    assert await bound.house.tell(FROZEN) == before


async def test_the_schema_is_not_told_to_a_bound_program(bound: App) -> None:
    async with bound.house.client() as client:
        path, headers = "/graphql/schema.graphql", {"authorization": f"Bearer {bound.token}"}
        assert (await client.get(path, headers=headers)).status_code == 403
        await bound.switch(False)
        assert (await client.get(path, headers=headers)).status_code == 200


async def test_a_hash_that_is_unknown_or_malformed_is_refused(house: House) -> None:
    app = await made(house, TIERS)
    assert code_of(await app.ask(by_id(OTHER))) == "DOCUMENT_NOT_TRUSTED"
    assert code_of(await app.ask({"documentId": 5})) == "INVALID"
    assert code_of(await app.ask({"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "x"}}})) == "INVALID"
    assert code_of(await app.ask({"extensions": {"persistedQuery": []}})) == "INVALID"
    assert code_of(await app.ask({"query": OTHER})) is None


async def test_documents_of_one_program_are_nothing_to_others(house: House, bound: App) -> None:
    other = await made(house)
    assert code_of(await other.ask(by_id(TIERS))) == "DOCUMENT_NOT_TRUSTED"
    assert code_of(await house.post(by_id(TIERS))) == "DOCUMENT_NOT_TRUSTED"


async def test_the_switch_and_a_removal_count_within_a_second_everywhere(house: House, settings: Settings) -> None:
    app = await made(house, TIERS)
    async with opened(settings, house.url) as other:
        for each in (house, other):
            assert code_of(await app.ask({"query": OTHER}, each)) is None
        await app.switch(True)
        for each in (house, other):
            assert code_of(await app.ask({"query": OTHER}, each)) == "DOCUMENT_NOT_TRUSTED"
            assert code_of(await app.ask({"query": TIERS}, each)) is None
        (kept,) = await app.listed()
        removed = await house.post({"query": REMOVE, "variables": {"id": kept["id"]}})
        assert removed.json()["data"]["trustedDocumentRemove"]["client"] == {"code": app.code}
        await asyncio.sleep(0.6)
        for each in (house, other):
            assert code_of(await app.ask(by_id(TIERS), each)) == "DOCUMENT_NOT_TRUSTED"
            assert code_of(await app.ask({"query": TIERS}, each)) == "DOCUMENT_NOT_TRUSTED"


async def test_a_subscription_ends_when_its_document_is_removed(bound: App) -> None:
    async with listening(bound) as heard:
        await bound.house.tell("DELETE FROM trusted_document WHERE text = $1", CHANGED)
        await bound.house.tell(
            "UPDATE api_client SET documents_stamp = documents_stamp + 1 WHERE code = $1", bound.code
        )
        _, told = await heard.next()
        assert code_of(told) == "DOCUMENT_NOT_TRUSTED"


def listening(app: App) -> Any:
    return stream(app.house.front, CHANGED, authorization=f"Bearer {app.token}")


async def test_a_request_by_hash_makes_one_statement_and_uses_the_plan(
    bound: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bound.ask(by_id(TIERS))
    asked: list[str] = []
    real = ReadConnections.fetch

    def fetch(self: Any, statement: str, *given: Any) -> Any:
        asked.append(statement)
        return real(self, statement, *given)

    monkeypatch.setattr(ReadConnections, "fetch", fetch)
    before = bound.house.front.state.desk.planner.plans_kept()
    await bound.ask(by_id(TIERS))
    await bound.ask({"query": TIERS})
    assert len([one for one in asked if "json_send" in one]) == 2
    assert len(asked) <= 3, "the caller is asked for again at most once"
    assert bound.house.front.state.desk.planner.plans_kept() == before


async def test_the_day_of_the_last_use_is_noted(bound: App) -> None:
    assert {one["lastUsedOn"] for one in await bound.listed()} == {None}
    await bound.ask(by_id(TIERS))
    async with asyncio.timeout(5):
        await asyncio.gather(*bound.house.front.state.callers.being_noted)
    assert [one["text"] for one in await bound.listed() if one["lastUsedOn"]] == [TIERS]


async def test_registered_twice_at_once_it_is_there_once(house: House) -> None:
    app = await made(house)
    answers = await asyncio.gather(*(app.register(TIERS, FREEZE) for _ in range(4)))
    assert sorted(answer["added"] for answer in answers) == [0, 0, 0, 2]
    events = "SELECT count(*) FROM audit_event WHERE changes ->> 'client' = $1"
    assert await house.tell(events, app.code) == 1
    assert len(await app.listed()) == 2
