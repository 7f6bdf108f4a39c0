"""Rules of assignment, and who is on duty."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import saving
from actions.once import Written
from actions.recording import record, unchanged
from rules.assigning import AssignmentMethod, check_duty, check_rule
from rules.refusals import ErrorCode, Refused, check_version
from rules.viewer import Viewer

EDIT = "assignment.edit"
KIND = saving.Kind(
    "assignment_rule",
    "AssignmentRule",
    "assignment_rule.saved",
    "assignmentRuleSave",
    {
        "code": None, "name": None, "position": 100, "team_id": None, "method": AssignmentMethod.ROUND_ROBIN,
        "categories": [], "channels": [], "priorities": [], "is_active": True,
    },
)  # fmt: skip
CATEGORY = "SELECT code FROM dictionary_item WHERE dictionary = 'ticket_category'"
UNKNOWN = f"SELECT given FROM unnest($1::text[]) given WHERE given NOT IN ({CATEGORY})"
NO_TEAM = "SELECT given FROM unnest($1::text[]) given WHERE NOT EXISTS (SELECT FROM team WHERE code = given)"
BEGIN = "INSERT INTO staff_duty (staff_id) VALUES ($1) ON CONFLICT (staff_id) DO NOTHING"
KEPT = """
    SELECT id, is_present, capacity, skills, version, ARRAY(SELECT team.code FROM team_member m
        JOIN team ON team.id = m.team_id WHERE m.staff_id = $1 ORDER BY team.code) AS teams
    FROM staff_duty WHERE staff_id = $1 FOR NO KEY UPDATE
"""
CHANGE = """
    UPDATE staff_duty SET is_present = $2, capacity = $3, skills = $4, version = version + 1 WHERE id = $1
"""
LEAVE = "DELETE FROM team_member WHERE staff_id = $1 AND team_id NOT IN (SELECT id FROM team WHERE code = ANY($2))"
JOIN = """
    INSERT INTO team_member (team_id, staff_id) SELECT id, $1 FROM team WHERE code = ANY($2) ON CONFLICT DO NOTHING
"""


async def save_rule(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, at: datetime
) -> Written:
    """`given` are columns. Raises Refused by `check_rule`, and for categories that are not there."""
    kept = await saving.before(connection, KIND, given["code"])
    wanted = saving.merged(KIND, kept, given)
    check_rule(wanted)
    await _check_known(connection, UNKNOWN, wanted["categories"], "categories")
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {"rule": saved.key, "changeSet": await saving.keep(connection, by, KIND, wanted["code"], saved.steps, at)}


async def save_duty(
    connection: Connection, by: Viewer, staff: UUID, given: Mapping[str, Any], expected: int | None
) -> Written:
    """Everybody comes and goes himself; the rest needs a permission. Raises Refused."""
    if str(staff) != by.staff_id or set(given) - {"isPresent"}:
        by.access.check(EDIT, ("input",))
    check_duty(given.get("capacity"), given.get("skills"))
    await _check_known(connection, UNKNOWN, given.get("skills") or (), "skills")
    await _check_known(connection, NO_TEAM, given.get("teamCodes") or (), "teamCodes")
    made = await connection.execute(BEGIN, staff)
    kept = await connection.fetchrow(KEPT, staff)
    check_version(kept["version"], expected)
    before = {"isPresent": kept["is_present"], "capacity": kept["capacity"], "skills": kept["skills"],
              "teamCodes": kept["teams"]}  # fmt: skip
    wanted = before | {name: value for name, value in given.items() if value is not None}
    wanted["teamCodes"] = sorted(set(wanted["teamCodes"]))
    changed = {name: [before[name], value] for name, value in wanted.items() if before[name] != value}
    if not changed and made.endswith(" 0"):
        unchanged()
        return {"duty": kept["id"]}
    await connection.execute(CHANGE, kept["id"], wanted["isPresent"], wanted["capacity"], list(wanted["skills"]))
    await connection.execute(LEAVE, staff, wanted["teamCodes"])
    await connection.execute(JOIN, staff, wanted["teamCodes"])
    await record(connection, by.name, "duty.saved", "StaffDuty", kept["id"], changed, by.staff_id and UUID(by.staff_id))
    return {"duty": kept["id"]}


async def _check_known(connection: Connection, question: str, given: Sequence[str], path: str) -> None:
    unknown = await connection.fetchval(question, list(given))
    if unknown is not None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no '{code}'.", ("input", path), code=unknown)
