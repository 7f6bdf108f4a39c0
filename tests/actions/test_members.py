import asyncio
from dataclasses import replace
from typing import Any

import pytest

from rules.check_digits import passes_luhn
from rules.permissions import Facets, Grants, ReadLevel, Sensitivity, union
from tests import make
from tests.actions.teller import Teller
from tests.conftest import viewer

ERRORS = "userErrors { code message path ... on PermissionError { missing } ... on ConflictError { currentVersion } }"
REGISTER = f"""mutation($input: MemberRegisterInput!, $joining: JoiningInput, $key: String) {{
  memberRegister(input: $input, joining: $joining, idempotencyKey: $key) {{
    member {{ id memberNo name phone email isAnonymous status version tier {{ code }} tierFloor {{ code }}
      source {{ code }} homeStore {{ code }} attributes {{ key value }} cards {{ cardNo }}
      tierChanges {{ nodes {{ kind to {{ code }} }} }} points {{ available }} wallet {{ total {{ amount }} }} }}
    {ERRORS} }} }}"""
UPDATE = f"""mutation($id: ID!, $input: MemberUpdateInput!, $version: Int) {{
  memberUpdate(id: $id, input: $input, expectedVersion: $version) {{
    member {{ name phone email isAnonymous version attributes {{ key value }} }}
    changeSet {{ id summary }} {ERRORS} }} }}"""
UNDO = "mutation($id: ID!) { changeSetUndo(id: $id) { skipped userErrors { code } } }"
LIN = {"name": " Lin  Xiaowen ", "phone": "+86 138-1234 7720", "email": "Lin@Example.com", "birthday": "1990-03-14"}


async def _register(teller: Teller, joining: Any = None, key: str | None = None, **given: Any) -> dict[str, Any]:
    return await teller(REGISTER, input=given, joining=joining, **({"key": key} if key else {}))


async def _refused(teller: Teller, joining: Any = None, **given: Any) -> dict[str, Any]:
    members, before = await teller.connection.fetchval("SELECT count(*) FROM member"), await teller.state()
    payload = await _register(teller, joining, **given)
    assert payload["member"] is None
    assert await teller.state() == before
    assert await teller.connection.fetchval("SELECT count(*) FROM member") == members
    return payload["userErrors"][0]


async def _tiers(teller: Teller) -> None:
    await make.insert(teller.connection, "tier", code="BASIC", name="Basic", rank=1, validity_months=12)
    await make.insert(teller.connection, "tier", code="GOLD", name="Gold", rank=2, spend_threshold=1000)


async def test_a_member_is_registered_with_all_that_a_member_has(teller: Teller) -> None:
    await _tiers(teller)
    member = (await _register(teller, **LIN, gender="FEMALE", custom={"kids": 2}))["member"]
    assert (member["name"], member["phone"], member["email"]) == ("Lin Xiaowen", "+8613812347720", "lin@example.com")
    assert passes_luhn(member["memberNo"].removeprefix("M-"))
    assert (member["tier"], member["tierFloor"]) == ({"code": "BASIC"}, None)
    assert member["tierChanges"]["nodes"] == [{"kind": "JOIN", "to": {"code": "BASIC"}}]
    assert (member["points"]["available"], member["wallet"]["total"]["amount"]) == (0, "0.00")
    assert member["attributes"] == [{"key": "kids", "value": "2"}]
    assert await teller.connection.fetchval("SELECT way FROM joining") == "BY_HAND"
    assert await teller.connection.fetchval("SELECT reference FROM customer") == member["memberNo"]


async def test_personal_values_reach_the_audit_log_masked(teller: Teller) -> None:
    await _register(teller, **LIN)
    changes = await teller.connection.fetchval("SELECT changes::text FROM audit_event")
    assert "+86****7720" in changes
    assert not {"Xiaowen", "12347720", "lin@", "1990"} & set(changes.replace('"', " ").split())
    assert "1990" not in changes


async def test_one_key_many_times_at_once_registers_once(teller: Teller) -> None:
    payloads = await asyncio.gather(*(_register(teller, key="app-1", **LIN) for _ in range(8)))
    assert len({payload["member"]["id"] for payload in payloads}) == 1
    assert await teller.connection.fetchval("SELECT count(*) FROM member") == 2


async def test_one_phone_at_once_registers_once(teller: Teller) -> None:
    payloads = await asyncio.gather(*(_register(teller, key=f"app-{n}", **LIN) for n in range(6)))
    assert sorted(payload["member"] is not None for payload in payloads) == [False] * 5 + [True]
    assert await teller.connection.fetchval("SELECT count(*) FROM ledger_account WHERE member_id IS NOT NULL") == 8


async def test_an_anonymous_member_tells_nothing(teller: Teller) -> None:
    member = (await _register(teller, isAnonymous=True))["member"]
    assert (member["isAnonymous"], member["name"], member["phone"]) == (True, None, None)
    assert (await _refused(teller, isAnonymous=True, phone="+4412345"))["path"] == ["input", "phone"]


