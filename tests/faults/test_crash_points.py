import pytest

from tests.actions.conftest import office
from tests.actions.office import APPROVE, Office
from tests.faults import documents as say
from tests.faults import online
from tests.faults.crash_points import MOST, VERBS, Crash, Fragile, FragileWrites, Fuse, crashed
from tests.faults.ground import Ground

__all__ = ["office"]


@pytest.mark.parametrize("verb", VERBS)
async def test_a_crash_at_any_place_leaves_nothing_and_the_key_free(shop: Ground, verb: str) -> None:
    assert await crashed(shop, verb, is_hard=False, stride=6) > 8


async def test_a_crash_while_money_is_booked_leaves_it_to_be_told_again(shop: Ground) -> None:
    await online.provider(shop.connection)
    number = (await shop.must(say.TOP_UP, amount="60"))["payment"]["number"]
    before, place = await shop.state(), 0
    for place in range(1, 500, 3):
        try:
            await online.pay(Fragile(shop.connection, Fuse(place, is_hard=False)), number)
        except Crash:
            assert await shop.state() == before, place
            continue
        break
    after = await shop.state()
    assert await online.pay(shop.connection, number)
    assert (await shop.state() == after, after != before, place > 30) == (True, True, True)


async def test_a_crash_while_somebody_approves_leaves_the_request_open_and_approves_it_once(office: Office) -> None:
    given, writes = {"id": await office.tier(), "note": "Fine"}, office.desk.changer._writes
    for place in range(1, MOST, 3):
        fuse = Fuse(place, is_hard=False)
        office.desk.changer._writes = FragileWrites(writes, fuse)
        answer = await office.desk.ask(office.people["bob"], APPROVE, given)
        if not answer.errors or fuse.is_after_commit:
            break
        assert (await office.statuses(), await office.now_tier()) == (["PENDING"], "BASE"), place
    office.desk.changer._writes = writes
    assert (await office.statuses(), await office.now_tier(), place > 20) == (["APPROVED"], "GOLD", True)
    assert await office.code("bob", APPROVE, **given) == "STATE"
