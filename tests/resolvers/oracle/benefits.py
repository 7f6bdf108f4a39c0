"""What tiers give, and how often it was given."""

from typing import Any


def benefit_codes(look: Any, tier: Any) -> list[str]:
    links = look.rows.where("tier_benefit", "tier_id", tier["id"])
    return [
        code for _, code in sorted((x["position"], look.rows.one("benefit", x["benefit_id"])["code"]) for x in links)
    ]


def tier_codes(look: Any, benefit: Any) -> list[str]:
    links = look.rows.where("tier_benefit", "benefit_id", benefit["id"])
    tiers = [look.rows.one("tier", link["tier_id"]) for link in links]
    return [tier["code"] for tier in sorted(tiers, key=lambda tier: tier["rank"])]


def granted(look: Any, benefit: Any, status: str | None = None) -> int:
    """How often it was given; with a status, how many of its coupons have that."""
    grants = look.rows.where("benefit_grant", "benefit_id", benefit["id"])
    coupons = [look.rows.one("coupon", grant["coupon_id"]) for grant in grants]
    return sum(coupon is not None and coupon["status"] == status for coupon in coupons) if status else len(grants)
