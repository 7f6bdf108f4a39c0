"""A provider of payments: a real server on loopback that verifies, signs and seals as WeChat Pay does."""

import asyncio
import base64
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from secrets import token_hex
from typing import Any

import uvicorn
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

MERCHANT, APP, SERIAL, PLATFORM = "1900000001", "wxapp01", "5A1B", "PUB_KEY_ID_01"
API_KEY = "0123456789abcdef0123456789abcdef"
AUTHORIZATION = re.compile(r'(\w+)="([^"]*)"')
NEW, BUSY = "/v3/pay/transactions/native", {"code": "SYSTEM_ERROR", "message": "busy"}


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """Made once: it takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(name: str) -> str:
    form = serialization.PrivateFormat.PKCS8
    return key(name).private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def public_pem(name: str) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key(name).public_key().public_bytes(serialization.Encoding.PEM, form).decode()


class Till:
    """`orders` by our number; `lost` answers are dropped after the work was done."""

    def __init__(self) -> None:
        self.port = 0
        self.orders: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, str]] = []
        self.lost = 0
        self.refund_status = "SUCCESS"
        self.signer = "platform"

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, **more: Any) -> dict[str, Any]:
        return {
            "code": "wechat", "name": "WeChat Pay", "endpoint": self.endpoint, "merchantId": MERCHANT, "appId": APP,
            "serial": SERIAL, "privateKey": private_pem("merchant"), "apiKey": API_KEY, "platformSerial": PLATFORM,
            "platformKey": public_pem("platform"),
        } | more  # fmt: skip

    async def answer(self, request: Request) -> Response:
        body = (await request.body()).decode()
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self.asked.append((request.method, request.url.path))
        if not self._is_signed(request, path, body):
            return Response(json.dumps({"code": "SIGN_ERROR", "message": "wrong"}), 401)
        status, said = self._done(request.method, request.url.path, json.loads(body or "{}"))
        if self.lost:
            self.lost -= 1
            status, said = 502, BUSY
        return self._signed(status, json.dumps(said) if said is not None else "")

    def _done(self, method: str, path: str, given: dict[str, Any]) -> tuple[int, Any]:
        if path == NEW:
            order = self.orders.setdefault(given["out_trade_no"], given | {"trade_state": "NOTPAY"})
            if order["amount"] != given["amount"]:
                return 400, {"code": "INVALID_REQUEST", "message": "another amount"}
            return 200, {"code_url": f"weixin://wxpay/bizpayurl?pr={given['out_trade_no']}"}
        if path == "/v3/refund/domestic/refunds":
            self.refunds.setdefault(given["out_refund_no"], given)
            return 200, {"refund_id": "50000", "status": self.refund_status}
        number = path.removeprefix("/v3/pay/transactions/out-trade-no/").removesuffix("/close")
        if number not in self.orders:
            return 404, {"code": "ORDER_NOT_EXIST", "message": "no such order"}
        order = self.orders[number]
        if path.endswith("/close"):
            if order["trade_state"] == "SUCCESS":
                return 400, {"code": "ORDERPAID", "message": "paid"}
            order["trade_state"] = "CLOSED"
            return 204, None
        paid = order["trade_state"] == "SUCCESS"
        return 200, self.transaction(number) if paid else {"trade_state": order["trade_state"], "out_trade_no": number}

    def pay(self, number: str) -> None:
        self.orders[number]["trade_state"] = "SUCCESS"

    def transaction(self, number: str, **more: Any) -> dict[str, Any]:
        order = self.orders[number]
        return {
            "out_trade_no": number, "transaction_id": f"42{number}", "mchid": MERCHANT, "appid": APP,
            "trade_state": "SUCCESS", "success_time": "2026-01-01T10:00:00+08:00", "payer": {"openid": "secret-payer"},
            "amount": order["amount"],
        } | more  # fmt: skip

    def notice(
        self, told: dict[str, Any], signer: str = "platform", at: int | None = None
    ) -> tuple[str, dict[str, str]]:
        """Body and headers, as the provider sends them."""
        nonce = token_hex(6)
        sealed = AESGCM(API_KEY.encode()).encrypt(nonce.encode(), json.dumps(told).encode(), b"transaction")
        resource = {
            "algorithm": "AEAD_AES_256_GCM", "nonce": nonce, "associated_data": "transaction",
            "ciphertext": base64.b64encode(sealed).decode(),
        }  # fmt: skip
        body = json.dumps({"id": token_hex(8), "event_type": "TRANSACTION.SUCCESS", "resource": resource})
        return body, self._headers(body, signer, at)

    def _headers(self, body: str, signer: str, at: int | None = None) -> dict[str, str]:
        stamp, nonce = str(int(time.time()) if at is None else at), token_hex(8)
        text = f"{stamp}\n{nonce}\n{body}\n".encode()
        signature = key(signer).sign(text, padding.PKCS1v15(), hashes.SHA256())
        return {
            "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": nonce, "Wechatpay-Serial": PLATFORM,
            "Wechatpay-Signature": base64.b64encode(signature).decode(), "Content-Type": "application/json",
        }  # fmt: skip

    def _signed(self, status: int, body: str) -> Response:
        return Response(body, status, self._headers(body, self.signer))

    def _is_signed(self, request: Request, path: str, body: str) -> bool:
        scheme, _, told = request.headers.get("authorization", "").partition(" ")
        given = dict(AUTHORIZATION.findall(told))
        text = f"{request.method}\n{path}\n{given.get('timestamp')}\n{given.get('nonce_str')}\n{body}\n".encode()
        try:
            signature = base64.b64decode(given.get("signature", ""))
            key("merchant").public_key().verify(signature, text, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return scheme == "WECHATPAY2-SHA256-RSA2048" and (given["mchid"], given["serial_no"]) == (MERCHANT, SERIAL)


@asynccontextmanager
async def till() -> AsyncIterator[Till]:
    found = Till()
    app = Starlette(routes=[Route("/{path:path}", found.answer, methods=["GET", "POST"])])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve())
    for _ in range(500):
        if server.started:
            break
        await asyncio.sleep(0.01)
    found.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.should_exit = True
        await task
