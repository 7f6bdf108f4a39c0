"""How much a form may send: read no further than the caller's limit."""

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.requests import header

MEGABYTE = 1_000_000
OF_STRANGERS = 1
"In megabytes, for who is not signed in."
OTHERWISE = {"/mail/inbound": 25}
"Where a stranger has to prove who he is with the whole of what he sends."
TOO_LARGE = "That is more than you may send at once. Send less, or in several parts."


class BoundedBodies:
    """Refuses a body by what it says of its length, and one that says nothing when it has sent too much."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return await self._app(scope, receive, send)
        viewer = scope.get("state", {}).get("viewer")
        most = MEGABYTE * (viewer.access.bounds.upload if viewer else OTHERWISE.get(scope["path"], OF_STRANGERS))
        said = header(scope, b"content-length")
        if said.isdecimal() and int(said) > most:
            return await PlainTextResponse(TOO_LARGE, 413)(scope, receive, send)
        read = 0

        async def counting() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413, TOO_LARGE)
            return message

        return await self._app(scope, counting, send)
