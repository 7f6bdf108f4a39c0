"""A world in which every delicate value is one of a kind, so that it is recognized wherever it appears."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from asyncpg import Connection

from rules.permissions import Facets, ReadLevel, Sensitivity
from rules.roles import grants_of, shipped
from schema.build import GRAPHQL
from tests import make
from tests.make import insert

OWN, OTHER = "M-0000001", "M-0000002"
"The member that the role `member` is bound to, and one it is not."
BIRTHDAY = r"1907-11-23|Nov 23, 1907|1907年11月23日"
CANARIES = {
    "Member.name": "Quillon", "Member.latinName": "Vexlatin", "Member.phone": "47110815", "Member.email": "wexmail",
    "Member.birthday": BIRTHDAY, "Member.attributes": "zumattribute", "Member.externalReference": "crmkestrel",
    "Member.tags": "tagsparrow", "MemberCard.cardNo": "99887766", "MemberAddress.label": "Labelfinch",
    "MemberAddress.receiver": "Rexreceiver", "MemberAddress.phone": "33557799", "MemberAddress.region": "Regionowl",
    "MemberAddress.city": "Cityheron", "MemberAddress.street": "Streetcrane", "MemberAddress.postalCode": "ZIPSWAN",
    "MemberMetrics.rfmGroup": "rfmplover", "MemberMetrics.totalSpend": r"7,?654,?321\.23",
    "Order.receiver": "Oxreceiver", "Order.externalReference": "erpgannet", "OrderReturn.actor": "returnactor",
    "OrderReturn.reason": "returnreason", "Ticket.subject": "subjectrobin", "TicketMessage.body": "bodywren",
    "Interaction.summary": "summaryraven", "Staff.email": "staffmail", "Campaign.budget": r"8,?765,?432\.25",
    "Campaign.spent": r"6,?543,?210\.26", "Campaign.rules": "ruleibis", "PointsEntry.actor": "pointsactor",
    "TierChange.actor": "tieractor", "WalletEntry.actor": "walletactor", "AuditEvent.actor": "auditactor",
    "AuditEvent.changes": "auditchange", "ImportProblem.value": "importvalue", "ImportProblem.reason": "importreason",
    "Job.error": "joberror", "Segment.name": "segmentgull",
}  # fmt: skip
"""What recognizes a value, by its field. A mask leaves nothing of it: it keeps beginnings and ends only."""
FOREIGN = "Foreigner"
NOT_ITS_OWN = ("notelinnet", FOREIGN, "draftcampaign")
"""For apps of members and shops: an internal message of the own ticket, the name of a member that is not one's own, a
campaign that is not published."""
SEARCHES = {
    "Member.name": "uillo",
    "Member.phone": "47110815",
    "Member.email": "wexmail",
    "MemberCard.cardNo": "99887766",
}
_HITS = "{ nodes { id } }"
GUESSES = [
    *(
        (place, f"{root}(first: 1, where: {before}{{{condition}}}{after}) {_HITS}")
        for place, condition in {
            "Member.name": 'name: {contains: "uillo"}',
            "Member.phone": 'phone: {contains: "4711"}',
            "Member.email": 'email: {startsWith: "a-wex"}',
            "Member.birthday": 'birthday: {lt: "1908-01-01"}',
            "Member.gender": "gender: {eq: FEMALE}",
            "MemberMetrics.totalSpend": 'totalSpend: {gte: "1000000"}',
            "MemberMetrics.quadrant": "quadrant: {eq: CONFIDANT}",
        }.items()
        for root, before, after in (("members", "", ""), ("orders", "{member: ", "}"), ("tickets", "{member: ", "}"))
    ),
    ("Member.phone", 'member(by: {phone: "+99947110815555"}) { id }'),
    ("Member.email", 'member(by: {email: "a-wexmail@example.com"}) { id }'),
    ("MemberCard.cardNo", 'member(by: {cardNo: "1199887766554433"}) { id }'),
    ("Member.name", "members(first: 1, orderBy: [{field: NAME}]) { nodes { id } }"),
    ("MemberMetrics.totalSpend", "members(first: 1, orderBy: [{field: TOTAL_SPEND}]) { nodes { id } }"),
    ("Member.phone", 'segmentPreview(where: {not: {phone: {contains: "4711"}}}) { value }'),
]
"Conditions, keys and orders that would tell a value to who may not read it, with the field that they would tell of."


def facets(role: str, place: str) -> Facets:
    """What the shipped role says about a field, from the role's own words and the class that the schema declares."""
    type_name, name = place.split(".")
    declared = GRAPHQL.type_map[type_name].fields[name].extensions["strawberry-definition"].metadata["memberdesk"]
    return grants_of(role, shipped()[role]).facets(type_name, name, Sensitivity(declared["sensitivity"]))


