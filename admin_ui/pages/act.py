"""A change is sent: it ends at the record; a refused one says why beside its control, and what was typed stays."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from admin_ui.pages import conditions, previews
from admin_ui.pages.desk_news import MAKE_GOOD, given_lately, ticket_document
from admin_ui.pages.form import CONFIRM, WAS, ActPage, drawn, opened, read, received
from admin_ui.pages.offers import WAITS
from admin_ui.pages.viewing import STARTS
from admin_ui.panels.acts import KEY, VERSION
from admin_ui.panels.addresses import item_url
from admin_ui.panels.grammar import Act, Panel
from admin_ui.panels.prefills import is_too_long
from admin_ui.visits import Unanswered, Visit


async def show(visit: Visit, panel: Panel, act: Act | None, key: str = "") -> Response:
    page = await opened(visit, panel, act, key)
    if isinstance(page, Response):
        return page
    if page.form.is_previewed_at_once:
        await previews.fill(page, await read(page) or {})
    page.warnings = await _given(page)
    return await drawn(page)


async def _given(page: ActPage) -> tuple[str, ...]:
    """What the member of a ticket was given lately, before something more is given."""
    if page.panel.name != "tickets" or page.form.act.name not in MAKE_GOOD:
        return ()
    found = await page.visit.ask(ticket_document(page.visit), {"key": page.key})
    return tuple(given_lately(page.visit, found["ticket"] or {}))


async def send(visit: Visit, panel: Panel, act: Act | None, key: str = "") -> Response:
    page = await received(visit, panel, act, key)
    if isinstance(page, Response):
        return page
    if page.given.get("intent") == "preview" and (page.form.preview or page.form.is_tried):
        return await previews.show(page)
    if changed := conditions.changed_of(page.given.get("intent", "")):
        return await _redrawn(page, *changed)
    done = await _changed(page)
    if done is None:
        request = next((r["id"] for e in page.errors if (r := e.get("request")) and r["status"] == "PENDING"), "")
        if request:
            return RedirectResponse(_sent(page, request), 303)
        _merge(page)
        return await drawn(page, 422)
    if act and act.tells and done[act.tells] is not None:
        return visit.draw("told.html", 200, {"Cache-Control": "no-store"}, act=page, told=done[act.tells])
    return RedirectResponse(_back(page, done) or _after(page, done), 303)


async def _redrawn(page: ActPage, intent: str, name: str) -> Response:
    """The form with what was typed, or only the conditions, or only how many they mean, for a page that asks."""
    if not page.visit.is_part:
        return await drawn(page)
    page.builders = await conditions.builders(page.visit, page.form.controls, page.given)
    builder = page.builders.get(name)
    if builder is None:
        return page.visit.draw("_gone.html", 404)
    part = "_conditions_count.html" if intent == conditions.COUNT else "_conditions_part.html"
    return page.visit.draw(part, act=page, control=builder.control, builder=builder)


async def _changed(page: ActPage) -> dict[str, Any] | None:
    """The payload of the mutation; None if nothing was changed, with the errors on the page."""
    try:
        variables = await read(page)
        if variables is None or not _is_confirmed(page) or _is_too_long(page):
            return None
        payload = (await page.visit.ask(page.form.operation, variables))[page.form.act.mutation]
    except Unanswered as failure:
        page.errors = [{"message": error["message"], "path": []} for error in failure.errors]
        return None
    page.errors = [_retold(page, error) for error in payload["userErrors"]]
    return None if page.errors else payload


def _retold(page: ActPage, error: dict[str, Any]) -> dict[str, Any]:
    """A form that comes back from the past with other values is told so, and may be sent as a new one."""
    if error["code"] != "IDEMPOTENCY_MISMATCH":
        return error
    page.given.pop(KEY, None)
    said = page.visit.words.gettext(
        "This form was sent before with other values, and that was done. Send it again to do this too."
    )
    return error | {"message": said, "path": []}


def _is_confirmed(page: ActPage) -> bool:
    """Whether the name was typed, where the panel asks for it."""
    typed = page.given.get(CONFIRM, "").strip().casefold()
    if not page.form.act.is_confirmed or typed in (page.name.casefold(), page.key.casefold()):
        return True
    said = page.visit.words.gettext("This is not the name. Nothing was changed.")
    page.errors = [{"message": said, "path": [CONFIRM]}]
    return False


def _is_too_long(page: ActPage) -> bool:
    """A form that opened with only some of a long list would take the rest away."""
    if not is_too_long(page.form.prefills, page.one):
        return False
    said = page.visit.words.gettext("A list of this record is too long for a form. Change it through the API.")
    page.errors = [{"message": said, "path": []}]
    return True


def _merge(page: ActPage) -> None:
    """Somebody else was faster: what was not touched here takes their value, what was typed stays."""
    if not any(error.get("code") == "CONFLICT" for error in page.errors) or not page.form.takes_version:
        return
    names = page.was.keys() | page.fresh.keys()
    untouched = {n for n in names if page.given.get(n, "").strip() == page.was.get(n, "")}
    page.given |= {n: page.fresh.get(n, "") for n in untouched} | {WAS: "", VERSION: ""}
    del page.was


def _sent(page: ActPage, request: str) -> str:
    """The record, or the list, where it is told that another person has to decide."""
    more = {"done": WAITS, "made": page.visit.seen.links.item("ApprovalRequest", {"id": request})}
    return item_url(page.panel.name, page.key, **more) if page.key else f"{page.url}?{urlencode(more)}"


def _back(page: ActPage, payload: Mapping[str, Any]) -> str:
    """The desk, if the form was opened there."""
    if not page.back:
        return ""
    change = payload.get("changeSet") or {}
    more = {"done": page.form.act.name, "undo": change["id"] if change.get("isUndoable") else ""}
    return f"{page.back}&{urlencode({n: v for n, v in more.items() if v})}"


def _after(page: ActPage, payload: Mapping[str, Any]) -> str:
    """The record as it is now, or the one that was made; with what can be taken back."""
    if page.form.act.mutation == STARTS:
        return "/"
    links = page.visit.seen.links
    shown = [(kind, payload[name]) for name, kind in page.form.shows if payload.get(name)]
    shown.sort(key=lambda pair: pair[0] != page.panel.type)
    made = next((url for kind, row in shown if (url := links.item(kind, row))), "")
    change = payload.get("changeSet") or {}
    more = {"done": page.form.act.name, "undo": change["id"] if change.get("isUndoable") else ""}
    if page.key:
        is_other = bool(shown) and shown[0][0] != page.panel.type
        return item_url(page.panel.name, page.key, **more, made=made if is_other else "")
    return f"{made or page.url}?{urlencode({n: v for n, v in more.items() if v})}"
