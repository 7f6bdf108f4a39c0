"""How contacts, their limits, opt-outs and messages are read and changed."""

from typing import Any

from actions import contact_limits
from actions.contact_limits import save as save_limit
from actions.once import Written
from models.contacting import Contact, ContactLimit, ContactRefusal, MemberMessage
from resolvers.planner.answers import Computed
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from resolvers.saving import columns_of
from rules.contacting import ContactChannel


def text_list(column: str) -> Computed:
    return Computed(lambda row: f"to_json({row.col(column)})")


def _compare(column: str, cast: str = "text") -> Compare:
    return Compare(lambda row: row.col(column), cast)


def _channel(row: Row) -> str:
    return f"nullif({row.col('channel')}, 'ALL')"


def _of_member(type_name: str) -> Connection:
    return Connection(type_name, lambda each, member: f"{each.col('member_id')} = {member.key}")


BY_TIME = {"orders": {"AT": OrderBy(lambda row: row.col("at"), "timestamptz")}, "default_order": (("AT", "DESC"),)}
CONTACTS, REFUSALS, MESSAGES = (_of_member(name) for name in ("Contact", "ContactRefusal", "MemberMessage"))
ENTITIES = [
    Entity(
        "ContactLimit",
        ContactLimit,
        "clm",
        fields={"tiers": text_list("tiers")},
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
    Entity(
        "Contact",
        Contact,
        "ctc",
        filters={
            "memberKey": _compare("member_id", "uuid"),
            "channel": _compare("channel"),
            "purpose": _compare("purpose"),
            "at": _compare("at", "timestamptz"),
        },
        **BY_TIME,
    ),
    Entity(
        "ContactRefusal",
        ContactRefusal,
        "crf",
        fields={"channel": Computed(_channel)},
        filters={"memberKey": _compare("member_id", "uuid"), "at": _compare("at", "timestamptz")},
        **BY_TIME,
    ),
    Entity(
        "MemberMessage",
        MemberMessage,
        "mms",
        filters={
            "memberKey": _compare("member_id", "uuid"),
            "channel": _compare("channel"),
            "status": _compare("status"),
            "at": _compare("at", "timestamptz"),
        },
        **BY_TIME,
    ),
]
QUERIES = {
    "contactLimits": Many("ContactLimit", order="code"),
    "contactLimit": Lookup("ContactLimit"),
    "contacts": Connection("Contact"),
    "contactRefusals": Connection("ContactRefusal"),
    "memberMessages": Connection("MemberMessage"),
}


def words_of(given: dict[str, Any], *lists: str) -> dict[str, Any]:
    """The input as columns; lists of codes without doubles."""
    columns = columns_of(given, "USD")
    for name in lists:
        if columns.get(name) is not None:
            columns[name] = list(dict.fromkeys(str(word) for word in columns[name]))
    return columns


async def _save(call: Call) -> Written:
    columns = words_of(dict(call.given["input"]), "tiers")
    return await save_limit(call.connection, call.by, columns, call.given.get("expectedVersion"), call.at)


def _channel_of(call: Call) -> ContactChannel | None:
    channel = call.given.get("channel")
    return ContactChannel(channel) if channel else None


async def _refuse(call: Call) -> Written:
    member, reason = call.found["member"], call.given["reason"]
    return await contact_limits.refuse(call.connection, call.by, member, _channel_of(call), reason, call.at)


async def _allow(call: Call) -> Written:
    return await contact_limits.allow(call.connection, call.by, call.found["member"], _channel_of(call))


_MEMBER = {"member": "Member"}
MUTATIONS = {
    "contactLimitSave": Verb(_save, "care.edit", {}, {"limit": "ContactLimit", "changeSet": "ChangeSet"}),
    "contactRefuse": Verb(_refuse, "care.call", _MEMBER, _MEMBER),
    "contactAllow": Verb(_allow, "care.call", _MEMBER, _MEMBER),
}
