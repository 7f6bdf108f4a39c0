"""How the process is doing: `/healthz`, `/readyz`, `/metrics`."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from api.trusted import NOT_TRUSTED
from database.reading import Unavailable

APPLIED = "SELECT count(*) FROM aerich WHERE app = 'models'"


async def healthz(_: Request) -> Response:
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """200 if the database answers and has every migration; 503 with the reason otherwise."""
    try:
        applied = await request.app.state.desk.planner.probe(APPLIED)
    except Unavailable as error:
        return JSONResponse({"ready": False, "reason": str(error)}, 503, {"Retry-After": "2"})
    except Exception:
        return JSONResponse({"ready": False, "reason": "The database has no tables. Run `memberdesk migrate`."}, 503)
    missing = request.app.state.migrations - applied
    if missing:
        reason = f"The database lacks {missing} migrations. Run `memberdesk migrate`."
        return JSONResponse({"ready": False, "reason": reason}, 503)
    return JSONResponse({"ready": True})


async def metrics(request: Request) -> Response:
    """Prometheus text: which lane answered how often, and how many plans are kept."""
    lanes = request.app.state.lanes.answered
    lines = [
        "# HELP memberdesk_graphql_requests_total GraphQL requests by the lane that answered.",
        "# TYPE memberdesk_graphql_requests_total counter",
        *(f'memberdesk_graphql_requests_total{{lane="{lane}"}} {count}' for lane, count in lanes.items()),
        "# HELP memberdesk_graphql_plans Plans that are kept.",
        "# TYPE memberdesk_graphql_plans gauge",
        f"memberdesk_graphql_plans {request.app.state.desk.planner.plans_kept()}",
    ]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")


async def sdl(request: Request) -> Response:
    """The caller's schema, with an ETag that changes with his rights."""
    caller = request.scope.get("state", {}).get("caller")
    if caller is None:
        error = {"message": "Sign in first.", "extensions": {"code": "UNAUTHENTICATED"}}
        return JSONResponse({"errors": [error]}, 401, {"WWW-Authenticate": "Bearer"})
    if caller.program is not None and caller.program.only_trusted:
        message = "This program may ask registered documents only, so it is not told what else there is."
        return JSONResponse({"errors": [{"message": message, "extensions": {"code": NOT_TRUSTED}}]}, 403)
    tag = f'"{caller.viewer.fingerprint}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Schema-Fingerprint": caller.viewer.fingerprint}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return PlainTextResponse(request.app.state.desk.sdl(caller.viewer), headers=headers)
