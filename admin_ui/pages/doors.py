"""Pages of the doors: signing in, codes, passwords, the own account, each in the reader's language."""

from typing import Any

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from admin_ui.refusals import said
from admin_ui.visits import local_path, visit
from rules.passwords import LONGEST, SHORTEST
from rules.refusals import Refused
from rules.totp import address_of

SECRET = {"Cache-Control": "no-store"}
"Links and codes stay in no cache."


def draw(request: Request, page: str, status: int = 200, refused: Refused | None = None, **shown: Any) -> Response:
    here = visit(request)
    error = said(refused, here.words, here.zone) if refused else None
    path = refused.path[-1] if refused and refused.path else ""
    if "next" in shown:
        shown["next"] = local_path(shown["next"])
    if shown.get("secret"):
        shown["picture"] = picture(shown["secret"], shown["person"]["username"])
        shown["spelled"] = " ".join(shown["secret"][start : start + 4] for start in range(0, len(shown["secret"]), 4))
    done = request.query_params.get("done", "") if status == 200 else ""
    providers = getattr(request.app.state, "providers", ())
    fixed = {
        "providers": providers,
        "error": error,
        "wrong": path,
        "done": done,
        "shortest": SHORTEST,
        "longest": LONGEST,
    }
    return here.draw(f"doors/{page}.html", status, SECRET, **(fixed | shown))


def picture(secret: str, username: str) -> Markup:
    """The code that a device reads, drawn without any style of its own."""
    code = segno.make(address_of(secret, username), error="m")
    return Markup(code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None))
