"""Puts the parts together: one ASGI application, and what it keeps while it runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from admin_ui.app import prepare
from admin_ui.app import routes as pages
from admin_ui.pages import sign_in
from api import health, working
from api.callers import Callers
from api.graphql import FastLane
from api.middleware import KnownCaller, SafeHeaders, WhenUnavailable
from api.pipeline import Pipeline
from api.planning import desk_for
from api.signing_in import SigningIn
from database.server import database_url
from database.writing import WriteConnections
from schema.build import MASTER
from settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations" / "models"


class Front:
    """Sends `/graphql` straight to its lanes; everything else goes through the pages' middleware and routes."""

    def __init__(self, pages: Starlette) -> None:
        self.pages = pages
        self.state = pages.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_graphql = scope["type"] != "lifespan" and scope["path"] == "/graphql"
        part: ASGIApp = self.state.lanes if is_graphql else self.pages
        await part(scope, receive, send)


def create() -> Front:
    """For the server: settings from the environment."""
    return Front(create_app(Settings.load()))


def create_with_worker() -> Front:
    """Web and worker in one process, as the demo runs."""
    return Front(create_app(Settings.load(), with_worker=True))


def create_app(settings: Settings | None = None, *, with_worker: bool = False) -> Starlette:
    """The application. Raises BadSetting, NoDatabase, DoesNotFit or a panel's error, each with one clear line."""
    settings = settings or Settings.load()
    url = database_url(settings)
    desk = desk_for(settings, url)
    callers = Callers(desk.planner, url)
    writes = WriteConnections(url, max(2, settings.pool_size // 2))
    lanes = FastLane(desk, callers, Pipeline(MASTER, desk, callers))
    doors = SigningIn(sign_in.page)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        worker = asyncio.create_task(working.run(desk, url)) if with_worker else None
        try:
            yield
        finally:
            if worker is not None:
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=True)
            for part in (desk.planner, callers, writes):
                await part.close()

    app = Starlette(
        lifespan=lifespan,
        middleware=[Middleware(SafeHeaders), Middleware(WhenUnavailable), Middleware(KnownCaller, callers=callers)],
        routes=[
            Route("/healthz", health.healthz),
            Route("/readyz", health.readyz),
            Route("/metrics", health.metrics),
            Route("/graphql/schema.graphql", health.sdl),
            Route("/login", doors.enter, methods=["POST"]),
            Route("/logout", doors.leave, methods=["POST"]),
            *pages(),
        ],
    )
    app.state.desk = desk
    app.state.callers = callers
    app.state.writes = writes
    app.state.lanes = lanes
    app.state.migrations = len(list(MIGRATIONS.glob("[0-9]*_*.py")))
    app.state.admin_ui = prepare(desk)
    return app
