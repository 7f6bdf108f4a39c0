"""How a masked field is revealed, and how members and staff read who saw what."""

from typing import Any
from uuid import UUID

from graphql import get_named_type

from actions import disclosures
from actions.disclosures import Masked
from actions.once import Written
from models.disclosures import Disclosure
from resolvers.planner.answers import Column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare
from resolvers.planner.formats import as_is
from resolvers.planner.lists import Connection
from resolvers.planner.orders import OrderBy
from resolvers.planner.sights import Sights
from resolvers.planner.verbs import Call, Verb
from rules.disclosures import PERMISSION, REVEALABLE
from rules.permissions import ReadLevel
from rules.refusals import Detail, ErrorCode, Refused

PARTS = {"addressId": "MemberAddress", "cardId": "MemberCard"}
"Arguments that name a part of the member's file which has the field."


async def _reveal(call: Call) -> Written:
    masked = _masked(call)
    assert call.sights is not None
    check_masked(call.sights, call.by.access, masked)
    return await disclosures.reveal(call.connection, call.by, call.found["id"], masked, call.given["reason"])


def _masked(call: Call) -> Masked:
    named: list[tuple[str, UUID]] = [(kind, call.found[name]) for name, kind in PARTS.items() if name in call.found]
    if len(named) > 1:
        raise Refused(ErrorCode.INVALID, "Name an address or a card, not both.", ("cardId",))
    kind, key = named[0] if named else ("Member", call.found["id"])
    return Masked(kind, key, call.given["field"])


def check_masked(sights: Sights, access: Any, masked: Masked) -> None:
    """Only what the caller sees masked can be revealed. Raises Refused."""
    given, path = {"kind": masked.type_name, "field": masked.field[:60]}, ("field",)
    catalog, master = sights.pruner.catalog, sights.pruner.master
    if (masked.type_name, masked.field) not in catalog.specs:
        raise Refused(ErrorCode.INVALID, "There is no field {field} of {kind}.", path, **given)
    level = catalog.judged(access, masked.type_name, masked.field).read
    if level is ReadLevel.FULL:
        raise Refused(ErrorCode.STATE, "You see {field} of {kind} as it is. There is nothing to reveal.", path, **given)
    if level is ReadLevel.NONE or not sights.has(access, masked.type_name, masked.field):
        message = "Your roles do not show {field} of {kind}, and only what is masked can be revealed."
        missing = Detail(missing=(masked.name,))
        raise Refused(ErrorCode.FORBIDDEN, message, path, missing, **given)
    target = get_named_type(master.type_map[masked.type_name].fields[masked.field].type).name
    if target.removesuffix("Connection") in set(catalog.entities) - set(REVEALABLE):
        raise Refused(
            ErrorCode.INVALID, "{field} of {kind} is a list. Reveal a field of one of its rows.", path, **given
        )


ENTITIES = [
    Entity(
        "Disclosure",
        Disclosure,
        "dsc",
        fields={"field": Column("field", as_is)},
        filters={"memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    )
]
OF_MEMBER = Connection("Disclosure", lambda told, member: f"{told.col('member_id')} = {member.key}")
MUTATIONS = {
    "memberReveal": Verb(
        _reveal, PERMISSION, {"id": "Member"} | PARTS, {"member": "Member", "changeSet": "ChangeSet"},
        changes_callers=True,
    )
}  # fmt: skip