def sees(role: str, place: str) -> bool:
    return facets(role, place).read is ReadLevel.FULL


def has_way(role: str, guess: str) -> bool:
    """Whether the role sees what the guess starts from."""
    roots = {
        "members": "Member",
        "member": "Member",
        "orders": "Order",
        "tickets": "Ticket",
        "segmentPreview": "Member",
    }
    return facets(role, f"{roots[guess.split('(')[0]]}.id").read is ReadLevel.FULL


def found(text: str, places: Iterable[str]) -> set[str]:
    """The fields (or words) whose values stand in a text."""
    return {place for place in places if re.search(CANARIES.get(place, place), text)}


@cache
def forbidden(role: str) -> frozenset[str]:
    return frozenset(place for place in CANARIES if not sees(role, place))


async def world(c: Connection) -> None:
    """The small world of tests/make.py with canaries in it."""
    await make.world(c)
    async with c.transaction():
        own = await _own(c)
        await _belongings(c, own)
        await c.execute("SET LOCAL session_replication_role = replica")  # the books may only be added to
        await _trade(c, own)
        await _office(c, own)


async def _own(c: Connection) -> object:
    await c.execute("UPDATE member SET name = $2 WHERE member_no = $1", OTHER, f"{FOREIGN} Person")
    return await c.fetchval(
        "UPDATE member SET name = 'A Quillon B', latin_name = 'A Vexlatin B', phone = '+99947110815555',"
        " email = 'a-wexmail@example.com', birthday = $2, custom = '{\"note\": \"zumattribute\"}',"
        " external_reference = 'crmkestrel' WHERE member_no = $1 RETURNING id",
        OWN,
        date(1907, 11, 23),
    )


async def _belongings(c: Connection, own: object) -> None:
    await insert(c, "member_card", card_no="1199887766554433", member_id=own)
    await insert(
        c, "member_address", member_id=own, label="Labelfinch", receiver="A Rexreceiver B", phone="+22233557799444",
        country="CN", region="Regionowl", city="Cityheron", street="Streetcrane", postal_code="ZIPSWAN",
    )  # fmt: skip
    tag = await insert(c, "tag", name="tagsparrow")
    await insert(c, "member_tag", member_id=own, tag_id=tag, actor="test")
    figures = "UPDATE member_metrics SET rfm_group = 'rfmplover', total_spend = 765432123, monetary_score = 5"
    await c.execute(f"{figures} WHERE member_id = $1", own)
    await c.execute("UPDATE tier_change SET actor = 'tieractor' WHERE member_id = $1", own)


async def _trade(c: Connection, own: object) -> None:
    order = await c.fetchval(
        "UPDATE orders SET receiver = 'A Oxreceiver B', external_reference = 'erpgannet' WHERE number = 'A-1'"
        " RETURNING id"
    )
    await insert(
        c, "order_return", number="R-1", order_id=order, reason="returnreason", actor="returnactor", amount=1,
        at=make.LONG_AGO,
    )  # fmt: skip
    await c.execute("UPDATE ledger_transaction SET actor = 'pointsactor'")
    paid = await insert(
        c, "ledger_transaction", operation="test", actor="walletactor", reason="Paid in", source="test",
        at=make.LONG_AGO, id=make.uuid4(),
    )  # fmt: skip
    await insert(
        c, "wallet_entry", member_id=own, transaction_id=paid, kind="RECHARGE", principal_delta=100, bonus_delta=0,
        balance_after=100, at=make.LONG_AGO,
    )  # fmt: skip
    await c.execute("UPDATE segment SET name = 'segmentgull'")
    await c.execute("UPDATE campaign SET name = 'draftcampaign' WHERE code = 'SECRET'")
    await c.execute(
        'UPDATE campaign SET budget = 876543225, spent = 654321026, rules = \'{"note": "ruleibis"}\','
        " audience_id = (SELECT id FROM segment LIMIT 1) WHERE code = 'SPRING'"
    )


async def _office(c: Connection, own: object) -> None:
    await c.execute("UPDATE ticket SET subject = 'subjectrobin' WHERE number = 'T-000001'")
    await c.execute(
        "UPDATE ticket_message SET body = CASE WHEN is_internal THEN 'bodywren notelinnet' ELSE 'bodywren' END"
    )
    await c.execute("UPDATE interaction SET summary = 'summaryraven' WHERE member_id = $1", own)
    await c.execute("UPDATE staff SET email = 'a-staffmail@example.com' WHERE username = 'ana'")
    await c.execute('UPDATE audit_event SET actor = \'auditactor\', changes = \'{"note": ["", "auditchange"]}\'')
    await c.execute("UPDATE import_problem SET value = 'importvalue', reason = 'importreason'")
    await c.execute("UPDATE job SET error = 'joberror'")
