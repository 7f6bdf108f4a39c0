"""Programs that come in over the API, and their tokens."""

import strawberry

from rules.permissions import Sensitivity
from schema.arguments import VERSION
from schema.bounds import Limit, LimitInput
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required
from schema.names import Role, Staff, Store
from schema.paging import Connection, Node, page
from schema.scalars import Date, DateTime

INTERNAL = Sensitivity.INTERNAL


@kind("A key that a program shows. It is told once, when it is made; afterwards only its first letters are known.")
class ApiToken(Node):
    name: str = field("What it is for.", INTERNAL)
    start: str = field("Its first letters, to recognize it by.", INTERNAL)
    client: "ApiClient" = field("The program that it belongs to.")
    member_no: str | None = field("The member that it speaks for; null if it speaks for the program.", INTERNAL)
    is_read_only: bool = field("True if nothing can be changed with it.", INTERNAL)
    is_live: bool = field("True if it is let in now.", INTERNAL)
    created_by: str = field("Who made it.", INTERNAL)
    created_at: DateTime = field("When it was made.", INTERNAL)
    expires_at: DateTime | None = field("When it ends by itself; null if never.", INTERNAL)
    revoked_at: DateTime | None = field("When it was taken away.", INTERNAL)
    last_used_at: DateTime | None = field("When it was used last, to the minute; null if never.", INTERNAL)
    last_address: str | None = field("Where it was used from last.", INTERNAL)


@kind("An operation that a program has registered. It is asked by its hash, without its text.")
class TrustedDocument(Node):
    name: str = field("What it is called.", INTERNAL)
    sha256: str = field("The SHA-256 of its text, in hexadecimal digits.", INTERNAL)
    text: str = field("The operation.", INTERNAL)
    registered_at: DateTime = field("When it was registered.", INTERNAL)
    registered_by: str = field("Who registered it.", INTERNAL)
    last_used_on: Date | None = field("The day on which it was asked last; null if never.", INTERNAL)


@kind("A program that comes in over the API: a shop, a till, an app. It may no more than its roles, and its limits.")
class ApiClient(Node):
    code: str = field("The program's code.", INTERNAL)
    name: str = field("What it is called.", INTERNAL)
    roles: list[Role] = field("What it may, before the limits.", INTERNAL)
    role_codes: list[str] = field("The codes of its roles.", INTERNAL)
    store: Store | None = field("The store that it acts for.", INTERNAL)
    owner: Staff | None = field("Who answers for it.", INTERNAL)
    types: list[str] | None = field("The types that it is limited to; null if all that its roles see.", INTERNAL)
    permissions: list[str] | None = field("The permissions that it is limited to; null if all of its roles.", INTERNAL)
    is_read_only: bool = field("True if it can change nothing.", INTERNAL)
    origins: list[str] = field("The sites whose pages may use its tokens in a browser.", INTERNAL)
    limits: list[Limit] = field("How much it may ask at most, whatever its roles may.", INTERNAL)
    only_trusted: bool = field("True if it may ask registered documents only.", INTERNAL)
    expires_at: DateTime | None = field("When all of its tokens end; null if never.", INTERNAL)
    is_active: bool = field("False if none of its tokens is let in.", INTERNAL)
    created_at: DateTime = field("When it was made.", INTERNAL)
    last_used_at: DateTime | None = field("When one of its tokens was used last, to the minute.", INTERNAL)
    tokens: list[ApiToken] = field("Its tokens, the oldest first.", INTERNAL)
    documents: Connection[TrustedDocument] = field("Its documents, by name.", INTERNAL, arguments=page())
    version: int = field("Counts the edits; send it back as expectedVersion.", INTERNAL)


@given("A program. What is not given stays as it is.")
class ApiClientSaveInput:
    code: str = required("The program's code; a new one makes a new program.")
    name: str = required("What it is called.")
    role_codes: list[str] | None = operand("What it may; a new one needs at least one role.")
    store_code: str | None = operand("The store that it acts for; null if none.")
    owner_username: str | None = operand("Who answers for it; whoever makes it, unless told.")
    types: list[str] | None = operand("Limits it to these types; null lifts the limit.")
    permissions: list[str] | None = operand("Limits it to these permissions; null lifts the limit.")
    is_read_only: bool | None = operand("Whether it can change nothing.")
    origins: list[str] | None = operand("Sites whose pages may use its tokens, such as https://shop.example.com.")
    limits: list[LimitInput] | None = operand("How much it may ask at most; a list that is given replaces all of it.")
    expires_at: DateTime | None = operand("When all of its tokens end; null is never.")
    only_trusted: bool | None = operand("Whether it may ask registered documents only.")
    is_active: bool | None = operand("Whether its tokens are let in.")


@kind("What saving a program did.")
class ApiClientPayload:
    client: ApiClient | None = field("The program; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What became of a token.")
class ApiTokenPayload:
    token: ApiToken | None = field("The token; null if nothing was changed.")
    client: ApiClient | None = field("Its program; null if nothing was changed.")
    secret: str | None = field("The token itself, if one was made. It is told here and never again.")
    user_errors: list[UserError] = user_errors()


@given("An operation to register.")
class TrustedDocumentInput:
    name: str = required("What it is called.")
    text: str = required("The operation, with its fragments, to the letter as it will be known.")


@kind("What became of registering documents.")
class TrustedDocumentsPayload:
    client: ApiClient | None = field("The program; null if nothing was registered.")
    added: int | None = field("How many were not there before.")
    user_errors: list[UserError] = user_errors()


@kind("What became of a document.")
class TrustedDocumentPayload:
    client: ApiClient | None = field("Its program; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


TOKEN = argument(strawberry.ID, "The token.")


@kind("Changes of programs and tokens.")
class ClientMutations:
    api_client_save: ApiClientPayload = field(
        "Makes or changes a program. Nobody gives it more rights than he has. Its tokens follow within a second.",
        arguments={"input": argument(ApiClientSaveInput, "The program."), "expected_version": VERSION},
    )
    api_token_create: ApiTokenPayload = field(
        "Makes a token for a program, and tells it once.",
        arguments={
            "client_code": argument(str, "The program."),
            "name": argument(str, "What the token is for."),
            "expires_at": argument(DateTime | None, "When it ends; not after its program. Never unless given."),
            "is_read_only": argument(bool | None, "Whether nothing can be changed with it."),
        },
    )
    api_token_rotate: ApiTokenPayload = field(
        "Makes a new token in the place of one, which goes on to work for some hours.",
        arguments={
            "id": TOKEN,
            "overlap_hours": argument(int, "How long the old one goes on to work, in hours; 0 to 2,160.", 24),
        },
    )
    api_token_revoke: ApiTokenPayload = field(
        "Takes a token away. It is refused everywhere within a second.", arguments={"id": TOKEN}
    )
    trusted_documents_register: TrustedDocumentsPayload = field(
        "Registers operations of a program, all or none; each has to fit what it may. One that is there stays.",
        arguments={
            "client_code": argument(str, "The program."),
            "documents": argument(list[TrustedDocumentInput], "The operations, at most 500."),
        },
    )
    trusted_document_remove: TrustedDocumentPayload = field(
        "Removes an operation. By its hash nobody can ask it any more, within a second.",
        arguments={"id": argument(strawberry.ID, "The document.")},
    )
