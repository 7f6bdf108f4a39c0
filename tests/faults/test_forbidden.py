"""The database itself refuses what must never be true, by the name of the guard."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

CHANGES = {
    "ledger_account_balance": "ledger_account SET balance = -1 WHERE member_id IS NOT NULL",
    "ledger_account_owner": "ledger_account SET campaign_id = (SELECT id FROM campaign LIMIT 1) WHERE code IS NULL",
    "ledger_account_outside": "ledger_account SET bucket = 'OUTSIDE' WHERE member_id IS NOT NULL",
    "ledger_account_totals": "ledger_account SET total_in = -1",
    "ledger_account_of_member": "ledger_account SET asset = 'POINTS' WHERE member_id IS NOT NULL",
    "ledger_entry_append_only": "ledger_entry SET delta = 1",
    "ledger_transaction_append_only": "ledger_transaction SET actor = 'x'",
    "audit_event_append_only": "audit_event SET actor = 'x'",
    "points_lot_granted": "points_lot SET granted = 0, remaining = 0",
    "points_lot_remaining": "points_lot SET remaining = granted + 1",
    "points_hold_amount": "points_hold SET amount = 0",
    "points_hold_closed": "points_hold SET status = 'HELD'",
    "points_hold_dates": "points_hold SET expires_at = at",
    "member_version": "member SET version = 0",
    "member_merged": "member SET status = 'MERGED'",
    "member_not_itself": "member SET referrer_id = id, merged_into_id = id, status = 'MERGED'",
    "member_email_lower": "member SET email = 'A@EXAMPLE.COM'",
    "member_phone_once": "member SET phone = '+15550100'",
    "member_email_once": "member SET email = 'a@example.com'",
    "member_member_no_key": "member SET member_no = 'M'",
    "member_metrics_order_count": "member_metrics SET order_count = -1",
    "tier_multiplier": "tier SET points_multiplier = -1",
    "tier_discount": "tier SET discount_percent = 101",
    "tier_rank_key": "tier SET rank = 1",
    "coupon_template_value": "coupon_template SET value = -1",
    "coupon_template_limits": "coupon_template SET per_member_limit = 0",
    "coupon_template_issued": "coupon_template SET total_limit = 2",
    "coupon_template_redeemed": "coupon_template SET redeemed_count = issued_count + 1",
    "coupon_template_dates": "coupon_template SET valid_from = now(), valid_until = now()",
    "coupon_dates": "coupon SET valid_from = now(), valid_until = now()",
    "coupon_redeemed": "coupon SET status = 'REDEEMED', redeemed_at = NULL",
    "coupon_reserved": "coupon SET reserved_until = now() WHERE status = 'ISSUED'",
    "coupon_code_key": "coupon SET code = 'X'",
    "campaign_spent": "campaign SET budget = 5, spent = 6",
    "campaign_dates": "campaign SET starts_at = now(), ends_at = now()",
    "campaign_control": "campaign SET control_percent = 100",
    "orders_sum": "orders SET total = total + 1",
    "orders_reimbursed": "orders SET reimbursed = discount_total + 1, total = subtotal + 1",
    "orders_points": "orders SET points_earned = -1",
    "orders_paid": "orders SET paid_by_bonus = -1",
    "orders_returned": "orders SET returned_total = total + 1",
    "orders_cancelled": "orders SET cancelled_at = now()",
    "orders_number_key": "orders SET number = 'X'",
    "order_line_quantity": "order_line SET returned_quantity = quantity + 1",
    "order_line_reimbursed": "order_line SET reimbursed = discount + 1",
    "order_line_points": "order_line SET points_spent = -1",
    "reward_stock": "reward SET stock = 0, taken = 1",
    "reward_price": "reward SET points = 0, money = 0",
    "reward_limit": "reward SET per_member_limit = 0",
    "reward_redemption_quantity": "reward_redemption SET quantity = 0",
    "earning_rule_gives": "earning_rule SET fixed = -1",
    "earning_rule_limits": "earning_rule SET limit_per_day = 0",
    "earning_rule_expiry": "earning_rule SET expiry = 'FIXED', expiry_date = NULL",
    "recharge_bonus_gives": "recharge_bonus SET least = 0",
    "ticket_satisfaction": "ticket SET satisfaction = 6",
    "ticket_merged": "ticket SET status = 'MERGED'",
}
"What each guard forbids, done to the small world."
ENTRY = """
    INSERT INTO ledger_entry (id, transaction_id, account_id, kind, delta, at)
    SELECT uuidv7(), transaction_id, account_id, kind, {}, at FROM ledger_entry LIMIT 1"""
KEY = """
    INSERT INTO ledger_transaction (id, operation, actor, reason, source, at, idempotency_key)
    SELECT uuidv7(), 'x', 'x', '', 'x', now(), 'x' FROM generate_series(1, 2)"""
ADDED = {
    "ledger_entry_delta": ENTRY.format(0),
    "ledger_transaction_balances": ENTRY.format(1),
    "ledger_transaction_key": KEY,
}


@pytest_asyncio.fixture
async def world(world_url: str) -> AsyncIterator[asyncpg.Connection]:
    """The small world; whatever is done to it is taken back."""
    connection = await asyncpg.connect(world_url)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


async def refused(world: asyncpg.Connection, statement: str) -> str:
    await world.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as found:
        await world.execute(statement)
    return found.value.constraint_name


@pytest.mark.parametrize("guard", CHANGES)
async def test_a_change_to_what_must_not_be_is_refused(world: asyncpg.Connection, guard: str) -> None:
    assert await refused(world, f"UPDATE {CHANGES[guard]}") == guard


@pytest.mark.parametrize("guard", ADDED)
async def test_a_row_that_must_not_be_is_refused(world: asyncpg.Connection, guard: str) -> None:
    assert await refused(world, ADDED[guard]) == guard
