"""Verbs of rewards: save one, take one for points and money, move it on until the member has it, call it off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions import coupons, lots, pins, recharging, replaying, saving, wallets
from actions.earning import earners
from actions.ledger import Why
from actions.once import Written
from actions.points import source_of
from actions.recording import record
from actions.tiers import benefits
from actions.tiers.climbing import climb
from actions.tiers.evaluating import evaluate
from actions.treating import check_allowed
from rules.points import PointsEntryKind
from rules.refusals import ErrorCode, Refused, check_version
from rules.rewards import (
    AT_ONCE,
    FulfilmentStatus,
    RewardKind,
    check_offered,
    check_quantity,
    check_reward,
    check_share,
    check_step,
)
from rules.standing import Matter
from rules.viewer import Viewer

CLEARED = "reward"
"The source of what a reward cleared."
KIND = saving.Kind(
    "reward",
    "Reward",
    "reward.saved",
    "rewardSave",
    {
        "description": "", "points": 0, "money": 0, "stock": None, "per_member_limit": None, "product_id": None,
        "template_id": None, "tier_id": None, "benefit_id": None, "rebate": None, "clears_points": False,
        "clears_accumulation": False, "valid_from": None, "valid_until": None, "is_active": True,
    },
)  # fmt: skip
NAMED = {"productCode": "product", "templateCode": "coupon_template", "tierCode": "tier", "benefitCode": "benefit"}
COLUMNS = {
    "productCode": "product_id", "templateCode": "template_id", "tierCode": "tier_id", "benefitCode": "benefit_id",
}  # fmt: skip
FOUND = """
    SELECT reward.*, template.code AS template, tier.code AS tier FROM reward
    LEFT JOIN coupon_template template ON template.id = reward.template_id LEFT JOIN tier ON tier.id = reward.tier_id
    WHERE reward.code = $1
"""
TAKE = """
    UPDATE reward SET taken = taken + $2
    WHERE id = $1 AND is_active AND (stock IS NULL OR taken + $2 <= stock) RETURNING id
"""
PUT_BACK = "UPDATE reward SET taken = taken - $2 WHERE id = $1"
HAD = """
    SELECT coalesce(sum(quantity), 0)::bigint FROM reward_redemption
    WHERE member_id = $1 AND reward_id = $2 AND status <> 'CANCELLED'
