"""What an order says of itself is read in the reader's language, long after it was recorded."""

from dataclasses import replace
from datetime import UTC

from admin_ui.refusals import speaker
from api.planning import desk_for
from settings import Settings
from tests.actions.teller import Teller
from tests.actions.test_orders import RECORD, order, shop

__all__ = ["shop"]
WHY = '{ order(number: "A-1") { effects { message } } }'


async def test_an_order_says_why_in_the_readers_language(shop: Teller, settings: Settings, fresh_url: str) -> None:
    assert (await shop(RECORD, input=order()))["userErrors"] == []
    desk = desk_for(settings, fresh_url, say=speaker(UTC))
    told = {}
    for locale in ("en", "zh-CN"):
        answer = await desk.ask(replace(shop.admin, locale=locale), WHY)
        assert not answer.errors, answer.errors
        told[locale] = [effect["message"] for effect in answer.data["order"]["effects"]]
    await desk.close()
    assert told["en"] == ["5.00 USD off by Save 5", "55 points by Purchases", "55 growth value by Growth"]
    assert told["zh-CN"] == ["Save 5：减 5.00 USD", "Purchases：积分 55", "Growth：成长值 55"]
