"""Points and growth value that orders earned, as transactions of the ledger."""

from uuid import UUID

import polars as pl

from actions.imports.complete_journey.ground import Ground
from actions.imports.copying import keys
from actions.imports.runs import ACTOR
from rules.ledger import Asset
from rules.points import PointsEntryKind

OPERATION = "orderRecord"
SIDES = {Asset.POINTS: ("points", "points_account_id", "points_expire_at"),
         Asset.GROWTH: ("growth", "growth_account_id", "growth_expires_at")}  # fmt: skip


def earning(baskets: pl.DataFrame, ground: Ground) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Rows of `ledger_transaction`, `ledger_entry` and `points_lot` for baskets that earned something.

    Needs `id`, `number`, `at`, the member's accounts, and per asset what was earned and when it expires; sorted by
    member and time, because the running balance is counted here.
    """
    paying = baskets.filter((pl.col("points") > 0) | (pl.col("growth") > 0))
    paying = paying.with_columns(transaction_id=keys(paying["at"]))
    members = [_member_side(paying, asset) for asset in SIDES]
    outsides = [_outside_side(side, ground.outside[asset]) for asset, side in zip(SIDES, members, strict=True)]
    entries = pl.concat([*members, *outsides]).sort("at", maintain_order=True)
    entries = entries.with_columns(id=keys(entries["at"]))
    return _transactions(paying, ground), entries.drop("asset"), _lots(entries)


def balances(baskets: pl.DataFrame) -> pl.DataFrame:
    """What each member has of each asset in the end: `household_id`, `points`, `growth`."""
    return baskets.group_by("household_id").agg(pl.col("points").sum(), pl.col("growth").sum())


def _transactions(paying: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    return paying.select(
        id="transaction_id",
        operation=pl.lit(OPERATION),
        actor=pl.lit(ACTOR),
        idempotency_key="number",
        reason=pl.lit("Purchase"),
        source="number",
        order_id="id",
        earning_rule_id=pl.lit(str(ground.points_rule.id)),
        at="at",
    )


def _member_side(paying: pl.DataFrame, asset: Asset) -> pl.DataFrame:
    earned, account, expires_at = SIDES[asset]
    return paying.filter(pl.col(earned) > 0).select(
        transaction_id="transaction_id",
        account_id=account,
        kind=pl.lit(PointsEntryKind.EARN.value),
        delta=earned,
        balance_after=pl.col(earned).cum_sum().over(account),
        expires_at=expires_at,
        at="at",
        asset=pl.lit(asset.value),
    )


def _outside_side(side: pl.DataFrame, account: UUID) -> pl.DataFrame:
    return side.with_columns(
        account_id=pl.lit(str(account)),
        delta=-pl.col("delta"),
        balance_after=pl.lit(None, pl.Int64),
        expires_at=pl.lit(None, pl.Datetime("us", "UTC")),
        asset=pl.lit(None, pl.String),
    )


def _lots(entries: pl.DataFrame) -> pl.DataFrame:
    """Points lie in lots; growth value does not expire by lot."""
    credits = entries.filter(pl.col("asset") == Asset.POINTS.value)
    return credits.select(
        id=keys(credits["at"]),
        account_id="account_id",
        entry_id="id",
        granted="delta",
        remaining="delta",
        available_at="at",
        expires_at="expires_at",
    )
