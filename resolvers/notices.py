"""How people who work here read what they are told."""

from actions import notices
from actions.once import Written
from models.sla import StaffNotice
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare
from resolvers.planner.lists import Connection
from resolvers.planner.lookups import key_of
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb

_KEY = Entity("StaffNotice", StaffNotice, "snt")
ENTITIES = [
    Entity(
        "StaffNotice",
        StaffNotice,
        "snt",
        filters={
            "id": Compare(lambda row: row.key, "uuid", lambda _operator, _row: key_of(_KEY)),
            "isRead": Compare(lambda row: f"({row.col('read_at')} IS NOT NULL)", "bool", governed_by=("readAt",)),
            "staffKey": Compare(lambda row: row.col("staff_id"), "uuid"),
        },
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
]


async def _read(call: Call) -> Written:
    return await notices.read(call.connection, call.by, call.found.get("id"), call.at)


def _own(notice: object, row: object) -> str:
    return f"{notice.col('staff_id')} = {notice.statement.viewer('staff_id', 'uuid')}"  # type: ignore[attr-defined]


QUERIES = {"noticesMine": Connection("StaffNotice", _own)}
MUTATIONS = {"noticesRead": Verb(_read, "notices.read", {"id": "StaffNotice"})}
