"""What a macro would do to a ticket as it stands: worked out alike for those who try it and those who run it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.macros.saving import named
from actions.tickets.locking import Held
from rules.canned_replies import Values, body_in, filled
from rules.macros import ME, MacroActionKind
from rules.refusals import ErrorCode, Refused
from rules.tickets import FINISHED, TicketPriority, TicketStatus, check_answerable, check_body, check_move
from rules.viewer import Viewer

FOUND = "SELECT code, name, actions::text FROM macro WHERE code = $1 AND is_active"
TAGS = "SELECT name FROM ticket_tag WHERE ticket_id = $1"
CANNED = "SELECT body_en, body_zh FROM canned_reply WHERE id = $1"
PATH = ("code",)
Fill = Callable[[str], Awaitable[Values]]


@dataclass
class Plan:
    """`values` are the columns as they would be; `missing` the variables that the ticket has nothing for."""

    connection: Connection
    by: Viewer
    held: Held
    at: datetime
    fill: Fill
    locale: str
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    tags_before: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    answer: str | None = None
    missing: list[str] = field(default_factory=list)

    @property
    def status(self) -> TicketStatus:
        return TicketStatus(self.values.get("status", self.held.status))

    @property
    def changed(self) -> dict[str, Any]:
        """Columns that would have another value."""
        return {name: value for name, value in self.values.items() if self.held.row[name] != value}

    @property
    def fields(self) -> set[str]:
        """The fields of a ticket that it writes."""
        return {"status", "priority", "categoryCode"} & {NAMES[name] for name in self.changed if name in NAMES}

    def move(self, status: TicketStatus) -> None:
        resolved = (
            (self.values.get("resolved_at", self.held.row["resolved_at"]) or self.at) if status in FINISHED else None
        )
        self.values |= {"status": status, "resolved_at": resolved}


NAMES = {"status": "status", "priority": "priority", "category_id": "categoryCode"}


async def planned(
    connection: Connection, by: Viewer, held: Held, code: str, fill: Fill, locale: str, at: datetime
) -> Plan:
    """Nothing is written. Raises Refused: no such macro, a finished ticket, an action that may not be done."""
    row = await connection.fetchrow(FOUND, code)
    if row is None:
        message = "There is no '{code}', or it is not used any more."
        raise Refused(ErrorCode.NOT_FOUND, message, PATH, code=code[:80])
    check_answerable(held.number, held.status)
    tags = frozenset(found["name"] for found in await connection.fetch(TAGS, held.key))
    plan = Plan(connection, by, held, at, fill, locale, row["name"], tags=set(tags), tags_before=tags)
    for action in loads(row["actions"])["rows"]:
        key = await named(connection, action, PATH)
        await DO[MacroActionKind(action["kind"])](plan, action["value"], key)
    return plan


async def _status(plan: Plan, value: str, _: Any) -> None:
    status = TicketStatus(value)
    if status is not plan.status:
        check_move(plan.held.number, plan.status, status)
        plan.move(status)


async def _priority(plan: Plan, value: str, _: Any) -> None:
    plan.values["priority"] = TicketPriority(value)


async def _category(plan: Plan, _: str, key: UUID | None) -> None:
    plan.values["category_id"] = key


async def _team(plan: Plan, _: str, key: UUID | None) -> None:
    plan.values["team_id"] = key


async def _assignee(plan: Plan, value: str, key: UUID | None) -> None:
    if value == ME:
        if plan.by.staff_id is None:
            message = "This macro hands the ticket to whoever runs it. Sign in as a person."
            raise Refused(ErrorCode.STATE, message, PATH)
        key = UUID(plan.by.staff_id)
    plan.values["assignee_id"] = key
    if key is not None and plan.status is TicketStatus.NEW:
        plan.move(TicketStatus.OPEN)


async def _add_tag(plan: Plan, value: str, _: Any) -> None:
    plan.tags.add(value)


async def _remove_tag(plan: Plan, value: str, _: Any) -> None:
    plan.tags.discard(value)


async def _note(plan: Plan, value: str, _: Any) -> None:
    text, missing = filled(value, await plan.fill(plan.locale))
    plan.missing += [name for name in missing if name not in plan.missing]
    plan.notes.append(check_body(text, PATH))


async def _reply(plan: Plan, value: str, _: Any) -> None:
    await _answer(plan, value, plan.locale)


async def _canned(plan: Plan, _: str, key: UUID | None) -> None:
    row = await plan.connection.fetchrow(CANNED, key)
    await _answer(plan, *body_in(plan.locale, row["body_en"], row["body_zh"]))


async def _answer(plan: Plan, text: str, locale: str) -> None:
    plan.by.access.check("tickets.reply", PATH)
    body, missing = filled(text, await plan.fill(locale))
    plan.missing += [name for name in missing if name not in plan.missing]
    plan.answer = check_body(body, PATH)
    plan.values["first_responded_at"] = plan.held.row["first_responded_at"] or plan.at
    if plan.status is not TicketStatus.RESOLVED:
        plan.move(TicketStatus.PENDING_CUSTOMER)


Do = Callable[[Plan, str, Any], Awaitable[None]]
DO: Mapping[MacroActionKind, Do] = {
    MacroActionKind.STATUS: _status,
    MacroActionKind.PRIORITY: _priority,
    MacroActionKind.CATEGORY: _category,
    MacroActionKind.TEAM: _team,
    MacroActionKind.ASSIGNEE: _assignee,
    MacroActionKind.ADD_TAG: _add_tag,
    MacroActionKind.REMOVE_TAG: _remove_tag,
    MacroActionKind.NOTE: _note,
    MacroActionKind.REPLY: _reply,
    MacroActionKind.CANNED_REPLY: _canned,
}
