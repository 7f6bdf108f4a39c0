from pathlib import Path

from actions.imports import general
from bench import imports


async def test_the_file_of_the_bench_comes_in_as_it_was_written(fresh_url: str, tmp_path: Path) -> None:
    file = imports.written(tmp_path / "members.csv", 2_000)
    for _ in range(2):
        await general.load(fresh_url, "members", file)
        assert await imports.found(fresh_url) == imports.expected(2_000)
