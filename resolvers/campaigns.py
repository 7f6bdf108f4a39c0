"""How segments, campaigns and their results are read."""

from models.campaigns import Campaign, CampaignParticipation, Segment
from resolvers.campaign_reporting import REPORT
from resolvers.campaign_terms import TERMS
from resolvers.counting import exactly
from resolvers.planner.answers import Asked, Computed, amount
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
