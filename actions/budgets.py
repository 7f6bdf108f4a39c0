"""Budgets of campaigns: taken by one conditional write, so that none is ever passed."""

from collections.abc import Mapping

from asyncpg import Connection

from rules.refusals import Detail, ErrorCode, Outrun

TAKE = """
    UPDATE campaign SET spent = spent + $2
    WHERE code = $1 AND (budget IS NULL OR spent + $2 <= budget) RETURNING id
"""
GIVE_BACK = "UPDATE campaign SET spent = greatest(spent - $2, 0) WHERE code = $1"


async def take(connection: Connection, amounts: Mapping[str, int]) -> None:
    """Minor units by campaign, in the order of their codes; call it last. Raises Outrun if one has too little left."""
    for code, amount in sorted(amounts.items()):
        if amount and await connection.fetchval(TAKE, code, amount) is None:
            raise Outrun(
                ErrorCode.LIMIT_REACHED,
                "The budget of campaign {campaign} is used up.",
                ("input", "cart"),
                Detail(rule=code),
                campaign=code,
            )


async def give_back(connection: Connection, amounts: Mapping[str, int]) -> None:
    for code, amount in sorted(amounts.items()):
        if amount:
            await connection.execute(GIVE_BACK, code, amount)
