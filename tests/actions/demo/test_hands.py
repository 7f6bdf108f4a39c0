"""The desk of the demo has canned replies, macros and tags."""

import asyncpg

from actions.demo.hands import TOLD, lend_hands


async def test_hands_are_lent_once(connection: asyncpg.Connection) -> None:
    for _ in range(2):
        await lend_hands(connection)
    assert await connection.fetchval("SELECT count(*) FROM canned_reply") == len(TOLD["replies"])
    named = await connection.fetch(
        "SELECT a ->> 'value' AS code FROM macro, jsonb_array_elements(actions -> 'rows') a"
        " WHERE a ->> 'kind' = 'CANNED_REPLY'"
    )
    assert named
    assert {row["code"] for row in named} <= {reply["code"] for reply in TOLD["replies"]}
