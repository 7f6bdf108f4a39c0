"""The schema as text."""

from graphql import GraphQLSchema, print_schema

from resolvers.planner.pruning import Pruner
from rules.permissions import union
from rules.refusals import ErrorCode, Refused
from rules.roles import ADMIN, grants_of, shipped
from schema.build import GRAPHQL, catalog


def schema_of(role: str | None) -> str:
    """The whole schema, or what a shipped role sees of it. Raises Refused for an unknown role."""
    return print_schema(_pruned(role or ADMIN))


def _pruned(role: str) -> GraphQLSchema:
    if role not in shipped():
        raise Refused(ErrorCode.NOT_FOUND, f"There is no role '{role}'. Roles: {', '.join(shipped())}.")
    return Pruner(GRAPHQL, catalog(), {}).prune(union([grants_of(role, shipped()[role])]))
