"""Verbs of canned replies: saved as a whole, put away and taken out again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asyncpg import Connection

from actions import saving
from actions.once import Written
from rules.canned_replies import checked
from rules.refusals import ErrorCode, Refused
from rules.saving import check_named
from rules.viewer import Viewer

KIND = saving.Kind(
    "canned_reply",
    "CannedReply",
    "canned_reply.saved",
    "cannedReplySave",
    {"topic": "", "body_en": "", "body_zh": "", "is_active": True},
)
LONGEST_TOPIC = 64


async def save(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, at: datetime
) -> Written:
    """Raises Refused: no code, name or text, an unknown variable, changed since."""
    kept = await saving.before(connection, KIND, given["code"])
    wanted = saving.merged(KIND, kept, given)
    check_named(wanted["code"], wanted["name"])
    wanted |= {"name": wanted["name"].strip(), "topic": " ".join((wanted["topic"] or "").split())}
    if len(wanted["topic"]) > LONGEST_TOPIC:
        message = "A topic has at most {most} characters."
        raise Refused(ErrorCode.INVALID, message, ("input", "topic"), most=LONGEST_TOPIC)
    for column, name in (("body_en", "bodyEn"), ("body_zh", "bodyZh")):
        wanted[column] = checked(wanted[column] or "", ("input", name))
    if not wanted["body_en"] and not wanted["body_zh"]:
        message = "Write the text in one language at least."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "bodyEn"))
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    change = await saving.keep(connection, by, KIND, given["code"], saved.steps, at)
    return {"cannedReply": saved.key, "changeSet": change}


async def archive(
    connection: Connection, by: Viewer, code: str, expected: int | None, at: datetime, *, is_archived: bool
) -> Written:
    """Nobody is offered it any more, or again. Raises Refused if there is none, or it was changed since."""
    kept = await saving.before(connection, KIND, code)
    if "id" not in kept:
        raise Refused(ErrorCode.NOT_FOUND, "There is no '{code}'.", ("code",), code=code[:80])
    wanted = {name: kept[name] for name in KIND.defaults} | {"is_active": not is_archived}
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {"cannedReply": saved.key, "changeSet": await saving.keep(connection, by, KIND, code, saved.steps, at)}
