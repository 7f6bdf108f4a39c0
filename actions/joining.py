"""How people come in: by hand, from the customers on file, by a card, for a fee, by what they buy."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record, UniqueViolationError

from actions import cards
from actions.enrolling import Joined, enroll
from actions.program import Programs
from actions.recording import record
from actions.tiers.evaluating import evaluate
from rules import conditions
from rules.joining import Entry, JoiningTrigger, JoiningWay, Level, Policy, Purchase, entry, since
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

CARD = "SELECT id, member_id, is_active FROM member_card WHERE card_no = $1 FOR UPDATE"
GIVE_CARD = "UPDATE member_card SET member_id = $2 WHERE id = $1"
CUSTOMER = "SELECT id, reference, name, phone, email, member_id FROM customer WHERE reference = $1 FOR NO KEY UPDATE"
LINK = "UPDATE customer SET member_id = $2, version = version + 1 WHERE id = $1"
WHO = "SELECT id, name, phone, email, member_id FROM customer WHERE id = $1 FOR NO KEY UPDATE"
POLICIES = """
    SELECT policy.id, policy.trigger, policy.period_days, policy.fee, policy.conditions::text,
        (SELECT coalesce(json_agg(json_build_array(level.least, level.most, tier.id, tier.rank)), '[]')
         FROM joining_level level JOIN tier ON tier.id = level.tier_id AND tier.is_active
         WHERE level.policy_id = policy.id)::text AS levels
    FROM joining_policy policy
    WHERE policy.is_active AND coalesce(policy.valid_from <= $1, true) AND coalesce(policy.valid_until > $1, true)
    ORDER BY policy.code
"""
LINES = """line AS (
        SELECT own.order_id, product.code, product.category_id, own.quantity - own.returned_quantity AS quantity,
            round(own.total * (1 - coalesce(own.returned_quantity / nullif(own.quantity, 0), 0)))::bigint AS amount
        FROM bought JOIN order_line own ON own.order_id = bought.id JOIN product ON product.id = own.product_id
    ), above AS (
        SELECT DISTINCT category_id AS own, category_id AS category FROM line WHERE category_id IS NOT NULL
        UNION SELECT above.own, category.parent_id FROM above JOIN product_category category
            ON category.id = above.category WHERE category.parent_id IS NOT NULL
    ), chain AS (
        SELECT above.own, json_agg(category.code) AS codes FROM above
        JOIN product_category category ON category.id = above.category GROUP BY above.own
    )
    SELECT bought.id, bought.customer_id, bought.at, store.code AS store,
        string_to_array(unit.path, '/') AS units, bought.kept,
        (SELECT coalesce(json_agg(json_build_array(line.code, coalesce(chain.codes, '[]'), line.amount,
            line.quantity::text)), '[]') FROM line LEFT JOIN chain ON chain.own = line.category_id
         WHERE line.order_id = bought.id)::text AS lines
    FROM bought LEFT JOIN store ON store.id = bought.store_id
    LEFT JOIN organization_unit unit ON unit.id = store.unit_id
"""
"What is left of each order of `bought`, with its lines."
BOUGHT = f"""
    WITH RECURSIVE bought AS (
        SELECT id, customer_id, at, store_id, total - returned_total AS kept FROM orders
        WHERE id = $1 OR (customer_id = $2 AND at > $3 AND at <= $4 AND status <> 'CANCELLED')
    ), {LINES}
"""
TAKE_ORDER = """
    WITH own AS (UPDATE orders SET member_id = $2 WHERE id = $1 RETURNING total, at)
    UPDATE member_metrics SET order_count = order_count + 1, total_spend = total_spend + own.total,
        first_order_at = own.at, last_order_at = own.at
    FROM own WHERE member_id = $2
"""
ADD = "INSERT INTO customer (reference, member_id) VALUES ($1, $2) ON CONFLICT (reference) DO NOTHING"


@dataclass(slots=True)
class Entrance:
    """What was said of how somebody joins. `fee` is in minor units; `card` is found when he is admitted."""

    said: JoiningWay | None = None
    card_no: str | None = None
    card_kind: str | None = None
    fee: int | None = None
    activity: str | None = None
    charter_version: str | None = None
    customer: str | None = None
    card: UUID | None = None

    def way(self, is_anonymous: bool, is_referred: bool) -> JoiningWay:
        if self.said is not None:
            return self.said
        if self.card_no is not None:
            return JoiningWay.CARD
        if self.fee is not None:
            return JoiningWay.FEE
        if is_referred:
            return JoiningWay.REFERRAL
        return JoiningWay.ANONYMOUS if is_anonymous else JoiningWay.BY_HAND


@dataclass(frozen=True, slots=True)
class Admitted:
    """The customer on file, if there is one, and the card that the new member gets."""

    customer: UUID | None
    card: UUID | None

    async def joined(self, connection: Connection, member: UUID, number: str) -> None:
        """Puts the new member on the customer's file and on the card; adds a customer if there was none."""
        if self.card is not None:
            await connection.execute(GIVE_CARD, self.card, member)
        if self.customer is not None:
            await connection.execute(LINK, self.customer, member)
        else:
            await connection.execute(ADD, number, member)


