"""Macros: several things that are done to a ticket at once."""

from rules.macros import MacroActionKind
from rules.permissions import Sensitivity
from schema.arguments import OPTIONAL_KEY, VERSION
from schema.canned_replies import VARIABLES
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.names import ChangeSet
from schema.paging import Node
from schema.tickets_changing import TICKET_ID, TicketPayload

words(
    MacroActionKind,
    "What an action of a macro does.",
    STATUS="Gives the ticket a status.",
    PRIORITY="Gives it a priority.",
    CATEGORY="Says what sort of question it is.",
    TEAM="Hands it to a team.",
    ASSIGNEE="Hands it to a person.",
    ADD_TAG="Adds a tag.",
    REMOVE_TAG="Takes a tag away.",
    NOTE="Writes a note.",
    REPLY="Answers the member with a text.",
    CANNED_REPLY="Answers the member with a canned reply, in the language that the member wrote in.",
)
VALUE = (
    "The status or priority (RESOLVED, HIGH); the code of a category, a team or a canned reply; the name that a person "
    "signs in with, or `me`; `nobody` for none; the tag; or the text of a note or reply, with variables such as "
    "`{{member.firstName}}`."
)


@kind("One action of a macro.")
class MacroAction:
    kind: MacroActionKind = field("What this action does.")
    value: str = field("With what: a word, a code, a tag, a text.")


@kind("Several things that are done to a ticket at once.")
class Macro(Node):
    code: str = field("The macro's code.")
    name: str = field("What staff call it.")
    actions: list[MacroAction] = field("What it does, in this order.")
    is_active: bool = field("False if nobody can run it any more.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("A value of a ticket that a macro would change.")
class MacroChange:
    what: str = field("What: status, priority, category, team, assignee or tags.")
    before: str | None = field("As it is; null for none.")
    after: str | None = field("As it would be; null for none.")


@kind("What a macro would do to a ticket.")
class MacroPreview:
    changes: list[MacroChange] = field("The values that would change.")
    notes: list[str] = field("The notes that it would write.")
    answer: str | None = field("What it would answer the member; null for nothing.")
    missing: list[str] = field("Variables of its texts that this ticket has nothing for; with one it cannot be run.")


@given("One action of a macro.")
class MacroActionInput:
    kind: MacroActionKind = required("What this action does.")
    value: str = required(VALUE)


@given("A macro. What is not given stays as it is.")
class MacroSaveInput:
    code: str = required("The macro's code; a new one makes a new macro.")
    name: str = required("What staff call it.")
    actions: list[MacroActionInput] | None = operand(
        "What it does, in this order; all of it, at most 20, with one answer at most."
    )
    is_active: bool | None = operand("Whether it can be run.")


@kind("What saving a macro did.")
class MacroPayload:
    macro: Macro | None = field("The macro; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Questions about macros.")
class MacroQueries:
    macros: list[Macro] = field("All macros, by name.")
    macro: Macro | None = field("One macro.", arguments={"code": argument(str, "The code.")})
    macro_preview: MacroPreview = field(
        "What a macro would do to a ticket, exactly; nothing is changed. Refused as running it would be.",
        Sensitivity.INTERNAL,
        about="Ticket",
        arguments={"id": TICKET_ID, "code": argument(str, "The macro's code.")},
    )


@kind("Changes of macros.")
class MacroMutations:
    macro_save: MacroPayload = field(
        f"Makes or changes a macro. INVALID for a value that its action does not take. {VARIABLES}",
        arguments={"input": argument(MacroSaveInput, "The macro."), "expected_version": VERSION},
    )
    macro_run: TicketPayload = field(
        "Does everything that a macro says to a ticket, or nothing of it. Undo takes all of it back, as long as its "
        "answer waits to be sent.",
        arguments={
            "id": TICKET_ID, "code": argument(str, "The macro's code."), "expected_version": VERSION,
            "idempotency_key": OPTIONAL_KEY,
        },
    )  # fmt: skip
