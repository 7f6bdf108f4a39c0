"""The first visits, made at start before anybody comes: then templates, documents, plans and statements are there."""

import logging
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from starlette.applications import Starlette

from admin_ui.panels.seen import AREAS
from admin_ui.words import LANGUAGES
from rules.viewer import Viewer

log = logging.getLogger("memberdesk.pages")


async def rehearse(app: Starlette, viewers: Sequence[Viewer]) -> AsyncIterator[None]:
    """Opens the home page, each list and its first record as each viewer, then makes the templates that are left.

    Yields after each page, so that whoever is in a hurry comes first. What fails is left to the first visitor, who is
    told.
    """
    try:
        async for _ in _visits(app, viewers):
            yield
    except Exception as error:
        log.warning("the pages were not made ready: %s", type(error).__name__)
    for pages in app.state.admin_ui.pages.values():
        for template in pages.list_templates():
            pages.get_template(template)


async def _visits(app: Starlette, viewers: Sequence[Viewer]) -> AsyncIterator[str]:
    """Each page as text."""
    for viewer in viewers:
        yield await _opened(app, viewer, "/")
    for viewer, language in product(viewers[:1], LANGUAGES):
        yield await _opened(app, replace(viewer, locale=language), "/")
    for name, viewer in product(_lists(app), viewers):
        if not app.state.admin_ui.seen_by(viewer).may_open(name):
            continue
        shown = await _opened(app, viewer, f"/{name}")
        yield shown
        first = re.search(rf'href="(/{name}/(?!new/)[^"?#]+)"', shown)
        if first:
            yield await _opened(app, viewer, first[1])


def _lists(app: Starlette) -> Iterator[str]:
    """In the order of the menu."""
    panels = app.state.admin_ui.panels.values()
    for area in AREAS:
        yield from (panel.name for panel in panels if panel.area == area and panel.list)


async def _opened(app: Starlette, viewer: Viewer, path: str) -> str:
    """The page as text."""
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http",
        "query_string": b"", "headers": [], "server": ("rehearsal", 80), "app": app, "state": {"viewer": viewer},
    }  # fmt: skip
    parts: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        parts.append(message.get("body", b""))

    await app.router(scope, receive, send)
    return b"".join(parts).decode()
