"""How customers on file and policies of joining are read and saved."""

from typing import Any

from actions.customers import save as save_customer
from actions.joining_policies import GivenLevel
from actions.joining_policies import save as save_policy
from actions.once import Written
from models.joining import Customer, JoiningLevel, JoiningPolicy
from models.tiers import Tier
from resolvers.planner.answers import Column, Through, money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text, plain
from resolvers.planner.formats import as_is
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.searching import Grams, Part
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from resolvers.saving import columns_of
from rules.members import normal_phone
from rules.money import exact_minor


def _column(name: str) -> Any:
    return lambda row: row.col(name)


def _tier(level: Row) -> Row:
    return level.one("AnyTier", "tier_id")


ENTITIES = [
    Entity("AnyTier", Tier, is_inner=True),
    Entity(
        "Customer",
        Customer,
        "cus",
        fields={"orders": Connection("Order", lambda order, customer: f"{order.col('customer_id')} = {customer.key}")},
        filters={
            "reference": Text(_column("reference"), exact=True),
            "name": Text(_column("name")),
            "phone": Text(_column("phone"), convert=lambda value: normal_phone(plain(value)), exact=True),
            "email": Text(_column("email"), convert=lambda value: plain(value).lower(), exact=True),
            "hasJoined": Compare(lambda row: f"({row.col('member_id')} IS NOT NULL)", "bool", governed_by=("member",)),
            "createdAt": Compare(_column("created_at"), "timestamptz"),
        },
        orders={"CREATED_AT": OrderBy(_column("created_at"), "timestamptz", governed_by=("createdAt",))},
        default_order=(("CREATED_AT", "DESC"),),
        search=Grams(
            (
                Part(1, _column("reference"), "reference"),
                Part(2, _column("name"), "name", letters="wide"),
                Part(3, _column("phone"), "phone", letters="number", clean=normal_phone),
                Part(4, _column("email"), "email", letters="latin"),
            )
        ),
    ),
    Entity(
        "JoiningPolicy",
        JoiningPolicy,
        "jnp",
        fields={
            "fee": money_column("fee", null=True),
            "levels": Many(
                "JoiningLevel",
                lambda level, policy: f"{level.col('policy_id')} = {policy.key}",
                order="least",
            ),
        },
        filters={"code": Text(_column("code"), exact=True)},
    ),
    Entity(
        "JoiningLevel",
        JoiningLevel,
        fields={
            "least": money_column("least"),
            "most": money_column("most", null=True),
            "tierCode": Through(_tier, Column("code", as_is)),
            "tierName": Through(_tier, Column("name", as_is)),
        },
    ),
]

QUERIES = {
    "customers": Connection("Customer"),
    "customer": Lookup("Customer"),
    "joiningPolicies": Many("JoiningPolicy", order="code"),
    "joiningPolicy": Lookup("JoiningPolicy"),
}


async def _save_customer(call: Call) -> Written:
    given = call.given
    return await save_customer(call.connection, call.by, given["input"], given.get("expectedVersion"), call.at)


async def _save_policy(call: Call) -> Written:
    given = dict(call.given["input"])
    levels = (given.pop("levels") or []) if "levels" in given else None
    columns = columns_of(given, call.currency, ("fee",))
    read = None if levels is None else [_level(level, call.currency) for level in levels]
    expected = call.given.get("expectedVersion")
    return await save_policy(call.connection, call.by, columns, read, expected, call.currency, call.at)


def _level(given: Any, currency: str) -> GivenLevel:
    least, most = (
        None if given.get(name) is None else exact_minor(given[name], currency, "levels") if given[name] else 0
        for name in ("least", "most")
    )
    return GivenLevel(least or 0, most, given["tierCode"])


MUTATIONS = {
    "customerSave": Verb(
        _save_customer, "members.register", {}, {"customer": "Customer"}, writes={"input": "Customer"}
    ),
    "joiningPolicySave": Verb(_save_policy, "program.edit", {}, {"policy": "JoiningPolicy", "changeSet": "ChangeSet"}),
}
