"""The rules of the program in memory, read again when one of them changed."""

import json
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions.policies import policies
from actions.tiers.ladder import Ladder, load
from rules.members import MemberStatus
from rules.quote.program import PointsAsCash, Program, Source, SourceKind, TierTerms
from rules.quote.reading import ON_ORDERS, campaign_earning, campaign_offers, earning_rule
from rules.standing import DECIDED, Matter, Treatment, treated

VERSION = "SELECT version FROM program_version"
TIERS = "SELECT id, code, name, version, discount_percent, points_multiplier FROM tier WHERE is_active"
EARNING_RULES = "SELECT * FROM earning_rule WHERE is_active AND trigger = 'ORDER' ORDER BY code"
CAMPAIGNS = """
    SELECT id, code, name, kind, version, starts_at, ends_at, rules, audience_id, budget
    FROM campaign WHERE status = 'RUNNING' AND kind = ANY($1) ORDER BY code
"""


class Programs:
    """Keeps the program of one database, and its tiers, `ladder`.

    Its version is read with the facts of each cart, so that it is never stale.
    """

    def __init__(self, currency: str, zone: ZoneInfo) -> None:
        self.currency = currency
        self.zone = zone
        self._known: Program | None = None
        self.ladder: Ladder | None = None

    async def of_version(self, connection: Connection, version: int) -> Program:
        """The program as it was at that version, or newer."""
        known = self._known
        if known is None or known.version < version:
            known = self._known = await read(connection, self.currency, self.zone)
            self.ladder = await load(connection)
        return known

    async def current(self, connection: Connection) -> Program:
        return await self.of_version(connection, await connection.fetchval(VERSION))


async def read(connection: Connection, currency: str, zone: ZoneInfo) -> Program:
    version = await connection.fetchval(VERSION)
    campaigns = [_parsed(row, "rules") for row in await connection.fetch(CAMPAIGNS, list(ON_ORDERS))]
    earnings = [earning_rule(_parsed(row, "conditions"), currency) for row in await connection.fetch(EARNING_RULES)]
    multipliers = [found for row in campaigns if (found := campaign_earning(row, currency))]
    settings = await policies(connection)
    cash, stacking = settings["POINTS_AS_CASH"], settings["STACKING"]
    return Program(
        currency,
        zone,
        {row["code"]: _terms(row) for row in await connection.fetch(TIERS)},
        tuple(offer for row in campaigns for offer in campaign_offers(row, currency)),
        (*earnings, *multipliers),
        PointsAsCash(cash["pointsPerUnit"], cash["mostPercent"], cash["isOn"]),
        Decimal(stacking["floorPercent"]),
        version=version,
        standing=_standing(settings["STATUS"]),
    )


def _terms(row: Record) -> TierTerms:
    source = Source(SourceKind.TIER, row["code"], row["name"], row["version"], row["id"])
    return TierTerms(source, row["discount_percent"], row["points_multiplier"])


def _parsed(row: Record, column: str) -> dict[str, Any]:
    return dict(row) | {column: json.loads(row[column])}


def _standing(said: dict[str, Any]) -> dict[MemberStatus, dict[Matter, Treatment]]:
    return {MemberStatus(status): {matter: treated(said, status, matter) for matter in Matter} for status in DECIDED}
