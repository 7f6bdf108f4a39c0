"""How canned replies are read, filled for a ticket, and saved."""

from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.canned_replies import archive as archive_reply
from actions.canned_replies import save as save_reply
from actions.once import Written
from models.canned_replies import CannedReply
from resolvers.planner.answers import Computed, One, Rows
from resolvers.planner.arguments import Argument, whole
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup, key_of_named
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from resolvers.planner.verbs import Call, Verb
from resolvers.reply_variables import filler, language
from resolvers.saving import columns_of
from rules.canned_replies import body_in, filled
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

COST = 40
ENTITIES = [
    Entity("CannedReply", CannedReply, "cnr", filters={"code": Text(lambda row: row.col("code"), exact=True)}),
]
ACTIVE = "SELECT id, code, name, topic, body_en, body_zh FROM canned_reply WHERE is_active ORDER BY topic, name, code"
SHAPE = "reply_id uuid, body text, locale text, missing jsonb"
FIELDS = {
    "reply": One("CannedReply", "reply_id"),
    "body": "body",
    "locale": "locale",
    "missing": Computed(lambda row: f"{row.col('missing')}::json"),
}


def ticket_named(statement: Statement, argument: Argument) -> Any:
    """Finds a ticket within the viewer's scope. Raises Refused if there is none."""
    apart = Statement(statement.catalog, statement.access, statement.surroundings)
    sql = key_of_named(apart, "Ticket", argument)

    async def find(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> UUID:
        key = await connection.fetchval(sql, *(bind(variables, viewer) for bind in apart.binds))
        if key is None:
            message = "There is no such {kind}, or you may not see it."
            raise Refused(ErrorCode.NOT_FOUND, message, ("id",), kind="Ticket")
        return key

    return find


def _for_ticket(row: Row, selected: Selected) -> str:
    statement, named = row.statement, selected.arguments()
    statement.cost += COST
    find = ticket_named(statement, named["ticketId"])
    given = {name: whole(named[name]) for name in ("search", "locale") if named[name].is_given}

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        ticket = await find(connection, variables, viewer)
        said = {name: read(variables, viewer) for name, read in given.items()}
        locale = await language(connection, ticket, said.get("locale"))
        fill, found = filler(statement, connection, viewer, ticket), []
        for reply in await connection.fetch(ACTIVE):
            text, spoken = body_in(locale, reply["body_en"], reply["body_zh"])
            if not _has(said.get("search"), reply["code"], reply["name"], reply["topic"], text):
                continue
            body, missing = filled(text, await fill(spoken))
            found.append({"reply_id": reply["id"], "body": body, "locale": spoken, "missing": missing})
        return dumps(found, default=str)

    told = statement.work(f"replies {selected.key}", work, "text")
    return f"SELECT r.* FROM jsonb_to_recordset({told}::jsonb) AS r({SHAPE})"


def _has(search: str | None, *texts: str) -> bool:
    """Every word somewhere in it, whatever the case."""
    everything = " ".join(texts).casefold()
    return all(word in everything for word in (search or "").casefold().split())


async def _save(call: Call) -> Written:
    given = columns_of(call.given["input"], call.currency)
    return await save_reply(call.connection, call.by, given, call.given.get("expectedVersion"), call.at)


async def _archive(call: Call) -> Written:
    code, expected = call.given["code"], call.given.get("expectedVersion")
    is_archived = call.given.get("isArchived") is not False
    return await archive_reply(call.connection, call.by, code, expected, call.at, is_archived=is_archived)


QUERIES = {
    "cannedReplies": Many("CannedReply", order="code"),
    "cannedReply": Lookup("CannedReply"),
    "cannedRepliesFor": Rows(_for_ticket, FIELDS),
}
ASKED = {"cannedRepliesFor": "tickets.answer"}
_SHOWN = {"cannedReply": "CannedReply", "changeSet": "ChangeSet"}
MUTATIONS = {
    "cannedReplySave": Verb(_save, "tickets.shape", {}, _SHOWN),
    "cannedReplyArchive": Verb(_archive, "tickets.shape", {}, _SHOWN),
}
