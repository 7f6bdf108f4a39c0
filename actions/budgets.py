"""Budgets of campaigns: taken by one conditional write, so that none is ever passed."""

from collections.abc import Mapping

from asyncpg import Connection

from rules.refusals import Detail, ErrorCode, Outrun

TAKE = """
    WITH given AS (SELECT * FROM unnest($1::text[], $2::bigint[]) AS given (code, amount)),
    alone AS (SELECT code FROM campaign WHERE code = ANY($1) ORDER BY code FOR NO KEY UPDATE)
    UPDATE campaign SET spent = spent + given.amount
    FROM given JOIN alone ON alone.code = given.code
    WHERE campaign.code = given.code AND status IN ('SCHEDULED', 'RUNNING')
        AND (budget IS NULL OR spent + given.amount <= budget) RETURNING campaign.code
"""
GIVE_BACK = "UPDATE campaign SET spent = greatest(spent - $2, 0) WHERE code = $1"


async def take(connection: Connection, amounts: Mapping[str, int]) -> None:
    """Minor units by campaign, in the order of their codes; call it last.

    Raises Outrun if one has too little left, or was stopped in between.
    """
    wanted = {code: amount for code, amount in sorted(amounts.items()) if amount}
    if not wanted:
        return
    taken = {row["code"] for row in await connection.fetch(TAKE, list(wanted), list(wanted.values()))}
    for code in wanted:
        if code not in taken:
            message = "The budget of campaign {campaign} is used up."
            raise Outrun(ErrorCode.LIMIT_REACHED, message, ("input", "cart"), Detail(rule=code), campaign=code)


async def give_back(connection: Connection, amounts: Mapping[str, int]) -> None:
    for code, amount in sorted(amounts.items()):
        if amount:
            await connection.execute(GIVE_BACK, code, amount)
