"""What was said in tickets, and the files beside it."""

import strawberry

from rules.permissions import Sensitivity
from schema.fields import field, kind
from schema.mails import MailStatus
from schema.paging import Node
from schema.scalars import DateTime

INTERNAL = Sensitivity.INTERNAL


@kind("A file beside a message.")
class Attachment:
    id: strawberry.ID = field("The id.")
    name: str = field("Its name.")
    media_type: str = field("What it is by its content, such as `image/png`; `application/octet-stream` if unknown.")
    size: int = field("How large it is, in bytes.")
    path: str = field("Where to fetch it on this host, with the token or the session of who may read the message.")


@kind("Something said in a ticket.")
class TicketMessage(Node):
    author: str = field("Who wrote it.")
    is_internal: bool = field("True for a note that the member does not see.")
    is_from_member: bool = field("True if the member wrote it.")
    body: str = field("What was said.")
    at: DateTime = field("When.")
    quoted: str | None = field("What stood below it in a mail: the words that it answers.")
    delivery: MailStatus | None = field("Where it is on its way by mail; null if it goes to nobody by mail.")
    delivery_error: str | None = field("What the mail server said when it did not take it.", INTERNAL)
    attachments: list[Attachment] = field("Files that came or went with it.")
    held_until: DateTime | None = field("Until when it can be taken back; null once it is out.", INTERNAL)
