from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import asyncpg
import polars as pl
import pytest

from actions.imports import complete_journey
from actions.imports.complete_journey.source import LAST_DAY
from rules.check_digits import is_coupon_code, passes_luhn
from rules.refusals import Refused
from tests.actions.imports.conftest import Journey
from tests.actions.imports.figures import counts, wrongs
from tests.actions.imports.journey import HOUSEHOLDS, write_journey


async def test_everything_holds_after_the_import(journey: Journey) -> None:
    assert await wrongs(journey.connection) == []


async def test_each_household_becomes_a_member_with_a_card(journey: Journey) -> None:
    members = await journey.connection.fetch("SELECT member_no, card_numbers, is_demo FROM member ORDER BY member_no")
    assert [row["member_no"] for row in members] == [f"M-{h:07d}" for h in HOUSEHOLDS]
    assert all(passes_luhn(row["card_numbers"]) and row["is_demo"] for row in members)


async def test_sums_agree_to_the_cent(journey: Journey) -> None:
    lines = pl.read_parquet(journey.folder / "transactions.parquet").drop_nulls().filter(pl.col("sales_value") >= 0)
    cents = lines.group_by("household_id").agg((pl.col("sales_value") * 100).round().cast(pl.Int64).sum())
    rows = await journey.connection.fetch(
        "SELECT right(member_no, 7)::int, total_spend FROM member_metrics JOIN member ON member.id = member_id"
    )
    assert dict(rows) == dict(cents.iter_rows())


async def test_a_line_is_regular_less_discount_plus_what_the_manufacturer_pays(journey: Journey) -> None:
    line = await journey.connection.fetchrow(
        "SELECT l.* FROM order_line l JOIN orders o ON o.id = order_id WHERE number = 'CJ-20000' AND position = 1"
    )
    assert (line["discount"], line["reimbursed"], line["total"]) == (25, 25, 937)
    assert line["unit_price"] * line["quantity"] == Decimal("9.37")


async def test_points_use_the_multiplier_held_before_the_order(journey: Journey) -> None:
    rows = await journey.connection.fetch(
        "SELECT points_earned, total - reimbursed AS paid FROM orders JOIN member ON member.id = member_id"
        " WHERE member_no = 'M-0000001' ORDER BY at"
    )
    multipliers = [1, 1.2, 1.5, 2, 2]
    assert [row["points_earned"] for row in rows] == [
        int(r["paid"] / 100 * m) for r, m in zip(rows, multipliers, strict=True)
    ]


async def test_tiers_rise_with_the_spend_of_twelve_months(journey: Journey) -> None:
    moves = await journey.connection.fetch(
        "SELECT kind, tier.code, order_id FROM tier_change JOIN tier ON tier.id = to_tier_id"
        " JOIN member ON member.id = member_id WHERE member_no = 'M-0000001' ORDER BY at, tier_change.id"
    )
    assert [row["code"] for row in moves] == ["MEMBER", "SILVER", "GOLD", "PLATINUM"]
    assert [row["kind"] for row in moves] == ["JOIN", "UPGRADE", "UPGRADE", "UPGRADE"]
    assert all(row["order_id"] for row in moves[1:])


async def test_keys_follow_the_time_of_the_event(journey: Journey) -> None:
    rows = await journey.connection.fetch("SELECT uuid_extract_timestamp(id) AS made, at FROM orders")
    assert all(abs(row["made"] - row["at"]) < timedelta(seconds=1) for row in rows)


async def test_every_redemption_has_a_coupon_of_its_own(journey: Journey) -> None:
    used = await journey.connection.fetch("SELECT code, redeemed_at FROM coupon WHERE status = 'REDEEMED'")
    assert len(used) == 5
    assert all(is_coupon_code(row["code"]) for row in used)


async def test_booklets_of_types_b_and_c_went_to_every_targeted_household(journey: Journey) -> None:
    query = "SELECT campaign.code, count(*) FROM coupon JOIN campaign ON campaign.id = campaign_id GROUP BY 1"
    assert dict(await journey.connection.fetch(query)) == {"CJ-C01": 2, "CJ-C02": 4, "CJ-C03": 4}


async def test_every_date_moves_by_the_same_days(journey: Journey) -> None:
    assert LAST_DAY + timedelta(days=journey.summary.moved_days) == date(2026, 3, 4)
    first = await journey.connection.fetchval("SELECT min(at) FROM orders")
    assert first == datetime(2017, 1, 3, 10, tzinfo=UTC) + timedelta(days=journey.summary.moved_days)


async def test_the_second_time_changes_nothing(journey: Journey) -> None:
    before = await counts(journey.connection)
    again = await complete_journey.load(journey.url, journey.folder, until=date(2027, 1, 1))
    assert again.was_done_before
    assert await counts(journey.connection) == before


async def test_another_journey_into_the_same_database_is_refused(journey: Journey, tmp_path: Path) -> None:
    other = write_journey(tmp_path / "other", coupon_redemptions=[(1, 5001, 1, datetime(2017, 2, 1))])
    with pytest.raises(Refused, match="already holds 12 members"):
        await complete_journey.load(journey.url, other)


async def test_a_missing_file_is_one_clear_line(fresh_url: str, connection: asyncpg.Connection, folder: Path) -> None:
    (folder / "coupons.parquet").unlink()
    with pytest.raises(Refused, match=r"coupons\.parquet does not exist"):
        await complete_journey.load(fresh_url, folder)
    assert await connection.fetchval("SELECT count(*) FROM job") == 0


async def test_a_missing_column_is_one_clear_line(fresh_url: str, folder: Path) -> None:
    pl.DataFrame({"campaign_id": [1]}).write_parquet(folder / "campaigns.parquet")
    with pytest.raises(Refused, match=r"campaigns\.parquet has no column 'household_id'"):
        await complete_journey.load(fresh_url, folder)
