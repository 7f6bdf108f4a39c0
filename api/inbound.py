"""`/mail/inbound`: a mail server hands a mail over, signed with the secret that it shares with us."""

from hmac import compare_digest, digest
from time import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions import inbound
from actions.inbound import Door
from api.doors import now
from database.writing import WriteConnections
from rules.inbound import InboundSource

PATH = "/mail/inbound"
TIME, SIGNATURE = "x-memberdesk-time", "x-memberdesk-signature"
NEAR_SECONDS = 300
"A signature of another time is not taken, so that nobody sends what he has overheard."


class Inbound:
    def __init__(self, writes: WriteConnections, door: Door, secret: str | None) -> None:
        self._writes = writes
        self._door = door
        self._secret = secret

    async def take(self, request: Request) -> Response:
        """404 if no secret is set, 401 without a signature that fits; the same mail twice is one."""
        if self._secret is None:
            return _said(404, "Mail is not handed over here: INBOUND_SECRET is not set.")
        at, sign = request.headers.get(TIME, ""), request.headers.get(SIGNATURE, "")
        if not (at.isdecimal() and abs(time() - int(at[:12])) <= NEAR_SECONDS and len(sign) == 64):
            return _said(401, "Say the time in seconds and sign it with the mail; clocks may differ by five minutes.")
        raw = await request.body()
        if not compare_digest(signature(self._secret, at, raw), sign.lower()):
            return _said(401, "The signature does not fit.")
        async with self._writes.transaction() as connection:
            taken = await inbound.take(connection, raw, InboundSource.WEBHOOK, self._door, now())
        return JSONResponse({"isNew": taken.is_new, "status": taken.status, "reason": taken.reason})


def signature(secret: str, at: str, raw: bytes) -> str:
    """HMAC-SHA-256 of the seconds, a dot, and the mail as it is sent; in hexadecimal."""
    return digest(secret.encode(), at.encode() + b"." + raw, "sha256").hex()


async def take(request: Request) -> Response:
    return await request.app.state.inbound.take(request)


def _said(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)
