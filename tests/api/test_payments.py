import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.routing import Route

from api.answering import Desk
from api.notifying import Notices
from api.planning import desk_for, payer_for
from database.writing import WriteConnections
from jobs import payments
from models.invariants import INVARIANTS
from rules.viewer import Viewer
from settings import Settings
from tests import make
from tests.api.conftest import House
from tests.api.till import Till, private_pem, till
from tests.conftest import viewer

ERRORS = "userErrors { code message path }"
SAVE = f"""mutation ($input: PaymentProviderSaveInput!, $version: Int) {{
    r: paymentProviderSave(input: $input, expectedVersion: $version) {{
        provider {{ code keyPrint version }} {ERRORS} }} }}"""
START = f"""mutation ($no: String!, $amount: Decimal!, $key: String!) {{
    r: walletTopUpStart(member: {{memberNo: $no}}, amount: $amount, idempotencyKey: $key) {{
        payment {{ id number status code }} {ERRORS} }} }}"""
REFUND = f"""mutation ($id: ID!, $key: String!) {{
    r: paymentRefund(id: $id, reason: "A mistake", idempotencyKey: $key) {{
        payment {{ status }} entry {{ kind principalDelta bonusDelta }} {ERRORS} }} }}"""
READ = "query ($n: String!) { r: payment(number: $n) { status code problem providerNumber notice } }"
WALLET = "SELECT coalesce(sum(principal_delta), 0) || '+' || coalesce(sum(bonus_delta), 0) FROM wallet_entry"
POINTS = "SELECT sum(balance) FROM ledger_account WHERE asset = 'POINTS' AND bucket <> 'OUTSIDE'"
PAY = """mutation { r: walletPay(member: {memberNo: "M1"}, amount: "1", reason: "T", idempotencyKey: "t") {
    entry { id } } }"""
PAST = "UPDATE payment SET at = at - interval '3 hours', expires_at = expires_at - interval '3 hours', due_at = at"
DUE = "UPDATE payment SET due_at = now() WHERE due_at IS NOT NULL"


@dataclass
class Counter:
    """Member M1, who pays at the provider next door."""

    till: Till
    desk: Desk
    app: Starlette
    payer: Any
    url: str
    connection: asyncpg.Connection
    admin: Viewer

    async def __call__(self, document: str, **given: Any) -> dict[str, Any]:
        answer = await self.desk.ask(self.admin, document, given)
        assert not answer.errors, answer.errors
        return answer.data["r"]

    async def start(self, amount: str = "100", key: str = "") -> dict[str, Any]:
        payload = await self(START, no="M1", amount=amount, key=key or uuid4().hex)
        assert payload["userErrors"] == []
        return payload["payment"]

    async def open(self, amount: str = "100") -> str:
        """A payment that can be paid; its number."""
        number = (await self.start(amount))["number"]
        await self.settle()
        return number

    async def paid(self, amount: str = "100") -> str:
        number = await self.open(amount)
        self.till.pay(number)
        assert await self.tell(number) == 204
        return number

    async def settle(self) -> int:
        await self.connection.execute(DUE)
        return await payments.settle(self.url, self.payer)

    async def tell(self, number: str, **more: Any) -> int:
        return await self.send(*self.till.notice(self.till.transaction(number, **more)))

    async def send(self, body: str, headers: dict[str, str], code: str = "wechat") -> int:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return (await client.post(f"/payments/notify/{code}", content=body, headers=headers)).status_code

    async def status(self, number: str) -> str:
        return (await self(READ, n=number))["status"]

    async def wallet(self) -> str:
        return await self.connection.fetchval(WALLET)

    async def one(self, question: str) -> Any:
        return await self.connection.fetchval(question)


@pytest_asyncio.fixture
async def counter(settings: Settings, fresh_url: str, connection: asyncpg.Connection) -> AsyncIterator[Counter]:
    """With 5 % on top from 100 on. Every invariant is checked afterwards."""
    async with connection.transaction():
        await make.member(connection, "M1")
        await make.insert(
            connection, "recharge_bonus", code="TEN", name="Ten", least=10000, bonus=0, bonus_percent=5, points=10
        )
    async with till() as found:
        given = replace(settings, database_url=fresh_url, payments_inside=found.endpoint)
        desk, payer, writes = desk_for(given, fresh_url), payer_for(given), WriteConnections(fresh_url, 6)
        app = Starlette(routes=[Route("/payments/notify/{provider}", Notices(payer).take, methods=["POST"])])
        app.state.writes = writes
        counter = Counter(found, desk, app, payer, fresh_url, connection, viewer("admin"))
        assert (await counter(SAVE, input=found.settings()))["userErrors"] == []
        yield counter
        for name, query in INVARIANTS.items():
            assert await connection.fetch(query) == [], name
        await writes.close()
        await desk.close()


async def test_a_payment_is_opened_paid_and_booked_with_its_bonus(counter: Counter) -> None:
    number = await counter.open()
    assert (await counter(READ, n=number))["code"] == f"weixin://wxpay/bizpayurl?pr={number}"
    counter.till.pay(number)
    assert await counter.tell(number) == 204
    read = await counter(READ, n=number)
    assert (read["status"], read["code"], read["providerNumber"]) == ("PAID", None, f"42{number}")
    assert await counter.wallet() == "10000+500"
    assert "payer" not in read["notice"]


