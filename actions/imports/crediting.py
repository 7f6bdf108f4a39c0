"""Points and growth value for members, as balanced entries of the ledger and as lots."""

from collections.abc import Mapping
from uuid import UUID

import polars as pl
from asyncpg import Connection

from actions.imports.copying import keys
from rules.ledger import Asset
from rules.points import PointsEntryKind

OUTSIDE = {Asset.POINTS: "points:issued", Asset.GROWTH: "growth:issued"}
SIDES = {
    Asset.POINTS: ("points", "points_account_id", "points_expire_at"),
    Asset.GROWTH: ("growth", "growth_account_id", "growth_expires_at"),
}
ACCOUNT = "INSERT INTO ledger_account (asset, bucket, code) VALUES ($1, 'OUTSIDE', $2) ON CONFLICT (code) DO NOTHING"


async def outside_accounts(connection: Connection) -> dict[Asset, UUID]:
    """The accounts that points and growth value come from; made if they are not there yet."""
    await connection.executemany(ACCOUNT, list(OUTSIDE.items()))
    rows = dict(
        await connection.fetch("SELECT code, id FROM ledger_account WHERE code = ANY($1)", list(OUTSIDE.values()))
    )
    return {asset: rows[code] for asset, code in OUTSIDE.items()}


def credit(rows: pl.DataFrame, outside: Mapping[Asset, UUID]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of `ledger_entry` and `points_lot` for accounts that had nothing before.

    Each row is a transaction: `transaction_id`, `at`, and per asset what was credited, to which account, and its expiry
    (the names of SIDES). Sorted by member and time, because the running balance is counted here.
    """
    members = [_member_side(rows, asset) for asset in SIDES]
    outsides = [_outside_side(side, outside[asset]) for asset, side in zip(SIDES, members, strict=True)]
    entries = pl.concat([*members, *outsides]).sort("at", maintain_order=True)
    entries = entries.with_columns(id=keys(entries["at"]))
    return entries.drop("asset"), _lots(entries)


def _member_side(rows: pl.DataFrame, asset: Asset) -> pl.DataFrame:
    earned, account, expires_at = SIDES[asset]
    return rows.filter(pl.col(earned) > 0).select(
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
