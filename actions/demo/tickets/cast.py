"""Who writes, about which order, and who answers: taken from the members and orders that are there."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Connection, Record

from actions.demo.chance import Chance

ORDERS = """
    SELECT id, number, member_id, store_id, at, total, points_earned FROM orders
    WHERE member_id IS NOT NULL AND total > 200 AND points_earned > 4 ORDER BY at, id
"""
MEMBERS = """
    SELECT member.id, member.name, latin_name, gender, phone, member_no, card_numbers, tier.code AS tier, balance
    FROM member LEFT JOIN tier ON tier.id = tier_id JOIN ledger_account account ON account.id = points_account_id
"""
COUPONS = "SELECT member_id, code, issued_at FROM coupon WHERE status <> 'REDEEMED' ORDER BY issued_at, id"
PRODUCTS = """
    SELECT DISTINCT ON (order_id) order_id, product.name FROM order_line JOIN product ON product.id = product_id
    WHERE order_id = ANY($1) AND NOT is_placeholder AND name !~ 'Gasoline|Coupon'
    ORDER BY order_id, total DESC, position
"""
STAFF = """
    SELECT team.code AS team, team.id AS team_id, staff.id, staff.name, staff.locale
    FROM team_member JOIN team ON team.id = team_id JOIN staff ON staff.id = staff_id
    WHERE staff.is_demo ORDER BY team.code, staff.username
"""
LONG_AGO = timedelta(days=8)
JUST_NOW = timedelta(hours=3)


@dataclass(frozen=True)
class Cast:
    """Everybody that a ticket can be about. `times` are those of `orders`, which go by time."""

    orders: list[Record]
    times: list[datetime]
    members: dict[UUID, Record]
    coupons: dict[UUID, list[Record]]
    stores: dict[UUID, str]
    teams: dict[str, list[Record]]
    categories: dict[str, UUID]

    def order_before(self, chance: Chance, at: datetime) -> Record:
        """One of the last days before `at`, or else the nearest one."""
        first, last = bisect_left(self.times, at - LONG_AGO), bisect_right(self.times, at - JUST_NOW)
        return self.orders[first + chance.below(last - first) if last > first else max(0, last - 1)]

    def coupon_of(self, chance: Chance, member_id: UUID, at: datetime) -> str | None:
        held = [coupon["code"] for coupon in self.coupons.get(member_id, ()) if coupon["issued_at"] < at]
        return chance.pick(held) if held else None

    def staff_for(self, chance: Chance, team: str, language: str) -> Record:
        """Somebody of the team, who speaks the member's language if there is one."""
        team_staff = self.teams[team]
        speaking = [staff for staff in team_staff if (staff["locale"] or "en").startswith(language)]
        return chance.pick(speaking or team_staff)


async def assemble(connection: Connection) -> Cast:
    orders = await connection.fetch(ORDERS)
    return Cast(
        orders=orders,
        times=[order["at"] for order in orders],
        members={row["id"]: row for row in await connection.fetch(MEMBERS)},
        coupons=_grouped(await connection.fetch(COUPONS), "member_id"),
        stores=dict(await connection.fetch("SELECT id, name FROM store")),
        teams=_grouped(await connection.fetch(STAFF), "team"),
        categories=dict(
            await connection.fetch("SELECT code, id FROM dictionary_item WHERE dictionary = 'ticket_category'")
        ),
    )


async def products_of(connection: Connection, orders: Iterable[UUID]) -> dict[UUID, str]:
    """What was dearest in each order."""
    return dict(await connection.fetch(PRODUCTS, list(set(orders))))


def _grouped(rows: list[Record], key: str) -> dict:
    found = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return dict(found)
