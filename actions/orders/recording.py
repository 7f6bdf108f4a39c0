"""Records an order: what the quote says, in one transaction with every consequence."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import budgets, coupons, lots, pins, tiers, wallets
from actions.coupons.guessing import check_tries, counted
from actions.joining import consider
from actions.ledger import Why
from actions.once import Written
from actions.orders import earning
from actions.orders.facts import Facts, facts, locked
from actions.orders.placing import Heading, Placed, place
from actions.program import Programs
from actions.recording import record
from actions.treating import hold
from rules.earning import expires_at
from rules.ledger import Asset
from rules.money import exact_minor, to_major
from rules.points import PointsEntryKind
from rules.quote.answer import Earned, EffectKind, Quote
from rules.quote.cart import Buyer
from rules.quote.committing import check_asked, check_expected, check_number, check_payment, unknown_codes
from rules.quote.given import check_not_ahead, read_cart
from rules.quote.program import SourceKind
from rules.quote.quoting import quote
from rules.refusals import ErrorCode, Refused
from rules.standing import Matter, Treatment
from rules.viewer import Viewer

PATH = ("input", "cart")
OF_PIN = ("input", "pin")
MATTERS = {Asset.POINTS: Matter.EARN_POINTS, Asset.GROWTH: Matter.EARN_GROWTH}
PAID = """
    UPDATE orders SET paid_by_principal = -entry.principal_delta, paid_by_bonus = -entry.bonus_delta
    FROM wallet_entry entry WHERE orders.id = $1 AND entry.id = $2
