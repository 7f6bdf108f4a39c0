"""The rows that an imported member becomes: itself, accounts, wallet, figures, card, first tier, opening balance."""

from datetime import datetime

import polars as pl
from asyncpg import Connection

from actions.imports.bulk import relax
from actions.imports.copying import NOISE, append, keys_now
from actions.imports.crediting import credit, outside_accounts
from actions.imports.general.words import Words, ends
from actions.imports.runs import ACTOR
from rules.check_digits import coupon_code
from rules.ledger import Asset, Bucket
from rules.refusals import ErrorCode, Refused
from rules.tiers import TierChangeKind

ACCOUNTS = {a: f"{a.lower()}_account_id" for a in (Asset.POINTS, Asset.GROWTH, Asset.PRINCIPAL, Asset.BONUS)}
TABLES = (
    "ledger_account", "member", "member_metrics", "wallet", "tier_change", "member_card", "ledger_transaction",
    "ledger_entry", "points_lot",
)  # fmt: skip
LOCKS = {"tier_id": "tier", "source": "dictionary_item", "home_store": "store"}
"Columns that refer to rows of others, and whose rows they are."
OPERATION, REASON = "memberImport", "Opening balance"


def made(rows: pl.DataFrame, words: Words, now: datetime) -> pl.DataFrame:
    """The rows of a file with everything that a member has: keys, a number, a tier, balances."""
    new = {column: keys_now(rows.height) for column in ("id", *ACCOUNTS.values())}
    found = rows.with_columns(**new).with_columns(
        pl.col("member_no").fill_null(_numbers(rows["member_no"], new["id"])),
        pl.col("joined_at").fill_null(now),
        pl.coalesce("tier", pl.lit(words.lowest, pl.String)).alias("tier_id"),
        pl.col("points", "growth").fill_null(0),
        at=pl.lit(now),
        growth_expires_at=pl.lit(None, pl.Datetime("us", "UTC")),
    )
    return found.join(ends(words), on="tier_id", how="left", maintain_order="left")


async def add_members(connection: Connection, members: pl.DataFrame) -> dict[str, int]:
    """Adds what `made` made; says how many rows of what."""
    await _lock(connection, members)
    await relax(connection, TABLES)
    await append(connection, "ledger_account", _accounts(members))
    await append(connection, "member", _members(members))
    await append(connection, "member_metrics", members.select(member_id="id"))
    await append(connection, "wallet", members.select("principal_account_id", "bonus_account_id", member_id="id"))
    await append(connection, "tier_change", _changes(members))
    cards = await append(connection, "member_card", _cards(members))
    balances = await _open_balances(connection, members)
    return {"member": members.height, "member_card": cards, "opening_balance": balances}


async def _lock(connection: Connection, members: pl.DataFrame) -> None:
    """Keeps what the members refer to from being deleted before the transaction ends. Raises Refused if it is gone."""
    for column, table in LOCKS.items():
        wanted = members[column].drop_nulls().unique().to_list()
        found = await connection.fetch(f"SELECT FROM {table} WHERE id = ANY($1::uuid[]) FOR KEY SHARE", wanted)
        if len(found) < len(wanted):
            message = "A row of '{table}' was deleted while it was imported to. Start again."
            raise Refused(ErrorCode.CONFLICT, message, table=table)


def _numbers(given: pl.Series, keys: pl.Series) -> pl.Series:
    """A number for each member without one, from the random end of its key."""
    made = [
        f"M-{coupon_code(int(key[-NOISE:], 16))}" if no is None else no for no, key in zip(given, keys, strict=True)
    ]
    return pl.Series(made, dtype=pl.String)


def _accounts(members: pl.DataFrame) -> pl.DataFrame:
    held = {Asset.POINTS: pl.col("points"), Asset.GROWTH: pl.col("growth")}
    nothing = pl.lit(0, pl.Int64)
    return pl.concat(
        members.select(
            id=column,
            asset=pl.lit(asset.value),
            bucket=pl.lit(Bucket.AVAILABLE.value),
            member_id="id",
            balance=held.get(asset, nothing),
            total_in=held.get(asset, nothing),
        )
        for asset, column in ACCOUNTS.items()
    )


def _members(members: pl.DataFrame) -> pl.DataFrame:
    as_they_are = (
        "id", "member_no", "name", "latin_name", "phone", "email", "birthday", "gender", "external_reference",
        "joined_at", "points_account_id", "growth_account_id", "tier_id", "tier_expires_at",
    )  # fmt: skip
    tier_since = pl.when(pl.col("tier_id").is_not_null()).then(pl.col("at"))
    return members.select(
        *as_they_are,
        source_id="source",
        home_store_id="home_store",
        tier_since=tier_since,
        card_numbers=pl.col("card_no").fill_null(""),
    )


def _changes(members: pl.DataFrame) -> pl.DataFrame:
    tiered = members.filter(pl.col("tier_id").is_not_null())
    return tiered.select(
        member_id="id",
        kind=pl.lit(TierChangeKind.JOIN.value),
        to_tier_id="tier_id",
        reason=pl.lit("Imported"),
        actor=pl.lit(ACTOR),
        at="at",
    )


def _cards(members: pl.DataFrame) -> pl.DataFrame:
    return members.filter(pl.col("card_no").is_not_null()).select("card_no", member_id="id", issued_at="joined_at")


async def _open_balances(connection: Connection, members: pl.DataFrame) -> int:
    opened = members.filter((pl.col("points") > 0) | (pl.col("growth") > 0))
    if opened.is_empty():
        return 0
    opened = opened.with_columns(transaction_id=keys_now(opened.height))
    entries, lots = credit(opened, await outside_accounts(connection))
    transactions = opened.select(
        id="transaction_id",
        operation=pl.lit(OPERATION),
        actor=pl.lit(ACTOR),
        reason=pl.lit(REASON),
        source="member_no",
        at="at",
    )
    await append(connection, "ledger_transaction", transactions)
    await append(connection, "ledger_entry", entries)
    await append(connection, "points_lot", lots)
    return opened.height