"""
ADD = """
    INSERT INTO reward_redemption (number, reward_id, member_id, quantity, points, money, status, entry_id,
        wallet_entry_id, coupon_id, replaces_id, actor, at, updated_at)
    VALUES ('R-' || lpad(nextval('reward_redemption_number')::text, 6, '0'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
        $11, $12, $12)
    RETURNING id
"""
TAKEN = "SELECT * FROM reward_redemption WHERE id = $1 FOR UPDATE"
CLEARING = "SELECT name, clears_points, clears_accumulation FROM reward WHERE id = $1"
MOVE = """
    UPDATE reward_redemption SET status = $2, updated_at = $3, note = coalesce($4, note), version = version + 1
    WHERE id = $1
"""


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes how many, and how the money is paid; `instead` is the redemption that it stands for in an exchange."""

    member: UUID
    quantity: int
    at: datetime
    currency: str
    zone: ZoneInfo
    pin: str | None = None
    key: str | None = None
    from_wallet: bool = False
    instead: Record | None = None


async def save_reward(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    names: Mapping[str, str | None],
    expected: int | None,
    at: datetime,
) -> Written:
    """`given` are columns, money in minor units; `names` are codes by argument. Raises Refused by `check_reward`."""
    kept = await saving.before(connection, KIND, given["code"])
    wanted = saving.merged(KIND, kept, given)
    for name, code in names.items():
        wanted[COLUMNS[name]] = await saving.found(connection, NAMED[name], code, name)
    check_reward(wanted, kept.get("taken", 0))
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {"reward": saved.key, "changeSet": await saving.keep(connection, by, KIND, given["code"], saved.steps, at)}


async def redeem(connection: Connection, by: Viewer, reward_code: str, taking: Taking) -> Written:
    """Raises Refused: not offered, none left, the member's limit, too few points, too little money, not active, PIN."""
    check_quantity(taking.quantity)
    owner = (await earners(connection, [taking.member]))[taking.member]
    await check_allowed(connection, owner["status"], Matter.SPEND_POINTS)
    reward = await _taken(connection, reward_code, taking.member, taking.quantity, taking.at)
    await pins.check(connection, taking.member, taking.pin)
    entry, paid = await _pay(connection, by, reward, owner, taking)
    coupon = await _give(connection, by, reward, owner, taking)
    status = FulfilmentStatus.HANDED_OVER if reward["kind"] in AT_ONCE else FulfilmentStatus.REQUESTED
    points, money = reward["points"] * taking.quantity, reward["money"] * taking.quantity
    replaces = taking.instead and taking.instead["id"]
    values = (taking.quantity, points, money, status, entry, paid, coupon, replaces, by.name, taking.at)
    made = await connection.fetchval(ADD, reward["id"], taking.member, *values)
    if status is FulfilmentStatus.HANDED_OVER:
        await _clear(connection, by, reward, taking.member, taking.at, taking.zone, taking.currency)
    changes = {"reward": reward_code, "quantity": taking.quantity, "points": points, "money": money, "redemption": made}
    changes |= {"instead": taking.instead["number"]} if taking.instead else {}
    if owner["decides"]:
        await evaluate(connection, taking.member, taking.at, taking.zone, taking.currency, by.name)
    await _noted(connection, by, "reward.redeemed", taking.member, changes)
    return {"member": taking.member, "redemption": made}


async def advance(
    connection: Connection,
    by: Viewer,
    redemption: UUID,
    status: FulfilmentStatus,
    note: str | None,
    expected: int | None,
    at: datetime,
    currency: str,
    zone: ZoneInfo,
) -> Written:
    """Moves a redemption on. Called off, its points go back to their lots, its stored value to where it came from, and
    the pieces to the stock. Raises Refused: a step that cannot be, changed since."""
    whose = await connection.fetchval("SELECT member_id FROM reward_redemption WHERE id = $1", redemption)
    owner = (await earners(connection, [whose]))[whose]
    found = await connection.fetchrow(TAKEN, redemption)
    check_version(found["version"], expected)
    check_step(FulfilmentStatus(found["status"]), status)
    if status is FulfilmentStatus.CANCELLED:
        await call_off(connection, by, owner, found, at, currency)
        if owner["decides"]:
            await evaluate(connection, whose, at, zone, currency, by.name)
    if status is FulfilmentStatus.HANDED_OVER:
        reward = await connection.fetchrow(CLEARING, found["reward_id"])
        await _clear(connection, by, reward, whose, at, zone, currency)
    await connection.execute(MOVE, redemption, status, at, note)
    changes = {"redemption": redemption, "status": [found["status"], status], "note": note}
    await _noted(connection, by, "reward.advanced", whose, changes)
    return {"member": whose, "redemption": redemption}


async def _taken(connection: Connection, code: str, member: UUID, quantity: int, at: datetime) -> Record:
    """The reward, from whose stock the pieces are taken. The member is locked, so that nobody counts him meanwhile."""
    reward = await connection.fetchrow(FOUND, code)
    if reward is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no reward '{code}'.", ("rewardCode",), code=code)
    check_quantity(quantity, RewardKind(reward["kind"]))
    check_offered(reward, quantity, at)
    had = await connection.fetchval(HAD, member, reward["id"])
    check_share(had, quantity, reward["per_member_limit"], reward["name"])
    if await connection.fetchval(TAKE, reward["id"], quantity) is None:
        check_offered(await connection.fetchrow(FOUND, code), quantity, at)
        raise Refused(ErrorCode.CONFLICT, "The reward was changed in between. Try again.", ("rewardCode",))
    return reward


async def _pay(
    connection: Connection, by: Viewer, reward: Record, owner: Record, taking: Taking
) -> tuple[UUID | None, UUID | None]:
    """The entries of the points and of the stored value."""
    points, money = reward["points"] * taking.quantity, reward["money"] * taking.quantity
    why = Why("reward.redeemed", by.name, reward["name"], source_of(by), taking.at, taking.key, identity=by.identity)
    entry = await lots.debit(connection, owner, why, PointsEntryKind.SPEND, points, "quantity") if points else None
    if not money or not taking.from_wallet:
        return entry, None
    paid = await wallets.pay(
        connection, by, taking.member, money, reward["name"], taking.at, taking.currency, taking.pin, taking.key
    )
    return entry, paid["entry"]


async def _give(connection: Connection, by: Viewer, reward: Record, owner: Record, taking: Taking) -> UUID | None:
    """What the member has at once; the coupon if it is one."""
    if reward["kind"] == RewardKind.COUPON:
        return (await coupons.issue(connection, by, reward["template"], owner["id"], taking.at))["coupon"]
    if reward["kind"] == RewardKind.TIER_UPGRADE:
        await climb(connection, owner["id"], reward["tier"], reward["name"], taking.at, taking.zone, by.name)
    if reward["kind"] == RewardKind.BENEFIT:
        key = f"REWARD:{uuid4().hex}"
        await benefits.exchange(
            connection, owner["id"], owner["tier_id"], reward["benefit_id"], key, taking.at, by.name
        )
    if reward["kind"] == RewardKind.REBATE:
        back, name = reward["rebate"] * taking.quantity, reward["name"]
        await recharging.give_back(connection, by, owner["id"], back, name, taking.at, taking.currency)
    return None


async def call_off(
    connection: Connection, by: Viewer, owner: Record, found: Record, at: datetime, currency: str
) -> None:
    """Gives back what was paid, and the pieces; the status is the caller's."""
    await connection.execute(PUT_BACK, found["reward_id"], found["quantity"])
    reason = "Called off"
    if found["entry_id"] is not None:
        why = Why("reward.cancelled", by.name, reason, source_of(by), at)
        await lots.give_back(connection, owner, why, found["entry_id"])
    if found["wallet_entry_id"] is not None:
        entry, money = found["wallet_entry_id"], found["money"]
        await wallets.refund(connection, by, entry, money, reason, at, currency)


async def _clear(
    connection: Connection, by: Viewer, reward: Record, member: UUID, at: datetime, zone: ZoneInfo, currency: str
) -> None:
    """What a reward ends when the member has it: the points that are left, what was gathered for the tier."""
    if reward["clears_points"]:
        await replaying.clear_points(connection, member, by.name, at, reward["name"], CLEARED)
    if reward["clears_accumulation"]:
        await replaying.clear_accumulation(connection, member, by.name, at, reward["name"], CLEARED)
        await evaluate(connection, member, at, zone, currency, by.name)


async def _noted(connection: Connection, by: Viewer, what: str, member: UUID, changes: dict[str, object]) -> None:
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
