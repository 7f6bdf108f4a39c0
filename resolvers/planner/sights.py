"""The schemas that callers see, each cut once, for those who ask what others see."""

from collections import OrderedDict

from graphql import GraphQLSchema

from resolvers.planner.pruning import Pruner
from rules.permissions import Access

KEPT = 64


class Sights:
    """What a caller's schema has and has not, by the very cut that his operations are validated against."""

    def __init__(self, pruner: Pruner) -> None:
        self.pruner = pruner
        self._schemas: OrderedDict[str, GraphQLSchema] = OrderedDict()

    def schema(self, access: Access) -> GraphQLSchema:
        name = access.fingerprint()
        found = self._schemas.get(name)
        if found is None:
            found = self._schemas[name] = self.pruner.prune(access)
            if len(self._schemas) > KEPT:
                self._schemas.popitem(last=False)
        return found

    def has(self, access: Access, type_name: str, field: str) -> bool:
        kind = self.schema(access).type_map.get(type_name)
        return field in (getattr(kind, "fields", None) or ())

    def permission(self, type_name: str, field: str) -> str | None:
        """What a mutation, or a guarded question, needs."""
        return self.pruner.permissions.get(field) if type_name in ("Mutation", "Query") else None
