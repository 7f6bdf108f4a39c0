"""`/payments/notify/{provider}`: what a provider tells of itself, believed only if it can prove that it is he."""

import logging
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions import payments
from actions.payments.booking import Until
from api.paying import Payer
from rules.secrecy import CannotOpen
from rules.wechat_pay import NotBelieved

MOST_BYTES = 32_000
log = logging.getLogger("memberdesk")


class Notices:
    def __init__(self, payer: Payer) -> None:
        self._payer = payer

    async def take(self, request: Request) -> Response:
        """204 once it is written down, also what does not fit: staff see to that. Else the provider tells again."""
        body = await request.body()
        if len(body) > MOST_BYTES:
            return _no(413, "Too long.")
        code, writes, payer = request.path_params["provider"], request.app.state.writes, self._payer
        async with writes.transaction() as connection:
            try:
                account = await payments.account_of(connection, code, payer.secret)
            except CannotOpen:
                account = None
        if account is None:
            return _no(404, "Nobody of this name.")
        try:
            paid = payer.noticed(account, request.headers, body.decode())
        except (NotBelieved, UnicodeDecodeError) as error:
            log.warning("a payment notice for %s is not believed: %s", account.code, error)
            return _no(401, "Not believed.")
        if paid is not None:
            async with writes.transaction() as connection:
                now = Until(datetime.now(UTC), payer.currency, payer.zone)
                await payments.tell(connection, account, paid, now)
        return Response(status_code=204)


def _no(status: int, why: str) -> Response:
    return JSONResponse({"code": "FAIL", "message": why}, status)
