"""Audiences of campaigns as SQL: the filter language, read once and asked of one member or of all."""

from collections.abc import Mapping
from typing import Any

from graphql import coerce_input_value
from graphql.pyutils import Undefined

from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import Catalog
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import every, where
from resolvers.planner.lookups import keys_where
from resolvers.planner.statement import Row, Statement, Surroundings
from rules.permissions import Access, union
from rules.roles import ADMIN, grants_of, shipped
from rules.viewer import Viewer

Question = tuple[str, list[Any]]
"A statement with its parameters."
EVERYTHING: Access = union([grants_of(ADMIN, shipped()[ADMIN])])
NOBODY = Viewer(kind="CLIENT", name="program", roles=(ADMIN,), access=EVERYTHING, fingerprint=EVERYTHING.fingerprint())


class Audiences:
    """Reads filters as they are kept. They mean whomever they mean, whoever asks: no row is out of sight."""

    def __init__(self, catalog: Catalog, surroundings: Surroundings, kind: Any) -> None:
        """`kind` is the input type of a filter over members."""
        self._catalog = catalog
        self._surroundings = surroundings
        self._kind = kind

    def about(self, wheres: Mapping[str, Any]) -> Question:
        """A statement that gives the names of those filters that the member ($1) meets.

        Raises ValueError for a filter that no longer fits the schema.
        """
        statement = self._statement()
        member = statement.bind(lambda *_: None, "uuid")
        asked = []
        for name, given in wheres.items():
            row = statement.source(self._catalog.entities["Member"])
            kept = every([f"{row.key} = {member}", *self._conditions(row, given)])
            called = statement.constant(name, "text")
            asked.append(f"SELECT {called} AS name WHERE EXISTS (SELECT FROM {row.source.sql()} WHERE {kept})")
        return " UNION ALL ".join(asked), self._values(statement)[1:]

    def members(self, given: Any) -> Question:
        """A statement that selects the keys of all members who meet the filter. Raises ValueError as above."""
        statement = self._statement()
        return keys_where(statement, "Member", self._read(given)), self._values(statement)

    def _statement(self) -> Statement:
        return Statement(self._catalog, EVERYTHING, self._surroundings)

    def _values(self, statement: Statement) -> list[Any]:
        return [bind({}, NOBODY) for bind in statement.binds]

    def _read(self, given: Any) -> Argument:
        value = coerce_input_value(given, self._kind)
        if value is Undefined:
            raise ValueError("it is no filter over members any more")
        return Argument(value)

    def _conditions(self, row: Row, given: Any) -> list[str]:
        try:
            return where(row, self._read(given))
        except BadRequest as wrong:
            raise ValueError(str(wrong)) from None
