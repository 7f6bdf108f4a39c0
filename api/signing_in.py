"""`/login` and `/logout`: a password becomes a session cookie."""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.sessions import Session, sign_in, sign_out
from api.callers import COOKIE
from rules.refusals import Refused

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SignInPage = Callable[[Request, str | None, str, str, int], Response]


def local_path(target: str) -> str:
    """Only a path of ours may be returned to."""
    parts = urlsplit(target.replace("\\", "/"))
    is_ours = target.startswith("/") and not target.startswith("//") and not parts.scheme and not parts.netloc
    return target if is_ours and target.isprintable() else "/"


class SigningIn:
    def __init__(self, draw: SignInPage) -> None:
        """`draw` shows the form again: request, what went wrong, username, where to go next, status."""
        self._draw = draw

    async def enter(self, request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=10)
        username, password = str(form.get("username", "")), str(form.get("password", ""))
        target = local_path(str(form.get("next", "/")))
        if _comes_from_elsewhere(request):
            return self._draw(request, "This form came from another site. Sign in here.", username, target, 403)
        if not username.strip() or not password:
            return self._draw(request, "Enter your username and your password.", username, target, 422)
        try:
            async with request.app.state.writes.transaction() as connection:
                agent, address = request.headers.get("user-agent", ""), request.client.host if request.client else ""
                session = await sign_in(connection, username, password, agent, address)
        except Refused as refused:
            return self._draw(request, refused.message, username, target, 401)
        return _with_cookie(RedirectResponse(target, 303), request, session)

    async def leave(self, request: Request) -> Response:
        caller = request.scope.get("state", {}).get("caller")
        token = request.cookies.get(COOKIE)
        if caller is not None and token:
            form = await request.form(max_files=0, max_fields=10)
            given = request.headers.get("x-csrf-token") or str(form.get("csrf", ""))
            if not secrets.compare_digest(given.encode(), caller.viewer.csrf_token.encode()):
                return Response("The form is out of date. Go back, load the page again and sign out.", 403)
            async with request.app.state.writes.transaction() as connection:
                await sign_out(connection, token)
            request.app.state.callers.forget()
        response = RedirectResponse("/login", 303)
        response.delete_cookie(COOKIE, path="/")
        return response


def _with_cookie(response: Response, request: Request, session: Session) -> Response:
    response.set_cookie(
        COOKIE,
        session.token,
        expires=session.expires_at,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.hostname not in LOOPBACK,
    )
    return response


def _comes_from_elsewhere(request: Request) -> bool:
    """A browser says where a form was sent from; other programs do not, and carry no cookies of others."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin not in (None, "null") and urlsplit(origin).netloc != request.headers.get("host")
