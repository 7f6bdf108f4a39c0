"""Keeps what is known of segments."""

import asyncpg


async def keep_count(connection: asyncpg.Connection, code: str, members: int) -> None:
    """Notes how many members a segment has now. Not an edit, so neither a version nor an audit event."""
    await connection.execute("UPDATE segment SET member_count = $2, counted_at = now() WHERE code = $1", code, members)
