"""How promises are made, moved and settled, and how they are read."""

from typing import Any

from actions import promises
from actions.once import Written
from models.promises import Promise
from models.tickets import Ticket
from resolvers.ids import STAFF_KEY, by_id
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Related, Text
from resolvers.planner.formats import as_instant
from resolvers.planner.lists import Connection
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.promises import PromiseStatus


def _of(column: str) -> Any:
    return lambda promise, whole: f"{promise.col(column)} = {whole.key}"


def is_late(row: Row) -> str:
    """It was late once, or is by now."""
    now = f"{row.col('status')} = 'OPEN' AND {row.col('due_at')} < now()"
    return f"({row.col('late_at')} IS NOT NULL OR {now})"


def _steps(promise: Row, _: Selected) -> str:
    return (
        f"SELECT kind, note, actor, {as_instant('due_at')} AS due_at, {as_instant('at')} AS moment"
        f" FROM promise_step WHERE promise_id = {promise.key} ORDER BY promise_step.at, id"
    )


STEPS = {"kind": "kind", "dueAt": "due_at", "note": "note", "actor": "actor", "at": "moment"}
OF_TICKET = Connection("Promise", _of("ticket_id"))
OF_MEMBER = Connection("Promise", _of("member_id"))
_KEY = Entity("Promise", Promise, "prm")
_TICKET = Entity("Ticket", Ticket, "tkt")

ENTITIES = [
    Entity(
        "Promise",
        Promise,
        "prm",
        fields={"isLate": Computed(is_late), "steps": Rows(_steps, STEPS)},
        filters={
            "id": by_id(_KEY),
            "what": Text(lambda row: row.col("what")),
            "status": Compare(lambda row: row.col("status"), "text"),
            "owner": by_id(STAFF_KEY, lambda row: row.col("owner_id")),
            "ticket": by_id(_TICKET, lambda row: row.col("ticket_id")),
            "member": Related("Member", "member_id"),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
            "dueAt": Compare(lambda row: row.col("due_at"), "timestamptz"),
            "madeAt": Compare(lambda row: row.col("made_at"), "timestamptz"),
            "isLate": Compare(is_late, "bool"),
        },
        orders={
            "DUE_AT": OrderBy(lambda row: row.col("due_at"), "timestamptz", governed_by=("dueAt",)),
            "MADE_AT": OrderBy(lambda row: row.col("made_at"), "timestamptz", governed_by=("madeAt",)),
        },
        default_order=(("DUE_AT", "ASC"),),
    )
]
QUERIES = {"promise": Lookup("Promise"), "promises": Connection("Promise")}


async def _make(call: Call) -> Written:
    found, names = call.found, ("input.ticketId", "input.member", "input.ownerId")
    ticket, member, owner = (found.get(name) for name in names)
    return await promises.make(call.connection, call.by, call.given["input"], ticket, member, owner, call.at)


async def _move(call: Call) -> Written:
    given = call.given
    return await promises.move(
        call.connection, call.by, call.found["id"], given["dueAt"], given["reason"], given.get("expectedVersion"),
        call.at,
    )  # fmt: skip


async def _hand_over(call: Call) -> Written:
    expected = call.given.get("expectedVersion")
    return await promises.hand_over(
        call.connection, call.by, call.found["id"], call.found["staffId"], expected, call.at
    )


async def _keep(call: Call) -> Written:
    given = call.given.get("note"), call.given.get("expectedVersion")
    return await promises.settle(call.connection, call.by, call.found["id"], PromiseStatus.KEPT, *given, call.at)


async def _break(call: Call) -> Written:
    given = call.given["reason"], call.given.get("expectedVersion")
    return await promises.settle(call.connection, call.by, call.found["id"], PromiseStatus.BROKEN, *given, call.at)


_MAY = "tickets.promise"
_NAMED = {"id": "Promise"}
_SHOWN = {"promise": "Promise", "ticket": "Ticket", "member": "Member", "changeSet": "ChangeSet"}
MUTATIONS = {
    "promiseMake": Verb(
        _make, _MAY, {"input.ticketId": "Ticket", "input.member": "Member", "input.ownerId": "Staff"}, _SHOWN
    ),
    "promiseMove": Verb(_move, _MAY, _NAMED, _SHOWN),
    "promiseHandOver": Verb(_hand_over, _MAY, _NAMED | {"staffId": "Staff"}, _SHOWN),
    "promiseKeep": Verb(_keep, _MAY, _NAMED, _SHOWN),
    "promiseBreak": Verb(_break, _MAY, _NAMED, _SHOWN),
}
