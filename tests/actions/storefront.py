"""A storefront's program, the mutations that it sends for members, and what proves that nothing changed."""

from dataclasses import replace
from json import loads
from typing import Any

from api.callers import Callers
from rules.secrecy import unseal
from rules.viewer import Viewer
from tests.actions.teller import Teller
from tests.conftest import viewer

CHALLENGE = "challenge expiresAt userErrors { code message path }"
SESSION = "accessToken refreshToken expiresAt userErrors { code message path }"
REGISTER = f"mutation ($input: SelfRegisterInput!) {{ selfRegister(input: $input) {{ {CHALLENGE} }} }}"
CONFIRM = f"mutation ($input: SelfConfirmInput!) {{ selfRegisterConfirm(input: $input) {{ {SESSION} }} }}"
SIGN_IN = f"mutation ($input: SelfSignInInput!) {{ selfSignIn(input: $input) {{ {SESSION} }} }}"
SEND = f"mutation ($input: SelfCodeInput!) {{ selfCodeSend(input: $input) {{ {CHALLENGE} }} }}"
BY_CODE = f"mutation ($input: SelfConfirmInput!) {{ selfCodeSignIn(input: $input) {{ {SESSION} }} }}"
RECOVER = f"mutation ($input: SelfCodeInput!) {{ selfRecover(input: $input) {{ {CHALLENGE} }} }}"
RECOVERED = f"mutation ($input: SelfRecoverConfirmInput!) {{ selfRecoverConfirm(input: $input) {{ {SESSION} }} }}"
REFRESH = f"mutation ($token: String!) {{ selfRefresh(refreshToken: $token) {{ {SESSION} }} }}"
ASK_STAFF = """mutation ($input: SelfRecoveryRequestInput!) {
    selfRecoveryRequest(input: $input) { number userErrors { code path } } }"""
SIGN_OUT = "mutation { selfSignOut { isDone userErrors { code } } }"
END = "mutation ($id: ID!) { selfDeviceEnd(id: $id) { isDone userErrors { code } } }"
UPDATE = """mutation ($input: SelfUpdateInput!) {
    selfUpdate(input: $input) { member { name } userErrors { code path } } }"""
CHANGE = """mutation ($old: String!, $new: String!) {
    selfPasswordChange(currentPassword: $old, newPassword: $new) { isDone userErrors { code path } } }"""
EMAIL = f"""mutation ($email: String!, $pw: String!) {{
    selfEmailChange(email: $email, currentPassword: $pw) {{ {CHALLENGE} }} }}"""
EMAIL_DONE = """mutation ($input: SelfConfirmInput!) {
    selfEmailConfirm(input: $input) { member { email } userErrors { code path } } }"""
ME = "{ viewer { member { memberNo name devices { id isCurrent endedAt } } } }"
MAIL, PASSWORD = "mei@example.com", "a quiet green lake"
STATE = """
    SELECT md5(string_agg(t, '|')) FROM (
        SELECT m::text AS t FROM member m UNION ALL SELECT l::text FROM member_login l
        UNION ALL SELECT d::text FROM member_device d UNION ALL SELECT r::text FROM member_refresh r
        ORDER BY 1) all_rows
"""


class Shop:
    """A storefront's program, and the members who come in through it."""

    def __init__(self, teller: Teller, callers: Callers, secret: str) -> None:
        self.teller, self.callers, self.secret = teller, callers, secret
        self.connection = teller.connection
        self.program = replace(viewer("storefront"), kind="CLIENT", client_code="web", address="203.0.113.9")

    async def __call__(self, document: str, by: Viewer | None = None, **given: Any) -> dict[str, Any]:
        answer = await self.teller.desk.ask(by or self.program, document, given)
        assert not answer.errors, answer.errors
        return next(iter(answer.data.values()))

    async def code(self) -> str:
        """Of the last mail."""
        row = await self.connection.fetchrow("SELECT id, sealed FROM mail ORDER BY id DESC LIMIT 1")
        return loads(unseal(self.secret, f"mail {row['id']}", row["sealed"]))["code"]

    async def member(self, token: str) -> Viewer:
        self.callers.forget()
        caller = await self.callers.by_token(token)
        assert caller is not None
        return caller.viewer

    async def is_let_in(self, token: str) -> bool:
        self.callers.forget()
        return await self.callers.by_token(token) is not None

    async def registered(self, mail: str = MAIL, password: str = PASSWORD) -> dict[str, Any]:
        asked = await self(REGISTER, input={"email": mail, "password": password, "name": "Mei"})
        return await self(CONFIRM, input={"challenge": asked["challenge"], "code": await self.code()})

    async def signed_in(self, login: str = MAIL, password: str = PASSWORD) -> dict[str, Any]:
        return await self(SIGN_IN, input={"login": login, "password": password, "deviceName": "Phone"})

    async def refused(self, document: str, by: Viewer | None = None, **given: Any) -> str:
        """The code of the one refusal; proves that nothing changed."""
        before = await self.connection.fetchval(STATE)
        payload = await self(document, by, **given)
        assert await self.connection.fetchval(STATE) == before
        (error,) = payload["userErrors"]
        assert [value for name, value in payload.items() if name != "userErrors" and value is not None] == []
        return error["code"]

    async def set(self, status: str) -> None:
        into = "(SELECT id FROM member WHERE member_no = 'M1')" if status == "MERGED" else "NULL"
        await self.connection.execute(f"UPDATE member SET status = '{status}', merged_into_id = {into}"
                                      f" WHERE email = '{MAIL}'")  # fmt: skip
