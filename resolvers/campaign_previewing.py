"""What a campaign would do, said before it is published: how many members it means, what carts would get."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from json import dumps, loads
from typing import Any

from asyncpg import Connection

from resolvers.campaign_terms import rules_of
from resolvers.planner.answers import Computed, Rows, money_column
from resolvers.planner.arguments import Argument, Bind, whole
from resolvers.planner.errors import BadRequest
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Say, Statement, Work
from resolvers.worked_out import row_of
from rules.campaigns import CampaignKind
from rules.ledger import Asset
from rules.quote.checking import GIVES, check_rules
from rules.quote.examples import Example, examples
from rules.quote.program import Program
from rules.quote.reading import ON_ORDERS
from rules.refusals import Refused
from rules.viewer import Viewer

KEPT = """
    SELECT campaign.id, campaign.code, campaign.name, campaign.version, kind, rules, starts_at, control_percent,
        audience."where" AS audience
    FROM campaign LEFT JOIN segment audience ON audience.id = campaign.audience_id WHERE campaign.code = $1
"""
SEGMENT = 'SELECT "where" FROM segment WHERE code = $1'
SHAPE = "members int, control int, examples jsonb"
EXAMPLE = "spend bigint, off bigint, payable bigint, points bigint, message text"
FIELDS = {
    "members": Computed(lambda row: row.col("members")),
    "control": Computed(lambda row: row.col("control")),
    "examples": Rows(
        lambda row, _: f"SELECT e.* FROM jsonb_to_recordset({row.col('examples')}) AS e({EXAMPLE})",
        {
            "spend": money_column("spend"),
            "off": money_column("off"),
            "payable": money_column("payable"),
            "points": "points",
            "message": "message",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Previewed:
    """The root field: one row that the rules work out."""

    def sql(self, row: Row, selected: Selected) -> str:
        work = _work(row.statement, selected.arguments())
        return row_of(row.statement, selected, work, "CampaignPreview", SHAPE, FIELDS)


def _work(statement: Statement, arguments: Mapping[str, Argument]) -> Work:
    given, code = (_bind(arguments[name]) for name in ("input", "code"))
    programs, say = statement.surroundings.programs, statement.surroundings.say

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        draft, named = given(variables, viewer) or {}, code(variables, viewer)
        campaign = await _campaign(connection, draft, named)
        where = await _audience(connection, draft, campaign)
        if draft:
            check_rules(CampaignKind(campaign["kind"]), campaign["rules"], statement.surroundings.currency)
        try:
            sql, values = programs.audiences.members(where)
        except ValueError as wrong:
            raise BadRequest(str(wrong)) from None
        members = await connection.fetchval(f"SELECT count(*) FROM ({sql}) AS found", *values)
        program = await programs.current(connection)
        shown = _examples(program, campaign, partial(_spoken, say, viewer.locale))
        control = members * (campaign["control_percent"] or 0) // 100
        return dumps({"members": members, "control": control, "examples": shown})

    return work


def _bind(argument: Argument) -> Bind:
    return whole(argument) if argument.is_given else lambda _variables, _viewer: None


async def _campaign(connection: Connection, draft: Mapping[str, Any], code: str | None) -> dict[str, Any]:
    """As it is kept, with the draft laid over it."""
    row = await connection.fetchrow(KEPT, draft.get("code") or code)
    if row is None and not draft:
        raise BadRequest(f"There is no campaign '{code}'.")
    nothing = {"id": None, "version": 1, "rules": "{}", "starts_at": None, "control_percent": 0, "audience": None}
    kept = dict(row) if row else nothing
    found = kept | {"rules": loads(kept["rules"])}
    found |= {name: draft[name] for name in ("code", "name", "kind") if name in draft}
    if "controlPercent" in draft:
        found["control_percent"] = draft["controlPercent"]
    if "startsAt" in draft:
        found["starts_at"] = draft["startsAt"]
    if draft.get("terms") is not None:
        found["rules"] = rules_of(draft["terms"])
    elif draft.get("rules") is not None:
        found["rules"] = draft["rules"]
    return found


async def _audience(connection: Connection, draft: Mapping[str, Any], campaign: Mapping[str, Any]) -> Any:
    if draft.get("audienceWhere") is not None:
        return loads(dumps(draft["audienceWhere"], default=str))
    code = draft.get("audienceCode")
    if code is not None:
        where = await connection.fetchval(SEGMENT, code)
        if where is None:
            raise BadRequest(f"There is no segment '{code}'.")
        return loads(where)
    is_open = "audienceCode" in draft or "audienceWhere" in draft or campaign["audience"] is None
    return {} if is_open else loads(campaign["audience"])


def _examples(program: Program, campaign: Mapping[str, Any], speak: Any) -> list[dict[str, Any]]:
    kind = CampaignKind(campaign["kind"])
    if kind not in ON_ORDERS or GIVES.isdisjoint(campaign["rules"]):
        return []
    return [_told(example, speak) for example in examples(program, campaign, datetime.now(UTC))]


def _told(example: Example, speak: Any) -> dict[str, Any]:
    found = example.quote
    said = [*found.effects, *(rejection.failure for rejection in found.rejections)]
    return {
        "spend": example.spend,
        "off": found.discount_total,
        "payable": found.payable,
        "points": found.earns(Asset.POINTS),
        "message": "; ".join(speak(one) for one in said),
    }


def _spoken(say: Say, language: str, saying: Any) -> str:
    return say(Refused.because(saying, ()), language)


QUERIES = {"campaignPreview": Previewed()}
ASKED = {"campaignPreview": "campaigns.preview"}
