from bench import expiry


async def test_a_small_bench_expires_what_is_due_once(fresh_url: str) -> None:
    await expiry.fill(fresh_url, 50, 3)
    first, again = [await expiry.expired(fresh_url) for _ in range(2)]
    assert (first.lots, first.members, first.is_right) == (150, 50, True)
    assert again.lots == 0
