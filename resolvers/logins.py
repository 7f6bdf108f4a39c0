"""How members come in by themselves, and what they see of their sign-ins."""

from datetime import UTC, datetime
from typing import Any

from actions import devices, logins, signing_up
from actions.challenges import Asked
from actions.devices import Door, Session
from actions.once import Written
from models.logins import MemberDevice
from resolvers.planner.answers import Computed
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare
from resolvers.planner.lists import Many
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.logins import ChallengePurpose, DeviceEnd

OFFER, EDIT = "self.offer", "self.edit"
"The permissions of programs that let members in, and of members."
OF_MEMBER = Many(
    "MemberDevice",
    lambda device, member: f"{device.col('member_id')} = {member.key}",
    order="id",
)


def _program(device: Row) -> str:
    return f"(SELECT name FROM api_client own WHERE own.id = {device.col('client_id')})"


def _is_current(device: Row) -> str:
    return f"coalesce({device.key} = {device.statement.viewer('device_id', 'uuid')}, false)"


ENTITIES = [
    Entity(
        "MemberDevice",
        MemberDevice,
        "dev",
        fields={"program": Computed(_program), "isCurrent": Computed(_is_current)},
        filters={"memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
    )
]


def _door(call: Call) -> Door:
    given: Any = call.given.get("input") or call.given
    place = given.get("address") or call.by.address
    return Door(call.secret, call.by.client_code, given.get("deviceName") or "", place)


def _asked(asked: Asked) -> Written:
    return {"challenge": str(asked.challenge), "expiresAt": _instant(asked.expires_at)}


def _told(session: Session) -> Written:
    return {
        "accessToken": session.access,
        "expiresAt": _instant(session.ends),
        "refreshToken": session.refresh,
        "refreshExpiresAt": session.refresh_ends and _instant(session.refresh_ends),
    }


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


async def _register(call: Call) -> Written:
    given = {name: value for name, value in call.given["input"].items() if name not in ("password", "address")}
    password = call.given["input"]["password"]
    return _asked(await signing_up.register(call.connection, call.by, call.post, _door(call), given, password, call.at))


async def _confirm(call: Call) -> Written:
    given = call.given["input"]
    return _told(
        await signing_up.confirm(
            call.connection, call.by, _door(call), given["challenge"], given["code"], call.at, call.zone
        )
    )


async def _sign_in(call: Call) -> Written:
    given = call.given["input"]
    return _told(
        await logins.sign_in(call.connection, call.by, _door(call), given["login"], given["password"], call.at)
    )


async def _code_sign_in(call: Call) -> Written:
    given = call.given["input"]
    return _told(
        await logins.code_sign_in(call.connection, call.by, _door(call), given["challenge"], given["code"], call.at)
    )


async def _send(call: Call, purpose: ChallengePurpose) -> Written:
    email = call.given["input"]["email"]
    return _asked(await logins.send_code(call.connection, call.by, call.post, _door(call), purpose, email, call.at))


async def _send_sign_in(call: Call) -> Written:
    return await _send(call, ChallengePurpose.SIGN_IN)


async def _send_recovery(call: Call) -> Written:
    return await _send(call, ChallengePurpose.RECOVER)


async def _recover(call: Call) -> Written:
    given = call.given["input"]
    return _told(
        await logins.recover(
            call.connection, call.by, call.post, _door(call), given["challenge"], given["code"], given["newPassword"],
            call.at,
        )
    )  # fmt: skip


async def _ask_staff(call: Call) -> Written:
    given = call.given["input"]
    return {"number": await signing_up.ask_staff(call.connection, call.by, _door(call), given, call.at)}


async def _refresh(call: Call) -> Written:
    token = call.given["refreshToken"]
    return _told(await devices.refresh(call.connection, _door(call), token, call.at))


async def _sign_out(call: Call) -> Written:
    await signing_up.sign_out(call.connection, call.by, None, DeviceEnd.SIGNED_OUT, call.at)
    return {"isDone": True}


async def _end_device(call: Call) -> Written:
    await signing_up.sign_out(call.connection, call.by, call.found["id"], DeviceEnd.REVOKED, call.at)
    return {"isDone": True}


async def _update(call: Call) -> Written:
    given, expected = call.given["input"], call.given.get("expectedVersion")
    return await signing_up.update(call.connection, call.by, given, expected, call.at)


async def _change_password(call: Call) -> Written:
    current, new = call.given["currentPassword"], call.given["newPassword"]
    await logins.change_password(call.connection, call.by, call.post, current, new, call.at)
    return {"isDone": True}


async def _change_email(call: Call) -> Written:
    email, current = call.given["email"], call.given["currentPassword"]
    return _asked(
        await signing_up.change_email(call.connection, call.by, call.post, _door(call), email, current, call.at)
    )


async def _confirm_email(call: Call) -> Written:
    given = call.given["input"]
    return await signing_up.confirm_email(
        call.connection, call.by, call.post, _door(call), given["challenge"], given["code"], call.at
    )


_FILE = {"member": "Member", "changeSet": "ChangeSet"}

MUTATIONS = {
    "selfRegister": Verb(_register, OFFER),
    "selfRegisterConfirm": Verb(_confirm, OFFER),
    "selfSignIn": Verb(_sign_in, OFFER),
    "selfCodeSend": Verb(_send_sign_in, OFFER),
    "selfCodeSignIn": Verb(_code_sign_in, OFFER),
    "selfRefresh": Verb(_refresh, OFFER),
    "selfRecover": Verb(_send_recovery, OFFER),
    "selfRecoverConfirm": Verb(_recover, OFFER),
    "selfRecoveryRequest": Verb(_ask_staff, OFFER),
    "selfSignOut": Verb(_sign_out, EDIT),
    "selfDeviceEnd": Verb(_end_device, EDIT, {"id": "MemberDevice"}),
    "selfUpdate": Verb(_update, EDIT, shows=_FILE, writes={"input": "Member"}),
    "selfPasswordChange": Verb(_change_password, EDIT),
    "selfEmailChange": Verb(_change_email, EDIT),
    "selfEmailConfirm": Verb(_confirm_email, EDIT, shows=_FILE),
}
