"""A team that calls in the demo's hours, and the series that a shop begins with."""

from datetime import datetime, timedelta
from json import dumps
from typing import Any

from asyncpg import Connection

WINDOWS = {"rows": [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "11:00", "until": "12:00"},
                    {"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "16:00", "until": "17:00"}]}  # fmt: skip
CALENDAR = """
    INSERT INTO business_calendar (code, name, zone, hours, days)
    SELECT 'calls', 'Call windows', coalesce((SELECT zone FROM business_calendar WHERE is_default), 'UTC'), $1,
        '{"rows": []}'
    ON CONFLICT (code) DO NOTHING
"""
TEAM = """
    INSERT INTO call_team (code, name, team_id, calendar_id, daily_capacity)
    SELECT 'care', 'Member care', team.id, calendar.id, 24 FROM team, business_calendar calendar
    WHERE calendar.code = 'calls' ORDER BY team.code = 'STORES', team.code LIMIT 1
    ON CONFLICT (code) DO NOTHING
"""
SERIES = """
    INSERT INTO care_series (code, name, trigger, days, amount, steps, stops, starts_from)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (code) DO NOTHING
"""
FIRST_CALL = (
    "Hello {name}, this is your shop. Have you tried what you bought three days ago? Is there anything we can explain?",
    "{name}您好，这里是会员中心。三天前购买的商品用了吗？有什么需要我们说明的吗？",
)
SECOND_CALL = (
    "Hello {name}, you have had it for three weeks now. How do you like it? A small present waits for you at {store}.",
    "{name}您好，商品已经用了三周，感觉怎么样？我们在{store}为您准备了一份小礼物。",
)
THIRD_CALL = (
    "Hello {name}, it must be nearly used up. You have {points} points: shall I tell you what you can have for them?",
    "{name}您好，上次的商品应该快用完了。您现有 {points} 积分，我可以介绍一下能兑换什么。",
)
BIRTHDAY = ("Happy birthday, {name}. Your present is in your account.", "{name}，生日快乐！礼物已放入您的账户。")
MISSED = ("We have not seen you for a while, {name}. Your {points} points are waiting.",
          "{name}，好久不见。您的 {points} 积分一直为您保留。")  # fmt: skip


async def care_for_members(connection: Connection, now: datetime) -> None:
    """Safe to run again. The series began a month ago, so that today has calls."""
    await connection.execute(CALENDAR, dumps(WINDOWS))
    await connection.execute(TEAM)
    began = now - timedelta(days=30)
    three = [_call(3, "DAYS", FIRST_CALL), _call(3, "WEEKS", SECOND_CALL), _call(3, "MONTHS", THIRD_CALL)]
    series: list[tuple[str, str, str, int | None, int | None, list[Any], list[str]]] = [
        ("first-order", "Three calls after the first order", "FIRST_ORDER", None, None, three, ["RETURN", "COMPLAINT"]),
        ("large-order", "Call after a large order", "ORDER_ABOVE", None, 6_000, [_call(3, "DAYS", FIRST_CALL)],
         ["RETURN", "COMPLAINT"]),
        ("birthday", "Birthday", "BIRTHDAY", None, None, [_message(0, BIRTHDAY)], []),
        ("win-back", "Win back", "NO_ORDER", 60, None, [_message(0, MISSED), _call(1, "WEEKS", MISSED)],
         ["COMPLAINT", "ORDER"]),
    ]  # fmt: skip
    for code, name, trigger, days, amount, steps, stops in series:
        await connection.execute(SERIES, code, name, trigger, days, amount, dumps({"rows": steps}), stops, began)


def _call(after: int, unit: str, texts: tuple[str, str]) -> dict[str, Any]:
    return {"kind": "CALL", "after": after, "unit": unit, "channel": None, "script": texts[0], "scriptZh": texts[1]}


def _message(after: int, texts: tuple[str, str]) -> dict[str, Any]:
    return _call(after, "DAYS", texts) | {"kind": "MESSAGE", "channel": "IN_SITE"}
