"""How tickets are opened, answered, moved, handed over and merged, and contacts noted."""

from uuid import UUID

from actions import contacts, tickets
from actions.once import Written
from resolvers.planner.verbs import Call, Verb
from rules.tickets import TicketActivity

ABOUT = {
    "campaignCode": ("campaign_id", "Campaign.code"),
    "productCode": ("product_id", "Product.code"),
    "storeCode": ("store_id", "Store.code"),
}
_FINDS = {f"input.{name}": kind for name, (_, kind) in ABOUT.items()}


async def _open(call: Call) -> Written:
    member, order = call.found.get("input.member"), call.found.get("input.orderNumber")
    given, about = call.given["input"], _about(call)
    return await tickets.open_ticket(call.connection, call.by, given, member, order, call.at, about)


async def _reply(call: Call) -> Written:
    body, expected = call.given["body"], call.given.get("expectedVersion")
    files = call.given.get("attachmentIds") or ()
    return await tickets.reply(call.connection, call.by, call.found["id"], body, expected, call.at, files)


async def _take_back(call: Call) -> Written:
    return await tickets.take_back(call.connection, call.by, call.found["id"], call.at)


async def _note(call: Call) -> Written:
    body, files = call.given["body"], call.given.get("attachmentIds") or ()
    return await tickets.note(call.connection, call.by, call.found["id"], body, call.at, files)


async def _assign(call: Call) -> Written:
    staff = call.found.get("staffId")
    return await tickets.assign(call.connection, call.by, call.found["id"], call.given, staff, call.at)


async def _update(call: Call) -> Written:
    given, expected = call.given["input"], call.given.get("expectedVersion")
    return await tickets.update(call.connection, call.by, call.found["id"], given, expected, call.at, _about(call))


def _about(call: Call) -> dict[str, UUID | None]:
    """What the ticket is said to be about, by column; null for nothing any more."""
    given = call.given["input"]
    return {column: call.found.get(f"input.{name}") for name, (column, _) in ABOUT.items() if name in given}


async def _resolve(call: Call) -> Written:
    return await tickets.resolve(call.connection, call.by, call.found["id"], call.at)


async def _reopen(call: Call) -> Written:
    return await tickets.reopen(call.connection, call.by, call.found["id"], call.at)


async def _attend(call: Call) -> Written:
    activity = TicketActivity(call.given["activity"])
    return await tickets.attend(call.connection, call.by, call.found["id"], activity)


async def _tag(call: Call) -> Written:
    return await tickets.tag(call.connection, call.by, call.found["id"], call.given["tag"], call.at)


async def _untag(call: Call) -> Written:
    return await tickets.untag(call.connection, call.by, call.found["id"], call.given["tag"], call.at)


async def _merge(call: Call) -> Written:
    return await tickets.merge(call.connection, call.by, call.found["keepId"], call.found["mergeId"], call.at)


async def _log(call: Call) -> Written:
    member, ticket = call.found["input.member"], call.found.get("input.ticketId")
    return await contacts.log(call.connection, call.by, call.given["input"], member, ticket, call.at)


_NAMED = {"id": "Ticket"}
_SHOWN = {"ticket": "Ticket", "message": "TicketMessage", "changeSet": "ChangeSet"}

MUTATIONS = {
    "ticketOpen": Verb(
        _open, "tickets.open", {"input.member": "Member", "input.orderNumber": "Order.number"} | _FINDS, _SHOWN
    ),
    "ticketReply": Verb(_reply, "tickets.reply", _NAMED, _SHOWN),
    "ticketReplyUndo": Verb(_take_back, "tickets.answer", {"id": "TicketMessage"}, {"ticket": "Ticket"}),
    "ticketNote": Verb(_note, "tickets.answer", _NAMED, _SHOWN),
    "ticketAssign": Verb(_assign, "tickets.answer", _NAMED | {"staffId": "Staff"}, _SHOWN),
    "ticketUpdate": Verb(_update, "tickets.answer", _NAMED | _FINDS, _SHOWN, writes={"input": "Ticket"}),
    "ticketResolve": Verb(_resolve, "tickets.answer", _NAMED, _SHOWN),
    "ticketReopen": Verb(_reopen, "tickets.answer", _NAMED, _SHOWN),
    "ticketAttend": Verb(_attend, "tickets.answer", _NAMED, _SHOWN),
    "ticketTag": Verb(_tag, "tickets.answer", _NAMED, _SHOWN),
    "ticketUntag": Verb(_untag, "tickets.answer", _NAMED, _SHOWN),
    "ticketMerge": Verb(_merge, "tickets.answer", {"keepId": "Ticket", "mergeId": "Ticket"}, _SHOWN),
    "interactionLog": Verb(
        _log,
        "interactions.log",
        {"input.member": "Member", "input.ticketId": "Ticket"},
        {"interaction": "Interaction"},
    ),
}
