"""Words that group tickets: any that somebody thinks of; those that are used are suggested."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions.changes import Step, keep
from actions.once import Written
from actions.recording import unchanged
from actions.tickets.locking import hold, noted
from rules.refusals import ErrorCode, Refused
from rules.tickets import MOST_TAGS, check_tag
from rules.viewer import Viewer

GIVE = "INSERT INTO ticket_tag (ticket_id, name, actor) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id"
TAKE = "DELETE FROM ticket_tag WHERE ticket_id = $1 AND name = $2 RETURNING id"
COUNT = "SELECT count(*) FROM ticket_tag WHERE ticket_id = $1"
TOUCH = "UPDATE ticket SET updated_at = $2, version = version + 1 WHERE id = $1"


async def tag(connection: Connection, by: Viewer, ticket: UUID, name: str, at: datetime) -> Written:
    """Given again, nothing changes. Raises Refused for no word, or when a ticket has too many."""
    name, held = check_tag(name), await hold(connection, ticket)
    if not await give(connection, by, ticket, name):
        unchanged()
        return {"ticket": ticket}
    await _told(connection, by, ticket, "ticket.tagged", name, at)
    step = {"undo": "ticket.untag", "ticket": ticket, "tag": name}
    summary = f"{held.number}: tag"
    return {"ticket": ticket, "changeSet": await keep(connection, by, "ticketTag", summary, [step], at)}


async def untag(connection: Connection, by: Viewer, ticket: UUID, name: str, at: datetime) -> Written:
    """One that it does not have stays away."""
    name, held = check_tag(name), await hold(connection, ticket)
    if not await take(connection, ticket, name):
        unchanged()
        return {"ticket": ticket}
    await _told(connection, by, ticket, "ticket.untagged", name, at)
    step = {"undo": "ticket.tag", "ticket": ticket, "tag": name}
    summary = f"{held.number}: tag"
    return {"ticket": ticket, "changeSet": await keep(connection, by, "ticketUntag", summary, [step], at)}


async def give(connection: Connection, by: Viewer, ticket: UUID, name: str) -> bool:
    """Says whether it is new. The ticket is locked by the caller."""
    made = await connection.fetchval(GIVE, ticket, name, by.name)
    if made is not None and await connection.fetchval(COUNT, ticket) > MOST_TAGS:
        raise Refused(ErrorCode.LIMIT_REACHED, "A ticket has at most {most} tags.", ("tag",), most=MOST_TAGS)
    return made is not None


async def take(connection: Connection, ticket: UUID, name: str) -> bool:
    """Says whether it was there."""
    return await connection.fetchval(TAKE, ticket, name) is not None


async def tag_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    key = UUID(step["ticket"])
    await hold(connection, key)
    if not await give(connection, by, key, step["tag"]):
        raise Refused(ErrorCode.STATE, "The ticket has the tag '{name}' again.", ("id",), name=step["tag"])
    await _told(connection, by, key, "ticket.tagged", step["tag"], at)
    return step | {"undo": "ticket.untag"}


async def untag_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    key = UUID(step["ticket"])
    await hold(connection, key)
    if not await take(connection, key, step["tag"]):
        raise Refused(ErrorCode.STATE, "The tag '{name}' was taken away since.", ("id",), name=step["tag"])
    await _told(connection, by, key, "ticket.untagged", step["tag"], at)
    return step | {"undo": "ticket.tag"}


async def _told(connection: Connection, by: Viewer, ticket: UUID, what: str, name: str, at: datetime) -> None:
    await connection.execute(TOUCH, ticket, at)
    await noted(connection, by, what, ticket, {"tag": name})
