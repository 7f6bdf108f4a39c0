"""Filters by id."""

from collections.abc import Callable

from models.members import Member
from models.staff import Staff
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare
from resolvers.planner.lookups import key_of
from resolvers.planner.statement import Row

MEMBER_KEY = Entity("Member", Member, "mem")
STAFF_KEY = Entity("Staff", Staff, "stf")


def by_id(entity: Entity, expression: Callable[[Row], str] = lambda row: row.key) -> Compare:
    """`id: {eq: "mem_..."}`; refuses the id of another type."""
    return Compare(expression, "uuid", lambda _operator, _row: key_of(entity))
