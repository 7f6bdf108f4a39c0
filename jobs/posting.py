"""Puts answers of tickets on their way as mails, as soon as they may go."""

import asyncio
import logging
from datetime import UTC, datetime

import asyncpg

from actions.mail import Post
from actions.posting import post_next
from jobs.running import LOST

EVERY_SECONDS = 1.0
log = logging.getLogger("memberdesk.jobs")


async def post_for_ever(url: str, post: Post) -> None:
    """Until cancelled. Several may run; each answer is put on its way once."""
    connection = await asyncpg.connect(url)
    try:
        while True:
            await post_due(connection, post)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        await connection.close()


async def post_due(connection: asyncpg.Connection, post: Post) -> int:
    """Everything that is due now; what fails is told, and looked at again with the next look."""
    count = 0
    while True:
        try:
            async with connection.transaction():
                is_done = await post_next(connection, post, datetime.now(UTC))
        except LOST:
            raise
        except Exception:
            log.exception("an answer could not be put on its way")
            return count
        if not is_done:
            return count
        count += 1
