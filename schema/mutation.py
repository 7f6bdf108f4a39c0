"""The root of writes. Each changes everything that it says or nothing, and answers with what it changed."""

import strawberry

from schema.fields import argument, field, kind
from schema.members.file import MemberPayload
from schema.members.finding import MemberBy
from schema.points import PointsPayload
from schema.scalars import DateTime, Decimal, Points
from schema.wallets import WalletPayload

ID = argument(strawberry.ID, "The member.")
WHO = argument(MemberBy, "The member.")
WHY = argument(str, "Why; members and staff read it.")
PIN = argument(str | None, "The member's PIN, if the member has set one.")
KEY = argument(
    str,
    "Names this effect for ever: sent again, it is answered from the first time and nothing happens twice. 1 to 100 "
    "characters of your choice.",
)


@kind("Everything that can be changed. What the caller's roles may not do is not here.")
class Mutation:
    member_freeze: MemberPayload = field(
        "Stops earning, spending and benefits of a member until unfrozen.", arguments={"id": ID, "reason": WHY}
    )
    member_unfreeze: MemberPayload = field("Lets a frozen member go on.", arguments={"id": ID, "reason": WHY})
    member_tag: MemberPayload = field(
        "Gives a member a tag; given again, nothing changes.",
        arguments={"id": ID, "tag": argument(str, "The tag, 1 to 100 characters; a new word becomes a tag.")},
    )
    member_untag: MemberPayload = field(
        "Takes a tag from a member.", arguments={"id": ID, "tag": argument(str, "The tag.")}
    )
    points_earn: PointsPayload = field(
        "Gives points to a member, as a lot of its own.",
        arguments={
            "member": WHO,
            "points": argument(Points, "How many; more than 0."),
            "reason": WHY,
            "expires_at": argument(DateTime | None, "When they expire; never unless given."),
            "idempotency_key": KEY,
        },
    )
    points_spend: PointsPayload = field(
        "Takes points from a member: those that expire next first.",
        arguments={
            "member": WHO,
            "points": argument(Points, "How many; more than 0."),
            "reason": WHY,
            "idempotency_key": KEY,
            "pin": PIN,
        },
    )
    points_adjust: PointsPayload = field(
        "Corrects a balance by hand, up or down.",
        arguments={
            "member": WHO,
            "delta": argument(Points, "By how much; below 0 to take away."),
            "reason": WHY,
            "idempotency_key": KEY,
        },
    )
    points_reverse: PointsPayload = field(
        "Takes an entry back, once: points that were given are taken, points that were taken are given back.",
        arguments={
            "entry_id": argument(strawberry.ID, "The entry."),
            "reason": WHY,
            "idempotency_key": KEY,
        },
    )
    wallet_recharge: WalletPayload = field(
        "Books what a member paid in, and what is given on top.",
        arguments={
            "member": WHO,
            "amount": argument(Decimal, "What was paid in; above 0."),
            "bonus": argument(Decimal | None, "What is given on top; above 0."),
            "idempotency_key": KEY,
        },
    )
    wallet_pay: WalletPayload = field(
        "Pays with stored value: what was paid in goes before what was given.",
        arguments={
            "member": WHO,
            "amount": argument(Decimal, "How much; above 0."),
            "reason": WHY,
            "idempotency_key": KEY,
            "pin": PIN,
        },
    )
