"""What the people of the small world were given and promised, and what saves the hands of those who answer."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from asyncpg import Connection

PROMISE = UUID("0190a5d1-0000-7000-8000-000000000003")
MADE = """
    INSERT INTO promise (id, what, ticket_id, member_id, owner_id, status, made_by, made_at, first_due_at, due_at,
        settled_at, settled_by, note)
    VALUES (coalesce($1, uuidv7()), $2, $3, $4, $5, $6, 'Ana', $7, $7, $8, $9, 'Ana', $10)
"""
INCIDENT = UUID("0190a5d1-0000-7000-8000-000000000004")
FOUND = """
    INSERT INTO incident (id, kind, store_id, since, opened_at, updated_at)
    SELECT $1, 'STORE', id, $2, $2, $2 FROM store WHERE code = 'S1'
"""
LINKED = "UPDATE ticket SET incident_id = $1, store_id = (SELECT id FROM store WHERE code = 'S1') WHERE id = $2"
STEP = "INSERT INTO promise_step (promise_id, kind, due_at, actor, at) VALUES ($1, $2, $3, 'Ana', $3)"

GAVE = """
    INSERT INTO make_good (ticket_id, member_id, asset, amount, said, reason, staff_id, actor, at)
    VALUES ($1, $2, 'POINTS', 50, '+50 points', 'Sorry', $3, 'Ana', $4)
"""


REPLY = """
    INSERT INTO canned_reply (code, name, topic, body_en, body_zh)
    VALUES ('late', 'Late points', 'Points', 'Dear {{member.firstName}}', '您好，{{member.name}}')
"""
MACRO = """
    INSERT INTO macro (code, name, actions) VALUES ('late', 'Late points',
        '{"rows": [{"kind": "PRIORITY", "value": "HIGH"}, {"kind": "CANNED_REPLY", "value": "late"}]}')
"""
TAG = "INSERT INTO ticket_tag (ticket_id, name, actor) VALUES ($1, 'late', 'Ana')"


LINK = """
    INSERT INTO ticket_link (ticket_id, other_id, kind, actor, at)
    SELECT $1, id, 'DUPLICATE_OF', 'Ana', opened_at FROM ticket WHERE number = 'T-000003'
"""


async def handy(c: Connection, ticket: UUID) -> None:
    """A canned reply, a macro that sends it, and a tag."""
    await c.execute(REPLY)
    await c.execute(MACRO)
    await c.execute(TAG, ticket)
    await c.execute(LINK, ticket)


FRAUD = """
    INSERT INTO penalty_rule (code, name, tiers, points) VALUES ('FRAUD', 'Returned what was used', $1, 20) RETURNING id
"""
PENALTY = """
    INSERT INTO penalty (member_id, rule_id, points, reason, staff_id, actor, at)
    VALUES ($1, $2, 20, 'Twice in a month', $3, 'Ana', $4)
"""


async def made_good(c: Connection, ticket: UUID, member: UUID, giver: UUID, past: datetime) -> None:
    await c.execute(GAVE, ticket, member, giver, past)


async def penalized(c: Connection, member: UUID, staff: UUID, past: datetime) -> None:
    """By a rule for silver members, by hand."""
    rule = await c.fetchval(FRAUD, ["SILVER"])
    await c.execute(PENALTY, member, rule, staff, past)


async def promised(c: Connection, ticket: UUID, member: UUID, owner: UUID, past: datetime, soon: datetime) -> None:
    """One that was kept, in a ticket, and one that is still open."""
    given = (ticket, member, owner, "KEPT", past, past + timedelta(days=1), past, "Sent")
    await c.execute(MADE, PROMISE, "Send the receipt", *given)
    for kind in ("MADE", "KEPT"):
        await c.execute(STEP, PROMISE, kind, past)
    await c.execute(MADE, None, "Call back", None, member, owner, "OPEN", past, soon, None, "")


async def given_by_rule(c: Connection, ticket: UUID, team: UUID, staff: UUID) -> None:
    """A rule, who is on duty, and a ticket that was given by it."""
    rule = await c.fetchval(
        "INSERT INTO assignment_rule (code, name, team_id, categories) VALUES ('points', 'Points', $1, '{points}')"
        " RETURNING id",
        team,
    )
    await c.execute("INSERT INTO staff_duty (staff_id, skills) VALUES ($1, '{points}')", staff)
    await c.execute(
        """INSERT INTO ticket_assignment (ticket_id, rule_id, team_id, staff_id, occasion, method, present, open_before,
            capacity, at) VALUES ($1, $2, $3, $4, 'OPENED', 'LOAD', 1, 0, 20, $5)""",
        ticket, rule, team, staff, datetime(2024, 3, 1, 9, 30, tzinfo=UTC),
    )  # fmt: skip


async def kept_view(c: Connection, staff: UUID) -> None:
    """A view of gold members, shared with customer service."""
    await c.execute(
        """INSERT INTO saved_view (code, name, type_name, owner_id, sharing, roles, conditions, shown)
        VALUES ('vip', 'Gold members', 'Member', $1, 'ROLES', '{customer_service}',
            '{"tier": {"code": {"eq": "GOLD"}}}', '{name,tier,phone}')""",
        staff,
    )


async def incident(c: Connection, ticket: UUID, past: datetime) -> None:
    """About a store, with a ticket that is linked."""
    await c.execute(FOUND, INCIDENT, past)
    await c.execute(LINKED, INCIDENT, ticket)


PROVIDER = """
    INSERT INTO payment_provider (code, name, kind, endpoint, merchant_id, app_id, serial, platform_serial,
        platform_key, key_print, api_key_at, sealed)
    VALUES ('wechat', 'WeChat Pay', 'WECHAT_PAY_V3', 'https://pay.example.com', '19000001', 'wx01', '5A1B', 'KEY1',
        'PEM', 'ab12', $1, $2) RETURNING id
"""
PAID = """
    INSERT INTO payment (number, provider_id, member_id, amount, status, provider_number, actor, at, expires_at,
        paid_at, notice, problem)
    VALUES ('P000001', $1, $2, 5000, 'PAID', '4200001', 'Ana', $3, $3, $3, '{"trade_state": "SUCCESS"}', 'Full')
"""
WAITS = """
    INSERT INTO payment (number, provider_id, member_id, amount, status, code, actor, at, expires_at, due_at)
    VALUES ('P000002', $1, $2, 7050, 'PENDING', 'weixin://pay/1', 'app', $3, $4, $4)
"""


async def paid_online(c: Connection, member: UUID, past: datetime, soon: datetime) -> None:
    """One that was paid and could not be booked, and one that waits."""
    provider = await c.fetchval(PROVIDER, past, b"sealed")
    await c.execute(PAID, provider, member, past)
    await c.execute(WAITS, provider, member, past, soon)
