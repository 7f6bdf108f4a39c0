"""Saves a macro as a whole, and knows what its actions name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asyncpg import Connection

from actions import saving
from actions.once import Written
from actions.tickets.opening import CATEGORY
from rules.macros import ME, NOBODY, MacroActionKind, check_actions
from rules.refusals import ErrorCode, Refused
from rules.saving import check_named
from rules.viewer import Viewer

KIND = saving.Kind("macro", "Macro", "macro.saved", "macroSave", {"actions": {"rows": []}, "is_active": True})
KNOWN = {
    MacroActionKind.CATEGORY: CATEGORY,
    MacroActionKind.TEAM: "SELECT id FROM team WHERE code = $1 AND is_active",
    MacroActionKind.ASSIGNEE: "SELECT id FROM staff WHERE username = $1 AND is_active",
    MacroActionKind.CANNED_REPLY: "SELECT id FROM canned_reply WHERE code = $1 AND is_active",
}
"How the value of a kind is found."
UNNAMED = {MacroActionKind.ASSIGNEE: (ME, NOBODY), MacroActionKind.TEAM: (NOBODY,), MacroActionKind.CATEGORY: (NOBODY,)}
"Values that name no row."


async def save(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, at: datetime
) -> Written:
    """Raises Refused: no name, no action, a value that its kind does not take or that names nothing, changed since."""
    kept = await saving.before(connection, KIND, given["code"])
    if given.get("actions") is not None:
        given = dict(given) | {"actions": {"rows": check_actions(given["actions"])}}
    wanted = saving.merged(KIND, kept, given)
    check_named(wanted["code"], wanted["name"])
    wanted["name"] = wanted["name"].strip()
    check_actions(wanted["actions"]["rows"])
    for place, row in enumerate(wanted["actions"]["rows"]):
        await named(connection, row, ("input", "actions", str(place), "value"))
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {"macro": saved.key, "changeSet": await saving.keep(connection, by, KIND, given["code"], saved.steps, at)}


async def named(connection: Connection, row: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The key of what an action names; None for nobody, and for kinds that name nothing. Raises Refused."""
    kind, value = MacroActionKind(row["kind"]), row["value"]
    if kind not in KNOWN or value in UNNAMED.get(kind, ()):
        return None
    found = await connection.fetchval(KNOWN[kind], value)
    if found is None:
        message = "There is no '{code}', or it is not used any more."
        raise Refused(ErrorCode.NOT_FOUND, message, path, code=value[:80])
    return found
