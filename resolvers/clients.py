"""How programs and their tokens are read and changed."""

from typing import Any

from actions import tokens
from actions.clients import save as save_client
from actions.once import Written
from models.clients import ApiClient, ApiToken
from resolvers.bounds import REFINED_LIMITS
from resolvers.planner.answers import Column, Computed
from resolvers.planner.catalog import Catalog, Entity
from resolvers.planner.filters import Text
from resolvers.planner.formats import as_instant, as_is
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.clients import Fields
from rules.roles import shipped

EDIT = "clients.edit"
PERMISSIONS = {name for role in shipped().values() for name in role.get("permissions", ())}
"All that there are: those of shipped roles, and what every mutation needs (see the registry)."
READ_ONLY = Column("reads_only", as_is)


def _role_codes(client: Row) -> str:
    return (
        "(SELECT coalesce(json_agg(r.code ORDER BY r.code), '[]') FROM api_client_role held"
        f" JOIN role r ON r.id = held.role_id WHERE held.client_id = {client.key})"
    )


def _last_used(client: Row) -> str:
    return as_instant(f"(SELECT max(last_used_at) FROM api_token own WHERE own.client_id = {client.key})")


def _is_live(token: Row) -> str:
    return (
        f"({token.col('revoked_at')} IS NULL AND coalesce({token.col('expires_at')} > now(), true) AND EXISTS (SELECT"
        f" FROM api_client own WHERE own.id = {token.col('client_id')} AND own.is_active"
        " AND coalesce(own.expires_at > now(), true)))"
    )


def _member_no(token: Row) -> str:
    return f"(SELECT member_no FROM member own WHERE own.id = {token.col('member_id')})"


def _column(name: str) -> Any:
    return lambda row: row.col(name)


ENTITIES = [
    Entity(
        "ApiClient",
        ApiClient,
        "apc",
        fields={
            "roles": Many(
                "Role",
                lambda role, client: (
                    f"EXISTS (SELECT FROM api_client_role x WHERE x.role_id = {role.key}"
                    f" AND x.client_id = {client.key})"
                ),
                order="code",
            ),
            "roleCodes": Computed(_role_codes),
            "types": Computed(_column("types")),
            "permissions": Computed(_column("permissions")),
            "origins": Computed(_column("origins")),
            "limits": REFINED_LIMITS,
            "isReadOnly": READ_ONLY,
            "documents": Connection(
                "TrustedDocument", lambda document, client: f"{document.col('client_id')} = {client.key}"
            ),
            "lastUsedAt": Computed(_last_used),
            "tokens": Many(
                "ApiToken",
                lambda token, client: f"{token.col('client_id')} = {client.key}",
                order="id",
            ),
        },
        filters={"code": Text(_column("code"), exact=True)},
    ),
    Entity(
        "ApiToken",
        ApiToken,
        "apt",
        fields={"isReadOnly": READ_ONLY, "isLive": Computed(_is_live), "memberNo": Computed(_member_no)},
    ),
]

QUERIES = {"apiClients": Many("ApiClient", order="code"), "apiClient": Lookup("ApiClient")}


def fields_of(catalog: Catalog) -> Fields:
    """The class of every field of every type that can be granted."""
    seen = {name for name, entity in catalog.entities.items() if not entity.is_inner}
    return {key: spec.sensitivity for key, spec in catalog.specs.items() if key[0] in seen}


async def _save(call: Call) -> Written:
    return await save_client(
        call.connection, call.by, call.given["input"], fields_of(call.catalog), PERMISSIONS,
        call.given.get("expectedVersion"), call.at,
    )  # fmt: skip


async def _create(call: Call) -> Written:
    return await tokens.create(
        call.connection, call.by, call.found["clientCode"], call.given["name"],
        bool(call.given.get("isReadOnly")), call.given.get("expiresAt"), fields_of(call.catalog), PERMISSIONS, call.at,
    )  # fmt: skip


async def _rotate(call: Call) -> Written:
    hours = call.given.get("overlapHours", 24)
    return await tokens.rotate(
        call.connection, call.by, call.found["id"], hours, fields_of(call.catalog), PERMISSIONS, call.at
    )


async def _revoke(call: Call) -> Written:
    return await tokens.revoke(call.connection, call.by, call.found["id"], call.at)


_SHOWN = {"token": "ApiToken", "client": "ApiClient"}

MUTATIONS = {
    "apiClientSave": Verb(_save, EDIT, {}, {"client": "ApiClient"}),
    "apiTokenCreate": Verb(_create, EDIT, {"clientCode": "ApiClient.code"}, _SHOWN),
    "apiTokenRotate": Verb(_rotate, EDIT, {"id": "ApiToken"}, _SHOWN),
    "apiTokenRevoke": Verb(_revoke, EDIT, {"id": "ApiToken"}, _SHOWN),
}