async def test_a_duplicate_names_the_other_to_who_may_find_him(teller: Teller) -> None:
    number = (await _register(teller, **LIN))["member"]["memberNo"]
    error = await _refused(teller, name="Wu", phone=LIN["phone"])
    assert (error["code"], error["path"], number in error["message"]) == ("DUPLICATE", ["input", "phone"], True)
    assert (await _refused(teller, name="Wu", email="LIN@example.com"))["path"] == ["input", "email"]


async def test_a_duplicate_names_nobody_to_who_may_not_search(teller: Teller) -> None:
    number = (await _register(teller, **LIN))["member"]["memberNo"]
    teller.admin = made_up_writer()
    payload = await teller(NARROW, input={"name": "Wu", "phone": LIN["phone"]})
    assert payload["userErrors"][0]["code"] == "DUPLICATE"
    assert number not in payload["userErrors"][0]["message"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "REQUIRED", None), ({"name": "x" * 201}, "INVALID", "name"), ({"phone": "12"}, "INVALID", "phone"),
        ({"phone": "call me"}, "INVALID", "phone"), ({"email": "nobody"}, "INVALID", "email"),
        ({"name": "A", "birthday": "1850-01-01"}, "INVALID", "birthday"),
        ({"name": "A", "birthday": "2999-01-01"}, "INVALID", "birthday"),
        ({"name": "A", "sourceCode": "moon"}, "NOT_FOUND", "sourceCode"),
        ({"name": "A", "homeStoreCode": "moon"}, "NOT_FOUND", "homeStoreCode"),
        ({"name": "A", "tierCode": "moon"}, "NOT_FOUND", "tierCode"),
        ({"name": "A", "custom": [1]}, "INVALID", "custom"),
        ({"name": "A", "referrer": {"memberNo": "moon"}}, "NOT_FOUND", "referrer"),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_named(teller: Teller, given: Any, code: str, field: str | None) -> None:
    error = await _refused(teller, **given)
    assert (error["code"], error["path"]) == (code, ["input", field] if field else ["input"])


async def test_a_tier_chosen_by_hand_is_a_floor(teller: Teller) -> None:
    await _tiers(teller)
    member = (await _register(teller, name="A", tierCode="GOLD"))["member"]
    assert (member["tier"], member["tierFloor"]) == ({"code": "GOLD"}, {"code": "GOLD"})


async def test_the_tier_needs_a_permission_of_its_own(teller: Teller) -> None:
    await _tiers(teller)
    teller.admin = viewer("customer_service")
    payload = await teller(NARROW, input={"name": "A", "tierCode": "GOLD"})
    assert payload["userErrors"] == [
        {"code": "FORBIDDEN", "message": payload["userErrors"][0]["message"], "missing": ["members.tier"]}
    ]


async def test_a_referrer_is_kept(teller: Teller) -> None:
    await _register(teller, name="A", referrer={"memberNo": "M1"})
    assert await teller.connection.fetchval("SELECT count(*) FROM member WHERE referrer_id IS NOT NULL") == 1
    assert await teller.connection.fetchval("SELECT way FROM joining") == "REFERRAL"


async def test_a_customer_on_file_joins_with_what_is_known(teller: Teller) -> None:
    await make.insert(teller.connection, "customer", reference="C-7", name="Wu", phone="+861390000")
    member = (await _register(teller, {"customerReference": "C-7", "fee": "9.90", "charterVersion": "2"}))["member"]
    assert (member["name"], member["phone"]) == ("Wu", "+861390000")
    assert await teller.connection.fetchval("SELECT count(*) FROM customer WHERE member_id IS NOT NULL") == 1
    assert tuple(await teller.connection.fetchrow("SELECT way, fee, charter_version FROM joining")) == ("FEE", 990, "2")
    assert (await _refused(teller, {"customerReference": "C-7"}))["code"] == "DUPLICATE"
    assert (await _refused(teller, {"customerReference": "C-8"}))["code"] == "NOT_FOUND"


async def test_a_card_that_was_made_is_given_with_the_membership(teller: Teller) -> None:
    await make.insert(teller.connection, "member_card", card_no="79927398713")
    member = (await _register(teller, {"cardNo": "79927398713", "way": "GIFT_CARD"}, isAnonymous=True))["member"]
    assert member["cards"] == [{"cardNo": "79927398713"}]
    assert (await _refused(teller, {"cardNo": "79927398713"}, name="B"))["code"] == "DUPLICATE"
    assert (await _refused(teller, {"cardNo": "0"}, name="B"))["code"] == "NOT_FOUND"


NARROW = """mutation($input: MemberRegisterInput!) { memberRegister(input: $input) {
  member { memberNo } userErrors { code message ... on PermissionError { missing } } } }"""


def made_up_writer() -> Any:
    """Somebody who may write contact data, and neither read nor search it."""
    classes = {Sensitivity.PUBLIC: Facets(ReadLevel.FULL, True, True), Sensitivity.CONTACT: Facets(write=True)}
    access = union([Grants("desk", {"Member": None}, classes, permissions=frozenset({"members.register"}))])
    return replace(viewer("auditor"), access=access, fingerprint=access.fingerprint())
