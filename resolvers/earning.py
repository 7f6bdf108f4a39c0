"""How rules of earning and activities are read, saved and told."""

from actions import activities
from actions.earning import save as save_rule
from actions.once import Written
from models.earning import EarningRule, MemberActivity
from resolvers.planner.answers import Computed
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb
from resolvers.policies import versions
from resolvers.saving import columns_of
from rules.earning import EarningTrigger

OF_MEMBER = Connection("MemberActivity", lambda activity, member: f"{activity.col('member_id')} = {member.key}")

ENTITIES = [
    Entity(
        "EarningRule",
        EarningRule,
        "erl",
        fields={
            "campaignCode": Computed(lambda rule: f"(SELECT code FROM campaign WHERE id = {rule.col('campaign_id')})"),
            "versions": versions("EarningRule"),
        },
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
    Entity(
        "MemberActivity",
        MemberActivity,
        "act",
        filters={"memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
]

QUERIES = {
    "earningRules": Many("EarningRule", order="code"),
    "earningRule": Lookup("EarningRule"),
}


async def _save(call: Call) -> Written:
    given = call.given["input"]
    columns = columns_of(given, call.currency)
    campaign = (given["campaignCode"] or "") if "campaignCode" in given else None
    expected = call.given.get("expectedVersion")
    return await save_rule(call.connection, call.by, columns, campaign, expected, call.currency, call.at)


async def _record(call: Call) -> Written:
    given = call.given
    return await activities.record(
        call.connection,
        call.by,
        call.found["member"],
        EarningTrigger(given["kind"]),
        given.get("subject"),
        given.get("at") or call.at,
        call.at,
        call.currency,
        call.zone,
    )


MUTATIONS = {
    "earningRuleSave": Verb(_save, "program.edit", {}, {"rule": "EarningRule", "changeSet": "ChangeSet"}),
    "memberActivityRecord": Verb(
        _record, "activities.record", {"member": "Member"}, {"member": "Member", "activity": "MemberActivity"}
    ),
}
