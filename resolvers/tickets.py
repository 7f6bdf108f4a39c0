"""How tickets, messages and interactions are read."""

from models.members import Interaction
from models.tickets import Ticket, TicketMessage
from resolvers import assigning, incidents, making_good, promises, ticket_ties
from resolvers.ids import STAFF_KEY, by_id
from resolvers.planner.answers import Computed, Expression, One, Rows
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Among, Compare, Related, Text
from resolvers.planner.formats import as_instant
from resolvers.planner.lists import Connection
from resolvers.planner.live import Changed
from resolvers.planner.lookups import Lookup, key_of
from resolvers.planner.orders import OrderBy
from resolvers.planner.searching import Grams, Part
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row


def number(row: Row) -> str:
    return row.col("number")


def subject(row: Row) -> str:
    return row.col("subject")


def is_breached(row: Row) -> str:
    """Something that came too late, or is late by now."""
    return f"coalesce({row.col('breached_at')} < now(), false)"


def finished_at(row: Row) -> str:
    """Never, as long as it is not."""
    return f"coalesce({row.col('resolved_at')}, 'infinity'::timestamptz)"


def _tier(row: Row) -> str:
    return f"FROM member m JOIN tier t ON t.id = m.tier_id WHERE m.id = {row.col('member_id')}"


def _next_due(row: Row) -> str:
    due = row.col("next_due_at")
    return f"CASE WHEN {due} < 'infinity' THEN {as_instant(due)} END"


def _tags(row: Row) -> str:
    return f"(SELECT coalesce(json_agg(g.name ORDER BY g.name), '[]') FROM ticket_tag g WHERE g.ticket_id = {row.key})"


def _used(row: Row, selected: Selected) -> str:
    """Counted over the tickets in the viewer's sight."""
    statement, given = row.statement, selected.arguments()["search"]
    statement.cost += TAGS_COST
    ticket = statement.source(statement.catalog.entities["Ticket"])
    scope = ticket.entity.scope_of(statement)
    kept = [f"{ticket.key} = g.ticket_id", *(scope(ticket) if scope else [])]
    if given.is_given and given.value is not None:
        kept.append(f"starts_with(g.name, lower({statement.argument(given, 'text')}))")
    return (
        f"SELECT g.name, count(*)::int AS tickets FROM ticket_tag g, {ticket.source.sql()}"
        f" WHERE {' AND '.join(kept)} GROUP BY g.name ORDER BY count(*) DESC, g.name LIMIT 50"
    )


def _viewers(ticket: Row, _: Selected) -> str:
    return (
        f"SELECT staff_id, {as_instant('since')} AS since, {as_instant('until')} AS until,"
        " coalesce(typing_until > now(), false) AS typing"
        f" FROM ticket_viewer WHERE ticket_id = {ticket.key} AND until > now() ORDER BY ticket_viewer.since, id"
    )


def _attachments(message: Row, _: Selected) -> str:
    """The path names the message too, which is read as the asker to know whether he may have the file."""
    path = f"'/files/attachments/msg_' || {message.key} || '/att_' || id"
    return (
        f"SELECT 'att_' || id AS id, name, media_type, size, {path} AS path FROM attachment"
        f" WHERE message_id = {message.key} ORDER BY attachment.id"
    )


def _is_out(message: Row) -> str:
    """Or is read by staff, who may still take it back."""
    return f"({message.col('held_until')} IS NULL OR {message.statement.viewer('kind', 'text')} = 'STAFF')"


def _carrier(column: str) -> Expression:
    """Of the mail that carries a message."""
    return lambda message: (
        f"(SELECT {column} FROM mail WHERE ticket_message_id = {message.key} ORDER BY mail.id DESC LIMIT 1)"
    )


