"""Households as members, with their cards, accounts and figures."""

from datetime import date
from json import dumps
from typing import Any
from uuid import UUID

import polars as pl

from actions.demo.people import VIRTUAL_KINDS, person
from actions.imports.complete_journey.ground import Ground
from actions.imports.complete_journey.history import History
from actions.imports.copying import keys
from rules.ledger import Asset, Bucket

ACCOUNTS = {
    Asset.POINTS: "points_account_id",
    Asset.GROWTH: "growth_account_id",
    Asset.PRINCIPAL: "principal_account_id",
    Asset.BONUS: "bonus_account_id",
}
CUSTOM = {
    "age": "age_band",
    "income": "income_band",
    "home_ownership": "home_ownership",
    "marital_status": "marital_status",
    "household_size": "household_size",
    "household_comp": "household_composition",
    "kids_count": "children",
}
PEOPLE = {
    "household_id": pl.Int64, "name": pl.String, "latin_name": pl.String, "phone": pl.String, "email": pl.String,
    "birthday": pl.Date, "gender": pl.String, "source_id": pl.String, "card_no": pl.String, "kind_id": pl.String,
    "is_virtual": pl.Boolean, "custom": pl.String,
}  # fmt: skip
STANDING = {
    "household_id": pl.Int64, "tier_id": pl.String, "tier_since": pl.Datetime("us", "UTC"),
    "tier_expires_at": pl.Datetime("us", "UTC"),
}  # fmt: skip


def figures(baskets: pl.DataFrame) -> pl.DataFrame:
    """One row per household: `joined_at` (its first basket), `store_uuid` (its most visited store), and its metrics."""
    visits = baskets.group_by("household_id", "store_uuid").agg(pl.len().alias("visits"), pl.col("at").min())
    home = visits.sort("visits", "at", descending=[True, False]).group_by("household_id", maintain_order=True).first()
    sums = baskets.group_by("household_id").agg(
        joined_at=pl.col("at").min(),
        last_order_at=pl.col("at").max(),
        order_count=pl.len(),
        total_spend=pl.col("total").sum(),
    )
    found = sums.join(home.select("household_id", "store_uuid"), on="household_id").sort("joined_at", "household_id")
    made = {name: keys(found["joined_at"]) for name in ("member_id", "card_id", *ACCOUNTS.values())}
    return found.with_columns(**made)


def people(households: pl.Series, demographics: pl.DataFrame, ground: Ground, today: date) -> pl.DataFrame:
    """The invented person of each household, with what the source tells about it as `custom`."""
    told = {row["household_id"]: row for row in demographics.iter_rows(named=True)}
    rows = [_person(household, told.get(household, {}), ground, today) for household in households]
    return pl.DataFrame(rows, schema=PEOPLE, orient="row")


def standings(histories: list[History]) -> pl.DataFrame:
    rows = [(h.household_id, h.tier and str(h.tier.id), h.since, h.expires_at) for h in histories]
    return pl.DataFrame(rows, schema=STANDING, orient="row")


def member_rows(members: pl.DataFrame) -> pl.DataFrame:
    """Rows of `member`, from figures, people and standings joined."""
    return members.select(
        pl.col("member_id").alias("id"),
        pl.concat_str(pl.lit("M-"), pl.col("household_id").cast(pl.String).str.zfill(7)).alias("member_no"),
        "name",
        "latin_name",
        "phone",
        "email",
        "birthday",
        "gender",
        pl.lit(True).alias("is_demo"),
        "source_id",
        pl.col("store_uuid").alias("home_store_id"),
        pl.format("complete-journey:household:{}", "household_id").alias("external_reference"),
        "joined_at",
        "tier_id",
        "tier_since",
        "tier_expires_at",
        "points_account_id",
        "growth_account_id",
        "custom",
        pl.col("joined_at").alias("updated_at"),
    )


def account_rows(members: pl.DataFrame) -> pl.DataFrame:
    """Rows of `ledger_account`, from members with what they have of `points` and `growth`."""
    held = {Asset.POINTS: pl.col("points"), Asset.GROWTH: pl.col("growth")}
    return pl.concat(
        members.select(
            id=column,
            asset=pl.lit(asset.value),
            bucket=pl.lit(Bucket.AVAILABLE.value),
            member_id="member_id",
            balance=held.get(asset, pl.lit(0, pl.Int64)),
            total_in=held.get(asset, pl.lit(0, pl.Int64)),
        )
        for asset, column in ACCOUNTS.items()
    )


def wallet_rows(members: pl.DataFrame) -> pl.DataFrame:
    return members.select("member_id", "principal_account_id", "bonus_account_id")


def card_rows(members: pl.DataFrame) -> pl.DataFrame:
    return members.select(
        pl.col("card_id").alias("id"),
        "card_no",
        "member_id",
        "kind_id",
        "is_virtual",
        pl.col("joined_at").alias("issued_at"),
    )


def metrics_rows(members: pl.DataFrame) -> pl.DataFrame:
    return members.select(
        "member_id", "order_count", "total_spend", pl.col("joined_at").alias("first_order_at"), "last_order_at"
    )


def tier_change_rows(histories: list[History], members: pl.DataFrame, baskets: pl.DataFrame) -> pl.DataFrame:
    moves = [
        (m.household_id, m.kind.value, _text(m.from_tier_id), _text(m.to_tier_id), m.basket_id, m.reason, m.at)
        for history in histories
        for m in history.moves
    ]
    names = {"household_id": pl.Int64, "kind": pl.String, "from_tier_id": pl.String, "to_tier_id": pl.String,
             "basket_id": pl.Int64, "reason": pl.String, "at": pl.Datetime("us", "UTC")}  # fmt: skip
    found = pl.DataFrame(moves, schema=names, orient="row").sort("at", maintain_order=True)
    found = found.join(members.select("household_id", "member_id"), on="household_id", maintain_order="left")
    found = found.join(baskets.select("basket_id", order_id="id"), on="basket_id", how="left", maintain_order="left")
    return found.with_columns(id=keys(found["at"]), actor=pl.lit("import")).drop("household_id", "basket_id")


def _person(household: int, told: dict[str, Any], ground: Ground, today: date) -> tuple[Any, ...]:
    made = person(household, today, told.get("age"))
    custom = {name: told[column] for column, name in CUSTOM.items() if told.get(column) is not None}
    return (
        household, made.name, made.latin_name, made.phone, made.email, made.birthday, made.gender.value,
        _text(ground.sources.get(made.source)), made.card_no, _text(ground.card_kinds.get(made.card_kind)),
        made.card_kind in VIRTUAL_KINDS, dumps(custom),
    )  # fmt: skip


def _text(key: UUID | None) -> str | None:
    return None if key is None else str(key)
