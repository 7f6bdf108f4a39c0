"""Whether a campaign is for a member, and why."""

from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any

from asyncpg import Connection

from actions.decisions.campaigns import CampaignDecided, Looking, of_campaign
from resolvers.decisions.telling import CONDITION, CONDITIONS, Voice, check_unasked, finder, rows_of
from resolvers.decisions.tiers import FAILED, moment_of
from resolvers.planner.answers import Computed
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from resolvers.worked_out import row_of
from rules.permissions import ReadLevel
from rules.viewer import Viewer

SHAPE = "code text, name text, includes bool, said json, conditions jsonb, asks jsonb"
FIELDS = {
    **{name: Computed(lambda row, name=name: row.col(name)) for name in ("code", "name", "includes", "said")},
    "conditions": CONDITIONS,
    "asks": rows_of("asks", CONDITION, FAILED),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """The root field `explainCampaign`."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement, given = row.statement, selected.arguments()
        campaign = finder(statement, "Campaign", given["campaignId"], "campaignId")
        member = finder(statement, "Member", given["memberId"], "memberId")
        moment, programs = moment_of(given["at"]), statement.surroundings.programs
        hears = [_reads(statement, *field) for field in HEARD]

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            check_unasked(viewer)
            at = moment(variables, viewer) or datetime.now(UTC)
            look = Looking(await member(connection, variables, viewer), at, *hears)
            key = await campaign(connection, variables, viewer)
            found = await of_campaign(connection, programs, key, look)
            return dumps(_told(found, Voice(statement, viewer)), default=str)

        return row_of(statement, selected, work, "CampaignDecision", SHAPE, FIELDS)


HEARD = (("Segment", "where"), ("Campaign", "budget"), ("CampaignParticipation", "isControl"))


def _reads(statement: Statement, type_name: str, name: str) -> bool:
    """Whether the caller reads the field itself."""
    if not statement.access.sees(type_name):
        return False
    return statement.catalog.judged(statement.access, type_name, name).read is ReadLevel.FULL


def _told(found: CampaignDecided, voice: Voice) -> dict[str, Any]:
    return {
        "code": found.row["code"],
        "name": found.row["name"],
        "includes": not found.failures,
        "said": voice.each(found.said),
        "conditions": voice.conditions(found.failures),
        "asks": voice.conditions(found.asks),
    }


QUERIES = {"explainCampaign": Explained()}
