"""Why an order or an entry gave the points that it gave."""

from dataclasses import dataclass
from json import dumps
from typing import Any

from asyncpg import Connection

from actions.decisions.points import Decided, Share, of_points_entry, of_points_order
from resolvers.decisions.telling import REFUSALS, Voice, check_unasked, finder, rows_of
from resolvers.planner.answers import Computed
from resolvers.planner.errors import BadRequest
from resolvers.planner.formats import as_instant
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.worked_out import row_of
from rules.quote.counting import counted
from rules.standing import Treatment
from rules.viewer import Viewer

SHAPE = "points bigint, growth bigint, is_kept bool, decided_at timestamptz, said json, rules jsonb, refused jsonb"
RULE = """source_kind text, source_code text, name text, version int, asset text, points bigint, is_held bool,
    said json, lines jsonb"""
LINES = rows_of(
    "lines",
    "position int, product_code text, points bigint",
    {"position": "position", "productCode": "product_code", "points": "points"},
)
FIELDS = {
    **{name: Computed(lambda row, name=name: row.col(name)) for name in ("points", "growth", "said")},
    "isKept": Computed(lambda row: row.col("is_kept")),
    "decidedAt": Computed(lambda row: as_instant(row.col("decided_at"))),
    "rules": rows_of(
        "rules",
        RULE,
        {
            "sourceKind": "source_kind", "sourceCode": "source_code", "name": "name", "version": "version",
            "asset": "asset", "points": "points", "isHeld": "is_held", "said": "said", "lines": LINES,
        },
    ),
    "refused": REFUSALS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explained:
    """The root field `explainPoints`."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement, given = row.statement, selected.arguments()
        order = finder(statement, "Order", given["orderId"], "orderId")
        entry = finder(statement, "PointsEntry", given["entryId"], "entryId")
        if (order is None) == (entry is None):
            raise BadRequest("Say which order or which entry is meant: one of the two.")
        programs = statement.surroundings.programs

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            check_unasked(viewer)
            key = await (order or entry)(connection, variables, viewer)
            decide = of_points_order if order else of_points_entry
            return dumps(_told(await decide(connection, programs, key), Voice(statement, viewer)), default=str)

        return row_of(statement, selected, work, "PointsDecision", SHAPE, FIELDS)


def _told(found: Decided, voice: Voice) -> dict[str, Any]:
    replayed = found.replayed
    return {
        "points": found.points,
        "growth": found.growth,
        "is_kept": replayed is not None and replayed.is_kept,
        "decided_at": replayed and replayed.order["recorded_at"],
        "said": voice.each(found.said),
        "rules": [_rule(share, found, voice) for share in found.shares],
        "refused": voice.refusals(found.refused),
    }


def _rule(share: Share, found: Decided, voice: Voice) -> dict[str, Any]:
    earned, cart = share.earned, found.replayed.cart
    lines = [
        {"position": place, "product_code": line.product, "points": part}
        for place, (line, part) in enumerate(zip(cart.lines, earned.shares, strict=True), 1)
        if part
    ]
    return voice.source(earned.rule.source) | {
        "asset": earned.rule.asset,
        "points": earned.amount,
        "is_held": share.treatment is Treatment.HOLD,
        "said": voice.each(counted(earned, found.replayed.program, cart.at)),
        "lines": lines,
    }


QUERIES = {"explainPoints": Explained()}
