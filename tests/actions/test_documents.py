"""Trusted documents: what is kept of a program, by whom, and what is refused."""

from typing import Any

import pytest

from rules.documents import MOST_AT_ONCE, hash_of
from rules.viewer import Viewer
from tests.actions.teller import Teller
from tests.actions.test_clients import person, save

REGISTER = """mutation ($code: String!, $documents: [TrustedDocumentInput!]!) {
    trustedDocumentsRegister(clientCode: $code, documents: $documents) {
        client { code documents { nodes { name sha256 registeredBy } } } added userErrors { code path message } } }"""
REMOVE = "mutation ($id: ID!) { trustedDocumentRemove(id: $id) { client { code } userErrors { code path } } }"
TIERS, MINE = "query A { tiers { code } }", "query B { viewer { name } }"
KEPT = "SELECT count(*) FROM trusted_document"
EVENTS = "SELECT count(*) FROM audit_event WHERE action LIKE 'trusted%'"


async def register(teller: Teller, *documents: dict[str, str], by: Viewer | None = None) -> dict[str, Any]:
    answer = await teller.desk.ask(by or teller.admin, REGISTER, {"code": "shop", "documents": list(documents)})
    assert not answer.errors, answer.errors
    return answer.data["trustedDocumentsRegister"]


def document(text: str, name: str = "One") -> dict[str, str]:
    return {"name": name, "text": text}


async def counts(teller: Teller) -> tuple[int, int]:
    return await teller.connection.fetchval(KEPT), await teller.connection.fetchval(EVENTS)


async def test_a_document_is_kept_by_the_hash_of_its_text(teller: Teller) -> None:
    await save(teller)
    payload = await register(teller, document(TIERS), document(MINE, "Two"))
    assert (payload["added"], payload["userErrors"]) == (2, [])
    kept = {one["sha256"]: one["name"] for one in payload["client"]["documents"]["nodes"]}
    assert kept == {hash_of(TIERS): "One", hash_of(MINE): "Two"}
    assert (await counts(teller))[1] == 1


async def test_the_same_again_changes_nothing_and_another_name_renames(teller: Teller) -> None:
    await save(teller)
    await register(teller, document(TIERS))
    before = await counts(teller)
    assert (await register(teller, document(TIERS)))["added"] == 0
    assert await counts(teller) == before
    renamed = await register(teller, document(TIERS, "Another"))
    assert [one["name"] for one in renamed["client"]["documents"]["nodes"]] == ["Another"]
    assert await counts(teller) == (before[0], before[1] + 1)


async def test_every_document_that_does_not_fit_is_named_and_none_is_kept(teller: Teller) -> None:
    await save(teller)
    before = await counts(teller)
    payload = await register(
        teller,
        document(TIERS),
        document("{ staff { username } }", "Staff"),
        document("{ broken", "Broken"),
        document("query A { tiers { code } } query B { tiers { code } }", "Both"),
    )
    errors = {(error["path"][1], error["message"].partition(":")[0]) for error in payload["userErrors"]}
    assert errors == {("1", "Staff"), ("2", "Broken"), ("3", "Both")}
    assert payload["client"] is None
    assert await counts(teller) == before


async def test_a_shop_also_registers_what_its_members_ask(teller: Teller) -> None:
    await save(teller)
    own = document("mutation { selfSignOut { userErrors { code } } }")
    assert (await register(teller, own))["userErrors"] == []
    await save(teller, roleCodes=["cashier"])
    (error,) = (await register(teller, own | {"text": own["text"] + " "}))["userErrors"]
    assert "selfSignOut" in error["message"]


@pytest.mark.parametrize("count", [0, MOST_AT_ONCE + 1])
async def test_one_call_registers_so_many(teller: Teller, count: int) -> None:
    await save(teller)
    payload = await register(teller, *[document(TIERS)] * count)
    assert [(error["code"], error["path"]) for error in payload["userErrors"]] == [("INVALID", ["documents"])]


async def test_who_may_less_than_the_program_neither_registers_nor_removes(teller: Teller) -> None:
    await save(teller, roleCodes=["admin"])
    await register(teller, document(TIERS))
    before, cashier = await counts(teller), person("cashier")
    (error,) = (await register(teller, document(MINE), by=cashier))["userErrors"]
    assert error["code"] == "FORBIDDEN"
    key = await teller.connection.fetchval("SELECT id FROM trusted_document WHERE text = $1", TIERS)
    answer = await teller.desk.ask(cashier, REMOVE, {"id": f"tdo_{key}"})
    assert answer.errors or answer.data["trustedDocumentRemove"]["client"] is None
    assert await counts(teller) == before


async def test_a_removed_document_is_gone_and_recorded(teller: Teller) -> None:
    await save(teller)
    await register(teller, document(TIERS))
    key = await teller.connection.fetchval("SELECT id FROM trusted_document WHERE text = $1", TIERS)
    before = await counts(teller)
    answer = await teller.desk.ask(teller.admin, REMOVE, {"id": f"tdo_{key}"})
    assert answer.data["trustedDocumentRemove"] == {"client": {"code": "shop"}, "userErrors": []}
    assert await counts(teller) == (before[0] - 1, before[1] + 1)
    again = await teller.desk.ask(teller.admin, REMOVE, {"id": f"tdo_{key}"})
    assert again.data["trustedDocumentRemove"]["userErrors"][0]["code"] == "NOT_FOUND"


async def test_the_switch_is_saved_and_recorded(teller: Teller) -> None:
    await save(teller, onlyTrusted=True)
    assert await teller.connection.fetchval("SELECT only_trusted FROM api_client WHERE code = 'shop'")
    await save(teller, onlyTrusted=None)
    assert not await teller.connection.fetchval("SELECT only_trusted FROM api_client WHERE code = 'shop'")
