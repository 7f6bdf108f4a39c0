"""Mutations of what proves that somebody is the member."""

from schema.arguments import MEMBER_ID, PIN, WHO
from schema.fields import argument, field, kind
from schema.members.file import MemberPayload


@kind("Changes of PINs, and what is done with one.")
class PinMutations:
    member_open: MemberPayload = field(
        "Shows for some minutes the points and rewards of a member who wants to be asked for the PIN before.",
        arguments={
            "member": WHO,
            "pin": PIN,
            "reason": argument(str | None, "Why it is opened without the PIN, for those who may; it is audited."),
        },
    )
    member_pin_set: MemberPayload = field(
        "Sets the PIN that is asked for when the member spends. A first one needs no current one.",
        arguments={
            "id": MEMBER_ID,
            "pin": argument(str, "The new PIN: 4 to 12 digits."),
            "current_pin": argument(str | None, "The PIN until now, if there is one."),
            "asks_for_queries": argument(
                bool | None, "Whether the member wants to be asked for it at questions too; as it was unless given."
            ),
        },
    )
    member_pin_reset: MemberPayload = field(
        "Sets a new PIN for who forgot it and can tell the identity number that is kept.",
        arguments={
            "id": MEMBER_ID,
            "identity_number": argument(str, "The number of the member's identity card; compared, never kept."),
            "new_pin": argument(str, "The new PIN: 4 to 12 digits."),
        },
    )
    member_identity_set: MemberPayload = field(
        "Keeps the identity number that a new PIN is given against, in a form that nobody can read.",
        arguments={
            "id": MEMBER_ID,
            "identity_number": argument(str, "The number of the member's identity card."),
            "current_identity_number": argument(str | None, "The number until now, if one is kept."),
            "current_pin": argument(str | None, "The PIN, if there is one and no number is kept yet."),
        },
    )
