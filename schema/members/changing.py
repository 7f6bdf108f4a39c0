"""Mutations of a member's file."""

from schema.arguments import MEMBER_ID, WHY
from schema.fields import argument, field, kind
from schema.members.file import MemberPayload


@kind("Changes of members.")
class MemberMutations:
    member_freeze: MemberPayload = field(
        "Stops earning, spending and benefits of a member until unfrozen.", arguments={"id": MEMBER_ID, "reason": WHY}
    )
    member_unfreeze: MemberPayload = field("Lets a frozen member go on.", arguments={"id": MEMBER_ID, "reason": WHY})
    member_tag: MemberPayload = field(
        "Gives a member a tag; given again, nothing changes.",
        arguments={"id": MEMBER_ID, "tag": argument(str, "The tag, 1 to 100 characters; a new word becomes a tag.")},
    )
    member_untag: MemberPayload = field(
        "Takes a tag from a member.", arguments={"id": MEMBER_ID, "tag": argument(str, "The tag.")}
    )
