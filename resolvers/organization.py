"""How stores and teams are read."""

from models.organization import Store, Team
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.statement import Row


def code(row: Row) -> str:
    return row.col("code")


ENTITIES = [
    Entity("Store", Store, "sto", filters={"code": Text(code, exact=True)}),
    Entity("Team", Team, "tea", filters={"code": Text(code, exact=True)}),
]

QUERIES = {
    "stores": Many("Store", order=lambda row: row.col("code")),
    "store": Lookup("Store"),
    "teams": Many("Team", order=lambda row: row.col("name")),
}
