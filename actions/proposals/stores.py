"""Orders that were recorded in another store than the member says, where they would have earned more."""

from asyncpg import Connection

from actions.program import Programs
from actions.proposals.claims import Claim
from actions.proposals.orders import owed
from rules.explaining import tells
from rules.goodwill import GoodwillAsset
from rules.proposals import Proposal, ProposalKind

STORES = """
    SELECT code, name FROM store
    WHERE code = ANY($1) OR length(name) > 3 AND position(lower(name) IN lower($2)) > 0 ORDER BY code LIMIT 3
"""


async def in_another_store(connection: Connection, programs: Programs, claim: Claim) -> list[Proposal]:
    mine = [row for row in claim.named if row["member_id"] == claim.member]
    stores = await connection.fetch(STORES, claim.words, claim.text) if mine else []
    found = []
    for row in mine:
        for store in stores:
            if store["code"] == row["store"]:
                continue
            here = await owed(connection, programs, row, claim.member, row["store"])
            there = await owed(connection, programs, row, claim.member, store["code"])
            if there.points <= here.points:
                continue
            points = there.points - here.points
            message = "Order {number} should have earned {points:,} points more: it was bought in {store}."
            said = tells(message, number=row["number"], points=points, store=store["name"])
            reason = tells("Points of order {number}", number=row["number"])
            evidence = [tells("It was recorded in {store}.", store=row["store"] or "–"), *there.evidence]
            about = f"{row['id']}:{store['code']}"
            found.append(
                Proposal(
                    ProposalKind.WRONG_STORE, about, GoodwillAsset.POINTS, points, said, reason, evidence, row["id"],
                    row["number"],
                )
            )  # fmt: skip
    return found
