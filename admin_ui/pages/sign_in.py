"""The sign-in page. The form goes to the door, which draws this page again with an error if it refuses."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_ui.visits import local_path, visit


def page(request: Request, error: str | None, username: str, next: str, status: int) -> Response:
    here = visit(request)
    said = here.words.gettext(error) if error else None
    return here.draw("sign_in.html", status, error=said, username=username, next=local_path(next))


async def show(request: Request) -> Response:
    asked = local_path(request.query_params.get("next", "/"))
    if getattr(request.state, "viewer", None):
        return RedirectResponse(asked, 303)
    return page(request, None, "", asked, 200)
