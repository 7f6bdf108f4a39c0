"""Makes rows for tests, straight into the tables, and a small world that has a bit of everything."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from asyncpg import Connection

from tests import caring, correspondence
from tests.given import given_by_rule, handy, incident, kept_view, made_good, paid_online, penalized, promised

NOW = datetime.now(UTC).replace(microsecond=0)
CHANGE = UUID("0190a5d1-0000-7000-8000-000000000001")
PRICE = UUID("0190a5d1-0000-7000-8000-000000000002")
LONG_AGO = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


async def insert(connection: Connection, table: str, **values: Any) -> Any:
    """One row; returns its first column (the key)."""
    names = ", ".join(f'"{name}"' for name in values)
    holes = ", ".join(f"${n}" for n in range(1, len(values) + 1))
    given = [json.dumps(value) if isinstance(value, dict) else value for value in values.values()]
    row = await connection.fetchrow(f'INSERT INTO "{table}" ({names}) VALUES ({holes}) RETURNING *', *given)
    return row[0]


async def member(connection: Connection, no: str, *, points: int = 0, growth: int = 0, **values: Any) -> UUID:
    """A member with accounts, wallet and figures. `points` and `growth` are credited by a real transaction."""
    key = uuid4()
    accounts = {
        asset: await insert(connection, "ledger_account", id=uuid4(), asset=asset, member_id=key)
        for asset in ("POINTS", "GROWTH", "PRINCIPAL", "BONUS")
    }
    given = {"joined_at": LONG_AGO, "points_account_id": accounts["POINTS"], "growth_account_id": accounts["GROWTH"]}
    figures = {name: values.pop(name) for name in ("order_count", "total_spend", "last_order_at") if name in values}
    await insert(connection, "member", id=key, member_no=no, **given | values)
    await insert(connection, "member_metrics", member_id=key, **figures)
    await insert(
        connection,
        "wallet",
        member_id=key,
        principal_account_id=accounts["PRINCIPAL"],
        bonus_account_id=accounts["BONUS"],
    )
    for asset, amount in (("POINTS", points), ("GROWTH", growth)):
        if amount:
            await credit(connection, accounts[asset], asset, amount)
    return key


async def credit(connection: Connection, account: UUID, asset: str, amount: int, at: datetime = LONG_AGO) -> UUID:
    """Points or growth value out of nowhere, with both sides of the book and (for points) a lot."""
    code = f"{asset.lower()}:issued"
    outside = await connection.fetchval("SELECT id FROM ledger_account WHERE code = $1", code)
    outside = outside or await insert(
        connection, "ledger_account", id=uuid4(), asset=asset, bucket="OUTSIDE", code=code
    )
    expires = NOW + timedelta(days=20)
    said = {"operation": "test", "actor": "test", "reason": "Welcome", "source": "test"}
    transaction = await insert(connection, "ledger_transaction", id=uuid4(), at=at, **said)
    told = {"kind": "ledger.posted", "subject_type": "LedgerTransaction", "at": at}
    await insert(connection, "outbox_event", transaction_id=transaction, subject_id=transaction, **told)
    balance = await connection.fetchval(
        "UPDATE ledger_account SET balance = balance + $2, total_in = total_in + $2 WHERE id = $1 RETURNING balance",
        account,
        amount,
    )
    lot = {"expires_at": expires if asset == "POINTS" else None}
    entry = {"transaction_id": transaction, "kind": "EARN", "at": at}
    own = await insert(
        connection, "ledger_entry", id=uuid4(), account_id=account, delta=amount, balance_after=balance, **entry, **lot
    )
    await insert(connection, "ledger_entry", id=uuid4(), account_id=outside, delta=-amount, **entry)
    if asset == "POINTS":
        await insert(
            connection,
            "points_lot",
            account_id=account,
            entry_id=own,
            granted=amount,
            remaining=amount,
            available_at=at,
            expires_at=expires,
        )
    return own


async def order(connection: Connection, number: str, member: UUID | None, total: int, **values: Any) -> UUID:
    given = {"member_id": member, "subtotal": total, "discount_total": 0, "total": total, "at": LONG_AGO}
    return await insert(connection, "orders", id=uuid4(), number=number, **given | values)


async def ticket(connection: Connection, number: str, subject: str, member: UUID | None, **values: Any) -> UUID:
    given = {"channel": "PHONE", "member_id": member, "opened_at": LONG_AGO}
    return await insert(connection, "ticket", id=uuid4(), number=number, subject=subject, **given | values)


async def world(c: Connection) -> None:
    """Five members of three tiers in two stores, with orders, coupons, a campaign and tickets."""
    async with c.transaction():
        await _world(c)


async def _world(c: Connection) -> None:
    unit = await insert(c, "organization_unit", code="platform", name="Platform", path="platform")
    stores = [await insert(c, "store", code=f"S{n}", name=f"Store {n}", unit_id=unit) for n in (1, 2)]
    app = await insert(c, "dictionary_item", dictionary="source", code="app", label="App")
    silver = await insert(
        c, "tier", code="SILVER", name="Silver", rank=1, spend_threshold=100000, validity_months=12, store_codes=["S1"]
    )
    gold = await insert(c, "tier", code="GOLD", name="Gold", rank=2, spend_threshold=250000, points_multiplier=1.5)
    benefit = await insert(c, "benefit", code="gift", name="Birthday gift", kind="GIFT")
    await insert(c, "tier_benefit", tier_id=gold, benefit_id=benefit)
    people = await _people(c, app, stores, silver, gold)
    await _shopping(c, people, stores, silver, gold)
    await _service(c, people)


async def _people(c: Connection, app: UUID, stores: list[UUID], silver: UUID, gold: UUID) -> dict[str, UUID]:
    return {
        "lin": await member(
            c, "M-0000001", name="林晓雯", latin_name="Lin Xiaowen", phone="+8613812347720", email="lin@example.com",
            birthday=date(1990, 3, 14), gender="FEMALE", tier_id=gold, home_store_id=stores[0], source_id=app,
            points=4820, growth=8150, order_count=2, total_spend=30050, last_order_at=LONG_AGO + timedelta(days=9),
            custom={"age_band": "25-34", "income_band": "50-74K"},
        ),
        "jose": await member(
            c, "M-0000002", name="José Álvarez", phone="+15550102", email="jose@example.com", tier_id=silver,
            joined_at=LONG_AGO + timedelta(days=1), home_store_id=stores[1], points=20, order_count=1, total_spend=999,
            last_order_at=LONG_AGO,
        ),
        "wang": await member(
            c, "M-0000003", name="王磊", latin_name="Wang Lei", phone="+8613912340415", joined_at=LONG_AGO,
            birthday=date(1985, 12, 31), status="FROZEN",
        ),
        "anna": await member(
            c, "M-0000004", name='Anna "A" O\'Hara <b>', email="anna_o%hara@example.com", joined_at=LONG_AGO,
            tier_id=silver, points=300,
        ),
        "card": await member(c, "M-0000005", is_anonymous=True, joined_at=LONG_AGO + timedelta(days=2)),
    }  # fmt: skip


async def _shopping(c: Connection, people: dict[str, UUID], stores: list[UUID], silver: UUID, gold: UUID) -> None:
    first = await _orders(c, people, stores, gold)
    change = {"member_id": people["lin"], "actor": "test"}
    await insert(c, "tier_change", kind="JOIN", to_tier_id=silver, reason="Joined", at=LONG_AGO, **change)
    await insert(
        c, "tier_change", kind="UPGRADE", from_tier_id=silver, to_tier_id=gold, order_id=first, reason="Spend",
        at=LONG_AGO + timedelta(days=9), **change,
    )  # fmt: skip
    await insert(c, "customer", reference="K-1", name="周晓燕", phone="+8613700001111", email="zhou@example.com")
    policy = await insert(
        c, "joining_policy", code="enough", name="Spends enough", trigger="SPEND_CUMULATIVE", period_days=30
    )
    await insert(c, "joining_level", policy_id=policy, least=100000, tier_id=gold)
    await insert(c, "member_card", card_no="6200000000000017", member_id=people["lin"])
    tag = await insert(c, "tag", name="high value")
    await insert(c, "member_tag", member_id=people["lin"], tag_id=tag, actor="test")
    await _campaigns(c, people, first)
    await insert(c, "segment", code="gold", name="Gold", where={"tier": {"code": {"eq": "GOLD"}}}, member_count=1)


async def _orders(c: Connection, people: dict[str, UUID], stores: list[UUID], gold: UUID) -> UUID:
    """Returns the first one, which has lines and effects."""
    category = await insert(c, "product_category", code="dairy", name="Dairy")
    milk = await insert(c, "product", code="P1", name="Fresh milk", category_id=category, brand="Hill", price=250)
    await insert(
        c, "price", id=PRICE, name="Gold milk", product_id=milk, store_id=stores[0], tier_id=gold,
        amount=Decimal("2.1875"), starts_on=LONG_AGO.date(), ends_on=NOW.date(),
    )  # fmt: skip
    await insert(c, "price", name="Old milk", product_id=milk, is_members_only=True, amount=2, is_active=False)
    first = await order(
        c, "A-1", people["lin"], 20050, subtotal=21050, discount_total=1500, reimbursed=500, store_id=stores[0],
        points_earned=300,
    )  # fmt: skip
    await insert(
        c, "order_line", order_id=first, position=1, product_id=milk, quantity=3, unit_price=2.5, discount=100,
        total=650,
    )  # fmt: skip
    await insert(
        c, "order_effect", order_id=first, kind="DISCOUNT", source_kind="PRICE", source_code="member", amount=1500,
        message="15.00 off",
    )  # fmt: skip
    case = await insert(
        c, "after_sales_case", number="A-1-S1", order_id=first, member_id=people["lin"], kind="RETURN", reason="Sour",
        requested_amount=650, requested_by="Ana", requested_at=LONG_AGO,
    )  # fmt: skip
    line = await c.fetchval("SELECT id FROM order_line WHERE order_id = $1", first)
    await insert(c, "after_sales_line", case_id=case, order_line_id=line, quantity=1)
    await order(c, "A-2", people["lin"], 10000, at=LONG_AGO + timedelta(days=9), store_id=stores[1])
    await order(c, "B-1", people["jose"], 999, store_id=stores[1], status="PARTLY_RETURNED")
    return first


async def _campaigns(c: Connection, people: dict[str, UUID], first: UUID) -> None:
    running = await insert(
        c, "campaign", code="SPRING", name="Spring", kind="COUPON_GIVEAWAY", status="RUNNING", starts_at=LONG_AGO,
        budget=100000, spent=2500, rules={"type": "B"},
    )  # fmt: skip
    await insert(c, "campaign", code="SECRET", name="Secret", kind="BIRTHDAY", status="DRAFT")
    await insert(
        c, "campaign_participation", campaign_id=running, member_id=people["lin"], targeted_at=LONG_AGO,
        reached_at=LONG_AGO, converted_at=LONG_AGO,
    )  # fmt: skip
    template = await insert(
        c, "coupon_template", code="TEN", name="Ten off", kind="AMOUNT_OFF", value=10, issued_count=3, redeemed_count=1
    )
    for number, (status, used) in enumerate((("ISSUED", None), ("REDEEMED", LONG_AGO), ("EXPIRED", None))):
        await insert(
            c, "coupon", code=f"CODE{number}", template_id=template, member_id=people["lin"], campaign_id=running,
            status=status, issued_at=LONG_AGO + timedelta(hours=number), redeemed_at=used,
            order_id=first if used else None,
        )  # fmt: skip


async def _service(c: Connection, people: dict[str, UUID]) -> None:
    team = await insert(c, "team", code="care", name="Care")
    ana = await insert(c, "staff", username="ana", name="Ana", email="ana@example.com")
    category = await insert(c, "dictionary_item", dictionary="ticket_category", code="points", label="Points missing")
    open_ticket = await ticket(
        c, "T-000001", "No points for yesterday's order", people["lin"], status="OPEN", priority="URGENT", team_id=team,
        assignee_id=ana, category_id=category, first_response_due_at=LONG_AGO,
    )  # fmt: skip
    await ticket(
        c, "T-000002", "怎么升级？", people["wang"], channel="CHAT", resolution_due_at=NOW + timedelta(hours=1)
    )
    await _levels(c, open_ticket, ana)
    await ticket(c, "T-000003", "Thank you", people["jose"], status="CLOSED", satisfaction=5)
    await made_good(c, open_ticket, people["lin"], ana, LONG_AGO)
    await penalized(c, people["lin"], ana, LONG_AGO)
    await incident(c, open_ticket, LONG_AGO)
    await handy(c, open_ticket)
    await promised(c, open_ticket, people["lin"], ana, LONG_AGO, NOW + timedelta(days=1))
    await correspondence.add(c, insert, open_ticket)
    await insert(
        c, "interaction", kind="CALL", member_id=people["lin"], staff_id=ana, summary="Asked about points", at=LONG_AGO,
        duration_seconds=120, ticket_id=open_ticket,
    )  # fmt: skip
    await caring.care(c, people.values(), open_ticket, ana)
    await insert(
        c, "audit_event", sequence=1, at=LONG_AGO, actor="test", action="member.made", subject_type="Member",
        subject_id=people["lin"], changes={"name": ["", "Lin"]}, previous_hash=b"", hash=b"x",
    )  # fmt: skip
    await insert(
        c, "change_set", id=CHANGE, operation="memberTag", summary="Tag 'high value'", steps="[]", actor="Ana",
        actor_staff_id=ana, at=LONG_AGO,
    )  # fmt: skip
    await _clients(c, people["lin"], ana)
    await _program(c, people["lin"])
    await _approvals(c, ana)
    job = await insert(c, "job", kind="import:members", status="SUCCEEDED", done=5, total=5)
    await insert(c, "import_problem", job_id=job, file="m.csv", line=3, column="phone", value="12", reason="Too short")


async def _clients(c: Connection, lin: UUID, ana: UUID) -> None:
    shop = await insert(
        c, "api_client", code="shop", name="Shop", owner_id=ana, origins='["https://shop.example.com"]',
        permissions='["quote.ask"]', created_at=LONG_AGO,
    )  # fmt: skip
    store = await c.fetchval("SELECT id FROM store ORDER BY code LIMIT 1")
    till = await insert(
        c, "api_client", code="till", name="Till", store_id=store, types='["Tier"]', reads_only=True,
        limits={"COST": 500, "DEPTH": 8},
    )  # fmt: skip
    await c.execute(
        "INSERT INTO api_client_role (client_id, role_id) SELECT $1, id FROM role WHERE code = 'storefront'", shop
    )
    for n, (client, end) in enumerate(((shop, None), (None, "REVOKED"))):
        await insert(
            c, "member_device", member_id=lin, client_id=client, name=f"Phone {n}", access_hash=bytes([n]),
            access_expires_at=NOW, signed_in_at=LONG_AGO + timedelta(days=n), expires_at=NOW, ended_by=end,
            ended_at=end and NOW, last_address="10.0.0.1",
        )  # fmt: skip
    for name, used in (("Tiers", NOW.date()), ("Basket", None)):
        text = f"query {name} {{ tiers {{ code }} }}"
        await insert(
            c, "trusted_document", client_id=shop, sha256=sha256(text.encode()).hexdigest(), name=name, text=text,
            registered_at=LONG_AGO, registered_by="Ana", last_used_on=used,
        )  # fmt: skip
    for client, who in ((shop, lin), (till, None)):
        await insert(
            c, "api_token", client_id=client, name="A key", start="mdk_abcd", token_hash=client.bytes, member_id=who,
            created_at=LONG_AGO, last_used_at=NOW if who else None, last_address="127.0.0.1" if who else None,
        )  # fmt: skip


async def _levels(c: Connection, ticket: UUID, ana: UUID) -> None:
    """A calendar, two service levels, a ticket that has one of them, and who was told."""
    await kept_view(c, ana)
    await given_by_rule(c, ticket, await c.fetchval("SELECT id FROM team WHERE code = 'care'"), ana)
    rows = {"rows": [{"weekdays": [1, 2, 3, 4, 5], "from": "09:00", "until": "18:00"}]}
    days = {"rows": [{"day": "2026-05-01", "lastDay": "2026-05-03", "name": "May", "yearly": True},
                     {"day": "2026-05-09", "name": "Made up", "asWeekday": 1}]}  # fmt: skip
    office = await insert(
        c, "business_calendar", code="office", name="Office", zone="Europe/Berlin", hours=rows, days=days,
        is_default=True,
    )  # fmt: skip
    alarms = {"rows": [{"clock": "RESOLUTION", "percent": 75, "action": "NOTIFY"},
                       {"clock": "RESOLUTION", "percent": 100, "action": "ASSIGN", "team": "care"}]}  # fmt: skip
    policy = await insert(
        c, "sla_policy", code="normal", name="Normal", calendar_id=office, priorities=["NORMAL", "URGENT"],
        first_response=60, resolution=480, pauses=["PENDING_CUSTOMER"], alarms=alarms,
    )  # fmt: skip
    await insert(c, "sla_policy", code="rest", name="Rest", position=200, resolution=960, alarms={"rows": []})
    version, calendar = [
        await c.fetchval("SELECT id FROM rule_version WHERE subject_id = $1", key) for key in (policy, office)
    ]
    await c.execute(
        "UPDATE ticket SET sla_version_id = $2, calendar_version_id = $3, breached_at = $4 WHERE id = $1",
        ticket, version, calendar, LONG_AGO,
    )  # fmt: skip
    await insert(c, "ticket_turn", ticket_id=ticket, status="OPEN", at=LONG_AGO)
    bea = await insert(c, "staff", username="bea", name="Bea")
    for person, kind, read in ((ana, "BREACH", None), (ana, "MENTION", NOW), (bea, "WARNING", None)):
        await insert(
            c, "staff_notice", staff_id=person, ticket_id=ticket, kind=kind, text="T-000001", at=LONG_AGO, read_at=read,
            **({} if kind == "MENTION" else {"clock": "RESOLUTION", "percent": 75}),
        )  # fmt: skip


async def _approvals(c: Connection, ana: UUID) -> None:
    policies = [
        await insert(c, "approval_policy", code=code, name=code.title(), hours=72, **said)
        for code, said in (
            ("tier", {"operation": "memberTierSet", "measure": "ALWAYS", "exempt": ["admin"], "is_active": False}),
            ("money", {"operation": "walletAdjust", "measure": "MONEY", "above": 50_000, "is_active": False}),
            ("points", {"operation": "pointsAdjust", "measure": "POINTS", "above": 9, "is_active": False}),
        )
    ]
    bo = await insert(c, "staff", username="bo", name="Bo")
    service = await c.fetchval("SELECT id FROM role WHERE code = 'customer_service'")
    for asset, amount in (("POINTS", 2_000), ("MONEY", 10_050)):
        budget = await insert(
            c, "goodwill_budget", code=asset.lower(), name=asset, role_id=service, asset=asset, amount=amount,
            per_action=9,
        )  # fmt: skip
        await insert(c, "goodwill_spending", budget_id=budget, holder_id=ana, begins_on=LONG_AGO.date(), spent=905)
    change = {"kind": "Member", "subject": "M-0000001", "field": "tier", "before": "SILVER", "after": "GOLD"}
    for n, status in enumerate(("PENDING", "APPROVED", "EXPIRED")):
        decided = {} if status == "PENDING" else {"decided_at": LONG_AGO + timedelta(hours=9)}
        await insert(
            c, "approval_request", policy_id=policies[n], operation="memberTierSet", status=status,
            summary=f"Tier set by hand {n}", reason="Good", input={}, digest=bytes([n]),
            requested_by_id=(ana, ana, bo)[n], created_at=LONG_AGO + timedelta(hours=n),
            preview=json.dumps([change, change | {"field": "floor", "before": None}]),
            expires_at=LONG_AGO + timedelta(hours=9), **decided | ({"decided_by_id": bo} if n == 1 else {}),
        )  # fmt: skip


async def _program(c: Connection, lin: UUID) -> None:
    """Rules beside tiers and campaigns, and what a member did with them."""
    await insert(
        c, "earning_rule", code="ORDERS", name="Orders", asset="POINTS", per_unit=1, conditions={"weekdays": [1]},
        expiry="END_OF_MONTH", expiry_count=12, limit_per_day=500, valid_from=LONG_AGO,
    )  # fmt: skip
    await insert(
        c, "recharge_bonus", code="FIRST", name="First recharge", least=10000, bonus=500, bonus_percent=5, points=10,
        is_first_only=True,
    )  # fmt: skip
    await paid_online(c, lin, LONG_AGO, NOW + timedelta(hours=2))
    mug = await insert(c, "reward", code="MUG", name="Mug", kind="GOODS", points=500, money=990, stock=20, taken=1)
    await insert(c, "reward", code="OLD", name="Old mug", kind="GOODS", points=300, is_active=False)
    await insert(
        c, "reward_redemption", number="R-000001", reward_id=mug, member_id=lin, points=500, money=990, actor="Ana",
        at=LONG_AGO, updated_at=LONG_AGO,
    )  # fmt: skip
    await insert(
        c, "member_activity", member_id=lin, kind="REVIEW", subject="P1", day=LONG_AGO.date(), points=5, actor="app",
        at=LONG_AGO,
    )  # fmt: skip
    entry = await c.fetchval("SELECT id FROM ledger_entry ORDER BY id LIMIT 1")
    await insert(
        c, "points_hold", member_id=lin, amount=20, status="RELEASED", reason="A trip", actor="Ana", entry_id=entry,
        at=LONG_AGO, expires_at=LONG_AGO + timedelta(days=3), closed_at=LONG_AGO + timedelta(days=1),
    )  # fmt: skip
    await insert(
        c, "disclosure", kind="OPENING", member_id=lin, viewer="STAFF:x", actor="Ana", roles="supervisor",
        reason="The member called", at=LONG_AGO,
    )  # fmt: skip
    await insert(
        c, "member_notice", member_id=lin, kind="points.expiring", key="1", body={"points": 20}, due_at=LONG_AGO
    )
