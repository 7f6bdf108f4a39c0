"""The desk: what waits, the conversation, and the member, side by side; every part can be drawn alone."""

import builtins
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from admin_ui.labels import value_label
from admin_ui.pages import desk_hands, item, list, views
from admin_ui.pages.desk_files import Kept
from admin_ui.pages.desk_hands import Hands
from admin_ui.pages.desk_news import MAKE_GOOD, given_lately, going_on, ticket_document
from admin_ui.pages.desk_presence import is_present
from admin_ui.pages.desk_proposals import owed
from admin_ui.pages.offers import Done, Offer, done, offers
from admin_ui.pages.problem import closed
from admin_ui.panels.addresses import Address
from admin_ui.panels.grammar import Panel
from admin_ui.visits import Visit

TICKETS = "tickets"
NOTHING = {"value": 0, "isCapped": False, "isEstimate": False}
COLUMNS = ("subject", "member", "nextDueAt", "status", "assignee")
SIZE = 25
HAS_BUTTON = frozenset({
    "ticketReply", "ticketNote", "ticketResolve", "ticketReopen", "macroRun", "ticketTag", "ticketUntag",
    "ticketResolveParts",
})  # fmt: skip
"Acts of tickets that have a place of their own here."
MOST_COUNTED = 999
MOST_QUEUES = 12


@dataclass(frozen=True)
class Queue:
    """A saved view of tickets. `where` is what it means for this person."""

    key: str
    title: str
    where: dict[str, Any]
    sort: str = ""


@dataclass
class DeskPage:
    """All that the desk's templates draw. `wrong` is why nothing was sent, `news` what happened meanwhile."""

    visit: Visit
    panel: Panel
    queues: tuple[Queue, ...]
    queue: Queue
    number: str
    rows: list.ListPage | None = None
    is_present: bool | None = None
    "Whether this person is given tickets; None for who is on no duty."
    counts: dict[str, str] = field(default_factory=dict)
    incidents: tuple[dict[str, Any], ...] = ()
    ticket: item.ItemPage | None = None
    about: dict[str, Any] = field(default_factory=dict)
    hands: Hands = field(default_factory=Hands)
    body: str = ""
    is_note: bool = False
    is_unsaid: bool = False
    seen_at: str = ""
    wrong: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    kept: "list[Kept]" = field(default_factory=builtins.list)

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
    def owed(self) -> "tuple[Offer, ...]":
        return tuple(owed(self.ticket, self.url())) if self.ticket else ()

    @property
    def ties(self) -> "tuple[tuple[str, str, str], ...]":
        """What other tickets are to this one, with their numbers and subjects."""
        words, found = self.visit.words, [link for link in self.about.get("links", ()) if link["ticket"]]
        kinds = [words.pgettext("TicketLinkKind", value_label("TicketLinkKind", link["kind"])) for link in found]
        return tuple(
            (kind, one["ticket"]["number"], one["ticket"]["subject"]) for kind, one in zip(kinds, found, strict=True)
        )

    @property
    def splits(self) -> bool:
        return bool(self.visit.request.query_params.get("split")) and "ticketSplit" in self.mutations

    @property
    def others(self) -> "tuple[Offer, ...]":
        used = {*MAKE_GOOD, *HAS_BUTTON}
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


async def queues(visit: Visit) -> "tuple[Queue, ...]":
    """Those of which this person has every filter; all tickets, if there are none."""
    found = [view for view in await views.asked(visit, "Ticket") if view["isQueue"] and not view["hiddenFilters"]]
    known = [
        Queue(view["code"], views.shown_name(visit, view), view["variables"].get("where", {}), _sort(view))
        for view in found[:MOST_QUEUES]
    ]
    return tuple(known) or (Queue("all", visit.words.gettext("All tickets"), {}),)


def _sort(view: dict[str, Any]) -> str:
    first = (view["orderBy"] or [{}])[0]
    return f"{'-' if first.get('direction') == 'DESC' else ''}{first.get('field', '').lower()}"


async def opened(visit: Visit) -> DeskPage | None:
    """None for who may not see tickets. Without a choice it is the first queue in which something waits."""
    if not visit.seen.may_open(TICKETS):
        return None
    given, known = visit.request.query_params, await queues(visit)
    chosen, counts = next((q for q in known if q.key == given.get("queue")), None), {}
    if chosen is None:
        counts = await counted(visit, known)
        chosen = next((q for q in known if counts[q.key] != visit.formats.count(NOTHING)), known[0])
    return DeskPage(visit, visit.seen.panels[TICKETS], known, chosen, given.get("ticket", ""), counts=counts)


async def fill(page: DeskPage, *, with_queue: bool = True) -> None:
    page.incidents = await going_on(page.visit)
    if with_queue:
        page.counts = page.counts or await counted(page.visit, page.queues)
        await _fill_queue(page)
        page.is_present = await is_present(page.visit)
    if page.number and page.panel.item:
        await _fill_ticket(page)


async def _fill_queue(page: DeskPage) -> None:
    part = page.panel.list
    assert part is not None
    after = page.visit.request.query_params.get("after", "")
    address = Address(TICKETS, size=SIZE, sort=page.queue.sort or part.order, columns=COLUMNS, after=after)
    page.rows = list.ListPage(page.visit, page.panel, part, address, beside=page.queue.where or None)
    await list.fill(page.rows)


async def _fill_ticket(page: DeskPage) -> None:
    page.about = (await page.visit.ask(ticket_document(page.visit), {"key": page.number}))["ticket"] or {}
    if not page.about:
        return
    found = item.opened(page.visit, page.panel, page.number, "talk")
    await item.fill(found, frozenset({"header", "tab", "side"}))
    page.ticket = found if found.one else None
    await desk_hands.fill(page.visit, page.hands, page.about["id"])
    if page.hands.picked:
        page.body = page.hands.picked["body"]


async def counted(visit: Visit, known: "tuple[Queue, ...]") -> dict[str, str]:
    """How many wait in each queue, in one question."""
    given = {f"q{n}": queue.where for n, queue in enumerate(known)}
    heads = ", ".join(f"${name}: TicketWhere" for name in given)
    count = f"totalCount(cap: {MOST_COUNTED}) {{ value isCapped isEstimate }}"
    asked = " ".join(f"{name}: tickets(first: 1, where: ${name}) {{ {count} }}" for name in given)
    data = await visit.ask(f"query Counts({heads}) {{ {asked} }}", given)
    return {q.key: visit.formats.count(data[f"q{n}"]["totalCount"]) for n, q in enumerate(known)}


async def show(visit: Visit) -> Response:
    page = await opened(visit)
    if page is None:
        return closed(visit)
    await fill(page)
    return visit.draw("desk.html", 404 if page.number and not page.ticket else 200, page=page)


async def part(visit: Visit) -> Response:
    """The queue, the incidents, or the conversation with what stands above it, alone."""
    page, name = await opened(visit), visit.request.path_params["part"]
    if page is None:
        return closed(visit)
    if name == "queue":
        number, page.number = page.number, ""
        await fill(page)
        page.number = number
        return visit.draw("desk/_queue.html", page=page)
    if name == "banner":
        page.incidents = await going_on(visit)
        return visit.draw("desk/_banner.html", page=page)
    await fill(page, with_queue=False)
    return visit.draw("desk/_replies.html" if name == "replies" else "desk/_talk.html", page=page)
