"""Macros: what they can do to a ticket, and what each of their actions may say."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from rules import canned_replies
from rules.refusals import ErrorCode, Refused
from rules.tickets import TicketPriority, TicketStatus, check_tag

MOST = 20
ME, NOBODY = "me", "nobody"


class MacroActionKind(StrEnum):
    STATUS = "STATUS"
    PRIORITY = "PRIORITY"
    CATEGORY = "CATEGORY"
    TEAM = "TEAM"
    ASSIGNEE = "ASSIGNEE"
    ADD_TAG = "ADD_TAG"
    REMOVE_TAG = "REMOVE_TAG"
    NOTE = "NOTE"
    REPLY = "REPLY"
    CANNED_REPLY = "CANNED_REPLY"


Action = Mapping[str, Any]
WORDS: dict[MacroActionKind, frozenset[str]] = {
    MacroActionKind.STATUS: frozenset(TicketStatus) - {TicketStatus.NEW, TicketStatus.MERGED},
    MacroActionKind.PRIORITY: frozenset(TicketPriority),
}
"Kinds whose value is a word of ours."
TEXTS = frozenset({MacroActionKind.NOTE, MacroActionKind.REPLY})
TAGS = frozenset({MacroActionKind.ADD_TAG, MacroActionKind.REMOVE_TAG})
ANSWERS = frozenset({MacroActionKind.REPLY, MacroActionKind.CANNED_REPLY})


def check_actions(rows: Sequence[Action]) -> list[dict[str, str]]:
    """As they are kept. Raises Refused: none, too many, two answers, a value that its kind does not take."""
    path = ("input", "actions")
    if not rows:
        raise Refused(ErrorCode.REQUIRED, "A macro does something: add an action.", path)
    if len(rows) > MOST:
        raise Refused(ErrorCode.INVALID, "A macro has at most {most} actions.", path, most=MOST)
    found = [_checked(row, (*path, str(place))) for place, row in enumerate(rows)]
    if sum(row["kind"] in ANSWERS for row in found) > 1:
        raise Refused(ErrorCode.INVALID, "A macro answers the member once. Put both texts into one reply.", path)
    return found


def _checked(row: Action, path: tuple[str, ...]) -> dict[str, str]:
    kind, value, here = MacroActionKind(row["kind"]), str(row.get("value") or "").strip(), (*path, "value")
    if not value:
        raise Refused(ErrorCode.REQUIRED, "Say what {kind} is to be.", here, kind=kind)
    if kind in WORDS:
        value = value.upper().replace(" ", "_")
        if value not in WORDS[kind]:
            message = "'{value}' cannot be chosen. There are: {known}."
            raise Refused(ErrorCode.INVALID, message, here, value=value[:80], known=", ".join(sorted(WORDS[kind])))
    if kind in TAGS:
        value = check_tag(value, here)
    if kind in TEXTS:
        value = canned_replies.checked(value, here)
    return {"kind": kind.value, "value": value}
