"""What is written in the form on the web becomes a ticket; whose it is shows when its writer answers by mail."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions.mail import Post
from actions.posting import acknowledge
from actions.tickets.opening import open_ticket
from rules.permissions import union
from rules.tickets import TicketChannel
from rules.viewer import Viewer
from rules.web_form import Written

_NOTHING = union([])
FORM = Viewer("CLIENT", "web form", (), _NOTHING, _NOTHING.fingerprint())
REACHED_AT = "UPDATE ticket SET contact_address = $2, contact_name = $3 WHERE id = $1"
AUTHOR = "UPDATE ticket_message SET author = $2 WHERE ticket_id = $1"


async def write(connection: Connection, said: Written, post: Post, at: datetime, member: UUID | None = None) -> UUID:
    """The ticket. `member` only if he is signed in: an address that somebody typed proves nothing."""
    given = {"subject": said.subject, "body": said.body, "channel": TicketChannel.WEB}
    ticket = (await open_ticket(connection, FORM, given, member, None, at))["ticket"]
    await connection.execute(REACHED_AT, ticket, said.address, said.name or None)
    if member is None:
        await connection.execute(AUTHOR, ticket, said.name or said.address)
    await acknowledge(connection, post, ticket, said.address, said.body, at, is_typed=True)
    return ticket
