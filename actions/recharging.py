"""Paying stored value in: what the rules give on top, in money and points, and how much a member may store."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions import lots, saving, wallets
from actions.earning import Given, Occasion, earners, give, rules_of
from actions.ledger import Why
from actions.once import Written
from actions.policies import policy
from actions.tiers import evaluate
from rules.earning import EarningTrigger
from rules.ledger import WalletEntryKind
from rules.money import to_major
from rules.points import PointsEntryKind
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer
from rules.wallets import BonusRule, best, check_bonus, check_room

KIND = saving.Kind(
    "recharge_bonus",
    "RechargeBonus",
    "recharge_bonus.saved",
    "rechargeBonusSave",
    {
        "bonus": 0, "bonus_percent": Decimal(0), "points": 0, "is_first_only": False, "valid_from": None,
        "valid_until": None, "is_active": True,
    },
)  # fmt: skip
RULES = """
    SELECT id, name, least, bonus, bonus_percent, points, is_first_only, valid_from, valid_until
    FROM recharge_bonus WHERE is_active AND least <= $1
"""
IS_FIRST = "SELECT NOT EXISTS (SELECT FROM wallet_entry WHERE member_id = $1 AND kind = 'RECHARGE')"
PAID_IN = """
    SELECT member_id, transaction_id, principal_delta AS principal, bonus_delta AS bonus FROM wallet_entry WHERE id = $1
"""
IS_NAMED = "SELECT name IS NOT NULL AND NOT is_anonymous FROM member WHERE id = $1"


async def save_bonus(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, at: datetime
) -> Written:
    """`given` are columns, amounts in minor units. Raises Refused by `check_bonus`."""
    kept = await saving.before(connection, KIND, given["code"])
    wanted = saving.merged(KIND, kept, given)
    check_bonus(wanted)
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {"rule": saved.key, "changeSet": await saving.keep(connection, by, KIND, given["code"], saved.steps, at)}


async def recharge(
    connection: Connection,
    by: Viewer,
    member: UUID,
    amount: int,
    bonus: int | None,
    at: datetime,
    currency: str,
    zone: ZoneInfo,
    key: str | None = None,
) -> Written:
    """`amount` was paid in, `bonus` is given on top (by the rules if None); minor units.

    Raises Refused: not active, wallet frozen, more than the member may store.
    """
    earner = (await earners(connection, [member]))[member]
    owner = await wallets.owner_of(connection, member)
    rule = None if bonus is not None else await _rule(connection, member, amount, at)
    on_top = int(bonus or 0) if rule is None else rule.given(amount)
    there = await wallets.balance(connection, owner)
    await _check_room(connection, member, sum(there) + amount + on_top, currency)
    why = Why("wallet.recharged", by.name, "Paid in", wallets.SOURCE, at, key, identity=by.identity)
    deltas = (amount, on_top)
    written = await wallets.change(connection, by, owner, why, WalletEntryKind.RECHARGE, deltas, sum(there))
    if rule and rule.points:
        reward = Why("points.earned", by.name, rule.name, wallets.SOURCE, at)
        await lots.credit(connection, earner, reward, PointsEntryKind.EARN, rule.points)
    occasion = Occasion(EarningTrigger.RECHARGE, at, wallets.SOURCE, currency, zone, amount)
    given = await _earn(connection, by, earner, occasion)
    if given.points or given.growth or (rule and rule.points):
        await evaluate(connection, member, at, zone, currency, by.name)
    return written


async def check_recharge(connection: Connection, member: UUID, amount: int, at: datetime, currency: str) -> None:
    """Raises Refused as `recharge` of so many minor units would now."""
    owner = await wallets.owner_of(connection, member)
    rule = await _rule(connection, member, amount, at)
    there = await wallets.balance(connection, owner)
    after = sum(there) + amount + (0 if rule is None else rule.given(amount))
    await _check_room(connection, member, after, currency)


async def take_back(
    connection: Connection, by: Viewer, entry: UUID, reason: str, at: datetime, currency: str
) -> Written:
    """A whole recharge, with what was given on top of it. Raises Refused if some of either was used since."""
    paid = await connection.fetchrow(PAID_IN, entry)
    owner = await connection.fetchrow(wallets.OWNER, paid["member_id"])
    there = await wallets.balance(connection, owner)
    _check_unused(there[0], paid["principal"], currency, is_bonus=False)
    _check_unused(there[1], paid["bonus"], currency, is_bonus=True)
    why = Why(
        "wallet.returned", by.name, reason, wallets.SOURCE, at, reverses_id=paid["transaction_id"],
        identity=by.identity,
    )  # fmt: skip
    deltas = (-paid["principal"], -paid["bonus"])
    return await wallets.change(connection, by, owner, why, WalletEntryKind.RETURN, deltas, sum(there), entry)


async def _earn(connection: Connection, by: Viewer, earner: Record, occasion: Occasion) -> Given:
    rules = await rules_of(connection, EarningTrigger.RECHARGE)
    return await give(connection, by, earner, rules, occasion) if rules else Given()


async def _rule(connection: Connection, member: UUID, amount: int, at: datetime) -> BonusRule | None:
    rules = [BonusRule(**row) for row in await connection.fetch(RULES, amount)]
    return best(rules, amount, await connection.fetchval(IS_FIRST, member), at) if rules else None


async def give_back(
    connection: Connection, by: Viewer, member: UUID, amount: int, reason: str, at: datetime, currency: str
) -> UUID:
    """Money that nobody pays in, in minor units: it is bonus. The entry. Raises Refused as `recharge` does."""
    owner = await wallets.owner_of(connection, member)
    there = await wallets.balance(connection, owner)
    await _check_room(connection, member, sum(there) + amount, currency)
    why = Why("wallet.rebated", by.name, reason, wallets.SOURCE, at)
    written = await wallets.change(connection, by, owner, why, WalletEntryKind.BONUS, (0, amount), sum(there))
    return written["entry"]


async def _check_room(connection: Connection, member: UUID, after: int, currency: str) -> None:
    limits = await policy(connection, "WALLET")
    is_named = await connection.fetchval(IS_NAMED, member)
    check_room(after, limits["mostNamed" if is_named else "mostUnnamed"], currency, is_named=is_named)


def _check_unused(part: int, delta: int, currency: str, *, is_bonus: bool) -> None:
    if part >= delta:
        return
    message = (
        "{missing:,} {currency} of the bonus were used since. It can be paid back while all of it is there."
        if is_bonus
        else "{missing:,} {currency} of what was paid in were used since. It can be paid back while all of it is there."
    )
    missing = to_major(delta - part, currency)
    raise Refused(ErrorCode.INSUFFICIENT_BALANCE, message, ("id",), missing=missing, currency=currency)
