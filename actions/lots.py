"""Points lie in lots: credits make them, debits take from them, and what comes back goes into those it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger
from actions.ledger import Side, Why
from rules.ledger import Asset, Bucket
from rules.points import Lot, PointsEntryKind, check_spendable, spread

Owner = Record | dict[str, Any]
"""A member, locked by the caller: `id`, and `account`, the account of the available points.

`outside` saves a look-up where the caller has it: the account that points come from and go to."""
SPENDABLE = """
    SELECT id, remaining FROM points_lot
    WHERE account_id = $1 AND remaining > 0 AND available_at <= $2 AND (expires_at IS NULL OR expires_at > $2)
    ORDER BY expires_at NULLS LAST, id
"""
ADD_LOTS = """
    WITH lot AS (
        INSERT INTO points_lot (account_id, entry_id, granted, remaining, available_at, expires_at)
        SELECT entry.account_id, entry.id, entry.delta, greatest(0, least(entry.delta, entry.balance_after)),
               given.available_at, entry.expires_at
        FROM unnest($1::uuid[], $2::timestamptz[]) WITH ORDINALITY AS given (entry_id, available_at, place)
        JOIN ledger_entry entry ON entry.id = given.entry_id ORDER BY given.place
        RETURNING id, entry_id, granted - remaining AS owed
    )
    INSERT INTO lot_use (lot_id, entry_id, amount) SELECT id, entry_id, owed FROM lot WHERE owed > 0
"""
"""Lots of entries that were posted already, as `ledger.POST_LOTS` makes them with the entries."""
TAKE = """
    WITH taken AS (SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[]) AS taken (lot_id, amount, entry_id)),
    left_over AS (
        UPDATE points_lot lot SET remaining = lot.remaining - sum.amount
        FROM (SELECT lot_id, sum(amount)::bigint AS amount FROM taken GROUP BY lot_id) sum WHERE lot.id = sum.lot_id
    )
    INSERT INTO lot_use (lot_id, entry_id, amount) SELECT lot_id, entry_id, amount FROM taken
"""
GIVEN = "SELECT account_id, transaction_id, delta, order_line_id FROM ledger_entry WHERE id = $1"
GIVEN_BACK = """
    SELECT coalesce(sum(delta), 0)::bigint FROM ledger_entry WHERE reverses_id = $1 AND account_id = $2
"""
USED = """
    SELECT lot.id, sum(used.amount)::bigint AS remaining
    FROM lot_use used JOIN ledger_entry entry ON entry.id = used.entry_id JOIN points_lot lot ON lot.id = used.lot_id
    WHERE used.entry_id = $1 OR entry.reverses_id = $1
    GROUP BY lot.id HAVING sum(used.amount) > 0 ORDER BY lot.expires_at DESC NULLS FIRST, lot.id DESC
"""


@dataclass(frozen=True, slots=True)
class Credit:
    """One lot to be made. Without `available_at` its points can be spent at once; without `expires_at` for ever."""

    points: int
    expires_at: datetime | None = None
    available_at: datetime | None = None
    order_line: int | None = None


@dataclass(frozen=True, slots=True)
class Debit:
    points: int
    order_line: int | None = None


async def credit(
    connection: Connection,
    owner: Owner,
    why: Why,
    kind: PointsEntryKind,
    points: int,
    expires_at: datetime | None = None,
    available_at: datetime | None = None,
    order_line: int | None = None,
) -> UUID:
    """The entry. Points with an `available_at` in the future go to the member's pending account until then."""
    given = [Credit(points, expires_at, available_at, order_line)]
    return (await credit_each(connection, owner, why, kind, given))[0]


async def credit_each(
    connection: Connection, owner: Owner, why: Why, kind: PointsEntryKind, credits: Sequence[Credit]
) -> list[UUID]:
    """Several lots in one transaction; the entries in their order."""
    accounts = {False: owner["account"]}
    if any(_is_pending(credit, why.at) for credit in credits):
        accounts[True] = await ledger.account(connection, owner["id"], Asset.POINTS, Bucket.PENDING)
        await ledger.locked(connection, accounts.values())
    sides = [
        Side(
            accounts[_is_pending(credit, why.at)], kind, credit.points,
            expires_at=credit.expires_at, order_line_id=credit.order_line,
        )
        for credit in credits
    ]  # fmt: skip
    available_at = [credit.available_at or why.at for credit in credits]
    return await post(connection, why, sides, owner.get("outside"), available_at)


