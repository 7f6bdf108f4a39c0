"""Books what an order earns: one transaction for points and growth value, a lot for each rule."""

from uuid import UUID

from asyncpg import Connection

from actions import ledger
from actions.ledger import Side, Why
from actions.orders.facts import Facts
from rules.earning import available_at, expires_at
from rules.ledger import Asset, Bucket
from rules.points import PointsEntryKind
from rules.quote.answer import Earned


async def book(connection: Connection, known: Facts, member: UUID, why: Why, earned: list[Earned]) -> None:
    """`earned` has what is given now; nothing is booked for nothing."""
    points = [each for each in earned if each.rule.asset is Asset.POINTS]
    growth = [each for each in earned if each.rule.asset is Asset.GROWTH]
    zone = known.program.zone
    ready = [available_at(each.rule.pending_days, why.at, zone) for each in points]
    pending = await _pending_account(connection, member) if any(ready) else None
    sides = [
        Side(
            pending if begin and pending else known.points_account,
            PointsEntryKind.EARN,
            each.amount,
            expires_at=expires_at(each.rule.expiry, begin or why.at, zone),
        )
        for each, begin in zip(points, ready, strict=True)
    ]
    sides += [
        Side(
            known.growth_account,
            PointsEntryKind.EARN,
            each.amount,
            expires_at=expires_at(each.rule.expiry, why.at, zone),
        )
        for each in growth
    ]
    for asset, parts in ((Asset.POINTS, points), (Asset.GROWTH, growth)):
        total = sum(each.amount for each in parts)
        if total:
            outside = known.outside.get(asset) or await ledger.outside(connection, asset)
            sides.append(Side(outside, PointsEntryKind.EARN, -total))
    if sides:
        await ledger.post(connection, why, sides, [begin or why.at for begin in ready])


async def _pending_account(connection: Connection, member: UUID) -> UUID:
    return await ledger.account(connection, member, Asset.POINTS, Bucket.PENDING)
