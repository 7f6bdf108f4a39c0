"""How documents of programs are read, registered and removed."""

from asyncio import sleep
from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema

from actions import documents
from actions.clients import access_now, check_handing
from actions.once import Written
from models.clients import TrustedDocument
from resolvers.clients import EDIT, PERMISSIONS, fields_of
from resolvers.logins import OFFER
from resolvers.planner.catalog import Entity
from resolvers.planner.documents import SEVERAL, Rejected, read_document
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb
from rules.bounds import Bounds
from rules.clients import check_name
from rules.documents import MOST_REFUSALS, check_number
from rules.refusals import ErrorCode, Refused

ENTITIES = [
    Entity(
        "TrustedDocument",
        TrustedDocument,
        "tdo",
        orders={"NAME": OrderBy(lambda row: row.col("name"), "text")},
        default_order=(("NAME", "ASC"),),
    )
]
Eye = tuple[GraphQLSchema, Bounds]
"What a document may ask, and how much."


async def _register(call: Call) -> Written:
    given: list[Mapping[str, Any]] = call.given["documents"]
    check_number(len(given))
    await _check_rights(call, call.given["clientCode"])
    eyes = await _eyes(call, call.given["clientCode"])
    known = {
        (path := ("documents", str(n))): {**one, "name": check_name(one["name"], (*path, "name"))}
        for n, one in enumerate(given)
    }
    wrong: list[Refused] = []
    for path, one in known.items():
        wrong += _wrong(eyes, path, one)
        await sleep(0)
    if wrong:
        wrong[0].also = tuple(wrong[1:MOST_REFUSALS])
        raise wrong[0]
    return await documents.register(call.connection, call.by, call.found["clientCode"], list(known.values()))


async def _eyes(call: Call, code: str) -> list[Eye]:
    """The program's own; and those of members, if it lets members in, for it asks with their tokens too."""
    own = await access_now(call.connection, code)
    accesses = [own]
    if own.permits(OFFER):
        accesses.append(await documents.member_access(call.connection))
    assert call.sights is not None
    return [(call.sights.schema(access), access.bounds) for access in accesses]


def _wrong(eyes: list[Eye], path: tuple[str, ...], one: Mapping[str, Any]) -> list[Refused]:
    """Why nobody whom the program speaks for can ask it, in the words of its own schema; nothing if one can."""
    told: list[str] = []
    for number, (schema, bounds) in enumerate(eyes):
        try:
            read_document(schema, one["text"], None, bounds)
        except Rejected as rejected:
            told = told if number else [error.message for error in rejected.errors]
        else:
            return []
    return [
        Refused(ErrorCode.INVALID, "{name}: one operation is needed, and no more.", (*path, "text"), name=one["name"])
        if message == SEVERAL
        else Refused(ErrorCode.INVALID, "{name}: {problem}", (*path, "text"), name=one["name"], problem=message)
        for message in told
    ]


async def _remove(call: Call) -> Written:
    await _check_rights(call, await documents.owner(call.connection, call.found["id"]))
    return await documents.remove(call.connection, call.by, call.found["id"])


async def _check_rights(call: Call, code: str) -> None:
    """As for a change of the program itself, before anything is told of what it may. Locks it. Raises Refused."""
    await check_handing(call.connection, call.by, code, fields_of(call.catalog), PERMISSIONS)


_SHOWN = {"client": "ApiClient"}
MUTATIONS = {
    "trustedDocumentsRegister": Verb(_register, EDIT, {"clientCode": "ApiClient.code"}, _SHOWN, changes_callers=True),
    "trustedDocumentRemove": Verb(_remove, EDIT, {"id": "TrustedDocument"}, _SHOWN, changes_callers=True),
}
