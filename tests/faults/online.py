"""Money that comes from a provider of payments, without the provider: what it would say, told straight."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions import payments
from actions.payments import Account
from actions.payments.booking import Paid, Until

MAKE = """
    INSERT INTO payment_provider (code, name, kind, endpoint, merchant_id, app_id, serial, platform_serial,
        platform_key, key_print, api_key_at, sealed)
    VALUES ('wechat', 'WeChat Pay', 'WECHAT_PAY_V3', 'https://pay.example.com', '19', 'wx', '5A', 'K', 'PEM', 'ab',
        now(), '') ON CONFLICT (code) DO NOTHING
"""
FOUND = "SELECT payment.provider_id, amount FROM payment WHERE number = $1"


async def provider(connection: Connection) -> None:
    await connection.execute(MAKE)


async def pay(connection: Connection, number: str, currency: str = "USD") -> bool:
    """The provider says that it was paid."""
    row = await connection.fetchrow(FOUND, number)
    account = Account(row["provider_id"], "wechat", "", "19", "wx", "5A", "K", "PEM", "", "")
    paid = Paid(number, f"42{number}", row["amount"], currency, "19", {"trade_state": "SUCCESS"})
    async with connection.transaction():
        now = Until(datetime.now(UTC), currency, ZoneInfo("UTC"))
        return await payments.tell(connection, account, paid, now)
