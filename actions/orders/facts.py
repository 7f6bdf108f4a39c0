"""What a cart is about, read in one statement: the member, the store, the products with their prices, the coupons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import loads
from uuid import UUID

from asyncpg import Connection

from actions.ledger import OUTSIDE
from actions.program import Programs
from rules.coupons import spellings
from rules.ledger import Asset
from rules.quote.basis import Basis
from rules.quote.cart import Cart
from rules.quote.given import GivenCart
from rules.quote.program import Program
from rules.refusals import ErrorCode, Refused

READ = """
    WITH RECURSIVE wanted AS (
        SELECT product.id, product.code, product.price, product.category_id FROM product WHERE product.code = ANY($3)
    ), above AS (
        SELECT DISTINCT category_id AS own, category_id AS category FROM wanted WHERE category_id IS NOT NULL
        UNION SELECT above.own, category.parent_id FROM above JOIN product_category category
            ON category.id = above.category WHERE category.parent_id IS NOT NULL
    ), chains AS (
        SELECT above.own, json_agg(category.code) AS codes FROM above
        JOIN product_category category ON category.id = above.category GROUP BY above.own
    ), special AS (
        SELECT price.product_id, json_agg(json_build_object('name', price.name, 'amount', price.amount::text,
            'store', store.code, 'unit', unit.code, 'tier', tier.code,
            'depth', coalesce(array_length(string_to_array(unit.path, '/'), 1), 0),
            'is_members_only', price.is_members_only, 'starts_on', price.starts_on, 'ends_on', price.ends_on)) AS prices
        FROM price JOIN wanted ON wanted.id = price.product_id
        LEFT JOIN store ON store.id = price.store_id LEFT JOIN tier ON tier.id = price.tier_id
        LEFT JOIN organization_unit unit ON unit.id = price.unit_id
        WHERE price.is_active AND coalesce(price.starts_on <= $5, true) AND coalesce(price.ends_on >= $5, true)
        GROUP BY price.product_id
    )
    SELECT (SELECT version FROM program_version) AS version,
        (SELECT id FROM store WHERE code = $2) AS store_id,
        (SELECT string_to_array(unit.path, '/') FROM store JOIN organization_unit unit ON unit.id = store.unit_id
         WHERE store.code = $2) AS units,
        (SELECT row_to_json(m) FROM (
            SELECT member.status, member.birthday, tier.code AS tier, account.balance AS points,
                member.points_account_id, member.growth_account_id
            FROM member JOIN ledger_account account ON account.id = member.points_account_id
            LEFT JOIN tier ON tier.id = member.tier_id WHERE member.id = $1) m)::text AS member,
        (SELECT json_agg(json_build_object('id', wanted.id, 'code', wanted.code, 'price', wanted.price,
            'categories', chains.codes, 'prices', special.prices)) FROM wanted
         LEFT JOIN chains ON chains.own = wanted.category_id
         LEFT JOIN special ON special.product_id = wanted.id)::text AS products,
        (SELECT json_agg(row_to_json(c)) FROM (
            SELECT coupon.code AS coupon_code, coupon.id AS coupon_id, coupon.status, coupon.member_id,
                coupon.valid_from, coupon.valid_until, coupon.reserved_until, coupon.redeemed_at,
                template.name, template.version, template.kind, template.value::text, template.discount_cap,
                template.min_spend, template.conditions, template.exchange_price, template.stacking_group,
                template.is_stackable, gift.code AS gift_product,
                (SELECT json_agg(wanted.code) FROM wanted JOIN coupon_template_product own
                    ON own.product_id = wanted.id AND own.template_id = template.id) AS fitting,
                EXISTS (SELECT FROM coupon_template_product own WHERE own.template_id = template.id) AS is_narrow
            FROM coupon JOIN coupon_template template ON template.id = coupon.template_id
            LEFT JOIN product gift ON gift.id = template.gift_product_id
            WHERE coupon.code = ANY($4)) c)::text AS coupons,
        (SELECT json_object_agg(asset, id) FROM ledger_account WHERE code = ANY($6))::text AS outside,
        (SELECT json_object_agg(campaign.code, campaign.budget - campaign.spent) FROM campaign
         WHERE campaign.status IN ('SCHEDULED', 'RUNNING') AND campaign.budget IS NOT NULL)::text AS budgets
"""
EARNED_FROM = [OUTSIDE[Asset.POINTS], OUTSIDE[Asset.GROWTH]]
LOCK = "SELECT id FROM member WHERE id = $1 FOR NO KEY UPDATE"
EARNED = """
    SELECT effect.source_code,
        coalesce(sum(effect.points) FILTER (WHERE orders.at >= $3 AND orders.at < $4), 0)::bigint AS today,
        coalesce(sum(effect.points), 0)::bigint AS ever
    FROM order_effect effect JOIN orders ON orders.id = effect.order_id
    WHERE orders.member_id = $1 AND effect.source_kind = 'EARNING_RULE' AND effect.source_code = ANY($2)
        AND orders.status <> 'CANCELLED'
    GROUP BY effect.source_code
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """The cart as rules read it, and the keys that the order is written with; `outside` is where earnings come from."""

    program: Program
    cart: Cart
    basis: Basis
    store_id: UUID | None
    points_account: UUID | None
    growth_account: UUID | None
    outside: Mapping[Asset, UUID]


async def locked(connection: Connection, member: UUID | None) -> None:
    """Orders of one member wait for each other."""
    if member is not None:
        await connection.execute(LOCK, member)


async def facts(connection: Connection, programs: Programs, given: GivenCart, member: UUID | None) -> Facts:
    """Raises Refused for a store that is not there, or a product without any price."""
    at = given.at.astimezone(programs.zone)
    codes = [spelling for code in given.coupons for spelling in spellings(code)]
    products = list({line.product for line in given.lines})
    row = await connection.fetchrow(READ, member, given.store, products, codes, at.date(), EARNED_FROM)
    program = await programs.of_version(connection, row["version"])
    if given.store is not None and row["store_id"] is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no store {store}.", (*given.path, "storeCode"), store=given.store)
    owner = loads(row["member"]) if row["member"] else None
    basis = Basis(
        given,
        member,
        owner,
        tuple(row["units"] or ()),
        tuple(loads(row["products"] or "[]")),
        tuple(loads(row["coupons"] or "[]")),
        loads(row["budgets"] or "{}"),
        frozenset(await programs.meant_for(connection, member)),
        await earned_before(connection, program, member, at) if owner else {},
    )
    points, growth = ((UUID(owner[f"{name}_account_id"]) if owner else None) for name in ("points", "growth"))
    outside = {Asset(asset): UUID(key) for asset, key in loads(row["outside"] or "{}").items()}
    mine = basis.program(program)
    return Facts(mine, basis.cart(program), basis, row["store_id"], points, growth, outside)


async def earned_before(
    connection: Connection, program: Program, member: UUID | None, at: datetime
) -> dict[str, tuple[int, int]]:
    """What each rule that has a limit gave the member, on the day of `at` and in all."""
    limited = [rule.source.code for rule in program.earnings if rule.limit_per_day or rule.limit_per_member]
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    next_day = midnight + timedelta(days=1)
    rows = await connection.fetch(EARNED, member, limited, midnight, next_day) if limited else []
    return {row["source_code"]: (row["today"], row["ever"]) for row in rows}
