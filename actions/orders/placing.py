"""Writes an order with its lines, what rules did to it, and its part in the member's figures, in one statement."""

from dataclasses import dataclass
from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.orders.facts import Facts
from rules.ledger import Asset
from rules.quote.allocation import allocate
from rules.quote.answer import Effect, Quote
from rules.quote.program import SourceKind
from rules.refusals import ErrorCode, Refused

CAMPAIGN = SourceKind.CAMPAIGN
PLACEHOLDERS = """
    INSERT INTO product (code, name, is_placeholder, category_id)
    SELECT given.code, given.code, true, (SELECT id FROM product_category WHERE code = given.category)
    FROM unnest($1::text[], $2::text[]) AS given (code, category) ON CONFLICT (code) DO NOTHING
"""
PRODUCTS = "SELECT code, id FROM product WHERE code = ANY($1)"
PLACE = """
    WITH placed AS (
        INSERT INTO orders (number, status, member_id, customer_id, store_id, subtotal, discount_total, total,
            points_earned, points_spent, growth_earned, points_value, paid_by_principal, paid_by_bonus, actor, receiver,
            external_reference, at, reimbursed)
        VALUES ($1, 'COMPLETED', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $36)
        ON CONFLICT (number) DO NOTHING RETURNING id
    ), lines AS (
        INSERT INTO order_line (order_id, position, product_id, quantity, unit_price, discount, total, points_earned,
            growth_earned, points_value, points_spent, reimbursed)
        SELECT placed.id, line.* FROM placed, unnest($18::int[], $19::uuid[], $20::numeric[], $21::numeric[],
            $22::bigint[], $23::bigint[], $24::bigint[], $25::bigint[], $26::bigint[], $27::bigint[],
            $37::bigint[]) AS line
        RETURNING id, position
    ), counted AS (
        UPDATE member_metrics SET order_count = order_count + 1, total_spend = total_spend + $7,
            first_order_at = least(first_order_at, $17), last_order_at = greatest(last_order_at, $17)
        FROM placed WHERE member_id = $2
    ), back AS (
        UPDATE member SET archived_at = NULL FROM placed WHERE member.id = $2 AND member.archived_at IS NOT NULL
    ), told AS (
        INSERT INTO order_effect
            (order_id, kind, source_kind, source_code, amount, points, rule_version, details, message)
        SELECT placed.id, effect.* FROM placed, unnest($28::text[], $29::text[], $30::text[], $31::bigint[],
            $32::bigint[], $33::int[], $34::jsonb[], $35::text[]) AS effect
    ), took AS (
        INSERT INTO campaign_participation AS part (campaign_id, member_id, is_control, targeted_at, reached_at,
            participated_at, converted_at)
        SELECT given.campaign, $2, given.is_control, $17, given.reached, given.reached, $17 FROM placed,
            (SELECT campaign, is_control, CASE WHEN NOT is_control THEN $17::timestamptz END AS reached
             FROM unnest($38::uuid[], $39::bool[]) AS given (campaign, is_control)) AS given
        ON CONFLICT (campaign_id, member_id) DO UPDATE SET converted_at = excluded.converted_at,
            reached_at = coalesce(part.reached_at, excluded.reached_at),
            participated_at = coalesce(part.participated_at, excluded.participated_at)
        WHERE part.converted_at IS NULL
    ), judged AS (
        INSERT INTO order_basis (order_id, program_version, body) SELECT placed.id, $40, $41::jsonb FROM placed
    )
    SELECT placed.id, (SELECT array_agg(lines.id ORDER BY lines.position) FROM lines) AS lines FROM placed
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """What an order says beside its cart; amounts in minor units."""

    number: str
    member: UUID | None
    customer: UUID | None
    actor: str
    principal: int = 0
    bonus: int = 0
    receiver: str | None = None
    external_reference: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    id: UUID
    lines: list[int]


async def place(connection: Connection, heading: Heading, known: Facts, quote: Quote) -> Placed:
    """Raises Refused if there is an order with this number."""
    products = await _products(connection, known)
    row = await connection.fetchrow(
        PLACE,
        heading.number, heading.member, heading.customer, known.store_id, quote.subtotal, quote.discount_total,
        quote.total, quote.earns(Asset.POINTS), quote.points_spent, quote.earns(Asset.GROWTH), quote.points_value,
        heading.principal, heading.bonus, heading.actor, heading.receiver, heading.external_reference, known.cart.at,
        *_line_columns(quote, products), *_effect_columns(quote), quote.reimbursed,
        [line.reimbursed for line in quote.lines], *_participations(known, quote),
        known.program.version, dumps(known.basis.kept()),
    )  # fmt: skip
    if row is None:
        message = "There is an order {number} already."
        raise Refused(ErrorCode.DUPLICATE, message, ("input", "number"), number=heading.number)
    return Placed(row["id"], row["lines"])


async def _products(connection: Connection, known: Facts) -> dict[str, UUID]:
    """Codes that nobody described yet become placeholders."""
    new = {line.product: next(iter(line.categories), None) for line in known.cart.lines if line.product_id is None}
    found = {line.product: line.product_id for line in known.cart.lines if line.product_id is not None}
    if not new:
        return found
    await connection.execute(PLACEHOLDERS, list(new), list(new.values()))
    return found | dict(await connection.fetch(PRODUCTS, list(new)))


def _line_columns(quote: Quote, products: dict[str, UUID]) -> list[list[Any]]:
    values = [line.value for line in quote.lines]
    spent = allocate(quote.points_spent, values)
    return [
        list(range(1, len(quote.lines) + 1)),
        [products[line.line.product] for line in quote.lines],
        [line.line.quantity for line in quote.lines],
        [line.unit_price for line in quote.lines],
        [line.discount for line in quote.lines],
        [line.total for line in quote.lines],
        [line.points for line in quote.lines],
        [line.growth for line in quote.lines],
        values,
        spent,
    ]


def _participations(known: Facts, quote: Quote) -> tuple[list[UUID], list[bool]]:
    """The campaigns, of those that are not for everybody, that did something, or left the buyer alone."""
    reach = known.program.reach if known.cart.buyer else {}
    sources = [(effect.source, False) for effect in quote.effects]
    sources += [(rejection.source, True) for rejection in quote.rejections if rejection.is_control]
    found = {reach[one.code].id: alone for one, alone in sources if one.kind is CAMPAIGN and one.code in reach}
    return list(found), list(found.values())


def _effect_columns(quote: Quote) -> list[list[Any]]:
    effects = quote.effects
    return [
        [effect.kind for effect in effects],
        [effect.source.kind for effect in effects],
        [effect.source.code for effect in effects],
        [effect.amount for effect in effects],
        [effect.points for effect in effects],
        [effect.source.version for effect in effects],
        [dumps(_details(effect)) for effect in effects],
        [effect.message for effect in effects],
    ]


def _details(effect: Effect) -> dict[str, Any]:
    found: dict[str, Any] = {"said": effect.template, "parts": effect.parts}
    found |= {"shares": list(effect.shares)} if effect.shares else {}
    return found | ({"gives": effect.gives} if effect.gives else {})
