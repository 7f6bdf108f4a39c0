"""Speaks with providers of payments, as WeChat Pay's API v3 wants it: every request signed, every answer checked."""

import json
import time
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import httpx

from actions.payments import Account, Taken
from actions.payments.booking import Paid
from api.reaching import ask
from jobs.payments import CLOSED, Declined, Unreached
from rules.reaching import NotReachable
from rules.wechat_pay import NotBelieved, authorization, check_signed, opened, read_private, read_public

HOME = "https://api.mch.weixin.qq.com"
"Whoever it is, it is a place outside."
NOTIFY = "/payments/notify/"
NATIVE = "/v3/pay/transactions/native"
BY_NUMBER = "/v3/pay/transactions/out-trade-no/"
REFUNDS = "/v3/refund/domestic/refunds"
UNKNOWN = ("ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS")
OVER = ("CLOSED", "REVOKED")
ENDED = ("ORDER_CLOSED", "ORDERCLOSED")


@dataclass(frozen=True, slots=True)
class Payer:
    """`inside` is where providers may be reached though it is no place of the open Internet: a gateway of the house."""

    public_url: str
    currency: str
    zone: ZoneInfo
    inside: str | None
    secret: str = field(repr=False)

    async def open(self, taken: Taken) -> str:
        """What the payer's app scans; asked for again, it is the same payment. Raises Declined, Unreached."""
        account = taken.account
        told = {
            "appid": account.app_id, "mchid": account.merchant_id, "description": f"Stored value {taken.number}",
            "out_trade_no": taken.number, "time_expire": self._moment(taken.expires_at),
            "notify_url": f"{self.public_url}{NOTIFY}{account.code}",
            "amount": {"total": taken.amount, "currency": self.currency},
        }  # fmt: skip
        code = (await self._ask(account, "POST", NATIVE, told)).get("code_url")
        if not isinstance(code, str) or not 1 <= len(code) <= 500:
            raise Unreached("it gave no code")
        return code

    async def paid(self, taken: Taken) -> Paid | None:
        """None if nobody has paid. Raises Declined if nobody can any more, Unreached."""
        account = taken.account
        path = f"{BY_NUMBER}{quote(taken.number)}?{urlencode({'mchid': account.merchant_id})}"
        try:
            said = await self._ask(account, "GET", path)
        except Declined as declined:
            if declined.code in UNKNOWN:
                return None
            raise
        if said.get("trade_state") in OVER:
            raise Declined(CLOSED, "the payment is closed")
        if said.get("trade_state") == "REFUND":
            raise Unreached("it was paid, and paid back at the provider")
        return paid_of(said) if said.get("trade_state") == "SUCCESS" else None

    async def close(self, taken: Taken) -> None:
        """Nobody can pay it any more. Raises Declined, Unreached."""
        path = f"{BY_NUMBER}{quote(taken.number)}/close"
        try:
            await self._ask(taken.account, "POST", path, {"mchid": taken.account.merchant_id})
        except Declined as declined:
            if declined.code not in (*UNKNOWN, *ENDED):
                raise

    async def refund(self, taken: Taken) -> bool:
        """Whether the money is back; asked for again, it is the same refund. Raises Declined, Unreached."""
        told = {
            "out_trade_no": taken.number, "out_refund_no": taken.refund_number, "reason": taken.refund_reason[:80],
            "amount": {"refund": taken.amount, "total": taken.amount, "currency": self.currency},
        }  # fmt: skip
        said = await self._ask(taken.account, "POST", REFUNDS, told)
        if said.get("status") in ("ABNORMAL", "CLOSED"):
            raise Declined(said["status"], "the refund did not reach the payer")
        return said.get("status") == "SUCCESS"

    def noticed(self, account: Account, headers: Any, body: str) -> Paid | None:
        """What a notice tells; None if it is of something else than a payment. Raises NotBelieved."""
        check_signed(read_public(account.platform_key), account.platform_serial, headers, body, time.time())
        try:
            told = json.loads(body)
            resource, kind = told["resource"], told["event_type"]
        except (ValueError, KeyError, TypeError):
            raise NotBelieved("it is no notice") from None
        if kind != "TRANSACTION.SUCCESS":
            return None
        return paid_of(opened(account.api_key, resource))

    def _moment(self, at: datetime) -> str:
        return at.astimezone(self.zone).isoformat(timespec="seconds")

    async def _ask(
        self, account: Account, method: str, path: str, told: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Raises Declined if it says no, Unreached if it says nothing that can be believed."""
        body = "" if told is None else json.dumps(told, ensure_ascii=False)
        private, at, nonce = read_private(account.private_key), int(time.time()), token_hex(16)
        proof = authorization(private, account.merchant_id, account.serial, method, path, body, at, nonce)
        headers = {
            "authorization": proof, "accept": "application/json", "content-type": "application/json",
            "user-agent": "memberdesk", "wechatpay-serial": account.platform_serial,
        }  # fmt: skip
        address, home = account.endpoint.rstrip("/") + path, self.inside or HOME
        try:
            answer = await ask(method, address, home, headers, content=body.encode())
        except NotReachable as error:
            raise Unreached(f"{error} may not be reached from here") from None
        except httpx.HTTPError as error:
            raise Unreached(type(error).__name__) from None
        return _checked(account, answer)


def paid_of(said: dict[str, Any]) -> Paid:
    """Raises NotBelieved unless it is whole."""
    try:
        amount = said["amount"]
        texts = [said[name] for name in ("out_trade_no", "transaction_id", "mchid")] + [amount.get("currency", "CNY")]
        if not isinstance(amount["total"], int) or not all(isinstance(text, str) and text for text in texts):
            raise NotBelieved("it is not whole")
    except (KeyError, TypeError, AttributeError):
        raise NotBelieved("it is not whole") from None
    number, provider_number, merchant, currency = texts
    return Paid(number[:64], provider_number[:64], amount["total"], currency, merchant, said)


def _checked(account: Account, answer: httpx.Response) -> dict[str, Any]:
    """What it says, if it is signed. Without a signature nothing is believed that ends anything."""
    text = answer.content.decode("utf-8", "replace")
    if answer.status_code >= 500 or answer.status_code in (401, 429):
        raise Unreached(f"it answered {answer.status_code}{_said(text)}")
    try:
        check_signed(read_public(account.platform_key), account.platform_serial, answer.headers, text, time.time())
        said = json.loads(text) if text else {}
    except ValueError as error:
        raise Unreached(f"its answer is not to be believed: {error}") from None
    if not isinstance(said, dict):
        raise Unreached("its answer says nothing")
    if answer.status_code >= 400:
        raise Declined(str(said.get("code", ""))[:64], str(said.get("message", ""))[:300])
    return said


def _said(text: str) -> str:
    try:
        said = json.loads(text)
        return f": {said['code']} {said['message']}"[:300]
    except (ValueError, KeyError, TypeError):
        return ""
