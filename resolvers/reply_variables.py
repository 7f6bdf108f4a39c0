"""What the variables of a text are for a ticket: read as the writer reads it, so that no text tells more."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from asyncpg import Connection
from graphql import GraphQLSchema, get_named_type
from orjson import loads

from resolvers.planner.arguments import Bind
from resolvers.planner.documents import read_document
from resolvers.planner.statement import From, Row, Statement
from rules.canned_replies import LOCALES, Values, first_name, language_of
from rules.viewer import Viewer

KEPT = 64
Asked = dict[str, "Asked | None"]
WANTED: Asked = {
    "number": None,
    "subject": None,
    "member": {
        "name": None, "latinName": None, "memberNo": None, "tier": {"name": None}, "points": {"available": None},
    },
    "order": {"number": None, "at": None, "total": {"amount": None, "currency": None}, "store": {"name": None}},
}  # fmt: skip
SAID = """
    SELECT coalesce((SELECT body FROM ticket_message WHERE ticket_id = ticket.id AND is_from_member
                     ORDER BY at DESC, id DESC LIMIT 1), subject) FROM ticket WHERE id = $1
"""
_KNOWN: OrderedDict[str, tuple[str, list[Bind]]] = OrderedDict()
"By what a viewer may do."
Fill = Callable[[str], Awaitable[Values]]
"The values in a language."


def filler(like: Statement, connection: Connection, viewer: Viewer, ticket: UUID) -> Fill:
    """Reads the ticket once, if at all."""
    found: list[dict[str, Any]] = []

    async def fill(locale: str) -> Values:
        if not found:
            sql, binds = _question(like, viewer)
            values = [bind({"id": f"tkt_{ticket}"}, viewer) for bind in binds]
            found.append(loads(await connection.fetchval(sql, *values) or "{}") or {})
        return _values(found[0], locale, viewer.name)

    return fill


async def language(connection: Connection, ticket: UUID, asked: str | None) -> str:
    """That which is asked for, or else that in which the member wrote last."""
    if asked is not None:
        return "zh-CN" if asked.lower().startswith("zh") else LOCALES[0]
    return language_of(await connection.fetchval(SAID, ticket) or "")


def _question(like: Statement, viewer: Viewer) -> tuple[str, list[Bind]]:
    found = _KNOWN.get(viewer.fingerprint)
    if found is None:
        found = _KNOWN[viewer.fingerprint] = _compiled(like, viewer)
        if len(_KNOWN) > KEPT:
            _KNOWN.popitem(last=False)
    return found


def _compiled(like: Statement, viewer: Viewer) -> tuple[str, list[Bind]]:
    sights = like.surroundings.sights
    assert sights is not None
    schema = sights.schema(viewer.access)
    if "ticket" not in schema.query_type.fields:
        return "SELECT NULL", []
    inner = _selection(schema, get_named_type(schema.query_type.fields["ticket"].type), WANTED)
    document = read_document(schema, f"query($id: ID!) {{ ticket(by: {{id: $id}}) {inner} }}", None)
    statement = Statement(like.catalog, viewer.access, like.surroundings)
    (root,) = document.read({"id": ""}).roots()
    sql = like.catalog.specs["Query", "ticket"].answer.sql(Row(statement, None, "", From("", "")), root)
    return f"SELECT ({sql})::text", statement.binds


def _selection(schema: GraphQLSchema, kind: Any, wanted: Asked) -> str:
    """What of it this viewer's schema has."""
    parts = ["__typename"]
    for name, inner in wanted.items():
        if name in kind.fields:
            below = "" if inner is None else _selection(schema, get_named_type(kind.fields[name].type), inner)
            parts.append(f"{name} {below}")
    return "{ " + " ".join(parts) + " }"


def _values(ticket: dict[str, Any], locale: str, staff: str) -> Values:
    member, order = ticket.get("member") or {}, ticket.get("order") or {}
    total, points = order.get("total") or {}, member.get("points") or {}
    return {
        "member.firstName": first_name(member.get("name"), member.get("latinName"), locale),
        "member.name": member.get("name"),
        "member.memberNo": member.get("memberNo"),
        "member.tier": (member.get("tier") or {}).get("name"),
        "member.points": f"{points['available']:,}" if points.get("available") is not None else None,
        "ticket.number": ticket.get("number"),
        "ticket.subject": ticket.get("subject"),
        "order.number": order.get("number"),
        "order.date": (order.get("at") or "")[:10],
        "order.total": f"{total['amount']} {total['currency']}" if total.get("amount") is not None else None,
        "store.name": (order.get("store") or {}).get("name"),
        "staff.name": staff,
    }
