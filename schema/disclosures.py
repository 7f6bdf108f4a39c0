"""Who saw what of a member beyond what roles show, when and why."""

from rules.disclosures import DisclosureKind
from rules.permissions import Sensitivity
from schema.fields import field, kind, words
from schema.names import Member, Ticket
from schema.paging import Node
from schema.scalars import DateTime

words(
    DisclosureKind,
    "How somebody came to see more of a member.",
    REVEAL="A masked field was shown for a minute, for a reason.",
    OPENING="What the member wants to be asked for was opened without the PIN, for a reason.",
    EXPORT="The member was in a file that somebody took out.",
    VIEW_AS="Somebody looked at the member with the eyes of another.",
    LOOK="Somebody opened the member's own page; told once an hour.",
)


@kind("That somebody looked at a member's own page, or was shown more of a member than the roles show every day.")
class Disclosure(Node):
    kind: DisclosureKind = field("How it came about.")
    member: Member | None = field("The member.")
    type_name: str | None = field("The part of the file: Member, MemberAddress or MemberCard; null for all of it.")
    field_name: str | None = field("The field that was shown; null for all of them.", name="field")
    reason: str = field("Why, as whoever saw it said.")
    ticket: Ticket | None = field("The ticket that it was needed for.")
    actor: str = field("Who saw it.", Sensitivity.INTERNAL)
    roles: str = field("In which roles.")
    at: DateTime = field("When.")
    until: DateTime | None = field("Until when it was shown; null where that has no end of its own.")
