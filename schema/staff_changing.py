"""Mutations of the people who work here."""

import strawberry

from schema.arguments import VERSION
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required
from schema.names import Role, Staff


@given("Somebody who is to work here.")
class StaffInviteInput:
    username: str = required("What the person signs in with: 1 to 64 characters, no spaces.")
    name: str = required("The person's name.")
    email: str | None = operand("The mail address at work; the invite goes there if mail is set up.")
    role_codes: list[str] = required("Codes of the roles; you can give those that you have.")
    store_code: str | None = operand("The code of the store where the person works.")
    unit_code: str | None = operand("The code of the unit where the person works.")
    locale: str | None = operand("The language of mails and messages: `en` or `zh-CN`.")


@given("What is to change of a person. What is left out stays; null empties it.")
class StaffUpdateInput:
    name: str | None = operand("The person's name.")
    email: str | None = operand("The mail address at work.")
    store_code: str | None = operand("The code of the store where the person works.")
    unit_code: str | None = operand("The code of the unit where the person works.")
    locale: str | None = operand("The language of mails and messages: `en` or `zh-CN`.")


@kind("What a change of a person did.")
class StaffPayload:
    staff: Staff | None = field("The person; null if nothing was changed.", about="Staff")
    user_errors: list[UserError] = user_errors()


@kind("A link with which somebody chooses a password.")
class StaffLinkPayload:
    staff: Staff | None = field("The person; null if nothing was changed.", about="Staff")
    is_mailed: bool | None = field("True if the link is on its way to the person by mail.")
    link: str | None = field("The link to hand over, told only here and only if it cannot be mailed. It works once.")
    user_errors: list[UserError] = user_errors()


@kind("What a change of what a role asks for did.")
class RoleTotpPayload:
    role: Role | None = field("The role; null if nothing was changed.", about="Role")
    user_errors: list[UserError] = user_errors()


_PERSON = argument(strawberry.ID, "The person.")


@kind("Changes of the people who work here.")
class StaffMutations:
    staff_invite: StaffLinkPayload = field(
        "Makes an account without a password, and a link to choose one: it works once, for 72 hours.",
        arguments={"input": argument(StaffInviteInput, "The person.")},
    )
    staff_invite_again: StaffLinkPayload = field(
        "Makes another link for who has not chosen a password yet; the one before ends.", arguments={"id": _PERSON}
    )
    staff_password_reset: StaffLinkPayload = field(
        "Makes a link to choose a new password: it works once, for 30 minutes. The old password stays until then.",
        arguments={"id": _PERSON},
    )
    staff_update: StaffPayload = field(
        "Changes a person's name, mail address, language, store or unit.",
        arguments={
            "id": _PERSON,
            "input": argument(StaffUpdateInput, "What is to change."),
            "expected_version": VERSION,
        },
    )
    staff_deactivate: StaffPayload = field(
        "Ends a person's work here: sessions end at once, links too. What the person did stays.",
        arguments={"id": _PERSON},
    )
    staff_reactivate: StaffPayload = field("Lets a person sign in again.", arguments={"id": _PERSON})
    staff_unlock: StaffPayload = field(
        "Lets a person try again at once who has to wait after wrong passwords or codes.", arguments={"id": _PERSON}
    )
    staff_sign_out: StaffPayload = field("Ends all sessions of a person.", arguments={"id": _PERSON})
    staff_totp_reset: StaffPayload = field(
        "Switches sign-in codes off for a person who lost the device, and ends all sessions.", arguments={"id": _PERSON}
    )
    role_totp_set: RoleTotpPayload = field(
        "Says whether people with a role need sign-in codes. Who has none yet is signed out and sets them up first.",
        arguments={
            "code": argument(str, "The role's code."),
            "is_required": argument(bool, "Whether they are needed."),
        },
    )
