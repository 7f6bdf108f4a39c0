"""How members' PINs and identity numbers are changed. Neither is ever read."""

from actions import pins
from actions.once import Written
from resolvers.planner.verbs import Call, Verb


async def _set(call: Call) -> Written:
    given = call.given
    return await pins.set_pin(
        call.connection, call.by, call.found["id"], given["pin"], given.get("currentPin"), given.get("asksForQueries")
    )


async def _reset(call: Call) -> Written:
    given = call.given
    return await pins.reset_pin(
        call.connection, call.by, call.found["id"], given["identityNumber"], given["newPin"], call.secret
    )


async def _set_identity(call: Call) -> Written:
    given = call.given
    return await pins.set_identity(
        call.connection, call.by, call.found["id"], given["identityNumber"], given.get("currentIdentityNumber"),
        call.secret, given.get("currentPin"),
    )  # fmt: skip


async def _open(call: Call) -> Written:
    given = call.given
    return await pins.open_file(call.connection, call.by, call.found["member"], given.get("pin"), given.get("reason"))


_NAMED, _SHOWN = {"id": "Member"}, {"member": "Member", "changeSet": "ChangeSet"}

MUTATIONS = {
    "memberOpen": Verb(_open, "members.open", {"member": "Member"}, _SHOWN),
    "memberPinSet": Verb(_set, "members.pin", _NAMED, _SHOWN),
    "memberPinReset": Verb(_reset, "members.pin", _NAMED, _SHOWN),
    "memberIdentitySet": Verb(_set_identity, "members.pin", _NAMED, _SHOWN),
}
