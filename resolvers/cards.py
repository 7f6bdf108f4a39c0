"""How members' cards are issued, blocked and given out."""

from collections.abc import Mapping
from typing import Any

from actions import cards
from actions.cards import Making, Shown
from actions.once import Written
from models.members import MemberCard
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb


async def _issue(call: Call) -> Written:
    return await cards.issue(call.connection, call.by, call.found["id"], _making(call))


async def _make(call: Call) -> Written:
    return await cards.make(call.connection, call.by, call.given["count"], _making(call))


async def _block(call: Call) -> Written:
    return await cards.block(call.connection, call.by, call.found["id"])


async def _unblock(call: Call) -> Written:
    return await cards.unblock(call.connection, call.by, call.found["id"])


async def _bind(call: Call) -> Written:
    return await cards.bind(call.connection, call.by, call.given["cardNo"], call.found["id"])


def shown(given: Mapping[str, Any]) -> Shown:
    """The card by which arguments name a member, with what was told of its holder."""
    return Shown(given["member"].get("cardNo"), given.get("pin"), is_confirmed=bool(given.get("holderConfirmed")))


def _making(call: Call) -> Making:
    given = call.given
    return Making(
        given.get("kindCode"),
        given.get("cardNo"),
        is_virtual=given.get("isVirtual", False),
        is_named=given.get("isNamed", True),
        is_secret=given.get("isSecret", False),
    )


ENTITIES = [
    Entity(
        "MemberCard",
        MemberCard,
        "crd",
        filters={
            "cardNo": Text(lambda row: row.col("card_no"), exact=True),
            "isNamed": Compare(lambda row: row.col("is_named"), "bool"),
            "isSecret": Compare(lambda row: row.col("is_secret"), "bool"),
            "isActive": Compare(lambda row: row.col("is_active"), "bool"),
            "isGivenOut": Compare(lambda row: f"({row.col('member_id')} IS NOT NULL)", "bool", governed_by=("member",)),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
        },
        orders={"ISSUED_AT": OrderBy(lambda row: row.col("issued_at"), "timestamptz", governed_by=("issuedAt",))},
        default_order=(("ISSUED_AT", "DESC"),),
    )
]
QUERIES = {"memberCards": Connection("MemberCard")}

_SHOWN = {"member": "Member", "card": "MemberCard"}

MUTATIONS = {
    "memberCardIssue": Verb(_issue, "members.cards", {"id": "Member"}, _SHOWN),
    "memberCardMake": Verb(_make, "members.cards"),
    "memberCardBlock": Verb(_block, "members.cards", {"id": "MemberCard"}, _SHOWN),
    "memberCardUnblock": Verb(_unblock, "members.cards", {"id": "MemberCard"}, _SHOWN),
    "memberCardBind": Verb(_bind, "members.cards", {"id": "Member"}, _SHOWN),
}
