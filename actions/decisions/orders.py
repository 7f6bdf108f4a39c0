"""An order quoted again as it was when it was recorded."""

from dataclasses import dataclass, replace
from decimal import Decimal
from json import loads
from uuid import UUID

from asyncpg import Connection, Record

from actions.orders.facts import EARNED_FROM, READ, earned_before
from actions.program import Programs
from models.policies import Moment
from rules.ledger import Asset
from rules.money import to_major
from rules.quote.answer import Quote
from rules.quote.basis import Basis, read_basis
from rules.quote.cart import Cart
from rules.quote.earning import MATTERS
from rules.quote.given import GivenCart, GivenLine
from rules.quote.program import Program
from rules.quote.quoting import quote
from rules.standing import Treatment

ORDER = """
    SELECT orders.id, orders.number, orders.member_id, orders.at, orders.recorded_at, orders.points_earned,
        orders.growth_earned, orders.points_spent, orders.total, store.code AS store,
        basis.program_version, basis.body::text AS basis
    FROM orders LEFT JOIN store ON store.id = orders.store_id LEFT JOIN order_basis basis ON basis.order_id = orders.id
    WHERE orders.id = $1
"""
SOLD = """
    SELECT product.code AS product, line.quantity, line.unit_price, line.discount, line.reimbursed
    FROM order_line line JOIN product ON product.id = line.product_id WHERE line.order_id = $1 ORDER BY line.position
"""
TIER_AT = """
    SELECT (SELECT code FROM tier WHERE id = found.tier_id) FROM (
        (SELECT 1 AS place, to_tier_id AS tier_id FROM tier_change
         WHERE member_id = $1 AND at <= $2 AND kind <> 'KEEP' ORDER BY at DESC, id DESC LIMIT 1)
        UNION ALL
        (SELECT 2, from_tier_id FROM tier_change WHERE member_id = $1 AND at > $2 AND kind <> 'KEEP'
         ORDER BY at, id LIMIT 1)
        UNION ALL SELECT 3, tier_id FROM member WHERE id = $1) found ORDER BY place LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was decided about an order. `is_kept`: with all facts of that moment, not with what is known of them now."""

    order: Record
    basis: Basis
    program: Program
    cart: Cart
    quote: Quote
    is_kept: bool

    def treatment(self, asset: Asset) -> Treatment:
        """What became of it: booked, on hold, or nothing."""
        buyer = self.cart.buyer
        return buyer.treatment(MATTERS[asset]) if buyer else Treatment.IGNORE


async def replay(connection: Connection, programs: Programs, order: UUID) -> Replayed:
    row = await connection.fetchrow(ORDER, order)
    program = await programs.at(connection, Moment(row["program_version"], row["recorded_at"]))
    is_kept = row["basis"] is not None
    if is_kept:
        basis = read_basis(loads(row["basis"]))
    else:
        basis, program = (
            await rebuilt(connection, programs, row, row["member_id"], row["store"]),
            without_offers(program),
        )
    mine, cart = basis.program(program), basis.cart(program)
    return Replayed(row, basis, mine, cart, quote(mine, cart), is_kept)


def without_offers(program: Program) -> Program:
    """For what is known to have been paid already: nothing takes off any more."""
    tiers = {code: replace(terms, discount_percent=Decimal(0)) for code, terms in program.tiers.items()}
    return replace(program, offers=(), tiers=tiers)


async def as_sold(connection: Connection, programs: Programs, row: Record, member: UUID, store: str | None) -> Quote:
    """What an order would have given a member, in a store, for what was paid: by the rules of that moment.

    What the member is (but not his tier), and whom campaigns mean, is asked of the file as it is now.
    """
    program = without_offers(await programs.at(connection, Moment(row["program_version"], row["recorded_at"])))
    basis = await rebuilt(connection, programs, row, member, store, is_active=False)
    at = row["at"].astimezone(programs.zone)
    known = replace(
        basis,
        meant=frozenset(await programs.meant_for(connection, member)),
        earned=await earned_before(connection, program, member, at),
    )
    return quote(known.program(program), known.cart(program))


async def rebuilt(
    connection: Connection, programs: Programs, row: Record, member: UUID | None, store: str | None, *,
    is_active: bool = True,
) -> Basis:  # fmt: skip
    """From the order as it stands: what was taken off stands in its lines, whoever took it off."""
    currency, at = programs.currency, row["at"]
    lines = tuple(_line(sold, currency) for sold in await connection.fetch(SOLD, row["id"]))
    given = GivenCart(lines, store, (), row["points_spent"], at, ())
    products = [line.product for line in lines]
    known = await connection.fetchrow(READ, member, store, products, [], at.date(), EARNED_FROM)
    owner = None
    if member is not None:
        then = {"tier": await connection.fetchval(TIER_AT, member, at), "points": row["points_spent"]}
        owner = loads(known["member"]) | then | ({"status": "ACTIVE"} if is_active else {})
    return Basis(given, member, owner, tuple(known["units"] or ()), tuple(loads(known["products"] or "[]")))


def _line(sold: Record, currency: str) -> GivenLine:
    discount, reimbursed = (to_major(sold[name], currency) for name in ("discount", "reimbursed"))
    return GivenLine(sold["product"], sold["quantity"], sold["unit_price"], None, discount, reimbursed)
