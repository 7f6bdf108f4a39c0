"""How people of the staff are invited, edited and kept out."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions import employing, inviting, totp
from actions.mail import Post
from actions.once import Written
from resolvers.planner.verbs import Call, Verb
from rules.staff import check_given
from rules.viewer import Viewer

EDITS = "staff.edit"
Linked = Callable[[Connection, Viewer, UUID, datetime, Post], Awaitable[Written]]


async def _invite(call: Call) -> Written:
    given = call.given["input"]
    roles = list(dict.fromkeys(given["roleCodes"]))
    check_given(call.by.access, call.by.roles, roles, ("input", "roleCodes"))
    return await inviting.invite(call.connection, call.by, given, roles, call.found, call.at, call.post)


def _with_post(verb: Linked) -> Callable[[Call], Awaitable[Written]]:
    async def act(call: Call) -> Written:
        await employing.check_reach(call.connection, call.by, call.found["id"])
        return await verb(call.connection, call.by, call.found["id"], call.at, call.post)

    return act


async def _update(call: Call) -> Written:
    expected = call.given.get("expectedVersion")
    return await employing.update(
        call.connection, call.by, call.found["id"], call.given["input"], call.found, expected, call.at, call.post
    )


async def _deactivate(call: Call) -> Written:
    return await employing.deactivate(call.connection, call.by, call.found["id"], call.at)


async def _reactivate(call: Call) -> Written:
    return await employing.reactivate(call.connection, call.by, call.found["id"])


async def _unlock(call: Call) -> Written:
    return await employing.unlock(call.connection, call.by, call.found["id"])


async def _sign_out(call: Call) -> Written:
    return await employing.sign_out_everywhere(call.connection, call.by, call.found["id"], call.at)


async def _require_totp(call: Call) -> Written:
    return await totp.require(call.connection, call.by, call.found["code"], call.given["isRequired"])


_PERSON, _STAFF = {"id": "Staff"}, {"staff": "Staff"}
_PLACES = {"input.storeCode": "Store.code", "input.unitCode": "OrganizationUnit.code"}

MUTATIONS = {
    "staffInvite": Verb(_invite, EDITS, _PLACES, _STAFF),
    "staffInviteAgain": Verb(_with_post(inviting.invite_again), EDITS, _PERSON, _STAFF),
    "staffPasswordReset": Verb(_with_post(inviting.reset_password), EDITS, _PERSON, _STAFF),
    "staffUpdate": Verb(_update, EDITS, _PERSON | _PLACES, _STAFF, writes={"input": "Staff"}),
    "staffDeactivate": Verb(_deactivate, EDITS, _PERSON, _STAFF),
    "staffReactivate": Verb(_reactivate, EDITS, _PERSON, _STAFF),
    "staffUnlock": Verb(_unlock, EDITS, _PERSON, _STAFF),
    "staffSignOut": Verb(_sign_out, EDITS, _PERSON, _STAFF),
    "staffTotpReset": Verb(_with_post(totp.reset), EDITS, _PERSON, _STAFF),
    "roleTotpSet": Verb(_require_totp, EDITS, {"code": "Role.code"}, {"role": "Role"}),
}
