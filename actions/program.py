"""The rules of the program in memory, read again when one of them changed."""

import json
import logging
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions.policies import policies
from actions.tiers.ladder import Ladder, load
from models.policies import Moment, as_of
from rules.members import MemberStatus
from rules.quote.program import PointsAsCash, Program, Reach, Source, SourceKind, TierTerms
from rules.quote.reading import ON_ORDERS, campaign_earning, campaign_offers, earning_rule
from rules.scrubbing import scrubbed
from rules.standing import DECIDED, Matter, Treatment, treated

log = logging.getLogger("memberdesk.program")
PAST_KEPT = 15
"Programs of the past that are remembered beside the last one."
VERSION = "SELECT version FROM program_version"
TIERS = "SELECT id, code, name, version, discount_percent, points_multiplier FROM tier WHERE is_active"
EARNING_RULES = "SELECT * FROM earning_rule WHERE is_active AND trigger = 'ORDER' ORDER BY code"
CAMPAIGNS = """
    SELECT campaign.id, campaign.code, campaign.name, kind, campaign.version, starts_at, ends_at, rules,
        control_percent, audience."where" AS audience
    FROM campaign LEFT JOIN segment audience ON audience.id = campaign.audience_id
    WHERE status IN ('SCHEDULED', 'RUNNING') AND kind = ANY($1) ORDER BY campaign.code
"""


Question = tuple[str, list[Any]]
"A statement with its parameters."


class Audiences(Protocol):
    """Knows the filter language. Raises ValueError for a filter that no longer fits."""

    def about(self, wheres: Mapping[str, Any]) -> Question:
        """Asks for the names of the filters that a member meets; the member is its first parameter, not given yet."""

    def members(self, given: Any) -> Question:
        """Selects the keys of all members who meet a filter."""


class Programs:
    """Keeps the program of one database, its tiers, `ladder`, and the question whom its campaigns are meant for.

    Its version is read with the facts of each cart, so that it is never stale. Without `audiences` a campaign that has
    an audience is meant for nobody.
    """

    def __init__(self, currency: str, zone: ZoneInfo) -> None:
        self.currency = currency
        self.zone = zone
        self.audiences: Audiences | None = None
        self._known: Program | None = None
        self._meant: Question | None = None
        self._past: dict[object, Program] = {}
        self.ladder: Ladder | None = None

    async def of_version(self, connection: Connection, version: int) -> Program:
        """The program as it was at that version, or newer."""
        known = self._known
        if known is None or known.version < version:
            known, wheres = await read(connection, self.currency, self.zone)
            ladder = await load(connection)
            self._known, self.ladder, self._meant = known, ladder, self._question(wheres)
        return known

    async def at(self, connection: Connection, moment: Moment) -> Program:
        """The program as it was."""
        key = moment.version if moment.version is not None else moment.at
        found = self._past.get(key)
        if found is None:
            found, _ = await read(connection, self.currency, self.zone, as_of(moment))
            self._past = dict(list(self._past.items())[-PAST_KEPT:]) | {key: found}
        return found

    async def meant_for(self, connection: Connection, member: UUID | None) -> set[str]:
        """The campaigns (of those that have an audience) that the member belongs to; asks nothing if none has one."""
        if self._meant is None or member is None:
            return set()
        statement, values = self._meant
        return {row["name"] for row in await connection.fetch(statement, member, *values)}

    def _question(self, wheres: Mapping[str, Any]) -> Question | None:
        """An audience that no longer fits means nobody, and stops no order."""
        fitting = {}
        for code, where in wheres.items():
            try:
                if self.audiences is not None:
                    self.audiences.about({code: where})
                    fitting[code] = where
            except ValueError as wrong:
                log.warning("the audience of campaign %s cannot be used: %s", code, scrubbed(str(wrong)))
        return self.audiences.about(fitting) if fitting and self.audiences is not None else None

    def apart(self) -> "Programs":
        """Another memory of the same database: for a trial, whose changes nobody else must remember."""
        other = Programs(self.currency, self.zone)
        other.audiences = self.audiences
        return other

    async def current(self, connection: Connection) -> Program:
        return await self.of_version(connection, await connection.fetchval(VERSION))


async def read(connection: Connection, currency: str, zone: ZoneInfo, past: str = "") -> tuple[Program, dict[str, Any]]:
    """With the audiences of its campaigns, by code, as filters. `past` is what `models.policies.as_of` writes."""
    version = await connection.fetchval(VERSION)
    campaigns = [_parsed(row, "rules") for row in await connection.fetch(past + CAMPAIGNS, list(ON_ORDERS))]
    rules = await connection.fetch(past + EARNING_RULES)
    earnings = [earning_rule(_parsed(row, "conditions"), currency) for row in rules]
    multipliers = [found for row in campaigns if (found := campaign_earning(row, currency))]
    settings = await policies(connection, past)
    cash, stacking = settings["POINTS_AS_CASH"], settings["STACKING"]
    program = Program(
        currency,
        zone,
        {row["code"]: _terms(row) for row in await connection.fetch(past + TIERS)},
        tuple(offer for row in campaigns for offer in campaign_offers(row, currency)),
        (*earnings, *multipliers),
        PointsAsCash(cash["pointsPerUnit"], cash["mostPercent"], cash["isOn"]),
        Decimal(stacking["floorPercent"]),
        version=version,
        standing=_standing(settings["STATUS"]),
        reach={row["code"]: _reach(row) for row in campaigns if row["audience"] or row["control_percent"]},
    )
    return program, {row["code"]: json.loads(row["audience"]) for row in campaigns if row["audience"]}


def _reach(row: Mapping[str, Any]) -> Reach:
    return Reach(row["id"], row["audience"] is not None, row["control_percent"])


def _terms(row: Record) -> TierTerms:
    source = Source(SourceKind.TIER, row["code"], row["name"], row["version"], row["id"])
    return TierTerms(source, row["discount_percent"], row["points_multiplier"])


def _parsed(row: Record, column: str) -> dict[str, Any]:
    return dict(row) | {column: json.loads(row[column])}


def _standing(said: dict[str, Any]) -> dict[MemberStatus, dict[Matter, Treatment]]:
    return {MemberStatus(status): {matter: treated(said, status, matter) for matter in Matter} for status in DECIDED}
