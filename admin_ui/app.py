"""The addresses of the pages. Three serve every panel: a list, an item, a part of either."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from admin_ui.assets import serve
from admin_ui.pages import (
    act,
    compare,
    desk,
    desk_presence,
    desk_sending,
    explain,
    explorer,
    export,
    filters,
    grants,
    item,
    list,
    membership,
    membership_paying,
    palette,
    preferences,
    problem,
    reports,
    sign_in,
    suggestions,
    undo,
    viewing,
    views,
    waiting,
    why,
)
from admin_ui.panels.addresses import Address
from admin_ui.panels.grammar import Act
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
        *membership_paying.routes(),
        *membership.routes(),
        Route("/preferences", preferences.keep),
        Route("/palette", guarded(palette.show)),
        Route("/waiting", guarded(waiting.show)),
        Route("/explorer", guarded(explorer.show)),
        Route("/reports", guarded(reports.show)),
        Route("/desk", guarded(desk.show), methods=["GET"]),
        Route("/desk", guarded(desk_sending.send), methods=["POST"]),
        Route("/desk-presence", guarded(desk_presence.switch), methods=["POST"]),
        Route("/desk/{part:str}", guarded(desk.part)),
        Route("/static/{name:path}", serve),
        Route("/parts/{panel:panel}/{part}", guarded(_part)),
        Route("/acts/roles/roleSave", guarded(_grants), methods=["GET", "POST"]),
        Route("/roles/new/roleSave", guarded(_grants), methods=["GET", "POST"]),
        Route("/acts/{panel:panel}/{act}", guarded(_act), methods=["GET", "POST"]),
        Route("/compare", guarded(compare.show)),
        Route("/why/{panel:panel}", guarded(why.of_panel)),
        Route("/why/{type}/{field}", guarded(why.show)),
        Route("/explain/{question}", guarded(explain.show)),
        Route("/view-as/end", guarded(viewing.end), methods=["POST"]),
        Route("/undo/{panel:panel}", guarded(_undo), methods=["POST"]),
        Route("/suggestions/{panel:panel}/{act}", guarded(_suggestions)),
        Route("/views/{panel:panel}", guarded(_keep_view), methods=["POST"]),
        Route("/exports/{panel:panel}", guarded(_export)),
        Route("/{panel:panel}", guarded(_list)),
        Route("/{panel:panel}/new/{act}", guarded(_new), methods=["GET", "POST"]),
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
        except HTTPException:
            raise
        except Exception:
            return problem.failed(here)

    return answer


async def _home(here: Visit) -> Response:
    panel = here.seen.panels[HOME]
    return await item.show(here.request, here, panel, "") if panel.item else here.draw("home_empty.html")


async def _list(here: Visit) -> Response:
    panel = here.seen.panels[here.request.path_params["panel"]]
    return await list.show(here.request, here, panel) if panel.list else problem.closed(here)


async def _export(here: Visit) -> Response:
    return await export.download(here, here.seen.panels[here.request.path_params["panel"]])


async def _item(here: Visit) -> Response:
    panel = here.seen.panels[here.request.path_params["panel"]]
    if panel.item is None or panel.name == HOME:
        return problem.closed(here)
    return await item.show(here.request, here, panel, here.request.path_params["key"])


async def _act(here: Visit) -> Response:
    panel, key = here.seen.panels[here.request.path_params["panel"]], here.request.query_params.get("key", "")
    chosen = _named(panel.acts, here) if key else None
    return await (act.send if here.request.method == "POST" else act.show)(here, panel, chosen, key)


async def _grants(here: Visit) -> Response:
    return await (grants.send if here.request.method == "POST" else grants.show)(here)


async def _new(here: Visit) -> Response:
    panel = here.seen.panels[here.request.path_params["panel"]]
    chosen = _named(panel.list.acts, here) if panel.list else None
    return await (act.send if here.request.method == "POST" else act.show)(here, panel, chosen)


async def _undo(here: Visit) -> Response:
    return await undo.take_back(here, here.seen.panels[here.request.path_params["panel"]])


async def _keep_view(here: Visit) -> Response:
    return await views.keep(here, here.seen.panels[here.request.path_params["panel"]])


async def _suggestions(here: Visit) -> Response:
    panel = here.seen.panels[here.request.path_params["panel"]]
    chosen = _named((*panel.acts, *(panel.list.acts if panel.list else ())), here)
    return await suggestions.show(here, chosen)


def _named(acts: Iterable[Act], here: Visit) -> Act | None:
    return next((a for a in acts if a.name == here.request.path_params["act"]), None)


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
