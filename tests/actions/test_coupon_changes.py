"""Coupons through the API: what each mutation writes, and what it refuses."""

import asyncio
from datetime import timedelta
from typing import Any

import orjson
import pytest

from rules.viewer import Viewer
from tests import make
from tests.actions.teller import Teller
from tests.conftest import viewer

ERRORS = "userErrors { __typename code message path ... on ValidationError { limit } }"
SAVE = f"""mutation Save($input: CouponTemplateSaveInput!, $version: Int) {{
  couponTemplateSave(input: $input, expectedVersion: $version) {{
    template {{ code name kind value minSpend conditions version isActive giftProduct {{ code }}
      products(first: 5) {{ nodes {{ code }} }} }} {ERRORS} }} }}"""
ISSUE = f"""mutation Issue($no: String!, $key: String!, $template: String!) {{
  couponIssue(templateCode: $template, member: {{memberNo: $no}}, idempotencyKey: $key) {{
    coupon {{ id code status member {{ memberNo }} }} template {{ issuedCount }} changeSet {{ id }} {ERRORS} }} }}"""
REDEEM = f"""mutation Redeem($code: String!, $order: String, $key: String!, $reference: String) {{
  couponRedeem(code: $code, orderNumber: $order, idempotencyKey: $key, reference: $reference) {{
    coupon {{ code status order {{ number }} }} template {{ redeemedCount }} {ERRORS} }} }}"""
RESERVE = f"""mutation Reserve($code: String!, $reference: String!, $minutes: Int! = 15) {{
  couponReserve(code: $code, reference: $reference, minutes: $minutes) {{
    coupon {{ status reservedFor reservedUntil }} {ERRORS} }} }}"""
RELEASE = f"""mutation Release($code: String!, $reference: String) {{
  couponRelease(code: $code, reference: $reference, reason: "By mistake") {{ coupon {{ status }} {ERRORS} }} }}"""
REVOKE = f"""mutation Revoke($code: String!) {{
  couponRevoke(code: $code, reason: "Sent by mistake") {{ coupon {{ status }} changeSet {{ id }} {ERRORS} }} }}"""
UNDO = "mutation Undo($id: ID!) { changeSetUndo(id: $id) { changeSet { id } skipped userErrors { code } } }"
TEN = {"code": "TEN", "name": "Ten off", "kind": "AMOUNT_OFF", "value": "10.00"}
WRITTEN = ("coupon", "coupon_template", "coupon_redemption", "audit_event", "idempotency_key", "change_set")


async def issued(teller: Teller, **terms: Any) -> str:
    """The code of a coupon of M1, from template TEN with these terms."""
    assert (await teller(SAVE, input=TEN | terms))["userErrors"] == []
    payload = await teller(ISSUE, template="TEN")
    assert payload["userErrors"] == []
    return payload["coupon"]["code"]


async def ordered(teller: Teller, total: int = 5000, number: str = "A-1") -> str:
    """An order of M1 of one line of product P1, in minor units."""
    c = teller.connection
    member = await c.fetchval("SELECT id FROM member WHERE member_no = 'M1'")
    category = await make.insert(c, "product_category", code="dairy", name="Dairy")
    product = await make.insert(c, "product", code="P1", name="Milk", category_id=category)
    async with c.transaction():
        order = await make.order(c, number, member, total)
        line = {"position": 1, "product_id": product, "quantity": 2, "unit_price": total / 200}
        await make.insert(c, "order_line", order_id=order, total=total, **line)
        figures = "UPDATE member_metrics SET order_count = order_count + 1, total_spend = total_spend + $1"
        await c.execute(figures, total)
    return number


async def refused(teller: Teller, document: str, **given: Any) -> dict[str, Any]:
    """The one refusal; proves that nothing was written."""
    before = await state(teller)
    payload = await teller(document, **given)
    assert await state(teller) == before
    assert all(value is None for name, value in payload.items() if name != "userErrors")
    (error,) = payload["userErrors"]
    return error


async def state(teller: Teller) -> list[Any]:
    rows = [await teller.connection.fetch(f"SELECT * FROM {table} ORDER BY id") for table in WRITTEN]
    return [list(map(tuple, found)) for found in rows]


async def ask(teller: Teller, who: Viewer, document: str, **given: Any) -> dict[str, Any]:
    answer = await teller.desk.ask(who, document, {"key": "k"} | given)
    assert not answer.errors, answer.errors
    return next(iter(answer.data.values()))


