"""How mutations of coupon templates and coupons call their actions."""

from datetime import timedelta
from decimal import Decimal

from actions import coupons
from actions.coupons import by_code, distributing, generating, templates
from actions.once import Written
from resolvers import goodwill
from resolvers.planner.verbs import Call, Verb
from rules.approvals import ApprovalMeasure
from rules.goodwill import GoodwillAsset
from rules.money import exact_minor
from rules.refusals import ErrorCode, Refused

PLAIN = {
    "name": "name", "kind": "kind", "value": "value", "totalLimit": "total_limit", "perMemberLimit": "per_member_limit",
    "validFrom": "valid_from", "validUntil": "valid_until", "validDays": "valid_days", "conditions": "conditions",
    "stackingGroup": "stacking_group", "isStackable": "is_stackable", "isActive": "is_active",
    "returnsWithOrder": "returns_with_order",
}  # fmt: skip
MONEY = {"discountCap": "discount_cap", "minSpend": "min_spend", "exchangePrice": "exchange_price"}
EMPTIED = {"conditions": {}, "is_stackable": False, "is_active": True, "returns_with_order": True}
"What has a value even when nothing is said."
MOST_MINUTES = 10_080


async def _save(call: Call) -> Written:
    given = call.given["input"]
    terms = {column: given[name] for name, column in PLAIN.items() if name in given}
    terms |= {name: value for name, value in EMPTIED.items() if name in terms and terms[name] is None}
    terms |= {column: _minor(given[name], call, name) for name, column in MONEY.items() if name in given}
    if "giftProductCode" in given:
        terms["gift_product_id"] = call.found.get("input.giftProductCode")
    products = (given["productCodes"] or []) if "productCodes" in given else None
    expected = call.given.get("expectedVersion")
    return await templates.edit(
        call.connection, call.by, given["code"], terms, products, call.at, call.currency, expected
    )


def _minor(amount: Decimal | None, call: Call, name: str) -> int | None:
    """Nothing is an amount too: an exchange for free."""
    if amount is None or amount == 0:
        return amount and int(amount)
    return exact_minor(amount, call.currency, name)


async def _issue(call: Call) -> Written:
    template, member = call.given["templateCode"], call.found["member"]
    also = await goodwill.taken(call, GoodwillAsset.COUPONS, 1, "templateCode")
    return await coupons.give(call.connection, call.by, template, member, call.at, call.key, also)


async def _redeem(call: Call) -> Written:
    at, reference = call.at.astimezone(call.zone), call.given.get("reference")
    order = call.found.get("orderNumber")
    return await by_code.redeem(
        call.connection, call.by, call.given["code"], order, at, call.currency, reference=reference, key=call.key
    )


async def _reserve(call: Call) -> Written:
    at, code, minutes = call.at.astimezone(call.zone), call.given["code"], call.given["minutes"]
    if not 1 <= minutes <= MOST_MINUTES:
        message = "A reservation lasts from 1 to {most:,} minutes."
        raise Refused(ErrorCode.INVALID, message, ("minutes",), most=MOST_MINUTES)
    until = at + timedelta(minutes=minutes)
    return await by_code.reserve(call.connection, call.by, code, call.given["reference"], until, at)


async def _release(call: Call) -> Written:
    at, given = call.at.astimezone(call.zone), call.given
    return await by_code.release(
        call.connection, call.by, given["code"], given.get("reference"), given.get("reason"), at
    )


async def _revoke(call: Call) -> Written:
    at = call.at.astimezone(call.zone)
    return await coupons.revoke(call.connection, call.by, call.found["code"], call.given["reason"], at)


async def _issue_bulk(call: Call) -> Written:
    given, campaign = call.given, call.found.get("campaignCode")
    members, expected = call.selected["where"], given["expectedCount"]
    return await distributing.ask(call.connection, call.by, given["templateCode"], members, expected, campaign, call.at)


async def _generate(call: Call) -> Written:
    given, campaign = call.given, call.found.get("campaignCode")
    return await generating.ask(call.connection, call.by, given["templateCode"], given["count"], campaign, call.at)


async def _one(call: Call) -> int:
    return 1


async def _members(call: Call) -> int:
    sql, values = call.selected["where"]
    return await call.connection.fetchval(f"SELECT count(*) FROM ({sql}) meant", *values)


async def _codes(call: Call) -> int:
    return call.given["count"]


_CAMPAIGN = {"campaignCode": "Campaign.code"}
_SHOWN = {"coupon": "Coupon", "template": "CouponTemplate", "member": "Member", "changeSet": "ChangeSet"}

MUTATIONS = {
    "couponTemplateSave": Verb(
        _save,
        "program.edit",
        {"input.giftProductCode": "Product.code"},
        {"template": "CouponTemplate", "changeSet": "ChangeSet"},
    ),
    "couponIssue": Verb(
        _issue,
        "coupons.issue",
        {"member": "Member"},
        _SHOWN,
        measures={ApprovalMeasure.OVER_BUDGET: goodwill.over_budget(GoodwillAsset.COUPONS, _one)},
    ),
    "couponIssueBulk": Verb(
        _issue_bulk,
        "coupons.distribute",
        _CAMPAIGN,
        {"job": "Job"},
        selects={"where": "Member"},
        measures={ApprovalMeasure.MEMBERS: _members},
    ),
    "couponCodesGenerate": Verb(
        _generate, "coupons.distribute", _CAMPAIGN, {"job": "Job"}, measures={ApprovalMeasure.COUPONS: _codes}
    ),
    "couponRedeem": Verb(_redeem, "coupons.redeem", {"orderNumber": "Order.number"}, _SHOWN),
    "couponReserve": Verb(_reserve, "coupons.redeem", {}, _SHOWN),
    "couponRelease": Verb(_release, "coupons.redeem", {}, _SHOWN),
    "couponRevoke": Verb(_revoke, "coupons.revoke", {"code": "Coupon.code"}, _SHOWN),
}
