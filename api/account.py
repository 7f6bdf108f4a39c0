"""`/account`: what somebody of the staff sets for himself: name, language, password, sign-in codes, sessions."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from asyncpg import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions import accounts, passwords, sessions, totp
from actions.sessions import hash_of
from api.callers import Caller
from api.doors import Draw, check_csrf, form_of, now, post_of, read_cookie, remember, secret_of
from api.passwords import check_twice
from api.requests import COOKIE, is_near
from rules.refusals import ErrorCode, Refused

Given = Mapping[str, str]
Done = dict[str, Any] | None
"What the page shows once, such as recovery codes; None if it is only to be drawn anew."
STATUS = {ErrorCode.FORBIDDEN: 403, ErrorCode.LIMIT_REACHED: 429}
YEAR = 365 * 86400


class Account:
    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._acts: dict[str, Callable[[Request, Connection, UUID, Given], Awaitable[Done]]] = {
            "profile": _profile,
            "password": _password,
            "sessions": _sessions,
            "codes-begin": _codes_begin,
            "codes-confirm": _codes_confirm,
            "codes-off": _codes_off,
            "codes-paper": _codes_paper,
        }

    async def show(self, request: Request) -> Response:
        caller = _caller(request)
        if caller is None:
            return RedirectResponse("/login?next=/account", 303)
        return await self._page(request, caller)

    async def change(self, request: Request) -> Response:
        caller, what = _caller(request), request.path_params["what"]
        if caller is None or what not in self._acts:
            return RedirectResponse("/login?next=/account", 303)
        try:
            given = await form_of(request)
            check_csrf(request, given, caller.viewer.csrf_token)
            async with request.app.state.writes.transaction(remember) as connection:
                shown = await self._acts[what](request, connection, _staff(caller), given)
        except Refused as refused:
            return await self._page(request, caller, STATUS.get(refused.code, 422), refused, at=what)
        request.app.state.callers.forget()
        if shown:
            return await self._page(request, caller, at=what, **shown)
        response = RedirectResponse(f"/account?done={what}#{what.partition('-')[0]}", 303)
        if what == "profile" and given.get("locale"):
            response.set_cookie(
                "locale", given["locale"], max_age=YEAR, samesite="lax", secure=not is_near(request.scope)
            )
        return response

    async def _page(
        self, request: Request, caller: Caller, status: int = 200, refused: Refused | None = None, **shown: Any
    ) -> Response:
        async with request.app.state.writes.transaction() as connection:
            told = await accounts.told(connection, _staff(caller), _this(request), now())
            secret = await totp.waiting(connection, _staff(caller), secret_of(request))
        about = {"at": "", "codes": [], "secret": secret} | told | shown
        return self._draw(request, "account", status, refused, **about)


async def _profile(request: Request, connection: Connection, staff: UUID, given: Given) -> Done:
    await accounts.edit(connection, staff, given.get("name", ""), given.get("locale", ""))
    return None


async def _password(request: Request, connection: Connection, staff: UUID, given: Given) -> Done:
    check_twice(dict(given))
    current, new = given.get("current", ""), given.get("password", "")
    await passwords.change(connection, staff, current, new, _this(request), now(), post_of(request))
    return None


async def _sessions(request: Request, connection: Connection, staff: UUID, given: Given) -> Done:
    one = given.get("id", "")
    await sessions.end_own(connection, staff, now(), _this(request), _key(one) if one else None)
    return None


async def _codes_begin(request: Request, connection: Connection, staff: UUID, given: Given) -> Done:
    await accounts.check_password(connection, staff, given.get("current", ""), now())
    await totp.begin(connection, staff, now(), secret_of(request))
    return None


async def _codes_confirm(request: Request, connection: Connection, staff: UUID, given: Given) -> Done:
    code = given.get("code", "")
    codes = await totp.confirm(connection, staff, code, now(), secret_of(request), post_of(request))
    await sessions.end_sessions(connection, staff, now(), but=_this(request))
    return {"codes": codes}


async def _codes_off(request: Request, connection: Connection, staff: UUID, given: Given) -> Done:
    await totp.prove(connection, staff, given.get("code", ""), now(), secret_of(request))
    await totp.switch_off(connection, staff, now(), post_of(request))
    return None


async def _codes_paper(request: Request, connection: Connection, staff: UUID, given: Given) -> Done:
    await totp.prove(connection, staff, given.get("code", ""), now(), secret_of(request))
    return {"codes": await totp.new_paper(connection, staff)}


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(ErrorCode.NOT_FOUND, "There is no such session any more.", ("id",)) from None


def _caller(request: Request) -> Caller | None:
    """Somebody of the staff in a browser; nobody else has an account here."""
    caller = request.scope.get("state", {}).get("caller")
    is_own = caller is not None and caller.by_cookie and caller.viewer.staff_id and caller.viewer.acting is None
    return caller if is_own else None


def _staff(caller: Caller) -> UUID:
    return UUID(caller.viewer.staff_id or "")


def _this(request: Request) -> bytes:
    return hash_of(read_cookie(request, COOKIE))
