"""Puts the parts together: one ASGI application, and what it keeps while it runs."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

import asyncpg
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from admin_ui.app import prepare
from admin_ui.app import routes as pages
from admin_ui.letters import composer
from admin_ui.pages import doors
from admin_ui.refusals import speaker
from admin_ui.rehearsal import rehearse
from api import attachments, coupon_codes, health, inbound, working
from api.account import Account
from api.auditing import anchor_of
from api.callers import Callers
from api.contact import Contact
from api.contact import take as take_contact
from api.graphql import FastLane
from api.live import Live
from api.live.streams import Streams
from api.logs import configure
from api.middleware import KnownCaller, SafeHeaders, WhenUnavailable
from api.notifying import Notices
from api.origins import Origins
from api.passwords import Passwords
from api.pipeline import Pipeline
from api.planning import boxes_of, carrier_for, desk_for, door_of, payer_for, postman_for
from api.signing_in import SigningIn
from api.single_sign_on import SingleSignOn
from api.trusted import Trusted
from api.uploads import BoundedBodies
from database.reading import Unavailable
from database.server import database_url
from database.writing import WriteConnections
from schema.build import MASTER
from settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations" / "models"
REHEARSED = 8
"Sets of roles for which the pages are made ready."
START_SECONDS = 1.0
"How long the start waits for that; the rest is done while it serves,"
BETWEEN_SECONDS = 0.02
"with this much time for others between two pages."
Work = Callable[[], Coroutine[Any, Any, None]]
log = logging.getLogger("memberdesk")


class Closed(Protocol):
    """What is closed at the end."""

    async def close(self) -> None: ...


class Front:
    """Sends `/graphql` straight to its lanes; everything else goes through the pages' middleware and routes."""

    def __init__(self, pages: Starlette) -> None:
        self.pages = pages
        self.state = pages.state
        self._door = SafeHeaders(pages.state.door)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_graphql = scope["type"] != "lifespan" and scope["path"] == "/graphql"
        part: ASGIApp = self._door if is_graphql else self.pages
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
    desk = desk_for(settings, url, settings.replica_url, speaker(settings.zone))
    postman = postman_for(settings, composer(settings.locale, settings.zone))
    callers = Callers(desk.planner, url)
    desk.planner.surroundings.hearers.append(callers.forget)
    writes = WriteConnections(url, max(2, settings.pool_size // 2))
    trusted = Trusted(desk, callers)
    live = Live(desk, callers, url, trusted)
    parts = (postman, carrier_for(settings), boxes_of(settings), door_of(settings), payer_for(settings))
    work = partial(working.run, desk, url, anchor_of(settings), *parts)
    app = Starlette(
        lifespan=_lifespan([live, desk.planner, callers, writes, desk.rates], callers, work if with_worker else None),
        middleware=[
            Middleware(SafeHeaders),
            Middleware(WhenUnavailable),
            Middleware(KnownCaller, callers=callers),
            Middleware(BoundedBodies),
        ],
        routes=_routes(settings),
    )
    app.state.desk = desk
    app.state.callers = callers
    app.state.writes = writes
    app.state.inbound = inbound.Inbound(writes, door_of(settings), settings.inbound_secret)
    app.state.attachments = attachments.Attachments(writes, desk)
    app.state.providers = settings.providers
    app.state.live = live
    pipeline = Pipeline(MASTER, desk, callers, live)
    app.state.lanes = FastLane(desk, callers, pipeline, Streams(live, callers), trusted)
    app.state.door = Origins(app.state.lanes, callers)
    app.state.migrations = len(list(MIGRATIONS.glob("[0-9]*_*.py")))
    app.state.admin_ui = prepare(desk)
    return app


def _routes(settings: Settings) -> list[Route]:
    single = SingleSignOn(doors.draw, settings.providers, settings.public_url)
    signing_in, passwords, account = SigningIn(doors.draw), Passwords(doors.draw), Account(doors.draw)
    contact = Contact(doors.draw)
    return [
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.metrics),
        Route("/graphql/schema.graphql", health.sdl),
        Route("/files/coupon-codes/{job:uuid}", coupon_codes.download),
        Route("/contact", contact.show, methods=["GET"]),
        Route("/contact", contact.write, methods=["POST"]),
        Route("/contact/messages", take_contact, methods=["POST", "OPTIONS"]),
        Route(inbound.PATH, inbound.take, methods=["POST"]),
        Route("/files/attachments", attachments.upload, methods=["POST"]),
        Route("/files/attachments/{message}/{attachment}", attachments.download),
        Route("/login", signing_in.enter, methods=["POST"]),
        Route("/login/code", signing_in.show_code, methods=["GET"]),
        Route("/login/code", signing_in.take_code, methods=["POST"]),
        Route("/logout", signing_in.leave, methods=["POST"]),
        Route("/forgotten", passwords.show_forgotten, methods=["GET"]),
        Route("/forgotten", passwords.forgotten, methods=["POST"]),
        Route("/invite/{token}", passwords.show, methods=["GET"]),
        Route("/invite/{token}", passwords.choose, methods=["POST"]),
        Route("/recover/{token}", passwords.show, methods=["GET"]),
        Route("/recover/{token}", passwords.choose, methods=["POST"]),
        Route("/sso/{provider}", single.leave),
        Route("/sso/{provider}/callback", single.come_back),
        Route("/payments/notify/{provider}", Notices(payer_for(settings)).take, methods=["POST"]),
        Route("/account", account.show, methods=["GET"]),
        Route("/account/{what}", account.change, methods=["POST"]),
        *pages(),
    ]


def _lifespan(parts: Sequence[Closed], callers: Callers, work: Work | None) -> Lifespan[Starlette]:
    """Makes the pages ready, runs the worker beside them if there is one, closes every connection at the end."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(_make_ready(app, callers))]
        await asyncio.wait(tasks, timeout=START_SECONDS)
        if work:
            tasks.append(asyncio.create_task(work()))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for part in parts:
                await part.close()

    return lifespan


async def _make_ready(app: Starlette, callers: Callers) -> None:
    """What the first visits would make. The collector leaves alone what is there before and after."""
    gc.collect()
    gc.freeze()
    try:
        viewers = await callers.examples(REHEARSED)
    except (Unavailable, asyncpg.PostgresError) as error:
        log.warning("the pages are made ready without the database: %s", error)
        viewers = []
    waits_until = monotonic() + START_SECONDS
    async for _ in rehearse(app, viewers):
        if monotonic() > waits_until:
            await asyncio.sleep(BETWEEN_SECONDS)
    gc.freeze()
