"""Why a member has a tier, what is missing to the next, and what each change was decided on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions.program import Programs
from actions.tiers.evaluating import bought_until, standing_of
from actions.tiers.ladder import Ladder, load
from models.policies import Moment, as_of
from rules.conditions import Failure
from rules.explaining import Told, tells
from rules.money import CURRENCY_DIGITS
from rules.tiers import Bought, Facts, Standing, TierChangeKind, TierMode, TierRule, decide, ends_after
from rules.tiers.explaining import due_told, missing, next_above, standing_told, terms, to_enter, to_keep

SUBJECT = """
    SELECT m.id, m.status, m.tier_id, m.tier_mode, m.tier_floor_id, m.tier_cap_id, m.tier_expires_at, m.tier_since,
        growth.balance - (SELECT coalesce(sum(e.delta), 0)::bigint FROM ledger_entry e
            WHERE e.account_id = growth.id AND e.at > $2) AS growth,
        points.balance - (SELECT coalesce(sum(e.delta), 0)::bigint FROM ledger_entry e
            WHERE e.account_id = points.id AND e.at > $2) AS points
    FROM member m JOIN ledger_account growth ON growth.id = m.growth_account_id
    JOIN ledger_account points ON points.id = m.points_account_id WHERE m.id = $1
"""
CHANGES = """
    SELECT change.id, change.kind, change.at, change.reason, change.from_tier_id, change.to_tier_id,
        was.name AS was, own.name AS own, orders.number AS order_number
    FROM tier_change change LEFT JOIN tier was ON was.id = change.from_tier_id
    LEFT JOIN tier own ON own.id = change.to_tier_id LEFT JOIN orders ON orders.id = change.order_id
    WHERE change.member_id = $1 AND change.at <= $2 ORDER BY change.at DESC, change.id DESC LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One change with what its tier asked for by the rules of that moment."""

    row: Record
    asked: Sequence[Told]


@dataclass(frozen=True, slots=True)
class TierDecided:
    """`to_next` and `to_keep` are alternatives: each of them is enough. `bought` is what the tier counts."""

    tier: TierRule | None
    since: datetime | None
    ends: datetime | None
    said: Sequence[Told]
    facts: Facts
    bought: Bought
    following: TierRule | None
    to_next: Sequence[Failure]
    to_keep: Sequence[Failure]
    changes: Sequence[Change]


async def of_tier(connection: Connection, programs: Programs, member: UUID, at: datetime, now: datetime) -> TierDecided:
    at, currency = at.astimezone(programs.zone), programs.currency
    digits, subject = CURRENCY_DIGITS[currency], await connection.fetchrow(SUBJECT, member, at)
    ladder = await _ladder(connection, at)
    rows = await connection.fetch(CHANGES, member, at)
    standing = standing_of(subject, ladder) if at >= now else _then(rows, ladder, at, programs)
    facts = Facts(
        subject["growth"], subject["points"], await bought_until(connection, member, ladder, at, is_over=False)
    )
    own = standing.tier
    following = next_above(ladder.tiers, own)
    said = [*_why(own, rows, at), *standing_told(standing, at)]
    if at >= now and not standing.is_left_alone and standing.review(at) is None:
        said += due_told(decide(ladder.tiers, standing, facts, at, programs.zone, digits))
    spoken = own or following
    return TierDecided(
        own,
        next((row["at"] for row in rows if row["kind"] != TierChangeKind.KEEP), None),
        standing.ends,
        said,
        facts,
        facts.over(spoken.basis) if spoken else Bought(),
        following,
        [*missing(following, to_enter(following), facts, digits, currency)] if following else [],
        [*missing(own, to_keep(own), facts, digits, currency)] if own and standing.ends else [],
        [Change(row, await _asked(connection, row, digits, currency)) for row in rows],
    )


async def _ladder(connection: Connection, at: datetime) -> Ladder:
    """Of that moment; of today if nothing is known of that moment."""
    found = await load(connection, as_of(Moment(None, at)))
    return found if found.rules else await load(connection)


def _then(rows: Sequence[Record], ladder: Ladder, at: datetime, programs: Programs) -> Standing:
    """Of a moment that is over, by the last change before it. What bounds were set by hand then is not kept."""
    if not rows:
        return Standing()
    tier = ladder.rules.get(rows[0]["to_tier_id"])
    is_by_hand = rows[0]["kind"] == TierChangeKind.MANUAL
    found = Standing(tier, ends_after(tier, rows[0]["at"], programs.zone))
    return replace(found, mode=TierMode.MANUAL) if is_by_hand else found


def _why(own: TierRule | None, rows: Sequence[Record], at: datetime) -> list[Told]:
    """The last decision that gave or kept the tier, as it was noted then."""
    if own is None:
        return [tells("The member has no tier.")]
    name = own.name or own.code
    if not rows:
        return [tells("{tier}: how it was given was not noted.", tier=name)]
    given = {"tier": name, "day": rows[0]["at"].astimezone(at.tzinfo), "reason": rows[0]["reason"]}
    if rows[0]["kind"] == TierChangeKind.MANUAL:
        return [tells("{tier} by hand, on {day:%Y-%m-%d}: {reason}.", **given)]
    return [tells("{tier}, decided on {day:%Y-%m-%d}: {reason}.", **given)]


async def _asked(connection: Connection, row: Record, digits: int, currency: str) -> list[Told]:
    """What the tier of a change asked for; nothing of a change that a person made."""
    if row["kind"] in (TierChangeKind.MANUAL, TierChangeKind.JOIN):
        return []
    ladder = await _ladder(connection, row["at"])
    spoken = row["from_tier_id"] if row["kind"] == TierChangeKind.DOWNGRADE else row["to_tier_id"]
    tier = ladder.rules.get(spoken)
    return [*terms(tier, digits, currency)] if tier else []
