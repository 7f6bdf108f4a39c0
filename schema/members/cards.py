"""Mutations of members' cards."""

import strawberry

from schema.arguments import MEMBER_ID
from schema.errors import UserError, user_errors
from schema.fields import argument, field, kind
from schema.members.file import Member, MemberCard

KIND_CODE = argument(str | None, "The code of the sort of card, from the dictionary.")
CARD_ID = argument(strawberry.ID, "The card.")
IS_VIRTUAL = argument(bool, "Whether it exists only in an app.", False)
IS_NAMED = argument(bool, "Whether only its owner may use it.", True)
IS_SECRET = argument(bool, "Whether it can be used only with the member's PIN.", False)


@kind("What became of a card.")
class MemberCardPayload:
    member: Member | None = field("Whose card it is; null if nobody has it yet, or if nothing was changed.")
    card: MemberCard | None = field("The card; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Cards that were made.")
class MemberCardMakePayload:
    card_nos: list[str] = field("Their numbers.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of cards.")
class CardMutations:
    member_card_issue: MemberCardPayload = field(
        "Gives a member a new card.",
        arguments={
            "id": MEMBER_ID,
            "kind_code": KIND_CODE,
            "card_no": argument(str | None, "The number on the card; made, with a check digit, unless given."),
            "is_virtual": IS_VIRTUAL,
            "is_named": IS_NAMED,
            "is_secret": IS_SECRET,
        },
    )
    member_card_make: MemberCardMakePayload = field(
        "Makes cards that belong to nobody yet, to be given away.",
        arguments={
            "count": argument(int, "How many: 1 to 500."),
            "kind_code": KIND_CODE,
            "is_named": IS_NAMED,
            "is_secret": IS_SECRET,
        },
    )
    member_card_block: MemberCardPayload = field(
        "Blocks a card: nothing can be spent by showing it.", arguments={"id": CARD_ID}
    )
    member_card_unblock: MemberCardPayload = field("Lets a blocked card be used again.", arguments={"id": CARD_ID})
    member_card_bind: MemberCardPayload = field(
        "Makes a card that nobody has the card of a member.",
        arguments={"card_no": argument(str, "The number on the card."), "id": MEMBER_ID},
    )