async def test_a_template_is_made_and_then_edited(teller: Teller) -> None:
    await ordered(teller)
    conditions = {"weekdays": [1, 2], "hours": [{"from": "10:00", "to": "14:00"}]}
    made = await teller(SAVE, input=TEN | {"minSpend": "50", "conditions": conditions, "productCodes": ["P1"]})
    assert (made["template"]["version"], made["template"]["minSpend"]) == (1, "50.00")
    assert made["template"]["conditions"] == conditions
    edited = await teller(SAVE, input=TEN | {"minSpend": None, "giftProductCode": "P1"}, version=1)
    assert (edited["template"]["version"], edited["template"]["minSpend"]) == (2, None)
    assert edited["template"]["giftProduct"] == {"code": "P1"}
    assert edited["template"]["products"]["nodes"] == [{"code": "P1"}]


async def test_an_edit_is_in_the_audit_log_with_before_and_after(teller: Teller) -> None:
    await teller(SAVE, input=TEN)
    await teller(SAVE, input=TEN | {"value": "12"})
    event = await teller.connection.fetchrow("SELECT action, changes FROM audit_event ORDER BY id DESC LIMIT 1")
    assert event["action"] == "coupon_template.changed"
    assert set(orjson.loads(event["changes"])) == {"code", "value"}


@pytest.mark.parametrize(
    ("terms", "path"),
    [
        ({"code": "a b"}, "code"),
        ({"name": " "}, "name"),
        ({"value": None}, "value"),
        ({"value": "0"}, "value"),
        ({"value": "101", "kind": "PERCENT_OFF"}, "value"),
        ({"discountCap": "5"}, "discountCap"),
        ({"minSpend": "1.001"}, "minSpend"),
        ({"kind": "GIFT", "value": None}, "giftProductCode"),
        ({"kind": "EXCHANGE", "value": None}, "exchangePrice"),
        ({"totalLimit": 0}, "totalLimit"),
        ({"validDays": 4000}, "validDays"),
        ({"validFrom": "2026-05-02T00:00:00Z", "validUntil": "2026-05-01T00:00:00Z"}, "validUntil"),
        ({"conditions": {"moon": "full"}}, "moon"),
        ({"conditions": {"stores": ["nowhere"]}}, "stores"),
        ({"productCodes": ["nothing"]}, "productCodes"),
        ({"giftProductCode": "nothing"}, "giftProductCode"),
    ],
)
async def test_terms_that_make_no_sense_are_refused(teller: Teller, terms: dict[str, Any], path: str) -> None:
    error = await refused(teller, SAVE, input=TEN | terms)
    assert error["path"][-1] == path


async def test_an_older_version_is_told_about_the_newer_one(teller: Teller) -> None:
    await teller(SAVE, input=TEN)
    await teller(SAVE, input=TEN)
    assert (await refused(teller, SAVE, input=TEN, version=1))["code"] == "CONFLICT"


async def test_limits_do_not_fall_below_what_was_issued(teller: Teller) -> None:
    for _ in range(2):
        await issued(teller)
    for limit in ("totalLimit", "perMemberLimit"):
        error = await refused(teller, SAVE, input=TEN | {limit: 1})
        assert (error["code"], error["limit"]) == ("INVALID", "2")


async def test_two_who_make_one_template_at_once_make_one(teller: Teller) -> None:
    await asyncio.gather(*(teller(SAVE, input=TEN) for _ in range(5)))
    assert await teller.connection.fetchval("SELECT count(*) FROM coupon_template") == 1


async def test_one_key_ten_times_at_once_issues_one_coupon(teller: Teller) -> None:
    await teller(SAVE, input=TEN)
    payloads = await asyncio.gather(*(teller(ISSUE, template="TEN", key="once") for _ in range(10)))
    assert len({orjson.dumps(payload["coupon"]) for payload in payloads}) == 1
    assert await teller.connection.fetchval("SELECT issued_count FROM coupon_template") == 1


async def test_one_key_with_another_template_is_refused(teller: Teller) -> None:
    await issued(teller)
    await teller(ISSUE, template="TEN", key="once")
    assert (await refused(teller, ISSUE, template="NINE", key="once"))["code"] == "IDEMPOTENCY_MISMATCH"


@pytest.mark.parametrize(("given", "code"), [({"no": "M9"}, "NOT_FOUND"), ({"template": "NONE"}, "NOT_FOUND")])
async def test_whom_or_what_there_is_not_is_said(teller: Teller, given: dict[str, str], code: str) -> None:
    await issued(teller)
    assert (await refused(teller, ISSUE, **{"template": "TEN"} | given))["code"] == code


