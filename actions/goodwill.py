"""Goodwill budgets: saved as data, and drawn on by one conditional write, so that none is ever passed."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import saving
from actions.changes import Step
from actions.once import Written
from actions.recording import record
from rules.goodwill import SHIPPED, Budget, GoodwillAsset, GoodwillPeriod, check_budget, that_count
from rules.money import to_major
from rules.refusals import Detail, ErrorCode, Outrun
from rules.viewer import Viewer

KIND = saving.Kind(
    "goodwill_budget",
    "GoodwillBudget",
    "goodwill_budget.saved",
    "goodwillBudgetSave",
    {
        "role_id": None, "staff_id": None, "period": GoodwillPeriod.DAY, "per_action": None, "is_shared": False,
        "is_active": True,
    },
)  # fmt: skip
OF_PERSON = """
    SELECT budget.id, budget.code, budget.asset, budget.period, budget.amount, budget.per_action,
        budget.staff_id IS NOT NULL AS is_own, budget.is_shared
    FROM goodwill_budget budget LEFT JOIN role ON role.id = budget.role_id
    WHERE budget.is_active AND budget.asset = $1 AND (budget.staff_id = $2 OR role.code = ANY($3))
"""
SPENT = """
    SELECT spent FROM goodwill_spending
    WHERE budget_id = $1 AND holder_id IS NOT DISTINCT FROM $2 AND begins_on = $3
"""
TAKE = """
    INSERT INTO goodwill_spending AS kept (budget_id, holder_id, begins_on, spent)
    SELECT id, $2, $3, $4 FROM goodwill_budget WHERE id = $1 AND $4 <= amount
    ON CONFLICT (budget_id, holder_id, begins_on) DO UPDATE SET spent = kept.spent + excluded.spent
        WHERE kept.spent + excluded.spent <= (SELECT amount FROM goodwill_budget WHERE id = kept.budget_id)
    RETURNING id
"""
TAKE_BEYOND = """
    INSERT INTO goodwill_spending AS kept (budget_id, holder_id, begins_on, beyond) VALUES ($1, $2, $3, $4)
    ON CONFLICT (budget_id, holder_id, begins_on) DO UPDATE SET beyond = kept.beyond + excluded.beyond RETURNING id
"""
GIVE_BACK = """
    UPDATE goodwill_spending SET spent = greatest(spent - $2, 0), beyond = greatest(beyond - $3, 0) WHERE id = $1
"""
SHIP = """
    INSERT INTO goodwill_budget (code, name, role_id, asset, period, amount, per_action)
    SELECT $1, $2, id, $4, $5, $6, $7 FROM role WHERE code = $3 ON CONFLICT (code) DO NOTHING
