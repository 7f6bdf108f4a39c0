"""`/invite/…`, `/recover/…` and `/forgotten`: a link lets somebody choose a password once."""

import logging

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions import attempts, passwords, recovering
from api.doors import Draw, address_of, form_of, now, post_of
from database.writing import WriteConnections
from rules.links import LinkPurpose
from rules.refusals import ErrorCode, Refused
from rules.sessions import recovery_tries

STATUS = {ErrorCode.EXPIRED: 410, ErrorCode.LIMIT_REACHED: 429, ErrorCode.FORBIDDEN: 403}
PURPOSES = {"invite": LinkPurpose.STAFF_INVITE, "recover": LinkPurpose.STAFF_RECOVERY}
log = logging.getLogger("memberdesk.api")


class Passwords:
    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    async def show(self, request: Request) -> Response:
        try:
            async with request.app.state.writes.transaction() as connection:
                person = await recovering.named(connection, *_link(request), now())
        except Refused as refused:
            return self._draw(request, "link_over", STATUS.get(refused.code, 422), refused)
        return self._draw(request, "new_password", person=person)

    async def choose(self, request: Request) -> Response:
        purpose, token = _link(request)
        person = None
        try:
            given = await form_of(request)
            async with request.app.state.writes.transaction() as connection:
                person = await recovering.named(connection, purpose, token, now())
                check_twice(given)
                await passwords.set_by_link(
                    connection, purpose, token, given.get("password", ""), now(), post_of(request)
                )
        except Refused as refused:
            status = STATUS.get(refused.code, 422)
            if person is None or refused.code is ErrorCode.EXPIRED:
                return self._draw(request, "link_over", status, refused)
            return self._draw(request, "new_password", status, refused, person=person)
        request.app.state.callers.forget()
        return RedirectResponse("/login?done=password", 303)

    async def show_forgotten(self, request: Request) -> Response:
        return self._draw(request, "forgotten", is_set_up=post_of(request).is_set_up, named="", is_asked=False)

    async def forgotten(self, request: Request) -> Response:
        """The same answer, before anything is looked up, whoever is named."""
        named, is_set_up = "", post_of(request).is_set_up
        try:
            named = (await form_of(request)).get("named", "").strip()
            if not named:
                raise Refused(ErrorCode.REQUIRED, "Enter your user name or your mail address.")
            async with request.app.state.writes.transaction() as connection:
                await attempts.begin(connection, recovery_tries(named, address_of(request)), now())
        except Refused as refused:
            status = STATUS.get(refused.code, 422)
            return self._draw(request, "forgotten", status, refused, is_set_up=is_set_up, named=named, is_asked=False)
        response = self._draw(request, "forgotten", is_set_up=is_set_up, named="", is_asked=True)
        if is_set_up:
            response.background = BackgroundTask(_mail, request.app.state.writes, request, named)
        return response


def check_twice(given: dict[str, str]) -> None:
    """Raises Refused if the new password was typed in two ways."""
    if given.get("password", "") != given.get("again", ""):
        raise Refused(ErrorCode.INVALID, "The two passwords differ. Type the new one twice.", ("again",))


async def _mail(writes: WriteConnections, request: Request, named: str) -> None:
    """After the answer, so that its time tells nothing."""
    try:
        async with writes.transaction() as connection:
            await recovering.ask(connection, named, now(), post_of(request))
    except Exception as error:
        log.error("a recovery could not be begun: %s", type(error).__name__)


def _link(request: Request) -> tuple[LinkPurpose, str]:
    return PURPOSES[request.url.path.split("/")[1]], request.path_params["token"]
