"""Files beside messages: sent in, taken along with a message, and forgotten if no message takes them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions.recording import record
from rules.attachments import FORGOTTEN, MAY_SEND, MOST_WAITING, PATH, File, check_count, check_waiting, checked
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

PREFIX = "att_"
ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('attachment ' || $1, 0))"
WAITING = "SELECT count(*) FROM (SELECT FROM attachment WHERE owner = $1 AND message_id IS NULL LIMIT $2)"
KEEP = """
    INSERT INTO attachment (message_id, owner, name, media_type, size, content_id, content, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
"""
TAKE = """
    UPDATE attachment SET message_id = $1 WHERE id = ANY($2::uuid[]) AND owner = $3 AND message_id IS NULL RETURNING id
"""
BACK = "UPDATE attachment SET message_id = NULL, at = $2 WHERE message_id = $1"
FORGET = "DELETE FROM attachment WHERE message_id IS NULL AND at < $1"


async def upload(connection: Connection, by: Viewer, name: str, content: bytes, at: datetime) -> tuple[UUID, File]:
    """Sends a file in, for the next message of whoever sends it. Raises Refused: not his to do, or not taken."""
    if not any(by.access.permits(one) for one in MAY_SEND):
        raise Refused(ErrorCode.FORBIDDEN, "You may not write in tickets, so that you cannot send files.", PATH)
    file = checked(name, content)
    await connection.execute(ALONE, by.identity)
    check_waiting(await connection.fetchval(WAITING, by.identity, MOST_WAITING))
    key = await keep(connection, None, by.identity, file, at)
    told = {"mediaType": file.media_type, "size": len(content)}
    await record(connection, by.name, "attachment.uploaded", "Attachment", key, told, by.staff_id and UUID(by.staff_id))
    return key, file


async def keep(connection: Connection, message: UUID | None, owner: str, file: File, at: datetime) -> UUID:
    values = (message, owner, file.name, file.media_type, len(file.content), file.content_id, file.content, at)
    return await connection.fetchval(KEEP, *values)


async def take(connection: Connection, by: Viewer, message: UUID, ids: Sequence[str]) -> int:
    """Puts files that somebody sent in beside his message. Raises Refused if one is not (or no longer) his to send."""
    keys = list(dict.fromkeys(_key(one) for one in ids))
    check_count(len(keys))
    if not keys:
        return 0
    taken = await connection.fetch(TAKE, message, keys, by.identity)
    if len(taken) < len(keys):
        raise _gone()
    return len(keys)


async def give_back(connection: Connection, message: UUID, at: datetime) -> None:
    """Files of a message that is taken back wait for the next one."""
    await connection.execute(BACK, message, at)


async def forget(connection: Connection, at: datetime) -> None:
    """Files that nobody sent off with a message."""
    await connection.execute(FORGET, at - FORGOTTEN)


def _key(identifier: str) -> UUID:
    try:
        return UUID(identifier.removeprefix(PREFIX))
    except ValueError:
        raise _gone() from None


def _gone() -> Refused:
    message = "A file is not there any more, or went with another message. Attach it again."
    return Refused(ErrorCode.NOT_FOUND, message, PATH)
