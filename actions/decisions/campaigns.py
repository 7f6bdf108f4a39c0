"""Whether a campaign was for a member at a moment, and everything that stood against it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.decisions.orders import TIER_AT
from actions.program import Programs
from models.policies import Moment, as_of
from rules.campaigns import LIVE, CampaignStatus, is_control
from rules.conditions import Failure, Situation, fails, read
from rules.explaining import Told, tells
from rules.members import MemberStatus
from rules.money import to_major
from rules.quote.answer import CONTROL
from rules.quote.reaching import in_words, parts_of
from rules.quote.timing import standing, too_early, too_late
from rules.refusals import ErrorCode
from rules.standing import Matter, Treatment

CAMPAIGN = """
    SELECT campaign.id, campaign.code, campaign.name, campaign.kind, campaign.status, campaign.starts_at,
        campaign.ends_at, campaign.rules::text AS rules, campaign.control_percent, campaign.budget,
        audience."where"::text AS audience
    FROM campaign LEFT JOIN segment audience ON audience.id = campaign.audience_id WHERE campaign.id = $1
"""
SPENT = "SELECT spent FROM campaign WHERE id = $1"
MEMBER = "SELECT status, birthday FROM member WHERE id = $1"
PART = """
    SELECT is_control, targeted_at, reached_at, participated_at, converted_at FROM campaign_participation
    WHERE campaign_id = $1 AND member_id = $2
"""


@dataclass(frozen=True, slots=True)
class Looking:
    """Who asks about whom, and what he may hear: whom it is meant for, and what is left of its budget."""

    member: UUID
    at: datetime
    hears_audience: bool
    hears_budget: bool
    hears_control: bool


@dataclass(frozen=True, slots=True)
class CampaignDecided:
    row: Record
    said: Sequence[Told]
    failures: Sequence[Failure]
    asks: Sequence[Failure]


async def of_campaign(connection: Connection, programs: Programs, campaign: UUID, look: Looking) -> CampaignDecided:
    at = look.at.astimezone(programs.zone)
    then = await connection.fetchrow(as_of(Moment(None, look.at)) + CAMPAIGN, campaign)
    row = then or await connection.fetchrow(CAMPAIGN, campaign)
    member, part = (
        await connection.fetchrow(MEMBER, look.member), await connection.fetchrow(PART, campaign, look.member)
    )  # fmt: skip
    tier = await connection.fetchval(TIER_AT, look.member, look.at)
    conditions = read(loads(row["rules"]).get("conditions", {}), programs.currency)
    situation = Situation(at, None, tier, member["birthday"])
    program = await programs.current(connection)
    status = MemberStatus(member["status"])
    failed = list(_of_state(then, at))
    if program.treatments(status).get(Matter.BENEFITS, Treatment.ALLOW) is not Treatment.ALLOW:
        failed.append(standing(status))
    failed += await _of_audience(connection, programs, row, look)
    failed += conditions.failures_of_member(situation)
    failed += _of_budget(row, await connection.fetchval(SPENT, campaign), programs.currency, look)
    if look.hears_control and is_control(campaign, look.member, row["control_percent"]):
        failed.append(CONTROL)
    said = [tells("The campaign is for this member.") if not failed else tells("The campaign is not for this member.")]
    told = [*said, *_took_part(part, programs)] if part else [*said, tells("Nothing of it has reached the member yet.")]
    return CampaignDecided(row, told, failed, [*conditions.asked_of_carts(programs.currency)])


def _of_state(row: Record | None, at: datetime) -> Iterator[Failure]:
    if row is None:
        yield fails(ErrorCode.NOT_STARTED, "It was not there yet.")
        return
    status = CampaignStatus(row["status"])
    if status not in LIVE:
        change = None if status is CampaignStatus.ENDED else fails(ErrorCode.STATE, "a published campaign")
        yield fails(ErrorCode.STATE, "The campaign is {status}.", change, status=status)
    if row["starts_at"] is not None and at < row["starts_at"]:
        yield too_early(row["starts_at"], at)
    if row["ends_at"] is not None and at >= row["ends_at"]:
        yield too_late(row["ends_at"], at)


async def _of_audience(connection: Connection, programs: Programs, row: Record, look: Looking) -> list[Failure]:
    """By the very filters that decide, each condition of the audience alone."""
    if row["audience"] is None or programs.audiences is None:
        return []
    where = loads(row["audience"])
    parts = {str(place): part for place, part in enumerate(parts_of(where))}
    try:
        statement, values = programs.audiences.about({"whole": where} | parts)
    except ValueError:
        return [fails(ErrorCode.NOT_ELIGIBLE, "Its audience can no longer be used, so it means nobody.")]
    met = {found["name"] for found in await connection.fetch(statement, look.member, *values)}
    if "whole" in met:
        return []
    failed = [part for name, part in parts.items() if name not in met]
    if not look.hears_audience or not failed:
        return [fails(ErrorCode.NOT_ELIGIBLE, "It is meant for other members.")]
    return [_unmet(part) for part in failed]


def _unmet(part: Mapping[str, Any]) -> Failure:
    condition = in_words(part)
    change = fails(ErrorCode.NOT_ELIGIBLE, "a member with {condition}", condition=condition)
    return fails(ErrorCode.NOT_ELIGIBLE, "Its audience asks for {condition}.", change, condition=condition)


def _of_budget(row: Record, spent: int, currency: str, look: Looking) -> Iterator[Failure]:
    if row["budget"] is None or spent < row["budget"]:
        return
    if not look.hears_budget:
        yield fails(
            ErrorCode.LIMIT_REACHED, "Its budget is used up.", fails(ErrorCode.LIMIT_REACHED, "a larger budget")
        )
        return
    change = fails(ErrorCode.LIMIT_REACHED, "a budget above {spent:,} {currency}", spent=to_major(spent, currency),
                   currency=currency)  # fmt: skip
    message = "Its budget of {budget:,} {currency} is used up."
    yield fails(ErrorCode.LIMIT_REACHED, message, change, budget=to_major(row["budget"], currency), currency=currency)


def _took_part(part: Record, programs: Programs) -> Iterator[Told]:
    def day(name: str) -> datetime:
        return part[name].astimezone(programs.zone)

    yield tells("The member was chosen on {day:%Y-%m-%d}.", day=day("targeted_at"))
    if part["reached_at"] is not None:
        yield tells("It reached the member on {day:%Y-%m-%d}.", day=day("reached_at"))
    if part["participated_at"] is not None:
        yield tells("The member took part on {day:%Y-%m-%d}.", day=day("participated_at"))
    if part["converted_at"] is not None:
        yield tells("The member bought because of it on {day:%Y-%m-%d}.", day=day("converted_at"))
