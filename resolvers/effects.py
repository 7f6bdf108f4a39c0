"""What rules did to an order, in the words of the reader; kept are the template and its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from json import dumps

from resolvers.planner.answers import Rows
from resolvers.planner.formats import as_amount
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Say
from rules.quote.telling import TEMPLATES
from rules.refusals import ErrorCode


class Hole(str):
    """Writes its own name where a template has it, in whatever form."""

    def __format__(self, _: str) -> str:
        return "{" + str(self) + "}"


@dataclass(frozen=True, slots=True)
class _Template:
    template: str
    code: ErrorCode = ErrorCode.INVALID
    values: Mapping[str, Hole] = field(
        default_factory=lambda: {name: Hole(name) for name in ("amount", "currency", "name", "points")}
    )

    @property
    def message(self) -> str:
        return self.template.format(**self.values)


FIELDS = {
    "kind": "kind",
    "sourceKind": "source_kind",
    "sourceCode": "source_code",
    "amount": "amount",
    "points": "points",
    "message": "message",
}


@cache
def _templates(say: Say, locale: str) -> str:
    """Those of a language, as JSON."""
    return dumps({template: say(_Template(template), locale) for template in TEMPLATES})


def _effects(order: Row, _: Selected) -> str:
    statement = order.statement
    say, amount = statement.surroundings.say, as_amount("e.amount", statement.surroundings.currency)
    templates = statement.bind(lambda _, viewer: _templates(say, viewer.locale), "text")
    told = f"in_words({templates}::jsonb ->> (e.details ->> 'said'), e.details -> 'parts')"
    return (
        f"SELECT e.kind, e.source_kind, e.source_code, {amount} AS amount, e.points,"
        f" coalesce({told}, e.message) AS message FROM order_effect e WHERE e.order_id = {order.key} ORDER BY e.id"
    )


OF_ORDER = Rows(_effects, FIELDS)
