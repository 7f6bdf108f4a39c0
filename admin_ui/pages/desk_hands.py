"""What saves hands on the desk: canned replies as they read for the ticket, macros tried before they are run, tags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from admin_ui.labels import value_label
from admin_ui.visits import Unanswered, Visit

REPLIES = """query DeskReplies($id: ID!) {
  cannedRepliesFor(ticketId: $id) { body locale missing reply { code name topic } } }"""
PREVIEW = """query DeskMacro($id: ID!, $code: String!) {
  macroPreview(id: $id, code: $code) { changes { what before after } notes answer missing } }"""
LISTS = {
    "macros": "macros { code name isActive }",
    "ticketTags": "ticketTags { name }",
}
ENUMS = {"status": "TicketStatus", "priority": "TicketPriority"}


@dataclass
class Hands:
    """`replies` are there if they were asked for, `macro` is the code of one that is tried."""

    macros: list[dict[str, Any]] = field(default_factory=list)
    known_tags: list[str] = field(default_factory=list)
    replies: list[dict[str, Any]] | None = None
    picked: dict[str, Any] | None = None
    macro: dict[str, Any] | None = None
    preview: dict[str, Any] | None = None
    refused: tuple[str, ...] = ()


async def fill(visit: Visit, hands: Hands, ticket: str) -> None:
    """The macros and tags that this person may use; canned replies, or a macro to be tried, if the address asks."""
    known, given = visit.seen.schema.query_type.fields, visit.request.query_params
    asked = [text for name, text in LISTS.items() if name in known]
    data = await visit.ask("query DeskLists { " + " ".join(asked) + " }", {}) if asked else {}
    hands.macros = [macro for macro in data.get("macros", ()) if macro["isActive"]]
    hands.known_tags = [tag["name"] for tag in data.get("ticketTags", ())]
    if "macro" in given:
        await _add_preview(visit, hands, ticket, given["macro"])
    if {"reply", "replies"} & set(given) or visit.request.path_params.get("part") == "replies":
        await _add_replies(visit, hands, ticket, given.get("reply", ""))


async def _add_replies(visit: Visit, hands: Hands, ticket: str, code: str) -> None:
    if "cannedRepliesFor" in visit.seen.schema.query_type.fields:
        found = (await visit.ask(REPLIES, {"id": ticket}))["cannedRepliesFor"]
        hands.replies = [filled for filled in found if filled["reply"]]
        hands.picked = next((filled for filled in hands.replies if filled["reply"]["code"] == code), None)
        hands.replies = None if hands.picked else hands.replies


async def _add_preview(visit: Visit, hands: Hands, ticket: str, code: str) -> None:
    """What the macro would do, in words, or why it cannot be run here."""
    hands.macro = next((macro for macro in hands.macros if macro["code"] == code), None)
    if hands.macro is None or "macroPreview" not in visit.seen.schema.query_type.fields:
        return
    try:
        found = (await visit.ask(PREVIEW, {"id": ticket, "code": code}))["macroPreview"]
    except Unanswered as failure:
        hands.refused = tuple(error.get("message", "") for error in failure.errors)
        return
    hands.preview = found | {"changes": [_in_words(visit, change) for change in found["changes"]]}


def _in_words(visit: Visit, change: Mapping[str, Any]) -> dict[str, str]:
    enum, words = ENUMS.get(change["what"]), visit.words
    said = {
        name: words.pgettext(enum, value_label(enum, change[name])) if enum and change[name] else change[name] or "–"
        for name in ("before", "after")
    }
    return said | {"what": _labels(visit)[change["what"]]}


def _labels(visit: Visit) -> dict[str, str]:
    words = visit.words
    return {
        "status": words.gettext("Status"),
        "priority": words.gettext("Priority"),
        "category": words.gettext("Category"),
        "team": words.gettext("Team"),
        "assignee": words.gettext("Assignee"),
        "tags": words.gettext("Tags"),
    }
