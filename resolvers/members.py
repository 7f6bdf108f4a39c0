"""How members are read, found and sorted."""

from models.members import Member, MemberAddress, MemberMetrics, Tag
from resolvers import (
    after_sales,
    campaigns,
    care,
    contacting,
    coupons,
    disclosures,
    duplicates,
    earning,
    holds,
    logins,
    making_good,
    payments,
    penalties,
    points,
    promises,
    rewards,
    standing,
    tickets,
    tiers,
    wallets,
)
from resolvers.access import FIELD_ACCESS
from resolvers.audit import events_of
from resolvers.ids import MEMBER_KEY, by_id
from resolvers.planner.answers import Computed, One, Rows, money, money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Among, Compare, Related, Text, in_minor_units, plain
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.opening import asks
from resolvers.planner.orders import OrderBy
from resolvers.planner.searching import Grams, Part
from resolvers.planner.statement import Row
from rules.members import normal_phone


def text(column: str) -> object:
    return lambda row: row.col(column)


def metrics(row: Row, *, inner: bool = False) -> Row:
    return row.one("MemberMetrics", "id", inner=inner)


def _figure(column: str) -> object:
    return lambda row: metrics(row).col(column)


def _sorted_by_figure(expression: object, cast: str, field: str) -> OrderBy:
    """Sorted in the table of figures, so that its index serves; every member has a row there."""
    return OrderBy(
        lambda row: expression(metrics(row, inner=True)),
        cast,
        tie=lambda row: metrics(row, inner=True).col("member_id"),
        governed_by=(f"MemberMetrics.{field}",),
    )


def _sorted_by_balance(account: object, field: str) -> OrderBy:
    return OrderBy(
        lambda row: account(row, inner=True).col("balance"),
        "bigint",
        tie=lambda row: account(row, inner=True).col("member_id"),
        governed_by=(field,),
    )


def sort_name(row: Row) -> str:
    return f"lower(coalesce({row.col('latin_name')}, {row.col('name')}, ''))"


def _of_member(part: Row, member: Row) -> str:
    return f"{part.col('member_id')} = {member.key}"


FIELDS = {
    "asksForPin": Computed(lambda row: asks(row.key)),
    "tierProgress": tiers.PROGRESS,
    "tierChanges": Connection("TierChange", _of_member),
    "growthValue": Computed(lambda row: points.growth(row).col("balance")),
    "growthEntries": points.GROWTH_ENTRIES,
    "points": points.ACCOUNT,
    "pointsEntries": points.ENTRIES,
    "pointsLots": points.LOTS,
    "pendingLots": points.PENDING_LOTS,
    "holds": holds.OF_MEMBER,
    "activities": earning.OF_MEMBER,
    "redemptions": rewards.OF_MEMBER,
    "notices": points.NOTICES,
    "wallet": wallets.WALLET,
    "walletEntries": wallets.ENTRIES,
    "payments": payments.OF_MEMBER,
    "cards": Many("MemberCard", _of_member, order="issued_at"),
    "addresses": Many("MemberAddress", _of_member, order="label"),
    "attributes": Rows(
        lambda member, _: f"SELECT key, value FROM jsonb_each_text({member.col('custom')}) ORDER BY key",
        {"key": "key", "value": "value"},
    ),
    "heldEffects": standing.OF_MEMBER,
    "coupons": coupons.OF_MEMBER,
    "afterSalesCases": after_sales.OF_MEMBER,
    "orders": Connection("Order", _of_member),
    "makeGoods": making_good.OF_MEMBER,
    "penalties": penalties.OF_MEMBER,
    "promises": promises.OF_MEMBER,
    "tickets": tickets.OF_MEMBER,
    "interactions": tickets.CONTACTS,
    "careTasks": care.OF_MEMBER,
    "contactRefusals": contacting.REFUSALS,
    "messages": contacting.MESSAGES,
    "campaigns": campaigns.OF_MEMBER,
    "auditEvents": events_of("Member"),
    "tags": Many(
        "Tag",
        lambda tag, member: (
            f"EXISTS (SELECT FROM member_tag x WHERE x.tag_id = {tag.key} AND x.member_id = {member.key})"
        ),
        order="name",
    ),
    "metrics": One("MemberMetrics", "id"),
    "duplicates": duplicates.OF_MEMBER,
    "devices": logins.OF_MEMBER,
    "fieldAccess": FIELD_ACCESS,
    "accessReport": disclosures.OF_MEMBER,
}

