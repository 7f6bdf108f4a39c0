"""The desk: what waits, the conversation, and the member, side by side; every part can be drawn alone."""

import builtins
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from admin_ui.pages import item, list
from admin_ui.pages.desk_files import Kept
from admin_ui.pages.desk_news import MAKE_GOOD, given_lately, ticket_document
from admin_ui.pages.offers import Done, Offer, done, offers
from admin_ui.pages.problem import closed
from admin_ui.panels.addresses import Address
from admin_ui.panels.filters import where_of
from admin_ui.panels.grammar import Panel
from admin_ui.visits import Visit

TICKETS = "tickets"
WAITING = "status=NEW&status=OPEN&status=PENDING_CUSTOMER&status=PENDING_INTERNAL"
QUEUES = (
    ("mine", f"{WAITING}&assignee=me"),
    ("unassigned", f"{WAITING}&assignee.isNull=true"),
    ("open", WAITING),
    ("late", f"{WAITING}&isBreached=true"),
    ("resolved", "status=RESOLVED"),
)
COLUMNS = ("subject", "member", "nextDueAt", "status", "assignee")
SIZE = 25
MOST_COUNTED = 999


@dataclass(frozen=True)
class Queue:
    key: str
    title: str
    address: Address


@dataclass
class DeskPage:
    """All that the desk's templates draw. `wrong` is why nothing was sent, `news` what happened meanwhile."""

    visit: Visit
    panel: Panel
    queue: Queue
    number: str
    rows: list.ListPage | None = None
    counts: dict[str, str] = field(default_factory=dict)
    ticket: item.ItemPage | None = None
    about: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    is_note: bool = False
    seen_at: str = ""
    wrong: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    kept: "list[Kept]" = field(default_factory=builtins.list)

    @cached_property
    def queues(self) -> "tuple[Queue, ...]":
        return tuple(queues(self.visit))

    def url(self, **more: str) -> str:
        given = {"queue": self.queue.key, "ticket": self.number} | more
        return "/desk?" + urlencode({n: v for n, v in given.items() if v})

    @property
    def done(self) -> Done | None:
        return done(self.visit, self.panel)

    @property
    def key(self) -> str:
        """Of the record that something was done to, as the notice asks."""
        return self.number

    @cached_property
    def mutations(self) -> Any:
        found = self.visit.seen.schema.mutation_type
        return found.fields if found is not None and self.about else {}

    @cached_property
    def offers(self) -> dict[str, Offer]:
        """By the act's name, each coming back to the desk."""
        if self.ticket is None:
            return {}
        acts = self.ticket.item.acts
        back = "&" + urlencode({"back": self.url()})
        found = {}
        for act in acts:
            for offer in offers(self.panel, self.number, [act], self.ticket.one):
                found[act.name] = Offer(offer.title, offer.icon, offer.href + back)
        return found

    @property
    def gifts(self) -> "tuple[Offer, ...]":
        return tuple(self.offers[name] for name in MAKE_GOOD if name in self.offers)

    @property
    def others(self) -> "tuple[Offer, ...]":
        used = {*MAKE_GOOD, "ticketReply", "ticketNote", "ticketResolve", "ticketReopen"}
        return tuple(offer for name, offer in self.offers.items() if name not in used)

    @property
    def lately(self) -> "tuple[str, ...]":
        return tuple(given_lately(self.visit, self.about))

    @property
    def was_text(self) -> str:
        """How it stood when the page was drawn, for whoever is stopped later."""
        who = {"assignee": (self.about["assignee"] or {}).get("name")} if "assignee" in self.about else {}
        return json.dumps({n: self.about.get(n) for n in ("status", "priority")} | who, ensure_ascii=False)

    @property
    def is_mine(self) -> bool:
        return bool(self.visit.me) and (self.about.get("assignee") or {}).get("id") == self.visit.me

    @property
    def last_at(self) -> str:
        """When the last word was said, of those that are shown."""
        return max((n["at"] for n in self.said), default="")

    @cached_property
    def said(self) -> "tuple[dict[str, Any], ...]":
        block = self.talk
        return tuple(self.ticket.block(block).nodes) if self.ticket and block else ()

    @cached_property
    def talk(self) -> Any:
        tab = self.ticket.tab if self.ticket else None
        return next((b for b in (tab.blocks if tab else ()) if b.kind == "conversation"), None)


