"""What members do by themselves: register, sign in, keep their file, get back in."""

import strawberry

from rules.logins import DeviceEnd
from rules.members import Gender
from rules.permissions import Sensitivity
from schema.arguments import VERSION
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.members.file import MemberPayload
from schema.paging import Node
from schema.scalars import Date, DateTime

CONTACT = Sensitivity.CONTACT
words(
    DeviceEnd,
    "What ended a sign-in.",
    SIGNED_OUT="The member signed out there.",
    REVOKED="The member ended it from somewhere else.",
    REUSED="An old refresh token came back, so somebody else had it too.",
    PASSWORD="The password was changed.",
    RECOVERED="A new password was chosen with a mailed code.",
)


@kind("Where a member is, or was, signed in.")
class MemberDevice(Node):
    name: str = field("What the app or browser calls itself.", CONTACT)
    program: str | None = field("The program through which it came in; null for our own pages.", CONTACT)
    is_current: bool = field("True if it is the one that asks.", CONTACT)
    signed_in_at: DateTime = field("When the member signed in there.", CONTACT)
    expires_at: DateTime = field("When it ends by itself.", CONTACT)
    last_used_at: DateTime | None = field("When it was used last, to the minute.", CONTACT)
    last_address: str | None = field("Where it was used from last.", CONTACT)
    ended_at: DateTime | None = field("When it was ended; null if it was not.", CONTACT)
    ended_by: DeviceEnd | None = field("What ended it.", CONTACT)


DEVICE = "What the app or browser calls itself, for the member's list of sign-ins."
PLACE = "Where the person comes from, told by a server that speaks for many; wrong tries are counted by it."


@given("Somebody who wants to become a member. A code is mailed; the membership begins when it is confirmed.")
class SelfRegisterInput:
    email: str = required("E-mail address; the code is sent there.")
    password: str = required("What the member will sign in with; 8 to 128 characters.")
    name: str | None = operand("The name.")
    birthday: Date | None = operand("Day of birth.")
    gender: Gender | None = operand("Gender.")
    home_store_code: str | None = operand("The store that the member will belong to.")
    charter_version: str | None = operand("The version of the rules of the program that were agreed to.")
    address: str | None = operand(PLACE)


@given("A code that was mailed.")
class SelfConfirmInput:
    challenge: str = required("What the mutation that sent the code answered.")
    code: str = required("The six digits of the mail.")
    device_name: str | None = operand(DEVICE)
    address: str | None = operand(PLACE)


@given("A name and a password.")
class SelfSignInInput:
    login: str = required("E-mail address, phone number or member number.")
    password: str = required("The password.")
    device_name: str | None = operand(DEVICE)
    address: str | None = operand(PLACE)


@given("Where to send a code.")
class SelfCodeInput:
    email: str = required("The member's e-mail address.")
    address: str | None = operand(PLACE)


@given("A code that was mailed, and the password that will count.")
class SelfRecoverConfirmInput:
    challenge: str = required("What selfRecover answered.")
    code: str = required("The six digits of the mail.")
    new_password: str = required("The new password; 8 to 128 characters.")
    device_name: str | None = operand(DEVICE)
    address: str | None = operand(PLACE)


@given("Somebody who has lost the address that codes go to. Staff prove who it is, and answer.")
class SelfRecoveryRequestInput:
    name: str = required("Who asks.")
    contact: str = required("Where the person can be reached now.")
    login: str | None = operand("Member number, or the lost e-mail address or phone number.")
    story: str | None = operand("What happened, and what proves the membership; at most 2,000 characters.")
    address: str | None = operand(PLACE)


@given("What members may change of their own file. What is not given stays as it is; null empties it.")
class SelfUpdateInput:
    name: str | None = operand("The name.")
    latin_name: str | None = operand("The name in Latin letters.")
    birthday: Date | None = operand("Day of birth.")
    gender: Gender | None = operand("Gender.")
    home_store_code: str | None = operand("The store that the member belongs to.")


