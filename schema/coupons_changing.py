"""Mutations of coupon templates and coupons."""

from rules.coupons import CouponKind
from schema.arguments import KEY, OPTIONAL_KEY, VERSION, WHO, WHY
from schema.coupons import CouponPayload, CouponTemplatePayload
from schema.fields import argument, field, given, kind, operand, required
from schema.goodwill import IS_GOODWILL
from schema.jobs import JobPayload
from schema.names import MemberWhere
from schema.scalars import JSON, DateTime, Decimal

CODE = argument(str, "What the member shows at the till. Capitals, spaces and dashes do not matter.")
TEMPLATE = argument(str, "The code of the template.")
CAMPAIGN = argument(str | None, "The code of the campaign that they belong to.")
REFERENCE = argument(str | None, "The cart or order that it is reserved for.")


@given("What a coupon template says. What is not given stays as it is; null empties it.")
class CouponTemplateSaveInput:
    code: str = required("The template's code: letters, digits, dots, dashes and underscores. It names the template.")
    name: str = required("What members read.")
    kind: CouponKind = required("What the coupons give.")
    value: Decimal | None = operand("The amount (major units), or the percentage.")
    discount_cap: Decimal | None = operand("The most that a percentage can take off.")
    min_spend: Decimal | None = operand("The spend that the coupon asks for.")
    total_limit: int | None = operand("How many can be issued; any number if it is empty.")
    per_member_limit: int | None = operand("How many one member can have; any number if it is empty.")
    valid_from: DateTime | None = operand("When coupons begin to be valid.")
    valid_until: DateTime | None = operand("When coupons cease to be valid.")
    valid_days: int | None = operand("How many days a coupon is valid from its issue on.")
    is_stackable: bool | None = operand("Whether it goes together with other coupons.")
    stacking_group: str | None = operand("Of coupons with the same group an order takes one.")
    conditions: JSON | None = operand(
        "Where, when and for whom it is good: products, categories, stores, tiers (codes), weekdays (1 is Monday), "
        "hours, days, birthday, minSpend, minQuantity."
    )
    product_codes: list[str] | None = operand("The codes of the products it is good for; none means all.")
    gift_product_code: str | None = operand("The code of the product that a gift coupon gives.")
    exchange_price: Decimal | None = operand("What one of the products costs with an exchange coupon.")
    returns_with_order: bool | None = operand("Whether the coupon comes back when its order is returned or cancelled.")
    is_active: bool | None = operand("Whether coupons can be issued from it.")


@kind("Changes of coupon templates and coupons.")
class CouponMutations:
    coupon_template_save: CouponTemplatePayload = field(
        "Makes a coupon template, or edits the one that has this code.",
        arguments={
            "input": argument(CouponTemplateSaveInput, "What it says."),
            "expected_version": VERSION,
        },
    )
    coupon_issue: CouponPayload = field(
        "Gives a member a coupon.",
        arguments={"template_code": TEMPLATE, "member": WHO, "idempotency_key": KEY, "is_goodwill": IS_GOODWILL},
    )
    coupon_issue_bulk: JobPayload = field(
        "Gives each of many members a coupon, as a job. Those who are not active, or have their share, get none.",
        arguments={
            "template_code": TEMPLATE,
            "where": argument(MemberWhere, "Which members; who meets the conditions now gets one."),
            "expected_count": argument(
                int, "How many members that are; if it is another number, nothing is issued and CONFLICT is answered."
            ),
            "campaign_code": CAMPAIGN,
            "idempotency_key": OPTIONAL_KEY,
        },
    )
    coupon_codes_generate: JobPayload = field(
        "Makes codes that are nobody's yet, as a job, to be printed or sent. Its result is a file of exactly so many.",
        arguments={
            "template_code": TEMPLATE,
            "count": argument(int, "How many; at most 1,000,000."),
            "campaign_code": CAMPAIGN,
            "idempotency_key": KEY,
        },
    )
    coupon_redeem: CouponPayload = field(
        "Uses a coupon, once.",
        arguments={
            "code": CODE,
            "order_number": argument(
                str | None, "The order that it is used in; needed if the coupon asks for a spend."
            ),
            "idempotency_key": KEY,
            "reference": REFERENCE,
        },
    )
    coupon_reserve: CouponPayload = field(
        "Keeps a coupon for a cart or an order that is not yet final, so that nothing else can use it.",
        arguments={
            "code": CODE,
            "reference": argument(
                str, "The cart or order. Sent again with the same one, the reservation is prolonged."
            ),
            "minutes": argument(int, "For how long; it ends by itself.", 15),
        },
    )
    coupon_release: CouponPayload = field(
        "Takes a reservation or a use back: the coupon can be used again, unless its time is over.",
        arguments={
            "code": CODE,
            "reference": REFERENCE,
            "reason": argument(str | None, "Why; staff read it."),
        },
    )
    coupon_revoke: CouponPayload = field(
        "Takes a coupon away that was not used yet.",
        arguments={"code": argument(str, "The coupon's code."), "reason": WHY},
    )
