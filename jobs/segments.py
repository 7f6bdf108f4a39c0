"""Counts the members of every segment."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

from actions.segments import keep_count
from models.segments import ALL

Count = Callable[[dict[str, Any]], Awaitable[int]]
log = logging.getLogger("memberdesk.jobs")


async def count_segments(connection: asyncpg.Connection, count: Count) -> int:
    """Safe to run at any time and twice. A segment whose filter no longer fits is logged and keeps its old count."""
    counted = 0
    for row in await connection.fetch(ALL):
        try:
            members = await count(json.loads(row["where"]))
        except ValueError as error:
            log.warning("segment %s cannot be counted: %s", row["code"], type(error).__name__)
            continue
        await keep_count(connection, row["code"], members)
        counted += 1
    return counted
