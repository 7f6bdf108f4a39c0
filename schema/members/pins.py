"""Mutations of what proves that somebody is the member."""

from schema.arguments import MEMBER_ID
from schema.fields import argument, field, kind
from schema.members.file import MemberPayload


@kind("Changes of PINs.")
class PinMutations:
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
        },
    )
