"""Language, theme and density: cookies of this browser, nothing else."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_ui.visits import DENSITIES, THEMES, is_far, local_path
from admin_ui.words import LANGUAGES

ALLOWED = {"locale": tuple(LANGUAGES), "theme": THEMES, "density": DENSITIES}
YEAR = 365 * 86400


async def keep(request: Request) -> Response:
    response = RedirectResponse(local_path(request.query_params.get("next", "/")), 303)
    for name, allowed in ALLOWED.items():
        value = request.query_params.get(name)
        if value in allowed:
            response.set_cookie(name, value, max_age=YEAR, samesite="lax", secure=is_far(request))
    return response