"""
CUSTOMER = "SELECT id FROM customer WHERE reference = $1"


@dataclass(frozen=True, slots=True)
class Till:
    """Who records, when, and with what the program is known."""

    by: Viewer
    programs: Programs
    now: datetime
    key: str | None


@dataclass(frozen=True, slots=True)
class Paying:
    """Minor units to be paid with stored value, and the PIN that was given."""

    wallet: int
    pin: str | None


async def record_order(connection: Connection, till: Till, given: Mapping[str, Any], member: UUID | None) -> Written:
    """`given` is an OrderRecordInput. Raises Refused for whatever of it cannot be used; then nothing is written."""
    number, cart = check_number(given["number"]), read_cart(given["cart"], till.now, PATH)
    check_not_ahead(cart.at, till.now, PATH)
    currency = till.programs.currency
    wallet = _wallet_part(given.get("payWithWallet"), member, currency)
    await locked(connection, member)
    known = await facts(connection, till.programs, cart, member)
    priced = quote(known.program, known.cart)
    await _check_coupons(connection, till, priced, bool(cart.coupons))
    check_expected(priced, given.get("expectedPayable"), currency)
    check_payment(wallet, priced, currency)
    if member is not None and priced.points_spent and not wallet:
        await pins.check(connection, member, given.get("pin"), OF_PIN)
    heading = Heading(
        number,
        member,
        await _customer(connection, given.get("customerReference")),
        till.by.name,
        receiver=given.get("receiver"),
        external_reference=given.get("externalReference"),
    )
    placed = await place(connection, heading, known, priced)
    await _follow(connection, till, known, priced, placed, Paying(wallet, given.get("pin")))
    if member is None and heading.customer is not None:
        member = await consider(connection, till.by, till.programs, heading.customer, placed.id, known.cart.at)
    changes = {"number": number, "total": str(to_major(priced.total, currency)), "member": member}
    await record(connection, till.by.name, "order.recorded", "Order", placed.id, changes, _staff(till.by))
    await budgets.take(connection, _of_campaigns(priced))
    return {"order": placed.id} | ({"member": member} if member else {})


async def _check_coupons(connection: Connection, till: Till, priced: Quote, has_codes: bool) -> None:
    """Codes that nobody has count against the caller, as if each had been shown by itself."""
    if has_codes:
        await check_tries(connection, till.by, till.now)
    try:
        check_asked(priced)
    except Refused as refused:
        tries = unknown_codes(priced)
        if not tries:
            raise
        raise counted(refused, till.by, tries, till.now) from None


async def _follow(
    connection: Connection, till: Till, known: Facts, priced: Quote, placed: Placed, paying: Paying
) -> None:
    """Every consequence: coupons used, points spent and earned, stored value, figures, tier, coupons given."""
    buyer, at = known.cart.buyer, known.cart.at
    member = buyer.id if buyer else None
    for effect in priced.effects:
        if effect.source.kind is SourceKind.COUPON:
            await coupons.redeem(
                connection, till.by, effect.source.id, placed.id, effect.amount, at, member=member, key=till.key
            )
    if buyer is None:
        return
    owner = {"id": buyer.id, "account": known.points_account}
    if priced.points_spent:
        why = _why(till, "points.spent", "Paid in points", at, placed.id)
        await lots.debit(connection, owner, why, PointsEntryKind.SPEND, priced.points_spent)
    await _earn(connection, till, known, priced, placed)
    if paying.wallet:
        await _pay(connection, till, buyer.id, paying, placed, at)
    await _rise(connection, till, known, buyer, placed, priced.total)
    await _give_coupons(connection, till, buyer, priced, at)


async def _earn(connection: Connection, till: Till, known: Facts, priced: Quote, placed: Placed) -> None:
    buyer, at = known.cart.buyer, known.cart.at
    now = [each for each in priced.earned if buyer.treatment(MATTERS[each.rule.asset]) is Treatment.ALLOW]
    held = [each for each in priced.earned if buyer.treatment(MATTERS[each.rule.asset]) is Treatment.HOLD]
    await earning.book(connection, known, buyer.id, _why(till, "order.earned", "Purchase", at, placed.id), now)
    for each in held:
        matter, details = MATTERS[each.rule.asset], _held(known, each)
        await hold(connection, buyer.id, matter, Treatment.HOLD, each.amount, at, placed.id, details)


async def _pay(connection: Connection, till: Till, member: UUID, paying: Paying, placed: Placed, at: datetime) -> None:
    currency = till.programs.currency
    paid = await wallets.pay(
        connection, till.by, member, paying.wallet, "Paid for an order", at, currency, paying.pin, till.key, placed.id,
        OF_PIN,
    )  # fmt: skip
    await connection.execute(PAID, placed.id, paid["entry"])


async def _rise(connection: Connection, till: Till, known: Facts, buyer: Buyer, placed: Placed, total: int) -> None:
    """What does not count now is written down as held or dropped; tiers look at what is left."""
    treatment, at = buyer.treatment(Matter.COUNT_SPEND), known.cart.at
    if treatment is not Treatment.ALLOW:
        await hold(connection, buyer.id, Matter.COUNT_SPEND, treatment, total, at, placed.id)
    program, ladder = known.program, till.programs.ladder
    await tiers.evaluate(connection, buyer.id, at, program.zone, program.currency, till.by.name, placed.id, ladder)


async def _give_coupons(connection: Connection, till: Till, buyer: Buyer, priced: Quote, at: datetime) -> None:
    """Those that a campaign promises after payment; a limit that is reached gives none and stops nothing."""
    promised = [effect for effect in priced.effects if effect.kind is EffectKind.COUPON and effect.gives]
    for effect in promised:
        with suppress(Refused):
            async with connection.transaction():
                await coupons.issue(
                    connection, till.by, effect.gives, buyer.id, at, till.key, campaign=effect.source.id
                )


def _wallet_part(given: Decimal | None, member: UUID | None, currency: str) -> int:
    if not given:
        return 0
    if member is None:
        message = "Whose stored value? Name the member."
        raise Refused(ErrorCode.REQUIRED, message, (*PATH, "member"))
    return exact_minor(given, currency, "payWithWallet")


async def _customer(connection: Connection, reference: str | None) -> UUID | None:
    if reference is None:
        return None
    found = await connection.fetchval(CUSTOMER, reference)
    if found is None:
        message = "There is no customer {reference}."
        raise Refused(ErrorCode.NOT_FOUND, message, ("input", "customerReference"), reference=reference)
    return found


def _why(till: Till, operation: str, reason: str, at: datetime, order: UUID) -> Why:
    return Why(operation, till.by.name, reason, "order", at, till.key, order_id=order, identity=till.by.identity)


def _held(known: Facts, each: Earned) -> dict[str, Any]:
    """What replaying it needs."""
    rule, at = each.rule, known.cart.at
    until = expires_at(rule.expiry, at, known.program.zone)
    return {"reason": "Purchase", "source": "order", "rule": rule.source.code, "expiresAt": until and until.isoformat()}


def _of_campaigns(priced: Quote) -> Counter[str]:
    found: Counter[str] = Counter()
    for effect in priced.effects:
        if effect.source.kind is SourceKind.CAMPAIGN and effect.amount:
            found[effect.source.code] += effect.amount
    return found


def _staff(by: Viewer) -> UUID | None:
    return UUID(by.staff_id) if by.staff_id else None
