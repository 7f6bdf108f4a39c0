"""A town for tests that compare answers: every column with and without a value, equal values, odd letters."""

from decimal import Decimal
from random import Random

from asyncpg import Connection

from tests import make
from tests.resolvers.town import care, members, office, trade
from tests.resolvers.town.making import Town

MADE = [
    "tier",
    "store",
    "dictionary_item",
    "member",
    "staff",
    "team",
    "benefit",
    "product",
    "product_category",
    "campaign",
    "coupon_template",
    "orders",
    "segment",
    "tag",
    "ticket",
    "job",
]
"Tables that the small world has rows in, which the town refers to."


async def build(c: Connection, seed: int = 7) -> None:
    """The small world of tests/make.py, and a town around it."""
    await make.world(c)
    async with c.transaction():
        town = Town(c, Random(seed))
        await _ground(town)
        await trade.products(town)
        await members.members(town)
        await trade.orders(town)
        await trade.campaigns(town)
        await trade.coupons(town)
        await trade.payments(town)
        await office.tickets(town)
        await office.ties(town)
        await office.make_goods(town)
        await office.penalties(town)
        await office.promises(town)
        await office.incidents(town)
        await office.contacts(town)
        await office.staff(town)
        await office.records(town)
        await office.saved_views(town)
        await office.changes(town)
        await care.care(town)
        await trade.customers(town)


async def _ground(t: Town) -> None:
    for table in MADE:
        t.rows[table] = [row[0] for row in await t.c.fetch(f'SELECT * FROM "{table}" ORDER BY id')]
    await t.add(
        "tier",
        code="ONYX",
        name="Onyx",
        rank=3,
        growth_threshold=9000,
        order_count_threshold=50,
        discount_percent=Decimal("7.5"),
        points_multiplier=Decimal("2.125"),
    )
    await t.add("tier", code="OLD", name="Old", rank=9, is_active=False, spend_threshold=1)
    for code, name in (("line", "Own line"), ("late", "Late checkout")):
        benefit = await t.add("benefit", code=code, name=name, kind="SERVICE", description="In person.")
        await t.add("tier_benefit", tier_id=t.one("tier"), benefit_id=benefit)
    unit = await t.c.fetchval("SELECT id FROM organization_unit")
    south = await t.add("organization_unit", code="SOUTH", name="South 南", parent_id=unit, path="/SOUTH/")
    await t.add("store", code="S3", name="Store 3 关", unit_id=south, is_active=False)
    for code in ("card", "gift card"):
        await t.add("dictionary_item", dictionary="card_kind", code=code, label=code.title(), is_active=code == "card")
    for name in ("low value", "新客"):
        await t.add("tag", name=name, is_automatic=name == "新客", rule={"orderCount": {"gte": 1}})