"""


async def ship(connection: Connection) -> None:
    """Adds the shipped budgets that are not there yet; edited ones are left alone."""
    for said in SHIPPED:
        await connection.execute(
            SHIP, said.code, said.name, said.role, said.asset, said.period, said.amount, said.per_action
        )


async def take(
    connection: Connection,
    by: Viewer,
    asset: GoodwillAsset,
    amount: int,
    at: datetime,
    zone: tzinfo,
    currency: str,
    path: tuple[str, ...] = (),
    *,
    is_approved: bool = False,
) -> list[Step]:
    """Draws on every budget of `by` that counts; call it before anything else is locked. Gives the steps that take it
    back. Who has no budget for the asset is not held by any.

    What another person has approved may go beyond, and is noted as such. Raises Outrun, so that a call which was
    overtaken is looked at again, by the policies too: too much at once, or in the period.
    """
    steps = []
    for budget in await _that_count(connection, by, asset):
        holder, begins = _place(budget, by), budget.begins_on(at, zone)
        question = TAKE_BEYOND if is_approved else TAKE
        if not is_approved and budget.per_action is not None and amount > budget.per_action:
            message = "At once you may give at most {limit:,} as goodwill."
            shown = _shown(asset, budget.per_action, currency)
            raise Outrun(ErrorCode.LIMIT_REACHED, message, path, Detail(str(shown), budget.code), limit=shown)
        key = await connection.fetchval(question, budget.id, holder, begins, amount)
        if key is None:
            rest = max(budget.amount - await _spent(connection, budget, holder, begins), 0)
            message = "{left:,} of your goodwill budget of {limit:,} are left for now."
            limit, shown = (_shown(asset, amount, currency) for amount in (budget.amount, rest))
            detail = Detail(str(limit), budget.code)
            raise Outrun(ErrorCode.LIMIT_REACHED, message, path, detail, left=shown, limit=limit)
        part = (0, amount) if is_approved else (amount, 0)
        steps.append({"undo": "goodwill.return", "spending": key, "spent": part[0], "beyond": part[1]})
    return steps


async def over(
    connection: Connection, by: Viewer, asset: GoodwillAsset, amount: int, at: datetime, zone: tzinfo
) -> int:
    """By how much a gift would pass the budgets of `by`; 0 if it fits."""
    most = 0
    for budget in await _that_count(connection, by, asset):
        spent = await _spent(connection, budget, _place(budget, by), budget.begins_on(at, zone))
        most = max(most, amount - (budget.amount - spent))
        most = most if budget.per_action is None else max(most, amount - budget.per_action)
    return most


async def left(connection: Connection, by: Viewer, at: datetime, zone: tzinfo) -> list[dict[str, Any]]:
    """What `by` may still give away: each budget that counts, with what is spent of it."""
    told = []
    for asset in GoodwillAsset:
        for budget in await _that_count(connection, by, asset):
            spent = await _spent(connection, budget, _place(budget, by), budget.begins_on(at, zone))
            told.append({
                "asset": asset, "period": budget.period, "amount": budget.amount, "spent": spent,
                "remaining": max(budget.amount - spent, 0), "per_action": budget.per_action,
            })  # fmt: skip
    return told


async def give_back(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """For a gift that is taken back."""
    await connection.execute(GIVE_BACK, UUID(step["spending"]), step["spent"], step["beyond"])
    told = {"spent": step["spent"], "beyond": step["beyond"]}
    staff = by.staff_id and UUID(by.staff_id)
    await record(connection, by.name, "goodwill.returned", "GoodwillSpending", UUID(step["spending"]), told, staff)


async def save(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    role: str | None,
    expected: int | None,
    at: datetime,
) -> Written:
    """`given` are columns; `role` is a code, None if none is given. Raises Refused."""
    kept = await saving.before(connection, KIND, given["code"])
    if role is not None:
        given = dict(given) | {"role_id": await saving.found(connection, "role", role, "roleCode")}
    wanted = saving.merged(KIND, kept, given)
    check_budget(wanted)
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {"budget": saved.key, "changeSet": await saving.keep(connection, by, KIND, given["code"], saved.steps, at)}


async def _that_count(connection: Connection, by: Viewer, asset: GoodwillAsset) -> list[Budget]:
    staff = UUID(by.staff_id) if by.staff_id else None
    rows = [dict(row) for row in await connection.fetch(OF_PERSON, asset, staff, list(by.roles))]
    words = [{"asset": GoodwillAsset(row["asset"]), "period": GoodwillPeriod(row["period"])} for row in rows]
    return that_count([Budget(**row | said) for row, said in zip(rows, words, strict=True)])


async def _spent(connection: Connection, budget: Budget, holder: UUID | None, begins: date) -> int:
    return await connection.fetchval(SPENT, budget.id, holder, begins) or 0


def _place(budget: Budget, by: Viewer) -> UUID | None:
    """Whose part of the budget it is; nobody's if it is shared, or `by` is a program."""
    return None if budget.is_shared or by.staff_id is None else UUID(by.staff_id)


def _shown(asset: GoodwillAsset, amount: int, currency: str) -> int | Decimal:
    return to_major(amount, currency) if asset is GoodwillAsset.MONEY else amount
