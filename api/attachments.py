"""Files beside messages: sent in before the message, given out to whoever may read it."""

from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

from asyncpg import Connection
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from actions import attaching
from api.answering import Desk
from api.doors import check_csrf, comes_from_elsewhere, now
from api.middleware import NOTHING
from database.writing import WriteConnections
from models.attachments import CONTENT
from rules.attachments import LARGEST, MOST, check_count
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

SEEN = "query Beside($id: ID!) { node(id: $id) { ... on TicketMessage { attachments { id } } } }"
NOWHERE = PlainTextResponse("There is no such file, or you may not see it.", 404)
STATUS = {ErrorCode.FORBIDDEN: 403, ErrorCode.LIMIT_REACHED: 429}
Say = Callable[[Refused, str], str]


class Attachments:
    """What takes files in; pages of ours use it as programs do."""

    def __init__(self, writes: WriteConnections, desk: Desk) -> None:
        self._writes = writes
        self._desk = desk

    async def keep(self, viewer: Viewer, name: str, content: bytes) -> str:
        """The id for the next message of this viewer. Raises Refused."""
        async with self._writes.transaction() as connection:
            key, _ = await attaching.upload(connection, viewer, name, content, now())
        return f"{attaching.PREFIX}{key}"

    def said(self, refused: Refused, locale: str) -> str:
        return self._desk.planner.surroundings.say(refused, locale)

    async def upload(self, request: Request) -> Response:
        """`file`, up to ten of them; all are kept or none."""
        caller = request.scope.get("state", {}).get("caller")
        if caller is None:
            return JSONResponse(_wrong("FORBIDDEN", "Sign in first, or send a token."), 401)
        viewer = caller.viewer
        try:
            async with request.form(max_files=MOST, max_fields=MOST) as given:
                if caller.by_cookie:
                    _check_own(request, {name: one for name, one in given.items() if isinstance(one, str)}, viewer)
                files = [one for name, one in given.multi_items() if name == "file" and isinstance(one, UploadFile)]
                kept = await self._kept(viewer, files)
        except Refused as refused:
            said = self.said(refused, viewer.locale)
            return JSONResponse(_wrong(refused.code, said, refused.path), STATUS.get(refused.code, 422))
        return JSONResponse({"attachments": kept})

    async def _kept(self, viewer: Viewer, files: list[UploadFile]) -> list[dict[str, object]]:
        check_count(len(files))
        if not files:
            raise Refused(ErrorCode.REQUIRED, "Send at least one file, as `file`.", ("file",))
        async with self._writes.transaction() as connection:
            return [await _one(connection, viewer, file) for file in files]

    async def download(self, request: Request) -> Response:
        """404 for what is not there and for who may not read the message."""
        viewer = request.state.viewer
        if viewer is None:
            return RedirectResponse("/login", 303)
        message, key = request.path_params["message"], request.path_params["attachment"]
        answer = await self._desk.ask(viewer, SEEN, {"id": message})
        beside = ((answer.data or {}).get("node") or {}).get("attachments") or ()
        if key not in {one["id"] for one in beside}:
            return NOWHERE
        async with self._writes.transaction() as connection:
            row = await connection.fetchrow(CONTENT, UUID(key.partition("_")[2]), UUID(message.partition("_")[2]))
        return NOWHERE if row is None else _file(row["name"], row["media_type"], row["content"])


async def content_of(file: UploadFile) -> bytes:
    """No more of it than is taken: one byte too many is refused by its size."""
    return await file.read(LARGEST + 1)


def _check_own(request: Request, given: dict[str, str], viewer: Viewer) -> None:
    if comes_from_elsewhere(request):
        raise Refused(ErrorCode.FORBIDDEN, "This form came from another site. Sign in here.")
    check_csrf(request, given, viewer.csrf_token)


async def _one(connection: Connection, viewer: Viewer, file: UploadFile) -> dict[str, object]:
    content = await content_of(file)
    key, kept = await attaching.upload(connection, viewer, file.filename or "", content, now())
    about = {"name": kept.name, "mediaType": kept.media_type, "size": len(content)}
    return {"id": f"{attaching.PREFIX}{key}"} | about


def _file(name: str, media_type: str, content: bytes) -> Response:
    """Never drawn as a page: saved, or shown by a page of ours as a picture."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": NOTHING,
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
    }
    response = Response(content, headers=headers)
    response.headers["content-type"] = media_type
    return response


def _wrong(code: str, message: str, path: tuple[str, ...] = ()) -> dict[str, object]:
    return {"errors": [{"code": str(code), "message": message, "path": list(path)}]}


async def upload(request: Request) -> Response:
    return await request.app.state.attachments.upload(request)


async def download(request: Request) -> Response:
    return await request.app.state.attachments.download(request)