FILTERS = {
    "id": by_id(MEMBER_KEY),
    "memberNo": Text(text("member_no"), exact=True),
    "name": Text(text("name")),
    "phone": Text(text("phone"), convert=lambda value: normal_phone(plain(value)), exact=True),
    "email": Text(text("email"), convert=lambda value: plain(value).lower(), exact=True),
    "cardNo": Among(
        lambda row: f"FROM member_card c WHERE c.member_id = {row.key}",
        "c.card_no",
        ("cards", "MemberCard.cardNo"),
        exact=True,
    ),
    "birthday": Compare(text("birthday"), "date"),
    "gender": Compare(text("gender"), "text"),
    "status": Compare(text("status"), "text"),
    "isAnonymous": Compare(text("is_anonymous"), "bool"),
    "isArchived": Compare(lambda row: f"({row.col('archived_at')} IS NOT NULL)", "bool", governed_by=("archivedAt",)),
    "joinedAt": Compare(text("joined_at"), "timestamptz"),
    "source": Among(lambda row: f"FROM dictionary_item d WHERE d.id = {row.col('source_id')}", "d.code", exact=True),
    "homeStore": Among(lambda row: f"FROM store s WHERE s.id = {row.col('home_store_id')}", "s.code", exact=True),
    "tier": Related("Tier", "tier_id"),
    "growthValue": Compare(lambda row: points.growth(row).col("balance"), "bigint"),
    "pointsAvailable": Compare(lambda row: points.available(row).col("balance"), "bigint", governed_by=("points",)),
    "tags": Among(
        lambda row: f"FROM member_tag x JOIN tag g ON g.id = x.tag_id WHERE x.member_id = {row.key}", "g.name"
    ),
    "totalSpend": Compare(_figure("total_spend"), "bigint", in_minor_units, ("MemberMetrics.totalSpend",)),
    "orderCount": Compare(_figure("order_count"), "int", governed_by=("MemberMetrics.orderCount",)),
    "lastOrderAt": Compare(_figure("last_order_at"), "timestamptz", governed_by=("MemberMetrics.lastOrderAt",)),
    "quadrant": Compare(_figure("quadrant"), "text", governed_by=("MemberMetrics.quadrant",)),
}

ORDERS = {
    "JOINED_AT": OrderBy(text("joined_at"), "timestamptz", governed_by=("joinedAt",)),
    "NAME": OrderBy(sort_name, "text", governed_by=("name", "latinName")),
    "MEMBER_NO": OrderBy(text("member_no"), "text", governed_by=("memberNo",)),
    "GROWTH_VALUE": _sorted_by_balance(points.growth, "growthValue"),
    "POINTS_AVAILABLE": _sorted_by_balance(points.available, "points"),
    "TOTAL_SPEND": _sorted_by_figure(lambda row: row.col("total_spend"), "bigint", "totalSpend"),
    "ORDER_COUNT": _sorted_by_figure(lambda row: row.col("order_count"), "int", "orderCount"),
    "LAST_ORDER_AT": _sorted_by_figure(
        lambda row: f"coalesce({row.col('last_order_at')}, '-infinity')", "timestamptz", "lastOrderAt"
    ),
}

SEARCH = Grams(
    (
        Part(1, text("name"), "name", letters="wide"),
        Part(2, text("latin_name"), "latinName", letters="latin"),
        Part(3, text("phone"), "phone", letters="number", clean=normal_phone),
        Part(4, text("email"), "email", letters="latin"),
        Part(5, text("member_no"), "memberNo", letters="latin"),
        Part(6, text("card_numbers"), "MemberCard.cardNo", letters="latin", also_by="cards"),
    )
)

METRICS = Entity(
    "MemberMetrics",
    MemberMetrics,
    fields={
        "totalSpend": money_column("total_spend"),
        "averageOrder": money(
            lambda row: f"round({row.col('total_spend')}::numeric / nullif({row.col('order_count')}, 0))",
            lambda row: f"{row.col('order_count')} > 0",
        ),
    },
)

ENTITIES = [
    Entity(
        "Member",
        Member,
        "mem",
        fields=FIELDS,
        filters=FILTERS,
        orders=ORDERS,
        default_order=(("JOINED_AT", "DESC"),),
        search=SEARCH,
    ),
    METRICS,
    Entity("MemberAddress", MemberAddress, "adr", filters={"memberKey": Compare(text("member_id"), "uuid")}),
    Entity("Tag", Tag, "tag"),
]

QUERIES = {
    "member": Lookup("Member", prefer=lambda row: f"{row.col('status')} IN ('MERGED', 'ERASED')"),
    "members": Connection("Member", unless=("isArchived", lambda row: f"{row.col('archived_at')} IS NULL")),
}
