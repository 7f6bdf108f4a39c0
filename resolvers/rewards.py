"""How rewards and redemptions are read and changed."""

from actions import exchanging, rewards
from actions.cards import check_presented
from actions.once import Written
from models.rewards import Reward, RewardRedemption
from resolvers.cards import shown
from resolvers.ids import by_id
from resolvers.planner.answers import money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb
from resolvers.policies import versions
from resolvers.saving import columns_of
from rules.rewards import FulfilmentStatus

OF_MEMBER = Connection("RewardRedemption", lambda taken, member: f"{taken.col('member_id')} = {member.key}")

REDEMPTION_KEY = Entity("RewardRedemption", RewardRedemption, "rdm")
ENTITIES = [
    Entity(
        "Reward",
        Reward,
        "rwd",
        fields={
            "money": money_column("money"),
            "rebate": money_column("rebate", null=True),
            "versions": versions("Reward"),
        },
        filters={
            "code": Text(lambda row: row.col("code"), exact=True),
            "isActive": Compare(lambda row: row.col("is_active"), "bool"),
        },
    ),
    Entity(
        "RewardRedemption",
        RewardRedemption,
        "rdm",
        fields={"money": money_column("money")},
        filters={
            "id": by_id(REDEMPTION_KEY),
            "number": Text(lambda row: row.col("number"), exact=True),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
        },
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
]

QUERIES = {
    "rewards": Many("Reward", order="code"),
    "reward": Lookup("Reward"),
    "rewardRedemption": Lookup("RewardRedemption"),
    "rewardRedemptions": Connection("RewardRedemption"),
}


async def _save(call: Call) -> Written:
    given = call.given["input"]
    names = {name: given[name] for name in rewards.COLUMNS if name in given}
    columns = columns_of(given, call.currency, money=("money", "rebate"))
    return await rewards.save_reward(
        call.connection, call.by, columns, names, call.given.get("expectedVersion"), call.at
    )


async def _redeem(call: Call) -> Written:
    given = call.given
    await check_presented(call.connection, shown(given))
    taking = rewards.Taking(
        call.found["member"],
        given.get("quantity", 1),
        call.at,
        call.currency,
        call.zone,
        given.get("pin"),
        call.key,
        from_wallet=given.get("payWithWallet", False),
    )
    return await rewards.redeem(call.connection, call.by, given["rewardCode"], taking)


async def _advance(call: Call) -> Written:
    given, status = call.given, FulfilmentStatus(call.given["status"])
    note, expected = given.get("note"), given.get("expectedVersion")
    return await rewards.advance(
        call.connection, call.by, call.found["id"], status, note, expected, call.at, call.currency, call.zone
    )


async def _exchange(call: Call) -> Written:
    return await exchanging.exchange(
        call.connection, call.by, call.found["id"], call.given, call.at, call.currency, call.zone, call.key
    )


_SHOWN = {"member": "Member", "redemption": "RewardRedemption"}

MUTATIONS = {
    "rewardSave": Verb(_save, "program.edit", {}, {"reward": "Reward", "changeSet": "ChangeSet"}),
    "rewardRedeem": Verb(_redeem, "rewards.redeem", {"member": "Member"}, _SHOWN),
    "rewardRedemptionExchange": Verb(_exchange, "rewards.redeem", {"id": "RewardRedemption"}, _SHOWN),
    "rewardRedemptionAdvance": Verb(_advance, "rewards.redeem", {"id": "RewardRedemption"}, _SHOWN),
}
