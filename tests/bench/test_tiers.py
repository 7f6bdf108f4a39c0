import asyncpg

from bench import tiers


async def test_a_small_bench_settles(fresh_url: str, connection: asyncpg.Connection) -> None:
    await tiers.fill(fresh_url, 500)
    first, again = [await tiers.evaluate(fresh_url, "") for _ in range(2)]
    assert first.changes > 50
    assert again.changes == 0
    job = await connection.fetchrow("SELECT status, done, total FROM job ORDER BY id LIMIT 1")
    assert tuple(job) == ("SUCCEEDED", 500, 500)
