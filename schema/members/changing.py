"""Mutations of a member's file."""

import strawberry

from schema.arguments import MEMBER_ID, OPTIONAL_KEY, VERSION
from schema.fields import argument, field, kind
from schema.members.editing import JoiningInput, MemberRegisterInput, MemberUpdateInput
from schema.members.file import MemberPayload


@kind("Changes of members.")
class MemberMutations:
    member_register: MemberPayload = field(
        "Makes a member, with accounts, wallet and tier. Who is on file as a customer joins as that customer.",
        arguments={
            "input": argument(MemberRegisterInput, "What is known of the person."),
            "joining": argument(JoiningInput | None, "How the person joins."),
            "idempotency_key": OPTIONAL_KEY,
        },
    )
    member_update: MemberPayload = field(
        "Edits what is known of a member. What is not given stays; null empties it.",
        arguments={
            "id": MEMBER_ID,
            "input": argument(MemberUpdateInput, "What is to change."),
            "expected_version": VERSION,
        },
    )
    member_reveal: MemberPayload = field(
        "Shows one masked field of one member for a minute; the reason is audited, and the member can read it.",
        arguments={
            "id": MEMBER_ID,
            "field": argument(str, "The field, as fieldAccess names it."),
            "reason": argument(
                str, "Why it has to be seen, or the number of the ticket that it is for; the member can read it."
            ),
            "address_id": argument(strawberry.ID | None, "The address of the member that has the field."),
            "card_id": argument(strawberry.ID | None, "The card of the member that has the field."),
        },
    )
    member_tag: MemberPayload = field(
        "Gives a member a tag; given again, nothing changes.",
        arguments={"id": MEMBER_ID, "tag": argument(str, "The tag, 1 to 100 characters; a new word becomes a tag.")},
    )
    member_untag: MemberPayload = field(
        "Takes a tag from a member.", arguments={"id": MEMBER_ID, "tag": argument(str, "The tag.")}
    )
