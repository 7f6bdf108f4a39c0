"""Documents of programs: registered, noted as used, removed."""

from collections.abc import Mapping, Sequence
from datetime import date
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.recording import record, unchanged
from models.access import ROLES_NAMED
from rules.callers import access_of
from rules.documents import check_room, hash_of
from rules.permissions import Access
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

MEMBER = "member"
CLIENT = "SELECT code FROM api_client WHERE id = $1 FOR UPDATE"
KEPT = "SELECT id, sha256, name FROM trusted_document WHERE client_id = $1 AND sha256 = ANY($2::text[])"
KEEP = """
    INSERT INTO trusted_document (client_id, sha256, name, text, registered_by)
    SELECT $1, given.* , $5 FROM unnest($2::text[], $3::text[], $4::text[]) AS given (sha256, name, text)
    ON CONFLICT (client_id, sha256) DO UPDATE SET name = excluded.name
"""
WHOLE = "SELECT count(*), coalesce(sum(length(text)), 0) FROM trusted_document WHERE client_id = $1"
CHANGED = "UPDATE api_client SET documents_stamp = documents_stamp + 1 WHERE id = $1"
OWNED = """
    SELECT document.client_id, document.name, document.sha256, client.code
    FROM trusted_document document JOIN api_client client ON client.id = document.client_id
    WHERE document.id = $1 FOR UPDATE OF client, document
"""
REMOVE = "DELETE FROM trusted_document WHERE id = $1"
USED = """
    UPDATE trusted_document SET last_used_on = $3
    WHERE client_id = $1 AND sha256 = $2 AND coalesce(last_used_on < $3, true)
"""


async def register(
    connection: Connection,
    by: Viewer,
    client: UUID,
    documents: Sequence[Mapping[str, Any]],
) -> Written:
    """Keeps documents that were found valid, each with `name` and `text`; one that is there gets the new name.

    Raises Refused if there is no room. The program's row is locked, so that of two at once the second finds them.
    """
    code = await connection.fetchval(CLIENT, client)
    given = {hash_of(one["text"]): one for one in documents}
    kept = {row["sha256"]: row["name"] for row in await connection.fetch(KEPT, client, list(given))}
    wanted = {key: one for key, one in given.items() if kept.get(key) != one["name"]}
    added = sum(key not in kept for key in wanted)
    if wanted:
        names, texts = ([one[part] for one in wanted.values()] for part in ("name", "text"))
        await connection.execute(KEEP, client, list(wanted), names, texts, by.name)
        check_room(*await connection.fetchrow(WHOLE, client))
        await connection.execute(CHANGED, client)
        told = {"client": code, "added": added, "documents": {key: one["name"] for key, one in wanted.items()}}
        await _noted(connection, by, "trusted_documents.registered", client, told)
    else:
        unchanged()
    return {"client": client, "added": added}


async def owner(connection: Connection, document: UUID) -> str:
    """The code of the program that has it. Raises Refused if somebody else has removed it in between."""
    kept = await connection.fetchrow(OWNED, document)
    if kept is None:
        raise Refused(ErrorCode.NOT_FOUND, "Somebody else has removed this document in between.", ("id",))
    return kept["code"]


async def remove(connection: Connection, by: Viewer, document: UUID) -> Written:
    """Refused everywhere within a second, if the program may ask registered documents only."""
    kept = await connection.fetchrow(OWNED, document)
    await connection.execute(REMOVE, document)
    await connection.execute(CHANGED, kept["client_id"])
    told = {"client": kept["code"], "name": kept["name"], "sha256": kept["sha256"]}
    await _noted(connection, by, "trusted_document.removed", kept["client_id"], told)
    return {"client": kept["client_id"]}


async def member_access(connection: Connection) -> Access:
    """What a member may who is let in."""
    return access_of(loads(await connection.fetchval(ROLES_NAMED, [MEMBER]) or "[]"))


async def used(connection: Connection, client: UUID, sha256: str, day: date) -> None:
    """Notes the day on which a document was asked last."""
    await connection.execute(USED, client, sha256, day)


async def _noted(connection: Connection, by: Viewer, what: str, client: UUID, told: dict[str, Any]) -> None:
    await record(connection, by.name, what, "ApiClient", client, told, by.staff_id and UUID(by.staff_id))