async def debit(
    connection: Connection,
    owner: Owner,
    why: Why,
    kind: PointsEntryKind,
    points: int,
    name: str = "points",
    order_line: int | None = None,
) -> UUID:
    """The entry. Raises Refused (at the argument `name`) if the lots that can be spent have less."""
    return (await debit_each(connection, owner, why, kind, [Debit(points, order_line)], name))[0]


async def debit_each(
    connection: Connection,
    owner: Owner,
    why: Why,
    kind: PointsEntryKind,
    debits: Sequence[Debit],
    name: str = "points",
    against: UUID | None = None,
) -> list[UUID]:
    """Several debits in one transaction, from the lots that expire next, then the oldest, those for ever last.

    `against` is the account that gets the points, if it is not the outside; lock it with the owner's own first.
    """
    await ledger.locked(connection, [owner["account"]])
    lots = await spendable(connection, owner["account"], why.at)
    check_spendable(lots, sum(debit.points for debit in debits), name)
    sides = [Side(owner["account"], kind, -debit.points, order_line_id=debit.order_line) for debit in debits]
    entries = await post(connection, why, sides, against)
    parts = zip(spread(lots, [debit.points for debit in debits]), entries, strict=True)
    await take(connection, [(part, entry) for lots, entry in parts for part in lots])
    return entries


async def give_back(
    connection: Connection,
    owner: Owner,
    why: Why,
    entry: UUID,
    points: int | None = None,
    kind: PointsEntryKind = PointsEntryKind.REVERSE,
    against: UUID | None = None,
) -> UUID | None:
    """Gives points of a debit (all that are not yet given back, unless told) into the lots that it took them from.

    The lots that expire last come first, so that what stays spent is what expires first; each keeps its expiry. None if
    nothing is left to be given back.
    """
    balance = (await ledger.locked(connection, [owner["account"]]))[owner["account"]]
    first = await connection.fetchrow(GIVEN, entry)
    left = -first["delta"] - await connection.fetchval(GIVEN_BACK, entry, first["account_id"])
    points = left if points is None else min(points, left)
    if points <= 0:
        return None
    used = [Lot(**row) for row in await connection.fetch(USED, entry)]
    side = Side(owner["account"], kind, points, entry, order_line_id=first["order_line_id"])
    made = (await post(connection, why, [side], against))[0]
    back = min(points, max(0, balance + points))
    parts = spread(used, [back])[0]
    await take(connection, [(Lot(part.id, -part.remaining), made) for part in parts])
    return made


async def post(
    connection: Connection,
    why: Why,
    sides: Sequence[Side],
    against: UUID | None = None,
    available_at: Sequence[datetime] = (),
) -> list[UUID]:
    """Entries of members against the outside, or against one account; the keys of those of members.

    With `available_at`, each becomes a lot.
    """
    total = sum(side.delta for side in sides)
    issued = Side(against or await ledger.outside(connection, Asset.POINTS), sides[0].kind, -total)
    return (await ledger.post(connection, why, [*sides, issued], available_at))[: len(sides)]


async def take(connection: Connection, parts: Sequence[tuple[Lot, UUID]]) -> None:
    """From each lot so much (below 0: into it), because of that entry."""
    await connection.execute(
        TAKE, [lot.id for lot, _ in parts], [lot.remaining for lot, _ in parts], [entry for _, entry in parts]
    )


async def spendable(connection: Connection, account: UUID, at: datetime) -> list[Lot]:
    """Those that expire next first, then the oldest; those that never expire last."""
    return [Lot(**row) for row in await connection.fetch(SPENDABLE, account, at)]


def _is_pending(credit: Credit, at: datetime) -> bool:
    return credit.available_at is not None and credit.available_at > at
