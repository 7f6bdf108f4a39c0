"""How coupon templates and coupons are read."""

from models.coupons import Coupon, CouponTemplate
from resolvers.audit import events_of
from resolvers.coupons_changing import MUTATIONS
from resolvers.planner.answers import amount
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Among, Compare, Related, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup, key_of
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row

__all__ = ["ENTITIES", "MUTATIONS", "OF_MEMBER", "QUERIES"]


def code(row: Row) -> str:
    return row.col("code")


def instant(column: str) -> Compare:
    return Compare(lambda row: row.col(column), "timestamptz")


_KEY = Entity("Coupon", Coupon, "cpn")

ENTITIES = [
    Entity(
        "CouponTemplate",
        CouponTemplate,
        "tpl",
        fields={
            "discountCap": amount("discount_cap"),
            "minSpend": amount("min_spend"),
            "exchangePrice": amount("exchange_price"),
            "products": Connection(
                "Product",
                lambda product, template: (
                    f"{product.key} IN (SELECT product_id FROM coupon_template_product"
                    f" WHERE template_id = {template.key})"
                ),
            ),
        },
        filters={
            "code": Text(code, exact=True),
            "name": Text(lambda row: row.col("name")),
            "kind": Compare(lambda row: row.col("kind"), "text"),
            "isActive": Compare(lambda row: row.col("is_active"), "bool"),
        },
        orders={
            "CREATED_AT": OrderBy(lambda row: row.col("created_at"), "timestamptz", governed_by=("createdAt",)),
            "CODE": OrderBy(code, "text", governed_by=("code",)),
        },
        default_order=(("CREATED_AT", "DESC"),),
    ),
    Entity(
        "Coupon",
        Coupon,
        "cpn",
        fields={"auditEvents": events_of("Coupon")},
        filters={
            "id": Compare(lambda row: row.key, "uuid", lambda _operator, _row: key_of(_KEY)),
            "code": Text(code, exact=True),
            "status": Compare(lambda row: row.col("status"), "text"),
            "template": Among(
                lambda row: f"FROM coupon_template t WHERE t.id = {row.col('template_id')}", "t.code", exact=True
            ),
            "campaign": Among(
                lambda row: f"FROM campaign c WHERE c.id = {row.col('campaign_id')}", "c.code", exact=True
            ),
            "member": Related("Member", "member_id"),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
            "issuedAt": instant("issued_at"),
            "validUntil": instant("valid_until"),
            "redeemedAt": instant("redeemed_at"),
        },
        orders={
            "ISSUED_AT": OrderBy(lambda row: row.col("issued_at"), "timestamptz", governed_by=("issuedAt",)),
            "VALID_UNTIL": OrderBy(
                lambda row: f"coalesce({row.col('valid_until')}, 'infinity')",
                "timestamptz",
                governed_by=("validUntil",),
            ),
            "CODE": OrderBy(code, "text", governed_by=("code",)),
        },
        default_order=(("ISSUED_AT", "DESC"),),
    ),
]

QUERIES = {
    "coupon": Lookup("Coupon"),
    "coupons": Connection("Coupon"),
    "couponTemplates": Many("CouponTemplate", order="code"),
    "couponTemplate": Lookup("CouponTemplate"),
    "couponTemplateList": Connection("CouponTemplate"),
}

OF_MEMBER = Connection("Coupon", lambda coupon, member: f"{coupon.col('member_id')} = {member.key}")
