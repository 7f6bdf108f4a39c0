"""How segments, campaigns and their results are read."""

from models.campaigns import Campaign, CampaignParticipation, Segment
from resolvers.campaign_terms import TERMS
from resolvers.counting import exactly
from resolvers.planner.answers import Asked, Computed, Embedded, Through, amount, money_column
from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text, every, where
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup, key_of
from resolvers.planner.objects import select_object
from resolvers.planner.orders import OrderBy
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row


def code(row: Row) -> str:
    return row.col("code")


def _report(campaign: Row) -> Row:
    """One row of totals over the participations and over the orders that the campaign's coupons were used in."""

    def select() -> str:
        return f"""
            SELECT people.*, bought.sales FROM (
                SELECT count(*) FILTER (WHERE NOT is_control) AS targeted,
                       count(reached_at) FILTER (WHERE NOT is_control) AS reached,
                       count(participated_at) FILTER (WHERE NOT is_control) AS participants,
                       count(converted_at) FILTER (WHERE NOT is_control) AS conversions,
                       count(*) FILTER (WHERE is_control) AS control_size,
                       count(converted_at) FILTER (WHERE is_control) AS control_conversions
                FROM campaign_participation WHERE campaign_id = {campaign.key}) people,
            LATERAL (SELECT coalesce(sum(total), 0)::bigint AS sales FROM orders
                     WHERE id IN (SELECT order_id FROM coupon WHERE campaign_id = {campaign.key})) bought"""

    alias = campaign.lateral("report", select)
    return Row(campaign.statement, None, alias, campaign.source, campaign.factor)


def _from_report(answer: object) -> Through:
    return Through(_report, answer)


def _figure(column: str) -> Through:
    return _from_report(Computed(lambda row: row.col(column)))


def _return(campaign: Row) -> str:
    spent = campaign.col("spent")
    gain = f"({_report(campaign).col('sales')} - {spent})::numeric"
    return f"CASE WHEN {spent} > 0 THEN round({gain} / {spent}, 4)::text END"


REPORT = Embedded(
    {
        "targeted": _figure("targeted"),
        "reached": _figure("reached"),
        "participants": _figure("participants"),
        "conversions": _figure("conversions"),
        "controlSize": _figure("control_size"),
        "controlConversions": _figure("control_conversions"),
        "sales": _from_report(money_column("sales")),
        "cost": money_column("spent"),
        "returnOnInvestment": Computed(_return),
    }
)


def _preview(row: Row, selected: Selected) -> str:
    """Counted as a list would be, but without a cap."""
    statement = row.statement
    statement.cost += 5
    member = statement.source(statement.catalog.entities["Member"])
    scope = member.entity.scope_of(statement)
    argument: Argument = selected.arguments()["where"]
    kept = every([*where(member, argument), *(scope(member) if scope else [])])
    counted = f"(SELECT count(*) AS n FROM {member.source.sql()} WHERE {kept}) c"
    forms = {"value": "c.n", "__typename": "'Count'::text"}
    found = [(part.key, forms.get(part.name, "false")) for part in selected.children()]
    return f"({select_object(found, counted)})"


_KEY = Entity("Campaign", Campaign, "cam")
MEANT_FOR = Connection("CampaignParticipation", lambda one, campaign: f"{one.col('campaign_id')} = {campaign.key}")
OF_MEMBER = Connection("CampaignParticipation", lambda one, member: f"{one.col('member_id')} = {member.key}")

ENTITIES = [
    Entity(
        "Segment",
        Segment,
        "seg",
        fields={"memberCount": exactly(Computed(lambda row: row.col("member_count")), estimated=True)},
        filters={"code": Text(code, exact=True)},
    ),
    Entity(
        "Campaign",
        Campaign,
        "cam",
        fields={
            "budget": amount("budget"),
            "spent": amount("spent"),
            "report": REPORT,
            "terms": TERMS,
            "participations": MEANT_FOR,
        },
        filters={
            "id": Compare(lambda row: row.key, "uuid", lambda _operator, _row: key_of(_KEY)),
            "code": Text(code, exact=True),
            "name": Text(lambda row: row.col("name")),
            "kind": Compare(lambda row: row.col("kind"), "text"),
            "status": Compare(lambda row: row.col("status"), "text"),
            "startsAt": Compare(lambda row: row.col("starts_at"), "timestamptz"),
            "endsAt": Compare(lambda row: row.col("ends_at"), "timestamptz"),
        },
        orders={
            "STARTS_AT": OrderBy(
                lambda row: f"coalesce({row.col('starts_at')}, 'infinity')", "timestamptz", governed_by=("startsAt",)
            ),
            "CODE": OrderBy(code, "text", governed_by=("code",)),
        },
        default_order=(("STARTS_AT", "DESC"),),
    ),
    Entity(
        "CampaignParticipation",
        CampaignParticipation,
        "par",
        filters={"memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
        orders={"TARGETED_AT": OrderBy(lambda row: row.col("targeted_at"), "timestamptz")},
        default_order=(("TARGETED_AT", "DESC"),),
    ),
]

QUERIES = {
    "campaign": Lookup("Campaign"),
    "campaigns": Connection("Campaign"),
    "segments": Many("Segment", order="name"),
    "segment": Lookup("Segment"),
    "segmentPreview": Asked(_preview),
}
