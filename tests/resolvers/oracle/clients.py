"""How programs and their tokens are answered."""

from datetime import UTC, datetime
from json import loads
from typing import Any

from tests.resolvers.oracle.bounds import refined
from tests.resolvers.oracle.forms import instant


def _listed(name: str) -> Any:
    return lambda look, client: client[name] and loads(client[name])


def _role_codes(look: Any, client: Any) -> list[str]:
    keys = {held["role_id"] for held in look.rows.where("api_client_role", "client_id", client["id"])}
    return sorted(role["code"] for role in look.rows.all("role") if role["id"] in keys)


def _last_used(look: Any, client: Any) -> str | None:
    own = look.rows.where("api_token", "client_id", client["id"])
    return instant(max((t["last_used_at"] for t in own if t["last_used_at"]), default=None))


def is_live(look: Any, token: Any) -> bool:
    client, now = look.rows.one("api_client", token["client_id"]), datetime.now(UTC)
    ends = [end for end in (token["expires_at"], client["expires_at"]) if end]
    return token["revoked_at"] is None and client["is_active"] and all(end > now for end in ends)


def member_no(look: Any, token: Any) -> str | None:
    return (look.rows.one("member", token["member_id"]) or {}).get("member_no")


API_CLIENT: dict[str, Any] = {
    "roleCodes": _role_codes,
    "types": _listed("types"), "permissions": _listed("permissions"), "origins": _listed("origins"),
    "limits": refined,
    "isReadOnly": lambda look, client: client["reads_only"], "lastUsedAt": _last_used,
}  # fmt: skip
API_TOKEN = {"isReadOnly": lambda look, token: token["reads_only"], "isLive": is_live, "memberNo": member_no}


def _program(look: Any, device: Any) -> str | None:
    return (look.rows.one("api_client", device["client_id"]) or {}).get("name")


MEMBER_DEVICE = {"program": _program, "isCurrent": lambda look, device: False}
