"""The master schema: everything that anybody may ask, with what was declared of each field."""

from functools import cache

from graphql import GraphQLObjectType
from strawberry.schema.config import StrawberryConfig
from strawberry.types.field import StrawberryField

from resolvers.planner.building import Declared, build_catalog
from resolvers.planner.catalog import Catalog
from resolvers.planner.masks import nothing
from resolvers.planner.pipeline import PlannedReads
from resolvers.registry import ENTITIES, QUERIES, SUBSCRIPTIONS
from rules.permissions import Sensitivity
from schema.approvals import ApprovalRequired
from schema.errors import KINDS
from schema.fields import ABOUT, Quiet
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import SCALARS
from schema.subscription import Subscription

MOST_OPERATIONS = 10
"Operations in one batch."

MASTER = Quiet(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[*KINDS, ApprovalRequired],
    extensions=[PlannedReads],
    config=StrawberryConfig(
        scalar_map=SCALARS, disable_field_suggestions=True, batching_config={"max_operations": MOST_OPERATIONS}
    ),
)
GRAPHQL = MASTER._schema
"The same for graphql-core."

UNSAID = {"sensitivity": Sensitivity.PUBLIC, "mask": nothing, "about": None, "counts": ()}


@cache
def catalog() -> Catalog:
    """What is known of every type and field. Raises DoesNotFit."""
    return build_catalog(GRAPHQL, _declared(), ENTITIES, QUERIES, SUBSCRIPTIONS)


def _declared() -> dict[tuple[str, str], Declared]:
    return {
        (kind.name, name): _of(field.extensions["strawberry-definition"])
        for kind in GRAPHQL.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
    }


def _of(field: StrawberryField) -> Declared:
    said = field.metadata.get(ABOUT, UNSAID)
    return Declared(field.python_name, said["sensitivity"], said["mask"], said["about"], said["counts"])
