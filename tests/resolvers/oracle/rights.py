"""What somebody may see, worked out from roles written as in shipped_roles.toml."""

from dataclasses import dataclass, field
from typing import Any

from schema.build import GRAPHQL
from tests.resolvers.oracle.rows import TYPES

ASKED_FOR = {("Member", name) for name in ("points", "growthValue", "tierProgress", "wallet")}
LEVELS = ["NONE", "MASKED", "FULL"]
REFERENCE = {"read": "FULL", "filter": True, "write": False}
NOTHING = {"read": "NONE", "filter": False, "write": False}


def sensitivity(type_name: str, name: str) -> str:
    """The class that the schema declares for a field."""
    declared = GRAPHQL.type_map[type_name].fields[name].extensions["strawberry-definition"].metadata
    return str(declared["memberdesk"]["sensitivity"])


@dataclass
class Looker:
    """Somebody who asks. `roles` are role files by code; the ids are keys of rows."""

    roles: dict[str, dict[str, Any]]
    kind: str = "CLIENT"
    name: str = ""
    fingerprint: str = ""
    staff_id: Any = None
    store_id: Any = None
    member_id: Any = None
    _known: dict[Any, Any] = field(default_factory=dict)

    @property
    def is_admin(self) -> bool:
        return "admin" in self.roles

    def facets(self, type_name: str, name: str) -> dict[str, Any]:
        """The weakest limit of all roles: {read, filter, write}."""
        if (type_name, name) not in self._known:
            self._known[type_name, name] = self._union([self._of_role(r, type_name, name) for r in self.roles.items()])
        return self._known[type_name, name]

    def _of_role(self, role: tuple[str, Any], type_name: str, name: str) -> dict[str, Any]:
        code, said = role
        if code == "admin":
            return {"read": "FULL", "filter": True, "write": True}
        kind = sensitivity(type_name, name)
        if type_name not in TYPES:
            return {"read": "FULL", "filter": True} if kind == "PUBLIC" else said.get("classes", {}).get(kind, NOTHING)
        if type_name not in said.get("types", ()) and type_name not in said.get("scoped", {}):
            return NOTHING
        if name == "id":
            return REFERENCE
        refined = said.get("fields", {}).get(f"{type_name}.{name}")
        return refined or said.get("classes", {}).get(kind, NOTHING)

    def _union(self, facets: list[dict[str, Any]]) -> dict[str, Any]:
        read = max((f["read"] for f in facets), key=LEVELS.index)
        return {"read": read} | {part: any(f.get(part, False) for f in facets) for part in ("filter", "write")}

    def may_filter(self, type_name: str, name: str) -> bool:
        facets = self.facets(type_name, name)
        if (type_name, name) in ASKED_FOR and not self.permits("members.unasked"):
            return False
        return facets["filter"] and facets["read"] == "FULL"

    def permits(self, permission: str) -> bool:
        return self.is_admin or any(permission in role.get("permissions", ()) for role in self.roles.values())

    def sees_type(self, type_name: str) -> bool:
        return self.is_admin or any(
            type_name in role.get("types", ()) or type_name in role.get("scoped", {}) for role in self.roles.values()
        )

    def scopes(self, type_name: str) -> list[dict[str, Any]] | None:
        """None: every row. Otherwise filters, of which a row must meet one."""
        if self.is_admin or any(
            type_name in role.get("types", ()) and type_name not in role.get("scoped", {})
            for role in self.roles.values()
        ):
            return None
        return [role["scoped"][type_name] for role in self.roles.values() if type_name in role.get("scoped", {})]

    def means(self, value: Any) -> Any:
        """`$viewer.member` and the like in a row scope."""
        named = {"$viewer.member": self.member_id, "$viewer.store": self.store_id, "$viewer.id": self.staff_id}
        return named.get(value, value) if isinstance(value, str) else value


def phone(text: str) -> str:
    return f"{text[:3]}****{text[-4:]}"


def email(text: str) -> str:
    return f"{text[:1]}****@{text.split('@')[1] if '@' in text else ''}"


def name(text: str) -> str:
    return f"{text[:1]}**"


def hidden(_: str) -> str:
    return "****"


def number(text: str) -> str:
    return f"****{text[-4:]}"


MASKS = {
    "Member.name": name, "Member.latinName": name, "Member.phone": phone, "Member.email": email,
    "InboundMail.sender": email, "InboundMail.senderName": name, "Mail.recipient": email,
    "Ticket.contactAddress": email, "Ticket.contactName": name,
    "Customer.name": name, "Customer.phone": phone, "Customer.email": email,
    "MemberCard.cardNo": number, "MemberAddress.receiver": name, "MemberAddress.phone": phone, "Order.receiver": name,
    **{f"MemberAddress.{part}": hidden for part in ("label", "country", "region", "city", "street", "postalCode")},
}  # fmt: skip
"What is left of a text; everything else that is masked is null."
