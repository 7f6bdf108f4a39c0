"""The addresses of the pages. Three serve every panel: a list, an item, a part of either."""

from collections.abc import Awaitable, Callable

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from admin_ui.assets import serve
from admin_ui.pages import act, explorer, filters, item, list, palette, preferences, problem, sign_in
from admin_ui.panels.addresses import Address
from admin_ui.panels.reading import panel_names
from admin_ui.prepared import prepare
from admin_ui.visits import Unanswered, Visit, to_sign_in, visit

__all__ = ["prepare", "routes"]
HOME = "home"
Page = Callable[[Visit], Awaitable[Response]]


class PanelName(Convertor[str]):
    """Only the names of panels, so that every other address stays free."""

    regex = "|".join(panel_names())

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


def routes() -> "list[Route]":
    register_url_convertor("panel", PanelName())
    return [
        Route("/", guarded(_home)),
        Route("/login", sign_in.show, methods=["GET"]),
        Route("/preferences", preferences.keep),
        Route("/palette", guarded(palette.show)),
        Route("/explorer", guarded(explorer.show)),
        Route("/static/{name:path}", serve),
        Route("/parts/{panel:panel}/{part}", guarded(_part)),
        Route("/acts/{panel:panel}/{mutation}", guarded(_act), methods=["GET", "POST"]),
        Route("/{panel:panel}", guarded(_list)),
        Route("/{panel:panel}/{key:path}", guarded(_item)),
        Route("/{rest:path}", problem.nowhere),
    ]


def guarded(page: Page) -> Callable[[Request], Awaitable[Response]]:
    """Signed-in people only; a failure becomes a page."""

    async def answer(request: Request) -> Response:
        here = visit(request)
        if here.viewer is None:
            return to_sign_in(here)
        try:
            return await page(here)
        except Unanswered as failure:
            return problem.unanswered(here, failure)
        except Exception:
            return problem.failed(here)

    return answer


async def _home(here: Visit) -> Response:
    panel = here.seen.panels[HOME]
    return await item.show(here.request, here, panel, "") if panel.item else here.draw("home_empty.html")


async def _list(here: Visit) -> Response:
    panel = here.seen.panels[here.request.path_params["panel"]]
    return await list.show(here.request, here, panel) if panel.list else problem.closed(here)


async def _item(here: Visit) -> Response:
    panel = here.seen.panels[here.request.path_params["panel"]]
    if panel.item is None or panel.name == HOME:
        return problem.closed(here)
    return await item.show(here.request, here, panel, here.request.path_params["key"])


async def _act(here: Visit) -> Response:
    panel, given = here.seen.panels[here.request.path_params["panel"]], here.request.query_params
    answer = act.send if here.request.method == "POST" else act.show
    return await answer(here, panel, here.request.path_params["mutation"], given.get("key", ""))


async def _part(here: Visit) -> Response:
    """`filters` and `filter` of a list; `rows` of a list; `tab` and `side` of an item, given its key."""
    panel = here.seen.panels[here.request.path_params["panel"]]
    part, given = here.request.path_params["part"], here.request.query_params
    if part in ("tab", "side") and panel.item:
        return await item.part(here, panel, given.get("key", ""), part)
    if panel.list is None:
        return problem.closed(here)
    pairs = [(n, v) for n, v in given.multi_items() if n != "filter"]
    address = Address.read(panel.name, pairs, here.seen.shape(panel.list.source).where)
    page = list.ListPage(here, panel, panel.list, address)
    match part:
        case "rows":
            return await list.rows(page)
        case "filters":
            return await filters.menu(page)
        case "filter":
            return await filters.form(page, given.get("filter", ""))
    return problem.closed(here)
