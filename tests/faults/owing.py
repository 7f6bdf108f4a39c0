"""Cases with a known truth: something went wrong for a member, or only seems so; what is owed is plain arithmetic."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import floor
from uuid import UUID, uuid4

from actions.expiry import expire
from tests import make
from tests.faults import documents as say
from tests.faults.ground import Ground, order

Owed = tuple[str, str, str]
DAYS_AGO = timedelta(days=20)


@dataclass
class Case:
    """The number of a ticket, and what is owed to its member: kind, asset and amount, the first first."""

    ticket: str
    owed: list[Owed] = field(default_factory=list)


async def furnish(shop: Ground) -> None:
    """A second store, in which each unit of money earns two points more."""
    c = shop.connection
    unit = await shop.one("SELECT id FROM organization_unit WHERE code = 'HQ'")
    await make.insert(c, "store", code="S2", name="Riverside", unit_id=unit)
    await make.insert(
        c, "earning_rule", code="riverside", name="Riverside", asset="POINTS", per_unit=2, conditions={"stores": ["S2"]}
    )


class _Scene:
    """A member of his own, and what he buys: one product, for less than what any other campaign asks for."""

    def __init__(self, shop: Ground, chance: random.Random, number: int) -> None:
        self.shop, self.chance = shop, chance
        self.no, self.order, self.product = f"C{number:05}", f"B-{number:05}", f"P{number:05}"
        self.ticket = f"K-{number:05}"
        self.quantity = chance.randint(2, 5)
        self.cents = chance.randint(100, 900)
        self.points = floor(self.quantity * self.cents / 100)
        self.key: UUID | None = None

    async def member(self, no: str = "", **values: object) -> UUID:
        async with self.shop.connection.transaction():
            key = await make.member(self.shop.connection, no or self.no, points=500, **values)
        self.key = self.key or key
        return key

    async def buys(self, no: str | None = "", at: datetime | None = None, store: str = "S1") -> None:
        lines = [{"productCode": self.product, "quantity": str(self.quantity), "unitPrice": f"{self.cents / 100:.2f}"}]
        moment = (at or datetime.now(UTC) - DAYS_AGO).isoformat()
        given = order(self.order, self.no if no == "" else no, lines=lines, storeCode=store, at=moment)
        await self.shop.must(say.RECORD, input=given)

    async def returns(self, quantity: int) -> None:
        await self.shop.must(say.RETURN, number=self.order, lines=[{"productCode": self.product, "quantity": quantity}])

    def kept(self, points: int, returned: int) -> int:
        """As if only what was kept had been bought."""
        return floor(points * (self.quantity - returned) / self.quantity)

    async def asks(self, text: str, *owed: Owed) -> Case:
        order_key = await self.shop.one("SELECT id FROM orders WHERE number = $1", self.order)
        linked = {"order_id": order_key} if self.chance.random() < 0.3 else {}
        member = await self.shop.one("SELECT member_id FROM orders WHERE id = $1", linked.get("order_id"))
        if member not in (None, self.key):
            linked = {}
        await make.ticket(
            self.shop.connection, self.ticket, f"{text} ({self.order})", self.key, status="OPEN",
            opened_at=datetime.now(UTC), **linked,
        )  # fmt: skip
        return Case(self.ticket, [one for one in owed if one[2] not in ("0", "0.00")])


def _points(kind: str, points: int) -> Owed:
    return kind, "POINTS", str(points)


async def _missing(scene: _Scene) -> Case:
    await scene.member()
    await scene.buys(None)
    back = scene.chance.choice([0, 1])
    if back:
        await scene.returns(back)
    return await scene.asks("My order was not counted", _points("MISSING_ORDER", scene.kept(scene.points, back)))


async def _before_joining(scene: _Scene) -> Case:
    await scene.member(joined_at=datetime.now(UTC) - timedelta(days=1))
    await scene.buys(None)
    return await scene.asks("Please count my old order")


async def _somebody_elses(scene: _Scene) -> Case:
    await scene.member()
    await scene.member(f"Z{scene.no[::-1]}X")
    await scene.buys(f"Z{scene.no[::-1]}X")
    return await scene.asks("This one is mine too")


async def _wrong_card(scene: _Scene) -> Case:
    await scene.member()
    mine = f"77{scene.no[1:]}{scene.chance.randint(10, 99)}"
    place = scene.chance.randrange(2, len(mine))
    typed = mine[:place] + str((int(mine[place]) + scene.chance.randint(1, 9)) % 10) + mine[place + 1 :]
    other = f"W{uuid4().hex[:12]}"
    key = await scene.member(other)
    for number, owner in ((mine, scene.key), (typed, key)):
        await make.insert(scene.shop.connection, "member_card", card_no=number, member_id=owner)
    await scene.buys(other)
    return await scene.asks("I showed my card", _points("WRONG_CARD", scene.points))


async def _wrong_store(scene: _Scene) -> Case:
    await scene.member()
    await scene.buys()
    said = scene.chance.choice(["It was in the Riverside store", "Bought at S2."])
    return await scene.asks(said, _points("WRONG_STORE", floor(scene.quantity * scene.cents * 2 / 100)))


async def _same_store(scene: _Scene) -> Case:
    await scene.member()
    await scene.buys(store="S2")
    return await scene.asks("It was in the Riverside store")


async def _expired_early(scene: _Scene) -> Case:
    await scene.member()
    await scene.buys()
    account = await _account(scene)
    await scene.shop.connection.execute(SOONER, scene.order, account)
    async with scene.shop.connection.transaction():
        await expire(scene.shop.connection, datetime.now(UTC), [account])
    return await scene.asks("Where are my points", _points("EXPIRED_EARLY", scene.points))


async def _expired_in_time(scene: _Scene) -> Case:
    await scene.member()
    await scene.buys(at=datetime.now(UTC) - timedelta(days=460))
    async with scene.shop.connection.transaction():
        await expire(scene.shop.connection, datetime.now(UTC), [await _account(scene)])
    return await scene.asks("Where are my points")


async def _refunded_twice(scene: _Scene) -> Case:
    await scene.member()
    await scene.buys()
    entry = await scene.shop.one(EARNED, scene.order)
    await scene.shop.must(say.REVERSE, id=entry)
    await scene.returns(scene.chance.randint(1, scene.quantity))
    return await scene.asks("Taken twice", _points("DOUBLE_REFUND", scene.points))


async def _refunded_once(scene: _Scene) -> Case:
    await scene.member()
    await scene.buys()
    await scene.returns(scene.chance.randint(1, scene.quantity))
    return await scene.asks("Was this right?")


async def _reversed_only(scene: _Scene) -> Case:
    await scene.member()
    await scene.buys()
    await scene.shop.must(say.REVERSE, id=await scene.shop.one(EARNED, scene.order))
    return await scene.asks("You took my points")


async def _campaign(scene: _Scene, rules: dict[str, object], after: str = "RUNNING", **more: object) -> None:
    """Promised for the last weeks, and a draft until after the order."""
    c = scene.shop.connection
    conditions = {"products": [scene.product]}
    given = {
        "starts_at": datetime.now(UTC) - 2 * DAYS_AGO,
        "status": "DRAFT",
        "rules": rules | {"conditions": conditions},
    }
    await make.insert(c, "product", code=scene.product, name="One")
    await make.insert(c, "campaign", code=f"X{scene.no}", name=f"Week {scene.no}", **given | more)
    if after == "BEFORE":
        await _set(scene, "RUNNING")
    if after == "PAUSED":
        await _set(scene, "RUNNING")
        await _set(scene, "PAUSED")
    await scene.buys()
    await _set(scene, "RUNNING")


async def _not_multiplied(scene: _Scene) -> Case:
    await scene.member()
    times = scene.chance.choice(["2", "3", "1.5"])
    await _campaign(scene, {"multiplier": times}, kind="POINTS_MULTIPLIER")
    more = floor(scene.quantity * scene.cents * float(times) / 100 + 1e-9) - scene.points
    return await scene.asks("Double points were promised", _points("CAMPAIGN_NOT_APPLIED", more))


async def _not_discounted(scene: _Scene) -> Case:
    await scene.member()
    await _campaign(scene, {"amount": "1.50"}, kind="LIMITED_DISCOUNT", budget=scene.chance.choice([None, 10_000]))
    off = min(150, scene.quantity * scene.cents)
    return await scene.asks("It was on offer", ("CAMPAIGN_NOT_APPLIED", "MONEY", f"{off / 100:.2f}"))


async def _applied(scene: _Scene) -> Case:
    await scene.member()
    await _campaign(scene, {"multiplier": "2"}, "BEFORE", kind="POINTS_MULTIPLIER")
    return await scene.asks("Double points were promised")


async def _paused(scene: _Scene) -> Case:
    await scene.member()
    await _campaign(scene, {"multiplier": "2"}, "PAUSED", kind="POINTS_MULTIPLIER")
    return await scene.asks("Double points were promised")


async def _for_others(scene: _Scene) -> Case:
    await scene.member()
    where = {"tier": {"code": {"eq": "GOLD"}}}
    meant = await make.insert(scene.shop.connection, "segment", code=f"A{scene.no}", name="Gold", where=where)
    await _campaign(scene, {"multiplier": "2"}, kind="POINTS_MULTIPLIER", audience_id=meant)
    return await scene.asks("Double points were promised")


async def _used_up(scene: _Scene) -> Case:
    await scene.member()
    await _campaign(scene, {"amount": "1.50"}, kind="LIMITED_DISCOUNT", budget=100)
    return await scene.asks("It was on offer")


async def _set(scene: _Scene, status: str) -> None:
    await scene.shop.connection.execute("UPDATE campaign SET status = $2 WHERE code = $1", f"X{scene.no}", status)


async def _account(scene: _Scene) -> UUID:
    return await scene.shop.one("SELECT points_account_id FROM member WHERE id = $1", scene.key)


EARNED = """
    SELECT 'pts_' || entry.id FROM ledger_entry entry JOIN ledger_transaction why ON why.id = entry.transaction_id
    JOIN ledger_account account ON account.id = entry.account_id JOIN orders ON orders.id = why.order_id
    WHERE orders.number = $1 AND entry.kind = 'EARN' AND account.asset = 'POINTS' AND account.member_id IS NOT NULL
"""
SOONER = """
    UPDATE points_lot lot SET expires_at = now() - interval '1 hour'
    FROM ledger_entry entry, ledger_transaction why, orders
    WHERE entry.id = lot.entry_id AND why.id = entry.transaction_id AND orders.id = why.order_id
        AND orders.number = $1 AND lot.account_id = $2
"""
Make = Callable[[Ground, random.Random, int], Awaitable[Case]]


def _case(play: Callable[[_Scene], Awaitable[Case]]) -> tuple[str, Make]:
    async def made(shop: Ground, chance: random.Random, number: int) -> Case:
        return await play(_Scene(shop, chance, number))

    return play.__name__, made


CASES = [
    _case(play)
    for play in (
        _missing, _before_joining, _wrong_card, _somebody_elses, _wrong_store, _same_store, _expired_early,
        _expired_in_time, _refunded_twice, _refunded_once, _reversed_only, _not_multiplied, _not_discounted, _applied,
        _paused, _for_others, _used_up,
    )
]  # fmt: skip
