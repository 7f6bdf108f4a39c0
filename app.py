"""Puts the parts together: one ASGI application, and what it keeps while it runs."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from admin_ui.app import prepare
from admin_ui.app import routes as pages
from admin_ui.pages import sign_in
from api import health, working
from api.answering import Desk
from api.callers import Callers
from api.graphql import FastLane
from api.logs import configure
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


def create_app(settings: Settings, *, with_worker: bool = False) -> Starlette:
    """The application. Raises NoDatabase, DoesNotFit or a panel's error, each with one clear line."""
    configure(settings.log_format)
    url = database_url(settings)
    desk = desk_for(settings, url, settings.replica_url)
    callers = Callers(desk.planner, url)
    writes = WriteConnections(url, max(2, settings.pool_size // 2))
    app = Starlette(
        lifespan=_lifespan(desk, callers, writes, url if with_worker else None),
        middleware=[Middleware(SafeHeaders), Middleware(WhenUnavailable), Middleware(KnownCaller, callers=callers)],
        routes=_routes(),
    )
    app.state.desk = desk
    app.state.callers = callers
    app.state.writes = writes
    app.state.lanes = FastLane(desk, callers, Pipeline(MASTER, desk, callers))
    app.state.migrations = len(list(MIGRATIONS.glob("[0-9]*_*.py")))
    app.state.admin_ui = prepare(desk)
    return app


def _routes() -> list[Route]:
    doors = SigningIn(sign_in.page)
    return [
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.metrics),
        Route("/graphql/schema.graphql", health.sdl),
        Route("/login", doors.enter, methods=["POST"]),
        Route("/logout", doors.leave, methods=["POST"]),
        *pages(),
    ]


def _lifespan(desk: Desk, callers: Callers, writes: WriteConnections, worker_url: str | None) -> Lifespan[Starlette]:
    """Runs the worker beside the pages if it is given a database; closes every connection at the end."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        gc.collect()
        gc.freeze()
        worker = asyncio.create_task(working.run(desk, worker_url)) if worker_url else None
        try:
            yield
        finally:
            if worker is not None:
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=True)
            for part in (desk.planner, callers, writes):
                await part.close()

    return lifespan
