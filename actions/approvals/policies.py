"""Approval policies: shipped with the roles, saved as data, read by whoever runs verbs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import saving
from actions.once import Written
from rules.approvals import SHIPPED, SHIPPED_HOURS, ApprovalMeasure, Policy, check_policy
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

KIND = saving.Kind(
    "approval_policy",
    "ApprovalPolicy",
    "approval_policy.saved",
    "approvalPolicySave",
    {
        "above": None, "permission": None, "role_id": None, "hours": SHIPPED_HOURS, "roles": [], "exempt": [],
        "is_active": True,
    },
)  # fmt: skip
COLUMNS = """
    policy.id, policy.version, policy.code, policy.name, policy.operation, policy.measure, policy.above,
    policy.permission, role.code AS role, policy.hours, policy.roles, policy.exempt
    FROM approval_policy policy LEFT JOIN role ON role.id = policy.role_id
"""
ACTIVE = f"SELECT {COLUMNS} WHERE policy.is_active ORDER BY policy.code"
ONE = f"SELECT {COLUMNS} WHERE policy.id = $1"
SHIP = """
    INSERT INTO approval_policy (code, name, operation, measure, above, permission, exempt, hours, is_active)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (code) DO NOTHING RETURNING code
"""
UNKNOWN = "SELECT said FROM unnest($1::text[]) AS said WHERE NOT EXISTS (SELECT FROM role WHERE code = said) LIMIT 1"


async def ship(connection: Connection, *, is_demo: bool = False) -> list[str]:
    """Adds the shipped policies that are not there yet; edited ones are left alone. Returns the codes added."""
    added = []
    for said in SHIPPED:
        is_on = said.is_on or (is_demo and said.is_on_in_demo)
        values = (said.code, said.name, said.operation, said.measure, said.above, said.permission, list(said.exempt))
        added.append(await connection.fetchval(SHIP, *values, SHIPPED_HOURS, is_on))
    return [code for code in added if code]


async def active(connection: Connection) -> dict[str, tuple[Policy, ...]]:
    """The policies in force, by operation."""
    found: dict[str, tuple[Policy, ...]] = {}
    for row in await connection.fetch(ACTIVE):
        policy = policy_of(row)
        found[policy.operation] = (*found.get(policy.operation, ()), policy)
    return found


async def named(connection: Connection, key: UUID) -> Policy:
    """As it is now, in force or not."""
    return policy_of(await connection.fetchrow(ONE, key))


def policy_of(row: Record) -> Policy:
    about = dict(row) | {"measure": ApprovalMeasure(row["measure"])}
    return Policy(**about | {name: tuple(row[name]) for name in ("roles", "exempt")})


async def save(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    role: str | None,
    measures: Mapping[str, tuple[str, ...]],
    expected: int | None,
    at: datetime,
) -> Written:
    """`given` are columns; `role` is the code of who decides ("" for nobody in particular, None as it is).
    `measures` are those of each operation that can wait. Raises Refused.
    """
    kept = await saving.before(connection, KIND, given["code"])
    if role is not None:
        given = dict(given) | {"role_id": await saving.found(connection, "role", role or None, "roleCode")}
    wanted = saving.merged(KIND, kept, given)
    wanted["above"] = None if wanted["measure"] == ApprovalMeasure.ALWAYS else wanted["above"]
    if wanted["operation"] not in measures:
        message = "'{operation}' cannot wait: there is no such mutation, or it takes or tells something secret."
        raise Refused(ErrorCode.INVALID, message, ("input", "operation"), operation=wanted["operation"][:64])
    check_policy(wanted, measures[wanted["operation"]])
    for name in ("roles", "exempt"):
        unknown = await connection.fetchval(UNKNOWN, wanted[name])
        if unknown is not None:
            raise Refused(ErrorCode.NOT_FOUND, "There is no role '{code}'.", ("input", name), code=unknown)
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {
        "policy": saved.key,
        "changeSet": await saving.keep(connection, by, KIND, given["code"], saved.steps, at),
    }
