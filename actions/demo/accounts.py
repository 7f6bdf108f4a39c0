"""An account for each role of people, with a password that everybody may know."""

import asyncpg

from actions import staff
from rules.roles import ADMIN, shipped

STAFF_ROLES = (ADMIN, "operations", "customer_service", "supervisor", "finance", "auditor", "cashier")
"""Roles of people; `storefront` and `member` are roles of programs, which get tokens."""
MUST_HOLD = (
    ("customer_service", "Member", "birthday", None, "MASKED"),
    ("customer_service", None, None, "program.edit", "NOT_ALLOWED"),
    ("operations", "Member", "phone", None, "MASKED"),
    ("finance", "Member", "phone", None, "HIDDEN"),
    ("auditor", None, None, "members.edit", "NOT_ALLOWED"),
)
"What an edit of roles must not break, for a start."
EXAMPLE = """
    INSERT INTO access_example (role_id, type_name, field, permission, expects)
    SELECT id, $2::varchar, $3::varchar, $4::varchar, $5::varchar FROM role WHERE code = $1::varchar AND NOT EXISTS (
        SELECT FROM access_example e WHERE e.role_id = role.id AND e.expects = $5::varchar
            AND e.field IS NOT DISTINCT FROM $3::varchar AND e.permission IS NOT DISTINCT FROM $4::varchar)
"""


async def add_accounts(connection: asyncpg.Connection) -> None:
    """One person per role of people: username = role, password = demo-<role>; and examples of what each may see."""
    for code in STAFF_ROLES:
        if await connection.fetchval("SELECT 1 FROM staff WHERE lower(username) = $1", code):
            continue
        async with connection.transaction():
            name = shipped()[code]["name"]
            await staff.create(connection, "demo", code, code, f"demo-{code}", name, is_demo=True)
    await connection.executemany(EXAMPLE, MUST_HOLD)
