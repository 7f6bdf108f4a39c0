"""How points that are set aside are read and changed."""

from actions import holds
from actions.once import Written
from models.holds import PointsHold
from resolvers.ids import by_id
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare
from resolvers.planner.lists import Connection
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb
from resolvers.points import risen

OF_MEMBER = Connection("PointsHold", lambda hold, member: f"{hold.col('member_id')} = {member.key}")

HOLD_KEY = Entity("PointsHold", PointsHold, "hol")
ENTITIES = [
    Entity(
        "PointsHold",
        PointsHold,
        "hol",
        filters={"id": by_id(HOLD_KEY), "memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
]


async def _hold(call: Call) -> Written:
    given, member = call.given, call.found["member"]
    return await holds.hold(
        call.connection, call.by, member, given["points"], given["reason"], given["expiresAt"], call.at, call.key
    )


async def _capture(call: Call) -> Written:
    return await holds.capture(call.connection, call.by, call.found["id"], call.at)


async def _release(call: Call) -> Written:
    return await holds.release(call.connection, call.by, call.found["id"], call.at, risen(call))


_SHOWN = {"member": "Member", "hold": "PointsHold"}

MUTATIONS = {
    "pointsHold": Verb(_hold, "points.hold", {"member": "Member"}, _SHOWN),
    "pointsHoldCapture": Verb(_capture, "points.hold", {"id": "PointsHold"}, _SHOWN),
    "pointsHoldRelease": Verb(_release, "points.hold", {"id": "PointsHold"}, _SHOWN),
}
