"""Which files look like those of one person, by what the caller may read in full."""

from dataclasses import dataclass

from models.duplicates import like, pairs
from resolvers.ids import MEMBER_KEY
from resolvers.planner.answers import Computed, One, Rows
from resolvers.planner.catalog import owner_of
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import every
from resolvers.planner.formats import as_id
from resolvers.planner.lookups import key_of
from resolvers.planner.orders import key_cast
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from rules.duplicates import NEEDS, DuplicateReason

MOST = 100
COST = 20
"Of the comparison of one file."
COST_OF_ALL = 500
NONE = "SELECT NULL::uuid AS one_id, NULL::uuid AS other_id, 0 AS score, '[]'::json AS reasons WHERE false"
FIELDS = {
    "member": One("Member", "other_id"),
    "memberId": Computed(lambda row: as_id("mem")(row.col("other_id"))),
    "score": "score",
    "reasons": "reasons",
}


def _reasons(statement: Statement) -> list[DuplicateReason]:
    return [reason for reason, needed in NEEDS.items() if all(_may_filter(statement, place) for place in needed)]


def _may_filter(statement: Statement, place: str) -> bool:
    return statement.catalog.facets(statement, *owner_of("", place)).may_filter


def _seen(statement: Statement, alias: str) -> str:
    """A condition on a member called `alias`: within the caller's scope."""
    member = statement.source(statement.catalog.entities["Member"])
    scope = member.entity.scope_of(statement)
    if not scope:
        return "true"
    return f"{alias}.id IN (SELECT {member.key} FROM {member.source.sql()} WHERE {every(scope(member))})"


def _first(selected: Selected) -> int:
    first = selected.arguments()["first"].value
    if not 1 <= first <= MOST:
        raise BadRequest(f"first must be from 1 to {MOST}, not {first}.")
    return first


def _like(member: Row, selected: Selected) -> str:
    statement, first = member.statement, _first(selected)
    statement.cost += COST * member.factor
    reasons = _reasons(statement)
    if not reasons:
        return NONE
    columns = ("id", "name", "latin_name", "phone", "email", "birthday", "status")
    own = ", ".join(member.col(name) for name in columns)
    return f"{like(own, reasons, _seen(statement, 'b'))} LIMIT {first}"


def _pairs(_: Row, selected: Selected, statement: Statement) -> str:
    statement.cost += COST_OF_ALL
    reasons = _reasons(statement)
    return f"{pairs(reasons, _seen(statement, '{}'))} LIMIT {_first(selected)}" if reasons else NONE


OF_MEMBER = Rows(_like, FIELDS)


@dataclass(frozen=True, slots=True)
class OfOne:
    """The root field: those of the member that the id names; none for one whom the caller does not see."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        member = statement.source(statement.catalog.entities["Member"])
        argument = selected.arguments()["id"]
        key = statement.argument(argument, key_cast(member.entity), key_of(MEMBER_KEY))
        scope = member.entity.scope_of(statement)
        kept = every([f"{member.key} = {key}", *(scope(member) if scope else [])])
        found = OF_MEMBER.sql(member, selected)
        return f"coalesce((SELECT {found} FROM {member.source.sql()} WHERE {kept}), '[]')"


ALL = Rows(
    lambda row, selected: _pairs(row, selected, row.statement),
    {"member": One("Member", "one_id"), "other": One("Member", "other_id")}
    | {"memberId": Computed(lambda row: as_id("mem")(row.col("one_id")))}
    | {"otherId": Computed(lambda row: as_id("mem")(row.col("other_id")))}
    | {"score": "score", "reasons": "reasons"},
)

QUERIES = {"memberDuplicates": OfOne(), "duplicateMembers": ALL}