ATTACHMENTS = {"id": "id", "name": "name", "mediaType": "media_type", "size": "size", "path": "path"}
VIEWERS = {"staff": One("Staff", "staff_id"), "since": "since", "until": "until", "isTyping": "typing"}
_KEY = Entity("Ticket", Ticket, "tkt")
ENTITIES = [
    Entity(
        "Ticket",
        Ticket,
        "tkt",
        fields={
            "nextDueAt": Computed(_next_due),
            "isBreached": Computed(is_breached),
            "tags": Computed(_tags),
            **ticket_ties.OF_TICKET,
            "viewers": Rows(_viewers, VIEWERS),
            "messages": Connection(
                "TicketMessage", lambda message, ticket: f"{message.col('ticket_id')} = {ticket.key}"
            ),
            "makeGoods": making_good.OF_TICKET,
            "assignments": assigning.OF_TICKET,
            "promises": promises.OF_TICKET,
        },
        filters={
            "id": Compare(lambda row: row.key, "uuid", lambda _operator, _row: key_of(_KEY)),
            "number": Text(number, exact=True),
            "subject": Text(subject),
            "status": Compare(lambda row: row.col("status"), "text"),
            "priority": Compare(lambda row: row.col("priority"), "text"),
            "channel": Compare(lambda row: row.col("channel"), "text"),
            "category": Among(
                lambda row: f"FROM dictionary_item d WHERE d.id = {row.col('category_id')}", "d.code", exact=True
            ),
            "campaign": Among(
                lambda row: f"FROM campaign c WHERE c.id = {row.col('campaign_id')}", "c.code", exact=True
            ),
            "product": Among(lambda row: f"FROM product p WHERE p.id = {row.col('product_id')}", "p.code", exact=True),
            "store": Among(lambda row: f"FROM store s WHERE s.id = {row.col('store_id')}", "s.code", exact=True),
            "incident": by_id(incidents.KEY, lambda row: row.col("incident_id")),
            "aboutIncident": Among(incidents.about_incident, "'inc_' || i.id", ("incident",), exact=True),
            "assignee": by_id(STAFF_KEY, lambda row: row.col("assignee_id")),
            "team": Among(lambda row: f"FROM team t WHERE t.id = {row.col('team_id')}", "t.code", exact=True),
            "member": Related("Member", "member_id"),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
            "openedAt": Compare(lambda row: row.col("opened_at"), "timestamptz"),
            "dueAt": Compare(lambda row: row.col("next_due_at"), "timestamptz", governed_by=("nextDueAt",)),
            "tags": Among(
                lambda row: f"FROM ticket_tag g WHERE g.ticket_id = {row.key}", "g.name", ("tags",), exact=True
            ),
            "firstRespondedAt": Compare(lambda row: row.col("first_responded_at"), "timestamptz"),
            "resolvedAt": Compare(lambda row: row.col("resolved_at"), "timestamptz"),
            "finishedAt": Compare(finished_at, "timestamptz", governed_by=("resolvedAt",)),
            "reopenedAt": Compare(lambda row: row.col("reopened_at"), "timestamptz"),
            "satisfaction": Compare(lambda row: row.col("satisfaction"), "int"),
            "isMerged": Compare(lambda row: f"({row.col('status')} = 'MERGED')", "bool", governed_by=("status",)),
            "tier": Among(_tier, "t.code", ("member",), exact=True),
            "isBreached": Compare(is_breached, "bool"),
            "slaPolicy": Among(
                lambda row: (
                    "FROM rule_version v JOIN sla_policy p ON p.id = v.subject_id"
                    f" WHERE v.id = {row.col('sla_version_id')}"
                ),
                "p.code",
                ("breachedAt",),
                exact=True,
            ),
        },
        orders={
            "OPENED_AT": OrderBy(lambda row: row.col("opened_at"), "timestamptz", governed_by=("openedAt",)),
            "DUE_AT": OrderBy(lambda row: row.col("next_due_at"), "timestamptz", governed_by=("nextDueAt",)),
            "PRIORITY": OrderBy(lambda row: row.col("priority_rank"), "smallint", governed_by=("priority",)),
            "NUMBER": OrderBy(number, "text", governed_by=("number",)),
        },
        default_order=(("OPENED_AT", "DESC"),),
        search=Grams((Part(1, number, "number"), Part(2, subject, "subject"))),
    ),
    Entity(
        "TicketMessage",
        TicketMessage,
        "msg",
        fields={
            "delivery": Computed(_carrier("status")),
            "deliveryError": Computed(_carrier("error")),
            "attachments": Rows(_attachments, ATTACHMENTS),
        },
        seen=_is_out,
        filters={
            "isInternal": Compare(lambda row: row.col("is_internal"), "bool"),
            "memberKey": Compare(lambda row: row.one("AnyTicket", "ticket_id").col("member_id"), "uuid"),
        },
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "ASC"),),
    ),
    Entity("AnyTicket", Ticket, is_inner=True),
    Entity(
        "Interaction",
        Interaction,
        "int",
        filters={"memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
]

TAGS_COST = 40
QUERIES = {
    "ticketTags": Rows(_used, {"name": "name", "tickets": "tickets"}),
    "ticket": Lookup("Ticket"),
    "tickets": Connection("Ticket"),
}
SUBSCRIPTIONS = {
    "ticketChanged": Changed("Ticket", {"teamCode": "team"}),
    "ticketNews": Changed("Ticket", {"id": "id"}, frozenset({"viewers"})),
}

OF_MEMBER = Connection("Ticket", lambda ticket, member: f"{ticket.col('member_id')} = {member.key}")
CONTACTS = Connection("Interaction", lambda contact, member: f"{contact.col('member_id')} = {member.key}")
