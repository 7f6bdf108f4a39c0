"""`/contact`: anybody writes to us, in a page of ours or from the pages that the setting WEB_FORM names."""

from typing import Any
from uuid import UUID

import orjson
from asyncpg import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from actions import attempts, web_form
from actions.policies import policy
from api.doors import Draw, address_of, form_of, now, post_of
from api.origins import foreign_origin
from rules.refusals import ErrorCode, Refused
from rules.web_form import TRAP, Written, check_written, closed, counted, too_many

STATUS = {ErrorCode.LIMIT_REACHED: 429, ErrorCode.NOT_FOUND: 404, ErrorCode.FORBIDDEN: 403}
FIELDS = ("name", "email", "subject", "message", TRAP)
LONGEST = 25_000


class Contact:
    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    async def show(self, request: Request) -> Response:
        is_sent = request.query_params.get("sent") == "1"
        is_open = (await _setting(request))["isOpen"]
        return self._draw(request, "contact", 200 if is_open else 404, is_open=is_open, is_sent=is_sent, given={})

    async def write(self, request: Request) -> Response:
        """The same answer to a machine, and whether or not the address is known."""
        given: dict[str, str] = {}
        try:
            given = {name: value[:LONGEST] for name, value in (await form_of(request)).items()}
            if not (await _setting(request))["isOpen"]:
                raise closed()
            await _taken(request, given)
        except Refused as refused:
            status = STATUS.get(refused.code, 422)
            is_open = refused.code is not ErrorCode.NOT_FOUND
            return self._draw(request, "contact", status, refused, is_open=is_open, is_sent=False, given=given)
        return RedirectResponse("/contact?sent=1", 303)


async def take(request: Request) -> Response:
    """JSON from another site's page, or from a program; told as `{"isTaken": true}` or `{"errors": […]}`."""
    setting, origin = await _setting(request), foreign_origin(request.scope)
    if not setting["isOpen"] or (origin is not None and origin not in setting["origins"]):
        return _wrong(closed() if not setting["isOpen"] else _stranger(origin or ""), {})
    headers = {} if origin is None else {"access-control-allow-origin": origin, "vary": "Origin"}
    if request.method == "OPTIONS":
        more = {"access-control-allow-methods": "POST", "access-control-allow-headers": "content-type, authorization"}
        return Response(status_code=204, headers=headers | more | {"access-control-max-age": "600"})
    try:
        await _taken(request, _given(await request.body()))
    except Refused as refused:
        return _wrong(refused, headers)
    return JSONResponse({"isTaken": True}, headers=headers)


def _given(body: bytes) -> dict[str, str]:
    try:
        said: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        raise Refused(ErrorCode.INVALID, "Send one object in JSON: email, subject, message, and a name if you like.")
    return {name: str(said[name])[:LONGEST] for name in FIELDS if said.get(name) is not None}


async def _taken(request: Request, given: dict[str, str]) -> None:
    """What a machine filled in is thanked for and forgotten. Each message counts, in a transaction of its own."""
    said = check_written(given)
    if given.get(TRAP):
        return
    writes, at = request.app.state.writes, now()
    async with writes.transaction() as connection:
        await _count(connection, said, address_of(request))
    async with writes.transaction() as connection:
        await web_form.write(connection, said, post_of(request), at, _member(request))


async def _count(connection: Connection, said: Written, place: str) -> None:
    try:
        await attempts.begin(connection, counted(said.address, place), now(), ())
    except Refused:
        raise too_many() from None


def _member(request: Request) -> UUID | None:
    """Who shows a member's token is that member; a cookie of staff says nothing."""
    viewer = getattr(request.state, "viewer", None)
    is_member = viewer is not None and viewer.kind == "MEMBER" and viewer.member_id
    return UUID(viewer.member_id) if is_member else None


async def _setting(request: Request) -> dict[str, Any]:
    async with request.app.state.writes.transaction() as connection:
        return await policy(connection, "WEB_FORM")


def _stranger(origin: str) -> Refused:
    message = "Pages of {origin} may not use this. Whoever runs the program can name it in the setting WEB_FORM."
    return Refused(ErrorCode.FORBIDDEN, message, origin=origin[:200])


def _wrong(refused: Refused, headers: dict[str, str]) -> Response:
    error = {"code": str(refused.code), "message": refused.message, "path": list(refused.path)}
    return JSONResponse({"errors": [error]}, STATUS.get(refused.code, 422), headers)
