"""Views of lists that people keep and share."""

import strawberry

from rules.saved_views import SavedViewSharing
from schema.arguments import VERSION
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.names import Staff
from schema.paging import Node
from schema.scalars import JSON

words(
    SavedViewSharing,
    "Who has a saved view.",
    MINE="Its owner alone.",
    ROLES="Everybody who has one of some roles.",
    EVERYBODY="Everybody who sees such lists.",
)


@kind("A list as somebody keeps it: filters, order and columns. Each reader gets what he may read and filter by of it.")
class SavedView(Node):
    code: str = field("The view's code.")
    name: str = field("The view's name.")
    type_name: str = field("The type of the rows, such as Ticket.")
    where: JSON = field("The conditions that the reader may use; `$me` in them stands for whoever looks.")
    order_by: JSON = field("The order, as far as the reader may sort by it.")
    columns: list[str] = field("The columns that the reader may read, as paths from the row such as member.tier.")
    hidden_columns: list[str] = field("Columns of the view that the reader may not read.")
    hidden_filters: list[str] = field("What the view filters by and the reader may not: those conditions are left out.")
    layout: JSON = field("How it is drawn, for the program that saved it.")
    document: str = field("The question that the view is for the reader, to be asked with `variables`.")
    variables: JSON = field("The values of the question.")
    sharing: SavedViewSharing = field("Who has it.")
    role_codes: list[str] = field("The roles that have it, if it is shared with roles.")
    owner: Staff | None = field("Whose it is; null for one that came with the program.")
    is_mine: bool = field("True if it is the caller's own.")
    is_queue: bool = field("True if it is a queue of the desk.")
    position: int = field("Where it stands among others; the lowest first.")
    is_active: bool = field("False if it was put away.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@given("A view of a list. What is not given stays as it is.")
class SavedViewSaveInput:
    code: str = required("The view's code; a new one makes a new view.")
    name: str = required("The view's name.")
    type_name: str = required("The type of the rows, such as Ticket.")
    where: JSON | None = operand("The conditions as the list's `where` takes them; `$me` stands for whoever looks.")
    order_by: JSON | None = operand("The order as the list's `orderBy` takes it.")
    columns: list[str] = required("The columns as paths from the row; none leaves the choice to whoever draws it.")
    layout: JSON | None = operand("How it is drawn, for the program that saves it.")
    sharing: SavedViewSharing | None = operand("Who has it; MINE at first. More needs the permission views.edit.")
    role_codes: list[str] | None = operand("The roles that have it, for ROLES.")
    is_queue: bool | None = operand("Whether it is a queue of the desk; for tickets alone.")
    position: int | None = operand("Where it stands among others; 100 at first.")
    is_active: bool | None = operand("False puts it away.")


@kind("What became of a saved view.")
class SavedViewPayload:
    view: SavedView | None = field("The view; null if nothing was changed, or it is deleted.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What deleting a saved view did.")
class SavedViewDeletePayload:
    change_set: ChangeSet | None = field("Brings it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


VIEW_ID = argument(strawberry.ID, "The view.")


@kind("Changes of saved views.")
class SavedViewMutations:
    saved_view_save: SavedViewPayload = field(
        "Keeps a list as it is: filters, order and columns. FORBIDDEN, with its place, for what the caller may not "
        "filter by or read, and for views of others.",
        arguments={"input": argument(SavedViewSaveInput, "The view."), "expected_version": VERSION},
    )
    saved_view_archive: SavedViewPayload = field(
        "Puts a view away, or brings it back.",
        arguments={"id": VIEW_ID, "archived": argument(bool, "False brings it back.", True)},
    )
    saved_view_delete: SavedViewDeletePayload = field("Deletes a view; undo brings it back.", arguments={"id": VIEW_ID})


@kind("Questions about saved views.")
class SavedViewQueries:
    saved_views: list[SavedView] = field(
        "The views that the caller has, by their position: the own ones and those shared with the caller.",
        arguments={
            "type_name": argument(str | None, "Only those of lists of this type."),
            "archived": argument(bool | None, "True for those that were put away.", False),
        },
    )
    saved_view: SavedView | None = field("One view.", arguments={"code": argument(str, "The code.")})
