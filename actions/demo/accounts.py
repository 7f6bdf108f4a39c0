"""An account for each role of people, with a password that everybody may know."""

import asyncpg

from actions import staff
from rules.roles import ADMIN, shipped

STAFF_ROLES = (ADMIN, "operations", "customer_service", "supervisor", "finance", "auditor")
"""Roles of people; `storefront` and `member` are roles of programs, which get tokens."""


async def add_accounts(connection: asyncpg.Connection) -> None:
    """One person per role of people: username = role, password = demo-<role>."""
    for code in STAFF_ROLES:
        if await connection.fetchval("SELECT 1 FROM staff WHERE lower(username) = $1", code):
            continue
        async with connection.transaction():
            name = shipped()[code]["name"]
            await staff.create(connection, "demo", code, code, f"demo-{code}", name, is_demo=True)
