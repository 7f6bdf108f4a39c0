"""A masked field is shown for a minute, against a reason that the member can read."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from rules.disclosures import check_why, ticket_in
from rules.permissions import union
from rules.refusals import Refused
from rules.viewer import Viewer
from tests import make
from tests.actions.teller import Teller
from tests.conftest import viewer

REVEAL = """mutation($id: ID!, $field: String!, $reason: String!, $address: ID, $card: ID) {
  memberReveal(id: $id, field: $field, reason: $reason, addressId: $address, cardId: $card) {
    member { birthday gender fieldAccess { field visibility revealedUntil canFilter } cards { cardNo } }
    userErrors { code path message } } }"""
READ = 'query { member(by: {memberNo: "M1"}) { birthday gender cards { cardNo } } }'
REPORT = """query($no: String!) { member(by: {memberNo: $no}) {
  accessReport { nodes { kind typeName field reason actor roles until ticket { number } } } } }"""
WHY = "The member asked which day we have"


async def _member(teller: Teller) -> UUID:
    key = await teller.connection.fetchval("SELECT id FROM member WHERE member_no = 'M1'")
    await teller.connection.execute(
        "UPDATE member SET birthday = '1990-03-14', gender = 'FEMALE', phone = '+8613812347720' WHERE id = $1", key
    )
    return key


async def _other(teller: Teller) -> UUID:
    async with teller.connection.transaction():
        return await make.member(teller.connection, "M2")


async def _ask(teller: Teller, who: Viewer, document: str, **given: Any) -> Any:
    answer = await teller.desk.ask(who, document, {"no": "M1"} | given)
    assert not answer.errors, answer.errors
    return next(iter(answer.data.values()))


async def _reveal(teller: Teller, who: Viewer, field: str = "birthday", reason: str = WHY, **given: Any) -> Any:
    key = await _member(teller)
    return await _ask(teller, who, REVEAL, id=f"mem_{key}", field=field, reason=reason, **given)


async def _code(teller: Teller, who: Viewer, *given: Any, **more: Any) -> str:
    """Of the one refusal; proves that nothing was kept."""
    kept = await teller.connection.fetchval("SELECT count(*) FROM disclosure")
    payload = await _reveal(teller, who, *given, **more)
    assert await teller.connection.fetchval("SELECT count(*) FROM disclosure") == kept
    assert payload["member"] is None
    (error,) = payload["userErrors"]
    return error["code"]


async def _again(teller: Teller, who: Viewer) -> Viewer:
    """The caller as the next request finds him."""
    rows = await teller.connection.fetch(
        "SELECT type_name, field, row_key, until FROM disclosure WHERE kind = 'REVEAL'"
    )
    shown = tuple((f"{r['type_name']}.{r['field']}", r["row_key"], r["until"]) for r in rows)
    return Viewer(who.kind, who.name, who.roles, who.access, who.fingerprint, revealed=shown)


async def test_the_answer_shows_the_field_and_until_when(teller: Teller) -> None:
    shown = (await _reveal(teller, viewer("customer_service")))["member"]
    assert (shown["birthday"], shown["gender"]) == ("1990-03-14", None)
    access = {entry["field"]: entry for entry in shown["fieldAccess"]}
    assert access["birthday"]["visibility"] == "READABLE"
    assert access["birthday"]["revealedUntil"] is not None
    assert access["birthday"]["canFilter"] is False
    assert (access["gender"]["visibility"], access["gender"]["revealedUntil"]) == ("MASKED", None)


async def test_it_is_shown_until_the_minute_is_over(teller: Teller) -> None:
    who = viewer("customer_service")
    await _reveal(teller, who)
    assert (await _ask(teller, who, READ))["birthday"] is None
    who = await _again(teller, who)
    assert (await _ask(teller, who, READ))["birthday"] == "1990-03-14"
    gone = tuple((name, key, until - timedelta(seconds=60)) for name, key, until in who.revealed)
    who = Viewer(who.kind, who.name, who.roles, who.access, who.fingerprint, revealed=gone)
    assert (await _ask(teller, who, READ))["birthday"] is None


async def test_the_minute_is_the_databases(teller: Teller) -> None:
    await _reveal(teller, viewer("customer_service"))
    lasts = await teller.connection.fetchval("SELECT until - at FROM disclosure")
    assert lasts == timedelta(seconds=60)


async def test_one_event_and_one_line_of_the_report_tell_of_it(teller: Teller) -> None:
    await _reveal(teller, viewer("customer_service"))
    (event,) = await teller.connection.fetch(
        "SELECT actor, changes::text AS changes FROM audit_event WHERE action = 'member.revealed'"
    )
    assert (orjson.loads(event["changes"])["field"], event["actor"]) == ("Member.birthday", "customer_service")
    (line,) = (await _ask(teller, viewer("supervisor"), REPORT))["accessReport"]["nodes"]
    assert (line["kind"], line["field"], line["reason"], line["roles"]) == (
        "REVEAL", "birthday", WHY, "customer_service",
    )  # fmt: skip


async def test_the_member_reads_who_saw_it(teller: Teller) -> None:
    await _reveal(teller, viewer("customer_service"))
    own = viewer("member", member_id=str(await _member(teller)))
    (line,) = (await _ask(teller, own, REPORT.replace("ticket { number }", "")))["accessReport"]["nodes"]
    assert (line["actor"], line["reason"]) == ("customer_service", WHY)


@pytest.mark.parametrize("role", ["operations", "auditor", "cashier", "finance"])
async def test_others_have_no_such_mutation(teller: Teller, role: str) -> None:
    given = {"id": f"mem_{await _member(teller)}", "field": "birthday", "reason": WHY}
    assert (await teller.desk.ask(viewer(role), REVEAL, given)).data is None
    assert await teller.connection.fetchval("SELECT count(*) FROM disclosure") == 0


@pytest.mark.parametrize(
    ("field", "code"), [("phone", "STATE"), ("nothing", "INVALID"), ("pinHash", "INVALID"), ("id", "STATE")]
)
async def test_only_what_is_masked_is_revealed(teller: Teller, field: str, code: str) -> None:
    assert await _code(teller, viewer("customer_service"), field) == code


@pytest.mark.parametrize("reason", ["", "    ", "abc", "aaaaaaaa", "x" * 501])
async def test_a_reason_says_something(teller: Teller, reason: str) -> None:
    assert await _code(teller, viewer("customer_service"), "birthday", reason) == "REQUIRED"


async def test_a_ticket_is_one_of_the_member(teller: Teller) -> None:
    key, who = await _member(teller), viewer("customer_service")
    other = await _other(teller)
    await make.ticket(teller.connection, "T-000007", "Hers", key)
    await make.ticket(teller.connection, "T-000008", "His", other)
    for number in ("T-000008", "T-000009", "see t-000008"):
        assert await _code(teller, who, "birthday", number) == "NOT_FOUND"
    assert (await _reveal(teller, who, "birthday", "T-000007"))["userErrors"] == []
    (line,) = (await _ask(teller, viewer("supervisor"), REPORT))["accessReport"]["nodes"]
    assert line["ticket"] == {"number": "T-000007"}


async def test_more_than_the_limit_of_an_hour_is_refused_however_many_come_at_once(teller: Teller) -> None:
    await make.insert(teller.connection, "policy", code="REVEALS", value='{"mostPerHour": 2}')
    who = viewer("customer_service")
    given = {"id": f"mem_{await _member(teller)}", "reason": WHY}
    fields = ("birthday", "gender", "birthday")
    payloads = await asyncio.gather(*(_ask(teller, who, REVEAL, field=field, **given) for field in fields))
    codes = [error["code"] for payload in payloads for error in payload["userErrors"]]
    assert codes == ["LIMIT_REACHED"]


async def test_what_is_revealed_is_neither_filtered_nor_sorted_by(teller: Teller) -> None:
    await _reveal(teller, viewer("customer_service"))
    who = await _again(teller, viewer("customer_service"))
    query = '{ members(first: 1, where: {birthday: {eq: "1990-03-14"}}) { nodes { memberNo } } }'
    assert (await teller.desk.ask(who, query, {})).errors


async def test_only_that_row_shows_it(teller: Teller) -> None:
    await _other(teller)
    await teller.connection.execute("UPDATE member SET birthday = '1980-01-01'")
    await _reveal(teller, viewer("customer_service"))
    who = await _again(teller, viewer("customer_service"))
    nodes = (await _ask(teller, who, "{ members(first: 5) { nodes { memberNo birthday } } }"))["nodes"]
    assert {node["memberNo"]: node["birthday"] for node in nodes} == {"M1": "1990-03-14", "M2": None}


async def test_an_address_of_another_member_is_not_revealed(teller: Teller) -> None:
    other = await _other(teller)
    card = await make.insert(teller.connection, "member_card", card_no="C-77", member_id=other)
    who = viewer("customer_service")
    assert await _code(teller, who, "cardNo", card=f"crd_{card}") in ("STATE", "INVALID")


def _of_operations() -> Viewer:
    """Who sees contact data masked, and may reveal it."""
    (grants,) = viewer("operations").access.grants
    more = replace(
        grants, types=dict(grants.types) | {"MemberAddress": None}, permissions=frozenset({"members.reveal"})
    )
    access = union([more])
    return Viewer("STAFF", "Olga", ("operations",), access, access.fingerprint())


CONTACT = """mutation($id: ID!, $field: String!, $address: ID, $card: ID) {
  memberReveal(id: $id, field: $field, reason: "She wants it sent", addressId: $address, cardId: $card) {
    member { phone cards { cardNo } addresses { street city } } userErrors { code path } } }"""


async def test_a_field_of_an_address_or_a_card_is_revealed_alone(teller: Teller) -> None:
    key, who = await _member(teller), _of_operations()
    address = await make.insert(
        teller.connection, "member_address", member_id=key, label="Home", country="CN", city="Lu", street="Elm 3"
    )
    card = await make.insert(teller.connection, "member_card", card_no="C-1234567", member_id=key)
    asked = {"id": f"mem_{key}", "field": "street", "address": f"adr_{address}"}
    shown = (await _ask(teller, who, CONTACT, id=f"mem_{key}", field="addresses"))["member"]
    assert (shown["phone"], shown["addresses"]) == ("+86****7720", [{"street": "****", "city": "****"}])
    shown = (await _ask(teller, await _again(teller, who), CONTACT, **asked))["member"]
    assert shown["addresses"] == [{"street": "Elm 3", "city": "****"}]
    shown = (await _ask(teller, who, CONTACT, id=f"mem_{key}", field="cardNo", card=f"crd_{card}"))["member"]
    assert shown["cards"] == [{"cardNo": "C-1234567"}]
    shown = (await _ask(teller, who, CONTACT, id=f"mem_{key}", field="phone"))["member"]
    assert (shown["phone"], shown["cards"]) == ("+8613812347720", [{"cardNo": "****4567"}])


async def test_a_card_of_another_member_is_refused(teller: Teller) -> None:
    card = await make.insert(teller.connection, "member_card", card_no="C-77", member_id=await _other(teller))
    asked = {"id": f"mem_{await _member(teller)}", "field": "cardNo", "card": f"crd_{card}"}
    assert (await _ask(teller, _of_operations(), CONTACT, **asked))["userErrors"][0]["code"] == "INVALID"
    assert await teller.connection.fetchval("SELECT count(*) FROM disclosure") == 0


@pytest.mark.parametrize(("text", "number"), [("T-000123", "T-000123"), ("see #t-12.", "T-12"), ("2024-11", None)])
def test_a_ticket_number_is_recognized(text: str, number: str | None) -> None:
    assert ticket_in(text) == number


def test_a_reason_is_kept_without_needless_spaces() -> None:
    assert check_why("  She   called ") == "She called"
    with pytest.raises(Refused):
        check_why("????????")


async def test_the_explanation_knows_what_is_revealed(teller: Teller) -> None:
    await _reveal(teller, viewer("customer_service"))
    who, key = await _again(teller, viewer("customer_service")), await _member(teller)
    query = """query($id: ID!, $field: String!) {
      explainAccess(typeName: "Member", field: $field, id: $id) { visibility canFilter } }"""
    told = await _ask(teller, who, query, id=f"mem_{key}", field="birthday")
    assert told == {"visibility": "READABLE", "canFilter": False}
    assert (await _ask(teller, who, query, id=f"mem_{key}", field="gender"))["visibility"] == "MASKED"
