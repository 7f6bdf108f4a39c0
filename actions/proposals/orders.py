"""Orders that earned nothing for the member: recorded without one, or with a card that was mistyped."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Connection, Record

from actions.decisions.orders import as_sold
from actions.orders.sold import sold_lines
from actions.program import Programs
from actions.proposals.claims import Claim
from rules.explaining import Told, tells
from rules.goodwill import GoodwillAsset
from rules.ledger import Asset
from rules.proposals import Proposal, ProposalKind, by_line, is_slip, kept_of
from rules.quote.answer import Earned, Quote

NUMBERS = (
    "SELECT card_no AS number FROM member_card WHERE member_id = $1 UNION SELECT member_no FROM member WHERE id = $1"
)


@dataclass(frozen=True, slots=True)
class Owed:
    """What an order would have earned."""

    points: int
    quote: Quote

    @property
    def evidence(self) -> Sequence[Told]:
        return [_by(earned) for earned in self.quote.earned if earned.rule.asset is Asset.POINTS]


async def recorded_without(connection: Connection, programs: Programs, claim: Claim) -> list[Proposal]:
    found = []
    for row in claim.named:
        if row["member_id"] == claim.member or row["at"] < claim.joined_at:
            continue
        if row["member_id"] is None:
            found += await _missing(connection, programs, claim, row)
        elif await _was_slip(connection, claim.member, row["member_id"]):
            found += await _wrong_card(connection, programs, claim, row)
    return found


async def owed(connection: Connection, programs: Programs, row: Record, member: UUID, store: str | None) -> Owed:
    """By the rules of that moment, for what was paid, without what came back."""
    quote = await as_sold(connection, programs, row, member, store)
    return Owed(kept_of(by_line(quote, "points"), await sold_lines(connection, row["id"])), quote)


async def _missing(connection: Connection, programs: Programs, claim: Claim, row: Record) -> list[Proposal]:
    if row["customer_member"] not in (None, claim.member):
        return []
    found = await owed(connection, programs, row, claim.member, row["store"])
    given = {"number": row["number"], "points": found.points}
    message = "Order {number} should have earned {points:,} points and earned none: it was recorded without a member."
    said, reason = tells(message, **given), tells("Points of order {number}", number=row["number"])
    return [_proposal(ProposalKind.MISSING_ORDER, row, found.points, said, reason, found.evidence)]


async def _wrong_card(connection: Connection, programs: Programs, claim: Claim, row: Record) -> list[Proposal]:
    found = await owed(connection, programs, row, claim.member, row["store"])
    given = {"number": row["number"], "points": found.points}
    message = "Order {number} should have earned {points:,} points and earned none: wrong card number."
    said, reason = tells(message, **given), tells("Points of order {number}", number=row["number"])
    evidence = [
        tells("The number that it was recorded with is the member's with one slip of the hand."),
        tells("Another member got {points:,} points for it.", points=row["points_earned"]),
        *found.evidence,
    ]
    return [_proposal(ProposalKind.WRONG_CARD, row, found.points, said, reason, evidence)]


async def _was_slip(connection: Connection, member: UUID, other: UUID) -> bool:
    mine, others = [[row["number"] for row in await connection.fetch(NUMBERS, key)] for key in (member, other)]
    return any(is_slip(meant, typed) for meant in mine for typed in others)


def _proposal(
    kind: ProposalKind, row: Record, points: int, said: Told, reason: Told, evidence: Sequence[Told]
) -> Proposal:
    return Proposal(
        kind, str(row["id"]), GoodwillAsset.POINTS, points, said, reason, evidence, row["id"], row["number"]
    )


def _by(earned: Earned) -> Told:
    return tells("{points:,} points by {name}", points=earned.amount, name=earned.rule.source.name)
