"""Tickets for the demo: invented conversations of members about their own orders, over the whole year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from asyncpg import Connection, Record

from actions import clocks
from actions.demo.chance import Chance
from actions.demo.tickets.cast import Cast, assemble, products_of
from actions.demo.tickets.rhythm import later, moment
from actions.demo.tickets.rows import Ticket, frames, numbered
from actions.demo.tickets.scenes import Scene, phrases, say, scenes
from actions.demo.tickets.slots import About, language_of
from actions.demo.tickets.telling import Message, Story, finished, unfinished
from actions.imports.copying import append
from rules.tickets import TicketStatus

UNFINISHED = 0.07
"The share of tickets that are not finished; they lie in the last days."
MERGED = 0.015
UNASSIGNED = 0.75
"The share of new tickets that nobody has taken."
LAST_DAYS = timedelta(days=14)
"If the orders ended longer ago, the demo stands still at their end."


@dataclass(frozen=True, slots=True)
class Pick:
    """What a ticket is to be about, before it is told."""

    number: int
    at: datetime
    is_finished: bool
    order: Record
    member: Record
    scene: Scene
    coupon: str | None


async def open_tickets(connection: Connection, count: int, now: datetime, currency: str) -> int:
    """Adds so many tickets with their messages, for the members and orders that are there; returns how many."""
    cast = await assemble(connection)
    if not cast.orders or not cast.teams:
        return 0
    now = now if now - cast.times[-1] < LAST_DAYS else later(cast.times[-1], 12)
    picks = [_pick(cast, number, count, now) for number in range(count)]
    products = await products_of(connection, (pick.order["id"] for pick in picks))
    told = [_told(cast, pick, products.get(pick.order["id"]), now, currency) for pick in picks]
    tickets, numbers = numbered([*told, *_doubles(told, now)])
    _name_doubles(tickets, numbers)
    ticket_rows, message_rows = frames(tickets, numbers)
    await append(connection, "ticket", ticket_rows)
    await append(connection, "ticket_message", message_rows)
    await clocks.adopt(connection)
    return len(tickets)


def _pick(cast: Cast, number: int, count: int, now: datetime) -> Pick:
    """The last numbers are those of the unfinished ones."""
    chance = Chance("ticket", number)
    is_finished = number < count * (1 - UNFINISHED)
    at = moment(chance, cast.times[0] + timedelta(days=2), now) if is_finished else later(now, -chance.between(3, 40))
    order = cast.order_before(chance, at)
    member = cast.members[order["member_id"]]
    coupon = cast.coupon_of(chance, member["id"], at)
    fitting = [s for s in scenes(language_of(member)) if s.needs is None or coupon is not None]
    scene = chance.weighed({place: scene.weight for place, scene in enumerate(fitting)})
    return Pick(number, at, is_finished, order, member, fitting[scene], coupon)


def _told(cast: Cast, pick: Pick, product: str | None, now: datetime, currency: str) -> Ticket:
    chance, scene = Chance("story", pick.number), pick.scene
    staff = cast.staff_for(chance, scene.team, scene.language)
    store = cast.stores.get(pick.order["store_id"], "")
    slots = About(pick.member, pick.order, store, product, pick.coupon, staff["name"], currency).slots(chance)
    if pick.is_finished:
        story = finished(scene, chance, max(pick.at, later(pick.order["at"], 1)), now, slots)
    else:
        story = unfinished(scene, chance, 1 + chance.below(4), now, slots)
    is_assigned = story.status is not TicketStatus.NEW or not chance.happens(UNASSIGNED)
    return Ticket(story, pick.member, pick.order, cast.categories.get(scene.category), staff, is_assigned)


def _doubles(tickets: list[Ticket], now: datetime) -> Iterator[Ticket]:
    """Some members wrote twice; the second ticket was merged into the first."""
    for number, ticket in enumerate(tickets):
        chance, story = Chance("double", number), ticket.story
        again = later(story.opened_at, chance.between(0.3, 20))
        if story.resolved_at is not None and chance.happens(MERGED) and again < now - timedelta(hours=3):
            text = say(story.scene.language, [["@duplicate"]], chance, {})
            copy = Story(story.scene, story.priority, "WEB", again, story.subject, TicketStatus.MERGED)
            copy.messages = [Message("member", text, again), Message("note", "", later(again, chance.between(0.2, 2)))]
            yield Ticket(copy, ticket.member, ticket.order, ticket.category_id, ticket.staff, into=ticket)


def _name_doubles(tickets: list[Ticket], numbers: list[str]) -> None:
    """Writes the notes that name the other ticket, now that it has a number."""
    named = {id(ticket): number for ticket, number in zip(tickets, numbers, strict=True)}
    for ticket in tickets:
        if ticket.into is not None:
            story, other = ticket.story, named[id(ticket.into)]
            chance = Chance("merged", other)
            note = chance.pick(phrases(story.scene.language)["merged"]).format(other=other)
            story.messages[-1] = Message("note", note, story.last_at)
