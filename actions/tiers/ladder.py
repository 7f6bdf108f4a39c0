"""The rules of the program's tiers, as an order or a job needs them; they may be kept in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from asyncpg import Connection

from actions.policies import policy
from actions.treating import CODE
from models.tiering import LADDER, Treatments
from rules.members import MemberStatus
from rules.standing import DECIDED, Matter, treated
from rules.tiers import TierRule

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
    def periods(self) -> list[int]:
        """The numbers of months that any tier looks back."""
        return sorted({rule.period_months for rule in self.tiers})

    def key(self, rule: TierRule | None) -> UUID | None:
        return self._keys[rule.rank] if rule else None

    @cached_property
    def _keys(self) -> Mapping[int, UUID]:
        return {rule.rank: key for key, rule in self.rules.items()}


async def load(connection: Connection) -> Ladder:
    """As the tables have them now."""
    rows = await connection.fetch(LADDER)
    giving = await connection.fetch(GIVING)
    rules = {row["id"]: TierRule(**{name: value for name, value in row.items() if name != "id"}) for row in rows}
    return Ladder(rules, frozenset(row["tier_id"] for row in giving), await _treatments(connection))


async def _treatments(connection: Connection) -> Treatments:
    """What becomes of upgrades and downgrades, by status; files that are closed are left alone."""
    said = await policy(connection, CODE)
    return {
        status: (treated(said, status, Matter.UPGRADE), treated(said, status, Matter.DOWNGRADE))
        for status in (MemberStatus.ACTIVE, *DECIDED)
    }
