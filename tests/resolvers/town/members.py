"""Members, with every column filled and empty, and what belongs to them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from tests import make
from tests.make import LONG_AGO, NOW
from tests.resolvers.town.making import JOINED, RECENT, Town

NAMES = (
    "陈晓",
    "陈晓雯",
    "Ana-María Núñez",
    "ANNA O'HARA",
    "100% Bob",
    "snake_case",
    "back\\slash",
    'Quo"te',
    "Ünal Öz",
    "王磊",
    "Lin",
    "",
    None,
    "Zoë <script>",
    "😀 Smile",
    "Ørsted",
    "晓",
    "li",
    "Ab Cd Ef",
    "Éclair",
)
STATUSES = ("ACTIVE", "ACTIVE", "ACTIVE", "FROZEN", "CANCELLED", "ERASED")
GENDERS = ("FEMALE", "MALE", "OTHER", "UNDISCLOSED", None)
CUSTOM = ({}, {"age_band": "25-34", "kids": 2}, {"vip": True, "note": 'a "b"\n晓', "list": [1, 2.5], "none": "x"})


async def members(t: Town) -> None:
    for number in range(26):
        await _member(t, number)
    await _merged(t)


async def _member(t: Town, n: int) -> None:
    latin = t.or_none("chen xiao", "Wang Lei", "Zoe")
    key = await make.member(
        t.c,
        f"M-1{n:06}",
        points=t.chance.choice((0, 0, 20, 20, 4820, 10**12)),
        growth=t.chance.choice((0, 5, 8999, 9000)),
        name=NAMES[n % len(NAMES)],
        latin_name=latin,
        phone=t.or_none(f"+86139{n:08}", f"+1555{n:07}"),
        email=t.or_none(f"user_{n}@example.com", f"u%{n}@例子.cn"),
        status=t.chance.choice(STATUSES),
        birthday=t.or_none(date(1980, 2, 29), date(2001, 12, 31), date(1900, 1, 1)),
        gender=t.chance.choice(GENDERS),
        joined_at=t.chance.choice((*JOINED, *RECENT)),
        tier_id=t.maybe("tier"),
        tier_floor_id=t.maybe("tier"),
        tier_cap_id=t.maybe("tier"),
        tier_mode=t.chance.choice(("AUTOMATIC", "MANUAL")),
        source_id=t.maybe("dictionary_item"),
        tier_expires_at=t.or_none(NOW + timedelta(days=100)),
        home_store_id=t.maybe("store"),
        is_demo=n % 2 == 0,
        is_anonymous=n % 5 == 0,
        external_reference=t.or_none(f"crm-{n}"),
        archived_at=t.or_none(LONG_AGO),
        custom=t.chance.choice(CUSTOM),
        version=n + 1,
        order_count=t.chance.choice((0, 0, 3, 7)),
        total_spend=t.chance.choice((0, 100, 100, 12345)),
        last_order_at=t.or_none(*RECENT),
    )
    t.rows["member"].append(key)
    await _figures(t, key)
    await _belongings(t, key, n)
    await _history(t, key)
    await _accounts(t, key)


async def _figures(t: Town, key: UUID) -> None:
    await t.c.execute(
        "UPDATE member_metrics SET first_order_at = last_order_at, recency_score = $2, frequency_score = $3,"
        " rfm_group = $4, quadrant = $5 WHERE member_id = $1",
        key,
        t.or_none(1, 5),
        t.or_none(3),
        t.or_none("loyal", "lost"),
        t.or_none("BUTTERFLY", "CONFIDANT"),
    )


async def _belongings(t: Town, key: UUID, n: int) -> None:
    for k in range(t.chance.choice((0, 1, 3))):
        await t.add(
            "member_card",
            card_no=f"{n}-{k} 77{n:03}",
            member_id=key,
            kind_id=t.maybe("dictionary_item"),
            is_virtual=k > 0,
            is_named=k < 2,
            is_secret=k == 2,
            is_active=k != 1,
            issued_at=LONG_AGO,
        )
    for label in ("Home", "Work")[: t.chance.choice((0, 1, 2))]:
        await t.add(
            "member_address",
            member_id=key,
            label=label,
            receiver=t.or_none("Ann"),
            phone=t.or_none("+44123"),
            country="CN",
            region=t.or_none("沪"),
            city=t.or_none("上海"),
            street=f"{n} Road",
            postal_code=t.or_none("0071"),
            is_default=label == "Home",
        )


async def _history(t: Town, key: UUID) -> None:
    for n in range(t.chance.choice((0, 0, 2))):
        decided = t.or_none(NOW)
        await t.add(
            "held_effect",
            member_id=key,
            matter=t.chance.choice(("EARN_POINTS", "EARN_GROWTH")),
            amount=n,
            status="HELD" if decided is None else "DROPPED",
            at=t.chance.choice(JOINED),
            decided_at=decided,
        )
    if t.chance.random() < 0.5:
        reveal = {"type_name": "Member", "row_key": key, "field": "phone", "until": NOW}
        told = {"member_id": key, "viewer": "STAFF:x", "actor": "Ana", "roles": "supervisor", "reason": "She called"}
        await t.add("disclosure", kind="REVEAL", at=NOW, **told, **reveal)
        await t.add("disclosure", kind="OPENING", at=t.chance.choice(JOINED), **told)
    for tag in t.chance.sample(t.rows["tag"], t.chance.choice((0, 1, 2))):
        await t.add("member_tag", member_id=key, tag_id=tag, actor="test")
    for _ in range(t.chance.choice((0, 1, 3))):
        await t.add(
            "tier_change",
            member_id=key,
            kind=t.chance.choice(("JOIN", "UPGRADE", "KEEP")),
            from_tier_id=t.maybe("tier"),
            to_tier_id=t.maybe("tier"),
            order_id=t.maybe("orders"),
            reason="Because",
            actor="job",
            at=t.chance.choice(JOINED),
        )


async def _accounts(t: Town, key: UUID) -> None:
    """Points that are pending and held, points that were taken back, and stored value."""
    for bucket in ("PENDING", "HELD"):
        if t.chance.random() < 0.5:
            await t.add(
                "ledger_account",
                id=uuid4(),
                asset="POINTS",
                bucket=bucket,
                member_id=key,
                balance=t.chance.randint(0, 9),
            )
    wallet = await t.c.fetchrow("SELECT * FROM wallet WHERE member_id = $1", key)
    if t.chance.random() < 0.5:
        for part, amount in (("principal", 5005), ("bonus", 500)):
            await t.c.execute(
                "UPDATE ledger_account SET balance = $2 WHERE id = $1", wallet[f"{part}_account_id"], amount
            )
        await t.c.execute("UPDATE wallet SET is_frozen = $2 WHERE member_id = $1", key, t.chance.random() < 0.5)
    account = await t.c.fetchval("SELECT points_account_id FROM member WHERE id = $1", key)
    first = await t.c.fetchval("SELECT id FROM ledger_entry WHERE account_id = $1", account)
    for n in range(t.chance.choice((0, 2, 4))):
        await _transaction(t, key, account, first, n)


async def _transaction(t: Town, key: UUID, account: UUID, first: UUID | None, n: int) -> None:
    at = t.chance.choice((*JOINED, *RECENT))
    transaction = await t.add(
        "ledger_transaction",
        id=uuid4(),
        operation="test",
        actor=f"actor {n}",
        reason=f"Reason {n}",
        source=f"order:{n}",
        order_id=t.maybe("orders"),
        at=at,
    )
    if first:
        await _entries(t, transaction, account, first, n)
    await t.add(
        "wallet_entry",
        member_id=key,
        transaction_id=transaction,
        kind=t.chance.choice(("PAY", "RECHARGE")),
        principal_delta=-n * 100 - 5,
        bonus_delta=n,
        balance_after=n * 1000,
        at=at,
    )


async def _merged(t: Town) -> None:
    """A file that was joined to another one and still has the phone of it."""
    kept = t.rows["member"][0]
    phone = await t.c.fetchval("SELECT phone FROM member WHERE id = $1", kept)
    await make.member(t.c, "M-2000000", name="Merged", phone=phone, status="MERGED", merged_into_id=kept)


async def _entries(t: Town, transaction: UUID, account: UUID, first: UUID, n: int) -> None:
    at = t.chance.choice((*JOINED, *RECENT))
    outside = await t.c.fetchval("SELECT id FROM ledger_account WHERE code = 'points:issued'")
    for where, delta, balance in ((account, -n - 1, 7), (outside, n + 1, None)):
        await t.add(
            "ledger_entry",
            id=uuid4(),
            transaction_id=transaction,
            account_id=where,
            kind="SPEND",
            delta=delta,
            at=at,
            balance_after=balance,
            reverses_id=first if n % 2 and where == account else None,
        )
    await t.add(
        "points_lot",
        account_id=account,
        entry_id=first,
        granted=50,
        remaining=n * 10,
        available_at=at,
        expires_at=t.or_none(NOW + timedelta(days=10, hours=5), NOW - timedelta(days=9)),
    )