async def test_a_reached_limit_says_which(teller: Teller) -> None:
    await issued(teller, perMemberLimit=1)
    error = await refused(teller, ISSUE, template="TEN")
    assert error["code"] == "LIMIT_REACHED"
    assert "one member can have 1" in error["message"]


async def test_a_coupon_is_used_in_an_order(teller: Teller) -> None:
    code, number = await issued(teller, minSpend="50"), await ordered(teller)
    payload = await teller(REDEEM, code=code.lower(), order=number)
    assert payload["coupon"] == {"code": code, "status": "REDEEMED", "order": {"number": number}}
    assert payload["template"] == {"redeemedCount": 1}


async def test_a_use_sent_again_is_answered_from_the_first_time(teller: Teller) -> None:
    code = await issued(teller)
    payloads = await asyncio.gather(*(teller(REDEEM, code=code, key="till-1") for _ in range(6)))
    assert all(payload == payloads[0] for payload in payloads)
    assert payloads[0]["coupon"]["status"] == "REDEEMED"
    assert (await refused(teller, REDEEM, code=code))["code"] == "STATE"


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"minSpend": "60.50"}, "10.50 more"),
        ({"productCodes": ["P2"]}, "P2"),
        ({"conditions": {"categories": ["bread"]}}, "bread"),
        ({"conditions": {"stores": ["S9"]}}, "S9"),
        ({"conditions": {"birthday": "DAY"}}, "birthday"),
    ],
)
async def test_a_condition_that_does_not_hold_says_what_would(teller: Teller, terms: dict[str, Any], said: str) -> None:
    await make.insert(teller.connection, "product", code="P2", name="Bread")
    await make.insert(teller.connection, "product_category", code="bread", name="Bread")
    unit = await make.insert(teller.connection, "organization_unit", code="u", name="U", path="u")
    await make.insert(teller.connection, "store", code="S9", name="Ninth", unit_id=unit)
    code, number = await issued(teller, **terms), await ordered(teller)
    error = await refused(teller, REDEEM, code=code, order=number)
    assert error["code"] == "NOT_ELIGIBLE"
    assert said in error["message"]


async def test_a_spend_is_seen_in_an_order_only(teller: Teller) -> None:
    code = await issued(teller, minSpend="5")
    assert (await refused(teller, REDEEM, code=code))["path"] == ["orderNumber"]


async def test_a_coupon_that_goes_with_no_other_is_alone_in_its_order(teller: Teller) -> None:
    first, number = await issued(teller), await ordered(teller)
    second = (await teller(ISSUE, template="TEN"))["coupon"]["code"]
    await teller(REDEEM, code=first, order=number)
    assert (await refused(teller, REDEEM, code=second, order=number))["code"] == "NOT_ELIGIBLE"


async def test_an_order_of_somebody_else_or_cancelled_takes_no_coupon(teller: Teller) -> None:
    code = await issued(teller)
    async with teller.connection.transaction():
        other = await make.member(teller.connection, "M2", order_count=1, total_spend=100)
        await make.order(teller.connection, "B-1", other, 100)
        await make.order(teller.connection, "B-2", other, 100, status="CANCELLED", cancelled_at=make.NOW)
    assert (await refused(teller, REDEEM, code=code, order="B-1"))["code"] == "NOT_ELIGIBLE"
    assert (await refused(teller, REDEEM, code=code, order="B-2"))["code"] == "STATE"
    assert (await refused(teller, REDEEM, code=code, order="B-9"))["code"] == "NOT_FOUND"


async def test_a_reservation_holds_until_its_end_and_is_given_back(teller: Teller) -> None:
    code = await issued(teller)
    kept = (await teller(RESERVE, code=code, reference="cart-1"))["coupon"]
    assert (kept["status"], kept["reservedFor"]) == ("RESERVED", "cart-1")
    assert (await refused(teller, REDEEM, code=code))["code"] == "STATE"
    assert (await teller(RELEASE, code=code, reference="cart-1"))["coupon"] == {"status": "ISSUED"}
    assert (await refused(teller, RELEASE, code=code))["code"] == "STATE"


@pytest.mark.parametrize("given", [{"minutes": 0}, {"minutes": 20_000}, {"reference": " "}])
async def test_a_reservation_without_a_sensible_end_or_reference_is_refused(teller: Teller, given: Any) -> None:
    code = await issued(teller)
    assert (await refused(teller, RESERVE, **{"code": code, "reference": "x"} | given))["code"] in (
        "INVALID",
        "REQUIRED",
    )


