"""What a coupon gave or would give, and everything that stands against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.decisions.orders import Replayed, replay
from actions.orders.facts import EARNED_FROM, READ, facts
from actions.program import Programs
from rules.conditions import Failure, fails
from rules.explaining import Told, tells
from rules.quote.answer import Effect, Quote
from rules.quote.basis import Basis
from rules.quote.cart import Cart
from rules.quote.examining import refusals
from rules.quote.given import GivenCart
from rules.quote.program import Program, SourceKind
from rules.quote.quoting import quote
from rules.refusals import ErrorCode

COUPON = """
    SELECT coupon.id, coupon.code, coupon.member_id, template.name, orders.number AS order_number
    FROM coupon JOIN coupon_template template ON template.id = coupon.template_id
    LEFT JOIN orders ON orders.id = coupon.order_id WHERE coupon.id = $1
"""


@dataclass(frozen=True, slots=True)
class CouponDecided:
    """`effect` is what it does; None if it does not apply, because of the failures."""

    row: Record
    effect: Effect | None
    said: Sequence[Told]
    failures: Sequence[Failure]


async def of_coupon_cart(
    connection: Connection, programs: Programs, coupon: UUID, given: GivenCart, member: UUID | None
) -> CouponDecided:
    """As the rules are now."""
    row = await connection.fetchrow(COUPON, coupon)
    member = member or row["member_id"]
    known = await facts(connection, programs, replace(given, coupons=(row["code"],)), member)
    return _decided(row, member, known.program, known.cart, quote(known.program, known.cart), [])


async def of_coupon_order(connection: Connection, programs: Programs, coupon: UUID, order: UUID) -> CouponDecided:
    """As it was decided when the order was recorded. A coupon that was not shown then is tried on it as it is now."""
    row, replayed = await connection.fetchrow(COUPON, coupon), await replay(connection, programs, order)
    number, basis = replayed.order["number"], replayed.basis
    said = [] if replayed.is_kept else [tells("What order {number} was judged by was not kept in full.", number=number)]
    if row["code"] not in {known["coupon_code"] for known in basis.coupons}:
        said.append(tells("It was not shown for order {number}; it is tried on it as it is now.", number=number))
        replayed = await _with(connection, replayed, row["code"])
    return _decided(row, basis.member, replayed.program, replayed.cart, replayed.quote, said)


async def _with(connection: Connection, replayed: Replayed, code: str) -> Replayed:
    """The order as if the coupon had been shown too."""
    basis = replayed.basis
    products = [line.product for line in basis.given.lines]
    found = await connection.fetchrow(
        READ, basis.member, basis.given.store, products, [code], basis.given.at.date(), EARNED_FROM
    )
    shown = replace(basis.given, coupons=(*basis.given.coupons, code))
    coupons: tuple[Mapping[str, Any], ...] = (*basis.coupons, *loads(found["coupons"] or "[]"))
    other: Basis = replace(basis, given=shown, coupons=coupons)
    cart = other.cart(replayed.program)
    return replace(replayed, basis=other, cart=cart, quote=quote(replayed.program, cart))


def _decided(
    row: Record, member: UUID | None, program: Program, cart: Cart, found: Quote, said: list[Told]
) -> CouponDecided:
    mine = (SourceKind.COUPON, row["code"])
    effect = next((one for one in found.effects if (one.source.kind, one.source.code) == mine), None)
    if effect is not None:
        return CouponDecided(row, effect, [tells("It applies."), *said], [])
    against = refusals(program, cart, found)
    failed = next((one.failures for one in against if (one.source.kind, one.source.code) == mine), ())
    told = tells("It does not apply.")
    if row["order_number"] is not None:
        said = [*said, tells("It was used for order {number}.", number=row["order_number"])]
    return CouponDecided(row, None, [told, *said], [_of_owner(row, member, failure) for failure in failed])


def _of_owner(row: Record, member: UUID | None, failure: Failure) -> Failure:
    """Carts are not told of coupons of others; who sees the coupon may know."""
    if failure.code is not ErrorCode.NOT_FOUND or row["member_id"] in (None, member):
        return failure
    change = fails(ErrorCode.NOT_ELIGIBLE, "used by its owner")
    return fails(ErrorCode.NOT_ELIGIBLE, "It belongs to another member.", change)
