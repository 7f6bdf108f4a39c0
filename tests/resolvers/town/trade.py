"""Products, orders, campaigns and coupons."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from tests import make
from tests.make import LONG_AGO, NOW
from tests.resolvers.town.making import JOINED, RECENT, Town


async def products(t: Town) -> None:
    category = await t.add("product_category", code="tea", name="Tea 茶")
    for n in range(12):
        await t.add(
            "product",
            code=f"P{n + 2}",
            name=t.chance.choice(("green Tea", "Green tea", "Tofu", "豆腐", "Añejo")),
            category_id=t.or_none(category, t.rows["product_category"][0]),
            brand=t.or_none("Hill", "hill_top", "山"),
            package_size=t.or_none("12 OZ"),
            price=t.or_none(0, 5, 123456789),
            is_active=n % 3 > 0,
            is_placeholder=n % 4 == 0,
        )
    for n in range(10):
        first = t.or_none(NOW.date(), LONG_AGO.date())
        await t.add(
            "price",
            name=t.chance.choice(("Spring", "spring", "Holiday 节日")),
            product_id=t.one("product"),
            store_id=t.maybe("store"),
            tier_id=t.maybe("tier"),
            is_members_only=n % 2 > 0,
            amount=t.chance.choice((Decimal("7.1234"), Decimal(0), Decimal(5))),
            starts_on=first,
            ends_on=first and t.or_none(first, NOW.date()),
            is_active=n % 3 > 0,
        )


async def orders(t: Town) -> None:
    for n in range(48):
        subtotal, discount = t.chance.choice((0, 100, 100, 999, 123456)), t.chance.choice((0, 100))
        discount = min(subtotal, discount)
        reimbursed = t.chance.choice((0, discount))
        key = await make.order(
            t.c,
            f"O-{n:03}_{n % 7}",
            t.maybe("member"),
            subtotal - discount + reimbursed,
            subtotal=subtotal,
            discount_total=discount,
            reimbursed=reimbursed,
            store_id=t.maybe("store"),
            receiver=t.or_none("Bo Li", "李"),
            external_reference=t.or_none(f"erp-{n}"),
            status=t.chance.choice(("COMPLETED", "COMPLETED", "OPEN", "CANCELLED", "RETURNED")),
            at=t.chance.choice((*JOINED, *RECENT)),
            points_earned=n,
            points_spent=n % 3,
        )
        t.rows["orders"].append(key)
        await _lines(t, key, n)


async def _lines(t: Town, order: UUID, n: int) -> None:
    for position in range(1, t.chance.choice((1, 2, 4))):
        await t.add(
            "order_line",
            order_id=order,
            position=position,
            product_id=t.one("product"),
            quantity=Decimal("1.125") * position,
            unit_price=Decimal("2.5050") * position,
            discount=10,
            reimbursed=t.chance.choice((0, 10)),
            total=n,
            returned_quantity=t.chance.choice((Decimal(0), Decimal("0.5"))),
        )
        await t.add(
            "order_effect",
            order_id=order,
            kind="DISCOUNT",
            source_kind="TIER",
            source_code="GOLD",
            amount=t.or_none(10),
            points=t.or_none(7),
            message=f"Effect {position}",
        )
    if n % 5 == 0 and "order_line" in t.rows:
        case = await t.add(
            "after_sales_case", number=f"S-{n}", order_id=order, member_id=t.maybe("member"), kind="RETURN",
            status="APPROVED", reason="Broken", requested_amount=n, requested_by="ana", requested_at=LONG_AGO,
        )  # fmt: skip
        line = t.rows["order_line"][-1]
        await t.add("after_sales_line", case_id=case, order_line_id=line, quantity=Decimal("0.5"))
    if n % 6 == 0:
        for k in range(2):
            await t.add(
                "order_return", number=f"R-{n}-{k}", order_id=order, reason="Broken", actor="ana", amount=n, at=LONG_AGO
            )


RULES = {
    "steps": [{"spend": "50", "off": "5"}], "repeats": True, "gift": "P1", "stacks": False, "priority": 3,
    "conditions": {
        "weekdays": [7, 1], "hours": [{"from": "10:00", "to": "24:00"}], "days": ["2026-03-02"], "products": ["P1"],
        "birthday": "WEEK", "minSpend": "30",
    },
}  # fmt: skip


async def campaigns(t: Town) -> None:
    for n, status in enumerate(("RUNNING", "SCHEDULED", "DRAFT", "ENDED", "PAUSED", "IN_REVIEW", "RUNNING")):
        key = await t.add(
            "campaign",
            code=f"C{n}",
            name=f"Campaign {n}",
            kind=t.chance.choice(("REFERRAL", "CHECK_IN")),
            status=status,
            starts_at=t.or_none(LONG_AGO, LONG_AGO + timedelta(days=n)),
            ends_at=t.or_none(NOW + timedelta(days=9)),
            budget=t.or_none(10**6),
            spent=t.chance.choice((0, 777)),
            audience_id=t.maybe("segment"),
            rules=t.chance.choice(({"n": [n, {}]}, RULES)),
        )
        for member in t.chance.sample(t.rows["member"], 6):
            await t.add(
                "campaign_participation",
                campaign_id=key,
                member_id=member,
                is_control=t.chance.random() < 0.3,
                targeted_at=t.chance.choice(JOINED),
                reached_at=t.or_none(LONG_AGO),
                participated_at=t.or_none(LONG_AGO),
                converted_at=t.or_none(LONG_AGO),
            )


async def coupons(t: Town) -> None:
    for n, kind in enumerate(("PERCENT_OFF", "GIFT", "FREE_SHIPPING", "EXCHANGE")):
        await t.add(
            "coupon_template",
            code=f"T_{n}%",
            name=f"Template {n}",
            kind=kind,
            value=t.or_none(Decimal("12.50"), Decimal(0)),
            discount_cap=t.or_none(500),
            min_spend=t.or_none(1000),
            total_limit=t.or_none(99),
            per_member_limit=t.or_none(1),
            valid_from=t.or_none(LONG_AGO),
            valid_until=t.or_none(NOW + timedelta(days=5)),
            valid_days=t.or_none(30),
            is_stackable=n % 2 == 0,
            is_active=n != 1,
            created_at=LONG_AGO,
            issued_count=n,
        )
        for product in t.chance.sample(t.rows["product"], n):
            await t.add("coupon_template_product", template_id=t.rows["coupon_template"][-1], product_id=product)
    for n in range(40):
        status = t.chance.choice(("ISSUED", "ISSUED", "REDEEMED", "EXPIRED", "REVOKED", "RESERVED"))
        await t.add(
            "coupon",
            code=f"K{n}_{'%' * (n % 2)}",
            template_id=t.one("coupon_template"),
            member_id=t.maybe("member"),
            campaign_id=t.maybe("campaign"),
            status=status,
            issued_at=t.chance.choice((*JOINED, *RECENT)),
            valid_from=t.or_none(LONG_AGO, NOW + timedelta(days=3)),
            valid_until=t.or_none(NOW + timedelta(days=4)),
            redeemed_at=t.chance.choice(RECENT) if status == "REDEEMED" else None,
            reserved_until=NOW + timedelta(days=1) if status == "RESERVED" else None,
            order_id=t.maybe("orders"),
        )


async def customers(t: Town) -> None:
    """Some who joined and some who did not, and how they may."""
    for n, name in enumerate(("陈静", "Óscar Ruiz", None, "anna_o%hara", "Wu 13")):
        made = await t.add(
            "customer", reference=f"K-1{n}", name=name, phone=(None, "+8613700001111")[n % 2],
            email=(None, None, f"k{n}@example.com")[n % 3], member_id=t.rows["member"][n] if n % 2 else None,
            created_at=LONG_AGO + timedelta(days=n // 2),
        )  # fmt: skip
        await t.c.execute("UPDATE orders SET customer_id = $1 WHERE id = $2", made, t.rows["orders"][n])
    for n, trigger in enumerate(("SPEND_ONCE", "SPEND_CUMULATIVE", "FEE")):
        key = await t.add(
            "joining_policy", code=f"J{n}", name=f"Policy {n}", trigger=trigger, period_days=(None, 30, None)[n],
            fee=(None, None, 9_900)[n], conditions={"stores": ["S1"]}, is_active=n != 2,
        )  # fmt: skip
        for place, tier in enumerate(t.rows["tier"][:2]):
            span = {"least": place * 1_000, "most": None if place else 1_000}
            await t.add("joining_level", policy_id=key, tier_id=tier, **span)


async def payments(t: Town) -> None:
    for n in range(2):
        await t.add(
            "payment_provider", code=f"pay{n}", name=f"Pay {n} 😀", kind="WECHAT_PAY_V3", endpoint="https://example.com",
            merchant_id=f"19{n}", app_id="wx", serial="5A", platform_serial="K", platform_key="PEM", key_print="ab",
            api_key_at=LONG_AGO, sealed=b"x", is_active=n == 0, problem=t.chance.choice(("", "Odd")),
        )  # fmt: skip
    for n in range(14):
        status = t.chance.choice(("NEW", "PENDING", "PAID", "EXPIRED"))
        await t.add(
            "payment", number=f"P1{n:04}", member_id=t.one("member"), provider_id=t.one("payment_provider"),
            amount=t.chance.choice((1, 5000, 123456)), status=status, code="weixin://" if status == "PENDING" else None,
            actor=f"Actor {n % 3}", staff_id=t.maybe("staff"), at=t.chance.choice(JOINED), expires_at=NOW,
            paid_at=LONG_AGO if status == "PAID" else None, ended_at=NOW if status == "EXPIRED" else None,
            problem="It waits" if status == "PAID" else "",
            notice={"trade_state": "SUCCESS"} if status == "PAID" else None,
        )  # fmt: skip
