"""Points that ended before the time that they were promised for."""

from datetime import UTC, datetime

from asyncpg import Connection, Record

from actions.decisions.points import of_points_entry
from actions.program import Programs
from actions.proposals.claims import Claim
from rules.earning import available_at, expires_at
from rules.explaining import tells
from rules.goodwill import GoodwillAsset
from rules.proposals import Proposal, ProposalKind

ENDED = """
    SELECT used.amount, entry.id AS ended, entry.at, lot.expires_at, credit.id AS credit, credit.at AS credited_at
    FROM ledger_entry entry JOIN lot_use used ON used.entry_id = entry.id JOIN points_lot lot ON lot.id = used.lot_id
    JOIN ledger_entry credit ON credit.id = lot.entry_id
    WHERE entry.account_id = $1 AND entry.kind = 'EXPIRE' AND entry.at BETWEEN $2 AND $3 AND used.amount > 0
    ORDER BY entry.at DESC, lot.id LIMIT 20
"""
FOR_EVER = datetime.max.replace(tzinfo=UTC)


async def expired_early(connection: Connection, programs: Programs, claim: Claim) -> list[Proposal]:
    """Not what would have ended by now all the same."""
    now, found = datetime.now(UTC), []
    for row in await connection.fetch(ENDED, claim.account, claim.since, claim.opened_at):
        until = await _promised(connection, programs, row)
        if until is None or until <= now or until <= row["at"]:
            continue
        day = row["at"].astimezone(programs.zone)
        given = {"points": row["amount"], "day": day}
        if until == FOR_EVER:
            said = tells("{points:,} points ended on {day:%Y-%m-%d} and were good for ever.", **given)
        else:
            message = "{points:,} points ended on {day:%Y-%m-%d} and were good until {until:%Y-%m-%d}."
            said = tells(message, until=until.astimezone(programs.zone), **given)
        reason = tells("Points that ended on {day:%Y-%m-%d} too early", day=day)
        earned = tells("They were earned on {day:%Y-%m-%d}.", day=row["credited_at"].astimezone(programs.zone))
        about = f"{row['ended']}:{row['credit']}"
        entries = (row["ended"], row["credit"])
        found.append(
            Proposal(
                ProposalKind.EXPIRED_EARLY, about, GoodwillAsset.POINTS, row["amount"], said, reason, [earned],
                entries=entries,
            )
        )  # fmt: skip
    return found


async def _promised(connection: Connection, programs: Programs, row: Record) -> datetime | None:
    """Until when they were good: by the rule that gave them, as it was then; else by their lot. None if unknown."""
    decided = await of_points_entry(connection, programs, row["credit"])
    if not decided.shares:
        return row["expires_at"] or FOR_EVER
    rule, zone = decided.shares[0].earned.rule, programs.zone
    begin = available_at(rule.pending_days, row["credited_at"], zone) or row["credited_at"]
    return max(expires_at(rule.expiry, begin, zone) or FOR_EVER, row["expires_at"] or FOR_EVER)