@kind("A code is on its way, if there is somebody to get it; the answer does not tell.")
class SelfChallengePayload:
    challenge: str | None = field("Goes with the code; null if nothing was sent.")
    expires_at: DateTime | None = field("When the code stops working.")
    user_errors: list[UserError] = user_errors()


@kind("Tokens of a member who is signed in.")
class SelfSessionPayload:
    access_token: str | None = field("Sent as `Authorization: Bearer`; null if nobody was signed in.")
    expires_at: DateTime | None = field("When the access token stops working.")
    refresh_token: str | None = field("Fetches the next pair with selfRefresh, once. Keep it safe.")
    refresh_expires_at: DateTime | None = field("When the member has to sign in again.")
    user_errors: list[UserError] = user_errors()


@kind("Whether it was done.")
class SelfPayload:
    is_done: bool | None = field("True if it was done; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Where a request went.")
class SelfRequestPayload:
    number: str | None = field("The number to ask by; null if nothing was asked.")
    user_errors: list[UserError] = user_errors()


CONFIRM = {"input": argument(SelfConfirmInput, "The code.")}


@kind("What members do by themselves.")
class LoginMutations:
    self_register: SelfChallengePayload = field(
        "Begins a registration: mails a code to the address.",
        arguments={"input": argument(SelfRegisterInput, "Who wants to become a member.")},
    )
    self_register_confirm: SelfSessionPayload = field(
        "Ends a registration: the person becomes a member, and is signed in.", arguments=CONFIRM
    )
    self_sign_in: SelfSessionPayload = field(
        "Signs a member in by password.", arguments={"input": argument(SelfSignInInput, "Name and password.")}
    )
    self_code_send: SelfChallengePayload = field(
        "Mails a code to sign in with.", arguments={"input": argument(SelfCodeInput, "Where to.")}
    )
    self_code_sign_in: SelfSessionPayload = field("Signs a member in by a mailed code.", arguments=CONFIRM)
    self_refresh: SelfSessionPayload = field(
        "Gives the next pair of tokens. The old refresh token is used up: one that comes back later ends the sign-in.",
        arguments={
            "refresh_token": argument(str, "The refresh token."),
            "address": argument(str | None, PLACE),
        },
    )
    self_recover: SelfChallengePayload = field(
        "Mails a code to choose a new password with.", arguments={"input": argument(SelfCodeInput, "Where to.")}
    )
    self_recover_confirm: SelfSessionPayload = field(
        "Sets a new password against a code, ends every sign-in, and signs the member in.",
        arguments={"input": argument(SelfRecoverConfirmInput, "The code and the password.")},
    )
    self_recovery_request: SelfRequestPayload = field(
        "Asks staff to help somebody in who has lost the address that codes go to.",
        arguments={"input": argument(SelfRecoveryRequestInput, "Who asks, and what happened.")},
    )
    self_sign_out: SelfPayload = field("Ends this sign-in, everywhere within a second.")
    self_device_end: SelfPayload = field(
        "Ends one of the member's own sign-ins.", arguments={"id": argument(strawberry.ID, "The sign-in.")}
    )
    self_update: MemberPayload = field(
        "Changes the member's own file.",
        arguments={"input": argument(SelfUpdateInput, "What changes."), "expected_version": VERSION},
    )
    self_password_change: SelfPayload = field(
        "Changes the password; every other sign-in ends.",
        arguments={
            "current_password": argument(str, "The password until now."),
            "new_password": argument(str, "The new password; 8 to 128 characters."),
        },
    )
    self_email_change: SelfChallengePayload = field(
        "Mails a code to a new address, which counts once it is confirmed.",
        arguments={
            "email": argument(str, "The new address."),
            "current_password": argument(str, "The password."),
        },
    )
    self_email_confirm: MemberPayload = field("Makes the new address count, and tells the old one.", arguments=CONFIRM)
