"""The built front-end files: found by plain name, served under a name with a hash, compressed ahead of time."""

import json
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

BUILT = Path(__file__).parent / "static" / "built"
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
}
FOR_EVER = "public, max-age=31536000, immutable"


class NotBuilt(RuntimeError):
    """The front-end has not been built; the message says how."""


@cache
def manifest() -> dict[str, str]:
    """Plain names to built names: `app.js` to `app-5XQ2.js`."""
    file = BUILT / "manifest.json"
    if not file.exists():
        raise NotBuilt("The front-end is not built. Run: bin/setup")
    return json.loads(file.read_text())


def asset(name: str) -> str:
    return f"/static/{manifest()[name]}"


async def serve(request: Request) -> Response:
    """One built file; its brotli or gzip twin where the browser takes it."""
    name: str = request.path_params["name"]
    if not name.isprintable():
        raise HTTPException(404)
    file = (BUILT / name).resolve()
    if not file.is_relative_to(BUILT) or not file.is_file():
        raise HTTPException(404)
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    kind = TYPES.get(file.suffix, "application/octet-stream")
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        twin = file.with_name(file.name + suffix)
        if encoding in request.headers.get("accept-encoding", "") and twin.exists():
            return FileResponse(twin, media_type=kind, headers=headers | {"Content-Encoding": encoding})
    return FileResponse(file, media_type=kind, headers=headers)
