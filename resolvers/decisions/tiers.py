"""Why a member has the tier that he has."""

from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any

from asyncpg import Connection

from actions.decisions.tiers import Change, TierDecided, of_tier
from resolvers.decisions.telling import CONDITION, Voice, check_unasked, finder, rows_of
from resolvers.planner.answers import Computed, money_column
from resolvers.planner.arguments import Argument, Bind, whole
from resolvers.planner.formats import as_instant
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.worked_out import row_of
from rules.viewer import Viewer

SHAPE = """tier_code text, tier_name text, since timestamptz, valid_until timestamptz, said json, growth bigint,
    points bigint, spend bigint, orders int, next_name text, to_next jsonb, to_keep jsonb, changes jsonb"""
CHANGE = """kind text, at timestamptz, was text, own text, reason text, order_number text, asked json"""
FAILED = {"code": "code", "message": "message", "change": "change"}


def _plain(column: str) -> Computed:
    return Computed(lambda row: row.col(column))


def _instant(column: str) -> Computed:
    return Computed(lambda row: as_instant(row.col(column)))


FIELDS = {
    "tierCode": _plain("tier_code"), "tierName": _plain("tier_name"), "since": _instant("since"),
    "validUntil": _instant("valid_until"), "said": _plain("said"), "growth": _plain("growth"),
    "points": _plain("points"), "spend": money_column("spend"), "orders": _plain("orders"),
    "nextName": _plain("next_name"), "toNext": rows_of("to_next", CONDITION, FAILED),
    "toKeep": rows_of("to_keep", CONDITION, FAILED),
    "changes": rows_of(
        "changes",
        CHANGE,
        {
            "kind": "kind", "at": _instant("at"), "from": "was", "to": "own", "reason": "reason",
            "orderNumber": "order_number", "asked": "asked",
        },
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explained:
    """The root field `explainTier`."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement, given = row.statement, selected.arguments()
        find, moment = finder(statement, "Member", given["memberId"], "memberId"), moment_of(given["at"])
        programs = statement.surroundings.programs

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            check_unasked(viewer)
            now = datetime.now(UTC)
            member, at = await find(connection, variables, viewer), moment(variables, viewer) or now
            found = await of_tier(connection, programs, member, at, now)
            return dumps(_told(found, Voice(statement, viewer)), default=str)

        return row_of(statement, selected, work, "TierDecision", SHAPE, FIELDS)


def moment_of(argument: Argument) -> Bind:
    """None if it is not given."""
    return whole(argument) if argument.is_given else lambda _variables, _viewer: None


def _told(found: TierDecided, voice: Voice) -> dict[str, Any]:
    return {
        "tier_code": found.tier and found.tier.code,
        "tier_name": found.tier and (found.tier.name or found.tier.code),
        "since": found.since,
        "valid_until": found.ends,
        "said": voice.each(found.said),
        "growth": found.facts.growth,
        "points": found.facts.points,
        "spend": found.bought.spend,
        "orders": found.bought.orders,
        "next_name": found.following and (found.following.name or found.following.code),
        "to_next": voice.conditions(found.to_next),
        "to_keep": voice.conditions(found.to_keep),
        "changes": [_change(change, voice) for change in found.changes],
    }


def _change(change: Change, voice: Voice) -> dict[str, Any]:
    kept = ("kind", "at", "was", "own", "reason", "order_number")
    return {name: change.row[name] for name in kept} | {"asked": voice.each(change.asked)}


QUERIES = {"explainTier": Explained()}
