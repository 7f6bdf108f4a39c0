"""Customers whom a policy of joining would take by what they have bought, and letting one of them in by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record, UniqueViolationError

from actions.enrolling import Joined, enroll
from actions.joining import LINES, LINK, POLICIES, WHO, policy_of, purchase_of
from actions.naming import duplicate
from actions.once import Written
from actions.program import Programs
from actions.recording import record
from rules.joining import Entry, JoiningTrigger, JoiningWay, Policy, Purchase, eligible, since
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

LOOKED_BACK = 365
"Days of purchases that are looked at, or as many as the longest period of a policy."
MOST = 2_000
"Customers that are looked at: those who bought last."
ASKED = """
    SELECT customer.id FROM customer JOIN LATERAL (
        SELECT max(at) AS last FROM orders WHERE orders.customer_id = customer.id AND at > $1 AND at <= $2
            AND status <> 'CANCELLED'
    ) bought ON bought.last IS NOT NULL
    WHERE customer.member_id IS NULL AND coalesce(customer.name, customer.phone, customer.email) IS NOT NULL
        AND ($4::uuid IS NULL OR customer.id = $4)
        AND NOT EXISTS (SELECT FROM member WHERE status NOT IN ('MERGED', 'ERASED')
                        AND (member.phone = customer.phone OR member.email = customer.email))
    ORDER BY bought.last DESC, customer.id LIMIT $3
"""
BOUGHT = f"""
    WITH RECURSIVE bought AS (
        SELECT id, customer_id, at, store_id, total - returned_total AS kept FROM orders
        WHERE customer_id = ANY($1) AND at > $2 AND at <= $3 AND status <> 'CANCELLED'
    ), {LINES}
"""


@dataclass(frozen=True, slots=True)
class Eligible:
    """A customer, the policy that would take him, and the tier in which he would begin."""

    customer: UUID
    entry: Entry
    last: datetime


async def eligible_customers(
    connection: Connection, programs: Programs, at: datetime, most: int, only: UUID | None = None
) -> list[Eligible]:
    """Those who bought last come first. A customer whose phone or e-mail a member has already is not among them."""
    policies = [policy_of(row, programs.currency) for row in await connection.fetch(POLICIES, at)]
    if not policies:
        return []
    start = since(max(LOOKED_BACK, *(policy.period_days or 0 for policy in policies)), at)
    customers = [row["id"] for row in await connection.fetch(ASKED, start, at, MOST, only)]
    rows = await connection.fetch(BOUGHT, customers, start, at)
    rows.sort(key=lambda row: (str(row["customer_id"]), row["at"]))
    bought = {key: list(own) for key, own in groupby(rows, key=lambda row: row["customer_id"])}
    found = (_eligible(key, bought.get(key, ()), policies, programs) for key in customers)
    return [one for one in found if one is not None][:most]


def _eligible(
    customer: UUID, rows: Sequence[Record], policies: Sequence[Policy], programs: Programs
) -> Eligible | None:
    purchases: list[Purchase] = [purchase_of(row, programs) for row in rows]
    made = eligible(policies, purchases, programs.currency)
    return None if made is None else Eligible(customer, made, rows[-1]["at"])


async def admit_customer(
    connection: Connection, by: Viewer, programs: Programs, customer: UUID, at: datetime, zone: ZoneInfo
) -> Written:
    """Makes a member as the policy would have. Raises Refused: a member already, no policy takes him, known already."""
    who: Record = await connection.fetchrow(WHO, customer)
    if who["member_id"] is not None:
        raise Refused(ErrorCode.DUPLICATE, "This customer is a member already.", ("reference",))
    found = await eligible_customers(connection, programs, at, 1, customer)
    if not found:
        message = "No policy of joining takes this customer. Register the person as a member instead."
        raise Refused(ErrorCode.NOT_ELIGIBLE, message, ("reference",))
    made = found[0].entry
    floor = made.level and made.level.tier
    fee = made.policy.fee if made.policy.trigger is JoiningTrigger.FEE else None
    joined = Joined(JoiningWay.POLICY, by.name, at, policy=made.policy.id, fee=fee)
    file = {name: who[name] for name in ("name", "phone", "email")}
    try:
        async with connection.transaction():
            member, number = await enroll(connection, file, joined, zone, floor=floor)
    except UniqueViolationError as violation:
        raise await duplicate(connection, by, violation, file) from None
    await connection.execute(LINK, customer, member)
    changes = {"memberNo": number, "way": JoiningWay.POLICY, "policy": made.policy.id, "tierFloor": floor}
    await record(connection, by.name, "member.admitted", "Member", member, changes, by.staff_id and UUID(by.staff_id))
    return {"member": member, "customer": customer}