def queues(visit: Visit) -> Iterator[Queue]:
    """Those whose filters this person has."""
    where, titles = visit.seen.shape(TICKETS).where, _titles(visit)
    for key, query in QUEUES:
        if "=me" in query and visit.me is None:
            continue
        address = Address.read(TICKETS, parse_qsl(query), where)
        if not address.misread:
            yield Queue(key, titles[key], address)


def _titles(visit: Visit) -> dict[str, str]:
    words = visit.words
    return {
        "mine": words.gettext("Mine"),
        "unassigned": words.gettext("Nobody's"),
        "open": words.gettext("All open"),
        "late": words.gettext("Late"),
        "resolved": words.gettext("Resolved"),
    }


def opened(visit: Visit) -> DeskPage | None:
    """None for who may not see tickets."""
    if not visit.seen.may_open(TICKETS):
        return None
    given, known = visit.request.query_params, tuple(queues(visit))
    chosen = next((q for q in known if q.key == given.get("queue")), known[0] if known else None)
    if chosen is None:
        return None
    return DeskPage(visit, visit.seen.panels[TICKETS], chosen, given.get("ticket", ""))


async def fill(page: DeskPage, *, with_queue: bool = True) -> None:
    if with_queue:
        await _fill_queue(page)
        page.counts = await counted(page.visit, page.queues)
    if page.number and page.panel.item:
        await _fill_ticket(page)


async def _fill_queue(page: DeskPage) -> None:
    part = page.panel.list
    assert part is not None
    address = page.queue.address.changed(
        size=SIZE, sort=part.order, columns=COLUMNS, after=page.visit.request.query_params.get("after", "")
    )
    page.rows = list.ListPage(page.visit, page.panel, part, address)
    await list.fill(page.rows)


async def _fill_ticket(page: DeskPage) -> None:
    page.about = (await page.visit.ask(ticket_document(page.visit), {"key": page.number}))["ticket"] or {}
    if not page.about:
        return
    found = item.opened(page.visit, page.panel, page.number, "talk")
    await item.fill(found, frozenset({"header", "tab", "side"}))
    page.ticket = found if found.one else None


async def counted(visit: Visit, known: tuple[Queue, ...]) -> dict[str, str]:
    """How many wait in each queue, in one question."""
    shape = visit.seen.shape(TICKETS)
    given = {q.key: where_of(q.address.conditions, shape.where, visit.zone, visit.me, False) for q in known}
    heads = ", ".join(f"${name}: TicketWhere" for name in given)
    count = f"totalCount(cap: {MOST_COUNTED}) {{ value isCapped isEstimate }}"
    asked = " ".join(f"{name}: tickets(first: 1, where: ${name}) {{ {count} }}" for name in given)
    data = await visit.ask(f"query Counts({heads}) {{ {asked} }}", given)
    return {name: visit.formats.count(answer["totalCount"]) for name, answer in data.items()}


async def show(visit: Visit) -> Response:
    page = opened(visit)
    if page is None:
        return closed(visit)
    await fill(page)
    return visit.draw("desk.html", 404 if page.number and not page.ticket else 200, page=page)


async def part(visit: Visit) -> Response:
    """The queue, or the conversation with what stands above it, alone."""
    page, name = opened(visit), visit.request.path_params["part"]
    if page is None:
        return closed(visit)
    if name == "queue":
        number, page.number = page.number, ""
        await fill(page)
        page.number = number
        return visit.draw("desk/_queue.html", page=page)
    await fill(page, with_queue=False)
    return visit.draw("desk/_talk.html", page=page)
