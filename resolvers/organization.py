"""How units, stores and teams are read."""

from models.organization import OrganizationUnit, Store, Team
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.statement import Row


def code(row: Row) -> str:
    return row.col("code")


ENTITIES = [
    Entity(
        "OrganizationUnit",
        OrganizationUnit,
        "uni",
        fields={
            "parts": Many("OrganizationUnit", lambda part, unit: f"{part.col('parent_id')} = {unit.key}", order="code"),
            "stores": Many("Store", lambda store, unit: f"{store.col('unit_id')} = {unit.key}", order="code"),
        },
        filters={"code": Text(code, exact=True)},
    ),
    Entity("Store", Store, "sto", filters={"code": Text(code, exact=True)}),
    Entity("Team", Team, "tea", filters={"code": Text(code, exact=True)}),
]

QUERIES = {
    "units": Many("OrganizationUnit", order="code"),
    "unit": Lookup("OrganizationUnit"),
    "stores": Many("Store", order="code"),
    "store": Lookup("Store"),
    "teams": Many("Team", order="name"),
}
