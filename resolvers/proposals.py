"""What is owed to the member of a ticket, worked out of the books."""

from json import dumps
from typing import Any

from asyncpg import Connection

from actions.proposals import of_ticket
from resolvers.decisions.telling import Voice, check_unasked
from resolvers.planner.answers import Rows
from resolvers.planner.arguments import Argument
from resolvers.planner.lookups import key_of_named
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from rules.goodwill import GoodwillAsset
from rules.money import to_major
from rules.proposals import Proposal
from rules.viewer import Viewer

SHAPE = """key text, kind text, asset text, amount text, said text, reason text, evidence json, order_number text,
    entry_ids json"""
FIELDS = {
    "key": "key", "kind": "kind", "asset": "asset", "amount": "amount", "said": "said", "reason": "reason",
    "evidence": "evidence", "orderNumber": "order_number", "entryIds": "entry_ids",
}  # fmt: skip


def _proposals(row: Row, selected: Selected) -> str:
    statement = row.statement
    statement.cost += 20
    apart = Statement(statement.catalog, statement.access, statement.surroundings)
    sql = key_of_named(apart, "Ticket", Argument({"number": selected.arguments()["number"]}))
    around = statement.surroundings

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        """Nothing for a ticket out of the viewer's sight."""
        check_unasked(viewer)
        key = await connection.fetchval(sql, *(bind(variables, viewer) for bind in apart.binds))
        found = await of_ticket(connection, around.programs, key) if key else []
        voice = Voice(statement, viewer)
        return dumps([_told(proposal, voice, around.currency) for proposal in found])

    told = statement.work(f"proposals {selected.key}", work, "text")
    return f"SELECT p.* FROM jsonb_to_recordset({told}::jsonb) AS p({SHAPE})"


def _told(proposal: Proposal, voice: Voice, currency: str) -> dict[str, Any]:
    is_money = proposal.asset is GoodwillAsset.MONEY
    return {
        "key": proposal.key,
        "kind": proposal.kind,
        "asset": proposal.asset,
        "amount": str(to_major(proposal.amount, currency) if is_money else proposal.amount),
        "said": voice.say(proposal.said),
        "reason": voice.say(proposal.reason),
        "evidence": voice.each(proposal.evidence),
        "order_number": proposal.order_number,
        "entry_ids": [f"pts_{entry}" for entry in proposal.entries],
    }


QUERIES = {"makeGoodProposals": Rows(_proposals, FIELDS)}
ASKED = {"makeGoodProposals": "decisions.explain"}