async def admit(connection: Connection, entrance: Entrance, given: dict[str, Any]) -> Admitted:
    """Fills what is not given from the customer's file. Raises Refused: no such customer or card, or taken."""
    customer = await _customer(connection, entrance.customer, given)
    entrance.card = await _card(connection, entrance.card_no, entrance.card_kind)
    return Admitted(customer, entrance.card)


async def _customer(connection: Connection, reference: str | None, given: dict[str, Any]) -> UUID | None:
    if reference is None:
        return None
    path = ("joining", "customerReference")
    found: Record | None = await connection.fetchrow(CUSTOMER, reference)
    if found is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no customer '{code}'.", path, code=reference)
    if found["member_id"] is not None:
        raise Refused(ErrorCode.DUPLICATE, "Customer '{code}' is a member already.", path, code=reference)
    if not given.get("isAnonymous"):
        for name in ("name", "phone", "email"):
            given.setdefault(name, found[name])
    return found["id"]


async def _card(connection: Connection, number: str | None, kind: str | None) -> UUID | None:
    """A made one; with a kind, also a partner's that nobody here has seen yet."""
    if number is None:
        return None
    path = ("joining", "cardNo")
    found: Record | None = await connection.fetchrow(CARD, number)
    if found is None and kind is not None:
        return await cards.adopt(connection, number, kind)
    if found is None or not found["is_active"]:
        message = "There is no card {number} to be given out. Make it first, or unblock it."
        raise Refused(ErrorCode.NOT_FOUND, message, path, number=number)
    if found["member_id"] is not None:
        raise Refused(ErrorCode.DUPLICATE, "Card {number} belongs to a member already.", path, number=number)
    return found["id"]


async def consider(
    connection: Connection, by: Viewer, programs: Programs, customer: UUID, order: UUID, at: datetime
) -> UUID | None:
    """The member that the customer became by this order, which then is the member's first; None if none.

    What was bought before stays the customer's, and the order earns nothing beyond what it earned; its spend counts
    for the member's tier.
    """
    policies = [policy_of(row, programs.currency) for row in await connection.fetch(POLICIES, at)]
    if not policies:
        return None
    who = await connection.fetchrow(WHO, customer)
    if who["member_id"] is not None or not (who["name"] or who["phone"] or who["email"]):
        return None
    days = max((policy.period_days or 0 for policy in policies), default=0)
    bought = await connection.fetch(BOUGHT, order, customer, since(days, at), at)
    now = next(purchase_of(row, programs) for row in bought if row["id"] == order)
    before = [purchase_of(row, programs) for row in bought if row["id"] != order]
    made = entry(policies, now, before, programs.currency)
    return None if made is None else await _let_in(connection, by, programs, who, order, at, made)


async def _let_in(
    connection: Connection, by: Viewer, programs: Programs, who: Record, order: UUID, at: datetime, made: Entry
) -> UUID | None:
    """None if a member has the customer's phone or e-mail already: then the order stays as it is."""
    is_paid = made.policy.trigger is JoiningTrigger.FEE
    way, fee = (JoiningWay.PAYMENT, made.policy.fee) if is_paid else (JoiningWay.POLICY, None)
    joined = Joined(way, by.name, at, policy=made.policy.id, order=order, fee=fee)
    file = {name: who[name] for name in ("name", "phone", "email")}
    floor = made.level and made.level.tier
    try:
        async with connection.transaction():
            member, number = await enroll(connection, file, joined, programs.zone, floor=floor)
    except UniqueViolationError:
        return None
    await connection.execute(LINK, who["id"], member)
    await connection.execute(TAKE_ORDER, order, member)
    await evaluate(connection, member, at, programs.zone, programs.currency, by.name, order)
    changes = {"memberNo": number, "way": way, "policy": made.policy.id, "order": order, "tierFloor": floor}
    staff = UUID(by.staff_id) if by.staff_id else None
    await record(connection, by.name, "member.joined", "Member", member, changes, staff)
    return member


def policy_of(row: Record, currency: str) -> Policy:
    levels = [Level(least, most, UUID(tier), rank) for least, most, tier, rank in loads(row["levels"])]
    read = conditions.read(loads(row["conditions"]), currency)
    return Policy(row["id"], JoiningTrigger(row["trigger"]), read, levels, row["period_days"], row["fee"])


def purchase_of(row: Record, programs: Programs) -> Purchase:
    lines = [
        conditions.Line(product, frozenset(categories), amount, Decimal(quantity))
        for product, categories, amount, quantity in loads(row["lines"])
    ]
    units = frozenset(row["units"] or ()) - {""}
    situation = conditions.Situation(row["at"].astimezone(programs.zone), row["store"], units=units)
    return Purchase(situation, lines, row["kept"])
