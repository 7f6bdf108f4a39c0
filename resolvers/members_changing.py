"""How members are registered, edited and tagged."""

from typing import Any

from actions import members, selling, tagging
from actions.joining import Entrance
from actions.once import Written
from resolvers.planner.verbs import Call, Verb
from rules.joining import JoiningWay
from rules.money import exact_minor


async def _register(call: Call) -> Written:
    referrer = call.found.get("input.referrer")
    said, given = call.given.get("joining") or {}, call.given["input"]
    entrance = _entrance(said, call.currency)
    if said.get("load") is not None:
        load = exact_minor(said["load"], call.currency, "joining")
        return await selling.sell(
            call.connection, call.by, given, entrance, referrer, load, call.at, call.zone, call.currency, call.key
        )
    return await members.register(call.connection, call.by, given, entrance, referrer, call.at, call.zone)


def _entrance(said: dict[str, Any], currency: str) -> Entrance:
    fee = said.get("fee")
    return Entrance(
        said=JoiningWay(said["way"]) if said.get("way") else None,
        card_no=said.get("cardNo"),
        card_kind=said.get("cardKindCode"),
        fee=None if fee is None else exact_minor(fee, currency, "joining"),
        activity=said.get("activity"),
        charter_version=said.get("charterVersion"),
        customer=said.get("customerReference"),
    )


async def _update(call: Call) -> Written:
    given, expected = call.given["input"], call.given.get("expectedVersion")
    return await members.update(call.connection, call.by, call.found["id"], given, expected, call.at)


async def _tag(call: Call) -> Written:
    return await tagging.tag(call.connection, call.by, call.found["id"], call.given["tag"], call.at)


async def _untag(call: Call) -> Written:
    return await tagging.untag(call.connection, call.by, call.found["id"], call.given["tag"], call.at)


_NAMED, _SHOWN = {"id": "Member"}, {"member": "Member", "changeSet": "ChangeSet"}

MUTATIONS = {
    "memberRegister": Verb(
        _register, "members.register", {"input.referrer": "Member"}, _SHOWN, writes={"input": "Member"}
    ),
    "memberUpdate": Verb(_update, "members.edit", _NAMED, _SHOWN, writes={"input": "Member"}),
    "memberTag": Verb(_tag, "members.edit", _NAMED, _SHOWN),
    "memberUntag": Verb(_untag, "members.edit", _NAMED, _SHOWN),
}