async def test_a_notice_is_booked_once_however_often_it_comes(counter: Counter) -> None:
    number = await counter.open()
    body, headers = counter.till.notice(counter.till.transaction(number))
    told = await asyncio.gather(*(counter.send(body, headers) for _ in range(8)), *(counter.tell(number) for _ in "ab"))
    assert set(told) == {204}
    assert await counter.wallet() == "10000+500"
    assert await counter.one("SELECT count(*) FROM audit_event WHERE action = 'payment.paid'") == 1


async def test_a_notice_that_cannot_prove_who_sent_it_changes_nothing(counter: Counter) -> None:
    number = await counter.open()
    told = counter.till.transaction(number)
    body, headers = counter.till.notice(told)
    forged = [
        counter.till.notice(told, signer="stranger"),
        counter.till.notice(told, at=int(time.time()) - 301),
        (body.replace("TRANSACTION", "TRANSACTION "), headers),
        (body, headers | {"Wechatpay-Serial": "another"}),
        (body, {}),
    ]
    assert [await counter.send(*one) for one in forged] == [401] * 5
    assert await counter.send(body, headers, "nobody") == 404
    assert (await counter.status(number), await counter.wallet()) == ("PENDING", "0+0")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": {"total": 1, "currency": "USD"}}, "0.01"),
        ({"amount": {"total": 10000, "currency": "EUR"}}, "EUR"),
        ({"mchid": "1900000009"}, "1900000009"),
    ],
)
async def test_what_does_not_fit_is_not_booked_and_told(counter: Counter, wrong: dict[str, Any], said: str) -> None:
    number = await counter.open()
    assert [await counter.tell(number, **wrong) for _ in range(2)] == [204, 204]
    read = await counter(READ, n=number)
    assert (read["status"], await counter.wallet()) == ("PENDING", "0+0")
    assert said in read["problem"]
    assert await counter.one("SELECT count(*) FROM audit_event WHERE action = 'payment.refused'") == 1


async def test_money_for_a_number_that_nobody_knows_is_told_with_the_provider(counter: Counter) -> None:
    number = await counter.open()
    assert await counter.tell(number, out_trade_no="P20990101") == 204
    assert "P20990101" in await counter.one("SELECT problem FROM payment_provider")
    assert await counter.wallet() == "0+0"


async def test_what_nobody_pays_is_closed_and_ends(counter: Counter) -> None:
    number = await counter.open()
    await counter.connection.execute(PAST)
    await counter.settle()
    assert (await counter.status(number), counter.till.orders[number]["trade_state"]) == ("EXPIRED", "CLOSED")


async def test_money_that_comes_after_the_end_is_booked(counter: Counter) -> None:
    number = await counter.open()
    await counter.connection.execute(PAST)
    await counter.settle()
    assert await counter.tell(number) == 204
    assert (await counter.status(number), await counter.wallet()) == ("PAID", "10000+500")


async def test_without_a_notice_the_provider_is_asked(counter: Counter) -> None:
    number = await counter.open()
    counter.till.pay(number)
    await counter.connection.execute(DUE)
    await asyncio.gather(*(payments.settle(counter.url, counter.payer) for _ in range(3)), counter.tell(number))
    assert (await counter.status(number), await counter.wallet()) == ("PAID", "10000+500")


async def test_a_lost_answer_is_asked_for_again_under_the_same_number(counter: Counter) -> None:
    counter.till.lost = 2
    number = (await counter.start())["number"]
    statuses = []
    for _ in range(3):
        await counter.settle()
        statuses.append(await counter.status(number))
    assert (statuses, list(counter.till.orders)) == (["NEW", "NEW", "PENDING"], [number])


async def test_an_answer_of_somebody_else_is_not_believed(counter: Counter) -> None:
    counter.till.signer = "stranger"
    number = await counter.open()
    read = await counter(READ, n=number)
    assert (read["status"], read["code"]) == ("NEW", None)
    assert "not to be believed" in read["problem"]


async def test_what_the_provider_declines_fails_with_its_words(counter: Counter) -> None:
    number = (await counter.start())["number"]
    counter.till.orders[number] = {"amount": {"total": 1, "currency": "USD"}, "trade_state": "NOTPAY"}
    await counter.settle()
    read = await counter(READ, n=number)
    assert (read["status"], read["problem"]) == ("FAILED", "INVALID_REQUEST: another amount")


async def test_one_key_starts_one_payment(counter: Counter) -> None:
    started = await asyncio.gather(*(counter.start(key="till-1") for _ in range(8)))
    assert len({payment["id"] for payment in started}) == 1
    assert await counter.one("SELECT count(*) FROM payment") == 1


async def test_a_payment_that_the_wallet_would_refuse_is_not_started(counter: Counter) -> None:
    await counter.connection.execute("UPDATE wallet SET is_frozen = true")
    payload = await counter(START, no="M1", amount="10", key="k")
    assert (payload["userErrors"][0]["code"], payload["payment"]) == ("STATE", None)
    assert await counter.one("SELECT count(*) FROM payment") == 0


