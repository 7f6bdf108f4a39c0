"""How a cart is quoted: the rules work it out, and the statement draws it like an order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.coupons import guessing
from actions.orders.facts import facts
from resolvers.effects import FIELDS as EFFECT_FIELDS
from resolvers.planner.answers import Computed, Rows, money_column
from resolvers.planner.arguments import Argument, whole
from resolvers.planner.catalog import Answer
from resolvers.planner.formats import as_amount
from resolvers.planner.lookups import key_of_named
from resolvers.planner.objects import ROW, as_rows, field
from resolvers.planner.selection import Selected
from resolvers.planner.statement import From, Row, Say, Statement, Work
from resolvers.worked_out import row_of
from rules.ledger import Asset
from rules.quote.answer import Effect, Quote, Rejection
from rules.quote.committing import unknown_codes
from rules.quote.given import read_cart
from rules.quote.quoting import quote
from rules.refusals import ErrorCode, Refused, Saying
from rules.viewer import Viewer

Speak = Callable[[Saying], str]
"Says it in the caller's language."
PATH = ("cart",)
SHAPE = (
    "subtotal bigint, discount_total bigint, total bigint, payable bigint, points_to_earn bigint,"
    " growth_to_earn bigint, points_spent bigint, lines jsonb, effects jsonb, rejections jsonb"
)


def _effects(quoted: Row, _: Selected) -> str:
    amount = as_amount("e.amount", quoted.statement.surroundings.currency)
    return (
        f"SELECT e.kind, e.source_kind, e.source_code, {amount} AS amount, e.points, e.message"
        f" FROM jsonb_to_recordset({quoted.col('effects')}) AS e(kind text, source_kind text, source_code text,"
        " amount bigint, points bigint, message text)"
    )


def _rejections(quoted: Row, _: Selected) -> str:
    return (
        f"SELECT r.* FROM jsonb_to_recordset({quoted.col('rejections')})"
        " AS r(source_kind text, source_code text, code text, message text)"
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """Rows of an order's lines that no table has yet."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement, entity = row.statement, row.statement.catalog.entities["OrderLine"]
        each, alias = statement.alias(), statement.alias()
        rows = (
            f"jsonb_array_elements({row.col('lines')}) {each}(line)"
            f" CROSS JOIN LATERAL jsonb_populate_record(NULL::{entity.table}, {each}.line)"
        )
        line = Row(statement, entity, alias, From(rows, alias), 5)
        found = [(child.key, self._field(line, each, child)) for child in selected.children()]
        shown, as_json = as_rows(found)
        source = f"{line.source.sql()} ORDER BY {alias}.position"
        return f"(SELECT coalesce(json_agg({as_json}), '[]') FROM (SELECT {shown} FROM {source}) {ROW})"

    def _field(self, line: Row, each: str, child: Selected) -> str:
        """A product that nobody described yet has a code all the same."""
        if child.name == "productCode":
            return f"{each}.line ->> 'product_code'"
        return field(line, "OrderLine", child)


FIELDS: dict[str, Answer] = {
    "subtotal": money_column("subtotal"),
    "discountTotal": money_column("discount_total"),
    "total": money_column("total"),
    "payable": money_column("payable"),
    "pointsToEarn": Computed(lambda row: row.col("points_to_earn")),
    "growthToEarn": Computed(lambda row: row.col("growth_to_earn")),
    "pointsSpent": Computed(lambda row: row.col("points_spent")),
    "lines": _Lines(),
    "effects": Rows(_effects, EFFECT_FIELDS),
    "rejections": Rows(
        _rejections,
        {"sourceKind": "source_kind", "sourceCode": "source_code", "code": "code", "message": "message"},
    ),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """The root field: a quote worked out by the rules, as one row."""

    def sql(self, row: Row, selected: Selected) -> str:
        work = _work(row.statement, selected.arguments()["cart"])
        return row_of(row.statement, selected, work, "Quote", SHAPE, FIELDS)


def _work(statement: Statement, argument: Argument) -> Work:
    """Everything that depends on the values; the form of the statement does not."""
    cart, find = whole(argument), _finder(statement, argument)
    around = statement.surroundings

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        now = datetime.now(UTC)
        given = read_cart(cart(variables, viewer), now, PATH)
        member = await find(connection, variables, viewer) if find else None
        known = await facts(connection, around.programs, given, member)
        priced = quote(known.program, known.cart)
        if given.coupons and around.writes:
            async with around.writes.transaction() as own:
                await guessing.tried(own, viewer, unknown_codes(priced), now)
        return dumps(told(priced, partial(_spoken, around.say, viewer.locale)), default=str)

    return work


def _finder(statement: Statement, argument: Argument) -> Any:
    """Finds the member within the viewer's scope; None if the cart names none."""
    named = argument.get("member") if isinstance(argument.value, dict) else None
    if named is None or not named.is_given or named.value is None:
        return None
    apart = Statement(statement.catalog, statement.access, statement.surroundings)
    sql = key_of_named(apart, "Member", named)

    async def find(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> UUID:
        key = await connection.fetchval(sql, *(bind(variables, viewer) for bind in apart.binds))
        if key is None:
            message = "There is no such {kind}, or you may not see it."
            raise Refused(ErrorCode.NOT_FOUND, message, (*PATH, "member"), kind="Member")
        return key

    return find


def _spoken(say: Say, language: str, saying: Saying) -> str:
    return say(Refused.because(saying, ()), language)


def told(found: Quote, speak: Speak) -> dict[str, Any]:
    """As a row of SHAPE."""
    return {
        "subtotal": found.subtotal,
        "discount_total": found.discount_total,
        "total": found.total,
        "payable": found.payable,
        "points_to_earn": found.earns(Asset.POINTS),
        "growth_to_earn": found.earns(Asset.GROWTH),
        "points_spent": found.points_spent,
        "lines": _line_rows(found),
        "effects": [_effect(effect, speak) for effect in found.effects],
        "rejections": [_rejection(rejection, speak) for rejection in found.rejections],
    }


def _line_rows(found: Quote) -> list[dict[str, Any]]:
    return [
        {
            "position": place,
            "product_id": line.line.product_id,
            "product_code": line.line.product,
            "quantity": line.line.quantity,
            "returned_quantity": 0,
            "unit_price": line.unit_price,
            "discount": line.discount,
            "reimbursed": line.reimbursed,
            "total": line.total,
            "points_earned": line.points,
            "growth_earned": line.growth,
            "points_value": line.value,
        }
        for place, line in enumerate(found.lines, 1)
    ]


def _effect(effect: Effect, speak: Speak) -> dict[str, Any]:
    return {
        "kind": effect.kind,
        "source_kind": effect.source.kind,
        "source_code": effect.source.code,
        "amount": effect.amount,
        "points": effect.points,
        "message": speak(effect),
    }


def _rejection(rejection: Rejection, speak: Speak) -> dict[str, Any]:
    return {
        "source_kind": rejection.source.kind,
        "source_code": rejection.source.code,
        "code": rejection.failure.code,
        "message": speak(rejection.failure),
    }


QUERIES = {"quote": Quoted()}
ASKED = {"quote": "quote.ask"}
