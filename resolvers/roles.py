"""How roles are edited, given to people, and taken back."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions import roles
from actions.changes import Step, Undo
from actions.once import Written
from actions.roles import Edit
from actions.roles import save as save_role
from resolvers.granting import sight_of
from resolvers.planner.plans import Planner
from resolvers.planner.verbs import Call, Verb
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

EDITS = "roles.edit"


def edit_of(call: Call) -> Edit:
    return _edit(call.planner, call.connection, call.by, call.at)


def _edit(planner: Planner, connection: Connection, by: Viewer, at: datetime) -> Edit:
    return Edit(connection, by, sight_of(planner), at)


def ways(planner: Planner) -> dict[str, Undo]:
    """How steps of roles are taken back: with the catalog at hand, since what they bring back is checked again."""

    def with_sight(back: Callable[[Edit, Step, datetime], Awaitable[Step]]) -> Undo:
        async def undo(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
            return await back(_edit(planner, connection, by, at), step, at)

        return undo

    return {"role.restore": with_sight(roles.restore), "staff.roles": with_sight(roles.set_roles_again)}


async def _save(call: Call) -> Written:
    return await save_role(edit_of(call), call.given["input"], call.given.get("expectedVersion"))


async def _set_grants(call: Call) -> Written:
    return await roles.set_grants(edit_of(call), call.given["roleCode"], call.given["grants"])


async def _delete(call: Call) -> Written:
    return await roles.delete(edit_of(call), call.given["code"], call.given.get("expectedVersion"))


async def _take_over(call: Call) -> Written:
    expected = call.given.get("expectedVersion")
    return await roles.take_over(edit_of(call), call.given["code"], call.given.get("parts"), expected)


async def _set_roles(call: Call) -> Written:
    given = call.given
    return await roles.set_roles(edit_of(call), call.found["id"], given["roleCodes"], given.get("expectedVersion"))


async def _add_example(call: Call) -> Written:
    return await roles.examples.add(edit_of(call), call.given["input"])


async def _remove_example(call: Call) -> Written:
    return await roles.examples.remove(edit_of(call), example_key(call.given["id"]))


def example_key(text: str) -> UUID:
    prefix, _, rest = text.partition("_")
    try:
        if prefix == "exa":
            return UUID(rest)
    except ValueError:
        pass
    raise Refused(ErrorCode.NOT_FOUND, "There is no such example.", ("id",))


_SHOWN = {"role": "Role", "changeSet": "ChangeSet"}
MUTATIONS = {
    "roleSave": Verb(_save, EDITS, {}, _SHOWN),
    "roleGrantsSet": Verb(_set_grants, EDITS, {}, _SHOWN),
    "roleDelete": Verb(_delete, EDITS, {}, {"changeSet": "ChangeSet"}),
    "roleShippedApply": Verb(_take_over, EDITS, {}, _SHOWN),
    "accessExampleSave": Verb(_add_example, EDITS),
    "accessExampleRemove": Verb(_remove_example, EDITS),
    "staffRolesSet": Verb(_set_roles, "staff.edit", {"id": "Staff"}, {"staff": "Staff", "changeSet": "ChangeSet"}),
}
