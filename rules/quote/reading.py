"""Offers and earnings from what is kept of campaigns, coupons and earning rules."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rules.campaigns import CampaignKind
from rules.conditions import Conditions, Failure, read
from rules.coupons import CouponKind
from rules.earning import Expiry, ExpiryKind
from rules.ledger import Asset
from rules.money import to_major, to_minor
from rules.quote.program import Earning, Offer, OfferKind, Source, SourceKind

Rules = Mapping[str, Any]
ON_ORDERS = {
    CampaignKind.SPEND_AND_SAVE,
    CampaignKind.LIMITED_DISCOUNT,
    CampaignKind.POINTS_MULTIPLIER,
    CampaignKind.BIRTHDAY,
    CampaignKind.COUPON_GIVEAWAY,
}
"Kinds of campaign that do something to an order; the others act elsewhere."
KINDS = {
    CouponKind.AMOUNT_OFF: OfferKind.AMOUNT,
    CouponKind.PERCENT_OFF: OfferKind.PERCENT,
    CouponKind.EXCHANGE: OfferKind.EXCHANGE,
    CouponKind.GIFT: OfferKind.GIFT,
    CouponKind.FREE_SHIPPING: OfferKind.SHIPPING,
}


def campaign_offers(row: Mapping[str, Any], currency: str) -> Iterator[Offer]:
    """What a campaign takes off or gives on orders. `row` has the columns of the table, `rules` read from JSON."""
    rules: Rules = row["rules"]
    for kind, given in _given(rules, currency):
        yield Offer(
            source_of(SourceKind.CAMPAIGN, row),
            kind,
            _conditions(rules, currency),
            group=rules.get("group"),
            stacks=rules.get("stacks", True),
            priority=rules.get("priority", 0),
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            **given,
        )


def campaign_earning(row: Mapping[str, Any], currency: str) -> Earning | None:
    """The multiplier of a campaign, if it has one."""
    rules: Rules = row["rules"]
    if "multiplier" not in rules:
        return None
    return Earning(
        source_of(SourceKind.CAMPAIGN, row),
        Asset.POINTS,
        multiplier=Decimal(str(rules["multiplier"])),
        conditions=_conditions(rules, currency),
        group=rules.get("group"),
        priority=rules.get("priority", 0),
        valid_from=row["starts_at"],
        valid_until=row["ends_at"],
    )


def coupon_offer(row: Mapping[str, Any], currency: str, fitting: list[str] | None, blocked: Failure | None) -> Offer:
    """`row` has the template's columns and the coupon's `coupon_code`; `fitting` are the products it is good for."""
    kind = KINDS[CouponKind(row["kind"])]
    value = Decimal(row["value"] or 0)
    conditions = dict(row["conditions"])
    if fitting is not None:
        conditions["products"] = fitting or [" "]
    if row["min_spend"] is not None:
        conditions["minSpend"] = str(to_major(row["min_spend"], currency))
    return Offer(
        Source(SourceKind.COUPON, row["coupon_code"], row["name"], row["version"], row["coupon_id"]),
        kind,
        read(conditions, currency),
        percent=value if kind is OfferKind.PERCENT else Decimal(0),
        amount=row["exchange_price"] or 0 if kind is OfferKind.EXCHANGE else to_minor(value, currency),
        cap=row["discount_cap"],
        gives=row["gift_product"],
        group=row["stacking_group"],
        stacks=row["is_stackable"],
        blocked=blocked,
    )


def earning_rule(row: Mapping[str, Any], currency: str) -> Earning:
    """`row` has the columns of the table, `conditions` read from JSON."""
    return Earning(
        source_of(SourceKind.EARNING_RULE, row),
        Asset(row["asset"]),
        row["per_unit"],
        row["fixed"],
        row["multiplier"],
        row["uses_tier_multiplier"],
        read(row["conditions"], currency),
        row["stacking_group"],
        row["priority"],
        row["limit_per_day"],
        row["limit_per_member"],
        Expiry(ExpiryKind(row["expiry"]), row["expiry_count"], row["expiry_date"]),
        row["pending_days"],
        row["valid_from"],
        row["valid_until"],
    )


def source_of(kind: SourceKind, row: Mapping[str, Any]) -> Source:
    return Source(kind, row["code"], row["name"], row["version"], row["id"])


def _given(rules: Rules, currency: str) -> Iterator[tuple[OfferKind, dict[str, Any]]]:
    if "steps" in rules:
        steps = sorted((_minor(step["spend"], currency), _minor(step["off"], currency)) for step in rules["steps"])
        yield OfferKind.LADDER, {"ladder": tuple(steps), "repeats": bool(rules.get("repeats"))}
    if "percent" in rules:
        cap = _minor(rules["cap"], currency) if rules.get("cap") is not None else None
        yield OfferKind.PERCENT, {"percent": Decimal(str(rules["percent"])), "cap": cap}
    if "amount" in rules:
        yield OfferKind.AMOUNT, {"amount": _minor(rules["amount"], currency)}
    if "price" in rules:
        yield OfferKind.UNIT_PRICE, {"amount": _minor(rules["price"], currency)}
    if "gift" in rules:
        yield OfferKind.GIFT, {"gives": rules["gift"]}
    if "template" in rules:
        yield OfferKind.COUPON_LATER, {"gives": rules["template"]}


def _conditions(rules: Rules, currency: str) -> Conditions:
    return read(rules.get("conditions", {}), currency)


def _minor(value: Any, currency: str) -> int:
    return to_minor(Decimal(str(value)), currency)
