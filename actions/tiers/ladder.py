"""The rules of the program's tiers, as an order or a job needs them; they may be kept in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from asyncpg import Connection, Record

from actions.policies import policy
from actions.treating import CODE
from models.tiering import LADDER, Treatments
from rules.members import MemberStatus
from rules.standing import DECIDED, Matter, treated
from rules.tiers import Basis, TierRule

GIVING = """
    SELECT DISTINCT tb.tier_id FROM tier_benefit tb JOIN benefit b ON b.id = tb.benefit_id
    WHERE b.is_active AND b.occasion = 'UPGRADE'
"""


@dataclass(frozen=True)
class Ladder:
    """All tiers by key, those that give something to whoever climbs to them, and what a member's status allows."""

    rules: Mapping[UUID, TierRule]
    giving: frozenset[UUID]
    treatments: Treatments

    @cached_property
    def tiers(self) -> tuple[TierRule, ...]:
        return tuple(self.rules.values())

    @cached_property
    def bases(self) -> list[tuple[Basis, int, list[UUID] | None]]:
        """What tiers count spend and orders over, each once: with its months, and its stores if not all count."""
        found = {rule.basis: (rule.period_months, rule.stores) for rule in self.tiers}
        return [(basis, months, stores and list(stores)) for basis, (months, stores) in found.items()]

    def key(self, rule: TierRule | None) -> UUID | None:
        return self._keys[rule.rank] if rule else None

    @cached_property
    def _keys(self) -> Mapping[int, UUID]:
        return {rule.rank: key for key, rule in self.rules.items()}


async def load(connection: Connection, past: str = "") -> Ladder:
    """As the tables have them now, or had them: `past` is what `models.policies.as_of` writes."""
    rows = await connection.fetch(past + LADDER)
    giving = await connection.fetch(GIVING)
    rules = {row["id"]: _rule(row) for row in rows}
    return Ladder(rules, frozenset(row["tier_id"] for row in giving), await _treatments(connection, past))


def _rule(row: Record) -> TierRule:
    values = {name: value for name, value in row.items() if name != "id"}
    return TierRule(**values | {"stores": None if row["stores"] is None else tuple(row["stores"])})


async def _treatments(connection: Connection, past: str) -> Treatments:
    """What becomes of upgrades and downgrades, by status; files that are closed are left alone."""
    said = await policy(connection, CODE, past)
    return {
        status: (treated(said, status, Matter.UPGRADE), treated(said, status, Matter.DOWNGRADE))
        for status in (MemberStatus.ACTIVE, *DECIDED)
    }
