"""What orders earned, in the ledger."""

import polars as pl

from actions.imports.complete_journey.ground import Ground
from actions.imports.copying import keys
from actions.imports.crediting import credit
from actions.imports.runs import ACTOR

OPERATION = "orderRecord"


def earning(baskets: pl.DataFrame, ground: Ground) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Rows of `ledger_transaction`, `ledger_entry` and `points_lot` for the baskets that earned something.

    Needs `id`, `number`, `at`, the member's accounts, and per asset what was earned and when it expires.
    """
    paying = baskets.filter((pl.col("points") > 0) | (pl.col("growth") > 0))
    paying = paying.with_columns(transaction_id=keys(paying["at"]))
    return _transactions(paying, ground), *credit(paying, ground.outside)


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
