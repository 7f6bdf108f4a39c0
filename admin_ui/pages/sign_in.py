"""The sign-in page, for who is not signed in yet."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_ui.pages.doors import draw
from admin_ui.visits import local_path


async def show(request: Request) -> Response:
    asked = local_path(request.query_params.get("next", "/"))
    if getattr(request.state, "viewer", None):
        return RedirectResponse(asked, 303)
    return draw(request, "sign_in", username="", next=asked)
