"""How rewards and redemptions are read."""

from models.rewards import Reward, RewardRedemption
from resolvers.planner.answers import money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.policies import versions

OF_MEMBER = Connection("RewardRedemption", lambda taken, member: f"{taken.col('member_id')} = {member.key}")

ENTITIES = [
    Entity(
        "Reward",
        Reward,
        "rwd",
        fields={"money": money_column("money"), "versions": versions("Reward")},
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
            "number": Text(lambda row: row.col("number"), exact=True),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
        },
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
]

QUERIES = {
    "rewards": Many("Reward", order=lambda row: row.col("code")),
    "reward": Lookup("Reward"),
    "rewardRedemption": Lookup("RewardRedemption"),
    "rewardRedemptions": Connection("RewardRedemption"),
}
