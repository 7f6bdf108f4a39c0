"""How a member's standing is changed, and what waits or counts meanwhile."""

import orjson

from actions import standing, treating
from actions.once import Written
from models.standing import HeldEffect
from resolvers.planner.answers import Rows
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare
from resolvers.planner.lists import Connection
from resolvers.planner.orders import OrderBy
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.standing import SHIPPED, Matter, Treatment


def _policy(root: Row, _: Selected) -> str:
    """The shipped table with what was changed in it."""
    cells = [
        {"status": status, "matter": matter, "treatment": treatment, "place": place}
        for status, row in SHIPPED.items()
        for place, (matter, treatment) in enumerate(row.items())
    ]
    given = root.statement.constant(orjson.dumps(cells).decode(), "json")
    return f"""
        SELECT cell.status, cell.matter, coalesce(kept.version, 0) AS version,
               coalesce(kept.value -> cell.status ->> cell.matter, cell.treatment) AS treatment
        FROM json_to_recordset({given}) AS cell(status text, matter text, treatment text, place int)
        LEFT JOIN policy kept ON kept.code = 'STATUS'
        ORDER BY cell.status DESC, cell.place"""


ENTITIES = [
    Entity(
        "HeldEffect",
        HeldEffect,
        "hld",
        filters={"memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    )
]
OF_MEMBER = Connection("HeldEffect", lambda held, member: f"{held.col('member_id')} = {member.key}")
QUERIES = {
    "statusPolicy": Rows(
        _policy, {"status": "status", "matter": "matter", "treatment": "treatment", "version": "version"}
    )
}


async def _freeze(call: Call) -> Written:
    return await standing.freeze(call.connection, call.by, call.found["id"], call.given["reason"], call.at)


async def _unfreeze(call: Call) -> Written:
    return await standing.unfreeze(
        call.connection, call.by, call.found["id"], call.given["reason"], call.at, call.zone, call.currency
    )


async def _cancel(call: Call) -> Written:
    return await standing.cancel(call.connection, call.by, call.found["id"], call.given["reason"])


async def _resume(call: Call) -> Written:
    said = call.given["input"]
    return await standing.resume(
        call.connection, call.by, call.found["id"], said["reason"], call.at, call.zone, call.currency,
        said["clearPoints"], said["clearAccumulation"],
    )  # fmt: skip


async def _save(call: Call) -> Written:
    given = call.given
    matter, treatment = Matter(given["matter"]), Treatment(given["treatment"])
    return await treating.set_treatment(
        call.connection, call.by, given["status"], matter, treatment, given.get("expectedVersion"), call.at
    )


_NAMED, _SHOWN = {"id": "Member"}, {"member": "Member", "changeSet": "ChangeSet"}

MUTATIONS = {
    "memberFreeze": Verb(_freeze, "members.freeze", _NAMED, _SHOWN),
    "memberUnfreeze": Verb(_unfreeze, "members.freeze", _NAMED, _SHOWN),
    "memberCancel": Verb(_cancel, "members.cancel", _NAMED, _SHOWN),
    "memberResume": Verb(_resume, "members.cancel", _NAMED, _SHOWN),
    "statusPolicySave": Verb(_save, "program.edit", {}, {"changeSet": "ChangeSet"}),
}
