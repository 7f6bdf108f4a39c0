"""`/login` and `/logout`: a password, and where it is needed a code, become a session cookie."""

from secrets import token_urlsafe
from urllib.parse import urlencode

from asyncpg import Connection, Record
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions import sessions, signing_in, totp
from actions.sessions import Session
from api.doors import (
    Draw,
    address_of,
    agent_of,
    check_csrf,
    drop_cookie,
    form_of,
    keep_cookie,
    local_path,
    now,
    post_of,
    read_cookie,
    remember,
    secret_of,
)
from api.requests import COOKIE
from rules.refusals import ErrorCode, Refused
from rules.sessions import STEP_LASTS, known_browser, sign_in_tries

STEP = "memberdesk_step"
KNOWN = "memberdesk_known"
YEAR = 365 * 86400
STATUS = {ErrorCode.LIMIT_REACHED: 429, ErrorCode.FORBIDDEN: 401, ErrorCode.EXPIRED: 401}


class SigningIn:
    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    async def enter(self, request: Request) -> Response:
        username, target = "", "/"
        try:
            given = await form_of(request)
            username, target = given.get("username", ""), local_path(given.get("next", "/"))
            password = given.get("password", "")
            if not username.strip() or not password:
                raise Refused(ErrorCode.REQUIRED, "Enter your username and your password.")
            person = await _proven(request, username, password)
        except Refused as refused:
            status = 403 if not refused.path and refused.code is ErrorCode.FORBIDDEN else STATUS.get(refused.code, 422)
            return self._draw(request, "sign_in", status, refused, username=username, next=target)
        async with request.app.state.writes.transaction() as connection:
            response = await let_in(request, connection, person, "PASSWORD", target)
        browser = known_browser(secret_of(request), person["username"], token_urlsafe(16))
        keep_cookie(request, response, KNOWN, browser, YEAR)
        return response

    async def show_code(self, request: Request) -> Response:
        """The second step: a code, or first of all the set-up of codes."""
        step = await _stepping(request)
        if step is None:
            return RedirectResponse("/login", 303)
        target = local_path(request.query_params.get("next", "/"))
        async with request.app.state.writes.transaction() as connection:
            if (await totp.state(connection, step["id"]))["is_on"]:
                return self._draw(request, "sign_in_code", name=step["name"], next=target)
            secret = await totp.begin(connection, step["id"], now(), secret_of(request))
        return self._draw(request, "sign_in_set_up", person=step, secret=secret, next=target)

    async def take_code(self, request: Request) -> Response:
        step, target, was_on = await _stepping(request), "/", True
        if step is None:
            return RedirectResponse("/login", 303)
        try:
            given = await form_of(request)
            target, code = local_path(given.get("next", "/")), given.get("code", "")
            async with request.app.state.writes.transaction(remember) as connection:
                was_on = (await totp.state(connection, step["id"]))["is_on"]
                if was_on:
                    await totp.prove(connection, step["id"], code, now(), secret_of(request))
                    codes = []
                else:
                    codes = await totp.confirm(
                        connection, step["id"], code, now(), secret_of(request), post_of(request)
                    )
                await signing_in.end_step(connection, read_cookie(request, STEP), now())
                session = await _begun(request, connection, step, f"{step['method']}+CODE")
        except Refused as refused:
            return await self._again(request, step, was_on, target, refused)
        page = (
            RedirectResponse(target, 303)
            if not codes
            else self._draw(request, "recovery_codes", codes=codes, next=target)
        )
        drop_cookie(request, page, STEP)
        return _with_session(page, request, session)

    async def _again(self, request: Request, step: Record, was_on: bool, target: str, refused: Refused) -> Response:
        status = STATUS.get(refused.code, 422)
        if was_on:
            return self._draw(request, "sign_in_code", status, refused, name=step["name"], next=target)
        async with request.app.state.writes.transaction() as connection:
            secret = await totp.waiting(connection, step["id"], secret_of(request))
        return self._draw(request, "sign_in_set_up", status, refused, person=step, secret=secret or "", next=target)

    async def leave(self, request: Request) -> Response:
        """Another site signs nobody out: a browser may send its form without the cookie, and take ours away."""
        caller = request.scope.get("state", {}).get("caller")
        token = read_cookie(request, COOKIE)
        try:
            given = await form_of(request)
            if caller is not None and caller.by_cookie:
                check_csrf(request, given, caller.viewer.csrf_token)
        except Refused as refused:
            return Response(refused.message, 403)
        if caller is not None and caller.by_cookie and token:
            async with request.app.state.writes.transaction() as connection:
                await sessions.sign_out(connection, token, now())
            request.app.state.callers.forget()
        response = RedirectResponse("/login", 303)
        drop_cookie(request, response, COOKIE)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


async def let_in(request: Request, connection: Connection, person: Record, method: str, target: str) -> Response:
    """After the first proof: a session, or the step that asks for a code. `method` SSO needs no code of ours."""
    state = await totp.state(connection, person["id"])
    if method != "SSO" and (state["is_on"] or state["is_required"]):
        token = await signing_in.step(connection, person, method, now())
        asked = "/login/code" + (f"?{urlencode({'next': target})}" if target != "/" else "")
        response: Response = RedirectResponse(asked, 303)
        keep_cookie(request, response, STEP, token, int(STEP_LASTS.total_seconds()))
        return response
    session = await _begun(request, connection, person, method)
    return _with_session(RedirectResponse(target, 303), request, session)


async def _coded(request: Request, connection: Connection, step: Record, code: str, is_on: bool) -> list[str]:
    """Proves by a code, or sets codes up with the first one; then there are recovery codes to show."""
    if is_on:
        await totp.prove(connection, step["id"], code, now(), secret_of(request))
        return []
    return await totp.confirm(connection, step["id"], code, now(), secret_of(request), post_of(request))


async def _proven(request: Request, username: str, password: str) -> Record:
    """Counted in a transaction of its own before it is looked at, which holds no connection meanwhile."""
    writes, address = request.app.state.writes, address_of(request)
    tries = sign_in_tries(secret_of(request), username, read_cookie(request, KNOWN), address)
    async with writes.transaction() as connection:
        await signing_in.begin(connection, tries, now())
        stored = await signing_in.stored(connection, username)
    try:
        await signing_in.check(stored, password)
    except Refused:
        async with writes.transaction() as connection:
            await signing_in.refused(connection, stored, address)
        raise
    async with writes.transaction() as connection:
        await signing_in.forgive(connection, tries)
    return stored


async def _stepping(request: Request) -> Record | None:
    token = read_cookie(request, STEP)
    if not token:
        return None
    async with request.app.state.writes.transaction() as connection:
        return await signing_in.stepping(connection, token, now())


async def _begun(request: Request, connection: Connection, person: Record, method: str) -> Session:
    """A session that was there before ends: it may be another's."""
    before = read_cookie(request, COOKIE)
    if before:
        await sessions.sign_out(connection, before, now())
    return await sessions.begin(connection, person, method, agent_of(request), address_of(request), now())


def _with_session(response: Response, request: Request, session: Session) -> Response:
    keep_cookie(request, response, COOKIE, session.token, session.expires_at)
    request.app.state.callers.forget()
    return response
