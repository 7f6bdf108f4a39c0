"""Mutations of a member's file."""

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
    member_tag: MemberPayload = field(
        "Gives a member a tag; given again, nothing changes.",
        arguments={"id": MEMBER_ID, "tag": argument(str, "The tag, 1 to 100 characters; a new word becomes a tag.")},
    )
    member_untag: MemberPayload = field(
        "Takes a tag from a member.", arguments={"id": MEMBER_ID, "tag": argument(str, "The tag.")}
    )
