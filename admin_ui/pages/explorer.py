"""GraphiQL on our own server, with the caller's rights."""

from starlette.responses import Response

from admin_ui.visits import Visit


async def show(visit: Visit) -> Response:
    return visit.draw("explorer.html")
