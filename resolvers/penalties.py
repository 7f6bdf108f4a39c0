"""How penalties and their rules are read, saved and imposed."""

from actions import penalties
from actions.once import Written
from actions.penalties import save as save_rule
from models.penalties import Penalty, PenaltyRule
from resolvers.planner.answers import Computed
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Among, Compare, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb
from resolvers.points import risen
from resolvers.policies import versions
from resolvers.saving import columns_of

OF_MEMBER = Connection("Penalty", lambda penalty, member: f"{penalty.col('member_id')} = {member.key}")
OF_TIER = Many(
    "PenaltyRule",
    lambda rule, tier: (
        f"{rule.col('is_active')} AND (cardinality({rule.col('tiers')}) = 0"
        f" OR {tier.col('code')} = ANY({rule.col('tiers')}))"
    ),
    order="code",
)


ENTITIES = [
    Entity(
        "PenaltyRule",
        PenaltyRule,
        "prl",
        fields={
            "tiers": Computed(lambda rule: f"to_json({rule.col('tiers')})"),
            "versions": versions("PenaltyRule"),
        },
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
    Entity(
        "Penalty",
        Penalty,
        "pnl",
        filters={
            "rule": Among(lambda row: f"FROM penalty_rule r WHERE r.id = {row.col('rule_id')}", "r.code", exact=True),
            "at": Compare(lambda row: row.col("at"), "timestamptz"),
            "actor": Text(lambda row: row.col("actor")),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
        },
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
]
QUERIES = {
    "penaltyRules": Many("PenaltyRule", order="code"),
    "penaltyRule": Lookup("PenaltyRule"),
    "penalties": Connection("Penalty"),
}


async def _save(call: Call) -> Written:
    given = columns_of(call.given["input"], call.currency)
    return await save_rule(call.connection, call.by, given, call.given.get("expectedVersion"), call.at)


async def _impose(call: Call) -> Written:
    given = call.given
    return await penalties.impose(
        call.connection,
        call.by,
        call.found["member"],
        given["ruleCode"],
        given["reason"],
        call.at,
        risen(call),
        call.key,
    )


MUTATIONS = {
    "penaltyRuleSave": Verb(_save, "program.edit", {}, {"rule": "PenaltyRule", "changeSet": "ChangeSet"}),
    "memberPenalize": Verb(
        _impose,
        "members.penalize",
        {"member": "Member"},
        {"member": "Member", "penalty": "Penalty", "changeSet": "ChangeSet"},
    ),
}
