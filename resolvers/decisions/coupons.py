"""What a coupon gives, and why it does not apply."""

from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any

from asyncpg import Connection

from actions.decisions.coupons import CouponDecided, of_coupon_cart, of_coupon_order
from resolvers.decisions.telling import CONDITIONS, Voice, finder
from resolvers.planner.answers import Computed, money_column
from resolvers.planner.arguments import Argument, whole
from resolvers.planner.errors import BadRequest
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.worked_out import row_of
from rules.quote.given import GivenCart, read_cart
from rules.viewer import Viewer

SHAPE = "code text, name text, applies bool, off bigint, said json, conditions jsonb"
FIELDS = {
    **{name: Computed(lambda row, name=name: row.col(name)) for name in ("code", "name", "applies", "said")},
    "off": money_column("off", null=True),
    "conditions": CONDITIONS,
}


@dataclass(frozen=True, slots=True)
class Explained:
    """The root field `explainCoupon`."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement, given = row.statement, selected.arguments()
        by_id = finder(statement, "Coupon", given["couponId"], "couponId")
        by_code = finder(statement, "Coupon", Argument({"code": given["code"]}), "code") if _is(given["code"]) else None
        if (by_id is None) == (by_code is None):
            raise BadRequest("Say which coupon is meant, by its id or its code: one of the two.")
        member = finder(statement, "Member", given["memberId"], "memberId")
        order = finder(statement, "Order", given["orderId"], "orderId")
        cart = whole(given["cart"]) if _is(given["cart"]) else None
        if order is not None and cart is not None:
            raise BadRequest("Say a cart or an order, not both.")
        programs = statement.surroundings.programs

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            coupon = await (by_id or by_code)(connection, variables, viewer)
            if order is not None:
                found = await of_coupon_order(connection, programs, coupon, await order(connection, variables, viewer))
            else:
                now = datetime.now(UTC)
                bought = read_cart(cart(variables, viewer), now, ("cart",)) if cart else _nothing(now)
                buyer = await member(connection, variables, viewer) if member else None
                found = await of_coupon_cart(connection, programs, coupon, bought, buyer)
            return dumps(_told(found, Voice(statement, viewer)), default=str)

        return row_of(statement, selected, work, "CouponDecision", SHAPE, FIELDS)


def _nothing(now: datetime) -> GivenCart:
    return GivenCart((), None, (), 0, now, ("cart",))


def _is(argument: Argument) -> bool:
    return argument.is_given and argument.value is not None


def _told(found: CouponDecided, voice: Voice) -> dict[str, Any]:
    effect = found.effect
    return {
        "code": found.row["code"],
        "name": found.row["name"],
        "applies": effect is not None,
        "off": effect and effect.amount,
        "said": [*voice.each(found.said), *([voice.say(effect)] if effect else [])],
        "conditions": voice.conditions(found.failures),
    }


QUERIES = {"explainCoupon": Explained()}