async def test_a_shop_releases_its_own_reservations_and_no_use(teller: Teller) -> None:
    code, shop = await issued(teller), viewer("storefront")
    document = RELEASE.replace("coupon { status }", "template { code }")
    await teller(RESERVE, code=code, reference="cart-1")
    assert (await ask(teller, shop, document, code=code, reference="cart-2"))["userErrors"][0]["code"] == "FORBIDDEN"
    assert (await ask(teller, shop, document, code=code, reference="cart-1"))["template"] == {"code": "TEN"}
    await teller(REDEEM, code=code)
    assert (await ask(teller, shop, document, code=code))["userErrors"][0]["code"] == "FORBIDDEN"


async def test_a_revoked_coupon_is_of_no_use(teller: Teller) -> None:
    code = await issued(teller)
    assert (await teller(REVOKE, code=code))["coupon"] == {"status": "REVOKED"}
    assert (await refused(teller, REDEEM, code=code))["code"] == "STATE"
    assert (await refused(teller, REVOKE, code=code))["code"] == "STATE"


async def test_a_revocation_is_taken_back_and_done_again(teller: Teller) -> None:
    code = await issued(teller)
    change = (await teller(REVOKE, code=code))["changeSet"]["id"]
    again = (await teller(UNDO, id=change))["changeSet"]["id"]
    assert (await teller(RESERVE, code=code, reference="x"))["userErrors"] == []
    await teller(RELEASE, code=code)
    await teller(UNDO, id=again)
    assert (await refused(teller, REDEEM, code=code))["code"] == "STATE"


async def test_a_revocation_is_not_taken_back_beyond_a_members_share(teller: Teller) -> None:
    code = await issued(teller, perMemberLimit=1)
    change = (await teller(REVOKE, code=code))["changeSet"]["id"]
    await teller(ISSUE, template="TEN")
    assert "one member can have 1" in (await teller(UNDO, id=change))["skipped"][0]


async def test_an_issue_is_taken_back_unless_the_coupon_was_used(teller: Teller) -> None:
    await issued(teller)
    kept, used = [(await teller(ISSUE, template="TEN")) for _ in range(2)]
    await teller(REDEEM, code=used["coupon"]["code"])
    assert (await teller(UNDO, id=kept["changeSet"]["id"]))["skipped"] == []
    assert "redeemed" in (await teller(UNDO, id=used["changeSet"]["id"]))["skipped"][0]
    assert (await refused(teller, REDEEM, code=kept["coupon"]["code"]))["code"] == "STATE"


async def test_codes_that_nobody_has_cannot_be_tried_for_long(teller: Teller) -> None:
    """And then a known one is refused in the same words, so that it cannot be told apart."""
    code = await issued(teller)
    for n in range(10):
        assert (await refused(teller, REDEEM, code=f"NOBODY{n}"))["code"] == "NOT_FOUND"
    unknown, known = [await refused(teller, REDEEM, code=each) for each in ("NOBODY", code)]
    assert unknown == known
    assert known["code"] == "LIMIT_REACHED"
    await teller.connection.execute("UPDATE coupon_guess SET minute = minute - $1::interval", timedelta(minutes=3))
    assert (await teller(REDEEM, code=code))["userErrors"] == []


async def test_one_request_with_many_tries_counts_each(teller: Teller) -> None:
    part = 'a%d: couponReserve(code: "N%d", reference: "x") { userErrors { code } }'
    answer = await teller.desk.ask(teller.admin, "mutation {" + " ".join(part % (n, n) for n in range(12)) + "}")
    codes = [each["userErrors"][0]["code"] for each in answer.data.values()]
    assert codes == ["NOT_FOUND"] * 10 + ["LIMIT_REACHED"] * 2


async def test_the_code_of_another_member_is_as_unknown_as_one_that_is_not_there(teller: Teller) -> None:
    code = await issued(teller)
    async with teller.connection.transaction():
        other = await make.member(teller.connection, "M2")
    shop = viewer("storefront", member_id=str(other))
    guest = Viewer("MEMBER", "app", shop.roles, shop.access, shop.fingerprint, member_id=str(other))
    document = RESERVE.replace("coupon { status reservedFor reservedUntil }", "")
    told = [await ask(teller, guest, document, code=each, reference="x") for each in (code, "0" * 12)]
    assert told[0] == told[1]
    assert told[0]["userErrors"][0]["code"] == "NOT_FOUND"
