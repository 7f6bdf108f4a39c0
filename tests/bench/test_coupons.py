from bench import coupons


async def test_a_small_bench_makes_exactly_its_codes(fresh_url: str) -> None:
    _, made = await coupons.generate(fresh_url, 500)
    assert made == 500
