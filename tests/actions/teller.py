"""Changes one member through mutations, and proves what was and was not written."""

from typing import Any
from uuid import uuid4

import asyncpg

from api.answering import Desk
from models.invariants import INVARIANTS
from tests.conftest import viewer

COUNTED = (
    "ledger_entry", "ledger_transaction", "points_lot", "lot_use", "wallet_entry", "audit_event", "idempotency_key"
)  # fmt: skip


class Teller:
    """Asks as an administrator, of member M1 and with a fresh key unless told otherwise."""

    def __init__(self, desk: Desk, connection: asyncpg.Connection) -> None:
        self.desk = desk
        self.connection = connection
        self.admin = viewer("admin")

    async def __call__(self, document: str, **given: Any) -> dict[str, Any]:
        answer = await self.desk.ask(self.admin, document, {"no": "M1", "key": uuid4().hex} | given)
        assert not answer.errors, answer.errors
        return next(iter(answer.data.values()))

    async def code(self, document: str, **given: Any) -> str:
        """Of the one refusal; proves that nothing was written."""
        before = await self.state()
        payload = await self(document, **given)
        assert await self.state() == before
        assert payload["member"] is payload["entry"] is None
        (error,) = payload["userErrors"]
        return error["code"]

    async def balance(self) -> int:
        return await self.connection.fetchval(
            "SELECT balance FROM ledger_account a JOIN member m ON m.points_account_id = a.id WHERE member_no = 'M1'"
        )

    async def state(self) -> list[int]:
        return [await self.connection.fetchval(f"SELECT count(*) FROM {table}") for table in COUNTED]

    async def check(self) -> None:
        for name, query in INVARIANTS.items():
            assert await self.connection.fetch(query) == [], name
