"""An order recorded by itself leaves what the bulk import of the same order leaves."""

from pathlib import Path

from actions.imports import complete_journey
from bench import replay
from tests.actions.imports.journey import write_journey
from tests.conftest import database


async def test_orders_recorded_one_by_one_leave_what_the_import_leaves(fresh_url: str, tmp_path: Path) -> None:
    folder = write_journey(tmp_path / "journey")
    await complete_journey.load(fresh_url, folder)
    async with database(fresh_url, fresh_url) as url:
        await replay.emptied(url)
        assert await replay.recorded(url, folder) > 60
        found = await replay.compared(fresh_url, url)
    assert [each for each in found if each.differ] == []
    assert all(each.imported for each in found)
