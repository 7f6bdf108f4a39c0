"""Customers whom a policy would take: worked out by the rules, then drawn like rows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any

from asyncpg import Connection

from actions.admitting import admit_customer, eligible_customers
from actions.once import Written
from resolvers.planner.answers import Computed, One, Rows
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import every
from resolvers.planner.formats import as_instant
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement, Work
from resolvers.planner.verbs import Call, Verb
from rules.viewer import Viewer

MOST = 100
COST = 100
FIELDS = {
    "customer": One("Customer", "customer_id"),
    "policy": One("JoiningPolicy", "policy_id"),
    "tier": One("Tier", "tier_id"),
    "lastBoughtAt": Computed(lambda row: as_instant(f"({row.col('last')} AT TIME ZONE 'UTC')")),
    "reference": "reference",
}


@dataclass(frozen=True, slots=True)
class Eligible:
    """The root field."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        statement.cost += COST
        first = selected.arguments()["first"].value
        if not 1 <= first <= MOST:
            raise BadRequest(f"first must be from 1 to {MOST}, not {first}.")
        found = statement.work(f"eligible {selected.key}", _work(statement, first), "text")
        return Rows(lambda each, _: _select(each.statement, found), FIELDS).sql(row, selected)


def _select(statement: Statement, found: str) -> str:
    """Only customers within the caller's scope."""
    customer = statement.source(statement.catalog.entities["Customer"])
    scope = customer.entity.scope_of(statement)
    return (
        f"SELECT e.*, {customer.col('reference')} AS reference"
        f" FROM jsonb_to_recordset({found}::jsonb)"
        " AS e(customer_id uuid, policy_id uuid, tier_id uuid, last timestamptz)"
        f" JOIN {customer.source.sql()} ON {customer.key} = e.customer_id"
        f" WHERE {every(scope(customer) if scope else [])} ORDER BY e.last DESC"
    )


def _work(statement: Statement, first: int) -> Work:
    programs = statement.surroundings.programs

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        found = await eligible_customers(connection, programs, datetime.now(UTC), first)
        rows = [
            {
                "customer_id": one.customer,
                "policy_id": one.entry.policy.id,
                "tier_id": one.entry.level and one.entry.level.tier,
                "last": one.last.isoformat(),
            }
            for one in found
        ]
        return dumps(rows, default=str)

    return work


async def _admit(call: Call) -> Written:
    customer = call.found["reference"]
    return await admit_customer(call.connection, call.by, call.programs, customer, call.at, call.zone)


QUERIES = {"eligibleCustomers": Eligible()}
MUTATIONS = {
    "customerAdmit": Verb(
        _admit,
        "members.register",
        {"reference": "Customer.reference"},
        {"member": "Member", "customer": "Customer"},
    )
}
