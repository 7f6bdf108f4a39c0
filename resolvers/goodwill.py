"""How goodwill budgets are read, saved and drawn on."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from json import dumps
from typing import Any

from asyncpg import Connection

from actions import goodwill
from actions.changes import Step
from actions.goodwill import save as save_budget
from actions.once import Written
from models.goodwill import GoodwillBudget, GoodwillSpending
from resolvers.ids import STAFF_KEY
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.formats import as_amount
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup, key_of
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Measure, Verb
from resolvers.saving import columns_of
from rules.goodwill import GoodwillAsset
from rules.money import to_minor
from rules.viewer import Viewer

MOST = 100
MONEY = GoodwillAsset.MONEY


def in_words(asset: Callable[[Row], str], column: str) -> Computed:
    """An amount as a decimal: money in major units."""

    def expression(row: Row) -> str:
        money = as_amount(row.col(column), row.statement.surroundings.currency)
        return f"CASE WHEN {asset(row)} = '{MONEY}' THEN {money} ELSE {row.col(column)}::text END"

    return Computed(expression)


def _asset(row: Row) -> str:
    return row.col("asset")


def _of_budget(row: Row) -> str:
    return row.one("GoodwillAny", "budget_id").col("asset")


ENTITIES = [
    Entity(
        "GoodwillBudget",
        GoodwillBudget,
        "gwb",
        fields={
            "amount": in_words(_asset, "amount"),
            "perAction": in_words(_asset, "per_action"),
            "spendings": Many(
                "GoodwillSpending",
                lambda spending, budget: f"{spending.col('budget_id')} = {budget.key}",
                "-begins_on",
                MOST,
            ),
        },
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
    Entity(
        "GoodwillSpending",
        GoodwillSpending,
        fields={"spent": in_words(_of_budget, "spent"), "beyond": in_words(_of_budget, "beyond")},
    ),
    Entity("GoodwillAny", GoodwillBudget, is_inner=True),
]


def _mine(row: Row, _: Selected) -> str:
    zone = row.statement.surroundings.programs.zone

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        return dumps(await goodwill.left(connection, viewer, datetime.now(UTC), zone))

    told = row.statement.work("goodwill", work, "text")
    columns = "asset text, period text, amount bigint, spent bigint, remaining bigint, per_action bigint"
    return f"SELECT g.* FROM jsonb_to_recordset({told}::jsonb) AS g({columns})"


MINE = {name: in_words(_asset, name) for name in ("amount", "spent", "remaining")}
QUERIES = {
    "goodwillBudgets": Many("GoodwillBudget", order="code"),
    "goodwillBudget": Lookup("GoodwillBudget"),
    "goodwillMine": Rows(
        _mine, {"asset": "asset", "period": "period", "perAction": in_words(_asset, "per_action")} | MINE
    ),
}


async def taken(call: Call, asset: GoodwillAsset, amount: int, path: str) -> list[Step]:
    """Draws on the caller's budgets if the call says that it is a gift; the steps that take that back."""
    if not call.given.get("isGoodwill") or amount <= 0:
        return []
    return await goodwill.take(
        call.connection,
        call.by,
        asset,
        amount,
        call.at,
        call.zone,
        call.currency,
        (path,),
        is_approved=call.is_approved,
    )


def over_budget(asset: GoodwillAsset, amount: Callable[[Call], Awaitable[int]]) -> Measure:
    """By how much a gift passes the caller's budgets; what is no gift passes none."""

    async def measure(call: Call) -> int:
        gift = await amount(call) if call.given.get("isGoodwill") else 0
        return await goodwill.over(call.connection, call.by, asset, gift, call.at, call.zone) if gift > 0 else 0

    return measure


HOLDERS = {"roleCode": "roleId", "staffId": "staffId"}
"Whose budget it is, and the columns."


async def _save(call: Call) -> Written:
    given = dict(call.given["input"])
    emptied = {column: None for name, column in HOLDERS.items() if name in given}
    role, staff = given.pop("roleCode", None), given.pop("staffId", None)
    given |= emptied
    if role is not None or staff is not None:
        given |= {"roleId": None, "staffId": staff and key_of(STAFF_KEY)(staff)}
    for name in ("amount", "perAction"):
        if given.get(name) is not None:
            given[name] = to_minor(given[name], call.currency) if given["asset"] == MONEY else int(given[name])
    columns = columns_of(given, call.currency)
    return await save_budget(call.connection, call.by, columns, role, call.given.get("expectedVersion"), call.at)


MUTATIONS = {
    "goodwillBudgetSave": Verb(_save, "goodwill.edit", {}, {"budget": "GoodwillBudget", "changeSet": "ChangeSet"})
}
