"""Looking with the eyes of another person or of a role."""

from schema.errors import UserError, user_errors
from schema.fields import argument, field, kind
from schema.scalars import DateTime


@kind("Whose eyes the caller looks with. Nothing can be changed meanwhile.")
class ViewingAs:
    name: str = field("The other person, or the role.")
    is_role: bool = field("True for a role: its scopes mean the caller's own store and unit.")
    by: str = field("Who is really looking.")
    until: DateTime = field("When it ends by itself.")


@kind("What became of looking with the eyes of another.")
class ViewAsPayload:
    name: str | None = field("As whom the caller looks now; null after the end.")
    until: DateTime | None = field("When it ends by itself.")
    user_errors: list[UserError] = user_errors()


@kind("Looking with the eyes of another.")
class ViewingMutations:
    view_as_start: ViewAsPayload = field(
        "Shows everything as another person or a role sees it, for half an hour at most, in this browser's session. "
        "Nothing can be changed meanwhile.",
        arguments={
            "username": argument(str | None, "What the other person signs in with."),
            "role_code": argument(str | None, "A role, instead of a person."),
            "reason": argument(str, "Why; it is audited."),
        },
    )
    view_as_end: ViewAsPayload = field("Ends looking with the eyes of another.")
