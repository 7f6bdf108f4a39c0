"""What a role sets at writing is set, cannot be chosen, and is the same in all roles of one person."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from asyncpg import CheckViolationError

from rules.callers import grants_of
from rules.permissions import union
from rules.roles import grants_of as shipped_grants
from rules.roles import shipped
from rules.viewer import Viewer
from tests import make
from tests.actions.office import APPROVE, TIER, Office, request_of
from tests.actions.teller import Teller
from tests.actions.test_clients import SAVE as CLIENT
from tests.actions.test_role_previews import PREVIEW
from tests.actions.test_roles import ERRORS, PEOPLE, SAVE, UNDO, ask, events, hire, refused

DESK = {"code": "desk", "name": "Desk", "types": [{"typeName": "Ticket"}], "permissions": ["tickets.open"]}
BY_PHONE = {"mutation": "ticketOpen", "argument": "input.channel", "value": "PHONE"}
OWN_STORE = {"mutation": "orderRecord", "argument": "input.cart.storeCode", "value": "$viewer.store"}
OPEN = f"""mutation($key: String) {{ ticketOpen(input: {{ subject: "Late", body: "Where?" }}, idempotencyKey: $key) {{
    ticket {{ number channel }} {ERRORS} }} }}"""
OPEN_BY = f"""mutation($channel: TicketChannel!) {{ ticketOpen(
    input: {{ subject: "Late", body: "Where?", channel: $channel }}) {{ ticket {{ channel }} {ERRORS} }} }}"""
FORCED = 'query { role(code: "desk") { forced { mutation argument value } } }'
INVITE = f"""mutation($codes: [String!]!) {{ staffInvite(
    input: {{ username: "zoe", name: "Zoe", roleCodes: $codes }}) {{
    staff {{ username }} {ERRORS} }} }}"""
RECORD = f"""mutation($input: OrderRecordInput!) {{ orderRecord(input: $input, idempotencyKey: "o1") {{
    order {{ store {{ code }} }} {ERRORS} }} }}"""


def clerk(forced: dict[str, Any], *others: str, base: str = "customer_service", **about: Any) -> Viewer:
    """Somebody with a role that sets values, and with these shipped ones."""
    one = replace(shipped_grants(base, shipped()[base]), role="clerk", forced=forced)
    access = union([one, *(shipped_grants(code, shipped()[code]) for code in others)])
    return Viewer("STAFF", "Cleo", ("clerk", *others), access, access.fingerprint(), **about)


async def two_desks(teller: Teller) -> None:
    for code, channel in (("desk", "PHONE"), ("counter", "STORE")):
        forced = [BY_PHONE | {"value": channel}]
        payload = await ask(teller, SAVE, input=DESK | {"code": code, "forced": forced})
        assert payload["userErrors"] == []


async def test_what_a_role_sets_is_kept_told_and_taken_back(teller: Teller) -> None:
    await ask(teller, SAVE, input=DESK)
    payload = await ask(teller, SAVE, input=DESK | {"forced": [BY_PHONE]})
    assert (await ask(teller, FORCED))["forced"] == [BY_PHONE]
    assert '"forced.ticketOpen.input.channel": [null, "PHONE"]' in (await events(teller, "role.saved"))[0]
    assert (await ask(teller, UNDO, id=payload["changeSet"]["id"]))["userErrors"] == []
    assert (await ask(teller, FORCED))["forced"] == []


WRONG = [
    ([BY_PHONE | {"mutation": "ticketFly"}], "ticketFly"),
    ([BY_PHONE | {"argument": "input.colour"}], "input.subject"),
    ([BY_PHONE | {"argument": "idempotencyKey", "value": "x"}], "idempotencyKey"),
    ([BY_PHONE | {"value": "PIGEON"}], "PIGEON"),
    ([BY_PHONE | {"value": 7}], "ticket channel"),
    ([BY_PHONE | {"value": "$viewer.store"}], "$viewer.store"),
    ([BY_PHONE | {"argument": "input.subject", "value": "$viewer.shop"}], "$viewer.shop"),
    ([BY_PHONE | {"argument": "input.subject", "value": "x" * 2_000}], "2,000"),
    ([BY_PHONE, BY_PHONE], "twice"),
    ([BY_PHONE, BY_PHONE | {"argument": "input", "value": {"subject": "x", "body": "y", "channel": "PHONE"}}], "part"),
    ([{"mutation": "memberPinChange", "argument": "pin", "value": "1234"}], "memberPinChange"),
]


@pytest.mark.parametrize(("forced", "named"), WRONG)
async def test_what_cannot_be_set_is_refused_with_its_name(
    forced: list[dict[str, Any]], named: str, teller: Teller
) -> None:
    error = await refused(teller, SAVE, input=DESK | {"forced": forced})
    assert error["code"] == "INVALID"
    assert named in error["message"]
    assert error["path"][:2] == ["input", "forced"]


async def test_two_roles_of_one_person_that_differ_are_refused_when_either_is_saved(teller: Teller) -> None:
    await two_desks(teller)
    person = await hire(teller, "bo", "desk")
    error = await refused(teller, PEOPLE, id=person, codes=["counter", "desk"])
    assert (error["code"], error["path"]) == ("CONFLICT", ["roleCodes"])
    assert all(word in error["message"] for word in ("Bo", "desk", "counter", "input.channel", "PHONE", "STORE"))
    await ask(teller, SAVE, input={"code": "counter", "name": "Counter", "forced": []})
    assert (await ask(teller, PEOPLE, id=person, codes=["counter", "desk"]))["userErrors"] == []
    again = {"code": "counter", "name": "Counter", "forced": [BY_PHONE | {"value": "EMAIL"}]}
    error = await refused(teller, SAVE, input=again)
    assert (error["code"], error["path"]) == ("CONFLICT", ["input", "forced"])
    (told,) = (await ask(teller, PREVIEW, input=again))["refusals"]
    assert told == error["message"]
    same = again | {"forced": [BY_PHONE]}
    assert (await ask(teller, SAVE, input=same))["userErrors"] == []


async def test_nobody_is_invited_and_no_program_made_with_roles_that_differ(teller: Teller) -> None:
    await two_desks(teller)
    assert (await refused(teller, INVITE, codes=["desk", "counter"]))["code"] == "CONFLICT"
    given = {"code": "kiosk", "name": "Kiosk", "roleCodes": ["desk", "counter"]}
    assert (await refused(teller, CLIENT, input=given))["code"] == "CONFLICT"


async def test_of_a_role_and_a_person_saved_at_once_one_is_refused(teller: Teller) -> None:
    await two_desks(teller)
    await ask(teller, SAVE, input={"code": "counter", "name": "Counter", "forced": []})
    person = await hire(teller, "bo", "desk")
    given = {"code": "counter", "name": "Counter", "forced": [BY_PHONE | {"value": "EMAIL"}]}
    both = await asyncio.gather(
        ask(teller, SAVE, input=given), ask(teller, PEOPLE, id=person, codes=["counter", "desk"])
    )
    codes = sorted(error["code"] for payload in both for error in payload["userErrors"])
    assert codes == ["CONFLICT"]


async def test_the_database_itself_refuses_roles_that_differ(teller: Teller) -> None:
    await two_desks(teller)
    person = await hire(teller, "bo", "desk")
    role = await teller.connection.fetchval("SELECT id FROM role WHERE code = 'counter'")
    with pytest.raises(CheckViolationError, match="different values"):
        await make.insert(teller.connection, "staff_role", staff_id=person.removeprefix("stf_"), role_id=role)


async def test_what_is_set_is_written_and_cannot_be_given(teller: Teller) -> None:
    by = clerk({"ticketOpen.input.channel": "PHONE"})
    payload = await ask(teller, OPEN, by)
    assert (payload["ticket"]["channel"], payload["userErrors"]) == ("PHONE", [])
    answer = await teller.desk.ask(by, OPEN_BY, {"channel": "EMAIL"})
    assert "channel" in answer.errors[0]["message"]
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket") == 1


async def test_another_role_that_leaves_the_choice_gives_it(teller: Teller) -> None:
    by = clerk({"ticketOpen.input.channel": "PHONE"}, "supervisor")
    assert (await ask(teller, OPEN_BY, by, channel="EMAIL"))["ticket"]["channel"] == "EMAIL"


async def test_the_first_answer_stands_whatever_the_role_sets_later(teller: Teller) -> None:
    first = await ask(teller, OPEN, clerk({"ticketOpen.input.channel": "PHONE"}), key="k1")
    again = await ask(teller, OPEN, clerk({"ticketOpen.input.channel": "EMAIL"}), key="k1")
    assert again == first


async def shop_of(teller: Teller, *codes: str) -> list[str]:
    unit = await make.insert(teller.connection, "organization_unit", code="u", name="U", path="u")
    return [str(await make.insert(teller.connection, "store", code=c, name=c, unit_id=unit)) for c in codes]


async def test_what_other_operations_take_too_may_be_given_if_it_is_the_same(teller: Teller) -> None:
    (own, _) = await shop_of(teller, "north", "south")
    await make.insert(teller.connection, "product", code="tea", name="Tea")
    by = clerk({"orderRecord.input.cart.storeCode": "$viewer.store"}, base="cashier", store_id=own)
    cart = {"lines": [{"productCode": "tea", "quantity": 1, "unitPrice": 5}]}
    given = {"number": "O1", "cart": cart | {"storeCode": "south"}}
    error = await refused(teller, RECORD, by, input=given)
    assert (error["code"], error["path"]) == ("FORBIDDEN", ["input", "cart", "storeCode"])
    assert "north" in error["message"]
    payload = await ask(teller, RECORD, by, input=given | {"cart": cart})
    assert (payload["userErrors"], payload["order"]["store"]["code"]) == ([], "north")


async def test_who_has_no_store_cannot_write_for_his_own(teller: Teller) -> None:
    by = clerk({"orderRecord.input.cart.storeCode": "$viewer.store"}, base="cashier")
    given = {"number": "O1", "cart": {"lines": [{"productCode": "tea", "quantity": 1, "unitPrice": 5}]}}
    error = await refused(teller, RECORD, by, input=given)
    assert error["code"] == "STATE"
    assert "input.cart.storeCode" in error["message"]


async def test_a_call_that_waits_is_made_with_what_is_set_by_then(office: Office) -> None:
    ann, name = office.people["ann"], "memberTierSet.input.reason"
    force = "UPDATE role SET forced = jsonb_build_object($2::text, $3::text) WHERE code = $1"
    await office.connection.execute(force, ann.roles[0], name, "Counter")
    access = union([replace(grants, forced={name: "Counter"}) for grants in ann.access.grants])
    office.people["ann"] = replace(ann, access=access, fingerprint=access.fingerprint())
    document = TIER.replace(', reason: "A good customer"', "")
    asked = request_of(await office.ask("ann", document, id=office.member, tier="GOLD"))
    assert "reason" not in await office.one("SELECT input::text FROM approval_request")
    await office.connection.execute(force, ann.roles[0], name, "By phone")
    assert (await office.ask("bob", APPROVE, id=asked["id"]))["userErrors"] == []
    assert await office.one("SELECT reason FROM tier_change ORDER BY id DESC LIMIT 1") == "By phone"


async def test_who_cannot_choose_gives_nobody_the_choice(teller: Teller) -> None:
    bound = clerk({"ticketOpen.input.channel": "PHONE"})
    (grants,) = bound.access.grants
    more = replace(grants, permissions=grants.permissions | {"roles.edit"}, types=grants.types | {"Role": None})
    by = replace(bound, access=union([more]), fingerprint=union([more]).fingerprint())
    error = await refused(teller, SAVE, by, input=DESK)
    assert error["missing"] == ["ticketOpen.input.channel"]
    assert (await ask(teller, SAVE, by, input=DESK | {"forced": [BY_PHONE]}))["userErrors"] == []


async def test_a_preview_counts_who_can_no_longer_choose(teller: Teller) -> None:
    await ask(teller, SAVE, input=DESK)
    await hire(teller, "bo", "desk")
    await hire(teller, "cy", "desk", "supervisor")
    document = PREVIEW.replace("people programs refusals", "forced { mutation argument before after people }")
    found = await ask(teller, document, input=DESK | {"forced": [BY_PHONE]})
    told = {"mutation": "ticketOpen", "argument": "input.channel", "before": None, "after": "PHONE", "people": 1}
    assert found["forced"] == [told]


async def test_an_explanation_names_who_sets_what_and_who_leaves_the_choice(teller: Teller) -> None:
    why = 'query { explainAccess(typeName: "Mutation", field: "ticketOpen") { trace } }'
    forced = {"ticketOpen.input.channel": "PHONE"}
    bound = await ask(teller, why, clerk(forced))
    assert "clerk sets input.channel to PHONE; nothing else can be given." in bound["trace"]
    free = await ask(teller, why, clerk(forced, "supervisor"))
    assert "clerk sets input.channel to PHONE, but supervisor leaves the choice." in free["trace"]


def test_grants_are_read_with_what_they_set() -> None:
    row = {"code": "x", "types": None, "classes": None, "fields": None, "permissions": None, "forced": {"a.b": 1}}
    assert grants_of(row).forced == {"a.b": 1}