async def test_more_than_five_open_payments_are_refused(counter: Counter) -> None:
    for _ in range(5):
        await counter.start("1")
    assert (await counter(START, no="M1", amount="1", key="k"))["userErrors"][0]["code"] == "LIMIT_REACHED"


async def test_money_for_a_frozen_wallet_waits_and_is_booked_later(counter: Counter) -> None:
    number = await counter.open()
    await counter.connection.execute("UPDATE wallet SET is_frozen = true")
    counter.till.pay(number)
    assert await counter.tell(number) == 204
    assert (await counter.status(number), await counter.wallet()) == ("PAID", "0+0")
    assert "frozen" in (await counter(READ, n=number))["problem"]
    await counter.connection.execute("UPDATE wallet SET is_frozen = false")
    await counter.settle()
    assert (await counter.wallet(), (await counter(READ, n=number))["problem"]) == ("10000+500", "")


async def test_a_refund_takes_money_bonus_and_points_back_and_is_sent_once(counter: Counter) -> None:
    number = await counter.paid()
    key = await counter.one("SELECT 'pay_' || id FROM payment")
    payloads = await asyncio.gather(*(counter(REFUND, id=key, key=f"k{n % 2}") for n in range(6)))
    done = [payload for payload in payloads if not payload["userErrors"]]
    assert {payload["entry"]["kind"] for payload in done} == {"RETURN"}
    assert {payload["userErrors"][0]["code"] for payload in payloads if payload["userErrors"]} <= {"STATE"}
    assert await counter.wallet() == "0+0"
    assert await counter.one(POINTS) == 0
    await counter.settle()
    await counter.settle()
    assert (await counter.status(number), list(counter.till.refunds)) == ("REFUNDED", [f"{number}R"])


async def test_a_refund_that_is_not_there_yet_is_asked_about_again(counter: Counter) -> None:
    number = await counter.paid()
    await counter(REFUND, id=await counter.one("SELECT 'pay_' || id FROM payment"), key="k")
    counter.till.refund_status, counter.till.lost = "PROCESSING", 1
    for _ in range(2):
        await counter.settle()
        assert await counter.status(number) == "REFUNDING"
    counter.till.refund_status = "SUCCESS"
    await counter.settle()
    assert (await counter.status(number), len(counter.till.refunds)) == ("REFUNDED", 1)


async def test_money_that_was_used_is_not_paid_back(counter: Counter) -> None:
    await counter.paid()
    await counter(PAY)
    key = await counter.one("SELECT 'pay_' || id FROM payment")
    payload = await counter(REFUND, id=key, key="k")
    assert (payload["userErrors"][0]["code"], payload["payment"]) == ("INSUFFICIENT_BALANCE", None)
    assert await counter.one("SELECT status FROM payment") == "PAID"


async def test_keys_of_a_provider_are_sealed_and_never_told(counter: Counter) -> None:
    texts = await counter.connection.fetch("SELECT payment_provider::text FROM payment_provider")
    events = await counter.connection.fetch("SELECT changes::text FROM audit_event")
    told = "".join(row[0] or "" for row in (*texts, *events))
    assert "PRIVATE KEY" not in told
    assert "0123456789abcdef" not in told


async def test_other_keys_take_the_place_of_the_old_ones(counter: Counter) -> None:
    before = await counter.one("SELECT key_print FROM payment_provider")
    given = {"code": "wechat", "privateKey": private_pem("stranger")}
    assert (await counter(SAVE, input=given, version=1))["provider"]["keyPrint"] != before
    assert (await counter(SAVE, input=given, version=1))["userErrors"][0]["code"] == "CONFLICT"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"privateKey": "nothing"}, "privateKey"),
        ({"apiKey": "short"}, "apiKey"),
        ({"platformKey": "nothing"}, "platformKey"),
        ({"endpoint": "file:///etc/passwd"}, "endpoint"),
        ({"merchantId": "1 2"}, "merchantId"),
        ({"code": "other", "privateKey": None}, "privateKey"),
    ],
)
async def test_a_provider_that_cannot_work_is_refused(counter: Counter, given: dict[str, Any], path: str) -> None:
    wanted = {name: value for name, value in (counter.till.settings() | given).items() if value is not None}
    (error,) = (await counter(SAVE, input=wanted))["userErrors"]
    assert error["path"] == ["input", path]
    assert await counter.one("SELECT count(*) || '/' || max(version) FROM payment_provider") == "1/1"


async def test_a_provider_inside_the_house_is_not_asked(counter: Counter) -> None:
    counter.payer = replace(counter.payer, inside=None)
    number = await counter.open()
    read = await counter(READ, n=number)
    assert (read["status"], counter.till.asked) == ("NEW", [])
    assert "may not be reached" in read["problem"]


async def test_anybody_may_knock_and_nobody_is_let_in(house: House) -> None:
    async with house.client() as client:
        answer = await client.post("/payments/notify/wechat", content=b"{}")
    assert (answer.status_code, answer.json()["code"]) == (404, "FAIL")
