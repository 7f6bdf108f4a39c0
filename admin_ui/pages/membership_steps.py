"""The forms of members' own pages: what each asks, and the mutation that it sends."""

from dataclasses import dataclass
from typing import Any

HOME = "/membership"
PAGES = "Browser"
"What the pages call themselves in the member's list of sign-ins."
ERRORS = "userErrors { message path }"
PROFILE = """query MembershipProfile { viewer { member {
    memberNo name email phone birthday gender status joinedAt tier { name }
    points { available expiring(withinDays: 30) } wallet { total { amount currency } }
    coupons(first: 5, where: {status: {eq: ISSUED}}) { nodes { code template { name } validUntil } }
    orders(first: 5) { nodes { number at total { amount currency } } }
    devices { id name program isCurrent signedInAt lastUsedAt endedAt expiresAt }
} } }"""


@dataclass(frozen=True)
class Step:
    """`then` is the step that the code of this one leads to. Fields of `inside` stand in an input, others beside it."""

    name: str
    document: str
    fields: tuple[str, ...]
    then: str = ""
    takes_input: bool = True
    names_device: bool = False

    def variables(self, given: dict[str, str]) -> dict[str, Any]:
        """What was typed; an empty field that may be empty is left out."""
        wanted = (*self.fields, "challenge") if "$challenge" in self.document or self.is_confirmed else self.fields
        said: dict[str, Any] = {name: given.get(name, "") for name in wanted if given.get(name) or name in NEEDED}
        if self.names_device:
            said["deviceName"] = PAGES
        return {"input": said} if self.takes_input else said

    @property
    def is_confirmed(self) -> bool:
        return "code" in self.fields


NEEDED = frozenset({
    "email", "password", "login", "code", "challenge", "newPassword", "currentPassword", "contact",
})  # fmt: skip
"Fields that are sent even if they are empty, so that the API says what is missing."


def _asked(name: str, mutation: str, kind: str, fields: tuple[str, ...], then: str) -> Step:
    document = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ challenge {ERRORS} }} }}"
    return Step(name, document, fields, then)


def _entered(name: str, mutation: str, kind: str, fields: tuple[str, ...]) -> Step:
    document = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ accessToken {ERRORS} }} }}"
    return Step(name, document, fields, names_device=True)


_OPEN = (
    _asked("register", "selfRegister", "SelfRegisterInput", ("name", "email", "password"), "confirm"),
    _entered("confirm", "selfRegisterConfirm", "SelfConfirmInput", ("code",)),
    _entered("sign-in", "selfSignIn", "SelfSignInInput", ("login", "password")),
    _asked("code", "selfCodeSend", "SelfCodeInput", ("email",), "sign-in-code"),
    _entered("sign-in-code", "selfCodeSignIn", "SelfConfirmInput", ("code",)),
    _asked("recover", "selfRecover", "SelfCodeInput", ("email",), "new-password"),
    _entered("new-password", "selfRecoverConfirm", "SelfRecoverConfirmInput", ("code", "newPassword")),
    Step(
        "lost",
        f"mutation ($input: SelfRecoveryRequestInput!) {{ selfRecoveryRequest(input: $input) {{ number {ERRORS} }} }}",
        ("name", "contact", "login", "story"),
    ),
)
_OWN = (
    Step(
        "edit",
        f"mutation ($input: SelfUpdateInput!) {{ selfUpdate(input: $input) {{ {ERRORS} }} }}",
        ("name", "birthday", "gender"),
    ),
    Step(
        "password",
        "mutation ($currentPassword: String!, $newPassword: String!) { selfPasswordChange("
        f"currentPassword: $currentPassword, newPassword: $newPassword) {{ {ERRORS} }} }}",
        ("currentPassword", "newPassword"),
        takes_input=False,
    ),
    Step(
        "email",
        "mutation ($email: String!, $currentPassword: String!) { selfEmailChange("
        f"email: $email, currentPassword: $currentPassword) {{ challenge {ERRORS} }} }}",
        ("email", "currentPassword"),
        "email-confirm",
        takes_input=False,
    ),
    Step(
        "email-confirm",
        f"mutation ($input: SelfConfirmInput!) {{ selfEmailConfirm(input: $input) {{ {ERRORS} }} }}",
        ("code",),
    ),
)
OPEN_STEPS = {step.name: step for step in _OPEN}
OWN_STEPS = {step.name: step for step in _OWN}
